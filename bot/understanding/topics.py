"""What a word is about: death, breath, fire, and also food, visits, films.

The lists lie in `topics.toml` of each language's folder. A topic says nothing by itself. Pairs of topics are weighed
(`danger_features.py`), so that a word nobody wrote a phrase for still counts for what it is about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.fold import words

_HERE = Path(__file__).parent
_LANGUAGES = ("sv", "nb", "nn")

GRAVE = frozenset(
    [
        "@dying",
        "@gone_for_good",
        "@life",
        "@farewell_words",
        "@heirs",
        "@rope",
        "@high_place",
        "@rails",
        "@water",
        "@pills",
        "@drugs",
        "@poison",
        "@cutting",
        "@hurt_self",
        "@blood",
        "@breath",
        "@unconscious",
        "@heart",
        "@stroke",
        "@seizure",
        "@swelling",
        "@fever",
        "@birth",
        "@fall",
        "@cold",
        "@fire",
        "@hitting",
        "@weapon",
        "@threat",
        "@break_in",
        "@police",
    ]
)
"""Topics of which a danger names at least one."""


@lru_cache(maxsize=20_000)
def topics(word: str) -> tuple[str, ...]:
    """The topics of a folded word, `@` before each."""
    whole, stems, sizes = _lists()
    found = set(whole.get(word, ()))
    for size in sizes:
        if size <= len(word):
            found |= stems.get(word[:size], set())
    return tuple(sorted(found))


def is_grave(message: Iterable[str]) -> bool:
    """Whether any of the folded words is about something that can be a danger."""
    return any(not GRAVE.isdisjoint(topics(word)) for word in message)


@cache
def _lists() -> tuple[dict[str, set[str]], dict[str, set[str]], tuple[int, ...]]:
    whole: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        file = tomllib.loads((_HERE / language / "topics.toml").read_text("utf-8"))
        for topic, listed in file.items():
            for each in listed.split():
                for part in words(each.rstrip("*")):
                    (stems if each.endswith("*") else whole).setdefault(part.text, set()).add(f"@{topic}")
    return whole, stems, tuple(sorted({len(stem) for stem in stems}))
