"""Slows down chats that belong to nobody. Counts live in memory only: nothing about a stranger is kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

ANSWERS = 3
"""Full answers to one stranger within the window; after that a valid code still opens, and danger is still read."""
CODES = 10
"""Codes that one stranger may try within the window."""
WINDOW = timedelta(minutes=10)
_MOST = 10_000
"""Chats to remember at most, so that a flood of accounts cannot fill the memory."""


class Strangers:
    """Who wrote how often lately."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, str], list[datetime]] = defaultdict(list)

    def may(self, chat_id: int, what: str, most: int, now: datetime) -> bool:
        """Count one try of `what`; False when this chat has had its `most` within the window."""
        if len(self._seen) > _MOST:
            self._forget(now)
        times = self._seen[chat_id, what]
        times[:] = [at for at in times if now - at < WINDOW]
        if len(times) >= most:
            return False
        times.append(now)
        return True

    def _forget(self, now: datetime) -> None:
        for key in [key for key, times in self._seen.items() if not times or now - times[-1] >= WINDOW]:
            del self._seen[key]
        while len(self._seen) > _MOST:
            self._seen.pop(next(iter(self._seen)))
