"""Slips in the names of days and the commonest time words, which few other words lie close to.

`feradg` and `torsadg` hold the right letters in the wrong order; in `onsdsg` one key was missed. A word that is
another word (`fridag`) stands under `not_typos` in the data files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

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

    def __init__(self, names: Iterable[str], others: Iterable[str], keep: Collection[str]) -> None:
        """`names` are days, whose keys may be missed; the letters of `others` too may stand in another order."""
        names = [name for name in names if name.isalpha()]
        self._keep = keep
        self._ordered = {"".join(sorted(word)): word for word in (*others, *names) if len(word) >= SHORTEST}
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
        return found if found[:1] == typed[:1] else ""
