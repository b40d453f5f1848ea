"""The labelled sentences are well formed, and nothing kept aside stands among those that rules are written against."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

SENTENCES = Path(__file__).parent / "sentences"
FILES = sorted(SENTENCES.glob("*/*.jsonl"))
LANGS = ("sv", "nb", "nn")
INTENTS = frozenset(
    [
        "book_visit",
        "confirm_visit",
        "move_visit",
        "cancel_visit",
        "list_visits",
        "add_goal",
        "add_support_need",
        "add_task_self",
        "task_done",
        "show_plan",
        "contact_line",
        "activities_list",
        "activity_signup",
        "activity_signoff",
        "activity_wish",
        "pause_reminders",
        "resume_reminders",
        "change_language",
        "talk_to_human",
        "data_export",
        "delete_data",
        "greeting",
        "thanks",
        "are_you_a_bot",
        "complaint",
        "crisis",
        "other",
    ]
)
FIELDS = frozenset(
    {"lang", "text", "now", "intents", "never", "danger", "when", "alternatives", "kind", "manner"}
)
WHEN_FIELDS = frozenset({"start", "end", "open", "grain", "recurrence", "old"})
GRAINS = frozenset({"minute", "hour", "daypart", "day", "week", "range"})
RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY)(;INTERVAL=\d+)?(;BYDAY=-?\d?[A-Z]{2}(,[A-Z]{2})*)?")

Line = dict[str, object]


def lines(file: Path) -> list[Line]:
    """Every sentence of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def folded(text: str) -> str:
    """Letters and digits only: two sentences that differ in commas and capitals are the same sentence."""
    return re.sub(r"[\W_]+", "", text.casefold())


def check_when(when: object) -> None:
    """A time has known fields, clock times that exist, and an end after its start."""
    if when is None:
        return
    assert isinstance(when, dict)
    assert when and set(when) <= WHEN_FIELDS
    assert when.get("open") in {None, "after", "before"}
    assert when.get("grain", "day") in GRAINS
    old = when.get("old")
    assert old is None or set(old) == {"start"}
    moments = [when.get("start"), when.get("end"), old and old["start"]]
    start, end, _ = times = [datetime.fromisoformat(moment) if moment else None for moment in moments]
    assert all(moment is None or moment.tzinfo is None for moment in times)
    assert start is None or end is None or start < end
    assert RULE.fullmatch(when.get("recurrence") or "FREQ=DAILY")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_sentence_is_well_formed(file: Path) -> None:
    for line in lines(file):
        assert set(line) <= FIELDS, line
        assert line["lang"] in LANGS, line
        assert isinstance(line["text"], str), line
        now = datetime.fromisoformat(str(line["now"]))
        assert now.tzinfo is None, line
        for name in ("intents", "never"):
            named = line.get(name, ["other"])
            assert isinstance(named, list) and named and set(named) <= INTENTS, line
        intents = line.get("intents", [])
        assert isinstance(intents, list) and len(intents) == len(set(intents)) <= 2, line
        assert ("crisis" not in intents) or line.get("danger") is True, line
        others = line.get("alternatives", [])
        assert isinstance(others, list) and ("when" in line or not others), line
        for when in (line.get("when"), *others):
            check_when(when)


def test_no_sentence_stands_twice_or_on_both_sides() -> None:
    seen: dict[str, Path] = {}
    twice = []
    for file in FILES:
        for line in lines(file):
            key = folded(str(line["text"]))
            if key and key in seen:
                twice.append(
                    f"{seen[key].parent.name} and {file.parent.name}/{file.name}: line {lines(file).index(line) + 1}"
                )
            seen[key] = file
    assert not twice


def test_the_three_languages_have_about_as_many() -> None:
    for side in ("aside", "tune"):
        count = Counter(line["lang"] for file in FILES if file.parent.name == side for line in lines(file))
        assert min(count[lang] for lang in LANGS) > 0.8 * max(count.values()), (side, count)
