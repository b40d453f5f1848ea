"""The queue of stored updates: each is kept once, and handled while it is stored only where it is its chat's turn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage import queue
from storage.session import Store, try_locks
from storage.tables import Update
from tests.databases import PostgresTemplate

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def row(number: int, chat: int = 1) -> dict[str, Any]:
    """An update as intake stores it."""
    return {
        "update_id": number,
        "chat_id": chat,
        "payload": {"update_id": number},
        "state": "waiting",
        "tries": 0,
        "next_try_at": NOW,
        "received_at": NOW,
    }


def kept(store: Store) -> dict[int, str]:
    """Which are stored, and their state."""
    with store.reading() as db:
        return {each.update_id: each.state for each in db.scalars(select(Update))}


def put_handled(store: Store, number: int, chat: int = 1) -> bool:
    """In a transaction of its own."""
    with store.writing() as db:
        return queue.put_handled(db, row(number, chat), NOW)


def test_what_comes_again_is_stored_and_counted_once(database_url: str) -> None:
    store = Store(database_url)
    with store.writing() as db:
        assert queue.put(db, [row(1), row(2), row(3)]) == 3
    with store.writing() as db:
        assert queue.put(db, [row(2), row(3), row(4)]) == 1
        assert queue.put(db, [row(4)]) == 0
    assert kept(store) == dict.fromkeys((1, 2, 3, 4), "waiting")
    store.close()


def test_one_that_is_handled_at_once_keeps_no_words_and_comes_once(database_url: str) -> None:
    store = Store(database_url)
    assert put_handled(store, 1)
    assert not put_handled(store, 1)
    with store.writing() as db:
        queue.put(db, [row(1)])
        assert not queue.something_waits(db)
        found = db.get(Update, 1)
        assert found is not None
        assert (found.payload, found.state, found.done_at) == (None, "done", NOW)
    store.close()


def test_none_is_handled_before_one_of_its_chat_that_waits(database_url: str) -> None:
    store = Store(database_url)
    with store.writing() as db:
        queue.put(db, [row(1)])
    assert not put_handled(store, 2)
    assert put_handled(store, 3, chat=2)
    assert kept(store) == {1: "waiting", 3: "done"}
    store.close()


def test_none_is_handled_while_another_process_is_at_work_on_its_chat(
    postgres_template: PostgresTemplate, tmp_path: Path
) -> None:
    address = postgres_template.fresh(tmp_path)
    store, other = Store(address), Store(address)
    with other.writing() as db:
        assert try_locks(db, [("chat", 1)]) == [True]
        assert not put_handled(store, 1)
        assert put_handled(store, 2, chat=2)
    assert kept(store) == {2: "done"}
    for each in (store, other):
        each.close()
