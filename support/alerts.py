"""What stays on the inbox's first page until a person presses: danger, calls, requests, failures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Alert, Staff, Tenant
from support.say import Arg, plain

URGENT = ("danger", "call", "crisis_place")
"""Sorted first, and rung for with a sound."""


def raise_alert(
    db: Session,
    kind: str,
    tenant: Tenant | None,
    *,
    now: datetime,
    chat_id: int | None = None,
    text: str | None = None,
    phone: str | None = None,
    **args: Arg,
) -> Alert:
    """Put something before the team. `text` only for what is kept nowhere else (a stranger in danger)."""
    alert = Alert(
        kind=kind,
        tenant_id=tenant.id if tenant else None,
        chat_id=chat_id,
        text=text,
        phone=phone,
        args={name: plain(value) for name, value in args.items()},
        created_at=now,
    )
    db.add(alert)
    db.flush()
    return alert


def open_alerts(db: Session, *, team_id: int | None = None, kind: str | None = None) -> list[Alert]:
    """What nobody has handled: urgent kinds first, oldest first. Strangers belong to every team."""
    found = select(Alert).outerjoin(Tenant).where(Alert.done_at.is_(None), Alert.withdrawn_at.is_(None))
    if team_id is not None:
        found = found.where((Tenant.team_id == team_id) | Alert.tenant_id.is_(None))
    if kind is not None:
        found = found.where(Alert.kind == kind)
    return sorted(db.scalars(found.order_by(Alert.created_at)), key=lambda a: a.kind not in URGENT)


def open_for(db: Session, tenant: Tenant, kind: str) -> Alert | None:
    """The newest alert of that kind for the tenant that is neither done nor withdrawn."""
    return db.scalar(
        select(Alert)
        .where(
            Alert.tenant_id == tenant.id,
            Alert.kind == kind,
            Alert.done_at.is_(None),
            Alert.withdrawn_at.is_(None),
        )
        .order_by(Alert.id.desc())
        .limit(1)
    )


def take(db: Session, alert: Alert, staff: Staff, *, now: datetime) -> None:
    """Somebody takes it; it stays visible, with their name, until done."""
    alert.taken_by, alert.taken_at = staff.id, now


def done(db: Session, alert: Alert, staff: Staff, *, now: datetime) -> None:
    """Somebody has handled it. The number and a stranger's words are erased."""
    alert.done_by, alert.done_at = staff.id, now
    alert.phone = alert.text = alert.chat_id = None


def withdraw(db: Session, alert: Alert, *, now: datetime) -> None:
    """The tenant no longer needs it."""
    alert.withdrawn_at = now
    alert.phone = alert.text = None
