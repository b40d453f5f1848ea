"""Names what is wrong with the database, in one word that a person can act on.

Two things are looked at: what this process's own work met lately (every error of an engine passes `_noted`),
and a small write of our own, with a time limit, on a connection of its own. A broken or unwritable file is let
go of, so that one that takes its place is found without a restart.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from storage.session import Store

State = Literal["ok", "full", "read_only", "locked", "broken", "down"]

WHAT_TO_DO: dict[State, str] = {
    "ok": "it answers",
    "full": "its disk is full; make room, everything goes on by itself",
    "read_only": "it takes no writes; see to the rights of the file and its folder, or to the server's mode",
    "locked": "another program holds it; find out which (a backup tool, an open sqlite3?) and end it",
    "broken": "it is damaged or no database; put it aside and restore the latest backup",
    "down": "it cannot be reached; check address, rights, and that it runs",
}

FRESH = 15.0
"""Seconds for which what the work met counts; whatever fails is tried again sooner than that."""
PROBED = 2.0
"""Seconds for which a probe's answer holds, so that whoever asks often costs nothing."""
PATIENCE = 2
"""Seconds a probe waits for a lock or a server."""
ROOM = 1024 * 1024
"""Bytes; a disk with less counts as full."""

_SQLITE: dict[int, State] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "broken",
    sqlite3.SQLITE_NOTADB: "broken",
    sqlite3.SQLITE_IOERR: "broken",
    sqlite3.SQLITE_CANTOPEN: "down",
}
_POSTGRES: dict[str, State] = {
    "53100": "full",
    "25006": "read_only",
    "55P03": "locked",
    "58030": "broken",
    "XX001": "broken",
    "XX002": "broken",
}
_GONE = ("08", "57P", "53", "28", "3D")
"""Classes of PostgreSQL's codes: no connection, shut down, no more room for connections, no such user or database."""


@dataclass(slots=True)
class _Seen:
    """What is known of one database."""

    met: State = "ok"
    met_at: float = float("-inf")
    probed: State = "ok"
    probed_at: float = float("-inf")


_seen: dict[URL, _Seen] = {}
_probing = threading.Lock()


def name(error: BaseException | None, file: str | None = None) -> State | None:
    """What the error says of the database; None if it says nothing (a wrong value, a row that exists already)."""
    if isinstance(error, DBAPIError):
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(getattr(error, "sqlite_errorcode", 0), file)
    if isinstance(error, psycopg.Error):
        code = error.sqlstate
        if code is None:
            return "down" if isinstance(error, psycopg.OperationalError) else None
        return _POSTGRES.get(code) or ("down" if code.startswith(_GONE) else None)
    return None


def state(store: Store) -> State:
    """How the database is just now, for this process."""
    seen = _seen.setdefault(store.url, _Seen())
    if time.monotonic() - seen.met_at < FRESH:
        return seen.met
    with _probing:
        if time.monotonic() - seen.probed_at >= PROBED:
            seen.probed, seen.probed_at = probe(store), time.monotonic()
    return seen.probed


def probe(store: Store) -> State:
    """Write something that changes nothing, as a turn would write, and see."""
    file = store.url.database if store.is_sqlite else None
    try:
        if file:
            _write_to_file(file)
        elif not store.is_sqlite:
            return _write_to_server(store)
    except psycopg.errors.QueryCanceled:
        return "locked"  # by the time limit that we set ourselves
    except (sqlite3.Error, psycopg.Error) as error:
        return name(error, file) or "broken"
    return "full" if file and not _has_room(file) else "ok"


def told(error: BaseException, store: Store) -> str:
    """For who hosts it, at start: which setting, what is wrong, what to do."""
    what = name(error, store.url.database if store.is_sqlite else None)
    if what is None:
        return f"BOFAST_DATABASE_URL: the database cannot be used ({type(error).__name__})"
    return said(what, store)


def said(what: State, store: Store) -> str:
    """The same for a state."""
    where = store.url.render_as_string(hide_password=True)
    return f"BOFAST_DATABASE_URL: the database {where} is {what.replace('_', ' ')}: {WHAT_TO_DO[what]}"


def _of_sqlite(code: int, file: str | None) -> State | None:
    what = _SQLITE.get(code & 0xFF)
    if file is None or what is None:
        return what
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return "broken"  # the file was taken away while we had it open
    if what == "broken" and code & 0xFF == sqlite3.SQLITE_IOERR and not _has_room(file):
        return "full"  # a quota, or a limit on the size of files
    if what == "down" and Path(file).exists() and not _may_write(file):
        return "read_only"
    return what


def _has_room(file: str) -> bool:
    try:
        disk = os.statvfs(Path(file).parent)
        size = max(
            Path(f"{file}{end}").stat().st_size for end in ("", "-wal") if Path(f"{file}{end}").exists()
        )
    except (OSError, ValueError):
        return True  # what is wrong there says itself elsewhere
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return disk.f_bavail * disk.f_frsize >= ROOM and (
        limit == resource.RLIM_INFINITY or limit - size >= 64 * 1024
    )


def _may_write(file: str) -> bool:
    return os.access(file, os.W_OK) and os.access(Path(file).parent, os.W_OK)


def _write_to_file(file: str) -> None:
    """Write the number of the user's version once more: a commit like any other, and nothing has changed."""
    address = f"file:{quote(str(Path(file).absolute()))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version={int(version)}")
        connection.execute("COMMIT")


def _write_to_server(store: Store) -> State:
    url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    limits = f"-c statement_timeout={PATIENCE * 1000} -c lock_timeout={PATIENCE * 1000}"
    with psycopg.connect(url, connect_timeout=PATIENCE, options=limits) as connection:
        (writes,) = connection.execute("SHOW transaction_read_only").fetchone() or ("on",)
        if writes == "on":
            return "read_only"
        connection.execute("SELECT pg_current_xact_id()")
    return "ok"


@event.listens_for(Engine, "handle_error")
def _noted(context: ExceptionContext) -> None:
    engine = context.engine
    if engine is None:
        return
    url = engine.url
    what = name(context.original_exception, url.database if url.get_backend_name() == "sqlite" else None)
    if what is None:
        return
    seen = _seen.setdefault(url, _Seen())
    seen.met, seen.met_at = what, time.monotonic()
    if what in ("broken", "read_only"):
        context.is_disconnect = True  # every connection of the pool is made anew
