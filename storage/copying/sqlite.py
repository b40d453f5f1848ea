"""A copy of an SQLite file with SQLite's own online backup, while others read and write."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, inspect, text

from storage import migrate
from storage.copying import CopyError, Taken, checksums
from storage.session import Store

PATIENCE = 60.0
"""Seconds to wait for somebody who holds the whole file."""


def take(store: Store, folder: Path) -> Taken:
    """Copy the whole file in one step, so that it stands as it stood at one moment."""
    source, target = _path(store), folder / "database.sqlite3"
    if not source.is_file():
        raise CopyError(f"there is no database yet at {source}")
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True)) as from_,
            closing(sqlite3.connect(target)) as to,
        ):
            from_.backup(to, progress=_impatient())
            to.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CopyError(f"the database {source} cannot be copied: {error}") from error
    return look(target)


def look(file: Path) -> Taken:
    """What a copy holds; `CopyError` if it is not whole."""
    store = Store(f"sqlite:///{file}")
    try:
        with store.engine.connect() as connection:
            found = connection.scalar(text("PRAGMA integrity_check"))
            if found != "ok":
                raise CopyError(f"the database is damaged: {found}")
            tables = checksums.of_tables(connection)
            revision, digests = revision_of(connection), digests_of(connection)
    finally:
        store.close()
    return Taken(file, "sqlite", revision, tables, digests, sqlite3.sqlite_version_info[0])


def in_the_way(store: Store) -> list[str]:
    """What lies where a database would be put."""
    file = _path(store)
    found = [Path(f"{file}{end}") for end in ("", "-wal", "-journal")]
    return [
        f"{each} ({each.stat().st_size} bytes)" for each in found if each.exists() and each.stat().st_size
    ]


def put(store: Store, copy: Path, wanted: Taken) -> None:
    """Look at the copy, bring it up to date, and only then let it take its place."""
    checksums.compare(wanted.tables, look(copy).tables)
    newer = Store(f"sqlite:///{copy}")
    try:
        migrate.upgrade(newer)
        with newer.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        newer.close()
    target = _path(store)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy.chmod(0o600)
    with copy.open("rb+") as whole:
        os.fsync(whole.fileno())
    copy.replace(target)


def workplace(store: Store, data_dir: Path) -> Path:
    """Where a copy is made ready: beside its place, so that one rename puts it there."""
    return _path(store).parent


def digests_of(connection: Connection) -> list[str]:
    """The files that the database speaks of."""
    if not inspect(connection).has_table("files"):
        return []
    return sorted(connection.scalars(text("SELECT DISTINCT digest FROM files WHERE digest IS NOT NULL")))


def revision_of(connection: Connection) -> str:
    """Which release's tables these are."""
    if not inspect(connection).has_table("alembic_version"):
        raise CopyError("the database has no tables of Bofast yet")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _path(store: Store) -> Path:
    return Path(store.url.database or "").absolute()


def _impatient() -> Callable[[int, int, int], None]:
    until = time.monotonic() + PATIENCE

    def progress(status: int, _left: int, _all: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise CopyError("another program holds the whole database; end it and try again")

    return progress
