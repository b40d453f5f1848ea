"""What a message is weighed by: its words, pieces of words, ideas, topics, and what the phrases say of it.

An idea is a slot of the data files (`<die>`, `<pills>`, `<someone>`) and forgives slips; a topic is a wider list
(`topics.py`). Both are the same in all languages, so a pair of topics learnt from a Swedish sentence also weighs in
Nynorsk. Used alike when the weights are made (`scripts/train_danger.py`) and when a message is read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from bot.understanding.topics import topics

WINDOW = 30
"""Words weighed at a time, so that a danger is not thinned out by the long message around it."""
REACH = 5
"""Words that two topics may stand apart and still be a pair."""
_LONGEST_WORD = 24
_PIECES = (3, 4, 5)

Ideas = Callable[[str], tuple[str, ...]]


def windows(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The message in overlapping stretches, each once; a short one is a single stretch.

    The stretches of a very long message are longer, so that there are never more than about eighty.
    """
    size = max(WINDOW, len(words) // 40)
    if len(words) <= size:
        return [tuple(words)]
    starts = range(0, len(words) - size // 2, size // 2)
    return list(dict.fromkeys(tuple(words[at : at + size]) for at in starts))


def features(words: Sequence[str], ideas: Ideas, says: Iterable[str]) -> dict[str, float]:
    """Each feature with its value: words and their pieces count less the more words there are."""
    values: dict[str, float] = {}
    share = share_of(words)
    for name in itertools.chain(*map(pieces, words), pairs(words)):
        values[name] = values.get(name, 0.0) + share
    values.update(dict.fromkeys(meanings(words, ideas), 1.0))
    values.update((f"={each}", 1.0) for each in says)
    return values


def share_of(words: Sequence[str]) -> float:
    """What one word counts."""
    return 2.0 / math.sqrt(max(4, len(words)))


def pairs(words: Sequence[str]) -> list[str]:
    """Words that stand side by side, with both ends of the message."""
    return [f"{a} {b}" for a, b in itertools.pairwise(("^", *words, "$"))]


def meanings(words: Sequence[str], ideas: Ideas) -> set[str]:
    """The ideas and topics that are named, and the topics that stand near each other."""
    named = {idea for word in words for idea in ideas(word)}
    held = [topics(word) for word in words]
    for place, here in enumerate(held):
        if here:
            named.update(here)
            near = [other for beside in held[place + 1 : place + 1 + REACH] for other in beside]
            named.update(topic + other for topic in here for other in near)
    return named


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[str, ...]:
    """The word itself and its pieces, with `_` for its ends."""
    whole = f"_{word[:_LONGEST_WORD]}_"
    return (
        f"#{word}",
        *(whole[at : at + size] for size in _PIECES for at in range(len(whole) - size + 1)),
    )
