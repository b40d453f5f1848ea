"""Make `bot/understanding/danger_weights.tsv` from the sentences in `tests/understanding/`, and say what it is worth.

    python -m scripts.train_danger            measure with whole blocks held out, then write the weights
    python -m scripts.train_danger --wrong    the same, and print the sentences that were judged wrongly
    python -m scripts.train_danger --write    only write the weights

Which sentences: `danger_samples.py`; what is learnt: `danger_model.py`. Needs scikit-learn; takes twenty
minutes; the same sentences give the same files.
"""

from __future__ import annotations

import argparse
import binascii
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.understanding.danger import is_certain  # noqa: E402
from bot.understanding.danger_features import WINDOW, features, parts  # noqa: E402
from bot.understanding.danger_net import KINDS, catch, ideas  # noqa: E402
from bot.understanding.danger_weights import ALONE, FILE, KINDS_FILE, LEVELS, SCALE, ZERO, says  # noqa: E402
from scripts.danger_model import Floats, Model, learn  # noqa: E402
from scripts.danger_samples import SEED, Sample, collect, with_copies  # noqa: E402

FOLDS = 4
LEAST = 5
"""Blocks a feature must stand in."""
UNCLEAR = 0.25
"""Weight of a sentence that careful people would judge differently; it is learnt from as both."""
EPOCHS_TO_CHOOSE = 5
"""Epochs of the network that chooses the features."""
MOST = 79_000
"""Features in the file, so that it stays below five megabytes: the heaviest, and of these the commonest."""
TELLS = 10
"""Hundredths from which a word's weight towards a kind is kept."""


class Weights:
    """What was learnt from some samples: danger or not, and which kind."""

    def __init__(self, samples: list[Sample], rows: Rows) -> None:
        keep = _common(samples, rows)
        table = rows.table[:, keep]
        places, truth, weight = [], [], []
        for place, sample in enumerate(samples):
            for side in (True, False) if sample.danger is None else (sample.danger,):
                places.append(place)
                truth.append(side)
                weight.append(sample.weight * (UNCLEAR if sample.danger is None else 1.0))
        taught = np.array(truth, np.float32), np.array(weight, np.float32)
        quick = learn(csr_matrix(table[places]), *taught, networks=1, epochs=EPOCHS_TO_CHOOSE)
        heavy = _heaviest(quick, table)
        self.keep, table = keep[heavy], table[:, heavy]
        self.names = rows.names[self.keep]
        self.model: Model = learn(csr_matrix(table[places]), *taught)
        self.kind = LogisticRegression(max_iter=300)
        kinds = [place for place, sample in enumerate(samples) if sample.kind in KINDS]
        self.wordlike = np.array([_is_wordlike(name) for name in self.names])
        self.kind.fit(table[kinds][:, self.wordlike], [samples[place].kind for place in kinds])

    def weigh(self, rows: Rows) -> Floats:
        return self.model.weigh(rows.table[:, self.keep])

    def kinds(self, rows: Rows) -> list[str]:
        return list(self.kind.predict(rows.table[:, self.keep][:, self.wordlike]))

    def write(self) -> None:
        """Both files, in whole numbers; a line for each feature that weighs anything."""
        model, names = self.model, self.names
        scale = (ZERO - 1) / float(np.quantile(np.abs(model.vectors), 0.9999))
        ends = (np.array(LEVELS[1:]) + np.array(LEVELS[:-1])) / 2 - ZERO
        codes = np.digitize(model.vectors * scale, ends)
        lines = [
            f"!plain\t{model.bias:.4f}",
            f"!scale\t{scale:.4f}",
            "!start\t" + " ".join(f"{each:.4f}" for each in model.start),
            "!end\t" + " ".join(f"{each:.4f}" for each in model.end),
        ]
        for place in range(len(names)):
            halves = (codes[place, ::2] | codes[place, 1::2] << 4).astype(np.uint8).tobytes()
            packed = binascii.b2a_base64(halves, newline=False).decode().rstrip("=")
            lines.append(f"{names[place]}\t{round(float(model.plain[place]) * SCALE)}\t{packed}")
        FILE.write_text("\n".join(lines) + "\n", "utf-8")
        order = [list(self.kind.classes_).index(kind) for kind in KINDS]
        towards = np.round(self.kind.coef_[order].T * SCALE).astype(int)
        rows = [("!start", np.round(self.kind.intercept_[order] * SCALE).astype(int))]
        rows += [(n, t) for n, t in zip(names[self.wordlike], towards, strict=True) if abs(t).max() >= TELLS]
        KINDS_FILE.write_text("".join(f"{n}\t{' '.join(map(str, t))}\n" for n, t in rows), "utf-8")


def _is_wordlike(name: str) -> bool:
    return name[0] in "<=#@" and " " not in name.strip() and not any(sign in name[1:] for sign in "@<>&")


@dataclass(frozen=True)
class Rows:
    """The features of some texts, a row for each, and the names of the columns."""

    table: csr_matrix
    names: NDArray[np.object_]

    def of(self, places: Sequence[int] | NDArray[np.int64]) -> Rows:
        return Rows(self.table[places], self.names)


def as_rows(each: Iterable[dict[str, float]], columns: dict[str, int] | None = None) -> Rows:
    """A table of features; with `columns`, of no others than these."""
    known = {} if columns is None else columns
    values, places, ends = array("f"), array("i"), array("q", [0])
    for features_ in each:
        for name, value in features_.items():
            place = known.setdefault(name, len(known)) if columns is None else known.get(name)
            if place is not None:
                values.append(value)
                places.append(place)
        ends.append(len(values))
    arrays = np.array(values), np.array(places), np.array(ends)
    return Rows(csr_matrix(arrays, shape=(len(ends) - 1, len(known))), np.array(list(known), dtype=object))


def _heaviest(model: Model, table: csr_matrix) -> NDArray[np.int64]:
    """The features that weigh most: the others go before the networks that are kept are learnt."""
    counts = np.asarray((table != 0).sum(0), np.float32).ravel()
    weight = (np.abs(model.plain) + np.abs(model.vectors * model.end).sum(1)) * np.sqrt(counts)
    return np.sort(np.argsort(-weight, kind="stable")[:MOST])


def _common(samples: list[Sample], rows: Rows) -> NDArray[np.int64]:
    """The features that stand in enough blocks, in the order of their names."""
    numbers: dict[str, int] = {}
    blocks = np.array([numbers.setdefault(sample.block, len(numbers)) for sample in samples])
    width = rows.table.shape[1]
    pairs = np.unique(np.repeat(blocks, np.diff(rows.table.indptr)) * width + rows.table.indices)
    keep = np.flatnonzero(np.bincount(pairs % width, minlength=width) >= LEAST)
    return keep[np.argsort(rows.names[keep])]


def described(sample: Sample) -> dict[str, float]:
    """A long danger whole, for nobody knows where in it the danger lies; of all else the first stretch."""
    caught = catch(sample.text)
    return features(caught.words if sample.danger else caught.words[:WINDOW], ideas, says(caught))


def described_parts(text: str) -> list[dict[str, float]]:
    caught = catch(text)
    return [features(part, ideas, says(caught)) for part in parts(caught.words, caught.breaks)]


def report(samples: list[Sample], weights: Floats, kinds: list[str], wrong: bool) -> None:
    """Shares by where the sentences are from and what they are, as `read_danger` would answer."""
    counts: Counter[tuple[str, str]] = Counter()
    for sample, weight, kind in zip(samples, weights, kinds, strict=True):
        caught = catch(sample.text)
        card = is_certain(caught, float(weight))
        group = "danger" if sample.danger else sample.kind
        origin = sample.copy or sample.origin
        counts[origin, group] += 1
        counts[origin, f"{group} certain"] += bool(card)
        counts[origin, f"{group} heard"] += card is not None
        if sample.kind in KINDS and not sample.copy:
            counts["kinds", "right"] += kind == sample.kind
            counts["kinds", "all"] += 1
        if wrong and not sample.copy and sample.origin == "life" and bool(card) is not sample.danger:
            print(f"  {sample.kind:10} {weight:5.1f} {sample.text}")
    for origin in ("frames", "said", "life", "listed", "wishes", "slipped", "surrounded", "told"):
        for group in ("danger", "look_alike", "ordinary", "unclear"):
            if total := counts[origin, group]:
                shares = [counts[origin, f"{group} {what}"] / total for what in ("certain", "heard")]
                print(
                    f"{origin:10} {group:11}{total:5}  card {shares[0]:6.1%}  with quiet line {shares[1]:6.1%}"
                )
    print(f"kind right {counts['kinds', 'right'] / max(1, counts['kinds', 'all']):.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    samples = with_copies(collect())
    rows = as_rows(map(described, samples))
    if not args.write:
        weighed, kinds = measured(samples, rows)
        report(samples, weighed, kinds, args.wrong)
    Weights(samples, rows).write()
    print(f"{FILE.name}: {FILE.stat().st_size // 1000} kB from {sum(not s.copy for s in samples)} sentences")


def measured(samples: list[Sample], rows: Rows) -> tuple[Floats, list[str]]:
    """Weight and kind of each sample, learnt without its block."""
    weighed, kinds = np.zeros(len(samples), np.float32), [""] * len(samples)
    blocks = [each.block for each in samples]
    columns = {name: place for place, name in enumerate(rows.names)}
    for learn_from, hold in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(samples, groups=blocks):
        weights = Weights([samples[i] for i in learn_from], rows.of(learn_from))
        held = rows.of(hold)
        weighed[hold] = weights.weigh(held)
        cut = [(place, part) for place in hold for part in described_parts(samples[place].text)]
        alone = weights.weigh(as_rows((part for _, part in cut), columns)) - ALONE
        np.maximum.at(weighed, [place for place, _ in cut], alone)
        for place, kind in zip(hold, weights.kinds(held), strict=True):
            kinds[place] = kind
    return weighed, kinds


if __name__ == "__main__":
    main()
