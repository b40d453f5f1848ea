"""Which known words a typed word may be: itself, one slip of the finger away, or several run together.

Only slips that fingers and dialects make are allowed: a letter too many, too few, two swapped, a neighbour on the
keyboard, another vowel. Short words get no such help, and neither do ordinary words that happen to lie close to a
dangerous one (`not_typos` in the data files): hope (`hoppas`) is no slip for jump (`hoppa`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

SHORTEST = 4
"""Letters (folded) that a word must have before a slip in it is forgiven."""
_MISSED = 5
"""Letters from which one may be missing or too many."""
_MISHIT = 7
"""Letters from which one may be another: shorter words have too many real neighbours."""
_LONGEST_JOINED = 40
_LONGEST_PIECE = 20
_SHORTEST_JOINT = 3
_SMALL = frozenset("iaeo")
"""Words of one letter that stand between others: `i`, `å`, `e`, `o`."""
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("cs", "ck", "kg", "dt", "sz", "bp", "vf", "vw")
"""Letters that sound alike in some word."""
_MISHEARD = 6
"""Letters from which one may be another that sounds like it."""


def _neighbours() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for row in _ROWS:
        pairs.update(pairwise(row))
    for upper, lower in pairwise(_ROWS):
        for place, key in enumerate(lower):
            pairs.update((key, above) for above in upper[place : place + 2])
    return _both_ways(pairs)


def _both_ways(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(each for a, b in pairs for each in ((a, b), (b, a)))


_NEIGHBOURS = _neighbours()
_ALIKE = _both_ways((pair[0], pair[1]) for pair in _SOUNDS)


class Speller:
    """Knows a set of words; finds those near a typed one in time that depends only on its length."""

    def __init__(
        self,
        known: Iterable[str],
        not_typos: Iterable[str] = (),
        joints: Iterable[str] = (),
        sought: Iterable[str] = (),
        pieces: Iterable[str] = (),
    ) -> None:
        self.known = frozenset(known)
        self._pieces = self.known.union(pieces)
        self._joints = frozenset(word for word in joints if len(word) >= _SHORTEST_JOINT)
        self._sought = self._joints | frozenset(sought)
        self._keep = self.known | frozenset(not_typos)
        self._by_gap: defaultdict[str, set[str]] = defaultdict(set)
        for word in self.known:
            if len(word) >= SHORTEST:
                for gap in _gaps(word):
                    self._by_gap[gap].add(word)

    def near(self, typed: str) -> tuple[str, ...]:
        """Known words one slip away; none if the word is a word of its own."""
        if typed in self._keep or not SHORTEST <= len(typed) <= _LONGEST_JOINED or not typed.isalpha():
            return ()
        found: set[str] = set()
        for gap in _gaps(typed):
            if gap in self._by_gap:
                found |= self._by_gap[gap]
        return tuple(sorted(word for word in found if _one_slip(typed, word)))

    def apart(self, typed: str) -> tuple[str, ...]:
        """The fewest known words that, written without spaces, are this one; none if it is no such row.

        One of them must be a joint (`jag`, `inte`, `vill`) or a small word after one sought (`brann i huset`), else
        every compound would come apart; of two such rows that with more joints or words sought is meant (`vil bare
        dø`, not `vil ba redo`).
        """
        if typed in self._keep or not SHORTEST < len(typed) <= _LONGEST_JOINED or not typed.isalpha():
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(typed)
        for start, head in enumerate(best):
            if head is None:
                continue
            for end in range(start + 1, min(start + _LONGEST_PIECE, len(typed)) + 1):
                piece = typed[start:end]
                if piece in self._pieces and _follows(piece, head):
                    shorter = best[end]
                    if shorter is None or self._worth((*head, piece)) > self._worth(shorter):
                        best[end] = (*head, piece)
        found = best[-1] or ()
        joined = any(one in self._sought and other in _SMALL for one, other in pairwise(found))
        return found if joined or self._joints.intersection(found) else ()

    def _worth(self, row: tuple[str, ...]) -> tuple[int, int]:
        return -len(row), sum(piece in self._sought for piece in row)


def _follows(piece: str, before: tuple[str, ...]) -> bool:
    """Whether a piece may stand there: a single letter at the beginning, or a small word after a longer one."""
    return len(piece) > 1 or not before or (piece in _SMALL and len(before[-1]) >= _SHORTEST_JOINT)


@lru_cache(maxsize=200)
def _gaps(word: str) -> tuple[str, ...]:
    """The word itself and every form of it with one letter left out; several readers ask for those of one message."""
    return (word, *[word[:i] + word[i + 1 :] for i in range(len(word))])


def _one_slip(typed: str, word: str) -> bool:
    """Whether one slip leads from the word to what was typed; the shorter the word, the fewer slips are allowed."""
    if len(typed) != len(word):
        return abs(len(typed) - len(word)) == 1 and len(word) >= _MISSED
    differing = [i for i, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
    if len(differing) == 1:
        return _one_letter(typed, word, differing[0])
    if len(differing) == 2:
        i, j = differing
        return j == i + 1 and typed[i] == word[j] and typed[j] == word[i]
    return False


def _one_letter(typed: str, word: str, place: int) -> bool:
    """Another letter at one place: another vowel in the ending, one that sounds alike, or in a long word a neighbour
    or any vowel."""
    pair = (typed[place], word[place])
    if len(word) >= _MISHIT:
        return pair in _NEIGHBOURS or pair in _ALIKE or _VOWELS.issuperset(pair)
    if len(word) >= _MISHEARD and pair in _ALIKE:
        return True
    return place >= len(word) - 2 and _VOWELS.issuperset(pair)
