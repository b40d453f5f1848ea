"""Small things the processes tell each other, by name: the bot's username, the moved clock, when intake last worked."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from storage.session import wait_lock
from storage.tables import Fact


def read(db: Session, key: str) -> dict[str, Any] | None:
    """What was noted; None if nothing was."""
    fact = db.get(Fact, key)
    return dict(fact.value) if fact else None


def write(db: Session, key: str, value: dict[str, Any]) -> None:
    """Note it. Processes that note the same for the first time at the same moment wait for each other."""
    wait_lock(db, "fact", key)
    fact = db.get(Fact, key, populate_existing=True)
    if fact is None:
        db.add(Fact(key=key, value=value))
    else:
        fact.value = value
    db.flush()


def erase(db: Session, key: str) -> None:
    """Forget it."""
    fact = db.get(Fact, key)
    if fact is not None:
        db.delete(fact)
        db.flush()
