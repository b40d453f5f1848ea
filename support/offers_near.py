"""Proposals near a time that the tenant has named: inside it where the diary allows, else honestly beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from storage.tables import Offer, Staff, Tenant, Visit
from support import calendar, offers, slots
from support.deployment import Deployment

MOST = 3
"""Times that are proposed at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """When the tenant would like it: from `start` until `end` (exclusive), aware. A point is one minute long."""

    start: datetime
    end: datetime


def find(
    db: Session,
    tenant: Tenant,
    wanted: Wanted,
    *,
    now: datetime,
    deployment: Deployment,
    moving: Visit | None = None,
) -> tuple[list[Offer], bool]:
    """Times within what was wanted, and whether there are any; if not, the two that would be proposed anyway.

    The tenant's own worker comes first (R16); a colleague is proposed only if the worker has no time at all.
    A day with another visit is not left out here: the tenant has named it.
    """
    reason: offers.Reason = "move" if moving else "book"
    for worker in calendar.who_can(db, tenant):
        times = _free(db, worker, wanted, now=now, deployment=deployment, moving=moving)
        if times:
            place = moving.place if moving else tenant.usual_place
            made = offers.make(
                db, tenant, worker, times, place, now=now, deployment=deployment, moving=moving, reason=reason
            )
            return made, True
    return offers.find(db, tenant, now=now, deployment=deployment, moving=moving, reason=reason), False


def _free(
    db: Session,
    worker: Staff,
    wanted: Wanted,
    *,
    now: datetime,
    deployment: Deployment,
    moving: Visit | None,
) -> list[datetime]:
    first = max(wanted.start, calendar.earliest(now, deployment))
    if first >= wanted.end:
        return []
    minutes = moving.minutes if moving else None
    of = calendar.diary(
        db, worker, deployment, start=first, end=wanted.end, leave_out=moving, minutes=minutes
    )
    if wanted.end - wanted.start <= timedelta(minutes=1):
        return [wanted.start] if of.fits(wanted.start) else []
    last = wanted.end.astimezone(deployment.zone).date()
    day = first.astimezone(deployment.zone).date()
    days = [day + timedelta(days=each) for each in range((last - day).days + 1)]
    free = [at for each in days for at in of.free_on(each, earliest=first) if at < wanted.end]
    return _spread([at for at in free if moving is None or at != moving.starts], deployment)


def _spread(free: list[datetime], deployment: Deployment) -> list[datetime]:
    """Few, far apart: one a day where there are several days, else the first, the middle and the last."""
    by_day = [list(times) for _, times in groupby(free, key=lambda at: deployment.local(at).date())]
    if len(by_day) > 1:
        return [slots.nearest(times, slots.NOON + 60, deployment.zone) for times in by_day[:MOST]]
    whole = [at for at in free if deployment.local(at).minute == 0] or free
    return sorted({whole[0], whole[len(whole) // 2], whole[-1]}) if whole else []
