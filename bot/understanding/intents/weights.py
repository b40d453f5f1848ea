"""How strongly each feature speaks for each intent: learnt by `scripts/train_intents.py`, kept in `weights.tsv`.

A line is a feature, a tab, and `intent=weight` for the intents it speaks for or against; `*` stands for every message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from bot.understanding.intents.kinds import INTENTS

FILE = Path(__file__).parent / "weights.tsv"
ALWAYS = "*"


@dataclass(frozen=True, slots=True)
class Weights:
    """For each feature, the places in `INTENTS` it speaks for, and how strongly."""

    rows: dict[str, tuple[tuple[int, float], ...]]

    def certainties(self, found: Iterable[str]) -> list[float]:
        """From 0 to 1 for each intent; together they are 1."""
        sums = [0.0] * len(INTENTS)
        for name in (ALWAYS, *found):
            for place, weight in self.rows.get(name, ()):
                sums[place] += weight
        return shares(sums)


def shares(sums: Sequence[float]) -> list[float]:
    """From what speaks for each to how likely each is (softmax)."""
    most = max(sums)
    powers = [exp(each - most) for each in sums]
    whole = sum(powers)
    return [each / whole for each in powers]


@cache
def learnt() -> Weights:
    """The weights that were learnt."""
    places = {name: place for place, name in enumerate(INTENTS)}
    rows: dict[str, tuple[tuple[int, float], ...]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, _, said = line.partition("\t")
        pairs = (pair.partition("=") for pair in said.split())
        rows[name] = tuple((places[intent], float(weight)) for intent, _, weight in pairs)
    return Weights(rows)
