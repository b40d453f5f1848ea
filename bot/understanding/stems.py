"""Words that are the same in the three languages made one: `eg`, `jeg` and `jag`; `hoppar` and `hopper`.

What a sentence in one language teaches about words side by side then holds in the others too
(`danger_features.py`). The words that differ more than in their ends stand in `same_words.tsv`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.fold import words

FILE = Path(__file__).parent / "same_words.tsv"
LETTERS = 5
"""Letters of a word that are read, where no group holds it."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What stands for the folded word: the first of its group, or how it begins."""
    return _groups().get(word) or word[:LETTERS]


@cache
def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = [word.text for word in words(line)]
            for each in (first, *others):
                groups.setdefault(each, first)
    return groups
