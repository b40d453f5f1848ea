"""Visits: booked, confirmed, moved, cancelled, and how they went. Visits are invitations (R14).

Cancelling and moving take one step and no reason (R13). Only a person's press says that you did not meet,
never the clock; nothing counts or lists it (R9). Two people taking one time: the worker's lock is taken first,
then the diary is looked at, so one gets it (`book` and `move` answer whether they could).

For the inbox: `coming`, `between`, `cancel`, `close`. Whatever a tenant changes stands in the thread (`event.*`)
and, until a person presses, among the changed visits (alert `visit_changed`: visit, what, start, was).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.session import wait_lock
from storage.tables import Staff, Tenant, Visit
from support import calendar, messages, outbox, reminders, visit_lines, visit_news
from support.deployment import Deployment
from support.say import Refused, line

How = Literal["met", "missed", "team_missed"]


def coming(db: Session, tenant: Tenant, *, now: datetime) -> list[Visit]:
    """What is booked and not over, soonest first."""
    found = select(Visit).where(
        Visit.tenant_id == tenant.id, Visit.state == "booked", Visit.starts > now - timedelta(days=1)
    )
    return [each for each in db.scalars(found.order_by(Visit.starts)) if calendar.piece(each).ends > now]


def between(db: Session, team_id: int, start: datetime, end: datetime) -> list[Visit]:
    """A team's visits and inspections of a time, in all states, for the week's page."""
    found = (
        select(Visit).join(Tenant).where(Tenant.team_id == team_id, Visit.starts >= start, Visit.starts < end)
    )
    return list(db.scalars(found.order_by(Visit.starts, Visit.id)))


def locked(db: Session, tenant: Tenant, visit_id: int) -> Visit | None:
    """The tenant's visit as it is now, kept from changing until the end of the transaction."""
    db.flush()
    visit = db.get(Visit, visit_id, with_for_update=True, populate_existing=True)
    return visit if visit is not None and visit.tenant_id == tenant.id else None


def hold(db: Session, visit: Visit) -> None:
    """Read the visit again and keep it from changing until the end of the transaction."""
    db.flush()
    db.refresh(visit, with_for_update=True)


def book(
    db: Session,
    tenant: Tenant,
    worker: Staff,
    starts: datetime,
    place: str,
    *,
    now: datetime,
    deployment: Deployment,
    minutes: int | None = None,
    pause: bool = True,
) -> Visit | None:
    """Book a visit that the tenant has said yes to; None if the worker's time is taken."""
    wait_lock(db, "worker", worker.id)
    if not calendar.fits(db, worker, starts, deployment, minutes=minutes, pause=pause):
        return None
    visit = Visit(
        tenant_id=tenant.id,
        worker_id=worker.id,
        kind="support",
        starts=starts.astimezone(UTC),
        minutes=minutes or deployment.visits.minutes,
        place=place,
        state="booked",
        revision=1,
        created_at=now,
        changed_at=now,
    )
    db.add(visit)
    db.flush()
    reminders.plan(db, visit, now=now, deployment=deployment)
    visit_news.note(db, visit, "event.visit_booked", now=now)
    return visit


def move(
    db: Session,
    visit: Visit,
    worker: Staff,
    starts: datetime,
    place: str,
    *,
    now: datetime,
    deployment: Deployment,
    pause: bool = True,
) -> bool:
    """Move a visit to what the tenant has said yes to: another time, place or person. False if that is taken."""
    wait_lock(db, "worker", worker.id)
    if not calendar.fits(db, worker, starts, deployment, minutes=visit.minutes, moving=visit, pause=pause):
        return False
    visit.worker_id, visit.starts, visit.place = worker.id, starts.astimezone(UTC), place
    _changed(db, visit, now)
    reminders.plan(db, visit, now=now, deployment=deployment)
    visit_news.note(db, visit, "event.visit_moved", now=now)
    return True


def confirm(db: Session, visit: Visit, *, now: datetime) -> None:
    """*Fits*: the next reminder asks nothing."""
    if visit.confirmed_at is None:
        visit.confirmed_at = now
        messages.event(db, visit.tenant, line("event.visit_fits", start=visit.starts), now=now)


def cancel_by_tenant(db: Session, visit: Visit, *, now: datetime) -> None:
    """Cancelled in one step; no reason is asked and none is kept."""
    visit.state, visit.cancelled_by = "cancelled", "tenant"
    _changed(db, visit, now)
    messages.event(db, visit.tenant, line("event.visit_cancelled", start=visit.starts), now=now)
    visit_news.tell_staff(db, visit, "cancelled", now=now)


def restore(db: Session, visit: Visit, *, now: datetime, deployment: Deployment) -> bool:
    """*Undo* a cancelling; False if somebody else has the time by now, or it is past."""
    if visit.worker is None or visit.starts <= now:
        return False
    wait_lock(db, "worker", visit.worker.id)
    if not calendar.fits(db, visit.worker, visit.starts, deployment, minutes=visit.minutes, pause=False):
        return False
    visit.state, visit.cancelled_by = "booked", None
    _changed(db, visit, now)
    reminders.plan(db, visit, now=now, deployment=deployment)
    visit_news.note(db, visit, "event.visit_restored", now=now)
    visit_news.tell_staff(db, visit, "booked", now=now)
    return True


def cancel(
    db: Session, visit: Visit, staff: Staff, *, now: datetime, deployment: Deployment
) -> Refused | None:
    """The team cancels a visit, or an inspection for the landlord: the tenant is told and offered a new time."""
    hold(db, visit)
    if visit.state != "booked" or calendar.piece(visit).ends <= now:
        return Refused(line("inbox.visit.not_booked"))
    visit.state, visit.cancelled_by = "cancelled", "team"
    _changed(db, visit, now)
    first, _ = visit_lines.notice([visit.starts], now, deployment)
    if visit.kind == "inspection":
        lines = [
            line("notice.private"),
            line("inspection.heading"),
            line("inspection.off", start=visit.starts),
        ]
        what = visit_lines.unasked(*lines)
    else:
        lines = [first, line("visit.off", start=visit.starts), line("visit.new_time")]
        what = visit_lines.unasked(*lines, buttons=visit_lines.new_time())
    visit_news.tell_tenant(db, visit, what, now=now, deployment=deployment)
    off = line("event.visit_off", start=visit.starts, name=staff.name)
    messages.event(db, visit.tenant, off, now=now)
    return None


def close(
    db: Session, visit: Visit, how: How, staff: Staff, *, now: datetime, deployment: Deployment
) -> Refused | None:
    """A person says how it went. *Missed* and *team missed* write to the tenant, and neither is noted in the thread.

    A wrong press is put right by another.
    """
    hold(db, visit)
    if visit.kind != "support" or visit.state == "cancelled":
        return Refused(line("inbox.visit.not_booked"))
    if visit.starts > now:
        return Refused(line("inbox.visit.not_yet"))
    if visit.state == how:
        return None
    visit.state = how
    if how == "met":
        messages.event(
            db, visit.tenant, line("event.visit_met", start=visit.starts, name=staff.name), now=now
        )
    else:
        _say_how_it_went(db, visit, how, now, deployment)
    return None


def _say_how_it_went(db: Session, visit: Visit, how: How, now: datetime, deployment: Deployment) -> None:
    """R22: neutral, and a new time at once; where the team failed it says so."""
    said_at = deployment.quiet_ends(now)
    day = "today" if visit_lines.is_today(visit.starts, said_at, deployment) else "day"
    part = f"{visit_lines.noun(visit.place)}_{day}"
    text = f"visit.missed.{part}" if how == "missed" else f"visit.failed.{part}"
    what = visit_lines.unasked(
        line("notice.news"), line(text, start=visit.starts), buttons=visit_lines.new_time()
    )
    outbox.notify(db, visit.tenant, what, now=now, deployment=deployment)


def _changed(db: Session, visit: Visit, now: datetime) -> None:
    visit.revision += 1
    visit.changed_at, visit.confirmed_at = now, None
    db.flush()
    db.refresh(visit, ["worker"])
