"""How transactions begin: what is to write has SQLite's one place for writing from its first moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage.session import Store
from storage.tables import Team


def somebody_writes(file: Path) -> bool:
    """Whether another connection finds the place for writing taken."""
    with closing(sqlite3.connect(file, timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def test_what_writes_begins_so_and_what_reads_does_not(tmp_path: Path) -> None:
    file = tmp_path / "bofast.sqlite3"
    store = Store(f"sqlite:///{file}")
    for _ in range(2):  # the second time with connections that were used before
        with store.reading() as db:
            db.execute(text("SELECT 1 FROM sqlite_master"))
            assert not somebody_writes(file)
        with store.writing():
            assert somebody_writes(file)
        with store.for_writing().begin():
            assert somebody_writes(file)
        assert not somebody_writes(file)
    store.close()


@pytest.mark.parametrize("patience", [0.0, 10.0])
def test_who_comes_after_waits_as_long_as_ever(tmp_path: Path, patience: float) -> None:
    store = Store(f"sqlite:///{tmp_path / 'bofast.sqlite3'}")
    with store.writing(patience):
        pass
    with store.reading() as db:
        assert db.scalar(text("PRAGMA busy_timeout")) == 10_000
    with store.writing(patience):
        pass
    with store.for_writing().begin() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 10_000
    store.close()


def test_a_look_is_of_one_moment_whatever_is_written_meanwhile(database_url: str) -> None:
    store = Store(database_url)
    with store.writing() as db:
        db.add(Team(name="Norr"))
    with store.reading() as look:
        assert look.scalars(select(Team.name)).all() == ["Norr"]
        with store.writing() as db:
            db.add(Team(name="Söder"))
        assert look.scalars(select(Team.name)).all() == ["Norr"]
    with store.reading() as look:
        assert set(look.scalars(select(Team.name))) == {"Norr", "Söder"}
    store.close()
