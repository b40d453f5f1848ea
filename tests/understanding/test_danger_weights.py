"""The weights beside the phrases: summed as they were learnt, and kept small."""

from __future__ import annotations

import pytest

from bot.understanding.danger_features import features, windows
from bot.understanding.danger_net import catch, ideas
from bot.understanding.danger_weights import FILE, SCALE, says, weigh, weigh_stretch
from bot.understanding.topics import topics
from tests.understanding import frames

TEXTS = (
    "står klar med tauet",
    "kan ni komma förbi på fredag?",
    "eg veit ikkje",
    "ok",
    "jag jag jag vill vill dö",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_quick_sum_is_the_sum_of_the_features(text: str) -> None:
    weights = {
        name: int(first) / SCALE for name, first, *_ in map(_fields, FILE.read_text("utf-8").splitlines())
    }
    caught = catch(text)
    slow = sum(weights.get(n, 0.0) * v for n, v in features(caught.words, ideas, says(caught)).items())
    assert weigh_stretch(caught.words, says(caught)) == pytest.approx(weights["bias"] + slow)


def _fields(line: str) -> list[str]:
    return line.split("\t")


def test_a_danger_weighs_the_same_in_a_long_message() -> None:
    chat = "vi var i butikken og kjøpte brød og melk. " * 12
    assert weigh(catch("jeg har tatt alle tablettene")) > 0
    assert weigh(catch(f"{chat} jeg har tatt alle tablettene. {chat}")) > weigh(catch(chat))


def test_few_stretches_however_long_the_message() -> None:
    assert len(windows([str(n) for n in range(20_000)])) <= 82
    assert windows(["a", "b"]) == [("a", "b")]


def test_topics_are_the_same_in_all_languages() -> None:
    assert {"@swallowed"} <= set(topics("svalde")) & set(topics("svelga")) & set(topics("svelgde"))


def test_the_file_stays_small() -> None:
    assert FILE.stat().st_size < 1_000_000


def test_frames_give_the_same_sentences_and_none_twice() -> None:
    once = list(frames.load())
    assert once == list(frames.load())
    assert len({each.text for each in once}) == len(once) > 2_000
    assert frames.WRITTEN.read_text("utf-8").splitlines() == list(map(frames.as_line, once))
