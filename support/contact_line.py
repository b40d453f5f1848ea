"""Our phone, and being rung by us: who asked, which number, that somebody rings now.

A request stands before the team from the moment it is asked, before any number is known, and until a person
presses *done* or the tenant withdraws it. The number, and what was written around it, are erased then.
Nobody is paged: what the tenant is told is who reads the inbox and when (R19).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Alert, Outgoing, Staff, Tenant
from support import alerts, help_lines, messages, outbox
from support.deployment import Deployment
from support.say import Line, Refused, line, say

Kind = Literal["call", "crisis_place"]
KINDS: tuple[Kind, ...] = ("call", "crisis_place")
"""To be rung; to be rung because one needs to get away from home for a while (H8)."""

NUMBER_SAID = "line.number_is"
"""The text that says a number back."""

ONE_PRESS = timedelta(minutes=10)
"""Presses of *calling now* within this time are one: two of us, or two taps on a bad connection."""
_SPANS = 15
"""Opening spans to follow at most, so that hours without a gap are seen as that."""


def open_until(deployment: Deployment, now: datetime) -> datetime | None:
    """When the phone that is answered now stops being so; None if it never does."""
    hours = deployment.line.hours
    ends = hours.closing(deployment.local(now))
    for _ in range(_SPANS):
        if ends is None or not deployment.line_open(ends):
            return ends
        ends = hours.closing(ends)
    return None


def phone_hours(deployment: Deployment) -> list[Line]:
    """Our phone and when it is answered; nothing where there is none."""
    contact = deployment.line
    if contact.number is None:
        return []
    if contact.hours.always:
        return [line("start.notice.phone_always", number=contact.number)]
    return [line("start.notice.phone", number=contact.number, hours=contact.hours.spoken())]


def in_danger(deployment: Deployment) -> Line:
    """What to ring in danger; the country decides the numbers (R21)."""
    numbers = help_lines.emergency(deployment.country)
    if deployment.country == "NO":
        return line("line.danger_no", medical=numbers.medical, police=numbers.police, fire=numbers.fire)
    return line("line.danger_se", number=numbers.number)


def ask(db: Session, tenant: Tenant, kind: Kind, *, now: datetime) -> tuple[Alert, bool]:
    """Ask to be rung, and whether that is new: asking again makes no second request."""
    standing = alerts.open_for(db, tenant, kind)
    if standing is not None:
        return standing, False
    known = [each.phone for each in _open(db, tenant) if each.phone]
    alert = alerts.raise_alert(db, kind, tenant, now=now, phone=known[0] if known else None)
    messages.event(db, tenant, line(f"event.{kind}_asked"), now=now)
    return alert, True


def requests(db: Session, *, team_id: int | None = None) -> list[Alert]:
    """Those who wait to be rung, oldest first."""
    return [each for each in alerts.open_alerts(db, team_id=team_id) if each.kind in KINDS]


def standing(db: Session, tenant: Tenant) -> Alert | None:
    """What the tenant waits to be rung about; the newest if there are two."""
    return max(_open(db, tenant), key=lambda alert: alert.id, default=None)


def stands(alert: Alert | None) -> bool:
    """Whether it is a request that nobody has ended."""
    return alert is not None and alert.kind in KINDS and alert.done_at is None and alert.withdrawn_at is None


def number_given(db: Session, tenant: Tenant, phone: str, *, words: str | None, now: datetime) -> None:
    """Where to ring. `words`: all that was written, if it was more than the number ("after ten")."""
    for alert in _open(db, tenant):
        alert.phone, alert.text = phone, words
    messages.event(db, tenant, line("event.call_number"), now=now)


def number_unclear(db: Session, tenant: Tenant, words: str) -> None:
    """What may be a number, kept as written so that a person can make it out."""
    for alert in _open(db, tenant):
        alert.text = words


def no_longer_needed(db: Session, alert: Alert, *, now: datetime) -> None:
    """The tenant withdraws it."""
    alerts.withdraw(db, alert, now=now)
    if alert.tenant is not None:
        _forget_number(db, alert.tenant, alert)
        messages.event(db, alert.tenant, line(f"event.{alert.kind}_withdrawn"), now=now)


def calling_now(db: Session, alert: Alert, staff: Staff, *, now: datetime) -> bool | Refused:
    """Staff ring: the tenant is told who, and that the number may be hidden. False if that was told just now."""
    db.refresh(alert, with_for_update=True)
    if not stands(alert) or alert.tenant is None:
        return Refused(line("inbox.call_over"))
    if being_called(alert, now):
        return False
    alerts.take(db, alert, staff, now=now)
    alert.args = {**alert.args, "calling_at": now.isoformat(), "calling_by": staff.name}
    messages.event(db, alert.tenant, line("event.calling", name=staff.name), now=now)
    outbox.answer(db, alert.tenant, say("line.calling_now", name=staff.name), now=now)
    return True


def being_called(alert: Alert, now: datetime) -> bool:
    """Whether somebody pressed *calling now* within the last minutes."""
    pressed = alert.args.get("calling_at")
    return pressed is not None and now - datetime.fromisoformat(pressed) < ONE_PRESS


def done(db: Session, alert: Alert, staff: Staff, *, now: datetime) -> None:
    """It is over, rung or not: number and words are erased. The tenant is told nothing that may not be so."""
    if not stands(alert):
        return
    alerts.done(db, alert, staff, now=now)
    if alert.tenant is not None:
        _forget_number(db, alert.tenant, alert)
        messages.event(db, alert.tenant, line("event.call_done", name=staff.name), now=now)


def _forget_number(db: Session, tenant: Tenant, alert: Alert) -> None:
    """Erase the number from what was said about it too, unless another request still needs it."""
    if _open(db, tenant):
        return
    said = select(Outgoing).where(Outgoing.tenant_id == tenant.id, Outgoing.created_at >= alert.created_at)
    for row in db.scalars(said):
        row.say = {**row.say, "lines": [each for each in row.say["lines"] if each[0] != NUMBER_SAID]}


def _open(db: Session, tenant: Tenant) -> list[Alert]:
    found = (alerts.open_for(db, tenant, kind) for kind in KINDS)
    return [alert for alert in found if alert is not None]
