"""The queue of stored updates: put in before anything looks at them, taken out chat by chat in order (decision 1).

A chat belongs to whoever holds its lock until the transaction ends, so that several processes take turns side
by side and one chat's messages stay in order. While a message of a chat is to be tried again, those behind it wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BigInteger,
    Integer,
    Table,
    bindparam,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage.among import among
from storage.session import changed, straight, try_locks
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
    connection = straight(db)
    counted = {"preserve_rowcount": True}
    found = connection.execute(_PUT[connection.dialect.name], rows, execution_options=counted)
    changed(db, _table.name)
    return max(found.rowcount, 0)


def put_handled(db: Session, row: dict[str, Any], now: datetime) -> bool:
    """Store an update as one that is handled in this transaction. False, and nothing stored, if it is there already,
    if another of its chat waits, or if somebody else is at work on the chat."""
    if not try_locks(db, [("chat", row["chat_id"])])[0]:
        return False
    connection = straight(db)
    changed(db, _table.name)
    return connection.scalar(_PUT_HANDLED[connection.dialect.name], {**row, "now": now}) is not None


def take(db: Session, now: datetime, most: int) -> list[Waiting]:
    """The oldest waiting updates of chats that no other process is at work on, in order."""
    connection, asked = straight(db), {"now": now, "most": most}
    if connection.dialect.name == "sqlite":  # one writer: nobody else is at work
        return [Waiting(*row) for row in connection.execute(_FREE, asked)]
    seen = connection.scalars(_FREE_CHATS, {"now": now, "most": most * _LOOK_AHEAD})
    chats = list(dict.fromkeys(seen))[:most]
    got = try_locks(db, [("chat", chat_id) for chat_id in chats])
    ours = [chat_id for chat_id, is_ours in zip(chats, got, strict=True) if is_ours]
    return [Waiting(*row) for row in connection.execute(_FREE_OF, {**asked, "chats": ours})] if ours else []


def take_one(db: Session, update_id: int, now: datetime) -> Update | None:
    """That update, if it still waits, is the first of its chat, and nobody else is at work on the chat."""
    row = db.get(Update, update_id)
    if row is None or not try_locks(db, [("chat", row.chat_id)])[0]:
        return None
    db.refresh(row)
    first = db.scalar(_ANY.where(Update.chat_id == row.chat_id))
    return row if first == update_id and row.next_try_at <= now else None


def something_waits(db: Session) -> bool:
    """Whether there is anything to take, perhaps later."""
    return db.scalar(_ANY) is not None


def done(db: Session, update_ids: Sequence[int], now: datetime) -> None:
    """They have been handled; the words live where they went to."""
    straight(db).execute(_DONE, {"numbers": update_ids, "at": now})
    changed(db, _table.name)


# Built once: making a statement anew costs more than running it.

_table = cast(Table, Update.__table__)
_again = aliased(Update)
_ANY = select(Update.update_id).where(Update.state == "waiting").order_by(Update.update_id).limit(1)
_FREE = (
    select(Update.update_id, Update.chat_id, Update.payload)
    .where(
        Update.state == "waiting",
        Update.chat_id.not_in(
            select(_again.chat_id).where(
                _again.state == "waiting", _again.tries > 0, _again.next_try_at > bindparam("now")
            )
        ),
    )
    .order_by(Update.update_id)
    .limit(bindparam("most", type_=Integer))
)
_FREE_CHATS = _FREE.with_only_columns(Update.chat_id)
_FREE_OF = _FREE.where(among(Update.chat_id, "chats"))
_PUT = {
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(),
}
_HANDLED = ("update_id", "chat_id", "state", "tries", "next_try_at", "received_at", "done_at")
_NONE_WAITS = select(
    bindparam("update_id", type_=BigInteger),
    bindparam("chat_id", type_=BigInteger),
    literal("done"),
    literal(0),
    *(bindparam(name, type_=_table.c.done_at.type) for name in ("next_try_at", "received_at", "now")),
).where(
    ~select(_again.update_id)
    .where(_again.chat_id == bindparam("chat_id"), _again.state == "waiting")
    .exists()
)
_PUT_HANDLED = {
    name: insert(_table)
    .from_select(_HANDLED, _NONE_WAITS)
    .on_conflict_do_nothing()
    .returning(_table.c.update_id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_DONE = (
    update(_table)
    .where(among(_table.c.update_id, "numbers"))
    .values(state="done", done_at=bindparam("at"), payload=null())
)
