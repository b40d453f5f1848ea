"""Words that were written as one: `visaminplan`, `påtorsdag`, `närkommer`.

`seen.tsv` holds the words of the sentences that were learnt from, the commonest first, each with those that have
followed it more than once; `scripts/train_intents.py` writes it. A word that was never seen is taken apart where all
of its parts have followed each other: `visa min` and `min plan` have, the parts of `fisketur` or `flyttdag` have not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from bot.understanding.intents.kinds import files

FILE = Path(__file__).parent / "seen.tsv"
_SHORTEST, _LONGEST = 5, 30
"""Letters of a word that is taken apart."""
_PART = 2
"""Letters of a part."""
_PARTS = 5


def apart(word: str) -> tuple[str, ...]:
    """The words that stand in this one; none if it is a word of its own."""
    seen = _seen()
    if word in seen or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return ()
    # of ways as short as each other, the one with the longest first word: *flytt til*
    ends = range(len(word) - 2, _PART - 1, -1)
    ways = (_rest((word[:end],), word[end:], seen) for end in ends if word[:end] in seen)
    return min(filter(None, ways), key=len, default=())


def _rest(found: tuple[str, ...], rest: str, seen: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The parts found so far and those of the rest, each after one that it has followed; none if there are none."""
    followers = seen.get(found[-1])
    if not followers or len(found) >= _PARTS:
        return ()
    for whole in (rest, found[-1][-1] + rest):  # folding has made one letter of two where they met
        if whole in followers and whole not in _endings():
            return (*found, whole)
    for whole in (rest, found[-1][-1] + rest):
        for end in range(_PART, len(whole) - 1):
            if whole[:end] in followers and (row := _rest((*found, whole[:end]), whole[end:], seen)):
                return row
    return ()


def commonest(many: int) -> list[str]:
    """The words that people write most."""
    return list(islice(_seen(), many))


@cache
def _endings() -> frozenset[str]:
    """What ends words of all sorts is no last part."""
    return frozenset(files()[0]["joined"]["endings"])


@cache
def _seen() -> Mapping[str, frozenset[str]]:
    """Each word with those that followed it."""
    with FILE.open(encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {word: frozenset(after.split()) for word, after in rows}


def write(rows: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Keep each word, the commonest first, with those that followed it, and read it anew."""
    lines = (f"{word}\t{' '.join(sorted(after))}\n" for word, after in rows)
    FILE.write_text("".join(lines), encoding="utf-8")
    _seen.cache_clear()
