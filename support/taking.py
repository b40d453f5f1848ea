"""Taking a proposed time with one tap, or saying *not now*.

`take` looks at how it is now and answers with what became of it. Times that the bot proposed keep the notice;
times that staff proposed work until they begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.tables import Offer, Tenant, Visit
from support import calendar, messages, offers, visit_news, visits
from support.deployment import Deployment
from support.say import line

Outcome = Literal["booked", "moved", "chosen", "changed", "too_late", "taken", "gone"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a tap on a proposed time.

    booked, moved: it is agreed. chosen: a time of that proposal was taken before. changed: the visit has
    changed since. too_late: the time is past or too near. taken: somebody else has it. gone: no such offer.
    """

    outcome: Outcome
    visit: Visit | None = None
    offer: Offer | None = None


def take(db: Session, tenant: Tenant, offer_id: int, *, now: datetime, deployment: Deployment) -> Taken:
    """Take a proposed time: 1. the offer and its visit as they are now, 2. is it too late, 3. the worker's lock
    and diary, 4. book or move, 5. close the batch and tell staff."""
    offer = offers.of_tenant(db, tenant, offer_id)
    if offer is None:
        return Taken("gone")
    moving = visits.locked(db, tenant, offer.visit_id) if offer.visit_id else None
    standing = _already(db, offer, moving, now)
    if standing is not None:
        return standing
    if moving is not None and moving.state != "booked":
        moving = None
    if offer.starts < (calendar.earliest(now, deployment) if offer.made_by is None else now):
        return Taken("too_late", moving, offer)
    if moving is None:
        return _book(db, offer, now, deployment)
    return _move(db, offer, moving, now, deployment)


def chosen(db: Session, offer: Offer) -> Visit | None:
    """The visit that came of the times shown together, if one was taken."""
    taken = next((each for each in offers.batch(db, offer) if each.state == "taken"), None)
    return taken.visit if taken is not None else None


def not_now(db: Session, offer: Offer, *, now: datetime) -> Visit | None:
    """A complete answer. The visit that stands, if any; one whose worker cannot come is cancelled by it.

    The times keep working: who changes their mind taps one.
    """
    before = chosen(db, offer)
    visit_id = before.id if before is not None else offer.visit_id
    visit = visits.locked(db, offer.tenant, visit_id) if visit_id else None
    if offer.state == "open" and offer.made_by is not None:
        messages.event(db, offer.tenant, line("event.visit_not_now"), now=now)
    answers_absence = before is None and offer.reason == "absence"
    if visit is not None and visit.state == "booked" and answers_absence and calendar.in_doubt(db, visit):
        visit.state, visit.cancelled_by = "cancelled", "team"
        visit_news.tell_staff(db, visit, "not_now", now=now)
    db.execute(update(Offer).where(Offer.batch == offer.batch, Offer.state == "open").values(state="closed"))
    return visit


def _book(db: Session, offer: Offer, now: datetime, deployment: Deployment) -> Taken:
    visit = visits.book(
        db,
        offer.tenant,
        offer.worker,
        offer.starts,
        offer.place,
        now=now,
        deployment=deployment,
        minutes=offer.minutes,
        pause=offer.made_by is None,
    )
    if visit is None:
        return Taken("taken", None, offer)
    visit_news.tell_staff(db, visit, "agreed" if offer.made_by else "booked", now=now)
    _close(db, offer, visit)
    return Taken("booked", visit, offer)


def _move(db: Session, offer: Offer, visit: Visit, now: datetime, deployment: Deployment) -> Taken:
    was, pause = visit.starts, offer.made_by is None
    if not visits.move(
        db, visit, offer.worker, offer.starts, offer.place, now=now, deployment=deployment, pause=pause
    ):
        return Taken("taken", visit, offer)
    visit_news.tell_staff(db, visit, "agreed" if offer.made_by else "moved", now=now, was=was)
    _close(db, offer, visit)
    return Taken("moved", visit, offer)


def _already(db: Session, offer: Offer, moving: Visit | None, now: datetime) -> Taken | None:
    """What has become of the proposal since: a time of it was taken, or its visit has changed or is over."""
    before = chosen(db, offer)
    if before is not None:
        return Taken("chosen", before, offer)
    own = _own_visit_then(db, offer)
    if own is not None and (moving is None or own.id != moving.id):
        return Taken("chosen", own, offer)
    if moving is None:
        return None
    over = calendar.piece(moving).ends <= now and offer.reason != "absence"
    put_off = offer.reason == "absence" and moving.cancelled_by == "team" and moving.state == "cancelled"
    if put_off and offer.starts > now:
        return None  # *not now*, and then they changed their mind
    changed = moving.state != "booked" or moving.changed_at > offer.created_at or over
    return Taken("changed", moving, offer) if changed else None


def _own_visit_then(db: Session, offer: Offer) -> Visit | None:
    found = select(Visit).where(
        Visit.tenant_id == offer.tenant_id, Visit.state == "booked", Visit.starts == offer.starts
    )
    return db.scalars(found).first()


def _close(db: Session, offer: Offer, visit: Visit) -> None:
    """The taken offer knows the visit that came of it."""
    same = (Offer.batch == offer.batch, Offer.state == "open")
    db.execute(update(Offer).where(*same).values(state="closed"))
    offer.state, offer.visit_id = "taken", visit.id
    db.flush()
