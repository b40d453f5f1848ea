"""Reminders, language, what is kept, and small talk in words. What changes or sends something is only asked about."""

from __future__ import annotations

from bot.dialogs import contact_line, leave, stop
from bot.dialogs import settings as dialog
from bot.dialogs.said.heard import Heard
from bot.keyboards import Tap
from support import help_lines, messages, pauses
from support.say import Say, button, line, say


def pause(heard: Heard) -> list[Say]:
    """For how long, or fewer."""
    if pauses.is_paused(heard.talk.tenant, heard.talk.now):
        return resume(heard)
    rows = [[button(f"button.pause_{each}", "setting.pause_is", each)] for each in ("week", "month", "open")]
    fewer = [[button("button.reminders", "setting.reminders")], [button("button.not_now", "menu.not_now")]]
    return [say("setting.pause_until", buttons=[*rows, *fewer])]


def resume(heard: Heard) -> list[Say]:
    """End the pause, or set how many."""
    if pauses.is_paused(heard.talk.tenant, heard.talk.now):
        rows = [[button("button.resume", "setting.resume")]]
        return [say(stop.paused_line(heard.talk), buttons=rows)]
    return dialog.reminders(heard.talk)


def language(heard: Heard) -> list[Say]:
    """All three, each in its own name."""
    return dialog.language(heard.talk)


def saved(heard: Heard) -> list[Say]:
    """A file with everything, or how it is handled."""
    rows = [
        [button("button.yes_send_file", "setting.saved")],
        [button("button.privacy", "setting.privacy")],
        [button("button.not_now", "menu.not_now")],
    ]
    return [say("said.saved", buttons=rows)]


def delete(heard: Heard) -> list[Say]:
    """What goes at once and what a person decides; asked before anything is done."""
    return leave.ask_delete(heard.talk, Tap(action="setting.ask_delete"))


def ring(heard: Heard) -> list[Say]:
    """Our phone as it is now."""
    return contact_line.ring(heard.talk)


def bot(heard: Heard) -> list[Say]:
    """Yes (R19); who reads, and the number in danger."""
    talk = heard.talk
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    number = help_lines.emergency(talk.deployment.country).number
    return [say(line("said.bot"), *who, line("message.in_danger", number=number))]


def greeting(heard: Heard) -> list[Say]:
    """Short, and open for anything."""
    return [say("said.hello", name=heard.talk.tenant.first_name)]


def thanks(heard: Heard) -> list[Say]:
    """No fuss."""
    return [say("said.welcome")]
