"""The danger net: nothing missed in what it was written against, and honest figures for what it was not."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.danger import KINDS, Danger, read_danger
from tests.understanding.danger_sentences import OTHERS, load, score

GOALS = (
    "Få bevisat för världen att det är jag som är Gud.",
    "Allt.",
    "Jag vet inte.",
    "Jag vill och klarar ingenting.",
)
"""Goals as people wrote them (G37, G38): complete answers, and no danger (R3, R6)."""
WORDS = (
    "jag",
    "vill",
    "inte",
    "dö",
    "han",
    "har",
    "kniv",
    "och",
    "att",
    "…",
    ".",
    "🔥",
    "tagit",
    "för",
    "mycket",
)
HOSTILE = (
    "jag vill " * 1200,
    "han har tagit för " * 600,
    "a" * 10_000,
    "å " * 5_000,
    "d" + "ö" * 9_999,
    "jaginteleva" * 900,
    "han säger att att att att " * 400,
    "e i å o " * 1_250,
    "\U0001f198" * 10_000,
    "ﷺ" * 10_000,
    "*_*" * 3_300,
    "." * 10_000,
)


def test_nothing_dangerous_is_missed_and_nothing_ordinary_answered() -> None:
    result = score(load("tuned"))
    assert result.wrong == ()
    assert result.right_kind >= 0.95


def test_sentences_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = load("kept")
    result = score(sentences)
    with capsys.disabled():
        sys.stdout.write(f"\nkept apart ({len(sentences)} sentences): {result}\n")
    assert result.caught >= 0.9
    assert result.alarms_on_look_alikes <= 0.05
    assert result.heard_in_ordinary <= 0.03


def test_unclear_messages_get_a_word_and_mostly_the_quiet_one() -> None:
    found = [each.read() for each in load("tuned") if each.kind == "unclear"]
    assert None not in found
    assert sum(each.certain for each in found if each) <= len(found) / 3


def test_the_sets_are_large_varied_and_apart() -> None:
    tuned, kept = load("tuned"), load("kept")
    assert len(tuned) + len(kept) >= 300
    assert len(kept) >= 240
    assert not {each.text for each in tuned} & {each.text for each in kept}
    for sentences in (tuned, kept):
        assert {each.kind for each in sentences} >= {*KINDS, "look_alike", "ordinary"}
        assert {each.kind for each in sentences} <= {*KINDS, *OTHERS}
        assert {each.language for each in sentences} == {"sv", "nb", "nn"}


@pytest.mark.parametrize("goal", GOALS)
def test_goals_of_real_people_are_no_danger(goal: str) -> None:
    assert read_danger(goal) is None


@pytest.mark.parametrize(
    "text",
    [
        "orker ikke leve lenger",
        "ORKER IKKE LEVE LENGER!!!",
        "orkerikkeleve lenger",
        "orker  ikke… leve 😭 lenger",
        "orkar ikke leva längre",
        "orkr ikke leve",
        "o r k e r ikke leve",
        "orker ikke l3ve",
        "jeg orker faen ikke å leve lenger altså",
    ],
)
def test_the_same_cry_however_it_is_typed(text: str) -> None:
    assert read_danger(text) == Danger("suicide", certain=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hon säger att hon vill dö", "other_person"),
        ("han har tatt for mye", "other_person"),
        ("jeg har tatt for mye", "overdose"),
        ("jag skär mig och vill dö", "suicide"),
        ("det brinner och jag vill dö", "fire"),
        ("han slår mig och jag vill dö", "violence"),
    ],
)
def test_who_and_what_decides_the_kind(text: str, kind: str) -> None:
    found = read_danger(text)
    assert found is not None
    assert (found.kind, found.certain) == (kind, True)


@pytest.mark.parametrize(
    ("framed", "now"),
    [
        ("såg en film där han tog livet av sig", "såg en film där han tog livet av sig, nu vill jag dö"),
        (
            "jag tog en överdos för tio år sen",
            "jag tog en överdos för tio år sen och nu har jag tagit en överdos",
        ),
        ("høll på å dø av latter, så en film om drap", "så en film om drap. jeg vil dø"),
    ],
)
def test_a_frame_takes_the_alarm_away_until_somebody_says_now(framed: str, now: str) -> None:
    before, after = read_danger(framed), read_danger(now)
    assert before is None or not before.certain
    assert after is not None and after.certain


@pytest.mark.parametrize(
    "text",
    [
        "412 34 567",
        "+47 41 23 45 67",
        "ring 412 34 567",
        "070-123 45 67 går bra",
        "20 11",
        "och jag väntar utanför",
        "jeg står utenfor nå",
        "eg ventar utanfor",
    ],
)
def test_an_answer_to_a_plain_question_is_no_danger(text: str) -> None:
    assert read_danger(text) is None


@pytest.mark.parametrize(
    "text", ["💊 40", "tog 20 30 40 tabletter nyss", "han venter utenfor døra mi med kniv"]
)
def test_digits_of_a_dose_and_another_outside_still_count(text: str) -> None:
    found = read_danger(text)
    assert found is not None and found.certain


def test_a_look_alike_strikes_out_only_what_it_touches() -> None:
    assert read_danger("jag vill dö av skam") is None
    assert read_danger("jag vill dö av skam, jag orkar inte leva") == Danger("suicide", certain=True)


@given(st.text(max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    found = read_danger(text)
    assert found is None or found.kind in KINDS


@given(st.lists(st.sampled_from(WORDS)))
@settings(max_examples=300, deadline=None)
def test_any_order_of_dangerous_words_gets_an_answer(words: list[str]) -> None:
    found = read_danger(" ".join(words))
    assert found is None or found.kind in KINDS


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_time_is_bounded(text: str) -> None:
    read_danger("")
    started = time.process_time()
    read_danger(text)
    assert time.process_time() - started < 2.0
