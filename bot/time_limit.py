"""A limit for what runs in a worker thread: a turn that never ends would hold up everybody behind it.

The work says when it begins and ends; somebody else looks now and then and stops what has run too long: its
database statement is interrupted, and the next line of Python in that thread raises `TooLongError`. Code that never
comes back to Python (one call into C without end) cannot be stopped like this.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GRACE_SECONDS = 0.2


class TooLongError(Exception):
    """The work has taken longer than it may."""


class TimeLimit:
    """Stops work that takes longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begun: dict[int, tuple[float, Callable[[], None]]] = {}  # thread → since when, its interruption

    @contextmanager
    def watched(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Work that is watched; `interrupt` (called from another thread) stops what its database is doing."""
        me = threading.get_ident()
        self._begun[me] = time.monotonic(), interrupt
        try:
            yield
        finally:
            self._begun.pop(me, None)

    def look(self) -> int:
        """Stop what has run too long; how many that were. To be called from another thread now and then."""
        stopped = 0
        for thread, begun in list(self._begun.items()):
            since, interrupt = begun
            if time.monotonic() - since < self.seconds:
                continue
            interrupt()
            time.sleep(GRACE_SECONDS)  # a statement that was interrupted ends the work by itself
            if self._begun.get(thread) is begun and self._begun.pop(thread, None) is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(TooLongError)
                )
            stopped += 1
        return stopped
