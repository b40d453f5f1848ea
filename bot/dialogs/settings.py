"""*More*: language, reminders, what is saved, help and pause, one step behind the menu."""

from __future__ import annotations

from bot.dialogs import rights, stop
from bot.keyboards import Tap
from bot.talk import Routes, Talk, joined
from locales import LANGUAGES
from support.pauses import is_paused
from support.say import Line, Say, button, line, say

REMINDERS = ("both", "evening", "none")
"""The evening before and two hours before; the evening before; none (R10)."""


def more(talk: Talk) -> list[Say]:
    """What can be set."""
    paused = is_paused(talk.tenant, talk.now)
    rows = [
        [button("button.language", "setting.language"), button("button.reminders", "setting.reminders")],
        [button("button.saved", "setting.saved"), button("button.privacy", "setting.privacy")],
        [
            button("button.help", "setting.help"),
            button("button.resume", "setting.resume") if paused else button("button.pause", "setting.pause"),
        ],
    ]
    lines = [line("setting.more"), *([stop.paused_line(talk)] if paused else [])]
    return [say(*lines, buttons=rows)]


def language(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """All three, each in its own name, whatever the deployment's country."""
    rows = [[button(f"language.{each}", "setting.language_is", each)] for each in LANGUAGES]
    return [say("setting.language", buttons=rows)]


def language_is(talk: Talk, tap: Tap) -> list[Say]:
    """Everything is said in it from now on, the reply keyboard too."""
    if tap.one not in LANGUAGES:
        return language(talk)
    talk.tenant.language = tap.one
    return [say("setting.language_is", menu=True)]


def reminders(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """How reminders are set now, and the other ways."""
    others = [each for each in REMINDERS if each != talk.tenant.reminders]
    rows = [[button(f"button.reminders_{each}", "setting.reminders_are", each)] for each in others]
    return [say(_reminders_now(talk), *_while_paused(talk), buttons=rows)]


def reminders_are(talk: Talk, tap: Tap) -> list[Say]:
    """Set; visits stay as they are."""
    if tap.one not in REMINDERS:
        return reminders(talk)
    talk.tenant.reminders = tap.one
    return [say(_reminders_now(talk), line("setting.visits_stay"), *_while_paused(talk))]


def _reminders_now(talk: Talk) -> Line:
    return line(f"setting.reminders_{talk.tenant.reminders}")


def _while_paused(talk: Talk) -> list[Line]:
    return [stop.paused_line(talk)] if is_paused(talk.tenant, talk.now) else []


ROUTES = joined(
    [
        Routes(
            commands={"language": language},
            menu={"menu.more": more},
            taps={
                "setting.language": language,
                "setting.language_is": language_is,
                "setting.reminders": reminders,
                "setting.reminders_are": reminders_are,
            },
        ),
        rights.ROUTES,
        stop.ROUTES,
    ]
)
