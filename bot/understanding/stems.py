"""Words that are the same in the three languages made one: `eg`, `jeg` and `jag`; `dricker`, `drikker` and `drikk`.

What a sentence in one language teaches about words side by side then holds in the others too
(`danger_features.py`). Words that differ only as the languages spell them are made alike by rule: endings go, `ck` is
`k`, `hjälp` is `hjelp`; of the vowels only the first is read. Those that differ more stand in `same_words.tsv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.fold import words

FILE = Path(__file__).parent / "same_words.tsv"
LETTERS = 5
"""Letters of what is left of a word that are read, where no group holds it."""
_SHORT = 3
"""Letters of a word that is left as it is, and that an ending leaves."""
_ENDING = re.compile(r"(?:ene|ane|arna|erna|orna|ande|ende|ade|[aeo]r|[aeo]n|[aeo]t|[aoe]s|[dt]e|[aeirnts])$")
_SPELT = {
    "ck": "k",
    "x": "ks",
    "w": "v",
    "z": "s",
    "q": "k",
    "skj": "sk",
    "kj": "k",
    "gj": "g",
    "hj": "h",
    "ei": "e",
    "oy": "o",
    "au": "o",
    "ou": "o",
}
"""Made alike one after the other, in this order."""
_VOWELS = frozenset("aeiouy")
_ALIKE = str.maketrans("ay", "ei")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What stands for the folded word: the first of its group, or what all spellings of it have in common."""
    return _groups().get(word) or _bare(word)


def _bare(word: str) -> str:
    if len(word) <= _SHORT or not word.isalpha():
        return word[:LETTERS]
    for spelt, plain in _SPELT.items():
        word = word.replace(spelt, plain)
    if word.startswith("hv"):
        word = word[1:]
    ending = _ENDING.search(word)
    if ending and ending.start() >= _SHORT:
        word = word[: ending.start()]
    at = next((place for place, letter in enumerate(word) if letter in _VOWELS), len(word))
    rest = "".join(letter for letter in word[at + 1 :] if letter not in _VOWELS)
    return (word[:at] + word[at : at + 1].translate(_ALIKE) + rest)[:LETTERS]


@cache
def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = [word.text for word in words(line)]
            for each in (first, *others):
                groups.setdefault(each, first)
    return groups
