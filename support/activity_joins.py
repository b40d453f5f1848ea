"""Who is in. No duty: signing off takes one tap, needs no reason and touches no visit (R30).

Kept apart from everything else about a tenant, and erased when the activity is over.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from storage.tables import Activity, ActivityJoin, Tenant
from support.say import Refused, line


def who_is_in(db: Session, activity: Activity) -> list[Tenant]:
    """The tenants who are in, in the order they joined."""
    return list(
        db.scalars(
            select(Tenant)
            .join(ActivityJoin, ActivityJoin.tenant_id == Tenant.id)
            .where(ActivityJoin.activity_id == activity.id)
            .order_by(ActivityJoin.at, Tenant.id)
        )
    )


def joined(db: Session, activity: Activity, team_id: int) -> tuple[list[str], int]:
    """First names of the team's own tenants who are in, and how many more come: other teams' tenants are not named."""
    everybody = who_is_in(db, activity)
    ours = sorted(tenant.first_name for tenant in everybody if tenant.team_id == team_id)
    return ours, len(everybody) - len(ours)


def joined_ids(db: Session, tenant: Tenant) -> set[int]:
    """What the tenant is in."""
    return set(db.scalars(select(ActivityJoin.activity_id).where(ActivityJoin.tenant_id == tenant.id)))


def join(db: Session, tenant: Tenant, activity_id: int, *, now: datetime) -> Activity | Refused:
    """*I'm in*. Twice is the same as once."""
    activity = _still_on(db, activity_id, now)
    if isinstance(activity, Activity) and db.get(ActivityJoin, (activity.id, tenant.id)) is None:
        db.add(ActivityJoin(activity_id=activity.id, tenant_id=tenant.id, at=now))
        db.flush()
    return activity


def leave(db: Session, tenant: Tenant, activity_id: int, *, now: datetime) -> Activity | Refused:
    """*Not this time*: one tap, no reason."""
    activity = _still_on(db, activity_id, now)
    is_in = db.get(ActivityJoin, (activity_id, tenant.id))
    if is_in is not None:
        db.delete(is_in)
        db.flush()
    return activity


def forget_past_joins(db: Session, now: datetime) -> None:
    """Erase who was in, once the activity is over or would have begun."""
    past = select(Activity.id).where(
        or_(Activity.ends <= now, Activity.cancelled_at.is_not(None) & (Activity.starts <= now))
    )
    db.execute(delete(ActivityJoin).where(ActivityJoin.activity_id.in_(past)))


def _still_on(db: Session, activity_id: int, now: datetime) -> Activity | Refused:
    activity = db.get(Activity, activity_id)
    if activity is None:
        return Refused(line("activity.gone"))
    if activity.cancelled_at:
        return Refused(line("activity.cancelled", title=activity.title, start=activity.starts))
    if activity.ends <= now:
        return Refused(line("activity.over", title=activity.title, start=activity.starts))
    return activity
