"""Writing to a person. Whatever no dialog takes comes here: kept in order, with one truthful receipt a burst."""

from __future__ import annotations

from typing import Any

from bot.dialogs import reminders
from bot.keyboards import Tap
from bot.talk import Routes, Talk
from support import messages
from support.say import Say, line, say


def to_team(talk: Talk, *, understood: dict[str, Any] | None = None, asked: bool = False) -> list[Say]:
    """Keep what was sent for the team, with its receipt; always with one, where it is `asked` for.

    `understood` is what the bot made of the words.
    """
    receipt = messages.receive(
        talk.db,
        talk.tenant,
        talk.words(),
        now=talk.now,
        deployment=talk.deployment,
        understood=understood,
        asked=asked,
    )
    return reminders.after_words(talk, receipt)


def write(talk: Talk) -> list[Say]:
    """*Write to us*: there is nothing to open; the next words reach the team, and this says who reads and when."""
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return [say(line("message.write"), *who, menu=True)]


def urgent(talk: Talk, tap: Tap) -> list[Say]:
    """*It is urgent*: what waits is sorted first. It does not page anybody, and does not say so."""
    if not messages.mark_urgent(talk.db, talk.tenant):
        return [say("message.nothing_waits", menu=True)]
    messages.event(talk.db, talk.tenant, line("event.urgent"), now=talk.now)
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return [say(line("message.urgent"), *who, *messages.talk_now(now=talk.now, deployment=talk.deployment))]


ROUTES = Routes(menu={"menu.write": write}, taps={"message.urgent": urgent})
