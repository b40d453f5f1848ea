"""Telegram's flood limits: 30 messages a second in all, one a second in a chat, with short bursts.

Off until asked for.
"""

import math
import time
from collections.abc import Callable

from phone.errors import ApiError

ALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
CHAT_BURST = 3


class Flood:
    """Two buckets a message must pass: one for all chats, one for its own."""

    def __init__(self, on: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self._clock = clock
        self._all = _Bucket(ALL_PER_SECOND, int(ALL_PER_SECOND))
        self._chats: dict[int, _Bucket] = {}

    def check(self, chat_id: int) -> None:
        """Let one message through, or say how many seconds to wait (429)."""
        if not self.on:
            return
        now = self._clock()
        chat = self._chats.setdefault(chat_id, _Bucket(CHAT_PER_SECOND, CHAT_BURST))
        wait = max(chat.wait(now), self._all.wait(now))
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
        chat.take(now)
        self._all.take(now)


class _Bucket:
    """Fills with `rate` tokens a second up to `burst`."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._slack = burst / rate
        self._empty_at = -math.inf  # the time for which everything so far has been paid

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 or less: now."""
        wait = max(self._empty_at, now) + 1 / self._rate - self._slack - now
        return round(wait, 6)  # sums of thirtieths are not exact

    def take(self, now: float) -> None:
        """Use one token."""
        self._empty_at = max(self._empty_at, now) + 1 / self._rate
