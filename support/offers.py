"""Proposed times as rows, so that their buttons work for ever.

Offers hold no time: two people may be offered the same, one gets it (`taking.py`). An offer that nobody
answers expires quietly (R11).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Offer, Staff, Tenant, Visit
from support import calendar, slots
from support.deployment import Deployment

Reason = Literal["book", "move", "staff", "absence"]
"""Who began: the tenant for a new visit or another time, staff, or a worker's absence."""


def find(
    db: Session,
    tenant: Tenant,
    *,
    now: datetime,
    deployment: Deployment,
    place: str | None = None,
    moving: Visit | None = None,
    reason: Reason = "book",
    page: int = 0,
) -> list[Offer]:
    """Two times on different days with the tenant's own worker, else a colleague; empty if there is none."""
    for worker in calendar.who_can(db, tenant):
        days = calendar.days_for(db, tenant, worker, deployment, now=now, moving=moving)
        if days:
            times = slots.pair(days, deployment.zone, page)
            at = place or (moving.place if moving else tenant.usual_place)
            return make(
                db, tenant, worker, times, at, now=now, deployment=deployment, moving=moving, reason=reason
            )
    return []


def again(
    db: Session,
    offer: Offer,
    *,
    now: datetime,
    deployment: Deployment,
    place: str | None = None,
    page: int = 0,
) -> list[Offer]:
    """Other times in place of a proposal: another day, another place, or because its time is gone."""
    reason: Reason = "absence" if offer.reason == "absence" else "move" if offer.visit_id else "book"
    moving = offer.visit if offer.state != "taken" and offer.visit and offer.visit.state == "booked" else None
    place = place or (offer.place if offer.reason != "absence" else None)
    return find(
        db, offer.tenant, now=now, deployment=deployment, place=place, moving=moving, reason=reason, page=page
    )


def of_tenant(db: Session, tenant: Tenant, offer_id: int) -> Offer | None:
    """The tenant's offer; None if there is no such, or it is somebody else's."""
    offer = db.get(Offer, offer_id)
    return offer if offer is not None and offer.tenant_id == tenant.id else None


def batch(db: Session, offer: Offer) -> list[Offer]:
    """The offers that were shown together."""
    return list(db.scalars(select(Offer).where(Offer.batch == offer.batch).order_by(Offer.id)))


def open_offers(db: Session, tenant: Tenant, *, now: datetime) -> list[Offer]:
    """What staff have sent the tenant and nobody has answered."""
    found = select(Offer).where(
        Offer.tenant_id == tenant.id, Offer.state == "open", Offer.made_by.is_not(None), Offer.starts > now
    )
    return list(db.scalars(found.order_by(Offer.starts)))


def make(
    db: Session,
    tenant: Tenant,
    worker: Staff,
    times: Sequence[datetime],
    place: str,
    *,
    now: datetime,
    deployment: Deployment,
    moving: Visit | None,
    reason: Reason,
    made_by: Staff | None = None,
) -> list[Offer]:
    """One batch: a worker's times at a place."""
    name = new_batch()
    found = [
        Offer(
            batch=name,
            tenant_id=tenant.id,
            worker_id=worker.id,
            visit_id=moving.id if moving else None,
            starts=each,
            minutes=moving.minutes if moving else deployment.visits.minutes,
            place=place,
            reason=reason,
            made_by=made_by.id if made_by else None,
            state="open",
            created_at=now,
        )
        for each in times
    ]
    db.add_all(found)
    db.flush()
    return found


def one(
    db: Session, visit: Visit, worker: Staff, place: str, *, by: Staff, batch: str, now: datetime
) -> Offer:
    """One way to keep a visit's time when its worker cannot come: another person, or the phone."""
    offer = Offer(
        batch=batch,
        tenant_id=visit.tenant_id,
        worker_id=worker.id,
        visit_id=visit.id,
        starts=visit.starts,
        minutes=visit.minutes,
        place=place,
        reason="absence",
        made_by=by.id,
        state="open",
        created_at=now,
    )
    db.add(offer)
    db.flush()
    return offer


def new_batch() -> str:
    """A name for offers that are shown together."""
    return secrets.token_hex(8)
