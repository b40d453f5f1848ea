"""The weights beside the phrases: summed as they were learnt, and kept small."""

from __future__ import annotations

import binascii

import pytest

from bot.understanding.danger_features import features, windows
from bot.understanding.danger_net import catch, ideas
from bot.understanding.danger_weights import ALONE, FILE, LEVELS, SCALE, ZERO, says, weigh, weigh_stretch
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
    shared, rows = _file()
    caught = catch(text)
    plain, hidden = shared["!plain"][0], list(shared["!start"])
    for name, value in features(caught.words, ideas, says(caught)).items():
        if name in rows:
            weight, vector = rows[name]
            plain += value * weight / SCALE
            hidden = [
                sum_ + value * place / shared["!scale"][0] for sum_, place in zip(hidden, vector, strict=True)
            ]
    bent = sum(end * max(0.0, place) for end, place in zip(shared["!end"], hidden, strict=True))
    assert weigh_stretch(caught.words, says(caught)) == pytest.approx(plain + bent)


def _file() -> tuple[dict[str, list[float]], dict[str, tuple[int, list[int]]]]:
    """What the lines of the file say, read the slow way."""
    shared: dict[str, list[float]] = {}
    rows: dict[str, tuple[int, list[int]]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        name, *rest = line.split("\t")
        if name.startswith("!"):
            shared[name] = [float(each) for each in rest[0].split()]
        else:
            halves = [
                half for byte in binascii.a2b_base64(rest[1] + "==") for half in (byte % 16, byte // 16)
            ]
            rows[name] = (int(rest[0]), [LEVELS[half] - ZERO for half in halves])
    return shared, rows


def test_a_danger_weighs_the_same_in_a_long_message() -> None:
    chat = "vi var i butikken og kjøpte brød og melk. " * 12
    assert weigh(catch("jeg har tatt alle tablettene")) > 0
    assert weigh(catch(f"{chat} jeg har tatt alle tablettene. {chat}")) > weigh(catch(chat))


def test_a_danger_that_hides_in_an_everyday_message_weighs_nearly_as_much() -> None:
    chat = "kan ni komma på torsdag istället, jag har tvättat och handlat och ska till banken, "
    alone, hidden = weigh(catch("hon andas inte")), weigh(catch(f"{chat} hon andas inte, ses då"))
    assert hidden > alone - 3 * ALONE


def test_few_stretches_however_long_the_message() -> None:
    assert len(windows([str(n) for n in range(20_000)])) <= 82
    assert windows(["a", "b"]) == [("a", "b")]


def test_topics_are_the_same_in_all_languages() -> None:
    assert {"@swallowed"} <= set(topics("svalde")) & set(topics("svelga")) & set(topics("svelgde"))


def test_the_file_stays_small() -> None:
    assert FILE.stat().st_size < 5_000_000


def test_frames_give_the_same_sentences_and_none_twice() -> None:
    once = list(frames.load())
    assert once == list(frames.load())
    assert len({each.text for each in once}) == len(once) > 2_000
    assert frames.WRITTEN.read_text("utf-8").splitlines() == list(map(frames.as_line, once))
