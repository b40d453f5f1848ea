"""A worker is away: which visits that touches, and one press that lets the tenant choose what happens instead.

No reason is kept. Reminders of a touched visit stop by themselves (they look at the absence when they are due).
For the inbox: `enter_absence`, `touched`, `remove_absence`, `offer_cover`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Absence, Offer, Staff, Visit
from support import calendar, messages, offers, visit_lines, visit_news, visits
from support.deployment import Deployment
from support.say import Line, Refused, button, line
from support.visit_lines import Row


def enter_absence(
    db: Session, staff: Staff, starts: datetime, ends: datetime, by: Staff, *, now: datetime
) -> list[Visit]:
    """Enter an absence; the visits it touches. An empty span of time enters nothing."""
    if ends <= starts:
        return []
    absence = Absence(
        staff_id=staff.id,
        starts=starts.astimezone(UTC),
        ends=ends.astimezone(UTC),
        entered_by=by.id,
        created_at=now,
    )
    db.add(absence)
    db.flush()
    return [each for each in touched(db, absence) if calendar.piece(each).ends > now]


def touched(db: Session, absence: Absence) -> list[Visit]:
    """The visits that stand in the worker's name and fall into the absence."""
    found = db.scalars(
        select(Visit)
        .where(Visit.worker_id == absence.staff_id, Visit.state == "booked", Visit.starts < absence.ends)
        .order_by(Visit.starts)
    )
    return [each for each in found if calendar.piece(each).ends > absence.starts]


def remove_absence(db: Session, absence: Absence) -> None:
    """The worker is here after all. What tenants have been told and chosen stays as it is."""
    db.delete(absence)
    db.flush()


def offer_cover(
    db: Session, visit: Visit, stand_in: Staff | None, by: Staff, *, now: datetime, deployment: Deployment
) -> Refused | None:
    """One press: the tenant hears that the worker cannot come and chooses the stand-in (named, R16), another
    day, the phone, or not now. A change on the same day passes the quiet hours."""
    visits.hold(db, visit)
    refused = _refused(db, visit, stand_in, now, deployment)
    if refused is not None:
        return refused
    assert visit.worker is not None, "a support visit has a worker"
    ways = _ways(db, visit, stand_in, by, now=now, deployment=deployment)
    first, _ = visit_lines.notice([visit.starts], now, deployment)
    manner = visit_lines.manner(visit.place)
    today = visit_lines.is_today(visit.starts, now, deployment)
    cannot = f"visit.cannot_today.{manner}" if today else f"visit.cannot.{manner}"
    lines: list[Line] = [first, line(cannot, name=visit.worker.name, start=visit.starts)]
    others = [each for each in ways if each.worker_id != visit.worker_id]
    if others:
        lines.append(
            line(f"visit.stand_in.{visit_lines.manner(others[0].place)}", name=others[0].worker.name)
        )
    what = visit_lines.unasked(*lines, line("visit.which"), buttons=_buttons(ways, others))
    visit_news.tell_tenant(db, visit, what, now=now, deployment=deployment)
    told = line("event.cover_offered", name=by.name, worker=visit.worker.name, start=visit.starts)
    messages.event(db, visit.tenant, told, now=now)
    return None


def _ways(
    db: Session, visit: Visit, stand_in: Staff | None, by: Staff, *, now: datetime, deployment: Deployment
) -> list[Offer]:
    """How the time can be kept: the stand-in at the same place, and a call by the stand-in or a free colleague.

    With nobody free there is still one row: what *another day* and *not now* are about.
    """
    batch = offers.new_batch()
    who = stand_in or next(iter(calendar.stand_ins(db, visit, deployment=deployment)), None)
    ways = [offers.one(db, visit, stand_in, visit.place, by=by, batch=batch, now=now)] if stand_in else []
    if who is not None and visit.place != "phone":
        ways.append(offers.one(db, visit, who, "phone", by=by, batch=batch, now=now))
    if not ways and visit.worker is not None:
        ways.append(offers.one(db, visit, visit.worker, visit.place, by=by, batch=batch, now=now))
    return ways


def _buttons(ways: list[Offer], others: list[Offer]) -> list[Row]:
    rows: list[Row] = []
    for number, each in enumerate(others):
        key = f"button.stand_in.{visit_lines.manner(each.place)}" if number == 0 else "button.by_phone"
        rows.append((button(key, "visit.take", each.id, name=each.worker.name),))
    return [
        *rows,
        (button("button.another_day", "visit.other_day", ways[0].id, 0),),
        (button("button.not_now", "visit.not_now", ways[0].id),),
    ]


def _refused(
    db: Session, visit: Visit, stand_in: Staff | None, now: datetime, deployment: Deployment
) -> Refused | None:
    if visit.kind != "support" or visit.state != "booked" or visit.starts <= now:
        return Refused(line("inbox.visit.not_booked"))
    if visit.tenant.chat_id is None:
        return Refused(line("inbox.visit.no_phone"))
    if stand_in is None:
        return None
    free = calendar.fits(db, stand_in, visit.starts, deployment, minutes=visit.minutes, pause=False)
    if free and stand_in.id != visit.worker_id:
        return None
    return Refused(line("inbox.visit.taken", name=stand_in.name, start=visit.starts))
