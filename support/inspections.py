"""Technical inspections: the landlord's, never a support visit (R28, J5, J13).

Facts only, under the landlord's heading: who, what they look at, when, how long. The tenant answers *yes*,
*yes, if the worker comes* or *another time*; then the worker asks the landlord, and nothing is moved until the
landlord has given a new time. The landlord sees nothing of this (R29): staff write it in.
For the inbox: `add_inspection`, `move_inspection`, `attend`; `visits.cancel` works too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.orm import Session

from storage.session import wait_lock
from storage.tables import Staff, Tenant, Visit
from support import alerts, calendar, messages, reminders, visit_lines, visit_news, visits
from support.deployment import Deployment
from support.say import Line, Refused, line

Answer = Literal["yes", "yes_with_worker", "another_time"]


def add_inspection(
    db: Session,
    tenant: Tenant,
    by: Staff,
    *,
    visitor: str,
    looks_at: str,
    starts: datetime,
    minutes: int,
    now: datetime,
    deployment: Deployment,
) -> Visit | Refused:
    """Write in what the landlord has told; the tenant gets it as it is."""
    if tenant.state == "ended":
        return Refused(line("inbox.tenant_state.ended"))
    if starts <= now:
        return Refused(line("inbox.visit.past"))
    visit = Visit(
        tenant_id=tenant.id,
        worker_id=None,
        kind="inspection",
        starts=starts.astimezone(UTC),
        minutes=minutes,
        place="home",
        state="booked",
        visitor=visitor,
        looks_at=looks_at,
        revision=1,
        created_at=now,
        changed_at=now,
    )
    db.add(visit)
    db.flush()
    _planned(db, visit, by, "event.inspection_added", now=now, deployment=deployment)
    return visit


def move_inspection(
    db: Session, visit: Visit, starts: datetime, by: Staff, *, now: datetime, deployment: Deployment
) -> Refused | None:
    """The landlord has given another time: the tenant is asked again."""
    visits.hold(db, visit)
    if visit.kind != "inspection" or visit.state != "booked":
        return Refused(line("inbox.visit.not_booked"))
    if starts <= now:
        return Refused(line("inbox.visit.past"))
    visit.starts, visit.answer, visit.worker_id = starts.astimezone(UTC), None, None
    visit.revision += 1
    visit.changed_at = now
    db.flush()
    db.refresh(visit)
    _planned(db, visit, by, "event.inspection_moved", now=now, deployment=deployment)
    return None


def attend(
    db: Session, visit: Visit, worker: Staff, by: Staff, *, now: datetime, deployment: Deployment
) -> Refused | None:
    """The worker comes along; the tenant is told."""
    visits.hold(db, visit)
    if visit.kind != "inspection" or visit.state != "booked" or calendar.piece(visit).ends <= now:
        return Refused(line("inbox.visit.not_booked"))
    wait_lock(db, "worker", worker.id)
    free = calendar.fits(
        db, worker, visit.starts, deployment, minutes=visit.minutes, moving=visit, pause=False
    )
    if not free:
        return Refused(line("inbox.visit.taken", name=worker.name, start=visit.starts))
    visit.worker_id = worker.id
    db.flush()
    db.refresh(visit)
    _tell(db, visit, [], now, deployment)
    with_us = line("event.inspection_with", name=worker.name, start=visit.starts)
    messages.event(db, visit.tenant, with_us, now=now)
    return None


def answer(db: Session, visit: Visit, said: Answer, *, now: datetime) -> None:
    """Keep the tenant's answer. What the team is to do something about stands on the first page until done."""
    if visit.answer == said:
        return
    visit.answer = said
    visit.confirmed_at = now if said == "yes" else None
    messages.event(db, visit.tenant, line(f"event.inspection_answer.{said}", start=visit.starts), now=now)
    for alert in alerts.open_alerts(db, kind="inspection"):
        if alert.tenant_id == visit.tenant_id and alert.args.get("visit") == visit.id:
            alerts.withdraw(db, alert, now=now)
    if said != "yes":
        about = visit.tenant
        alerts.raise_alert(db, "inspection", about, now=now, visit=visit.id, what=said, start=visit.starts)


def _planned(
    db: Session, visit: Visit, by: Staff, event: str, *, now: datetime, deployment: Deployment
) -> None:
    reminders.plan(db, visit, now=now, deployment=deployment)
    _tell(db, visit, visit_lines.inspection_buttons(visit), now, deployment)
    messages.event(db, visit.tenant, line(event, name=by.name, start=visit.starts), now=now)


def _tell(
    db: Session, visit: Visit, buttons: list[visit_lines.Row], now: datetime, deployment: Deployment
) -> None:
    """Nothing on a lock screen may name the landlord (R33), so the first line is long enough to fill it."""
    asks: list[Line] = [visit_lines.asks(visit)] if buttons else []
    what = visit_lines.unasked(line("notice.private"), *visit_lines.inspection(visit), *asks, buttons=buttons)
    visit_news.tell_tenant(db, visit, what, now=now, deployment=deployment)
