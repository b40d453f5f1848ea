"""Yes in words. A plain yes right after a reminder or a proposal is the button; any other is asked back with it.

*Right after* is what stood last in the chat: if that was one visit or one proposed time with its button, a
plain yes can mean nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.dialogs import booking, inspections, visit_now
from bot.dialogs import visits as dialog
from bot.dialogs.said import plain, times
from bot.dialogs.said.expect import expect
from bot.dialogs.said.heard import Heard
from bot.dialogs.said.visits import book
from bot.dialogs.said.which import on_day
from bot.keyboards import Tap
from bot.talk import Talk, TapHandler
from storage.tables import Offer, Outgoing, Visit
from support import offers, visit_lines, visits
from support.say import Button, Say, line, say
from support.wanted import Wanted

RIGHT_AFTER = timedelta(hours=12)
"""What was said longer ago is not what a yes answers."""
MOST = 6
"""Messages that one turn says at most."""
BY_YES: dict[str, TapHandler] = {
    "visit.fits": dialog.fits,
    "visit.take": booking.take,
    "inspection.yes": inspections.ROUTES.taps["inspection.yes"],
}
"""Buttons that ask for a yes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A button that stood last in the chat, and what it is about."""

    tap: Tap
    about: Visit | Offer


def confirm(heard: Heard) -> list[Say] | None:
    """Yes to what was asked last; else the visit that may be meant, with its button; None without any."""
    talk = heard.talk
    named = times.of_visit(heard.found, talk.deployment.local(talk.now))
    asked = [each for each in last_asked(talk) if named is None or _is_then(each.about, named)]
    if len(asked) == 1 and plain.answer(heard.text) == "yes":
        talk.conversation.last_reminder_at = None
        return BY_YES[asked[0].tap.action](talk, asked[0].tap)
    if named is None:
        heard.for_human = plain.answer(heard.text) != "yes"  # more words than a yes may hold more
    if asked:
        return _asked_again(talk, asked)
    return _may_be_meant(heard, named)


def _may_be_meant(heard: Heard, named: Wanted | None) -> list[Say] | None:
    """What is booked then. A time at which nothing is booked is a wish for one."""
    talk = heard.talk
    coming = visits.coming(talk.db, talk.tenant, now=talk.now)
    meant = on_day(coming, named) if coming else []
    if not meant:
        return book(heard) if named else None
    if len(meant) > 1:
        return dialog.show(talk)
    visit = meant[0]
    unanswered = visit.answer is None if visit.kind == "inspection" else visit.confirmed_at is None
    return [visit_now.as_it_is(talk, visit, ask=unanswered)]


def _asked_again(talk: Talk, asked: Sequence[Asked]) -> list[Say]:
    """The same again, only what fits the words."""
    found = [each.about for each in asked if isinstance(each.about, Offer)]
    if found:
        days = sorted({talk.deployment.local(each.starts).date() for each in found})
        expect(talk, "move_visit" if found[0].visit_id else "book_visit", visit=found[0].visit, days=days)
        lines = visit_lines.proposed(found)
        if len(found) == 1:
            lines[-1] = line("visit.asks")
        return [say(*lines, buttons=visit_lines.proposal_buttons(found))]
    return [visit_now.as_it_is(talk, each.about, ask=True) for each in asked if isinstance(each.about, Visit)]


def last_asked(talk: Talk) -> list[Asked]:
    """What was asked last in the chat and can still be said yes to."""
    buttons = (each for row in last_buttons(talk) for each in row)
    taps = [_tap(each) for each in buttons if each.action in BY_YES and each.ids]
    return [Asked(tap, about) for tap in taps if (about := _about(talk, tap)) is not None]


def last_buttons(talk: Talk) -> list[tuple[Button, ...]]:
    """The buttons of what the bot said last, row by row."""
    rows = select(Outgoing).where(
        Outgoing.chat_id == talk.tenant.chat_id,
        Outgoing.state.in_(("sent", "waiting")),
        Outgoing.not_before <= talk.now,
    )
    last = list(talk.db.scalars(rows.order_by(Outgoing.id.desc()).limit(MOST)))
    if not last or talk.now - max(last[0].created_at, last[0].not_before) > RIGHT_AFTER:
        return []
    together = [each for each in reversed(last) if each.created_at == last[0].created_at]
    return [row for each in together for row in Say.from_json(each.say).buttons]


def _tap(pressed: Button) -> Tap:
    one, two = (*map(str, pressed.ids), "", "")[:2]
    return Tap(action=pressed.action, one=one, two=two)


def _about(talk: Talk, tap: Tap) -> Visit | Offer | None:
    if tap.action == "visit.take":
        offer = offers.of_tenant(talk.db, talk.tenant, tap.row)
        return offer if offer is not None and offer.state == "open" else None
    visit = talk.db.get(Visit, tap.row)
    stands = visit is not None and visit.tenant_id == talk.tenant.id and visit.state == "booked"
    return visit if stands else None


def _is_then(about: Visit | Offer, named: Wanted) -> bool:
    zone = named.start.tzinfo
    if named.holds(about.starts):
        return True
    return named.is_point and named.start == about.starts.astimezone(zone)
