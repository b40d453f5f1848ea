"""What a word is about: death, breath, fire, and also food, visits, films.

The lists lie in `topics.toml` of each language's folder. A topic says nothing by itself. Pairs of topics are weighed
(`danger_features.py`), so that a word nobody wrote a phrase for still counts for what it is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.fold import words

_HERE = Path(__file__).parent
_LANGUAGES = ("sv", "nb", "nn")

_GRAVE = """
dying suicide living life away for_good ending goodbye sorry give_away letter heaven burden
voices rope high_place leap rails drive water pills drugs dose poison too_much cutting hurt_self
gun blood wound breath no_answer colour heart stroke seizure craving dizzy swelling fever sugar
vomit birth fall_down broken cold pain hitting stabbing killing weapon threat chase break_in
fear scream bad_company fire smoke gas blast police help
"""
GRAVE = frozenset(f"@{name}" for name in _GRAVE.split())
"""Topics of which a danger names at least one."""
_FRAMES = """
past ago story game dream joke idiom_of not never calm better_now may_one course care ill_common
animal thing_dies food household office visit activity alarm_device plan bot weather died_once
tired swear mood helper
"""
FRAMES = frozenset(f"@{name}" for name in _FRAMES.split())
"""Topics that tell of other things than a danger now, or of a danger that is not now."""


_SHORTEST = 2
_YEAR = re.compile(r"19\d\d|20[012]\d")


@lru_cache(maxsize=20_000)
def topics(word: str) -> tuple[str, ...]:
    """The topics of a folded word, `@` before each."""
    whole, heads, tails = _lists()
    found = set(whole.get(word, ()))
    if _YEAR.fullmatch(word):
        found.add("@past")
    for size in range(_SHORTEST, len(word) + 1):
        if word[:size] in heads:
            found |= heads[word[:size]]
        if word[-size:] in tails:
            found |= tails[word[-size:]]
    return tuple(sorted(found))


def is_grave(message: Iterable[str]) -> bool:
    """Whether any of the folded words is about something that can be a danger."""
    return any(not GRAVE.isdisjoint(topics(word)) for word in message)


def known() -> set[str]:
    """All words and stems of the lists."""
    whole, heads, _ = _lists()
    return {*whole, *heads}


@cache
def _lists() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """The topics of whole words, of beginnings (`brann*`) and of ends (`*kniv`)."""
    whole: dict[str, set[str]] = {}
    heads: dict[str, set[str]] = {}
    tails: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        file = tomllib.loads((_HERE / language / "topics.toml").read_text("utf-8"))
        for topic, listed in file.items():
            sorted_out: tuple[list[str], ...] = ([], [], [])
            for each in listed.split():
                sorted_out[1 if each[-1] == "*" else 2 if each[0] == "*" else 0].append(each.strip("*"))
            for kept, those in zip((whole, heads, tails), sorted_out, strict=True):
                for part in words("\n".join(those)):
                    kept.setdefault(part.text, set()).add(f"@{topic}")
    return whole, heads, tails
