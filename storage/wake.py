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

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something changed."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Until something changes, or so many seconds have passed (then False)."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
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

    def listen(self) -> Listener:
        """A bell of your own; `forget` it when you stop waiting."""
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def forget(self, listener: Listener) -> None:
        """Ring that bell no more."""
        self._listeners.discard(listener)

    def ring(self) -> None:
        """Ring every bell; safe from any thread, and without effect once the loop has closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ring_all)

    async def between_processes(self) -> None:
        """Listen for other processes' rings for as long as this runs. Only PostgreSQL has them."""
        if self._store.is_sqlite:
            return
        url = self._store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._ring_all()  # something may have changed while nobody listened
                    async for _ in connection.notifies():
                        self._ring_all()
            except psycopg.OperationalError:
                await asyncio.sleep(RECONNECT_SECONDS)

    def _ring_all(self) -> None:
        for listener in self._listeners:
            listener.ring()


class Bell:
    """`async with Bell(wake) as bell`: a listener that is forgotten at the end."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake
        self._listener = wake.listen()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wake.forget(self._listener)

    async def wait(self, seconds: float) -> bool:
        """As `Listener.wait`."""
        return await self._listener.wait(seconds)
