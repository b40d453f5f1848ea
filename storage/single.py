"""Something that only one process at a time may do, such as asking Telegram for updates.

Whoever holds it keeps it until it lets go or dies; another process that asks again and again then takes over.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
from io import FileIO
from typing import Any

import psycopg

from storage.session import CONNECT_SECONDS, Store, lock_key

log = logging.getLogger(__name__)


class Single:
    """The right to do `name`, among all processes at one database."""

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name
        self._file: FileIO | None = None
        self._connection: psycopg.Connection[Any] | None = None
        self._was_held = False

    def held(self) -> bool:
        """Whether this process has it, taking it if nobody does."""
        return self._held_by_file() if self._store.is_sqlite else self._held_by_connection()

    def let_go(self) -> None:
        """Give it up."""
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            with contextlib.suppress(psycopg.OperationalError):  # closing alone frees it a moment later
                self._connection.execute("SELECT pg_advisory_unlock(%s)", [lock_key((self._name,))])
            self._connection.close()
        self._file = self._connection = None
        self._was_held = False

    def _held_by_file(self) -> bool:
        """A lock on a file beside the database: the system takes it from a process that dies."""
        database = self._store.url.database
        if self._file is not None or not database or database == ":memory:":
            return True
        try:
            file = FileIO(f"{database}.{self._name}", "a")
        except OSError as error:
            log.warning("no lock for %s can be made: %s", self._name, type(error).__name__)
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def _held_by_connection(self) -> bool:
        """A lock of a connection's session: the server takes it from a connection that is lost.

        While the server does not answer, whoever had it goes on: nobody else can take it, and danger is still read.
        """
        try:
            if self._connection is not None:
                self._connection.execute("SELECT 1")
                return True
            url = self._store.url.set(drivername="postgresql").render_as_string(hide_password=False)
            connection = self._store.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
            got = connection.execute("SELECT pg_try_advisory_lock(%s)", [lock_key((self._name,))]).fetchone()
        except psycopg.OperationalError:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return self._was_held
        self._was_held = got is not None and bool(got[0])
        if self._was_held:
            self._connection = connection
        else:
            connection.close()
        return self._was_held
