"""How fast Telegram lets a bot speak: so many messages a second in all, one a second to a chat with short bursts."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

BURST = 3
"""Messages that may follow each other at once in one chat before the rate counts."""
_REMEMBERED = 5000


class _Bucket:
    """Fills at `rate` a second up to `size`; taking one may leave it in debt, which is the time to wait."""

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate, self.size, self.level, self.at = rate, size, size, now

    def take(self, now: float) -> float:
        self.level = min(self.size, self.level + (now - self.at) * self.rate) - 1
        self.at = now
        return max(0.0, -self.level / self.rate)


class SendLimit:
    """`wait` before each message. A rate of 0 means no limit."""

    def __init__(self, in_all: float, per_chat: float) -> None:
        self._per_chat = per_chat
        self._all = _Bucket(in_all, 1, time.monotonic()) if in_all else None
        self._chats: OrderedDict[int, _Bucket] = OrderedDict()
        self._stopped_until = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return self._all is not None or bool(self._per_chat)

    async def wait(self, chat_id: int) -> None:
        """Until a message to that chat may leave."""
        now = time.monotonic()
        pause = max(0.0, self._stopped_until - now)
        if self._all is not None:
            pause = max(pause, self._all.take(now))
        if self._per_chat:
            pause = max(pause, self._chat(chat_id, now).take(now))
        if pause > 0:
            await asyncio.sleep(pause)

    def stop(self, seconds: float) -> None:
        """Telegram has said how long everything is to wait."""
        self._stopped_until = max(self._stopped_until, time.monotonic() + seconds)

    def _chat(self, chat_id: int, now: float) -> _Bucket:
        bucket = self._chats.pop(chat_id, None) or _Bucket(self._per_chat, BURST, now)
        self._chats[chat_id] = bucket
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)
        return bucket
