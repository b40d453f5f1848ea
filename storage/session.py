"""How a transaction is opened, on SQLite and on PostgreSQL alike (decision 8).

Everything below the doors is synchronous: a turn runs as one piece in a worker thread, with one hop there
and back, instead of one hop a statement. On SQLite a writing transaction opens with `BEGIN IMMEDIATE` and
waits its turn in this process first; `synchronous=FULL` means that what is committed survives the power cut.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session

BUSY_SECONDS = 10
"""How long a transaction waits for another process that is writing to the same SQLite file."""
SILENT_SECONDS = 10.0
"""So long a living process waits for a word from PostgreSQL; what copies or migrates may wait for longer."""
CONNECT_SECONDS = 5
BRIEF_SECONDS = 2.0
"""So long wait those who lose nothing by coming again: what is not stored stays with Telegram, and a danger card shall
not wait; what is not marked yet is remembered."""


_CHANGED, _HUSHED = "changed", "hushed"
"""Noted on a session: the tables that it has written to, and those whose change nobody waits for."""
_TELL = text("SELECT pg_notify('bofast', :tables)")

Listener = Callable[[frozenset[str]], None]
"""Told the names of the tables that a commit has changed."""


class Store:
    """The database behind one URL."""

    def __init__(self, url: str, *, patient: bool = True) -> None:
        """`url` as SQLAlchemy writes it; `postgresql://` means psycopg.

        Unless `patient`, a statement fails with OperationalError after `SILENT_SECONDS` without a word from PostgreSQL.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.connect = psycopg.Connection.connect if patient else _Impatient.connect
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url, self.connect)
        # SQLite's transactions are snapshots anyhow; PostgreSQL's only if asked.
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._looking = self.engine.execution_options(**snapshot)
        self._one_writer = threading.Lock()
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> None:
        """Call `listener` after every commit of this process that changed something (from its thread)."""
        self._listeners.append(listener)

    @contextmanager
    def writing(self, patience: float = BUSY_SECONDS) -> Iterator[Session]:
        """One transaction that writes: committed at the end, rolled back as a whole if anything raises.

        OperationalError if another writer keeps the SQLite file for longer than `patience` (seconds).
        """
        with self._alone(patience), self.engine.connect() as connection:
            if self.is_sqlite:
                _to_write(connection, patience)
            with connection.begin(), Session(connection, expire_on_commit=False) as db:
                yield db
                db.flush()
                told = _told_of(db)
                if told and not self.is_sqlite:
                    connection.execute(_TELL, {"tables": ",".join(sorted(told))})
        for listener in self._listeners if told else ():
            listener(told)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """SQLite has one writer: within this process they queue here, so that none starves at the file's lock."""
        if not self.is_sqlite:
            yield
            return
        if not self._one_writer.acquire(timeout=patience):
            raise OperationalError(None, None, sqlite3.OperationalError("database is locked"))
        try:
            yield
        finally:
            self._one_writer.release()

    @property
    def busy(self) -> bool:
        """Whether this process is just writing to the SQLite file."""
        return self._one_writer.locked()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look, whatever is written meanwhile; nothing is written."""
        with Session(self._looking, expire_on_commit=False) as db:
            yield db

    def for_writing(self) -> Engine:
        """An engine for a library that opens transactions by itself: each begins as one that writes.

        A transaction of SQLite's that reads first, and finds another one writing when it wants to, fails at once.
        """
        engine = self.engine.execution_options()
        if self.is_sqlite:
            event.listen(engine, "begin", lambda connection: _to_write(connection, BUSY_SECONDS))
        return engine

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def interrupter(db: Session) -> Callable[[], None]:
    """What stops the statement that `db` is then running; it may be called from another thread."""
    raw = straight(db).connection.driver_connection

    def interrupt() -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.interrupt()
        elif isinstance(raw, psycopg.Connection):
            raw.cancel_safe(timeout=2)

    return interrupt


def was_interrupted(error: DBAPIError) -> bool:
    """Whether a statement failed because somebody stopped it, and not because of the database."""
    stopped = isinstance(error.orig, psycopg.errors.QueryCanceled)
    return stopped or (isinstance(error.orig, sqlite3.OperationalError) and "interrupted" in str(error.orig))


def straight(db: Session) -> Connection:
    """The transaction's connection, for a statement about no object of the session's, which need not go through it.

    Nothing is flushed before, and `changed` is to be told what it writes.
    """
    return db.bind if isinstance(db.bind, Connection) else db.connection()


def changed(db: Session, *tables: str) -> None:
    """Something was written there."""
    db.info.setdefault(_CHANGED, set()).update(tables)


def hush(db: Session, *tables: str) -> None:
    """Nobody who waits for a change in `tables` needs to look: what changed there is done already."""
    db.info.setdefault(_HUSHED, set()).update(tables)


def _told_of(db: Session) -> frozenset[str]:
    """The tables whose change is told. Even where all of it was hushed, whoever waits for anything hears of it."""
    written: set[str] = db.info.get(_CHANGED, set())
    hushed: set[str] = db.info.get(_HUSHED, set())
    return frozenset(written - hushed or ({"machinery"} if written else ()))


@event.listens_for(Session, "after_flush")
def _flushed(db: Session, _context: object) -> None:
    changed(db, *(each.__tablename__ for group in (db.new, db.dirty, db.deleted) for each in group))


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        changed(state.session, state.statement.table.name)  # type: ignore[attr-defined]  # these three have one


def try_locks(db: Session, names: Sequence[tuple[object, ...]]) -> list[bool]:
    """Take locks that end with the transaction; which of them nobody else holds.

    SQLite has one writer at a time, so there a lock is always free.
    """
    if db.get_bind().dialect.name == "sqlite" or not names:
        return [True] * len(names)
    keys = [lock_key(name) for name in names]
    asked = text(
        "SELECT pg_try_advisory_xact_lock(key) FROM unnest(:keys) WITH ORDINALITY AS k(key, n) ORDER BY n"
    )
    return [bool(got) for got in db.scalars(asked, {"keys": keys})]


def wait_lock(db: Session, *name: object) -> None:
    """Take a lock that ends with the transaction, waiting for whoever holds it."""
    if db.get_bind().dialect.name != "sqlite":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key(name)})


def lock_key(name: tuple[object, ...]) -> int:
    """The number of a named lock."""
    return zlib.crc32(":".join(map(str, name)).encode())


def _sqlite_engine(url: Any) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
        pool_use_lifo=True,  # the connection that wrote last still knows its pages
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    engine.dialect.do_begin = _begin  # type: ignore[method-assign,assignment]  # an event would slow all down
    return engine


def _to_write(connection: Connection, patience: float) -> None:
    """The next transaction is to write, and waits so many seconds for whoever does."""
    connection.info["begin"] = "BEGIN IMMEDIATE", patience


def _begin(raw: Any) -> None:
    """Begin a transaction of SQLite's: one consistent look, unless `_to_write` has said more."""
    begin, patience = raw.info.pop("begin", ("BEGIN", BUSY_SECONDS))
    if raw.info.get("patience", BUSY_SECONDS) != patience:
        raw.execute(f"PRAGMA busy_timeout={int(1000 * patience)}")
        raw.info["patience"] = patience
    raw.execute(begin)


class _Impatient(psycopg.Connection[Any]):
    """A connection that fails where it would wait for ever: no error comes from a server that hangs."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As psycopg does, but not for longer than `SILENT_SECONDS`."""
        try:
            return super().wait(gen, interval, timeout or SILENT_SECONDS)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error


def _postgres_engine(url: Any, connect: Callable[..., psycopg.Connection[Any]]) -> Engine:
    patience = {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(
        url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True, connect_args=patience
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, where: Any, how: Any) -> psycopg.Connection[Any]:
        return connect(*where, **how)

    return engine
