"""Which parts of phrases a word can stand for: what it is, and what it may have been meant as.

Phrases are built of parts (`leva|finnas`, `<not>`, `självmord*`); a part is known by its text, which is its label.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from bot.understanding.fold import fold
from bot.understanding.near import Speller

Read: TypeAlias = tuple[frozenset[str], frozenset[str]]
"""The labels of a word as it stands, and those it would have without one slip."""

_LONG_WORD = 8
"""Letters from which a slip is forgiven anywhere: no other word lies so near."""
_STEM = 3
"""Letters that must stand beside `*`."""

_folded = lru_cache(maxsize=50_000)(fold)
"""Many phrases share their words."""


class Labels:
    """Learns words with `add` until it is closed; then tells the labels of any word."""

    def __init__(self) -> None:
        self._words: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._ends: dict[str, set[str]] = {}
        self._speller = Speller(())
        self._sizes: list[int] = []
        self._end_sizes: list[int] = []
        self.of = lru_cache(maxsize=20_000)(self._read)
        self.apart = lru_cache(maxsize=20_000)(self._apart)

    def add(self, form: str, label: str) -> None:
        """Give a written word (`självmord*`, `*tabletter`) its label."""
        stem = _folded(form.strip("*"))
        self._words.setdefault(stem, set()).add(label)
        if "*" in form and len(stem) < _STEM:
            raise ValueError(f"{form!r}: write at least {_STEM} letters beside *")
        if form.endswith("*"):
            self._stems.setdefault(stem, set()).add(label)
        elif form.startswith("*"):
            self._ends.setdefault(stem, set()).add(label)

    def close(
        self,
        fillers: Iterable[str],
        not_typos: Iterable[str],
        joints: Iterable[str],
        sought: Iterable[str] = (),
        pieces: Iterable[str] = (),
    ) -> None:
        """All words are known: from now on slips of them are too. What was run together may also hold `pieces`."""
        self._speller = Speller({*self._words, *fillers}, not_typos, joints, sought, pieces)
        self._sizes = sorted({len(stem) for stem in self._stems})
        self._end_sizes = sorted({len(end) for end in self._ends})

    def _apart(self, word: str) -> tuple[str, ...]:
        """The known words that were run together to this one, if it is none itself."""
        return () if self.of(word)[0] else self._speller.apart(word)

    def _read(self, word: str) -> Read:
        exact = self._exact(word)
        near = set().union(*(self._words.get(each, ()) for each in self._speller.near(word)))
        if len(word) >= _LONG_WORD:
            return frozenset(exact | near), frozenset()
        return frozenset(exact), frozenset(near - exact)

    def _exact(self, word: str) -> set[str]:
        labels = set(self._words.get(word, ()))
        for size in self._sizes:
            if size > len(word):
                break
            if word[:size] in self._stems:
                labels |= self._stems[word[:size]]
        for size in self._end_sizes:
            if size > len(word):
                break
            if word[-size:] in self._ends:
                labels |= self._ends[word[-size:]]
        return labels
