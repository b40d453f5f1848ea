"""Make `bot/understanding/danger_weights.tsv` from the sentences in `tests/understanding/`, and say what it is worth.

    python scripts/train_danger.py            measure with whole frames held out, then write the weights
    python scripts/train_danger.py --wrong    the same, and print the sentences that were judged wrongly

Nothing in `aside/` and nothing in `danger_kept.txt` is read. Needs scikit-learn; the same sentences give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.understanding.danger import is_certain  # noqa: E402
from bot.understanding.danger_features import WINDOW, features  # noqa: E402
from bot.understanding.danger_net import KINDS, Danger, catch, ideas  # noqa: E402
from bot.understanding.danger_weights import FILE, SCALE, says  # noqa: E402
from tests.understanding import frames  # noqa: E402
from tests.understanding.danger_sentences import load as load_listed  # noqa: E402

TUNE = ROOT / "tests/understanding/sentences/tune"
FOLDS = 5
SEED = 4
SLIPPED = 0.5
"""Weight of a copy of a sentence that slips were put into."""
KNOWN_TO_PHRASES = 0.5
"""Weight of sentences that the phrases were written against: there the phrases look better than they are."""
ORDINARY = 1.0
"""Weight of ordinary sentences: an alarm there is what teaches people not to write."""
LEAST = 2
"""Blocks a feature must stand in."""
KIND_STRENGTH, STRENGTH = 1.0, 1.0


@dataclass(frozen=True)
class Sample:
    text: str
    kind: str
    block: str
    weight: float = 1.0
    copy: bool = False

    @property
    def danger(self) -> bool | None:
        return None if self.kind == "unclear" else self.kind in (*KINDS, "danger")


def collect() -> list[Sample]:
    """All sentences that may be learnt from."""
    samples = [Sample(each.text, each.kind, each.block) for each in frames.load()]
    samples += [
        Sample(each.text, each.kind, f"listed {place // 4}", KNOWN_TO_PHRASES)
        for place, each in enumerate(load_listed("tuned"))
    ]
    for file in sorted(TUNE.glob("*.jsonl")):
        if not file.name.startswith("danger_"):
            for place, line in enumerate(map(json.loads, file.read_text("utf-8").splitlines())):
                if "danger" in line:
                    kind = (
                        "danger"
                        if line["danger"]
                        else "look_alike"
                        if file.stem == "life_danger"
                        else "ordinary"
                    )
                    kind = "ordinary" if line.get("kind") == "ordinary" else kind
                    samples.append(Sample(line["text"], kind, f"{file.stem}/{place}"))
    unique = {each.text.casefold(): each for each in samples}
    return list(unique.values())


def slip(text: str, dice: random.Random) -> str:
    """The text as a hurried thumb writes it: letters lost, doubled or swapped, spaces and signs gone."""
    letters = list(text)
    for _ in range(1 + len(text) // 25):
        at = dice.randrange(len(letters))
        match dice.randrange(5):
            case 0:
                letters[at] = ""
            case 1:
                letters[at] *= 2
            case 2 if at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 3 if " " in letters:
                letters[letters.index(" ", 0 if dice.random() < 0.5 else letters.index(" "))] = ""
            case _:
                letters = list(
                    "".join(letters).replace("å", "a").replace("ä", "a").replace("ö", "o").replace("ø", "o")
                )
                at = 0
        if not "".join(letters).strip():
            return text
        letters = list("".join(letters))
    return "".join(letters)


def with_slips(samples: list[Sample]) -> list[Sample]:
    """The samples, each followed by a copy with slips in it."""
    dice = random.Random(SEED)
    return [
        each
        for sample in samples
        for each in (
            sample,
            Sample(slip(sample.text, dice), sample.kind, sample.block, sample.weight * SLIPPED, copy=True),
        )
    ]


def described(text: str) -> dict[str, float]:
    caught = catch(text)
    return features(caught.words[:WINDOW], ideas, says(caught))


class Weights:
    """Two linear models over the same features: danger or not, and which kind."""

    def __init__(self, samples: list[Sample], rows: list[dict[str, float]]) -> None:
        blocks: dict[str, set[str]] = {}
        for sample, row in zip(samples, rows, strict=True):
            for name in row:
                blocks.setdefault(name, set()).add(sample.block)
        keep = {name for name, where in blocks.items() if len(where) >= LEAST}
        self.vectors = DictVectorizer()
        table = self.vectors.fit_transform([{n: v for n, v in row.items() if n in keep} for row in rows])
        places, truth, weight = [], [], []
        for place, sample in enumerate(samples):
            for side in (True, False) if sample.danger is None else (sample.danger,):
                places.append(place)
                truth.append(side)
                share = 0.25 if sample.danger is None else ORDINARY if sample.kind == "ordinary" else 1.0
                weight.append(sample.weight * share)
        self.danger = LogisticRegression(C=STRENGTH, max_iter=500)
        self.danger.fit(table[places], truth, sample_weight=weight)
        kinds = [place for place, sample in enumerate(samples) if sample.kind in KINDS]
        self.kind = LogisticRegression(C=KIND_STRENGTH, max_iter=500)
        self.kind.fit(table[kinds], [samples[place].kind for place in kinds])

    def scores(self, rows: list[dict[str, float]]) -> tuple[np.ndarray, np.ndarray]:
        table = self.vectors.transform(rows)
        return self.danger.decision_function(table), self.kind.predict(table)

    def write(self, path: Path) -> None:
        order = [list(self.kind.classes_).index(kind) for kind in KINDS]
        lines = [_line("bias", self.danger.intercept_[0], self.kind.intercept_[order])]
        names = self.vectors.get_feature_names_out()
        columns = self.kind.coef_[order].T
        lines += [_line(n, d, k) for n, d, k in zip(names, self.danger.coef_[0], columns, strict=True)]
        path.write_text("\n".join(line for line in lines if line) + "\n", "utf-8")


def _line(name: str, danger: float, kinds: np.ndarray) -> str:
    whole, each = round(danger * SCALE), [round(float(k) * SCALE) for k in kinds]
    wordlike = name == "bias" or name[0] in "<=#@"
    tells = wordlike and max(map(abs, each)) >= 10
    if not whole and not tells:
        return ""
    return "\t".join(map(str, [name, whole, *(each if tells else ())]))


def report(samples: list[Sample], scores: np.ndarray, kinds: np.ndarray, wrong: bool) -> None:
    """Shares by what the sentences are, with the net's word as it counts in `read_danger`."""
    counts: Counter[tuple[str, str]] = Counter()
    right = 0
    for sample, score, kind in zip(samples, scores, kinds, strict=True):
        if sample.copy:
            continue
        caught = catch(sample.text)
        found, card = caught.danger, is_certain(caught, float(score))
        certain, heard = bool(card), card is not None
        group = sample.kind if sample.danger is False or sample.danger is None else "danger"
        origin = (
            "listed" if sample.block.startswith("listed") else "life" if "life" in sample.block else "frames"
        )
        counts[origin, group] += 1
        counts[origin, group + " certain"] += certain
        counts[origin, group + " heard"] += heard
        counts[origin, group + " net"] += bool(found and found.certain)
        if sample.kind in KINDS and origin == "frames":
            right += kind == sample.kind
            counts["frames", "kinds"] += 1
        if wrong and origin != "listed" and sample.danger is False and certain:
            print(f"  {sample.kind:10} {score:5.1f} {sample.block:20} {sample.text}")
    for origin in ("frames", "life", "listed"):
        for group in ("danger", "look_alike", "ordinary", "unclear"):
            if total := counts[origin, group]:
                shares = [counts[origin, f"{group} {what}"] / total for what in ("certain", "heard", "net")]
                print(
                    f"{origin:7} {group:11} {total:5}   certain {shares[0]:6.1%}   with quiet {shares[1]:6.1%}"
                    f"   (phrases alone {shares[2]:6.1%})"
                )
    print(f"kind right {right / max(1, counts['frames', 'kinds']):.1%}")


def curve(samples: list[Sample], scores: np.ndarray) -> None:
    """What other thresholds would give, by what the phrases say."""
    for says_net in ("nothing", "unclear", "certain"):
        print(f"where the phrases say {says_net}:")
        picked = [
            (s, x)
            for s, x in zip(samples, scores, strict=True)
            if not s.copy and "listed" not in s.block and _word(catch(s.text).danger) == says_net
        ]
        for at in (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
            line = []
            for group in ("danger", "look_alike", "ordinary"):
                of = [x >= at for s, x in picked if (("danger" if s.danger else s.kind) == group)]
                line.append(f"{group} {sum(of):4} of {len(of):4}")
            print(f"   at {at:5.2f}  " + "   ".join(line))


def _word(danger: Danger | None) -> str:
    return "nothing" if danger is None else "certain" if danger.certain else "unclear"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    wrong = parser.parse_args().wrong
    samples = with_slips(collect())
    rows = [described(each.text) for each in samples]
    scores = np.zeros(len(samples))
    kinds = np.empty(len(samples), dtype=object)
    blocks = [each.block for each in samples]
    for learn, hold in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(samples, groups=blocks):
        weights = Weights([samples[i] for i in learn], [rows[i] for i in learn])
        scores[hold], kinds[hold] = weights.scores([rows[i] for i in hold])
    report(samples, scores, kinds, wrong)
    curve(samples, scores)
    Weights(samples, rows).write(FILE)
    print(f"{FILE.name}: {FILE.stat().st_size // 1000} kB from {sum(not s.copy for s in samples)} sentences")


if __name__ == "__main__":
    main()
