"""Words that tenant texts do without: the word lists of `avoid.toml`, read as rules.

A social worker can read and lengthen the lists; what the patterns mean stands at the top of the file.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from locales.catalogue import LANGUAGES

FILE = Path(__file__).with_name("avoid.toml")


@dataclass(frozen=True)
class Rule:
    """One principle as words to avoid, per language."""

    name: str
    why: str
    patterns: dict[str, re.Pattern[str]]
    excepted: tuple[str, ...]
    only: tuple[str, ...]
    first: int | None

    def concerns(self, key: str) -> bool:
        """Is the text with this key one that the rule is about?"""
        named = any(_within(key, family) for family in self.excepted)
        return not named and (not self.only or any(_within(key, family) for family in self.only))

    def words_in(self, language: str, text: str) -> list[str]:
        """The words of the text that the rule would rather not see."""
        pattern = self.patterns.get(language)
        return [found.group() for found in pattern.finditer(text[: self.first])] if pattern else []


def _within(key: str, family: str) -> bool:
    return key.startswith(family) if family.endswith(".") else key == family


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the file."""
    with FILE.open("rb") as file:
        tables = tomllib.load(file)
    return tuple(_rule(name, table) for name, table in tables.items())


def _rule(name: str, table: dict[str, object]) -> Rule:
    words = {language: [*_strings(table, "all"), *_strings(table, language)] for language in LANGUAGES}
    first = table.get("first")
    return Rule(
        name=name,
        why=str(table["why"]),
        patterns={language: _pattern(some) for language, some in words.items() if some},
        excepted=tuple(_strings(table, "except")),
        only=tuple(_strings(table, "only")),
        first=first if isinstance(first, int) else None,
    )


def _strings(table: dict[str, object], name: str) -> Iterator[str]:
    value = table.get(name, [])
    return map(str, value) if isinstance(value, list) else iter(())


def _pattern(words: list[str]) -> re.Pattern[str]:
    """One pattern for a list: whole words, whatever the case, except what is written in capitals alone."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_one, words))})(?!\w)")


def _one(word: str) -> str:
    pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return pattern if word.isupper() else f"(?i:{pattern})"
