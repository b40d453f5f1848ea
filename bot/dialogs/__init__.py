"""Everything a tenant can do, one file each. Here they become one table, and a message finds its handler."""

from __future__ import annotations

from functools import cache

from bot.dialogs import (
    activities,
    booking,
    call_me,
    contact_line,
    danger,
    inspections,
    menu,
    messages,
    plan,
    plan_questions,
    reminders,
    said,
    settings,
    start,
    visits,
)
from bot.keyboards import Tap
from bot.talk import Handler, Routes, Talk, joined
from locales import words
from support.say import Say, say

DIALOGS = (
    start,
    danger,
    menu,
    visits,
    booking,
    inspections,
    reminders,
    plan,
    contact_line,
    activities,
    messages,
    settings,
    said,
)


@cache
def routes() -> Routes:
    """All dialogs' tables as one."""
    return joined(dialog.ROUTES for dialog in DIALOGS)


def route(talk: Talk) -> list[Say]:
    """What the dialogs answer. Words that none of them takes are read; what is not understood goes to the team."""
    came = talk.said
    if came.kind == "tap":
        talk.close_question()
        reminders.tapped(talk)
        return _tapped(talk)
    if came.edited:  # what the message became takes the new wording; else it is for the team
        return plan_questions.edited(talk) or call_me.edited(talk) or messages.to_team(talk)
    if came.text is not None and came.kind == "text":
        handler = _named(came.text)
        if handler is not None:
            talk.close_question()
            return [*handler(talk), *_words_beside(talk, came.text)]
    question = talk.open_question()
    if question is not None and question in routes().questions:
        answer = routes().questions[question](talk)
        if answer is not None:
            return answer
        if question != said.QUESTION:  # an answer to what was asked, even so: the question stays open
            return messages.to_team(talk)
    return call_me.late_number(talk) or said.answer(talk)


def _tapped(talk: Talk) -> list[Say]:
    try:
        tap = Tap.unpack(talk.said.tap or "")
    except (TypeError, ValueError):  # not one of ours, or not whole
        return [say("problem.button", menu=True)]
    handler = routes().taps.get(tap.action)
    return handler(talk, tap) if handler else [say("problem.button", menu=True)]


def _named(text: str) -> Handler | None:
    """The handler of a command (`/visits`, also `/visits@the_bot`) or of a label of the reply keyboard."""
    if text.startswith("/"):
        command = text[1:].split(maxsplit=1)[0].partition("@")[0] if text[1:].strip() else ""
        return routes().commands.get(command.casefold())
    return _labels().get(text.strip().casefold())


def _words_beside(talk: Talk, text: str) -> list[Say]:
    """What stands behind a command, such as `/book on Thursday`, is for the team. The code of `/start` is not."""
    command, *words_beside = text.split(maxsplit=1) if text.startswith("/") else [text]
    if not words_beside or command.partition("@")[0].casefold() == "/start":
        return []
    return messages.to_team(talk)


@cache
def _labels() -> dict[str, Handler]:
    """Labels in all languages, so that an old keyboard keeps working after the language was changed."""
    return {label.casefold(): handler for key, handler in routes().menu.items() for label in words.every(key)}
