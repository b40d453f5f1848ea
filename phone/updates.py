"""Updates on their way to the bot: a queue with Telegram's rules.

An update waits until it is confirmed (by a higher offset, or by a webhook's 2xx), at most 24 hours.
One poller at a time: a second one ends the first with 409, and so does a webhook.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import telegram

from phone.bell import Bell
from phone.errors import ApiError
from phone.limits import POLL_SECONDS, UPDATES_AT_ONCE
from phone.state import Json, State, Waiting

KEPT = timedelta(hours=24)
# Not sent unless asked for by name in `allowed_updates`.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class UpdateQueue:
    """Updates in order, oldest first."""

    def __init__(self, state: State, now: Callable[[], datetime]) -> None:
        self._state = state
        self._now = now
        self._waiting = deque(state.waiting)
        self._poll: _Poll | None = None
        self.bell = Bell()
        self.closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, kind: str, body: telegram.TelegramObject, lane: int) -> None:
        """Add an update, unless the bot has said that it does not want this kind."""
        if self._wanted(kind):
            number = self._state.next_update
            self._state.next_update += 1
            known: Json = {kind: body}
            self._append(telegram.Update(number, **known).to_json(), number, lane)

    def push_raw(self, update: Json, lane: int) -> int:
        """Add an update as it stands; a missing `update_id` is the next one."""
        number = int(update.setdefault("update_id", self._state.next_update))
        self._state.next_update = max(self._state.next_update, number + 1)
        self._append(json.dumps(update), number, lane)
        return number

    def _append(self, body: str, number: int, lane: int) -> None:
        self._waiting.append(Waiting(number, lane, self._now(), body))
        self.bell.ring()

    def _wanted(self, kind: str) -> bool:
        allowed = self._state.allowed_updates
        return kind in allowed if allowed else kind not in ON_REQUEST

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds the bot wants from now on; None changes nothing."""
        if kinds is not None:
            self._state.allowed_updates = kinds

    async def poll(self, offset: int, limit: int, seconds: float) -> list[str]:
        """`getUpdates`: confirm what came before `offset`, wait for something, return the oldest as JSON."""
        if self._state.webhook.url:
            raise ApiError(409, f"Conflict: {WEBHOOK_ACTIVE}")
        self.interrupt(OTHER_POLLER)
        self._confirm(offset)
        poll = self._poll = _Poll()
        until = asyncio.get_running_loop().time() + min(max(seconds, 0), POLL_SECONDS)
        while not self.pending() and not self.closed and not poll.ended_by:
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                break
            await self.bell.heard(left)
        if poll.ended_by:
            raise ApiError(409, f"Conflict: {poll.ended_by}")
        self._poll = None
        most = min(max(limit, 1), UPDATES_AT_ONCE)
        return [update.body for update, _ in zip(self._waiting, range(most), strict=False)]

    def interrupt(self, why: str) -> None:
        """End the poll that is under way, if any."""
        if self._poll is not None:
            self._poll.ended_by, self._poll = why, None
            self.bell.ring()

    def _confirm(self, offset: int) -> None:
        self.pending()
        while offset < 0 and len(self._waiting) > -offset:
            self._waiting.popleft()
        while offset > 0 and self._waiting and self._waiting[0].id < offset:
            self._waiting.popleft()

    def pending(self) -> Iterable[Waiting]:
        """What waits, without what has waited more than 24 hours."""
        while self._waiting and self._now() - self._waiting[0].date > KEPT:
            self._waiting.popleft()
        return self._waiting

    def done(self, update: Waiting) -> None:
        """A webhook has taken this one."""
        if update in self._waiting:
            self._waiting.remove(update)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    def close(self) -> None:
        """Let every poller go home: the phone shuts down."""
        self.closed = True
        self.bell.ring()


class _Poll:
    """One `getUpdates` under way."""

    ended_by = ""
