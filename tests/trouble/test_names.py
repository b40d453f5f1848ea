"""Each error of a database is named in one word; what says nothing of the database is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from storage import facts, trouble
from storage.session import Store


def meets(store: Store, work: Callable[[Store], None]) -> DBAPIError:
    with pytest.raises(DBAPIError) as raised:
        work(store)
    return raised.value


def writes_much(store: Store) -> None:
    with store.writing() as db:
        facts.write(db, "much", {"words": "x" * 200_000})


def test_a_full_disk_as_sqlite_says_it(store: Store) -> None:
    """SQLite's own limit gives its own error for a disk without room."""

    @event.listens_for(store.engine, "begin")
    def limit(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # type: ignore[attr-defined]  # a Connection

    error = meets(store, writes_much)
    assert "full" in str(error.orig)
    assert trouble.name(error) == "full"
    assert trouble.state(store) == "full", "what the work met counts, though a small write would do"
    assert "make room" in trouble.told(error, store)


def test_what_the_work_met_lapses(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    test_a_full_disk_as_sqlite_says_it(store)
    monkeypatch.setattr(trouble, "FRESH", 0.0)
    assert trouble.state(store) == "ok"


def test_a_row_that_exists_already_says_nothing_of_the_database(store: Store) -> None:
    def twice(store: Store) -> None:
        with store.writing() as db:
            for _ in range(2):
                db.execute(text("INSERT INTO facts (key, value) VALUES ('a', '{}')"))

    error = meets(store, twice)
    assert isinstance(error, IntegrityError)
    assert trouble.name(error) is None
    assert trouble.state(store) == "ok"


def test_a_file_that_was_taken_away(store: Store, tmp_path: Path) -> None:
    """Whoever has it open writes on in it where it is now; `/health` looks for it where it should be."""
    file = Path(store.url.database or "")
    writes_much(store)
    file.rename(tmp_path / "aside")
    assert trouble.state(store) == "down"


def test_a_broken_file_is_let_go_of_and_the_one_in_its_place_is_found(store: Store) -> None:
    file = Path(store.url.database or "")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    good = file.read_bytes()
    file.write_bytes(b"this is no database " * 500)
    with pytest.raises(DBAPIError) as raised:
        for _ in range(3):
            writes_much(store)
    assert trouble.name(raised.value, str(file)) == "broken"
    assert trouble.state(store) == "broken"
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    file.write_bytes(good)
    writes_much(store)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM facts WHERE key = 'much'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (psycopg.errors.DiskFull(), "full"),
        (psycopg.errors.ReadOnlySqlTransaction(), "read_only"),
        (psycopg.errors.LockNotAvailable(), "locked"),
        (psycopg.errors.AdminShutdown(), "down"),
        (psycopg.errors.CannotConnectNow(), "down"),
        (psycopg.errors.TooManyConnections(), "down"),
        (psycopg.errors.InvalidPassword(), "down"),
        (psycopg.errors.InvalidCatalogName(), "down"),
        (psycopg.errors.DataCorrupted(), "broken"),
        (psycopg.errors.IoError(), "broken"),
        (psycopg.OperationalError("connection refused"), "down"),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.DeadlockDetected(), None),
        (psycopg.errors.QueryCanceled(), None),
        (ValueError(), None),
        (SQLAlchemyError(), None),
    ],
)
def test_what_postgres_says(error: Exception, state: str | None) -> None:
    assert trouble.name(error) == state


def test_a_probe_changes_nothing_and_is_asked_seldom(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Store] = []

    def probe(of: Store) -> str:
        asked.append(of)
        return "ok"

    monkeypatch.setattr(trouble, "probe", probe)
    assert [trouble.state(store) for _ in range(5)] == ["ok"] * 5
    assert len(asked) == 1


def test_a_well_database_on_both(database_url: str) -> None:
    store = Store(database_url)
    assert trouble.probe(store) == "ok"
    with store.reading() as db:
        assert facts.read(db, "probe") is None
    store.close()
    assert "***" in trouble.said("down", Store("postgresql://bofast:hidden@example.invalid/bofast"))
