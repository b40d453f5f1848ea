"""The list of threads: who waits, since when, who has it. Never what anybody wrote."""

from __future__ import annotations

from typing import Any

from litestar.params import FromQuery
from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.ask import Answer, Asked
from inbox.routes import page
from inbox.who import Me
from storage.tables import Tenant, Thread

SHOWN = ("waiting", "mine", "all")


@page("/threads")
def threads(ask: Asked, show: FromQuery[str] = "") -> Answer:
    """My team's threads."""
    with ask.reading() as db:
        shown = show if show in SHOWN else "all"
        found = [thread for thread in _of_team(db, ask.me) if _belongs(thread, shown, ask.me)]
        if ask.wants_json:
            return ask.json({"threads": [as_json(each) for each in found]})
        return ask.page("threads.html", threads=found, shown=shown, choices=SHOWN)


def as_json(thread: Thread) -> dict[str, Any]:
    """A row for a program; `id` is the tenant's, who has one thread."""
    return {
        "id": thread.tenant_id,
        "tenant": thread.tenant.first_name,
        "waiting_since": thread.waiting_since,
        "urgent": thread.urgent,
        "assigned_to": thread.assignee.name if thread.assignee else None,
        "last_at": thread.last_at,
    }


def _of_team(db: Session, me: Me) -> list[Thread]:
    return list(
        db.scalars(
            select(Thread)
            .join(Tenant)
            .where(Tenant.team_id == me.team_id)
            .order_by(
                Thread.waiting_since.is_(None),
                Thread.urgent.desc(),
                Thread.waiting_since,
                Thread.last_at.is_(None),
                Thread.last_at.desc(),
                Tenant.first_name,
            )
        )
    )


def _belongs(thread: Thread, shown: str, me: Me) -> bool:
    if shown == "waiting":
        return thread.waiting_since is not None
    if shown == "mine":
        return (thread.assigned_to or thread.tenant.worker_id) == me.id
    return True


ROUTES = [threads]
