"""Whole short answers to what the bot has just asked: yes, no, not now, not so (`plain.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from bot.understanding.fold import words

Answer: TypeAlias = Literal["yes", "no", "not_now", "not_so"]

LONGEST = 60
"""Characters; longer words say more than yes or no."""
_POLITE = frozenset(each.text for each in words("hej hei tack takk snälla ja"))
"""May stand before or behind an answer."""
_NO = frozenset(each.text for each in words("nej nei nä"))


def answer(text: str) -> Answer | None:
    """What a short answer says; None for all that says more."""
    if len(text) > LONGEST:
        return None
    said = _bare(text)
    if said in _known():
        return _known()[said]
    if said[0] in _NO:
        rest = _known().get(_without_polite(said[1:]))
        return rest if rest != "yes" else None
    return _known().get(_without_polite(said))


@cache
def _known() -> dict[tuple[str, ...], Answer]:
    lists: dict[Answer, list[str]] = tomllib.loads(  # type: ignore[assignment]  # the file holds lists of texts
        Path(__file__).with_name("plain.toml").read_text("utf-8")
    )
    return {_bare(each): kind for kind, listed in lists.items() for each in listed}


def _bare(text: str) -> tuple[str, ...]:
    return tuple(each.text for each in words(text)) or (text.strip(),)


def _without_polite(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in said if each not in _POLITE)
