"""`GET /live`: a stream of ids, so that open pages know when to fetch what is new. It carries no words.

One event, `state`: `urgent` and `waiting` are ids, `list` and `thread` are marks that change whenever what
they stand for has changed. Rings come from `Wake`; on SQLite another process cannot ring, so the stream looks
once a second.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any

from litestar import get
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery
from litestar.response import ServerSentEvent, ServerSentEventMessage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inbox.ask import Asked
from inbox.desk import Desk
from inbox.who import Me
from storage.tables import File, Message, Outgoing, Tenant, Thread
from storage.wake import Bell
from support import alerts, wishes
from support.alerts import URGENT

LASTS_SECONDS = 600
"""Then the browser opens a new stream, and the session is looked at again."""
BREATH_SECONDS = 15
"""A sign of life through proxies."""
_BUNDLE_SECONDS = 0.2


@get("/live", opt={"by_itself": True})
async def live(ask: Asked, thread: FromQuery[int | None] = None) -> ServerSentEvent:
    """What waits for my team, and whether the thread that I have open has changed."""
    return ServerSentEvent(_states(ask.desk, ask.me, thread))


async def _states(desk: Desk, me: Me, thread: int | None) -> AsyncIterator[ServerSentEventMessage]:
    said, spoke, began = None, time.monotonic(), time.monotonic()
    look_every = 1.0 if desk.store.is_sqlite else float(BREATH_SECONDS)
    async with Bell(desk.wake) as bell:
        while time.monotonic() - began < LASTS_SECONDS:
            state = await sync_to_thread(_look, desk, me, thread)
            if state != said:
                yield ServerSentEventMessage(event="state", data=json.dumps(state))
                said, spoke = state, time.monotonic()
            elif time.monotonic() - spoke >= BREATH_SECONDS:
                yield ServerSentEventMessage(comment="still here")
                spoke = time.monotonic()
            await bell.wait(look_every)
            await asyncio.sleep(_BUNDLE_SECONDS)


def _look(desk: Desk, me: Me, thread: int | None) -> dict[str, Any]:
    with desk.store.reading() as db:
        state = list_state(db, me)
        if thread is not None:
            tenant = db.get(Tenant, thread)
            state["thread"] = thread_mark(db, tenant) if tenant and tenant.team_id == me.team_id else ""
        return state


def list_state(db: Session, me: Me) -> dict[str, Any]:
    """What the first page shows, as ids and one mark."""
    found = alerts.open_alerts(db, team_id=me.team_id)
    threads = db.execute(
        select(Thread.tenant_id, Thread.urgent, Thread.assigned_to, Thread.waiting_since)
        .join(Tenant)
        .where(Tenant.team_id == me.team_id, Thread.waiting_since.is_not(None))
        .order_by(Thread.tenant_id)
    ).all()
    asked = [wish.id for wish in wishes.unanswered(db, team_id=me.team_id)]
    return {
        "urgent": [a.id for a in found if a.kind in URGENT],
        "waiting": [row.tenant_id for row in threads],
        "list": _mark([(a.id, a.taken_by, a.args) for a in found], threads, asked),
    }


def thread_mark(db: Session, tenant: Tenant) -> str:
    """Changes with every entry, delivery, fetched file, and with who has the thread."""
    thread = db.get(Thread, tenant.id)
    newest = db.scalar(select(func.max(Message.id)).where(Message.tenant_id == tenant.id))
    left = db.execute(
        select(Outgoing.state, func.count())
        .where(Outgoing.tenant_id == tenant.id, Outgoing.message_id.is_not(None))
        .group_by(Outgoing.state)
        .order_by(Outgoing.state)
    ).all()
    files = db.execute(
        select(File.state, func.count())
        .where(File.tenant_id == tenant.id)
        .group_by(File.state)
        .order_by(File.state)
    ).all()
    return _mark(
        newest, left, files, (thread.waiting_since, thread.urgent, thread.assigned_to) if thread else ()
    )


def _mark(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


ROUTES = [live]
