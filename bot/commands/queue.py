"""`bofast queue`: updates and outgoing messages by state, and since when the oldest waits. Numbers only."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.commands.common import desk, show
from storage.tables import Outgoing, Update


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Look and say."""
    with desk() as at:
        now = at.clock.now()
        with at.store.reading() as db:
            answer = {
                "updates": _by_state(db, Update, Update.received_at, now),
                "outgoing": _by_state(db, Outgoing, Outgoing.created_at, now),
            }
    lines = [f"{name}: {_said(states)}" for name, states in answer.items()]
    show(chosen, answer, *lines)
    return 0


def _by_state(db: Session, table: type[Update] | type[Outgoing], since: Any, now: datetime) -> dict[str, Any]:
    states = dict(db.execute(select(table.state, func.count()).group_by(table.state)).tuples().all())
    oldest: datetime | None = db.scalar(select(func.min(since)).where(table.state == "waiting"))
    seconds = max(0.0, round((now - oldest).total_seconds(), 1)) if oldest else None
    return {**states, "oldest_waiting_seconds": seconds}


def _said(states: dict[str, Any]) -> str:
    oldest = states["oldest_waiting_seconds"]
    numbers = sorted((state, number) for state, number in states.items() if state != "oldest_waiting_seconds")
    counted = ", ".join(f"{number} {state}" for state, number in numbers) or "nothing"
    return counted if oldest is None else f"{counted}; the oldest has waited {oldest:.0f} s"
