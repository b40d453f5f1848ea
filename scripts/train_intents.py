"""Learn how strongly each feature speaks for each intent, from the sentences in tests/understanding/sentences/tune.

Logistic regression over all intents (softmax) by stochastic gradient, with a step per weight (AdaGrad) and a pull
towards nothing. The same sentences always give the same weights. `--folds 5` measures instead of writing:
each fifth is read with what was learnt from the rest.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from statistics import median

from bot.understanding.intents.features import features
from bot.understanding.intents.kinds import INTENTS, READ_ELSEWHERE
from bot.understanding.intents.lexicon import look_up
from bot.understanding.intents.weights import ALWAYS, FILE, Weights, shares

SENTENCES = Path(__file__).parent.parent / "tests" / "understanding" / "sentences" / "tune"
ROUNDS = 12
STEP = 0.1
PULL = 2e-3
"""How strongly every weight is drawn towards nothing."""
SELDOM = 3
"""Sentences that a feature must be seen in."""
SMALLEST = 0.08
"""Weights below this are left out of the file."""
LOUD = {"g": 0.3, "w": 0.7, "b": 0.5, "s": 1.0, "p": 1.2, "n": 0.5, "a": 1.5, "e": 0.7, ALWAYS: 1.0}
"""How loudly each sort of feature speaks (features.py): what the data files say is trusted more than what one
sentence happened to hold."""
PAIR = 0.5
"""The same for a pair of kinds of words."""


@dataclass(frozen=True)
class Example:
    """A sentence: what was found in it, and what it wants."""

    text: str
    found: frozenset[str]
    wants: frozenset[int]


def read() -> list[Example]:
    """All sentences that are labelled with what they want. Danger wants nothing else: to this reader it is `other`.

    The thousands that only danger is learnt from (`danger_*`) are left out: they would make all the world `other`.
    """
    rows = [
        json.loads(line)
        for path in sorted(SENTENCES.glob("*.jsonl"))
        if not path.name.startswith("danger_")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [
        Example(row["text"], frozenset(features(look_up(row["text"]))), _places(row["intents"]))
        for row in rows
        if row.get("intents")
    ]


def _places(intents: Sequence[str]) -> frozenset[int]:
    return frozenset(INTENTS.index("other" if each in READ_ELSEWHERE else each) for each in intents)


class Learner:
    """Weights while they are learnt: for each feature the places in `INTENTS` that it has ever spoken for."""

    def __init__(self, examples: Sequence[Example]) -> None:
        seen = Counter(name for each in examples for name in each.found)
        self.known = {name for name, times in seen.items() if times >= SELDOM}
        self.weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self.squares: defaultdict[str, dict[int, float]] = defaultdict(dict)

    def learn(self, examples: Sequence[Example], rounds: int = ROUNDS) -> None:
        """Go through all examples, in another order each round."""
        order = [([ALWAYS, *sorted(each.found & self.known)], each.wants) for each in examples]
        chance = random.Random(1)
        for _ in range(rounds):
            chance.shuffle(order)
            for names, wants in order:
                self._step(names, wants)

    def _step(self, names: Sequence[str], wants: frozenset[int]) -> None:
        rows = [(loud(name), self.weights[name], self.squares[name]) for name in names]
        sums = [0.0] * len(INTENTS)
        for volume, row, _ in rows:
            for place, weight in row.items():
                sums[place] += volume * weight
        for place, share in enumerate(shares(sums)):
            wrong = share - (place in wants) / len(wants)
            if abs(wrong) < 0.01:
                continue
            for volume, row, squares in rows:
                weight = row.get(place, 0.0)
                slope = volume * wrong + PULL * weight
                squares[place] = squares.get(place, 1e-6) + slope * slope
                row[place] = weight - STEP * slope / sqrt(squares[place])

    def result(self) -> Weights:
        """What was learnt, without what hardly matters."""
        rows: dict[str, tuple[tuple[int, float], ...]] = {}
        for name, row in self.weights.items():
            full = [row.get(place, 0.0) for place in range(len(INTENTS))]
            usual = median(
                full
            )  # what is added to all alike changes no share, so most weights can be nothing
            loudly = [round(loud(name) * (weight - usual), 2) for weight in full]
            rows[name] = tuple((place, w) for place, w in enumerate(loudly) if abs(w) >= SMALLEST)
        return Weights({name: row for name, row in rows.items() if row})


@cache
def loud(name: str) -> float:
    """How loudly a feature speaks."""
    return PAIR if name.startswith("s:") and "+" in name else LOUD[name[0]]


def write(weights: Weights) -> None:
    """Write the file, a line for each feature."""
    lines = [
        f"{name}\t" + " ".join(f"{INTENTS[place]}={weight:g}" for place, weight in weights.rows[name])
        for name in sorted(weights.rows)
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(examples: Sequence[Example], folds: int) -> float:
    """The share of sentences whose likeliest intent is right, each read with what was learnt from the others."""
    right = 0
    mixed = sorted(examples, key=lambda each: hash_of(each.text))
    for fold in range(folds):
        learner = Learner([e for i, e in enumerate(mixed) if i % folds != fold])
        learner.learn([e for i, e in enumerate(mixed) if i % folds != fold])
        weights = learner.result()
        for each in (e for i, e in enumerate(mixed) if i % folds == fold):
            sure = weights.certainties(each.found)
            best = max(range(len(INTENTS)), key=sure.__getitem__)
            right += best in each.wants
            if best not in each.wants:
                print(f"{INTENTS[best]:18}{'+'.join(INTENTS[i] for i in each.wants):18}{each.text}")
    return right / len(examples)


def hash_of(text: str) -> int:
    """A number that looks like chance and is the same tomorrow."""
    return random.Random(text).getrandbits(32)


def main() -> int:
    """Learn and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folds", type=int, help="measure in so many parts, write nothing")
    chosen = parser.parse_args()
    examples = read()
    if chosen.folds:
        print(f"{measure(examples, chosen.folds):.1%} of {len(examples)} sentences")
        return 0
    learner = Learner(examples)
    learner.learn(examples)
    write(learner.result())
    print(f"{FILE.name}: {len(examples)} sentences, {FILE.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
