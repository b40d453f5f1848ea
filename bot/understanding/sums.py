"""Rows of small numbers that are added: what a message's features say, in both nets of this room.

A row is one long whole number with four bytes (a lane) for each of its small ones, so that a whole row is added at
once. It stands as it was written until it is first asked for: most never are. What a word adds up to is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

LANE = 4
"""Bytes of a lane."""
_WORDS = 20_000
"""Words whose sums are kept."""


class Sum(NamedTuple):
    """Rows added up, and how many they are."""

    lanes: int
    rows: int

    def places(self, many: int) -> tuple[int, ...]:
        """What stands in each of so many lanes."""
        return struct.unpack(f"<{many}I", self.lanes.to_bytes(LANE * many, "little"))


class Rows:
    """The rows by the names of their features. What was not learnt adds nothing."""

    def __init__(
        self,
        written: dict[str, int | str],
        pack: Callable[[str], int],
        pieces: Callable[[str], Iterable[str]],
    ) -> None:
        """`pack` makes a row of what was written; `pieces` names the features of a word by itself."""
        self._rows, self._pack = written, pack
        self.of_word = lru_cache(maxsize=_WORDS)(lambda word: self.of(pieces(word)))
        """What a word by itself adds up to."""

    def of(self, names: Iterable[str], words: Iterable[str] = ()) -> Sum:
        """What these features add up to, and with them the pieces of these words."""
        rows = self._rows
        found = [
            row if isinstance(row, int) else self._packed(name, row)
            for name in names
            if (row := rows.get(name)) is not None
        ]
        sums = list(map(self.of_word, words))
        return Sum(
            sum([each.lanes for each in sums], sum(found)), sum([each.rows for each in sums], len(found))
        )

    def _packed(self, name: str, written: str) -> int:
        """The row, and kept as that from now on."""
        row = self._rows[name] = self._pack(written)
        return row
