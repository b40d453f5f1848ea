"""How likely each intent is: a small net, learnt by `scripts/train_intents.py`, kept in `weights.tsv`.

Each feature (features.py) stands for a row of small numbers. The rows of all that a message holds are added; what is
below nothing counts as nothing; and each of these sums speaks for or against every intent. A line of the file is a
name, a tab, and its row: bytes from 0 to 255 in base64, where 128 is nothing. Three sorts of lines come first:

    *                         what is added for every message, and the value of one step, in plain numbers
    book_visit, cancel_visit  how strongly each sum speaks for the intent
    w:avboka, s:cancel        the row of a feature

A row is kept as one long whole number with 16 bits for each of its small ones, so that a whole row is added at once.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from struct import unpack

from bot.understanding.intents.kinds import INTENTS

FILE = Path(__file__).parent / "weights.tsv"
ALWAYS = "*"
NOTHING = 128
"""The byte that stands for 0."""
_LANE, _WIDE = 2, 4
"""Bytes for each number of a row, and for what all sums say of an intent."""
_MANY = 250
"""Rows that are added at once: so many cannot add up to more than a lane holds."""
_MOST = 0xFFFF
"""The highest sum."""


class _Rows(dict[str, int]):
    """For each feature its row, made of what stands in the file when it is first asked for: most never are. A feature
    that was not learnt has the row 0."""

    def __init__(self, written: dict[str, str]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, name: str) -> int:
        written = self._written.pop(name, None)
        if written is None:
            return 0
        row = self[name] = _packed(b64decode(written), _LANE)
        return row


@dataclass(frozen=True)
class Weights:
    """The net. All numbers are steps; `step` is what a step times a step is worth."""

    rows: _Rows
    always: Sequence[int]
    """What is added to each sum."""
    speaks: Sequence[int]
    """For each sum, how strongly it speaks for each intent."""
    base: Sequence[float]
    """For each intent, what speaks for it in every message."""
    step: float

    def certainties(self, found: Iterable[str]) -> list[float]:
        """From 0 to 1 for each intent; together they are 1."""
        known = list(filter(None, map(self.rows.__getitem__, found)))
        nothing = NOTHING * len(known)
        both = zip(self._added(known), self.always, strict=True)
        sums = [each if (each := lane + always - nothing) > 0 else 0 for lane, always in both]
        if len(known) > _MANY:
            sums = [min(each, _MOST) for each in sums]
        said = unpack(
            f"<{len(INTENTS)}I", sum(map(mul, sums, self.speaks)).to_bytes(_WIDE * len(INTENTS), "little")
        )
        nothing, step = NOTHING * sum(sums), self.step
        return shares([(lane - nothing) * step + base for lane, base in zip(said, self.base, strict=True)])

    def _added(self, rows: Sequence[int]) -> Sequence[int]:
        """The rows added up."""
        many = len(self.speaks)
        heaps = [sum(rows[at : at + _MANY]) for at in range(0, len(rows) or 1, _MANY)]
        lanes = [unpack(f"<{many}H", heap.to_bytes(_LANE * many, "little")) for heap in heaps]
        return lanes[0] if len(lanes) == 1 else list(map(sum, zip(*lanes, strict=True)))


def shares(sums: Sequence[float]) -> list[float]:
    """From what speaks for each to how likely each is (softmax)."""
    most = max(sums)
    powers = [exp(each - most) for each in sums]
    whole = sum(powers)
    return [each / whole for each in powers]


def _packed(row: bytes, lane: int) -> int:
    """A row as one whole number, with so many bytes for each of its small ones."""
    wide = bytearray(lane * len(row))
    wide[::lane] = row
    return int.from_bytes(wide, "little")


def from_lines(lines: Iterable[str]) -> Weights:
    """Read what `scripts/train_intents.py` has written."""
    first, *others = lines
    _, always, base, step = first.split("\t")
    rows = {name: row for name, _, row in (line.partition("\t") for line in others)}
    for_intents = [b64decode(rows.pop(name)) for name in INTENTS]
    return Weights(
        _Rows(rows),
        always=tuple(map(int, always.split())),
        speaks=tuple(_packed(bytes(row), _WIDE) for row in zip(*for_intents, strict=True)),
        base=tuple(map(float, base.split())),
        step=float(step),
    )


@cache
def learnt() -> Weights:
    """The weights that were learnt."""
    with FILE.open(encoding="utf-8") as lines:
        return from_lines(lines)
