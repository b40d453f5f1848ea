"""The menu itself: shown again whenever somebody asks for it."""

from __future__ import annotations

from bot.keyboards import Tap
from bot.talk import Routes, Talk
from support.say import Say, say


def show(talk: Talk) -> list[Say]:
    """Here is the menu."""
    return [say("start.menu", menu=True)]


def not_now(talk: Talk, tap: Tap) -> list[Say]:
    """*Not now*, wherever it stands: a complete answer (R8)."""
    return [say("start.not_now", menu=True)]


ROUTES = Routes(commands={"menu": show}, taps={"menu.not_now": not_now})
