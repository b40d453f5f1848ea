"""A tenant asks for what is kept to be deleted: two tiers (law-and-channel 5.4).

At once: what nobody needs to keep, which is sign-ups for activities, proposals that nobody has answered,
where the talk stands. A number to ring goes when the call is over, as always: who waits for it is rung. The
rest (plan, visits, thread) may belong to a record that the law protects from deletion; a person decides and
answers. The phone stays linked so that the answer can come.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from storage.tables import ActivityJoin, Alert, Conversation, Offer, Tenant
from support import alerts, messages
from support.say import line

KIND = "delete_request"


def ask(db: Session, tenant: Tenant, *, now: datetime) -> tuple[Alert, bool]:
    """Delete the first tier and put the rest before a person; whether the request is new."""
    standing = alerts.open_for(db, tenant, KIND)
    if standing is not None:
        return standing, False
    _delete_first_tier(db, tenant)
    alert = alerts.raise_alert(db, KIND, tenant, now=now)
    messages.event(db, tenant, line("event.delete_asked"), now=now)
    return alert, True


def withdraw(db: Session, tenant: Tenant, alert: Alert, *, now: datetime) -> None:
    """The tenant wants it kept after all. What went at once stays gone."""
    if alert.withdrawn_at is None:
        alerts.withdraw(db, alert, now=now)
        messages.event(db, tenant, line("event.delete_withdrawn"), now=now)


def _delete_first_tier(db: Session, tenant: Tenant) -> None:
    tenant.reminders = "none"
    db.execute(delete(ActivityJoin).where(ActivityJoin.tenant_id == tenant.id))
    db.execute(
        update(Offer).where(Offer.tenant_id == tenant.id, Offer.state == "open").values(state="closed")
    )
    conversation = db.get(Conversation, tenant.id)
    if conversation is not None:
        conversation.question, conversation.question_args, conversation.question_at = None, {}, None
