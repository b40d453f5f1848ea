"""Rows into Telegram's methods: in the tenant's language and the channel's rules at that moment (decision 2).

A text over Telegram's limit is split, never cut. What the deployment does not let cross Telegram
(`telegram.carries`) is replaced by a line that says how to get it instead (decision 13).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from aiogram import methods as telegram
from aiogram.methods import LeaveChat, SendContact, SendDocument
from aiogram.types import BufferedInputFile

from bot import keyboards
from bot.telegram import Method, Text
from locales import Voice, words
from support.say import Button, Line, Say, line

LIMIT = 4096
"""Characters of one message, counted as Telegram does: in UTF-16 units."""
CLASSES = ("open", "personal", "sensitive")
NOT_HERE = "problem.not_here"
"""What is said in place of a text that may not cross Telegram here."""

Document: TypeAlias = Callable[[str], tuple[str, bytes]]
"""Makes a document by name: its file name and content."""


def methods(
    chat_id: int,
    what: Say,
    voice: Voice,
    *,
    carries: str = "sensitive",
    file: tuple[str, str] | None = None,
    document: Document | None = None,
) -> list[Method]:
    """What is sent for one row, in order; only the last part carries the buttons."""
    buttons = tuple(tuple(_labelled(each, carries) for each in row) for row in what.buttons)
    markup = keyboards.inline(buttons, voice) or (keyboards.menu(voice) if what.menu else None)
    text = "\n".join(_all_spoken(what.lines, voice, carries))
    crosses = all(_may_cross(each, carries) for each in what.lines)  # a file is of the class of its lines
    sent: list[Method] = []
    if crosses and what.document is not None and document is not None:
        name, content = document(what.document)
        sent.append(SendDocument(chat_id=chat_id, document=BufferedInputFile(content, name)))
    if carries == CLASSES[-1] and file is not None:  # what a person spoke or photographed is always sensitive
        sent.append(_file(chat_id, *file))
    parts = split(text)
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        sent.append(Text(chat_id, part, markup if last else None))
    if what.card is not None:
        name = voice.say(what.card.name.key, **what.card.name.args)
        sent.append(SendContact(chat_id=chat_id, phone_number=what.card.number, first_name=name))
    if what.leave:
        sent.append(LeaveChat(chat_id=chat_id))
    return sent


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Parts of at most `limit` UTF-16 units, broken at line ends or spaces where possible; nothing is left out."""
    parts: list[str] = []
    while _units(text) > limit:
        cut = _fitting(text, limit)
        for mark in ("\n", " "):
            at = text.rfind(mark, cut // 2, cut)
            if at > 0:
                cut = at + 1
                break
        parts.append(text[:cut])
        text = text[cut:]
    return [part for part in (*parts, text) if part.strip()]


def _all_spoken(lines: Sequence[Line], voice: Voice, carries: str) -> Iterator[str]:
    """The lines in words; what may not cross is replaced, once."""
    replaced = False
    for each in lines:
        if _may_cross(each, carries):
            yield voice.say(each.key, **each.args)
        elif not replaced:
            replaced = True
            yield voice.say(NOT_HERE)


def _labelled(each: Button, carries: str) -> Button:
    """A label that shows somebody's own words becomes a plain one where those may not cross."""
    return each if _may_cross(each.line, carries) else replace(each, line=line("button.show"))


def _may_cross(each: Line, carries: str) -> bool:
    return CLASSES.index(words.text_class(each.key)) <= CLASSES.index(carries)


def _file(chat_id: int, kind: str, telegram_id: str) -> Method:
    """Send back a file that the tenant sent before: Telegram still has it."""
    if kind == "voice":
        return telegram.SendVoice(chat_id=chat_id, voice=telegram_id)
    if kind == "photo":
        return telegram.SendPhoto(chat_id=chat_id, photo=telegram_id)
    if kind == "video_note":
        return telegram.SendVideoNote(chat_id=chat_id, video_note=telegram_id)
    if kind == "video":
        return telegram.SendVideo(chat_id=chat_id, video=telegram_id)
    if kind == "audio":
        return telegram.SendAudio(chat_id=chat_id, audio=telegram_id)
    return SendDocument(chat_id=chat_id, document=telegram_id)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(text: str, limit: int) -> int:
    """How many characters fit into `limit` UTF-16 units."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return at
    return len(text)
