"""Whatever is written: an answer, soon, and one that holds together."""

# ruff: noqa: DTZ001 - the wall clock is naive

from __future__ import annotations

import time
import tomllib
from datetime import datetime
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding.times import read_when
from bot.understanding.times.lexicon import LANGUAGES

NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 12, 31))
LANGS = st.sampled_from(("sv", "nb", "nn"))


def words() -> list[str]:
    """Every word of the data files, and what holds them together."""
    found: set[str] = set()
    for language in LANGUAGES:
        table = tomllib.loads(files("bot.understanding").joinpath(language, "times.toml").read_text("utf-8"))
        for section in table.values():
            groups = section.values() if isinstance(section, dict) else [section]
            found.update(word for group in groups for word in group if isinstance(word, str))
    return sorted(found)


SIGNS = [
    "10",
    "24",
    "25",
    "31",
    "2",
    "99999",
    "27/11",
    "31.11.",
    "2026-13-45",
    "10-12",
    ":",
    ".",
    ",",
    "-",
    "/",
    "?",
    "\n",
    "½",
]
MIXED = st.lists(st.sampled_from(words() + SIGNS * 20), max_size=25).map(" ".join)
GLUED = st.lists(st.sampled_from(words() + SIGNS * 20), max_size=8).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), MIXED, GLUED), NOWS, LANGS)
@example("", datetime(2026, 11, 23), "sv")
@example("29 februari", datetime(2028, 2, 29, 23, 59), "sv")
@example("den siste i måneden klokka 24", datetime(2059, 12, 31, 23, 59), "nb")
@example("\x00\u202e\ud800 imorgon 🙂‍↔️ ١٤:٣٠", datetime(2026, 11, 23), "nn")
def test_there_is_always_an_answer(text: str, now: datetime, lang: str) -> None:
    found = read_when(text, now, lang)
    times = [found.when, *found.readings, *found.alternatives, *found.excluded]
    for each in filter(None, times):
        assert each.start is None or each.end is None or each.start < each.end
        assert each.start or each.end or each.recurrence or each.old
        assert (each.open == "before") <= (each.start is None)
        assert (each.open == "after") <= (each.end is None)
    assert len(found.readings) != 1
    assert not found.readings or found.readings[0] == found.when


@settings(max_examples=100, deadline=None)
@given(MIXED, NOWS, LANGS)
def test_the_same_message_is_read_alike_twice(text: str, now: datetime, lang: str) -> None:
    assert read_when(text, now, lang) == read_when(text, now, lang)


LONG = [
    "torsdag " * 1_250,
    "i " * 5_000,
    "10 " * 3_300,
    "inte " * 2_000,
    "kl " * 3_300,
    "den 10 och " * 900,
    "imorgon eller " * 700,
    "mellan 10 och " * 700,
    "tjugo" * 2_000,
    "a" * 10_000,
    "1" * 10_000,
    "1:" * 5_000,
    "0 00 " * 2_000,
    "+46 7 " * 1_600,
    "http://" * 1_400,
    "@" * 10_000,
    "🙂" * 5_000,
    "i morgon kl 10 på " * 550,
    "varje torsdag och " * 550,
    "dagen före " * 900,
    "om en och en halv " * 550,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_long_messages_take_no_longer_than_their_length(text: str) -> None:
    read_when("torsdag", datetime(2026, 11, 23), "sv")
    started = time.process_time()
    read_when(text, datetime(2026, 11, 23, 9), "sv")
    assert time.process_time() - started < 1.5
