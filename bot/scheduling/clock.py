"""The only reader of the system time (decision 7).

A process started with `BOFAST_CLOCK` follows a clock that `bofast clock TIME` moves: the fact `clock` says
which time was set at which real moment, and from there it runs on. Several processes follow the same fact.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Any

from storage import facts
from storage.session import Store, wait_lock

FACT = "clock"


class Clock:
    """What the time is: the real one, or the one that was set."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return system_time() + self._ahead

    def follow(self, value: dict[str, Any]) -> None:
        """Take over what the fact says."""
        with self._lock:
            self._ahead = datetime.fromisoformat(value["time"]) - datetime.fromisoformat(value["set_at"])


def system_time() -> datetime:
    """The computer's time, in UTC."""
    return datetime.now(timezone.utc)  # noqa: TID251, UP017 - the one place that may


def start_moved(store: Store, clock: Clock, start: datetime | None) -> None:
    """At start: begin at `start`, or join the processes that began there; without one, use the real time."""
    with store.writing() as db:
        wait_lock(db, "clock")
        if start is None:
            facts.erase(db, FACT)
            return
        found = facts.read(db, FACT)
        if found is None or found.get("start") != start.isoformat():
            found = _fact(start, start)
            facts.write(db, FACT, found)
        clock.follow(found)


def move(store: Store, to: datetime) -> bool:
    """Set the moved clock. False if no process was started with one."""
    with store.writing() as db:
        found = facts.read(db, FACT)
        if found is None:
            return False
        facts.write(db, FACT, _fact(to, datetime.fromisoformat(found["start"])))
        return True


def look(store: Store, clock: Clock) -> None:
    """See whether somebody has moved the clock."""
    with store.reading() as db:
        found = facts.read(db, FACT)
    if found is not None:
        clock.follow(found)


def _fact(time: datetime, start: datetime) -> dict[str, Any]:
    return {"time": time.isoformat(), "set_at": system_time().isoformat(), "start": start.isoformat()}
