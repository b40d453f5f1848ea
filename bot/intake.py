"""Updates in: stored and committed before anything looks at them (decision 1), by polling or webhook.

Telegram is told that we have an update only after its row is committed. If the database is down, updates
stay with Telegram; only a danger card leaves at once, straight through delivery, one per message.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import GetWebhookInfo, SetWebhook, TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot import incoming, metrics, signs
from bot.dialogs import danger, start
from bot.scheduling import watch
from storage import queue
from storage.session import BRIEF_SECONDS, Store
from support.deployment import Deployment
from support.say import Say

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
PAUSES = (0.5, 1, 2, 5, 10)
"""Seconds to wait when Telegram or the database does not answer; the last one repeats."""
NOTED = timedelta(seconds=30)
"""How often it is written down that intake works, for `/health` and `doctor`."""

LOOK_SECONDS = 60
"""How often Telegram is asked whether it still knows the webhook."""

SendDirectly = Callable[[int, Say, str], Coroutine[Any, Any, None]]
Row = dict[str, Any]
"""An update as it is stored (`storage/queue.py`)."""


@dataclass(slots=True)
class _Batch:
    """Updates that are stored together, and whether they were."""

    rows: list[Row] = field(default_factory=list)
    stored: bool | None = None


@dataclass(slots=True)
class Intake:
    """Stores what comes in."""

    store: Store
    deployment: Deployment
    now: Callable[[], datetime]
    send_directly: SendDirectly
    carded: set[int]
    """Updates whose danger card went out before they could be stored (shared with the turns)."""
    handle_at_once: Callable[[Row], bool] = lambda _row: False
    """Stores a lone update and takes its turn in one transaction; False if it did neither."""
    _noted_at: datetime | None = field(default=None)
    _troubled_at: datetime | None = field(default=None)
    _gathering: _Batch = field(default_factory=_Batch)
    _storing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, updates: Sequence[dict[str, Any]]) -> bool:
        """Store them in one transaction. False if they could not be stored: Telegram keeps them then.

        What comes in while others are being stored (calls of the webhook) shares the next transaction.
        """
        now = self.now()
        batch = self._gathering
        batch.rows += [row_of(update, now) for update in updates]
        async with self._storing:
            if batch.stored is None:
                self._gathering = _Batch()
                batch.stored = await self._store(batch.rows)
        return batch.stored

    @property
    def idle(self) -> bool:
        """Nothing is being stored."""
        return not self._storing.locked()

    async def _store(self, rows: Sequence[Row]) -> bool:
        try:
            await asyncio.to_thread(self.store_now, rows)
        except SQLAlchemyError as error:
            log.error("updates cannot be stored: %s", type(error).__name__)
            metrics.intake_failed("database")
            await self._danger_without_database(rows)
            return False
        return True

    def store_now(self, rows: Sequence[Row]) -> None:
        """Store a batch, in this thread; raises what the database raises. A lone update is handled as well."""
        now = self.now()
        note = self._noted_at is None or not timedelta(0) <= now - self._noted_at < NOTED
        if not note and len(rows) == 1 and self.handle_at_once(rows[0]):
            metrics.received(1, 0)
            return
        if not rows and not note:
            return
        with self.store.writing(BRIEF_SECONDS) as db:
            stored = queue.put(db, rows)
            if note:
                watch.intake_works(db, now)
        self._noted_at = now if note else self._noted_at
        if rows:
            metrics.received(stored, len(rows) - stored)

    async def trouble(self, kind: str) -> None:
        """Note what stands in the way (`signs.TROUBLES`), for `/health` and `doctor`; now and then is enough."""
        now = self.now()
        if self._troubled_at is not None and timedelta(0) <= now - self._troubled_at < NOTED:
            return
        self._troubled_at = now

        def note() -> None:
            with self.store.writing(BRIEF_SECONDS) as db:
                signs.trouble(db, "telegram", kind)

        with contextlib.suppress(SQLAlchemyError):
            await asyncio.to_thread(note)

    async def _danger_without_database(self, rows: Sequence[Row]) -> None:
        """The danger card needs no database (R20): one card for each message, however often it comes again."""
        for row in rows:
            try:
                said = incoming.read(row["payload"])
                found = danger.found_in(said) if said.private else None
            except Exception as error:  # whatever it is: Telegram keeps it, and the others are looked at
                log.error("update %s cannot be read: %s", row["update_id"], type(error).__name__)
                continue
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


def row_of(update: dict[str, Any], now: datetime) -> Row:
    """An update that came now, as it is stored."""
    return {
        "update_id": int(update["update_id"]),
        "chat_id": incoming.chat_of(update),
        "payload": incoming.without_names(update),
        "state": "waiting",
        "tries": 0,
        "next_try_at": now,
        "received_at": now,
    }


async def use_webhook(intake: Intake, bot: Bot, url: str, secret: str, stopping: asyncio.Event) -> None:
    """Tell Telegram where to bring updates; look once a minute that it still knows, also when nobody writes."""
    setting = SetWebhook(url=url, secret_token=secret, allowed_updates=KINDS)
    await _patiently(bot, setting, stopping)
    while not stopping.is_set():
        try:
            if (await bot(GetWebhookInfo(), request_timeout=10)).url != url:
                log.error("somebody else has changed where Telegram brings the updates; it is set again")
                await intake.trouble("webhook")
                await bot(setting, request_timeout=10)
            await intake.take([])
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
        await pause(LOOK_SECONDS, stopping)


def is_telegram(given: str, secret: str) -> bool:
    """Whether a webhook call knows the secret; compared in constant time."""
    return hmac.compare_digest(given.encode(), secret.encode())


async def _patiently(bot: Bot, method: TelegramMethod[bool], stopping: asyncio.Event) -> None:
    for tried in range(10_000):
        try:
            await bot(method, request_timeout=10)
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
            await pause(PAUSES[min(tried, len(PAUSES) - 1)], stopping)
            if stopping.is_set():
                return
        else:
            return


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait, but not when told to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
