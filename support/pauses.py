"""Pause: nothing unsolicited until a day or until the tenant says (R10). Answers, danger and people still come.

Whether something may leave is decided when it is sent, so a pause works at once on what waits already.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Tenant
from support import messages
from support.say import line


def is_paused(tenant: Tenant, now: datetime) -> bool:
    """Whether nothing unsolicited may leave."""
    return tenant.paused and (tenant.paused_until is None or now < tenant.paused_until)


def pause(db: Session, tenant: Tenant, until: datetime | None, *, now: datetime) -> None:
    """Pause until then; without a time, until the tenant says."""
    changed = not is_paused(tenant, now) or tenant.paused_until != until
    tenant.paused, tenant.paused_until = True, until
    if changed:
        what = line("event.paused_until", end=until) if until else line("event.paused")
        messages.event(db, tenant, what, now=now)


def resume(db: Session, tenant: Tenant, *, now: datetime) -> None:
    """Start again."""
    if tenant.paused:
        messages.event(db, tenant, line("event.resumed"), now=now)
    tenant.paused, tenant.paused_until = False, None


def resume_due(db: Session, now: datetime) -> int:
    """End the pauses whose day has come. Nothing is said about it, and nothing is sent again."""
    over = select(Tenant).where(Tenant.paused, Tenant.paused_until <= now)
    due = list(db.scalars(over))
    for tenant in due:
        resume(db, tenant, now=now)
    return len(due)
