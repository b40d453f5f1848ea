"""The words of the data files, found by how they are typed.

Every language's `times.toml` is always read: a Swede in Norway writes Swedish. Each section of a file is one kind of
word (`weekdays`, `months`), each key what the words under it mean. A long word is compared folded (case, dots and
doubled letters do not count) and may have one slip in it; a word of up to three letters must be typed with the right
dots or none, because *tør* (dare) is not *tor* (Thursday) and *äta* (eat) is not *åtta* (eight).
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from bot.understanding.fold import fold
from bot.understanding.near import Speller

LANGUAGES = ("sv", "nb", "nn", "en")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = 3
"""Folded letters up to which the dots count."""
_FORGIVING = (
    "weekdays",
    "weekdays_every",
    "weekdays_past",
    "days",
    "days_with_part",
    "parts",
    "months",
    "weekend",
)
"""Kinds of word that may have a slip of the finger in them."""
_JOINED = (
    *_FORGIVING,
    *("parts_every", "parts_of_another_day", "meals", "numbers", "half", "quarter"),
    *("hour_suffix", "clock", "next", "week"),
)
"""Kinds of word that people write together."""
_ANCHORS = ("weekdays", "days", "days_with_part", "parts", "months", "weekend", "hour_suffix", "half", "week")
"""A row of words written together holds at least one of these, else ordinary words would come apart."""
_JOINTS = {"pa": "på", "i": "i", "kl": "kl", "s": "", "og": "og", "och": "och", "den": "den"}
_LIGHT = str.maketrans({"ø": "ö", "æ": "ä", "'": "", "’": "", "´": "", "`": ""})
_WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")
_RUN = re.compile(r"(.)\1{2,}")

Meaning = tuple[str, str]
"""Kind of word and what it means: `("weekdays", "monday")`."""
Table = Mapping[str, object]


def key(word: str) -> str:
    """The form in which a word is looked up."""
    folded = fold(word)
    if len(folded) > SHORT:
        return folded.translate(_LIGHT)
    return _RUN.sub(r"\1\1", unicodedata.normalize("NFC", word).casefold().translate(_LIGHT))


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and what the words so far mean."""

    following: dict[str, _Node] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)


class Lexicon:
    """All words and phrases; `senses` tells what stands at a place in a row of keys."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tree = _Node()
        self._whole: dict[str, set[Meaning]] = defaultdict(set)
        self._keep: set[str] = set()
        self._vocabulary: set[str] = set()
        for table in tables:
            self._read(table)
        self._compounds()
        self._known = set(self._vocabulary)
        self._pieces = self._joinable()
        forgiving = {w for w, found in self._whole.items() if any(kind in _FORGIVING for kind, _ in found)}
        self._speller = Speller((w for w in forgiving if w.isalpha()), self._keep | self._vocabulary)
        self.keys = lru_cache(maxsize=20_000)(self._keys)

    def senses(self, keys: list[str], place: int) -> dict[str, tuple[str, int]]:
        """For every kind of word that begins here: what the longest one means, and where it ends."""
        found: dict[str, tuple[str, int]] = {}
        node = self._tree.following.get(keys[place])
        end = place + 1
        while node is not None:
            for kind, meaning in node.meanings:
                found[kind] = (meaning, end)
            node = node.following.get(keys[end]) if end < len(keys) else None
            end += 1
        return found

    def _keys(self, word: str) -> tuple[str, ...]:
        """The key of a typed word; several if it is a row of known words, another's if it is a slip."""
        typed = key(word)
        if typed in self._known or len(typed) <= SHORT:
            return (typed,)
        if typed in self._keep:
            return (typed,)
        return self._apart(typed) or self._speller.near(typed)[:1] or (typed,)

    def _apart(self, typed: str) -> tuple[str, ...]:
        """The fewest known time words that, written without spaces, are this one."""
        if not 5 <= len(typed) <= 40:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(typed)
        for end in range(1, len(typed) + 1):
            for start in range(end):
                head, piece = best[start], typed[start:end]
                if head is None or not (piece in self._pieces or self._joint(piece, start)):
                    continue
                if best[end] is None or len(head) + 1 < len(best[end] or ()):
                    best[end] = (*head, piece)
        found = best[-1] or ()
        if not any(
            kind in _ANCHORS
            for piece in found
            for kind, _ in self._whole.get(self._pieces.get(piece, ""), ())
        ):
            return ()
        return tuple(filter(None, (self._pieces.get(piece, _JOINTS.get(piece, "")) for piece in found)))

    @staticmethod
    def _joint(piece: str, start: int) -> bool:
        if piece == "i":
            return start == 0
        return piece in _JOINTS and (piece != "s" or start > 3)

    def _joinable(self) -> dict[str, str]:
        """Folded words that may stand in a row without spaces, and their keys."""
        pieces: dict[str, str] = {}
        for word, found in self._whole.items():
            folded = fold(word)
            if len(folded) >= SHORT - 1 and any(kind in _JOINED for kind, _ in found) and folded.isalpha():
                pieces.setdefault(folded, word)
        return pieces

    def _read(self, table: Table) -> None:
        endings = table.get("endings", {})
        for kind, content in table.items():
            if kind == "not_typos":
                self._keep.update(map(key, _strings(content)))
            elif kind == "endings":
                continue
            elif kind in ("grammar", "speech"):
                for name, words in _items(content):
                    self._add_all(words, name, name)
            elif isinstance(content, list):
                self._add_all(_strings(content), kind, kind)
            else:
                for meaning, words in _items(content):
                    self._add_all(words, kind, meaning)
                    if kind == "weekdays":
                        self._add_weekday(words, meaning, endings)

    def _add_weekday(self, words: list[str], meaning: str, endings: object) -> None:
        for kind, tails in _items(endings):
            for tail in tails:
                self._add_all([word + tail for word in words], kind, meaning)

    def _add_all(self, phrases: Iterable[str], kind: str, meaning: str) -> None:
        for phrase in phrases:
            self._add(phrase, (kind, meaning))
            if phrase.startswith("i ") and kind.startswith("days"):
                self._add("i" + phrase[2:].replace(" ", "", 1), (kind, meaning))
                self._add("i" + phrase[2:], (kind, meaning))

    def _add(self, phrase: str, meaning: Meaning) -> None:
        forms = [_forms(word) for word in _WORD.findall(phrase)]
        for row in itertools.product(*forms):
            node = self._tree
            for word in row:
                self._vocabulary.add(word)
                node = node.following.setdefault(word, _Node())
            if meaning not in node.meanings:
                node.meanings.append(meaning)
            if len(row) == 1:
                self._whole[row[0]].add(meaning)

    def _compounds(self) -> None:
        """`tjugofem`, `femogtyve`, `tjuesjuende`: tens and ones written as one word."""
        numbers = [(w, int(m)) for w, found in self._whole.items() for k, m in found if k == "numbers"]
        tens = [(w, n) for w, n in numbers if n in (20, 30, 40, 50)]
        for word, ten in tens:
            for kind in ("numbers", "numbers_by_the_clock", "ordinals"):
                for one, found in list(self._whole.items()):
                    for k, m in found.copy():
                        if k == kind and int(m) < 10 and int(m) > 0:
                            named = "ordinals" if kind == "ordinals" else "numbers"
                            self._add(word + one, (named, str(ten + int(m))))
                            if named == "numbers":
                                self._add(f"{one}og{word}", (named, str(ten + int(m))))


def _forms(word: str) -> set[str]:
    form = key(word)
    return {form, _bare(form)} if len(form) <= SHORT + 1 else {form}


def _strings(content: object) -> list[str]:
    return [str(each) for each in content] if isinstance(content, list) else []


def _items(content: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(content, dict):
        for name, words in content.items():
            yield str(name), _strings(words)


@cache
def lexicon() -> Lexicon:
    """The words of all languages, read once."""
    here = files("bot.understanding")
    return Lexicon(
        tomllib.loads(here.joinpath(language, "times.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    )
