"""The same press twice is one press: an impatient finger sends a form again before the answer is there.

Counts as the same: the same person, the same form with the same content, within `SECONDS`, and nothing else
pressed between. The second press gets the first one's answer. Kept in memory, one press a person.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Response

SAME = timedelta(seconds=1)
PATIENCE_SECONDS = 20
"""How long the second press waits for what the first one is doing."""

Answer = Response[Any]


@dataclass(frozen=True, slots=True)
class _Press:
    what: str
    at: datetime
    answer: Future[Answer]


class Presses:
    """Everybody's last press."""

    def __init__(self) -> None:
        self._last: dict[int, _Press] = {}
        self._lock = threading.Lock()

    def once(self, who: int, what: str, now: datetime, do: Callable[[], Answer]) -> Answer:
        """Do it, or give the answer of the press a moment ago. What was refused may be tried again at once."""
        with self._lock:
            last = self._last.get(who)
            again = last is not None and last.what == what and timedelta(0) <= now - last.at < SAME
            press = last if again and last is not None else _Press(what, now, Future())
            self._last[who] = press
        if again:
            return copy.copy(press.answer.result(PATIENCE_SECONDS))
        try:
            answer = do()
        except BaseException as error:
            self._forget(who, press)
            press.answer.set_exception(error)
            raise
        press.answer.set_result(answer)
        return copy.copy(answer)

    def _forget(self, who: int, press: _Press) -> None:
        with self._lock:
            if self._last.get(who) is press:
                del self._last[who]
