"""*Ring us*: our number while it is answered; else when it is, and who answers now (R18, R19)."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import call_me
from bot.keyboards import Tap
from bot.talk import Routes, Talk, joined
from support import contact_line, help_lines, messages
from support.say import Button, ContactCard, Line, Say, button, line, say

MOST_LINES = 3
"""National lines to show at once; *show more* has the rest."""


def ring(talk: Talk) -> list[Say]:
    """Our phone as it is now, always with the emergency number and a way to be rung."""
    number = talk.deployment.line.number
    if number is None:
        told = say(*_without_number(talk), buttons=_buttons(talk))
    elif talk.deployment.line_open(talk.now):
        told = say(*_open(talk, number), buttons=_buttons(talk))
        card = ContactCard(line("line.card", service=talk.deployment.service), number)
        return [replace(told, card=card)]
    else:
        told = say(*_closed(talk, number), buttons=_buttons(talk))
    return [told]


def _open(talk: Talk, number: str) -> list[Line]:
    return [line("line.open", number=number), _until(talk), contact_line.in_danger(talk.deployment)]


def _until(talk: Talk) -> Line:
    ends = contact_line.open_until(talk.deployment, talk.now)
    if ends is None:
        return line("line.open_always")
    today = talk.deployment.local(ends).date() == talk.deployment.local(talk.now).date()
    return line("line.open_today" if today else "line.open_until", end=ends)


def _closed(talk: Talk, number: str) -> list[Line]:
    opens = talk.deployment.line_opens(talk.now)
    again = [line("line.opens", start=opens, number=number)] if opens else []
    return [line("line.closed"), *again, *_answer_now(talk), contact_line.in_danger(talk.deployment)]


def _without_number(talk: Talk) -> list[Line]:
    who = messages.who_reads(talk.db, talk.tenant, now=talk.now, deployment=talk.deployment)
    return [line("line.none"), *who, *_answer_now(talk), contact_line.in_danger(talk.deployment)]


def _answer_now(talk: Talk) -> list[Line]:
    """National lines that are answered now."""
    local = talk.deployment.local(talk.now)
    found = help_lines.open_now(talk.deployment.country, local)[:MOST_LINES]
    lines = [line("line.national", name=each.name, number=each.number) for each in found]
    return [line("help.open_now"), *lines] if lines else []


def _buttons(talk: Talk) -> list[list[Button]]:
    rows = [[button("button.call_me", "line.call_me")]]
    if talk.deployment.crisis_place:
        rows.append([button("button.crisis_place", "line.crisis_place")])
    if not talk.deployment.line_open(talk.now):
        rows.append([button("button.more_lines", "danger.more")])
    return rows


def crisis_place(talk: Talk, tap: Tap) -> list[Say]:
    """*I need to get away for a while*; where the team has no such place, our phone as it is."""
    return call_me.crisis_place(talk) if talk.deployment.crisis_place else ring(talk)


ROUTES = joined(
    [
        Routes(
            commands={"line": ring},
            menu={"menu.line": ring},
            taps={"line.crisis_place": crisis_place},
        ),
        call_me.ROUTES,
    ]
)
