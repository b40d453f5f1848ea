"""What words may have meant that were not understood: one line and two buttons below the receipt at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.reading import Understood
from storage.tables import Message
from support.say import Say, button, line

MOST = 2
SHORT = 2
"""Words of a message that is hardly more than a call."""
LABELS: Mapping[str, str] = {
    "book_visit": "button.new_visit",
    "move_visit": "button.means_move",
    "cancel_visit": "button.means_cancel",
    "list_visits": "button.means_visits",
    "add_goal": "button.means_plan",
    "add_support_need": "button.means_plan",
    "add_task_self": "button.means_plan",
    "task_done": "button.plan_show",
    "show_plan": "button.plan_show",
    "contact_line": "button.means_line",
    "activities_list": "button.means_place",
    "activity_signup": "button.means_place",
    "activity_signoff": "button.means_place",
    "activity_wish": "button.wish",
    "pause_reminders": "button.reminders",
    "resume_reminders": "button.reminders",
    "change_language": "button.language",
    "data_export": "button.saved",
    "delete_data": "button.ask_delete",
}
"""Intents that can be asked about, with what stands on their button."""


def beside(receipt: list[Say], message: Message | None, found: Understood) -> list[Say]:
    """The plain receipt with the question below it. A burst that has had its receipt is left in peace."""
    plain = len(receipt) == 1 and receipt[0].lines[0].key == "message.stored"
    if not plain or message is None or not _asks_for_something(message.text or "", found):
        return receipt
    labels = _labels(found)
    if not labels:
        return receipt
    rows = [(button(key, "said.means", message.id, intent),) for key, intent in labels.items()]
    asked = replace(
        receipt[0],
        lines=(*receipt[0].lines, line("said.may_mean")),
        buttons=(*rows, *receipt[0].buttons),
    )
    return [asked]


def _asks_for_something(text: str, found: Understood) -> bool:
    """Whether to guess at all: a question, a time, a word or two. Who tells something is only heard."""
    named = found.when is not None or bool(found.times.excluded)
    return not found.danger and (named or "?" in text or len(text.split()) <= SHORT)


def _labels(found: Understood) -> dict[str, str]:
    """Label → intent, each label once."""
    labels: dict[str, str] = {}
    for intent in found.asks:
        if intent in LABELS and len(labels) < MOST:
            labels.setdefault(LABELS[intent], intent)
    return labels
