"""Which of the tenant's own things a message speaks of: `klesvasken er unna` is about the item `klesvask`.

Words are compared by how they begin, so that endings and compounds do not matter. Two things that fit equally well
are none: then all are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.understanding.fold import words

SHORTEST = 4
"""Letters of a word that is compared; shorter ones stand in every sentence."""
_SHARE = 0.6
"""How much of a word its beginning is."""

Thing = TypeVar("Thing")


def spoken_of(text: str, things: Iterable[tuple[Thing, str | None]]) -> Thing | None:
    """The one thing whose words fit the message best; None if none does, or several do."""
    said = _long(text)
    scored = [(sum(_is_in(each, said) for each in _long(named or "")), thing) for thing, named in things]
    best = max((score for score, _ in scored), default=0)
    found = [thing for score, thing in scored if score == best]
    return found[0] if best and len(found) == 1 else None


def _long(text: str) -> list[str]:
    return [each.text for each in words(text) if len(each.text) >= SHORTEST]


def _is_in(word: str, said: Sequence[str]) -> bool:
    """`fönstren` in `fönsterputsen`: the beginning of one stands somewhere in the other."""
    return any(_beginning(word) in each or _beginning(each) in word for each in said)


def _beginning(word: str) -> str:
    return word[: max(SHORTEST, round(_SHARE * len(word)))]
