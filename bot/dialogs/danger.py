"""Danger first (decision 4, R20): read before anything else, whatever is open, paused or unlinked.

At most one card per kind of danger in ten minutes; always an urgent item that only a person's press removes.
The message still goes where it was going.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.orm import Session

from bot.incoming import Incoming
from bot.keyboards import MENU, Tap
from bot.strangers import Strangers
from bot.talk import Routes, Talk
from bot.understanding.danger import Danger
from bot.understanding.reading import danger_in
from locales import words
from support import alerts, danger_card, messages
from support.deployment import Deployment
from support.say import Line, Say, button, line, say

CARD_AGAIN = timedelta(minutes=10)


def found_in(said: Incoming) -> Danger | None:
    """What a message can be read as. A command or a key of the menu is not a person's words: it cries for nothing."""
    text = said.text or ""
    if text.startswith("/") and len(text.split()) == 1:
        return None
    return None if text.strip().casefold() in _keys() else danger_in(text)


@cache
def _keys() -> frozenset[str]:
    """What stands on the keys below the chat, in all languages."""
    return frozenset(label.casefold() for row in MENU for key in row for label in words.every(key))


def read(talk: Talk, *, carded: bool) -> tuple[list[Say], Line | None]:
    """What a message says of danger: the card (said first), and the quiet line (said last)."""
    found = found_in(talk.said)
    if found is None:
        return [], None
    if not found.certain:
        return [], danger_card.quiet(talk.deployment.country) if _first_lately(talk, "quiet") else None
    first = _first_lately(talk, found.kind)
    _alert(talk, found)
    if carded or not first:
        return [], None
    return [card(found.kind, talk.deployment, talk.now)], None


def ended_with(quiet: Line | None, said: list[Say]) -> list[Say]:
    """The answer with the quiet line at its end; a message of its own where there is no answer."""
    if quiet is None:
        return said
    if not said:
        return [say(quiet)]
    return [*said[:-1], replace(said[-1], lines=(*said[-1].lines, quiet))]


def stranger_danger(said: Incoming) -> Danger | None:
    """The danger for which a stranger's words are kept."""
    found = found_in(said)
    return found if found and found.certain else None


def read_stranger(
    db: Session,
    said: Incoming,
    *,
    now: datetime,
    deployment: Deployment,
    strangers: Strangers,
    carded: bool,
    language: str,
) -> list[Say]:
    """A stranger in danger gets the card too; chat and words are kept until a person has handled it."""
    found = stranger_danger(said)
    if found is None:
        return []
    about = {"danger": found.kind, "language": language}
    alerts.raise_alert(db, "danger", None, now=now, chat_id=said.chat_id, text=said.text, **about)
    if carded or not strangers.may(said.chat_id, f"danger.{found.kind}", 1, now):
        return []
    return [card(found.kind, deployment, now, linked=False)]


def card(kind: str, deployment: Deployment, now: datetime, *, linked: bool = True) -> Say:
    """The danger card. It needs neither database nor staff; numbers go by the deployment's country."""
    lines = danger_card.card(kind, deployment, now)
    buttons = [[button("button.more_lines", "danger.more")]] if linked else []
    return say(*lines, buttons=buttons)


def more(talk: Talk, tap: Tap) -> list[Say]:
    """All lines that are answered now, then the others with their hours."""
    return [say(*part) for part in danger_card.more(talk.deployment, talk.now)]


def _alert(talk: Talk, found: Danger) -> None:
    """One open item a kind: a newer message rings again if somebody has taken the earlier one."""
    standing = alerts.open_for(talk.db, talk.tenant, "danger")
    if standing is None or standing.taken_at is not None or standing.args.get("danger") != found.kind:
        alerts.raise_alert(talk.db, "danger", talk.tenant, now=talk.now, danger=found.kind)
    messages.event(talk.db, talk.tenant, line("event.danger"), now=talk.now)


def _first_lately(talk: Talk, kind: str) -> bool:
    shown = talk.conversation.danger_cards.get(kind)
    if shown and talk.now - datetime.fromisoformat(shown) < CARD_AGAIN:
        return False
    talk.conversation.danger_cards = {**talk.conversation.danger_cards, kind: talk.now.isoformat()}
    return True


ROUTES = Routes(taps={"danger.more": more})
