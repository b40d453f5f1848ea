"""Fresh databases for tests, quickly: each is a copy of one that was migrated once."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import psycopg

from storage import migrate
from storage.session import Store

_numbers = itertools.count(1)


class SqliteTemplate:
    """A migrated file that is copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.sqlite3"
        store = Store(f"sqlite:///{self._file}")
        migrate.upgrade(store)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()

    def fresh(self, folder: Path) -> str:
        """The address of a new database in that folder."""
        target = folder / f"bofast{next(_numbers)}.sqlite3"
        shutil.copyfile(self._file, target)
        return f"sqlite:///{target}"


class PostgresTemplate:
    """A migrated database on a real server that is copied for each test."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._run("CREATE DATABASE bofast_template")
        store = Store(self._address("bofast_template"))
        migrate.upgrade(store)
        store.close()

    def fresh(self, folder: Path) -> str:
        """The address of a new database."""
        name = f"bofast{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE bofast_template")
        return self._address(name)

    def empty(self) -> str:
        """The address of a new database in which there is nothing."""
        name = f"bofast{next(_numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._address(name)

    def _address(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?")

    def _run(self, sql: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql)
