"""When a visit is reminded of, and whether it still is at the moment it would be said (decision 6).

Two reminders by default (Steiner 2018; house rule R9): the evening before at 18:00 local, and two hours
before. One that falls in the quiet hours is left out; the evening one stands: if 18:00 itself is quiet it
comes an hour before the quiet hours begin that day. A reminder whose moment has passed when the visit is
booked is never made. Rows say only what is due; `decide` reads the visit as it is then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from storage.tables import Reminder, Visit
from support import calendar, pauses, visit_lines
from support.deployment import Deployment
from support.hours import at_minute
from support.say import Line, Say, line

Kind = Literal["evening", "soon"]
EVENING = 18 * 60
"""Minute of the day of the first reminder."""
SOON = timedelta(hours=2)
USELESS = timedelta(minutes=30)
"""So close to the visit a reminder comes too late to be of use."""


def due_times(starts: datetime, deployment: Deployment) -> dict[Kind, datetime]:
    """When the reminders of a visit are due; what falls in the quiet hours is left out."""
    due: dict[Kind, datetime] = {}
    evening = _evening_before(starts, deployment)
    if evening is not None:
        due["evening"] = evening
    soon = starts.astimezone(UTC) - SOON
    if not deployment.is_quiet(soon):
        due["soon"] = soon
    return due


def plan(db: Session, visit: Visit, *, now: datetime, deployment: Deployment) -> None:
    """Make the rows for the visit as it is now. Rows of an earlier revision die by themselves."""
    for kind, due_at in due_times(visit.starts, deployment).items():
        if due_at > now:
            row = Reminder(visit_id=visit.id, revision=visit.revision, kind=kind, due_at=due_at)
            db.add(row)
    db.flush()


def best_before(reminder: Reminder, deployment: Deployment) -> datetime:
    """Until when it is of use: the evening one until the quiet hours, the other until shortly before the visit."""
    if reminder.kind == "soon":
        return reminder.visit.starts - USELESS
    local = deployment.local(reminder.due_at)
    quiet = deployment.quiet.start
    begins = at_minute(local, local.date(), quiet.hour * 60 + quiet.minute)
    return begins if begins > local else at_minute(local, local.date(), 24 * 60)


def decide(db: Session, reminder: Reminder, *, now: datetime, deployment: Deployment) -> str | None:
    """Why the reminder is not to be sent, as one word (`inbox.reminder.*`); None if it is."""
    visit = reminder.visit
    return (
        _about_the_visit(db, reminder, visit, now)
        or _about_the_tenant(reminder, visit, now)
        or ("late" if now >= best_before(reminder, deployment) else None)
        or ("quiet" if deployment.is_quiet(now) else None)
    )


def message(reminder: Reminder) -> Say:
    """The reminder, from the visit as it is now. After *fits* it asks nothing."""
    visit = reminder.visit
    ask = visit.answer is None if visit.kind == "inspection" else visit.confirmed_at is None
    private = visit.kind == "inspection"
    lines: list[Line] = [
        line("notice.private" if private else "notice.reminder"),
        *visit_lines.as_it_is(visit, brief=True),
    ]
    if visit.answer == "another_time":
        lines.append(line("inspection.asking", name=visit.tenant.worker.name))
    if ask:
        lines.append(visit_lines.asks(visit))
    return visit_lines.unasked(*lines, buttons=visit_lines.buttons(visit, ask=ask, call=True))


def _evening_before(starts: datetime, deployment: Deployment) -> datetime | None:
    local = deployment.local(starts)
    day = local.date() - timedelta(days=1)
    quiet = deployment.quiet.start
    before_quiet = quiet.hour * 60 + quiet.minute - 60
    for minute in (EVENING, before_quiet):
        if minute >= 0 and not deployment.is_quiet(at_minute(local, day, minute)):
            return at_minute(local, day, minute)
    return None


def _about_the_visit(db: Session, reminder: Reminder, visit: Visit, now: datetime) -> str | None:
    if visit.state == "cancelled":
        return "cancelled"
    if visit.revision != reminder.revision:
        return "changed"
    if visit.state != "booked" or visit.starts <= now:
        return "over"
    return "worker_absent" if calendar.in_doubt(db, visit) else None


def _about_the_tenant(reminder: Reminder, visit: Visit, now: datetime) -> str | None:
    tenant = visit.tenant
    if tenant.state != "active":
        return "not_active"
    if tenant.chat_id is None:
        return "no_phone"
    if pauses.is_paused(tenant, now):
        return "paused"
    wanted = {"both": ("evening", "soon"), "evening": ("evening",)}.get(tenant.reminders, ())
    return None if reminder.kind in wanted else "switched_off"
