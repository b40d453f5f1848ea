"""Slips in the names of days and the commonest time words, which few other words lie close to.

`feradg` and `torsadg` hold the right letters in the wrong order; in `onsdsg` one key was missed. A word that is
another word (`fridag`) stands under `not_typos` in the data files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

SHORTEST = 5
"""Letters of a word whose letters may stand in another order."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE: dict[str, str] = {}
for _row, _keys in enumerate(_ROWS):
    for _place, _key in enumerate(_keys):
        _near = [_keys[max(0, _place - 1) : _place], _keys[_place + 1 : _place + 2]]
        _near += [_ROWS[_row - 1][_place : _place + 2]] if _row else []
        _near += [_ROWS[_row + 1][max(0, _place - 1) : _place + 1]] if _row < len(_ROWS) - 1 else []
        _BESIDE[_key] = "".join(_near)


class Slips:
    """Finds the time word that was meant."""

    def __init__(self, pressed: Iterable[str], ordered: Iterable[str], keep: Collection[str]) -> None:
        """In words that are `pressed` a key may be missed; the letters of those `ordered` may change places."""
        names = [name for name in pressed if name.isalpha()]
        self._keep = keep
        self._ordered = {"".join(sorted(word)): word for word in ordered if len(word) >= SHORTEST}
        self._missed = {
            name[:place] + key + name[place + 1 :]: name
            for name in names
            for place in range(1, len(name))
            for key in _BESIDE.get(name[place], "")
        }

    def meant(self, typed: str) -> str:
        """The word that was meant, or nothing."""
        if typed in self._keep or len(typed) < SHORTEST:
            return ""
        found = self._missed.get(typed) or self._ordered.get("".join(sorted(typed)), "")
        swapped = found[:2] == typed[1::-1]
        return found if found[:1] == typed[:1] or swapped else ""


NUMBER = ("numbers", "numbers_by_the_clock", "numbers_in_norwegian", "numbers_in_swedish", "digits")
DAYS = ("weekdays", "weekdays_short", "days", "parts_of_another_day")
COMPANY: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "half": ((), NUMBER),
    "quarter": ((), ("past", "to")),
    "past": (("quarter", *NUMBER), ("half", *NUMBER)),
    "clock": ((), ("half", "quarter", *NUMBER)),
    "after": ((), ("clock",)),
    "before": ((), ("clock",)),
    "every": ((), ("weekdays",)),
    "next": ((), ("week", "weekdays", "weekend", "weekend_bare")),
    "week": (("next", "this", "last", "whole"), ()),
    "parts": (DAYS, ()),
    "after_i": (("in_month",), ()),
}
"""What must stand before and after a slip in one of these kinds of word; `after_i` is *morgon* and the like."""
_LEAST = 4


class InCompany:
    """Finds the little word that was meant by what stands beside it: `torsdag hlav tre`, `nästa vekca`."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words` are the words of each of the kinds above."""
        self._found: dict[str, dict[str, str]] = {}
        for kind, known in words.items():
            table = self._found.setdefault(kind, {})
            for word in sorted(known):
                if word.isalpha() and len(word) >= _LEAST:
                    table.setdefault(word, word)
                    for slip in _slips(word):
                        table.setdefault(slip, word)

    def meant(self, typed: str, before: frozenset[str], after: frozenset[str]) -> str:
        """The word that was meant, or nothing; `before` and `after` are the kinds of word beside it."""
        for kind, (left, right) in COMPANY.items():
            fits = (not left or not before.isdisjoint(left)) and (not right or not after.isdisjoint(right))
            word = self._found[kind].get(typed, "") if fits else ""
            if word:
                return word
        return ""


def _slips(word: str) -> Iterator[str]:
    """Two letters swapped, one left out, one missed (not the first), one too many beside its neighbour."""
    for place in range(len(word)):
        if place:
            yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
        for key in _BESIDE.get(word[place], ""):
            if place:
                yield word[:place] + key + word[place + 1 :]
            yield word[: place + 1] + key + word[place + 1 :]
