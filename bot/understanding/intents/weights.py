"""How likely each intent is: a small net, learnt by `scripts/train_intents.py`, kept in `weights.tsv`.

Each feature (features.py) stands for a row of small numbers. The rows of all that a message holds are added; what is
below nothing counts as nothing; and each of these sums speaks for or against every intent. A line of the file is a
name, a tab, and its row: bytes from 0 to 255 in base64, where 128 is nothing. Three sorts of lines come first:

    *                         what is added for every message, and the value of one step, in plain numbers
    book_visit, cancel_visit  how strongly each sum speaks for the intent
    w:avboka, s:cancel        the row of a feature

The rows are added as `sums.py` tells.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from pathlib import Path

from bot.understanding.intents.features import pieces
from bot.understanding.intents.kinds import INTENTS
from bot.understanding.sums import LANE, Rows, Sum

FILE = Path(__file__).parent / "weights.tsv"
ALWAYS = "*"
NOTHING = 128
"""The byte that stands for 0."""
_MOST = 0xFFFF
"""The highest sum: more of them than a row has places still fit into a lane, however strongly they speak."""


@dataclass(frozen=True)
class Weights:
    """The net. All numbers are steps; `step` is what a step times a step is worth."""

    rows: Rows
    always: Sequence[int]
    """What is added to each sum."""
    speaks: Sequence[int]
    """For each sum, how strongly it speaks for each intent."""
    base: Sequence[float]
    """For each intent, what speaks for it in every message."""
    step: float

    def certainties(self, names: Iterable[str], words: Iterable[str]) -> list[float]:
        """From 0 to 1 for each intent, of what a message holds; together they are 1."""
        found = self.rows.of(names, words)
        nothing = NOTHING * found.rows
        both = zip(found.places(len(self.always)), self.always, strict=True)
        sums = [each if (each := lane + always - nothing) > 0 else 0 for lane, always in both]
        if max(sums) > _MOST:
            sums = [min(each, _MOST) for each in sums]
        said = Sum(sum(map(mul, sums, self.speaks)), sum(sums))
        nothing, step = NOTHING * said.rows, self.step
        both_too = zip(said.places(len(self.base)), self.base, strict=True)
        return shares([(lane - nothing) * step + base for lane, base in both_too])


def shares(sums: Sequence[float]) -> list[float]:
    """From what speaks for each to how likely each is (softmax)."""
    most = max(sums)
    powers = [exp(each - most) for each in sums]
    whole = sum(powers)
    return [each / whole for each in powers]


def _packed(written: str) -> int:
    """A row of what stands in the file."""
    return _wide(a2b_base64(written))


def _wide(row: bytes) -> int:
    """Small numbers as one long one, a lane for each."""
    wide = bytearray(LANE * len(row))
    wide[::LANE] = row
    return int.from_bytes(wide, "little")


def from_lines(lines: Iterable[str]) -> Weights:
    """Read what `scripts/train_intents.py` has written."""
    first, *others = lines
    _, always, base, step = first.split("\t")
    rows: dict[str, int | str] = {name: row for name, _, row in (line.partition("\t") for line in others)}
    for_intents = [a2b_base64(str(rows.pop(name))) for name in INTENTS]
    return Weights(
        Rows(rows, _packed, pieces),
        always=tuple(map(int, always.split())),
        speaks=tuple(_wide(bytes(row)) for row in zip(*for_intents, strict=True)),
        base=tuple(map(float, base.split())),
        step=float(step),
    )


@cache
def learnt() -> Weights:
    """The weights that were learnt."""
    with FILE.open(encoding="utf-8") as lines:
        return from_lines(lines)
