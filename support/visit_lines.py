"""How visits and proposed times are said: keys and buttons. Both doors use it, so both say the same.

Support visits have `visit.*` texts, the landlord's inspections `inspection.*`; they are never mixed (R28).
A visit on the phone is worded as a call. Buttons carry the visit and its revision, so that an old one for a
visit that has moved since is known as such (decision 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from storage.tables import Offer, Visit
from support.deployment import Deployment
from support.say import Button, Line, Say, button, line, say

PLACES = ("home", "outside", "meeting_place", "office", "phone")

IN_GOOD_TIME = timedelta(hours=2)
"""News about a visit is of use until then; news that would come later passes the quiet hours."""

Row = tuple[Button, ...]


def manner(place: str) -> Literal["come", "meet", "ring"]:
    """How somebody meets the tenant there; the last part of keys such as `visit.can.come`."""
    if place == "phone":
        return "ring"
    return "come" if place == "home" else "meet"


def noun(place: str) -> Literal["call", "visit"]:
    """What it is called there; the last part of keys such as `visit.booked.call`."""
    return "call" if place == "phone" else "visit"


def as_it_is(visit: Visit, *, brief: bool = False) -> list[Line]:
    """Who, when, where; for an inspection also what they look at.

    `brief` leaves out *at your home*, which *comes* says already: a lock screen shows the first lines (R33).
    """
    if visit.kind == "inspection":
        return inspection(visit)
    assert visit.worker is not None, "a support visit has a worker"
    lines = [line(f"visit.comes.{manner(visit.place)}", name=visit.worker.name, start=visit.starts)]
    if visit.place != "phone" and not (brief and visit.place == "home"):
        lines.append(line("visit.where", place=visit.place))
    return lines


def cannot(name: str, visit: Visit) -> Line:
    """That somebody cannot be there then."""
    return line(f"visit.cannot.{manner(visit.place)}", name=name, start=visit.starts)


def asks(visit: Visit) -> Line:
    """*Does it fit?*, in the words of its own heading."""
    return line("inspection.asks" if visit.kind == "inspection" else "visit.asks")


def inspection(visit: Visit) -> list[Line]:
    """The landlord's facts under the landlord's heading."""
    lines = [
        line("inspection.heading"),
        line("inspection.who", visitor=visit.visitor, start=visit.starts),
        line("inspection.looks", looks_at=visit.looks_at),
        line("inspection.takes", n=visit.minutes),
    ]
    if visit.worker is not None:
        lines.append(line("inspection.with_worker", name=visit.worker.name))
    return lines


def buttons(visit: Visit, *, ask: bool, call: bool = False) -> list[Row]:
    """What the tenant can do about it; *fits* only where it is asked."""
    ids = (visit.id, visit.revision)
    calling: list[Row] = [(button("button.call_me", "line.call_me"),)] if call else []
    if visit.kind == "inspection":
        return [*(inspection_buttons(visit) if ask else [(_another_inspection(visit),)]), *calling]
    change = (button("button.move", "visit.move", *ids), button("button.cancel", "visit.cancel", *ids))
    return [*([(button("button.fits", "visit.fits", *ids),)] if ask else []), change, *calling]


def inspection_buttons(visit: Visit) -> list[Row]:
    """*Yes*, *yes, if the worker comes*, *another time*."""
    ids = (visit.id, visit.revision)
    worker = visit.tenant.worker.name
    return [
        (button("button.yes", "inspection.yes", *ids),),
        (button("button.yes_if", "inspection.with", *ids, name=worker),),
        (_another_inspection(visit),),
    ]


def proposed(offers: Sequence[Offer]) -> list[Line]:
    """Whole proposals: who can come when, and where; a new name is said where the person changes (R16)."""
    lines: list[Line] = []
    before: Offer | None = None
    for each in offers:
        if before is not None and before.worker_id == each.worker_id:
            lines.append(line("visit.or", start=each.starts))
        else:
            lines.append(line(f"visit.can.{manner(each.place)}", name=each.worker.name, start=each.starts))
        before = each
    if offers[0].place != "phone":
        lines.append(line("visit.where", place=offers[0].place))
    return [*lines, line("visit.which")]


def proposal_buttons(offers: Sequence[Offer], *, page: int = 0) -> list[Row]:
    """One tap takes a time; the ways out always stand below (R12).

    `page` is the pair of days that is shown, as `slots.pair` counts; -1 when staff wrote the times.
    """
    batch = offers[0].id
    return [
        *((button("button.time", "visit.take", each.id, start=each.starts),) for each in offers),
        (
            button("button.another_day", "visit.other_day", batch, page + 1),
            button("button.another_place", "visit.other_place", batch),
        ),
        (
            button("button.another_time", "visit.other_time", batch),
            button("button.not_now", "visit.not_now", batch),
        ),
    ]


def notice(about: Sequence[datetime], now: datetime, deployment: Deployment) -> tuple[Line, bool]:
    """The first line of a message that nobody asked for, and whether it passes the quiet hours.

    It does when it is about today, or when the quiet hours would end less than two hours before the visit.
    """
    today = any(is_today(each, now, deployment) for each in about)
    too_late = deployment.quiet_ends(now) + IN_GOOD_TIME > min(about)
    return line("notice.today" if today else "notice.news"), today or too_late


def new_time() -> list[Row]:
    """A new time, or not now."""
    return [(button("button.new_visit", "visit.book"),), (button("button.not_now", "menu.not_now"),)]


def unasked(*lines: Line, buttons: Sequence[Row] = ()) -> Say:
    """A message that starts with a line for the lock screen."""
    assert lines[0].key.startswith("notice."), "the first line stands on a lock screen (R33)"
    return say(*lines, buttons=buttons)


def is_today(moment: datetime, now: datetime, deployment: Deployment) -> bool:
    """Whether a moment lies on the same day as now, on the clocks of the place."""
    return deployment.local(moment).date() == deployment.local(now).date()


def _another_inspection(visit: Visit) -> Button:
    return button("button.another_time", "inspection.other", visit.id, visit.revision)
