"""A worker's diary as the database knows it: hours, visits, absences, days off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Absence, Offer, Staff, Tenant, Visit
from support import slots
from support.deployment import Deployment
from support.hours import Week
from support.slots import LOOK_AHEAD, Busy, Diary

_LONGEST = timedelta(days=1)
"""No visit is longer, so visits that began earlier than this are over."""


def diary(
    db: Session,
    worker: Staff,
    deployment: Deployment,
    *,
    start: datetime,
    end: datetime,
    leave_out: Visit | None = None,
    minutes: int | None = None,
) -> Diary:
    """What decides the worker's free times between `start` and `end`, without the visit that is to be moved."""
    visits = db.scalars(
        select(Visit).where(
            Visit.worker_id == worker.id,
            Visit.state == "booked",
            Visit.starts > start - _LONGEST,
            Visit.starts < end + _LONGEST,
        )
    )
    absences = db.scalars(
        select(Absence).where(Absence.staff_id == worker.id, Absence.ends > start, Absence.starts < end)
    )
    return Diary(
        week=hours(worker, deployment),
        zone=deployment.zone,
        day_off=deployment.day_off,
        visits=tuple(piece(each) for each in visits if leave_out is None or each.id != leave_out.id),
        away=tuple(Busy(each.starts, each.ends) for each in absences),
        minutes=minutes or deployment.visits.minutes,
        between=deployment.visits.between,
    )


def hours(worker: Staff, deployment: Deployment) -> Week:
    """The worker's own hours, else the office's."""
    return Week.parse(worker.hours) if worker.hours is not None else deployment.office_hours


def piece(visit: Visit) -> Busy:
    """The time that a visit takes."""
    return Busy(visit.starts, visit.starts + timedelta(minutes=visit.minutes))


def earliest(now: datetime, deployment: Deployment) -> datetime:
    """The first moment that a tenant may book: after the notice."""
    hours_of_notice = deployment.visits.notice_hours
    return slots.notice_ends(
        now, hours_of_notice, deployment.office_hours, deployment.zone, deployment.day_off
    )


def days_for(
    db: Session,
    tenant: Tenant,
    worker: Staff,
    deployment: Deployment,
    *,
    now: datetime,
    moving: Visit | None = None,
) -> list[list[datetime]]:
    """Days on which the worker could meet the tenant; days on which they meet anyway are left out."""
    first = earliest(now, deployment)
    last, minutes = first + timedelta(days=LOOK_AHEAD), moving.minutes if moving else None
    of = diary(db, worker, deployment, start=first, end=last, leave_out=moving, minutes=minutes)
    return slots.free_days(of, earliest=first, leave_out=_days_with_visits(db, tenant, deployment, now))


def who_can(db: Session, tenant: Tenant) -> Iterator[Staff]:
    """Who may visit the tenant: their own worker first (R16), then the colleagues in the team."""
    if tenant.worker.active:
        yield tenant.worker
    yield from colleagues(db, tenant.team_id, without=tenant.worker_id)


def colleagues(db: Session, team_id: int, *, without: int | None) -> list[Staff]:
    """The team's other workers."""
    found = select(Staff).where(Staff.team_id == team_id, Staff.active, Staff.role == "worker")
    return [each for each in db.scalars(found.order_by(Staff.id)) if each.id != without]


def fits(
    db: Session,
    worker: Staff,
    starts: datetime,
    deployment: Deployment,
    *,
    minutes: int | None = None,
    moving: Visit | None = None,
    pause: bool = True,
) -> bool:
    """Whether nothing stands in the way then. Staff may place visits close to each other: `pause=False`."""
    day = timedelta(days=1)
    of = diary(
        db, worker, deployment, start=starts - day, end=starts + day, leave_out=moving, minutes=minutes
    )
    without_pause = Diary(of.week, of.zone, of.day_off, of.visits, of.away, of.minutes, between=0)
    return (of if pause else without_pause).fits(starts)


def free_times(
    db: Session,
    worker: Staff,
    *,
    now: datetime,
    deployment: Deployment,
    tenant: Tenant | None = None,
    days: int = 14,
) -> list[datetime]:
    """A worker's free times from now on, for staff who propose. With a tenant, without the days they meet anyway."""
    of = diary(db, worker, deployment, start=now, end=now + timedelta(days=days))
    leave_out = _days_with_visits(db, tenant, deployment, now) if tenant else frozenset[date]()
    found = slots.free_days(of, earliest=now, leave_out=leave_out, ahead=days)
    return sorted(each for day in found for each in day)


def stand_ins(db: Session, visit: Visit, *, deployment: Deployment) -> list[Staff]:
    """Colleagues who are free when the visit was to be."""
    team = colleagues(db, visit.tenant.team_id, without=visit.worker_id)
    return [
        each for each in team if fits(db, each, visit.starts, deployment, minutes=visit.minutes, pause=False)
    ]


def away(db: Session, visit: Visit) -> bool:
    """Whether the worker has an absence entered for some of the visit's time."""
    taken = piece(visit)
    overlapping = (
        Absence.staff_id == visit.worker_id,
        Absence.starts < taken.ends,
        Absence.ends > taken.starts,
    )
    return db.scalar(select(Absence.id).where(*overlapping).limit(1)) is not None


def in_doubt(db: Session, visit: Visit) -> bool:
    """The worker cannot come, and the tenant has not chosen yet what happens instead."""
    if visit.state != "booked" or visit.kind != "support":
        return False
    asked = select(Offer.id).where(
        Offer.visit_id == visit.id,
        Offer.reason == "absence",
        Offer.state == "open",
        Offer.created_at >= visit.changed_at,
    )
    return away(db, visit) or db.scalar(asked.limit(1)) is not None


def _days_with_visits(db: Session, tenant: Tenant, deployment: Deployment, now: datetime) -> frozenset[date]:
    coming = db.scalars(
        select(Visit.starts).where(Visit.tenant_id == tenant.id, Visit.state == "booked", Visit.starts > now)
    )
    return frozenset(deployment.local(each).date() for each in coming)
