"""What a message is weighed by: its words, pieces of words, ideas, topics, signs, and what the phrases say of it.

An idea is a slot of the data files (`<die>`, `<pills>`, `<someone>`) and forgives slips; a topic is a wider list
(`topics.py`); a stem stands for a word in all three languages (`stems.py`). So a pair of topics or of stems that is
learnt from a Swedish sentence also weighs in Nynorsk. Used alike when the weights are made
(`scripts/train_danger.py`) and when a message is read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from bot.understanding.stems import stem
from bot.understanding.topics import FRAMES, GRAVE, topics

WINDOW = 30
"""Words weighed at a time, so that a danger is not thinned out by the long message around it."""
PART, LEAST_OF_PART, MOST_PARTS = 12, 3, 40
"""Words of a part that is also weighed by itself, the fewest it may have, and how many parts are weighed."""
REACH, CLOSE = 5, 2
"""Words that two topics may stand apart and still be a pair, and a close one."""
_LONGEST_WORD = 24
_PIECES = (3, 4, 5)
_LENGTHS = (1, 2, 3, 5, 8, 13, 20)

Ideas = Callable[[str], tuple[str, ...]]


def windows(words: Sequence[str], size: int = WINDOW) -> list[tuple[str, ...]]:
    """The message in overlapping stretches, each once; a short one is a single stretch.

    The stretches of a very long message are longer, so that there are never more than about eighty.
    """
    size = max(size, len(words) // 40)
    if len(words) <= size:
        return [tuple(words)]
    starts = range(0, len(words) - size // 2, size // 2)
    return list(dict.fromkeys(tuple(words[at : at + size]) for at in starts))


def clauses(words: Sequence[str], breaks: Sequence[int]) -> list[tuple[str, ...]]:
    """What stands between signs, but for the shortest, and no stretch longer than a part."""
    starts = (0, *breaks[:-1])
    between = [tuple(words[a:b]) for a, b in zip(starts, breaks, strict=False)]
    short = [each for clause in between for each in windows(clause, PART)]
    return [each for each in dict.fromkeys(short) if LEAST_OF_PART <= len(each) < len(words)][:MOST_PARTS]


def parts(words: Sequence[str], breaks: Sequence[int]) -> list[tuple[str, ...]]:
    """What a long message is also weighed by: danger may hide among everyday things."""
    return clauses(words, breaks) if len(words) > PART else []


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
    """Words that stand side by side, with both ends of the message; stems that do so or nearly, and three of them."""
    stems = ["^", *map(stem, words), "$"]
    return [
        *(f"{a} {b}" for a, b in itertools.pairwise(("^", *words, "$"))),
        *(f"{a}~{b}" for a, b in itertools.pairwise(stems)),
        *(f"{a}~~{b}" for a, b in zip(stems, stems[2:], strict=False)),
        *(f"{a}~{b}~{c}" for a, b, c in zip(stems, stems[1:], stems[2:], strict=False)),
    ]


def meanings(words: Sequence[str], ideas: Ideas) -> set[str]:
    """Ideas and topics that are named, topics that stand near each other, and what frames what is grave."""
    named = {idea for word in words for idea in ideas(word)}
    held = [topics(word) for word in words]
    told = [(place, here) for place, here in enumerate(held) if here]
    for count, (place, here) in enumerate(told, 1):
        named.update(here)
        for other_place, there in told[count : count + REACH]:
            if other_place - place > REACH:
                break
            named.update(_joined(here, there, other_place - place <= CLOSE))
    for (one, here), (other, there) in itertools.pairwise(zip(words, held, strict=True)):
        named.update([f"{topic} {other}" for topic in here])
        named.update([f"{one} {topic}" for topic in there])
    every = frozenset(itertools.chain(*held))
    grave = every & GRAVE
    named.update(f"{frame}&{each}" for frame in every & FRAMES for each in grave)
    named.add(f"={sum(len(words) > least for least in _LENGTHS)} long")
    return named


@lru_cache(maxsize=20_000)
def _joined(here: tuple[str, ...], there: tuple[str, ...], close: bool) -> tuple[str, ...]:
    """The names of pairs of topics; close ones have a name of their own as well."""
    both = [(one, other) for one in here for other in there]
    return (*(one + other for one, other in both), *(f"{a}>{b}" for a, b in both if close))


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[str, ...]:
    """The word itself, its stem and its pieces, with `_` for its ends."""
    whole = f"_{word[:_LONGEST_WORD]}_"
    return (
        f"#{word}",
        f"~{stem(word)}",
        *(whole[at : at + size] for size in _PIECES for at in range(len(whole) - size + 1)),
    )


GRAVE_SIGNS = {
    "pills": "💊💉",
    "blades": "🔪🗡🪓",
    "guns": "🔫💣",
    "blood": "🩸",
    "graves": "⚰🪦⚱",
    "heights": "🌉🚆🚂🚇🛤",
    "angels": "🕊👼😇",
    "fires": "🔥🚒",
}
"""Signs that stand for what can be a danger."""
_FACES = {
    "laughs": "😂🤣😅😆😁😄😜😉😀🙈",
    "cries": "😭😢💔🖤🥺😞😔😰😱🆘",
    "asks": "?",
    "calls": "!",
    "quotes": '"“”„«»',
    "loves": "❤🖤🤍💙🫶🥀",
    "skulls": "💀☠",
    **GRAVE_SIGNS,
}
_SIGNS = {name: frozenset(faces) for name, faces in _FACES.items()}


def are_grave(said: Iterable[str]) -> bool:
    """Whether what the signs say can be a danger."""
    return not GRAVE_SIGNS.keys().isdisjoint(said)


def signs(text: str) -> tuple[str, ...]:
    """What the signs of a message say: a question, a call, laughter, tears, a quote."""
    seen = set(text)
    return tuple(name for name, faces in _SIGNS.items() if not faces.isdisjoint(seen))
