"""Tells those who wait that something changed, so that nobody asks a quiet database more than once a second.

Within a process every committed transaction rings. Between processes PostgreSQL's NOTIFY carries the ring
(with reconnect); with SQLite, others look once a second.
"""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self

import psycopg

from storage.session import Store

CHANNEL = "bofast"
RECONNECT_SECONDS = 1.0


class Listener:
    """One waiter's bell. A ring while it works is not lost: the next `wait` returns at once."""

    def __init__(self, tables: frozenset[str] = frozenset()) -> None:
        self.tables = tables
        """What it waits for; empty: any change."""
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something changed."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Until something changes, or so many seconds have passed (then False)."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Wake:
    """Hands out bells and rings them. Made inside the event loop that its listeners wait in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop = asyncio.get_running_loop()
        self._listeners: set[Listener] = set()
        store.on_change(self.ring)

    def listen(self, *tables: str) -> Listener:
        """A bell of your own, for changes in `tables` (none named: in any); `forget` it when you stop waiting."""
        listener = Listener(frozenset(tables))
        self._listeners.add(listener)
        return listener

    def forget(self, listener: Listener) -> None:
        """Ring that bell no more."""
        self._listeners.discard(listener)

    def ring(self, changed: frozenset[str] = frozenset()) -> None:
        """Ring who waits for one of `changed` (empty: everybody); from any thread, no harm once the loop has closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ring, changed)

    async def between_processes(self) -> None:
        """Listen for other processes' rings for as long as this runs. Only PostgreSQL has them."""
        if self._store.is_sqlite:
            return
        url = self._store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._ring(frozenset())  # something may have changed while nobody listened
                    async for told in connection.notifies():
                        self._ring(frozenset(told.payload.split(",")))
            except psycopg.OperationalError:
                await asyncio.sleep(RECONNECT_SECONDS)

    def _ring(self, changed: frozenset[str]) -> None:
        for listener in self._listeners:
            if not changed or not listener.tables or changed & listener.tables:
                listener.ring()


class Bell:
    """`async with Bell(wake, "files") as bell`: a listener that is forgotten at the end."""

    def __init__(self, wake: Wake, *tables: str) -> None:
        self._wake = wake
        self._listener = wake.listen(*tables)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wake.forget(self._listener)

    def ring(self) -> None:
        """Ring it yourself, inside the loop."""
        self._listener.ring()

    async def wait(self, seconds: float) -> bool:
        """As `Listener.wait`."""
        return await self._listener.wait(seconds)
