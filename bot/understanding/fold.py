"""From what a person typed to words that can be compared.

Folding makes spellings of the same word alike, for comparison only: what the tenant wrote is never changed (R4).
Case, accents and dots go (`dö`, `dø`, `do` and `doe` are one word), repeated letters become one (`viiill`), a digit
inside a word is read as the letter it stands for (`sj4lv`), and a word spelt out in single letters is put together.
Phrases in the data files are folded the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

LONGEST = 20_000
"""Characters that are read: Telegram's limit is 4,096. Of anything longer, both ends are read."""

_LETTERS = str.maketrans("æøđłðåäöáàéèüó", "aodldaaoaaeeuo")
_DIGITS = str.maketrans("01345", "oieas")
_INSIDE = re.compile(r"[*_\u200b-\u200f\u00ad\ufe0e\ufe0f]")
_DIGRAPH = re.compile(r"(?<=[a-z])e(?<=[ao]e)")
_REPEATED = re.compile(r"([^\W\d])\1+")
_ONE = itemgetter(1)
"""Of letters that are repeated."""
_TOKEN = re.compile(r"[^\W_]+|\U0001f198|\n|(?:(?!\U0001f198)[^\w\s])+")
_SENTENCE_END = re.compile(r"[.!?…;]+(?=\s|$)|\n")
_MIXED = re.compile(r"(?=.*[^\W\d])(?=.*\d)")
_SPELT = 3
"""Single letters in a row that are taken for one spelt-out word; two are often two words (`i å`)."""
SOS = "\U0001f198"
"""The one emoji that is read as a word."""


class Word(NamedTuple):
    """A folded word, the number of the sentence it stands in, and whether a sign or nothing follows it."""

    text: str
    sentence: int
    last: bool = False


def fold(text: str) -> str:
    """The text with look-alike spellings made alike; spaces and punctuation are kept."""
    if text.isascii():
        plain = text.lower()
        if "*" in plain or "_" in plain:
            plain = _INSIDE.sub("", plain)
    else:
        plain = _INSIDE.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
        if not plain.isascii():  # rare letters: take their accents and dots off one by one
            plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    if "ae" in plain or "oe" in plain:
        plain = _DIGRAPH.sub("", plain)
    return _REPEATED.sub(_ONE, plain)


def words(text: str) -> list[Word]:
    """The folded words of a text in order. Signs are dropped, but sentence ends are counted."""
    return list(_words(text))


@lru_cache(maxsize=8)
def _words(text: str) -> Sequence[Word]:
    """The same; several readers ask for the words of one message."""
    said: list[tuple[str, int]] = []
    sentence = 0
    last = set()
    plain = _ends(fold(_ends(text)))
    for match in _TOKEN.finditer(plain):
        token = match.group()
        if token == SOS:
            last.add(len(said))
            said.append(("sos", sentence))
        elif token[0].isalnum():
            said.append((_letters(token), sentence))
        else:
            last.add(len(said) - 1)
            sentence += _SENTENCE_END.match(plain, match.start()) is not None
    last.add(len(said) - 1)
    found = [Word(word, number, place in last) for place, (word, number) in enumerate(said)]
    return _join_spelt(found) if _spells(found) else found


def _letters(token: str) -> str:
    """The token with digits inside a word read as letters; numbers stay numbers."""
    if token.isalpha() or token[0].isdigit() or not _MIXED.match(token):
        return token
    return _REPEATED.sub(_ONE, token.translate(_DIGITS))


def _ends(text: str) -> str:
    """Both ends of a text that is too long to be a message."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"


def _spells(found: Sequence[Word]) -> bool:
    """Whether there are single letters enough to spell a word."""
    return sum(len(word.text) == 1 for word in found) >= _SPELT


def _join_spelt(found: list[Word]) -> list[Word]:
    """Put `d r e p` together: a row of single letters is one word."""
    joined: list[Word] = []
    row: list[Word] = []
    for word in [*found, Word("", -1)]:
        if len(word.text) == 1 and word.text.isalpha():
            row.append(word)
            continue
        if len(row) >= _SPELT:
            joined.append(Word(fold("".join(w.text for w in row)), row[0].sentence, row[-1].last))
        else:
            joined.extend(row)
        row = []
        joined.append(word)
    return joined[:-1]
