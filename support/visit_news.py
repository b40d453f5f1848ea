"""Who is told when a visit changes: the tenant, the team's first page, and the thread."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from storage.tables import Visit
from support import alerts, messages, outbox, visit_lines
from support.deployment import Deployment
from support.say import Say, line

Changed = Literal["booked", "moved", "cancelled", "agreed", "not_now"]


def tell_tenant(db: Session, visit: Visit, what: Say, *, now: datetime, deployment: Deployment) -> None:
    """News about a visit that the tenant relies on: a pause does not stop it, and it dies when the visit begins."""
    _, passes = visit_lines.notice([visit.starts], now, deployment)
    outbox.notify(
        db,
        visit.tenant,
        what,
        now=now,
        deployment=deployment,
        passes_quiet=passes,
        passes_pause=True,
        best_before=visit.starts,
    )


def tell_staff(
    db: Session, visit: Visit, what: Changed, *, now: datetime, was: datetime | None = None
) -> None:
    """Put a change by the tenant before the team: one open item a visit, which tells the newest."""
    for alert in alerts.open_alerts(db, kind="visit_changed"):
        if alert.tenant_id == visit.tenant_id and alert.args.get("visit") == visit.id:
            alerts.withdraw(db, alert, now=now)
    about = visit.tenant
    alerts.raise_alert(
        db, "visit_changed", about, now=now, visit=visit.id, what=what, start=visit.starts, was=was
    )


def note(db: Session, visit: Visit, key: str, *, now: datetime) -> None:
    """Put the visit as it is now into the thread, so that staff see in order what happened."""
    name = visit.worker.name if visit.worker else ""
    what = line(key, start=visit.starts, name=name, place=visit.place)
    messages.event(db, visit.tenant, what, now=now)
