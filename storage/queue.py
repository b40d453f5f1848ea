"""The queue of stored updates: put in before anything looks at them, taken out chat by chat in order (decision 1).

A chat belongs to whoever holds its lock until the transaction ends, so that several processes take turns side
by side and one chat's messages stay in order. While a message of a chat is to be tried again, those behind it wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, CursorResult, Select, any_, bindparam, func, null, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.session import try_locks
from storage.tables import Update

_LOOK_AHEAD = 4
"""Times as many as are wanted are looked at where other processes may hold the first ones."""


class Waiting(NamedTuple):
    """An update that is to be handled."""

    update_id: int
    chat_id: int
    payload: dict[str, Any] | None


def put(db: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Store updates; those that are there already are left as they are. How many were new."""
    if not rows:
        return 0
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    found = db.execute(dialect.insert(Update.__table__).on_conflict_do_nothing(), list(rows))
    assert isinstance(found, CursorResult), "an insert has one"
    return max(found.rowcount, 0)


def take(db: Session, now: datetime, most: int) -> list[Waiting]:
    """The oldest waiting updates of chats that no other process is at work on, in order."""
    paused = db.scalars(
        select(Update.chat_id).where(Update.state == "waiting", Update.tries > 0, Update.next_try_at > now)
    ).all()
    free = _waiting().where(Update.chat_id.not_in(paused)) if paused else _waiting()
    if db.get_bind().dialect.name == "sqlite":  # one writer: nobody else is at work
        return [Waiting(*row) for row in db.execute(free.limit(most))]
    seen = db.scalars(free.with_only_columns(Update.chat_id).limit(most * _LOOK_AHEAD))
    chats = list(dict.fromkeys(seen))[:most]
    got = try_locks(db, [("chat", chat_id) for chat_id in chats])
    ours = [chat_id for chat_id, is_ours in zip(chats, got, strict=True) if is_ours]
    if not ours:
        return []
    return [Waiting(*row) for row in db.execute(free.where(Update.chat_id.in_(ours)).limit(most))]


def take_one(db: Session, update_id: int, now: datetime) -> Update | None:
    """That update, if it still waits, is the first of its chat, and nobody else is at work on the chat."""
    row = db.get(Update, update_id)
    if row is None or not try_locks(db, [("chat", row.chat_id)])[0]:
        return None
    db.refresh(row)
    first = db.scalar(
        _waiting().with_only_columns(Update.update_id).where(Update.chat_id == row.chat_id).limit(1)
    )
    return row if first == update_id and row.next_try_at <= now else None


def something_waits(db: Session) -> bool:
    """Whether there is anything to take, perhaps later."""
    return db.scalar(_waiting().with_only_columns(Update.update_id).limit(1)) is not None


def done(db: Session, update_ids: Sequence[int], now: datetime) -> None:
    """They have been handled; the words live where they went to."""
    table, numbers = Update.__table__, list(update_ids)
    among = (  # one parameter, however many they are
        table.c.update_id.in_(select(func.json_each(json.dumps(numbers)).table_valued("value").c.value))
        if db.get_bind().dialect.name == "sqlite"
        else table.c.update_id == any_(bindparam("numbers", numbers, postgresql.ARRAY(BigInteger)))
    )
    db.execute(
        update(table)  # type: ignore[arg-type]  # a Table, though typed as what it is made from
        .where(among)
        .values(state="done", done_at=now, payload=null())
    )


def _waiting() -> Select[tuple[int, int, dict[str, Any] | None]]:
    return (
        select(Update.update_id, Update.chat_id, Update.payload)
        .where(Update.state == "waiting")
        .order_by(Update.update_id)
    )
