"""Updates in: stored and committed before anything looks at them (decision 1), by polling or webhook.

Telegram is told that we have an update only after its row is committed. If the database is down, updates
stay with Telegram; only a danger card leaves at once, straight through delivery, one per message.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, GetWebhookInfo, SetWebhook, TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot import incoming, metrics
from bot.dialogs import danger, start
from bot.scheduling.clock import system_time
from storage import facts, queue
from storage.session import Store
from support.deployment import Deployment
from support.say import Say

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
HURRIED = 0.3
"""Seconds; an empty answer that comes sooner was not waited for."""
PAUSES = (0.5, 1, 2, 5, 10)
"""Seconds to wait when Telegram or the database does not answer; the last one repeats."""
FACT = "intake"
NOTED = timedelta(seconds=30)
"""How often it is written down that intake works, for `/health` and `doctor`."""

LOOK_SECONDS = 60
"""How often Telegram is asked whether it still knows the webhook."""

SendDirectly = Callable[[int, Say, str], Coroutine[Any, Any, None]]


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` as it came, so that what is stored is what was sent."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = POLL_SECONDS
    allowed_updates: list[str] = KINDS


@dataclass(slots=True)
class Intake:
    """Stores what comes in."""

    store: Store
    deployment: Deployment
    now: Callable[[], datetime]
    send_directly: SendDirectly
    carded: set[int]
    """Updates whose danger card went out before they could be stored (shared with the turns)."""
    _noted_at: datetime | None = field(default=None)

    async def take(self, updates: Sequence[dict[str, Any]]) -> bool:
        """Store a batch in one transaction. False if it could not be stored: Telegram keeps it then."""
        try:
            await asyncio.to_thread(self._store, updates)
        except SQLAlchemyError as error:
            log.error("updates cannot be stored: %s", type(error).__name__)
            metrics.intake_failed("database")
            await self._danger_without_database(updates)
            return False
        return True

    def _store(self, updates: Sequence[dict[str, Any]]) -> None:
        now = self.now()
        note = self._noted_at is None or not timedelta(0) <= now - self._noted_at < NOTED
        if not updates and not note:
            return
        with self.store.writing() as db:
            stored = queue.put(db, [self._row(update, now) for update in updates])
            if note:
                facts.write(db, FACT, {"at": system_time().isoformat()})
        self._noted_at = now if note else self._noted_at
        if updates:
            metrics.received(stored, len(updates) - stored)

    def _row(self, update: dict[str, Any], now: datetime) -> dict[str, Any]:
        return {
            "update_id": int(update["update_id"]),
            "chat_id": incoming.chat_of(update),
            "payload": incoming.without_names(update),
            "state": "waiting",
            "tries": 0,
            "next_try_at": now,
            "received_at": now,
        }

    async def _danger_without_database(self, updates: Sequence[dict[str, Any]]) -> None:
        """The danger card needs no database (R20): one card for each message, however often it comes again."""
        for update in updates:
            said = incoming.read(update)
            found = danger.found_in(said) if said.private else None
            if found is None or not found.certain or said.update_id in self.carded:
                continue
            card = danger.card(found.kind, self.deployment, self.now(), linked=False)
            try:
                await self.send_directly(said.chat_id, card, start.language_of(said, self.deployment))
            except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
                log.error("a danger card could not be sent: %s", type(error).__name__)
            else:
                self.carded.add(said.update_id)
                metrics.danger_card("directly")


async def poll(intake: Intake, bot: Bot, stopping: asyncio.Event) -> None:
    """Ask Telegram for updates until told to stop. The offset is raised only past what is stored."""
    offset: int | None = None
    failures = 0
    await _take_webhook_away(bot)
    while not stopping.is_set():
        started = time.monotonic()
        try:
            asking = asyncio.ensure_future(bot(RawUpdates(offset=offset), request_timeout=POLL_SECONDS + 10))
            if not await _first(asking, stopping):
                return
            updates = asking.result()
            if await intake.take(updates):
                offset = max((int(u["update_id"]) + 1 for u in updates), default=offset)
                failures = 0
                if not updates and time.monotonic() - started < HURRIED:
                    await _pause(HURRIED, stopping)  # it does not let us wait there, so we wait here
                continue
        except TelegramConflictError:
            log.error(
                "another process asks Telegram for the same bot's updates, or a webhook is set: stop one of them"
            )
            metrics.intake_failed("conflict")
            await _take_webhook_away(bot)
        except TelegramRetryAfter as error:
            metrics.intake_failed("flood")
            await _pause(error.retry_after, stopping)
            continue
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
            metrics.intake_failed("telegram")
        await _pause(PAUSES[min(failures, len(PAUSES) - 1)], stopping)
        failures += 1


async def _take_webhook_away(bot: Bot) -> None:
    """Polling and a webhook exclude each other. If Telegram does not do it now, the conflict will say so again."""
    try:
        await bot(DeleteWebhook(drop_pending_updates=False), request_timeout=10)
    except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
        log.warning("the webhook could not be taken away: %s", type(error).__name__)


async def use_webhook(intake: Intake, bot: Bot, url: str, secret: str, stopping: asyncio.Event) -> None:
    """Tell Telegram where to bring updates; look once a minute that it still knows, also when nobody writes."""
    setting = SetWebhook(url=url, secret_token=secret, allowed_updates=KINDS)
    await _patiently(bot, setting, stopping)
    while not stopping.is_set():
        try:
            if (await bot(GetWebhookInfo(), request_timeout=10)).url != url:
                await bot(setting, request_timeout=10)
            await intake.take([])
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
        await _pause(LOOK_SECONDS, stopping)


def is_telegram(given: str, secret: str) -> bool:
    """Whether a webhook call knows the secret; compared in constant time."""
    return hmac.compare_digest(given.encode(), secret.encode())


async def _patiently(bot: Bot, method: TelegramMethod[bool], stopping: asyncio.Event) -> None:
    for tried in range(10_000):
        try:
            await bot(method, request_timeout=10)
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
            await _pause(PAUSES[min(tried, len(PAUSES) - 1)], stopping)
            if stopping.is_set():
                return
        else:
            return


async def _first(asking: asyncio.Future[Any], stopping: asyncio.Event) -> bool:
    """Wait for the answer or the stop; True if the answer came."""
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({asking, stop}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.cancel()
    if asking.done():
        return True
    asking.cancel()
    return False


async def _pause(seconds: float, stopping: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
