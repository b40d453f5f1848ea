"""What is due: claims the reminders whose moment has come, decides, and writes what is to leave.

Several processes may tick: each reminder is one transaction that takes its row first and skips it if another
process has it. A reminder that fails stays waiting and does not stop the others; it dies when it is late.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.session import Store
from storage.tables import Conversation, Reminder
from support import alerts, outbox, reminders, visits
from support.deployment import Deployment

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Reminders looked at in one tick; the next tick takes the rest."""


def send_due(store: Store, deployment: Deployment, now: datetime) -> int:
    """Settle every reminder that is due; how many were sent."""
    with store.reading() as db:
        due = db.scalars(
            select(Reminder.id)
            .where(Reminder.state == "waiting", Reminder.due_at <= now)
            .order_by(Reminder.due_at, Reminder.id)
            .limit(AT_ONCE)
        ).all()
    sent = 0
    for reminder_id in due:
        try:
            with store.writing() as db:
                sent += _settle(db, reminder_id, deployment, now)
        except Exception:
            log.exception("reminder %s failed", reminder_id)
    return sent


def _settle(db: Session, reminder_id: int, deployment: Deployment, now: datetime) -> bool:
    """One reminder, from its visit as it is now: sent, or dropped with the reason that staff see."""
    mine = select(Reminder).where(Reminder.id == reminder_id, Reminder.state == "waiting")
    reminder = db.scalar(mine.with_for_update(skip_locked=True))
    if reminder is None:
        return False
    visits.hold(db, reminder.visit)
    reminder.settled_at = now
    reminder.reason = reminders.decide(db, reminder, now=now, deployment=deployment)
    if reminder.reason is not None:
        reminder.state = "dropped"
        if reminder.reason == "late":
            _late(db, reminder, now)
        return False
    reminder.state = "sent"
    tenant = reminder.visit.tenant
    outbox.notify(
        db,
        tenant,
        reminders.message(reminder),
        now=now,
        deployment=deployment,
        best_before=reminders.best_before(reminder, deployment),
    )
    talk = db.get(Conversation, tenant.id)
    if talk is not None:
        talk.last_reminder_at = now
    return True


def _late(db: Session, reminder: Reminder, now: datetime) -> None:
    """A person may want to ring instead: one open item a visit."""
    visit = reminder.visit
    for alert in alerts.open_alerts(db, kind="late"):
        if alert.args.get("visit") == visit.id:
            return
    alerts.raise_alert(
        db, "late", visit.tenant, now=now, visit=visit.id, start=visit.starts, reminder=reminder.kind
    )
