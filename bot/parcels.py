"""One message on its way to Telegram: what is asked, and how it went.

Permanent errors are named here, in one place; whatever else goes wrong is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)

from bot import metrics, telegram
from bot.limits import SendLimit

log = logging.getLogger(__name__)

SEND_SECONDS = 8
"""How long Telegram may take to accept one message."""


@dataclass(slots=True, eq=False)
class Parcel:
    """One row on its way: what Telegram is asked, and how it went."""

    row_id: int
    chat_id: int
    methods: list[telegram.Method]
    rank: int
    written_at: datetime
    found: bool = False
    """Whether it was found in the table: others of its chat may wait there behind it."""
    begun: bool = False
    """Whether Telegram has been asked: then it is brought to its end, also when the process is to stop."""
    sent: int = 0
    """Methods that were accepted already: a text in parts goes on where it stopped."""
    telegram_id: int | None = None
    outcome: str = "sent"  # sent, again, blocked, failed, not_now (somebody else may take it)
    error: str | None = None
    again_in: float = 0

    def __lt__(self, other: Parcel) -> bool:
        """What leaves first: the graver, then the older."""
        return (self.rank, self.row_id) < (other.rank, other.row_id)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a turn's transaction gave to delivery, and what it noted for delivery as sent."""

    parcels: Sequence[Parcel] = ()
    marked: Sequence[Parcel] = ()


async def carry(parcel: Parcel, bot: Bot, limit: SendLimit) -> None:
    """Send what is left of it, within the limits, and note on it how it went."""
    try:
        while parcel.sent < len(parcel.methods):
            await limit.wait(parcel.chat_id)
            parcel.begun = True
            parcel.telegram_id = await _send(bot, parcel.methods[parcel.sent]) or parcel.telegram_id
            parcel.sent += 1
    except TelegramRetryAfter as error:
        limit.stop(error.retry_after)
        parcel.outcome, parcel.again_in, parcel.error = "again", error.retry_after, "flood"
    except TelegramForbiddenError:
        parcel.outcome, parcel.error = "blocked", "blocked"
    except (TelegramBadRequest, TelegramNotFound) as error:
        blocked = "chat not found" in error.message
        parcel.outcome, parcel.error = ("blocked", "no_chat") if blocked else ("failed", "refused")
        log.warning("message %s was refused: %s", parcel.row_id, type(error).__name__)
    except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
        parcel.outcome, parcel.error = "again", type(error).__name__
    metrics.send_ended(parcel.outcome, parcel.error)


async def _send(bot: Bot, method: telegram.Method) -> int | None:
    with metrics.sending():
        return await telegram.ask(bot, method, SEND_SECONDS)
