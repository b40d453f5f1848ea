"""What the bot can do, what is kept and why, and everything that is kept as a file (GDPR 13 and 15)."""

from __future__ import annotations

from dataclasses import replace

from bot.keyboards import Tap
from bot.talk import Routes, Talk
from support import contact_line
from support.say import Say, button, line, say


def help_(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """In short, with our number and a human one tap away (R18)."""
    lines = [
        line("setting.help_bot"),
        line("setting.help_can"),
        line("setting.help_write", name=talk.tenant.worker.name),
        *contact_line.phone_hours(talk.deployment),
        contact_line.in_danger(talk.deployment),
    ]
    rows = [
        [button("button.call_me", "line.call_me")],
        [button("button.privacy", "setting.privacy"), button("button.saved", "setting.saved")],
    ]
    return [say(*lines, buttons=rows)]


def privacy(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """The notice: who keeps what for what, who reads, Telegram is outside, how long, your rights."""
    name, service = talk.tenant.worker.name, talk.deployment.service
    lines = [
        line("privacy.what", service=service),
        line("privacy.who_reads", name=name),
        line("privacy.log"),
        line("privacy.telegram"),
        line("privacy.how_long"),
        line("privacy.rights", name=name),
        line(f"privacy.complain_{talk.deployment.country.lower()}"),
        line("privacy.voluntary"),
    ]
    return [say(*lines, buttons=[[button("button.saved", "setting.saved")]])]


def saved(talk: Talk, tap: Tap | None = None) -> list[Say]:
    """Two files: one to read, one for a computer. They are made when they are sent."""
    to_read = replace(say("setting.saved", "setting.saved_outside"), document="saved")
    to_compute = replace(say("setting.saved_json"), document="saved_json")
    return [to_read, to_compute]


ROUTES = Routes(
    commands={"help": help_, "privacy": privacy},
    taps={"setting.help": help_, "setting.privacy": privacy, "setting.saved": saved},
)
