"""Whole short answers, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.dialogs.said.plain import answer, only_hello, only_thanks


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ja tack!", "yes"),
        ("passer fint :)", "yes"),
        ("JA", "yes"),
        ("👍", "yes"),
        ("nei, det passer ikke", "no"),
        ("inte då", "no"),
        ("ei anna tid", "no"),
        ("nej tack", "not_now"),
        ("gløym det", "not_now"),
        ("nej inte så", "not_so"),
        ("du skjønner ikke", "not_so"),
        ("nej, det passar", None),
        ("hej nej det passar", None),
        ("ja men inte på fredag", None),
        ("ja, jag vill dö", None),
        ("", None),
        ("🙂" * 100, None),
    ],
)
def test_an_answer_is_the_whole_message(words: str, kind: str | None) -> None:
    assert answer(words) == kind


@pytest.mark.parametrize(
    ("words", "is_only"),
    [("hej Amira!", True), ("god morgen alle", True), ("hej mår skit", False), ("hei hjelp", False)],
)
def test_a_greeting_hides_nothing(words: str, is_only: bool) -> None:
    assert only_hello(words, "Amira") is is_only


@pytest.mark.parametrize(
    ("words", "is_only"),
    [
        ("tusen takk for i dag", True),
        ("tack men det hjälpte inte", False),
        ("takk for ingenting jeg orker ikke mer av dette nå", False),
    ],
)
def test_thanks_hide_nothing(words: str, is_only: bool) -> None:
    assert only_thanks(words) is is_only
