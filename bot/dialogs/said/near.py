"""Whole proposals for a time in words, with weekday, date and digits; what is not possible is said plainly.

Nothing is agreed by it: a time is taken by a tap, or by a plain yes to the one time that was proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs import booking, visits
from bot.dialogs.said.expect import expect
from bot.dialogs.said.times import pack, unpack
from bot.keyboards import Tap
from bot.talk import Talk
from storage.tables import Offer, Visit
from support import offers_near, visit_lines
from support import visits as all_visits
from support.offers_near import Near
from support.say import Line, Say, line, say
from support.wanted import Search, Wanted


def propose(
    talk: Talk,
    wanted: Sequence[Wanted],
    *,
    without: Sequence[Wanted] = (),
    moving: Visit | None = None,
    before: Sequence[Line] = (),
    misses: int = 0,
) -> list[Say]:
    """Times near what was wanted; without a wish, what the button would propose."""
    if not wanted and not without:
        said = [_beginning([*before, *_about(moving)], _as_the_button(talk, moving))]
        expect(talk, _intent(moving), visit=moving, misses=misses, days=())
        return said
    search = Search(talk.db, talk.tenant, talk.now, talk.deployment, tuple(wanted), tuple(without), moving)
    near = offers_near.find(search)
    lines = [*before, *_about(moving), *_why(talk, near, wanted)]
    if not near.offers:
        return [booking.propose(talk, [], *lines)]
    span = pack(wanted[0], talk.deployment.zone) if wanted else None
    days = sorted({talk.deployment.local(each.starts).date() for each in near.offers})
    expect(talk, _intent(moving), visit=moving, misses=misses, span=span, days=days, without=without)
    return [_shown(near.offers, lines)]


def _shown(found: Sequence[Offer], before: Sequence[Line]) -> Say:
    """A single time is asked about with yes or no, several with which."""
    lines = visit_lines.proposed(found)
    if len(found) == 1:
        lines[-1] = line("visit.asks")
    return say(*before, *lines, buttons=visit_lines.proposal_buttons(found))


def _as_the_button(talk: Talk, moving: Visit | None) -> Say:
    if moving is None:
        return booking.book(talk)[0]
    return visits.move(talk, Tap(action="visit.move", one=str(moving.id), two=str(moving.revision)))[0]


def _beginning(before: Sequence[Line], what: Say) -> Say:
    return say(*before, *what.lines, buttons=what.buttons) if before else what


def _about(moving: Visit | None) -> list[Line]:
    if moving is None:
        return []
    return [line(f"visit.about.{visit_lines.noun(moving.place)}", start=moving.starts)]


def _why(talk: Talk, near: Near, wanted: Sequence[Wanted]) -> list[Line]:
    """Why it is another time than the one that was named."""
    if near.why is None:
        return []
    if near.why == "worker":
        return [line("said.why_worker", name=talk.tenant.worker.name)]
    if near.why == "closed":
        return [line("said.why_closed", start=each.start) for each in wanted[:2]]
    return [line(f"said.why_{near.why}")]


def _intent(moving: Visit | None) -> str:
    return "move_visit" if moving else "book_visit"


def book_then(talk: Talk, tap: Tap) -> list[Say]:
    """One of two readings was tapped: times near that one."""
    span = unpack(tap.one, talk.deployment.zone)
    return propose(talk, [span] if span else [])


def move_then(talk: Talk, tap: Tap) -> list[Say]:
    """Which visit, and to when."""
    visit = all_visits.locked(talk.db, talk.tenant, tap.row)
    standing = all_visits.coming(talk.db, talk.tenant, now=talk.now)
    if visit is None or visit.kind != "support" or visit.id not in {each.id for each in standing}:
        return visits.show(talk)
    span = unpack(tap.two, talk.deployment.zone)
    return propose(talk, [span] if span else [], moving=visit)
