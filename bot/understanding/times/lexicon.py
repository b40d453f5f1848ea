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
from pathlib import Path
from typing import NamedTuple

from bot.understanding.fold import fold
from bot.understanding.near import Speller
from bot.understanding.times.joined import Joined, Meaning
from bot.understanding.times.slips import COMPANY, InCompany, Slips

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
    "parts_of_another_day",
    "months",
    "weekend",
)
"""Kinds of word that may have a slip of the finger in them."""
TENS = (20, 30, 40, 50)
_LIGHT = str.maketrans({"æ": "ä", "'": "", "’": "", "´": "", "`": ""})
_SWAPPED = str.maketrans({"ø": "ö", "ö": "ø"})
_LONG_ENOUGH = 6
"""Folded letters from which a slip is forgiven: *hallå* is not *helga*."""
_WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")
_RUN = re.compile(r"(.)\1{2,}")

_NOTHING: Mapping[str, Hit] = {}
Table = Mapping[str, object]


_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """The form in which a word is looked up."""
    folded = _folded(word)
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


class Hit(NamedTuple):
    """What stands at a place, and the place after it."""

    value: str
    end: int


class Lexicon:
    """All words and phrases; `senses` tells what stands at a place in a row of keys."""

    def __init__(self, tables: Iterable[Table]) -> None:
        tables = list(tables)
        self._tree = _Node()
        self._spellings = _spellings(tables)
        self._whole: dict[str, set[Meaning]] = defaultdict(set)
        self._keep: set[str] = set()
        self._exact = {word for table in tables for word in _strings(table.get("exact"))}
        self._vocabulary: set[str] = set()
        for table in tables:
            self._read(table)
        self._compounds()
        self._known = set(self._vocabulary)
        self._by_kind: defaultdict[str, set[str]] = defaultdict(set)
        for word, meanings in self._whole.items():
            for kind, _ in meanings:
                self._by_kind[kind].add(word)
        self._joined = Joined(self._whole)
        forgiving = {w for w, found in self._whole.items() if any(kind in _FORGIVING for kind, _ in found)}
        self._speller = Speller(
            (word for word in forgiving if word.isalpha() and len(word) >= _LONG_ENOUGH),
            self._keep | self._vocabulary,
        )
        self._slips = Slips(
            [*self._words("weekdays", least=6), *self._words("days", "days_with_part", least=5)],
            [*self._words("weekdays", least=6), *self._words("week", "next", "parts", "clock")],
            self._keep | self._vocabulary,
        )
        self._in_company = InCompany({kind: self._words(kind) for kind in COMPANY})
        self.keys = lru_cache(maxsize=20_000)(self._keys)
        self.meant = lru_cache(maxsize=20_000)(self._meant)
        """The keys of a word by its own key, however it is spelt."""

    def senses(self, keys: list[str], place: int) -> Mapping[str, Hit]:
        """For every kind of word that begins here: what the longest one means, and where it ends."""
        node = self._tree.following.get(keys[place])
        if node is None:
            return _NOTHING
        found: dict[str, Hit] = {}
        end = place + 1
        while node is not None:
            for kind, meaning in node.meanings:
                found[kind] = Hit(meaning, end)
            node = node.following.get(keys[end]) if end < len(keys) else None
            end += 1
        return found

    def in_company(self, typed: str, before: Iterable[str], after: Iterable[str]) -> str:
        """The key of the little word that an unknown one was meant for, by the kinds of word beside it."""
        if typed in self._keep or typed in self._vocabulary or not typed.isalpha():
            return ""
        return self._in_company.meant(typed, frozenset(before), frozenset(after))

    def _keys(self, word: str) -> tuple[str, ...]:
        """The key of a typed word; several if it is a row of known words, another's if it is a slip."""
        spelt = _spelt(word)
        return (spelt,) if spelt in self._keep or spelt in self._known else self.meant(key(word))

    def _meant(self, typed: str) -> tuple[str, ...]:
        if typed in self._known or typed in self._keep or len(typed) <= SHORT:
            return (typed,)
        return self._joined.apart(typed) or self._near(typed) or (typed,)

    def _near(self, typed: str) -> tuple[str, ...]:
        """A known word one slip away; nobody misses the first letter without seeing it."""
        near = tuple(word for word in self._speller.near(typed) if word[0] == typed[0])[:1]
        slip = "" if near else self._slips.meant(typed)
        return (slip,) if slip else near

    def _words(self, *kinds: str, least: int = 0) -> list[str]:
        """All single words of these kinds."""
        return [word for kind in kinds for word in sorted(self._by_kind[kind]) if len(word) >= least]

    def _read(self, table: Table) -> None:
        endings = table.get("endings", {})
        for kind, content in table.items():
            if kind == "not_typos":
                self._keep.update(word for each in _strings(content) for word in (key(each), _spelt(each)))
            elif kind in ("endings", "exact"):
                continue
            elif kind in ("grammar", "speech"):
                for name, words in _items(content):
                    self._add_all(words, name, name)
            elif isinstance(content, list):
                self._add_all(_strings(content), kind, kind)
            else:
                for meaning, words in _items(content):
                    self._add_all(words, kind, meaning)
                    if kind in ("weekdays", "holidays"):
                        self._add_endings(kind, words, meaning, endings)

    def _add_endings(self, kind: str, words: list[str], meaning: str, endings: object) -> None:
        """The inflected forms of weekdays and feasts; only whole names (`torsdag`) take the endings of rhythms."""
        for name, tails in _items(endings):
            if name.startswith(kind):
                stems = [word for word in words if name == kind or word.endswith("dag")]
                self._add_all([stem + tail for stem in stems for tail in tails], name, meaning)

    def _add_all(self, phrases: Iterable[str], kind: str, meaning: str) -> None:
        for phrase in phrases:
            self._add(phrase, (kind, meaning))
            if kind == "weekdays" and phrase.endswith("dag"):
                self._add(phrase[:-3] + " dag", (kind, meaning))
            if phrase.startswith("i ") and kind.startswith("days"):
                self._add("i" + phrase[2:].replace(" ", "", 1), (kind, meaning))
                self._add("i" + phrase[2:], (kind, meaning))

    def _add(self, phrase: str, meaning: Meaning) -> None:
        forms = [self._forms(word) for word in _WORD.findall(phrase)]
        for row in itertools.product(*forms):
            node = self._tree
            for word in row:
                self._vocabulary.add(word)
                node = node.following.setdefault(word, _Node())
            if meaning not in node.meanings:
                node.meanings.append(meaning)
            if len(row) == 1:
                self._whole[row[0]].add(meaning)

    def _forms(self, word: str) -> set[str]:
        """The keys of a word: as written; a short one also with other dots or none, unless it is `exact`."""
        form = key(word)
        if len(_folded(word)) > SHORT:
            spelt = len(self._spellings.get(form, ())) > 1
            return {form, _spelt(word)} if spelt else {form}
        return {form} if word in self._exact else {form, form.translate(_SWAPPED), _bare(form)}

    def _compounds(self) -> None:
        """`tjugofem`, `femogtyve`, `tjuesjuende`: tens and ones written as one word."""
        numbers, ones, nth = (self._named(kind) for kind in ("numbers", "numbers_by_the_clock", "ordinals"))
        for word, ten in numbers:
            for one, unit in (*numbers, *ones):
                if ten in TENS and 0 < unit < 10:
                    self._add(word + one, ("numbers", str(ten + unit)))
                    self._add(f"{one}og{word}", ("numbers", str(ten + unit)))
            for one, unit in nth:
                if ten in TENS and unit < 10:
                    self._add(word + one, ("ordinals", str(ten + unit)))
        for word, ten in nth:
            for one, unit in numbers:
                if ten in TENS and 0 < unit < 10:
                    self._add(f"{one}og{word}", ("ordinals", str(ten + unit)))

    def _named(self, kind: str) -> list[tuple[str, int]]:
        """All words for numbers of a kind, with the numbers."""
        return [(word, int(each)) for word, found in self._whole.items() for k, each in found if k == kind]


def _spelt(word: str) -> str:
    """The key of exactly this spelling, for words that folding makes alike (*ändra* and *andra*)."""
    return "=" + unicodedata.normalize("NFC", word).casefold().translate(_LIGHT)


def _spellings(tables: Iterable[Table]) -> dict[str, set[str]]:
    """How the words of the data files are spelt, by their keys."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for content in table.values():
            for _, phrases in _items(content):
                for word in _WORD.findall(" ".join(phrases)):
                    found[key(word)].add(_spelt(word))
    return found


def _strings(content: object) -> list[str]:
    return [str(each) for each in content] if isinstance(content, list) else []


def _items(content: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(content, dict):
        for name, words in content.items():
            yield str(name), _strings(words)


@cache
def lexicon() -> Lexicon:
    """The words of all languages, read once."""
    here = Path(__file__).parent.parent
    return Lexicon(
        tomllib.loads((here / language / "times.toml").read_text(encoding="utf-8")) for language in LANGUAGES
    )
