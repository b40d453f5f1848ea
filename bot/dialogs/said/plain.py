"""Whole short answers to what the bot has just asked, and bare hellos and thanks (`plain.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from bot.understanding.fold import words

Answer: TypeAlias = Literal["yes", "no", "not_now", "not_so"]

LONGEST = 60
"""Characters; longer words say more than yes or no."""
MOST_THANKS = 7
"""Words of thanks; more than that say something else as well."""


def answer(text: str) -> Answer | None:
    """What a short answer says; None for all that says more."""
    if len(text) > LONGEST:
        return None
    said = _bare(text)
    if said in _known():
        return _known()[said]
    if said[0] in _words("no_first"):
        rest = _known().get(_without_polite(said[1:]))
        return rest if rest != "yes" else None
    return _known().get(_without_polite(said))


def only_hello(text: str, *names: str) -> bool:
    """Whether nothing stands beside the greeting but who is greeted."""
    beside = _words("beside_greeting") | {each.text for name in names for each in words(name)}
    return all(each in beside for each in _bare(text)[1:])


def only_thanks(text: str) -> bool:
    """Whether thanks are all that is said, as far as that can be told."""
    said = _bare(text)
    return len(said) <= MOST_THANKS and _words("but").isdisjoint(said)


def only_time(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing stands beside the times (at `spans`) but "no", "rather", "instead"."""
    rest, at = "", 0
    for start, end in sorted(spans):
        rest, at = f"{rest} {text[at:start]}", max(at, end)
    return bool(spans) and _words("beside_time").issuperset(each.text for each in words(rest + text[at:]))


@cache
def _known() -> dict[tuple[str, ...], Answer]:
    answers = get_args(Answer)
    return {_bare(each): kind for kind in answers for each in _lists()[kind]}


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for each in _lists()[kind] for word in _bare(each))


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("plain.toml").read_text("utf-8"))


def _bare(text: str) -> tuple[str, ...]:
    return tuple(each.text for each in words(text)) or (text.strip(),)


def _without_polite(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in said if each not in _words("polite"))
