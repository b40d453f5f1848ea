"""The watch: staff hear in the inbox when messages no longer come in, or reminders no longer go out.

The scheduler watches intake, and intake watches the scheduler; each in a transaction that it makes anyway. An
alert is raised once for each standstill and withdrawn by itself when the part works again. That messages may
have been lost stays until somebody has pressed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import signs
from storage.session import wait_lock
from storage.tables import Alert
from support import alerts

INTAKE_STILL, INTAKE_LOST, SCHEDULER_STILL = "intake_still", "intake_lost", "scheduler_still"


def intake_works(db: Session, now: datetime) -> None:
    """Intake has just stored what there was: noted, and a look at the scheduler."""
    signs.works(db, signs.INTAKE)
    _stands(db, SCHEDULER_STILL, signs.still_since(db, signs.SCHEDULER, signs.TOO_LONG), now)


def scheduler_works(db: Session, now: datetime) -> None:
    """The scheduler has just ticked: noted, and a look at intake."""
    signs.works(db, signs.SCHEDULER)
    since = signs.still_since(db, signs.INTAKE, signs.TOO_LONG)
    _stands(db, INTAKE_STILL, since, now, until=since + signs.TELEGRAM_KEEPS if since else None)
    lost = signs.gap(db)
    if lost is not None and not _raised(db, INTAKE_LOST, lost.since):
        _raise(db, INTAKE_LOST, lost.since, now)


def _stands(
    db: Session, kind: str, since: datetime | None, now: datetime, until: datetime | None = None
) -> None:
    """One alert for as long as the part stands still; somebody who has pressed it away is not told again."""
    if since is None:
        for alert in alerts.open_alerts(db, kind=kind):
            alerts.withdraw(db, alert, now=now)
    elif not _raised(db, kind, since):
        _raise(db, kind, since, now, until)


def _raise(db: Session, kind: str, since: datetime, now: datetime, until: datetime | None = None) -> None:
    wait_lock(db, "watch", kind)
    if not _raised(db, kind, since):
        last = until.isoformat() if until else None
        alerts.raise_alert(db, kind, None, now=now, since=since.isoformat(), until=last)


def _raised(db: Session, kind: str, since: datetime) -> bool:
    newest = db.scalar(select(Alert).where(Alert.kind == kind).order_by(Alert.id.desc()).limit(1))
    return newest is not None and newest.args.get("since") == since.isoformat()
