"""The only reader of the system time (decision 7).

A process started with `BOFAST_CLOCK` follows a clock that `bofast clock TIME` moves: the fact `clock` says
which time was set at which real moment, and from there it runs on. Several processes follow the same fact.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Any

from storage.session import Store
from storage.tables import Fact

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
        fact = db.get(Fact, FACT)
        if start is None:
            if fact is not None:
                db.delete(fact)
            return
        if fact is None or fact.value.get("start") != start.isoformat():
            if fact is not None:
                db.delete(fact)
                db.flush()
            fact = Fact(key=FACT, value=_fact(start, start))
            db.add(fact)
        clock.follow(fact.value)


def move(store: Store, to: datetime) -> bool:
    """Set the moved clock. False if no process was started with one."""
    with store.writing() as db:
        fact = db.get(Fact, FACT)
        if fact is None:
            return False
        fact.value = _fact(to, datetime.fromisoformat(fact.value["start"]))
        return True


def look(store: Store, clock: Clock) -> None:
    """See whether somebody has moved the clock."""
    with store.reading() as db:
        fact = db.get(Fact, FACT)
        if fact is not None:
            clock.follow(fact.value)


def _fact(time: datetime, start: datetime) -> dict[str, Any]:
    return {"time": time.isoformat(), "set_at": system_time().isoformat(), "start": start.isoformat()}
