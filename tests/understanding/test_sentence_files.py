"""The labelled sentences are well formed, and what is kept aside does not stand where rules are written."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.understanding.bare import bare

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
    {
        "lang",
        "text",
        "now",
        "intents",
        "never",
        "danger",
        "urgent",
        "when",
        "alternatives",
        "kind",
        "manner",
    }
)
WHEN_FIELDS = frozenset({"start", "end", "open", "grain", "recurrence", "old"})
GRAINS = frozenset({"minute", "hour", "daypart", "day", "week", "range"})
RULE = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;INTERVAL=\d+)?(;BYDAY=-?\d?[A-Z]{2}(,[A-Z]{2})*)?(;BYMONTHDAY=\d+)?"
)

Line = dict[str, object]


def lines(file: Path) -> list[Line]:
    """Every sentence of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


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
        now = line.get("now")
        assert "when" not in line or isinstance(now, str), line
        assert now is None or datetime.fromisoformat(str(now)).tzinfo is None, line
        assert all(isinstance(line.get(flag, False), bool) for flag in ("danger", "urgent")), line
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


def said(side: str) -> list[str]:
    """Every sentence of a side, folded; emoji alone fold to nothing and are left out."""
    texts = [bare(str(line["text"])) for file in FILES if file.parent.name == side for line in lines(file)]
    return [text for text in texts if text]


def test_no_sentence_is_kept_aside_twice() -> None:
    assert max(Counter(said("aside")).values()) == 1


def test_hardly_any_sentence_stands_on_both_sides() -> None:
    """A few that everybody writes may ("takk"): who writes `tune/` cannot look into `aside/`. They are not counted."""
    aside, tune = said("aside"), set(said("tune"))
    assert sum(text in tune for text in aside) < 0.05 * len(aside)


def test_the_three_languages_are_kept_aside_alike() -> None:
    count = Counter(line["lang"] for file in FILES if file.parent.name == "aside" for line in lines(file))
    assert min(count[lang] for lang in LANGS) > 0.8 * max(count.values()), count
