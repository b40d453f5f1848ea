"""Telegram's flood limits as the fast server holds them: 30 messages a second in all, one a second in a chat.

The same rule as the phone's, kept apart: what enforces a limit here must not share a mistake with it.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque

IN_ALL = 30
PER_CHAT = 1.0
BURST = 3
"""Messages that may follow each other at once in a chat."""


class Flood:
    """Counts what was accepted in the last second, and what each chat has had."""

    def __init__(self) -> None:
        self._accepted: deque[float] = deque()
        self._paid_until: defaultdict[int, float] = defaultdict(lambda: -math.inf)

    def wait(self, chat: int, now: float) -> int:
        """0 if the message may pass (it is counted then), else the whole seconds to wait."""
        while self._accepted and now - self._accepted[0] >= 1.0:
            self._accepted.popleft()
        paid = max(self._paid_until[chat], now)
        if len(self._accepted) >= IN_ALL or paid - now > (BURST - 1) / PER_CHAT:
            return 1
        self._accepted.append(now)
        self._paid_until[chat] = paid + 1 / PER_CHAT
        return 0
