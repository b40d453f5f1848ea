"""Signs of life and troubles that the processes note for each other.

By the real time: moving the clock puts nothing to sleep. Telegram forgets an update after 24 hours, so whoever
takes updates notes that it works, and how long nothing was taken before; the scheduler watches intake, and
intake watches the scheduler.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.scheduling.clock import system_time
from storage import facts

INTAKE, SCHEDULER = "intake", "scheduler"
"""Facts: when updates were last taken (or asked for in vain), when the scheduler last ticked."""
STILL = timedelta(minutes=3)
"""After this long without a sign of life a part counts as standing still in `/health`."""
TOO_LONG = timedelta(minutes=15)
"""After this long staff are told."""
TELEGRAM_KEEPS = timedelta(hours=24)
TROUBLES = {
    "conflict": "another process asks Telegram for the same bot's updates; stop one of them",
    "webhook": "somebody else has changed where Telegram brings the updates; it has been set again",
    "token": "Telegram does not know the token; copy it again from @BotFather",
    "unreachable": "Telegram does not answer; is this host on the internet?",
}
"""What intake may note with `trouble`, and what it means for who hosts it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was taken for longer than Telegram keeps it: messages may have been lost."""

    since: datetime
    until: datetime | None
    """None while it lasts."""


def works(db: Session, part: str) -> None:
    """A part has just done its work. For intake: a gap that Telegram does not bridge is kept with it."""
    real, before = system_time(), facts.read(db, part)
    value: dict[str, Any] = {**(before or {}), "at": real.isoformat()}
    if part == INTAKE and before and real - _moment(before["at"]) >= TELEGRAM_KEEPS:
        value["gap"] = {"since": before["at"], "until": value["at"]}
    facts.write(db, part, value)


def last(db: Session, part: str) -> datetime | None:
    """When the part last worked; None if it never has."""
    found = facts.read(db, part)
    return _moment(found["at"]) if found else None


def still_since(db: Session, part: str, longer_than: timedelta) -> datetime | None:
    """Since when the part has stood still, if for longer than that."""
    at = last(db, part)
    return at if at is not None and system_time() - at > longer_than else None


def gap(db: Session) -> Gap | None:
    """The gap that lasts, else the latest one."""
    since = still_since(db, INTAKE, TELEGRAM_KEEPS)
    if since is not None:
        return Gap(since, None)
    noted = (facts.read(db, INTAKE) or {}).get("gap")
    return Gap(_moment(noted["since"]), _moment(noted["until"])) if noted else None


def trouble(db: Session, part: str, kind: str) -> None:
    """Note what stands in a part's way (`TROUBLES`). It lapses by itself when nobody notes it again."""
    real, before = system_time(), facts.read(db, f"trouble.{part}")
    goes_on = before and before["kind"] == kind and real - _moment(before["at"]) <= STILL
    since = before["since"] if before and goes_on else real.isoformat()
    facts.write(db, f"trouble.{part}", {"kind": kind, "since": since, "at": real.isoformat()})


def troubled(db: Session, part: str) -> tuple[str, datetime] | None:
    """The part's trouble and since when, if it was noted lately."""
    found = facts.read(db, f"trouble.{part}")
    if found is None or system_time() - _moment(found["at"]) > STILL:
        return None
    return str(found["kind"]), _moment(found["since"])


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)
