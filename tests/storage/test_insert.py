"""Rows written past the session get their numbers in order, and are among those that are asked for by number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.among import among
from storage.insert import insert
from storage.session import Store
from storage.tables import Outgoing

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def outgoing(chat: int) -> Outgoing:
    """Something that is to leave."""
    return Outgoing(chat_id=chat, language="sv", say={"lines": []}, not_before=NOW, created_at=NOW)


@pytest.mark.parametrize("many", [1, 2, 200])
def test_each_row_gets_the_number_that_its_place_says(database_url: str, many: int) -> None:
    store = Store(database_url)
    told: list[frozenset[str]] = []
    store.on_change(told.append)
    with store.writing() as db:
        first = outgoing(999)
        db.add(first)
        db.flush()
        rows = [outgoing(chat) for chat in range(many)]
        db.add_all(rows)
        insert(db, rows)
        assert [row.id for row in rows] == list(range(first.id + 1, first.id + 1 + many))
    with store.reading() as db:
        kept = db.execute(select(Outgoing.id, Outgoing.chat_id, Outgoing.state).order_by(Outgoing.id)).all()
    assert [(row.id, row.chat_id, "waiting") for row in [first, *rows]] == [tuple(each) for each in kept]
    assert told == [frozenset({"outgoing"})]
    store.close()


def test_nothing_is_left_of_what_was_undone(database_url: str) -> None:
    store = Store(database_url)
    with pytest.raises(KeyError), store.writing() as db:
        rows = [outgoing(1), outgoing(2)]
        db.add_all(rows)
        insert(db, rows)
        raise KeyError
    with store.writing() as db:
        insert(db, [])
        assert db.scalars(select(Outgoing)).all() == []
    store.close()


def test_among_takes_none_one_and_many(database_url: str) -> None:
    store = Store(database_url)
    asked = select(Outgoing.chat_id).where(among(Outgoing.chat_id, "chats")).order_by(Outgoing.chat_id)
    with store.writing() as db:
        db.add_all([outgoing(chat) for chat in (1, 2, 2**40)])
        db.flush()
        for chats in ([], [2], [1, 2**40, 7], range(5000)):
            expected = [chat for chat in (1, 2, 2**40) if chat in chats]
            assert list(db.scalars(asked, {"chats": chats})) == expected
    store.close()
