"""What waits, how much and since when: numbers for `/metrics` and `bofast doctor`, read in a few indexed statements.

Seconds are counted from the moment a row could have gone on: an answer from when it was written, a reminder
from the end of the quiet hours. What may not leave yet is `later` and has no age.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot import signs
from storage import facts
from storage.tables import Alert, File, Outgoing, Tenant, Update
from support.outbox import Rank

RANKS: Mapping[int, str] = {Rank.DANGER: "danger", Rank.ANSWER: "answers", Rank.NOTICE: "notices"}
STATES: Mapping[str, tuple[str, ...]] = {
    "updates": ("waiting", "set_aside"),
    "danger": ("waiting", "held", "failed"),
    "answers": ("waiting", "held", "failed"),
    "notices": ("waiting", "later", "held", "failed"),
    "files": ("waiting", "failed"),
}
"""Each queue and the states that are counted; what is done is not: there is ever more of it."""
ALERTS = (
    "danger", "call", "crisis_place", "delete_request", "visit_changed", "inspection", "set_aside",
    "undelivered", "late", "intake_still", "intake_lost", "scheduler_still",
)  # fmt: skip
"""Kinds that are shown as 0 where none is open; a kind that is not named here shows when there is one."""
BACKUP = "backup"
"""The fact that tells when `bofast backup` last made one."""


@dataclass(frozen=True, slots=True)
class Queues:
    """One look."""

    rows: dict[tuple[str, str], int]
    """Queue and state → how many."""
    oldest: dict[str, float]
    """Queue → seconds that the oldest has waited; 0 if nothing waits."""
    alerts: dict[str, int]
    """Kind → how many are open."""
    untaken: dict[str, float]
    """Kind → seconds that the oldest has been open without anybody having taken it."""
    unreachable: int
    """Tenants whose phone does not take our messages."""
    signs: dict[str, float] = field(default_factory=dict)
    """Part → seconds since it last gave a sign of life, by the real time; missing if it never has."""
    trouble: str | None = None
    """What stands in the way of taking updates (`signs.TROUBLES`)."""
    backup_age: float | None = None
    """Seconds since `bofast backup` last made one; None if it never has."""


def look(db: Session, now: datetime, system: datetime) -> Queues:
    """Read it all. `now` is the deployment's time, `system` the computer's, in which signs of life are noted."""
    rows = {(queue, state): 0 for queue, states in STATES.items() for state in states}
    oldest = dict.fromkeys(STATES, 0.0)
    for read in (_plain, _outgoing):
        read(db, now, rows, oldest)
    alerts, untaken = _alerts(db, now)
    unreachable = select(func.count()).select_from(Tenant).where(Tenant.unreachable_since.is_not(None))
    found = signs.troubled(db, "telegram")
    return Queues(
        rows,
        oldest,
        alerts,
        untaken,
        db.scalar(unreachable) or 0,
        _signs(db, system),
        found[0] if found else None,
        _backup_age(db, system),
    )


def _outgoing(db: Session, now: datetime, rows: dict[tuple[str, str], int], oldest: dict[str, float]) -> None:
    """An answer may leave at once, a notice when its time has come (a retry moves that: its age is a lower bound)."""
    could = case((Outgoing.rank < int(Rank.NOTICE), Outgoing.created_at), else_=Outgoing.not_before)
    is_due = (could <= now) | (Outgoing.tries > 0)
    due: Any = func.sum(case((is_due, 1), else_=0))
    found = (
        select(Outgoing.state, Outgoing.rank, func.count(), due, func.min(could))
        .where(Outgoing.state.in_(("waiting", "held", "failed")))
        .group_by(Outgoing.state, Outgoing.rank)
    )
    for state, rank, number, ready, since in db.execute(found):
        queue = RANKS[rank]
        if state != "waiting":
            rows[queue, state] = number
            continue
        rows[queue, "waiting"] = int(ready)
        if number > ready:
            rows[queue, "later"] = number - int(ready)
        oldest[queue] = _seconds(now, since)


def _plain(db: Session, now: datetime, rows: dict[tuple[str, str], int], oldest: dict[str, float]) -> None:
    """Updates and files: what waits has waited since it came."""
    for queue, table, came in (("updates", Update, Update.received_at), ("files", File, File.created_at)):
        counted = select(table.state, func.count(), func.min(came))
        for state, number, since in db.execute(
            counted.where(table.state.in_(STATES[queue])).group_by(table.state)
        ):
            rows[queue, state] = number
            if state == "waiting":
                oldest[queue] = _seconds(now, since)


def _alerts(db: Session, now: datetime) -> tuple[dict[str, int], dict[str, float]]:
    counts, untaken = dict.fromkeys(ALERTS, 0), dict.fromkeys(ALERTS, 0.0)
    found = (
        select(Alert.kind, func.count(), func.min(case((Alert.taken_at.is_(None), Alert.created_at))))
        .where(Alert.done_at.is_(None), Alert.withdrawn_at.is_(None))
        .group_by(Alert.kind)
    )
    for kind, number, since in db.execute(found):
        counts[kind], untaken[kind] = number, _seconds(now, since)
    return counts, untaken


def _signs(db: Session, system: datetime) -> dict[str, float]:
    noted = {part: signs.last(db, part) for part in (signs.INTAKE, signs.SCHEDULER)}
    return {part: _seconds(system, at) for part, at in noted.items() if at}


def _backup_age(db: Session, system: datetime) -> float | None:
    noted = facts.read(db, BACKUP)
    return _seconds(system, datetime.fromisoformat(noted["at"])) if noted else None


def _seconds(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
