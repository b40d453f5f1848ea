"""The names of what a message may want, in the order of the data file that says what each means."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parent.parent
LANGUAGES = ("sv", "nb", "nn")
INTENTS = (
    "book_visit", "confirm_visit", "move_visit", "cancel_visit", "list_visits",
    "add_goal", "add_support_need", "add_task_self", "task_done", "show_plan",
    "contact_line", "activities_list", "activity_signup", "activity_signoff", "activity_wish",
    "pause_reminders", "resume_reminders", "change_language", "talk_to_human",
    "data_export", "delete_data", "greeting", "thanks", "are_you_a_bot", "complaint", "crisis", "other",
)  # fmt: skip
READ_ELSEWHERE = ("crisis",)
"""Only danger.py says this one."""


@cache
def files() -> tuple[dict[str, Any], ...]:
    """The data: what is alike in all languages first, then a file for each."""
    names = ("intents.toml", *(f"{language}/intents.toml" for language in LANGUAGES))
    return tuple(tomllib.loads((ROOM / name).read_text(encoding="utf-8")) for name in names)
