"""How much a message weighs towards danger: sums of weights that were learnt from the repository's own sentences.

The weights lie in `danger_weights.tsv` beside this file and are made by `scripts/train_danger.py`; a line is a feature,
its weight towards danger and its weight towards each kind (the order of `KINDS`), in hundredths. What a feature is:
see `danger_features.py`. The line `bias` holds the sums' starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from bot.understanding.danger_features import (
    WINDOW,
    features,
    meanings,
    pairs,
    pieces,
    share_of,
    windows,
)
from bot.understanding.danger_net import KINDS, Caught, DangerKind, ideas

FILE = Path(__file__).parent / "danger_weights.tsv"
SCALE = 100
MOST_CLAUSES = 40
"""Clauses that are read one by one; more than that is no message of a person in need."""
Row: TypeAlias = tuple[float, ...]


def says(caught: Caught) -> list[str]:
    """What the phrases found, as features."""
    danger = caught.danger
    named = [] if danger is None else [f"{danger.kind} {danger.certain}", f"any {danger.certain}"]
    return [*named, *caught.sorts]


def weigh(caught: Caught) -> float:
    """The heaviest stretch of the message: the higher, the more it is like danger."""
    said = says(caught)
    return max(weigh_stretch(stretch, said) for stretch in windows(caught.words))


def weigh_clauses(caught: Caught) -> float:
    """The heaviest of the stretches between signs: a joke in one of them says nothing of the next."""
    said = says(caught)
    starts = (0, *caught.breaks[:-1])
    clauses = [caught.words[a:b] for a, b in zip(starts, caught.breaks, strict=False)]
    return max((weigh_stretch(each, said) for each in clauses[:MOST_CLAUSES]), default=0.0)


def weigh_stretch(words: Sequence[str], said: Sequence[str]) -> float:
    """The sum of the weights of `features`, with the words' own sums remembered."""
    weights, _ = _weights()
    by_count = sum(map(_word_weight, words)) + sum(weights.get(pair, 0.0) for pair in pairs(words))
    by_presence = sum(
        weights.get(name, 0.0) for name in [*meanings(words, ideas), *(f"={each}" for each in said)]
    )
    return weights["bias"] + share_of(words) * by_count + by_presence


def kind_of(caught: Caught) -> DangerKind:
    """The kind of danger that the message is most like."""
    _, kinds = _weights()
    sums = list(kinds["bias"])
    for name, value in features(caught.words[:WINDOW], ideas, says(caught)).items():
        row = kinds.get(name)
        if row is not None:
            sums = [total + each * value for total, each in zip(sums, row, strict=True)]
    return KINDS[sums.index(max(sums))]


@lru_cache(maxsize=20_000)
def _word_weight(word: str) -> float:
    weights, _ = _weights()
    return sum(weights.get(piece, 0.0) for piece in pieces(word))


@cache
def _weights() -> tuple[dict[str, float], dict[str, Row]]:
    danger: dict[str, float] = {}
    kinds: dict[str, Row] = {}
    for line in FILE.read_text("utf-8").splitlines():
        name, first, *rest = line.split("\t")
        danger[name] = int(first) / SCALE
        if rest:
            kinds[name] = tuple(int(each) / SCALE for each in rest)
    return danger, kinds
