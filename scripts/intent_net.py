"""Learn the net of bot/understanding/intents/weights.py: features are added, cut at nothing, and speak for intents.

Plain gradient steps (Adam) over small heaps of sentences. In each step, half of what a sentence holds is hidden, and
half of the sums: so no intent hangs on one word, and what was not seen is guessed from all the rest.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.understanding.intents.kinds import INTENTS
from bot.understanding.intents.weights import ALWAYS, NOTHING, Weights, from_lines

Array = NDArray[np.float64]

SUMS = 64
ROUNDS = 6
HEAP = 32
STEP = 2e-3
HIDDEN = 0.5
"""Share of the features, and of the sums, that are hidden in each step."""
PULL = 1e-5
"""How strongly every number is drawn towards nothing."""
DOUBT = 0.02
"""Share of each label that goes to all intents alike: labels are sometimes wrong."""
OPEN = 0.6
"""Of a sentence that tells only what it does not want: the share of its label that goes to whatever else it seems to
be, in the proportions of the moment. The rest goes to its first want."""
SELDOM = 5
"""Whole sentences that a feature must be seen in."""
EDGE = 99.9
"""Of a hundred numbers, how many must fit into a byte; the others are cut."""


@dataclass
class _Part:
    """Numbers that are learnt, with what Adam remembers of their slopes."""

    now: Array
    slope: Array = field(init=False)
    size: Array = field(init=False)

    def __post_init__(self) -> None:
        self.slope, self.size = np.zeros_like(self.now), np.zeros_like(self.now)

    def learn(
        self, slope: Array, pace: float, turn: int, rows: NDArray[np.intp] | slice = slice(None)
    ) -> None:
        """One step down the slope; of some rows only."""
        slope = slope + PULL * self.now[rows]
        self.slope[rows] = 0.9 * self.slope[rows] + 0.1 * slope
        self.size[rows] = 0.999 * self.size[rows] + 0.001 * slope**2
        mean, spread = self.slope[rows] / (1 - 0.9**turn), self.size[rows] / (1 - 0.999**turn)
        self.now[rows] -= pace * mean / (np.sqrt(spread) + 1e-8)


class Net:
    """Learns from sentences: what each holds, the places in `INTENTS` of what it wants, and of what it must not be
    taken for, where it tells no more than that.

    Only what the first ones hold is known; the others are the same sentences with holes.
    """

    def __init__(
        self,
        found: Sequence[Iterable[str]],
        wants: Sequence[Iterable[int]],
        never: Sequence[Iterable[int]],
        loud: Callable[[str], float],
        whole: int,
    ) -> None:
        times = Counter(name for each in found[:whole] for name in set(each))
        self.names = sorted(name for name, seen in times.items() if seen >= SELDOM)
        place = {name: at for at, name in enumerate(self.names)}
        cells = [(at, place[name]) for at, each in enumerate(found) for name in each if name in place]
        rows, columns = zip(*cells, strict=True)
        self.loud = np.array([loud(name) for name in self.names])
        self.held = csr_matrix((self.loud[list(columns)], (rows, columns)), (len(found), len(self.names)))
        self.labels = np.full((len(found), len(INTENTS)), DOUBT / len(INTENTS))
        for at, each in enumerate(wants):
            for intent in (chosen := list(each)):
                self.labels[at, intent] += (1 - DOUBT) / len(chosen)
        self.may = np.ones((len(found), len(INTENTS)))
        for at, each in enumerate(never):
            self.may[at, list(each)] = 0
        self.open = OPEN * (self.may.min(1, keepdims=True) == 0)
        self.chance = np.random.default_rng(1)
        self.rows = _Part(self.chance.normal(0, 0.1, (len(self.names), SUMS)))
        self.always = _Part(np.zeros(SUMS))
        self.speaks = _Part(self.chance.normal(0, SUMS**-0.5, (SUMS, len(INTENTS))))
        self.base = _Part(np.zeros(len(INTENTS)))

    def learn(self) -> None:
        """Go through all sentences, in another order each round, with ever smaller steps."""
        many = len(self.labels)
        last, turn = ROUNDS * -(-many // HEAP), 0
        for _ in range(ROUNDS):
            order = self.chance.permutation(many)
            for start in range(0, many, HEAP):
                turn += 1
                self._step(order[start : start + HEAP], STEP * (1 - turn / (last + 1)), turn)

    def _step(self, heap: NDArray[np.intp], pace: float, turn: int) -> None:
        held = self.held[heap]
        held.data = held.data * self._shown(held.data.shape)
        sums = held @ self.rows.now + self.always.now
        shown = self._shown(sums.shape)
        above = np.maximum(sums, 0) * shown
        sure = _shares(above @ self.speaks.now + self.base.now)
        likely = sure * self.may[heap]
        meant = self.open[heap] * likely / likely.sum(1, keepdims=True)
        wrong = (sure - meant - (1 - self.open[heap]) * self.labels[heap]) / len(heap)
        back = wrong @ self.speaks.now.T * (sums > 0) * shown
        told = np.unique(held.indices)
        self.speaks.learn(above.T @ wrong, pace, turn)
        self.base.learn(wrong.sum(0), pace, turn)
        self.always.learn(back.sum(0), pace, turn)
        self.rows.learn(held[:, told].T @ back, pace, turn, told)

    def _shown(self, shape: tuple[int, ...]) -> Array:
        return (self.chance.random(shape) >= HIDDEN) / (1 - HIDDEN)

    def lines(self) -> list[str]:
        """The file: every number as so many steps."""
        rows, step = _steps(self.rows.now * self.loud[:, None])
        speaks, louder = _steps(self.speaks.now.T)
        always = " ".join(f"{each:.0f}" for each in self.always.now / step)
        base = " ".join(f"{each:.3f}" for each in self.base.now)
        return [
            f"{ALWAYS}\t{always}\t{base}\t{step * louder:.8g}",
            *(f"{name}\t{row}" for name, row in zip(INTENTS, speaks, strict=True)),
            *(f"{name}\t{row}" for name, row in zip(self.names, rows, strict=True)),
        ]

    def result(self) -> Weights:
        """What was learnt, as it is read from the file."""
        return from_lines(self.lines())


def _steps(numbers: Array) -> tuple[list[str], float]:
    """Rows of bytes, and what one step is worth."""
    step = float(np.percentile(np.abs(numbers), EDGE)) / (NOTHING - 1)
    whole = np.clip(np.rint(numbers / step), 1 - NOTHING, NOTHING - 1) + NOTHING
    return [b64encode(row.tobytes()).decode() for row in whole.astype(np.uint8)], step


def _shares(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))
