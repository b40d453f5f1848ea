"""Time words written without spaces: `imorgonkl10`, `torsdagskväll`, `halvtre`, `tretiden`, `nestetorsdag`.

A word comes apart only into pieces that make sense beside each other; otherwise ordinary words would turn into times.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.understanding.fold import fold

SHORTEST, LONGEST = 5, 40
"""Folded letters of words that are looked at."""
_LONGEST_PIECE = 20
Meaning = tuple[str, str]
"""Kind of word and what it means: `("weekdays", "monday")`."""
_KINDS = {
    "weekdays": "day",
    "weekdays_past": "day",
    "days": "day",
    "days_with_part": "day",
    "parts": "day",
    "parts_every": "day",
    "parts_of_another_day": "day",
    "weekend": "day",
    "weekend_bare": "day",
    "week": "week",
    "next": "next",
    "clock": "clock",
    "half": "half",
    "numbers": "number",
    "numbers_in_swedish": "number",
    "hour_suffix": "suffix",
    "visit": "noun",
}
_JOINTS = {"pa": "på", "i": "i", "s": "", "og": "og", "och": "och"}
_FIRST = ("pa", "i")
_FOLLOWS = {
    "start": ("day", "next", "half", "number", "clock", "joint"),
    "joint": ("day", "next", "week", "clock", "half", "noun"),
    "day": ("day", "clock", "joint", "half", "noun"),
    "next": ("day", "week"),
    "week": ("day", "joint"),
    "clock": ("number", "half"),
    "half": ("number",),
    "number": ("suffix",),
    "suffix": ("day", "joint"),
    "noun": (),
}
"""What may stand after what."""
_SHORT_DAY = 4
"""Folded letters that a day or a part of the day must have, so that abbreviations do not take words apart."""
_MAY_END = ("day", "week", "clock", "number", "suffix", "noun")


class Joined:
    """Takes words apart."""

    def __init__(self, meanings: Mapping[str, set[Meaning]]) -> None:
        self._pieces: dict[str, tuple[str, set[str]]] = {}
        """By folded piece: its key, and what sorts of piece it can be."""
        for word, found in meanings.items():
            sorts = {_KINDS[kind] for kind, _ in found if kind in _KINDS}
            folded = fold(word)
            if len(folded) < _SHORT_DAY and folded != "nat":
                sorts -= {"day", "next", "week"}
            if sorts and folded.isalpha():
                self._pieces.setdefault(folded, (word, set()))[1].update(sorts)

    def apart(self, folded: str) -> tuple[str, ...]:
        """The keys of the pieces, as few as possible; none if it is no such row."""
        if not SHORTEST <= len(folded) <= LONGEST or not folded.isalpha():
            return ()
        best: list[dict[str, tuple[str, ...]]] = [{} for _ in range(len(folded) + 1)]
        best[0]["start"] = ()
        for start, rows_here in enumerate(best):
            for end in range(start + 1, min(start + _LONGEST_PIECE, len(folded)) + 1) if rows_here else ():
                piece = folded[start:end]
                if piece in self._pieces or piece in _JOINTS:
                    for before, row in rows_here.items():
                        self._extend(best[end], before, row, piece)
        rows = [row for sort, row in best[-1].items() if sort in _MAY_END and len(row) > 1]
        return min(rows, key=len, default=())

    def _extend(
        self, ends: dict[str, tuple[str, ...]], before: str, row: tuple[str, ...], piece: str
    ) -> None:
        """Add the piece to the row, as every sort that it can be after what stands before it."""
        key, sorts = self._pieces.get(piece, ("", set()))
        steps = [(sort, (*row, key)) for sort in sorts]
        if piece in _JOINTS and (before != "start" or piece in _FIRST):
            steps.append(("joint", (*row, _JOINTS[piece]) if _JOINTS[piece] else row))
        for sort, longer in steps:
            if sort in _FOLLOWS[before] and (sort not in ends or len(longer) < len(ends[sort])):
                ends[sort] = longer
