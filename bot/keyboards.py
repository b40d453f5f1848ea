"""Buttons. Each carries its whole meaning in 64 bytes and works for ever (decision 3).

The reply keyboard is always there; its labels are texts, so old labels in all three languages keep working.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram.filters.callback_data import CallbackData

from locales import Voice, words
from support.say import Button

MENU = (
    ("menu.visits", "menu.book"),
    ("menu.plan", "menu.activities"),
    ("menu.write", "menu.line"),
    ("menu.more",),
)
"""The reply keyboard, row by row."""
DATA_BYTES = 64
"""What Telegram lets a button carry."""


class Tap(CallbackData, prefix="b", sep=":"):
    """What a button carries: the action and the rows it is about. `ARCHITECTURE.md` lists the actions."""

    action: str
    one: str = ""
    two: str = ""

    @property
    def row(self) -> int:
        """The row that the button is about; 0 where a number was expected and none stands."""
        return number(self.one)


def number(written: str) -> int:
    """A row's number; 0 for anything that cannot be one. Databases refuse numbers larger than any row's."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def inline(rows: tuple[tuple[Button, ...], ...], voice: Voice) -> dict[str, Any] | None:
    """The buttons under a message, labelled in the tenant's language, as Telegram reads them."""
    if not rows:
        return None
    return {"inline_keyboard": [[_one(each, voice) for each in row] for row in rows]}


def menu(voice: Voice) -> dict[str, Any]:
    """The keyboard that is always there."""
    return _menu(voice.language)


def packed(action: str, *ids: object) -> str:
    """The data of a button, as `Tap` reads it. ValueError where Telegram would refuse it."""
    one, two = (*map(str, ids), "", "")[:2]
    data = ":".join(("b", action, one, two))
    if data.count(":") != 3 or len(data.encode()) > DATA_BYTES:
        raise ValueError(f"a button of {action} cannot carry this")
    return data


def _one(each: Button, voice: Voice) -> dict[str, str]:
    return {
        "text": voice.say(each.line.key, **each.line.args),
        "callback_data": packed(each.action, *each.ids),
    }


@cache
def _menu(language: str) -> dict[str, Any]:
    rows = [[{"text": words.text(language, key)} for key in row] for row in MENU]
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
