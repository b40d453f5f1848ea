"""Buttons. Each carries its whole meaning in 64 bytes and works for ever (decision 3).

The reply keyboard is always there; its labels are texts, so old labels in all three languages keep working.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from locales import Voice
from support.say import Button

MENU = (
    ("menu.visits", "menu.book"),
    ("menu.plan", "menu.activities"),
    ("menu.write", "menu.line"),
    ("menu.more",),
)
"""The reply keyboard, row by row."""


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


def inline(rows: tuple[tuple[Button, ...], ...], voice: Voice) -> InlineKeyboardMarkup | None:
    """The buttons under a message, labelled in the tenant's language."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_one(each, voice) for each in row] for row in rows])


def menu(voice: Voice) -> ReplyKeyboardMarkup:
    """The keyboard that is always there."""
    rows = [[KeyboardButton(text=voice.say(key)) for key in row] for row in MENU]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def _one(each: Button, voice: Voice) -> InlineKeyboardButton:
    one, two = (*map(str, each.ids), "", "")[:2]
    data = Tap(action=each.action, one=one, two=two).pack()
    return InlineKeyboardButton(text=voice.say(each.line.key, **each.line.args), callback_data=data)
