"""Pushes updates to a webhook, as Telegram does: one at a time within a chat, chats side by side.

Anything but a 2xx is a failure; the same update is tried again after growing pauses until it is taken, a day
old, or the webhook changes. A 2xx may carry a method to perform (`{"method": "sendMessage", …}`).
"""

import asyncio
import json
from collections.abc import Sequence

import httpx

from phone import botapi
from phone.call import Call
from phone.errors import ApiError
from phone.state import Waiting, Webhook
from phone.world import World

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)  # seconds; the last one repeats
ANSWER_SECONDS = 60.0
LISTEN_SECONDS = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Courier:
    """Carries updates while a webhook is set; idle otherwise."""

    def __init__(self, world: World, pauses: Sequence[float] = PAUSES) -> None:
        self._world = world
        self._pauses = pauses
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Carry until the phone closes."""
        queue = self._world.updates
        while not (self._world.state.webhook.url or queue.closed):
            await queue.bell.heard(LISTEN_SECONDS)
        if queue.closed:
            return  # without a client, whose making takes time
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as client, asyncio.TaskGroup() as carriers:
            while not queue.closed:
                for update in self._ready():
                    self._busy.add(update.lane)
                    carriers.create_task(self._carry(client, update))
                await queue.bell.heard(LISTEN_SECONDS)

    def _ready(self) -> list[Waiting]:
        """The oldest update of every chat that has none under way."""
        webhook = self._world.state.webhook
        if not webhook.url:
            return []
        free = webhook.max_connections - len(self._busy)
        first: dict[int, Waiting] = {}
        for update in self._world.updates.pending():
            if len(first) >= free:
                break
            if update.lane not in self._busy:
                first.setdefault(update.lane, update)
        return list(first.values())

    async def _carry(self, client: httpx.AsyncClient, update: Waiting) -> None:
        webhook = self._world.state.webhook
        tries = 0
        try:
            while self._current(webhook) and update in self._world.updates.pending():
                if await self._delivered(client, webhook, update):
                    self._world.updates.done(update)
                    return
                await self._pause(webhook, self._pauses[min(tries, len(self._pauses) - 1)])
                tries += 1
        finally:
            self._busy.discard(update.lane)
            self._world.updates.bell.ring()

    def _current(self, webhook: Webhook) -> bool:
        return self._world.state.webhook is webhook and not self._world.updates.closed

    async def _pause(self, webhook: Webhook, seconds: float) -> None:
        until = asyncio.get_running_loop().time() + seconds
        while self._current(webhook) and (left := until - asyncio.get_running_loop().time()) > 0:
            await self._world.updates.bell.heard(left)

    async def _delivered(self, client: httpx.AsyncClient, webhook: Webhook, update: Waiting) -> bool:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        cut = self._world.faults.cuts_webhook()
        if cut == "reset_before":
            return self._failed(webhook, "Connection reset by peer")
        try:
            response = await client.post(webhook.url, content=update.body.encode(), headers=headers)
        except httpx.TimeoutException:
            return self._failed(webhook, "Read timeout expired")
        except (httpx.HTTPError, AttributeError) as error:
            # AttributeError is what anyio makes of a line that was reset in the moment it was opened.
            return self._failed(webhook, str(error) or "Connection closed")
        if cut == "reset_after":
            return self._failed(webhook, "Connection reset by peer")
        if not response.is_success:
            status = f"{response.status_code} {response.reason_phrase}"
            return self._failed(webhook, f"Wrong response from the webhook: {status}")
        await self._perform_reply(response.content)
        return True

    def _failed(self, webhook: Webhook, why: str) -> bool:
        webhook.last_error, webhook.last_error_date = why, self._world.now()
        return False

    async def _perform_reply(self, content: bytes) -> None:
        """Telegram performs the method silently: the bot never learns how it went."""
        try:
            values = json.loads(content)
        except ValueError:
            return
        if isinstance(values, dict) and isinstance(values.get("method"), str):
            try:
                await botapi.perform(
                    self._world, Call(self._world.bot_id, botapi.proper_name(values.pop("method")), values)
                )
            except ApiError:
                return
