"""Asking Telegram for updates: one process at a time, the others stand by and take over within seconds."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook

from bot import metrics, telegram
from bot.intake import KINDS, PAUSES, Intake, pause
from storage.single import Single

log = logging.getLogger(__name__)

POLL_SECONDS = 25
HURRIED = 0.3
"""Seconds; an empty answer that comes sooner was not waited for."""
LOOK_SECONDS = 2.0
"""How often the one that asks looks whether it still may."""
STAND_BY_SECONDS = 1.0
"""How often a process that stands by looks whether the one that asks has died."""


async def poll(intake: Intake, bot: Bot, asking: Single, stopping: asyncio.Event) -> None:
    """Ask Telegram for updates until told to stop, whenever `asking` is ours."""
    stop = asyncio.ensure_future(stopping.wait())
    while not stopping.is_set():
        if await asyncio.to_thread(asking.held):
            await _ask(intake, bot, asking, stopping, stop)
        else:
            await pause(STAND_BY_SECONDS, stopping)
    asking.let_go()


async def _ask(
    intake: Intake, bot: Bot, right: Single, stopping: asyncio.Event, stop: asyncio.Future[Any]
) -> None:
    """Until told to stop, or the right is lost. The offset is raised only past what is stored."""
    offset: int | None = None
    failures = 0
    await _take_webhook_away(bot)
    looked = time.monotonic()
    while not stopping.is_set():
        started = time.monotonic()
        if started - looked > LOOK_SECONDS:
            looked = started
            if not await asyncio.to_thread(right.held):
                return
        try:
            asking = asyncio.ensure_future(telegram.updates(bot, offset, POLL_SECONDS, KINDS))
            if not await _first(asking, stop):
                return
            updates = asking.result()
            if await intake.take(updates):
                offset = max((int(u["update_id"]) + 1 for u in updates), default=offset)
                failures = 0
                if not updates and time.monotonic() - started < HURRIED:
                    await pause(HURRIED, stopping)  # it does not let us wait there, so we wait here
                continue
        except TelegramConflictError:
            log.error(
                "another process asks Telegram for the same bot's updates, or a webhook is set: stop one of them"
            )
            metrics.intake_failed("conflict")
            await intake.trouble("conflict")
            await _take_webhook_away(bot)
        except TelegramRetryAfter as error:
            metrics.intake_failed("flood")
            await pause(error.retry_after, stopping)
            continue
        except TelegramUnauthorizedError:
            log.error("Telegram does not know the token: BOFAST_TELEGRAM_TOKEN is wrong or was revoked")
            metrics.intake_failed("telegram")
            await intake.trouble("token")
        except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
            log.warning("Telegram does not answer: %s", type(error).__name__)
            if failures >= len(PAUSES):
                await intake.trouble("unreachable")
            metrics.intake_failed("telegram")
        await pause(PAUSES[min(failures, len(PAUSES) - 1)], stopping)
        failures += 1


async def _take_webhook_away(bot: Bot) -> None:
    """Polling and a webhook exclude each other. If Telegram does not do it now, the conflict will say so again."""
    try:
        await bot(DeleteWebhook(drop_pending_updates=False), request_timeout=10)
    except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
        log.warning("the webhook could not be taken away: %s", type(error).__name__)


async def _first(asking: asyncio.Future[Any], stop: asyncio.Future[Any]) -> bool:
    """Wait for the answer or the stop; True if the answer came."""
    await asyncio.wait({asking, stop}, return_when=asyncio.FIRST_COMPLETED)
    if asking.done():
        return True
    asking.cancel()
    return False
