"""The danger model as it is learnt: plain weights and small vectors for features, one hidden layer over the vectors.

Several networks are learnt from different starts, and their hidden places laid side by side: they err in different
places, so together they err less. NumPy and SciPy are needed here only; a message is read without them
(`bot/understanding/danger_weights.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]

HIDDEN = 16
"""Places in a network's vectors."""
NETWORKS = 4
EPOCHS = 16
BATCH = 1024
PACE, PACE_AT_END = 4e-3, 2e-4
"""How far a step goes, at first and at last: the later, the finer."""
DROPPED, DROPPED_HIDDEN = 0.5, 0.1
"""Shares of features and of hidden places that are left out of each step, so that nothing leans on one of them."""
DECAY, END_DECAY = 1e-5, 1e-3
_FIRST, _SECOND = 0.9, 0.99


@dataclass
class Model:
    """Networks side by side; `plain` and `bias` are their means."""

    vectors: Floats
    start: Floats
    end: Floats
    bias: float
    plain: Floats

    def weigh(self, table: csr_matrix) -> Floats:
        """The weight of each row towards danger."""
        raised = np.maximum(table @ self.vectors + self.start, 0)
        return np.asarray(raised @ self.end + table @ self.plain + self.bias, dtype=np.float32)


def learn(
    table: csr_matrix, danger: Floats, weight: Floats, networks: int = NETWORKS, epochs: int = EPOCHS
) -> Model:
    """The networks that best tell danger from the rest; the same input gives the same model."""
    each = [_network(table, danger, weight, seed, epochs) for seed in range(networks)]
    return Model(
        vectors=np.concatenate([one[0] for one in each], axis=1),
        start=np.concatenate([one[1] for one in each]),
        end=(np.concatenate([one[2] for one in each]) / networks).astype(np.float32),
        bias=float(np.mean([one[3] for one in each])),
        plain=np.mean([one[4] for one in each], axis=0),
    )


def _network(table: csr_matrix, danger: Floats, weight: Floats, seed: int, epochs: int) -> list[Floats]:
    dice = np.random.default_rng(seed)
    rows, columns = table.shape
    parts = [
        dice.normal(0, 0.05, (columns, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        dice.normal(0, 0.3, HIDDEN).astype(np.float32),
        np.zeros(1, np.float32),
        np.zeros(columns, np.float32),
    ]
    firsts, seconds = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
    step, steps = 0, epochs * -(-rows // BATCH)
    for _ in range(epochs):
        order = dice.permutation(rows)
        for at in range(0, rows, BATCH):
            batch = order[at : at + BATCH]
            step += 1
            pace = PACE + (PACE_AT_END - PACE) * step / steps
            slopes = _slopes(parts, table[batch], danger[batch], weight[batch], dice)
            for place, slope in enumerate(slopes):
                firsts[place] += (1 - _FIRST) * (slope - firsts[place])
                seconds[place] += (1 - _SECOND) * (slope * slope - seconds[place])
                down = np.sqrt(seconds[place] / (1 - _SECOND**step)) + 1e-8
                parts[place] -= (pace / (1 - _FIRST**step)) * firsts[place] / down
    return parts


def _slopes(
    parts: list[Floats], rows: csr_matrix, danger: Floats, weight: Floats, dice: np.random.Generator
) -> list[Floats]:
    """How the loss of some rows changes with each part, with a share of features and places left out."""
    vectors, start, end, bias, plain = parts
    rows.data = (rows.data * (dice.random(len(rows.data)) > DROPPED) / (1 - DROPPED)).astype(np.float32)
    hidden = rows @ vectors + start
    kept = ((dice.random(hidden.shape) > DROPPED_HIDDEN) / (1 - DROPPED_HIDDEN)).astype(np.float32)
    raised = np.maximum(hidden, 0) * kept
    chance = 1 / (1 + np.exp(-(raised @ end + bias + rows @ plain)))
    wrong = ((chance - danger) * weight / len(danger)).astype(np.float32)
    back = np.outer(wrong, end) * (hidden > 0) * kept
    across = rows.T.tocsr()
    return [
        across @ back + DECAY * vectors,
        back.sum(0),
        raised.T @ wrong + END_DECAY * end,
        wrong.sum(keepdims=True),
        across @ wrong + DECAY * plain,
    ]
