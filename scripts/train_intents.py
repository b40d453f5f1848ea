"""Learn what the words of a message speak for, from the sentences in tests/understanding/sentences/tune.

The same sentences always give the same weights. `--folds 5` measures instead of writing: each fifth is read with what
was learnt from the rest, and sentences that are alike always fall into the same fifth. `--wrong` lists what goes wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from bot.understanding.fold import words
from bot.understanding.intents import read_wants, together
from bot.understanding.intents.clauses import clauses
from bot.understanding.intents.features import features
from bot.understanding.intents.kinds import INTENTS, READ_ELSEWHERE
from bot.understanding.intents.lexicon import Message, look_up
from bot.understanding.intents.weights import FILE
from scripts.intent_net import Net
from scripts.slips import slipped
from tests.understanding.bare import bare

SENTENCES = Path(__file__).parent.parent / "tests" / "understanding" / "sentences" / "tune"
ALIKE = 0.55
"""How alike two sentences may be before they are measured together (cosine over pieces of words)."""
LOUD = {"g": 0.3, "w": 0.7, "b": 0.5, "s": 1.0, "p": 1.2, "n": 0.5, "a": 1.5, "e": 0.7}
"""How loudly each sort of feature speaks (features.py): what the data files say is trusted more than what one
sentence happened to hold."""
PAIR = 0.5
"""The same for a pair of kinds of words."""
HOLED, UNTOLD, HIDDEN = 3, 2, 0.3
"""How often each sentence is read again with some words hidden (one that tells only what it does not want, seldomer),
and the share of words that is."""
ALARMS = 8
"""Of so many sentences about danger one is read: another reader finds them."""
KNOWN, TOGETHER = 4, 2
"""How often a word, and a word after another, must be seen to be kept."""
ACTIONS = frozenset(
    ["cancel_visit", "move_visit", "delete_data", "pause_reminders", "activity_signoff", "change_language"]
)
POLITE = frozenset(["greeting", "thanks"])


@dataclass(frozen=True)
class Example:
    """A sentence: what was found in it, what it wants, and what it must not be taken for."""

    text: str
    message: Message
    wants: tuple[str, ...]
    never: frozenset[str]
    told: bool = True
    """Whether the file says what it wants; of look-alikes it often tells only what they do not want."""

    @property
    def places(self) -> list[int]:
        """Where its wants stand in `INTENTS`."""
        return [INTENTS.index(each) for each in self.wants]

    @property
    def barred(self) -> list[int]:
        """Where stands what it must not be taken for; nothing if the file says what it wants."""
        return [] if self.told else [INTENTS.index(each) for each in self.never]


def read() -> list[Example]:
    """All sentences that are labelled with what they want, or with what they must not be taken for, each once.

    The thousands that only danger is learnt from (`danger_*`) are left out, and so are most of the others that are
    danger: they would make all the world a crisis.
    """
    rows: dict[str, Example] = {}
    alarms = 0
    for path in sorted(SENTENCES.glob("*.jsonl")):
        if path.name.startswith("danger_"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            plain = bare(row["text"])
            if plain in rows or not (row.get("intents") or row.get("never")):
                continue
            wants, never = tuple(row.get("intents", ("other",))), frozenset(row.get("never", ()))
            alarms += "crisis" in wants
            if "crisis" not in wants or alarms % ALARMS == 0:
                rows[plain] = Example(row["text"], look_up(row["text"]), wants, never, "intents" in row)
    return list(rows.values())


def remember() -> None:
    """Keep which words were seen, and which after which: what was run together is taken apart by that."""
    many: Counter[str] = Counter()
    after: Counter[tuple[str, str]] = Counter()
    for path in sorted(SENTENCES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            said = [word.text for word in words(json.loads(line)["text"])]
            many.update(said)
            if not path.name.startswith("danger_"):
                after.update(pairwise(said))
    commonest = sorted(many.items(), key=lambda each: (-each[1], each[0]))
    rows: dict[str, set[str]] = {word: set() for word, seen in commonest if seen >= KNOWN}
    for (word, other), seen in after.items():
        if seen >= TOGETHER and word in rows and other in rows and min(len(word), len(other)) > 1:
            rows[word].add(other)
    together.write(rows.items())


@cache
def loud(name: str) -> float:
    """How loudly a feature speaks."""
    return PAIR if name.startswith("s:") and "+" in name else LOUD[name[0]]


def learn(examples: Sequence[Example]) -> Net:
    """A net that has learnt."""
    chance = random.Random(1)
    halves, told = Halves(examples), examples
    examples = [part for each in examples for part in (each, *halves.of(each))]
    whole = [(sorted(features(each.message)), each.places, each.barred) for each in examples]
    holed = [
        (holes(each.message, chance), each.places, each.barred)
        for each in examples
        for _ in range(HOLED if each.told else UNTOLD)
    ]
    typed = [(sorted(features(look_up(slipped(each.text)))), each.places, []) for each in told if each.told]
    found, places, never = zip(*whole, *holed, *typed, strict=True)
    net = Net(found, places, never, loud, len(whole))
    net.learn()
    return net


class Halves:
    """Takes sentences with two wishes apart. Which clause holds which, single wishes tell by their words and kinds."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._seen: dict[str, Counter[str]] = {intent: Counter() for intent in INTENTS}
        self._many: Counter[str] = Counter()
        for each in examples:
            if len(each.wants) == 1:
                self._many[each.wants[0]] += 1
                self._seen[each.wants[0]].update(features(each.message))

    def of(self, example: Example) -> list[Example]:
        """What each clause wants; nothing unless there are just as many clauses as wishes."""
        parts = list(clauses(example.message))
        if not len(parts) == len(example.wants) == 2:
            return []
        (one, other), wants = parts, list(example.wants)
        as_said = self._likely(one, wants[0]) + self._likely(other, wants[1])
        if as_said < self._likely(one, wants[1]) + self._likely(other, wants[0]):
            wants.reverse()
        return [
            Example(example.text, part, (want,), frozenset()) for part, want in zip(parts, wants, strict=True)
        ]

    def _likely(self, message: Message, intent: str) -> float:
        seen, many = self._seen[intent], self._many[intent] + 1
        return sum(log((seen[name] + 0.5) / many) for name in features(message))


def holes(message: Message, chance: random.Random) -> list[str]:
    """What is left of a message when some of its words are known by their kind only, as new words are."""
    hidden = {place for place in range(len(message.words)) if chance.random() < HIDDEN}
    return sorted(features(message, hidden))


def measure(examples: Sequence[Example], folds: int) -> Iterator[str]:
    """What goes wrong when each part is read with what was learnt from the others; the shares come last."""
    parts = alike([each.text for each in examples])
    first = whole = harm = 0
    for fold in range(folds):
        weights = learn([e for e, part in zip(examples, parts, strict=True) if part % folds != fold]).result()
        for each in (e for e, part in zip(examples, parts, strict=True) if part % folds == fold):
            wants = tuple("other" if name in READ_ELSEWHERE else name for name in each.wants)
            got = read_wants(each.message, weights).intents
            best = not each.told or got[0] in wants
            all_right = not each.told or set(got) - POLITE == set(wants) - POLITE
            acts = set(got) & (each.never | (ACTIONS - set(wants) if each.told else set()))
            first, whole, harm = first + best, whole + all_right, harm + bool(acts)
            if not (best and all_right) or acts:
                yield f"{'!' * bool(acts):2}{'+'.join(got):30}{'+'.join(wants):30}{each.text}"
    shares = [f"{count / len(examples):.1%}" for count in (first, whole, harm)]
    yield "first right {}, all right {}, wrong side effects {}, of {}".format(*shares, len(examples))


def alike(texts: Sequence[str]) -> list[int]:
    """A number for each sentence, the same for those that are alike."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True)
    held = pieces.fit_transform(text.casefold() for text in texts)
    near = (held @ held.T).tocoo()
    head = list(range(len(texts)))

    def top(at: int) -> int:
        while head[at] != at:
            at = head[at]
        return at

    for one, other, value in zip(near.row, near.col, near.data, strict=True):
        if one < other and value > ALIKE:
            head[top(int(one))] = top(int(other))
    return [random.Random(top(at)).getrandbits(30) for at in range(len(texts))]


def main() -> int:
    """Learn and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folds", type=int, help="measure in so many parts, write nothing")
    parser.add_argument("--wrong", action="store_true", help="list what goes wrong")
    chosen = parser.parse_args()
    remember()
    examples = read()
    if chosen.folds:
        lines = list(measure(examples, chosen.folds))
        print("\n".join(lines if chosen.wrong else lines[-1:]))
        return 0
    FILE.write_text("\n".join(learn(examples).lines()) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(examples)} sentences, {FILE.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
