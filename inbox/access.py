"""Who may open what, and the log of what was opened (SoLPUL § 10, Normen 15).

Somebody sees their own team's tenants and nobody else's. What one may not see is answered as if it were not
there. A landlord has no role here (R29).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from litestar.exceptions import NotFoundException, PermissionDeniedException
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.who import Me
from storage.tables import AccessLog, Alert, Staff, Tenant, Visit

SAME_OPENING = timedelta(hours=1)
"""A page that stays open fetches what is new by itself; within this time that is the same opening."""


def my_tenant(db: Session, me: Me, tenant_id: int) -> Tenant:
    """A tenant of my team, or 404."""
    tenant = db.get(Tenant, tenant_id)
    if tenant is None or tenant.team_id != me.team_id:
        raise NotFoundException("no such tenant in this team")
    return tenant


def my_alert(db: Session, me: Me, alert_id: int) -> Alert:
    """An alert about a tenant of my team; strangers and machinery belong to every team."""
    alert = db.get(Alert, alert_id)
    if alert is None or (alert.tenant is not None and alert.tenant.team_id != me.team_id):
        raise NotFoundException("no such alert in this team")
    return alert


def my_visit(db: Session, me: Me, visit_id: int) -> Visit:
    """A visit to a tenant of my team, or 404."""
    visit = db.get(Visit, visit_id)
    if visit is None or visit.tenant.team_id != me.team_id:
        raise NotFoundException("no such visit in this team")
    return visit


def my_colleague(db: Session, me: Me, staff_id: int) -> Staff:
    """Somebody who works in my team now, or 404."""
    staff = db.get(Staff, staff_id)
    if staff is None or not staff.active or staff.team_id != me.team_id:
        raise NotFoundException("no such person in this team")
    return staff


def whose_hours(db: Session, me: Me, staff_id: int) -> Staff:
    """Whose hours and absences somebody may enter: their own; a coordinator also the team's."""
    staff = my_colleague(db, me, staff_id)
    if staff.id != me.id and not me.coordinates:
        raise PermissionDeniedException("only a coordinator enters a colleague's hours")
    return staff


def log_opening(
    db: Session, me: Me, what: str, *, now: datetime, tenant: Tenant | None = None, alert: Alert | None = None
) -> None:
    """One row: who opened what (thread, plan, profile, file, alert), whose, when."""
    db.add(
        AccessLog(
            staff_id=me.id,
            tenant_id=tenant.id if tenant else None,
            alert_id=alert.id if alert else None,
            what=what,
            at=now,
        )
    )


def log_still_open(db: Session, me: Me, what: str, tenant: Tenant, *, now: datetime) -> None:
    """A page fetches what is new by itself: a row only if the last opening is long ago."""
    last = db.scalar(
        select(AccessLog.at)
        .where(AccessLog.staff_id == me.id, AccessLog.tenant_id == tenant.id, AccessLog.what == what)
        .order_by(AccessLog.id.desc())
        .limit(1)
    )
    if last is None or now - last >= SAME_OPENING:
        log_opening(db, me, what, now=now, tenant=tenant)
