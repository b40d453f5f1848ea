"""Messages out: the only sender (decision 2). Limits, retries, and the honest state of every message.

What a turn has just written is handed over in memory, leased in the same transaction; everything else is found
in the table. Within a chat messages leave in order; danger goes first. How they fared is marked at once, as many
as have come back in one transaction, with a turn's if one begins just then.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import AnswerCallbackQuery
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import metrics, render, telegram
from bot.departures import Departures
from bot.ledger import Ledger
from bot.limits import SendLimit
from bot.parcels import SEND_SECONDS, Exchanged, Parcel, carry
from locales import Voice
from storage.session import BRIEF_SECONDS, Store, hush
from storage.tables import Outgoing
from storage.wake import Bell, Wake
from support.deployment import Deployment
from support.outbox import Rank
from support.say import Say

log = logging.getLogger(__name__)

IN_FLIGHT = 64
"""Messages on their way at once."""
AT_HAND, AT_HAND_UNLIMITED = 64, 1000
"""Answers held in memory at most, about two seconds' worth; more wait in the table, where what a lost phone must not
get is dropped."""
RENEWED = timedelta(seconds=3)
"""How often a living process renews what it holds."""
GATHER_SECONDS, GATHERINGS = 0.003, 4
"""So long marking waits for a turn that takes the marks along, a commit less for both; some times more while somebody
writes."""
TROUBLED_SECONDS = 60.0
"""So long after a failed try, nothing is handed over for that chat: the table knows the order."""


@dataclass(slots=True)
class Delivery:
    """Sends what waits."""

    store: Store
    bot: Bot
    deployment: Deployment
    now: Callable[[], datetime]
    limit: SendLimit
    ledger: Ledger = field(init=False)
    _departures: Departures = field(default_factory=Departures)
    _finished: list[Parcel] = field(default_factory=list)
    _ours: set[int] = field(default_factory=set)  # rows that are here, or sent and not marked yet
    _troubled: dict[int, float] = field(default_factory=dict)  # chat → when something failed there
    _sending: dict[int, asyncio.Task[None]] = field(default_factory=dict)  # row → its way
    _came_back: asyncio.Event = field(default_factory=asyncio.Event)
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    _bell: Bell | None = None
    _renewed_at: datetime | None = None
    _taps: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _closed: bool = False

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.deployment)

    async def run(self, wake: Wake, stopping: asyncio.Event) -> None:
        """Send until told to stop; then finish what has begun, and leave the rest for whoever comes after."""
        async with asyncio.TaskGroup() as tasks:
            helping = [tasks.create_task(self._answer_taps()), tasks.create_task(self._mark())]
            await self._take(wake, stopping)
            self._close()
            while self._sending:
                await asyncio.wait(self._sending.values())
            for task in helping:
                task.cancel()
        await self._exchange_marks()

    def exchange(self, db: Session, rows: Sequence[Outgoing], now: datetime) -> Exchanged:
        """Inside a turn's transaction, in its thread: mark what has been sent; lease and word what may leave now."""
        if self._closed:
            return Exchanged()
        alone = not self.store.is_sqlite  # there, transactions do not wait for each other
        sent = [] if alone else [parcel for parcel in self._finished[:] if parcel.outcome == "sent"]
        room = len(self._ours) < (AT_HAND if self.limit.limited else AT_HAND_UNLIMITED)
        parcels = self.ledger.hand_over(db, rows, now, self._ours) if rows and room else []
        self.ledger.mark(db, sent, now)
        return Exchanged(parcels, sent)

    def forget(self, parcels: Iterable[Parcel]) -> list[Parcel]:
        """How these fared is committed, perhaps a second time; gives those for which it is the first. In any thread."""
        now, first = self.now(), []
        for parcel in parcels:
            with contextlib.suppress(ValueError):
                self._finished.remove(parcel)
                first.append(parcel)
                if parcel.outcome == "sent":
                    self._ours.discard(parcel.row_id)
                    if parcel.rank < Rank.NOTICE:
                        metrics.answered_after((now - parcel.written_at).total_seconds())
        return first

    def accept(
        self, parcels: Iterable[Parcel], taps: Iterable[str] = (), marked: Iterable[Parcel] = ()
    ) -> None:
        """What was handed over is committed: it may leave. So are these marks: the next of their chats may leave.

        Taps that were handled: their buttons stop spinning.
        """
        self._free(marked)
        now = time.monotonic()
        for parcel in parcels:
            if now - self._troubled.get(parcel.chat_id, -TROUBLED_SECONDS) < TROUBLED_SECONDS:
                self._leave_for_later([parcel])
            else:
                self._line_up(parcel)
        for tap_id in taps:
            self._taps.put_nowait(tap_id)
        self._send_off()

    def _free(self, marked: Iterable[Parcel]) -> None:
        """Only what is marked makes room for the next of its chat: a crash repeats the last one, not the last few."""
        for parcel in marked:
            if parcel.outcome == "sent":
                self._departures.back(parcel)
                if parcel.found and self._bell is not None:
                    self._bell.ring()  # the next one may wait in the table

    def _line_up(self, parcel: Parcel) -> None:
        if self._closed:
            self._leave_for_later([parcel])
        else:
            self._ours.add(parcel.row_id)
            self._departures.put(parcel)

    @property
    def idle(self) -> bool:
        """Nothing is on its way."""
        return not self._ours and not self._finished and self._taps.empty()

    async def send_directly(self, chat_id: int, what: Say, language: str) -> None:
        """Send without the database: only for the danger card while the database is down."""
        for method in render.methods(chat_id, what, Voice(language, self.deployment.zone)):
            await telegram.ask(self.bot, method, SEND_SECONDS)

    # Leaving and coming back

    def _send_off(self) -> None:
        while len(self._sending) < IN_FLIGHT:
            parcel = self._departures.leave()
            if parcel is None:
                return
            way = asyncio.ensure_future(carry(parcel, self.bot, self.limit))
            self._sending[parcel.row_id] = way
            way.add_done_callback(partial(self._back, parcel))

    def _back(self, parcel: Parcel, way: asyncio.Task[None]) -> None:
        """It has come back, or was called back before it left: a task cancelled that early runs no line of its own."""
        if way.cancelled():
            parcel.outcome = "not_now"  # it had not begun: somebody else may take it
        elif (error := way.exception()) is not None:
            log.error("message %s could not be sent: %s", parcel.row_id, type(error).__name__)
            parcel.outcome, parcel.error = "again", type(error).__name__
        self._sending.pop(parcel.row_id, None)
        if parcel.outcome != "sent":
            self._departures.back(parcel)
            self._trouble(parcel.chat_id)
            self._ours.discard(parcel.row_id)
        self._finished.append(parcel)
        self._came_back.set()
        if not self._closed:
            self._send_off()

    def _trouble(self, chat_id: int) -> None:
        """What waits behind a message that failed goes back to the table, which knows when and in which order."""
        now = time.monotonic()
        self._troubled = {
            chat: since for chat, since in self._troubled.items() if now - since < TROUBLED_SECONDS
        }
        self._troubled[chat_id] = now
        self._leave_for_later(self._departures.take_back(chat_id))

    def _leave_for_later(self, parcels: Iterable[Parcel]) -> None:
        for parcel in parcels:
            parcel.outcome = "not_now"
            self._ours.discard(parcel.row_id)
            self._finished.append(parcel)
            self._came_back.set()

    def _close(self) -> None:
        self._closed = True
        self._leave_for_later(self._departures.take_back())
        on_their_way = {parcel.row_id: parcel for parcel in self._departures}
        for row_id, task in list(self._sending.items()):
            if not on_their_way[row_id].begun:
                task.cancel()

    # Exchanging with the database

    async def _take(self, wake: Wake, stopping: asyncio.Event) -> None:
        """Take from the table what may leave, whenever something changed there and there is room."""
        async with Bell(wake, Outgoing.__tablename__) as self._bell:
            while not stopping.is_set():
                room = IN_FLIGHT - len(self._ours)
                if room < IN_FLIGHT // 2:
                    await self._until_room()
                    continue
                try:
                    taken = await asyncio.to_thread(self._take_some, room, self._departures.chats)
                except SQLAlchemyError as error:
                    log.error("the database does not answer delivery: %s", type(error).__name__)
                    await self._bell.wait(1.0)
                    continue
                for parcel in taken:
                    self._line_up(parcel)
                self._send_off()
                if not taken:
                    await self._bell.wait(1.0)

    async def _until_room(self) -> None:
        self._room.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await self._room.wait()

    def _take_some(self, most: int, without: set[int]) -> list[Parcel]:
        now = self.now()
        with self.store.reading() as db:
            if not self.ledger.something_is_due(db, now):
                return []
        with self.store.writing() as db:
            taken = self.ledger.take(db, now, most, without)
            hush(db, Outgoing.__tablename__)
        return taken

    async def _mark(self) -> None:
        """Mark what came back; renew what is still here. While the database is down, it is remembered."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._came_back.wait()
                await self._gather()
            self._came_back.clear()
            await self._exchange_marks()

    async def _gather(self) -> None:
        """Give a turn that begins now, or is at it, the time to take the marks along: we would wait for it anyway."""
        for _ in range(GATHERINGS if self.store.is_sqlite else 0):
            await asyncio.sleep(GATHER_SECONDS)
            if not (self._finished and self.store.busy):
                return

    async def _exchange_marks(self) -> None:
        now = self.now()
        renews = bool(self._ours) and (self._renewed_at is None or now - self._renewed_at >= RENEWED)
        if not self._finished and not renews:
            self._room.set()
            return
        try:
            marked = await asyncio.to_thread(self._write_marks, renews, now)
        except SQLAlchemyError as error:
            log.error("the database does not answer delivery: %s", type(error).__name__)
            await asyncio.sleep(1)
            self._came_back.set()
            return
        self._free(self.forget(marked))
        if not self._closed:
            self._send_off()
        self._room.set()

    def _write_marks(self, renews: bool, now: datetime) -> list[Parcel]:
        with self.store.writing(BRIEF_SECONDS) as db:
            if renews:
                self.ledger.renew(db, [parcel.row_id for parcel in self._departures], now)
                self._renewed_at = now
            finished = self._finished[:]  # looked at only now: a turn may have marked them meanwhile
            self.ledger.mark(db, finished, now)
            if all(parcel.outcome == "sent" for parcel in finished):
                hush(db, Outgoing.__tablename__)
        return finished

    async def _answer_taps(self) -> None:
        while True:
            tap_id = await self._taps.get()
            try:
                await self.bot(AnswerCallbackQuery(callback_query_id=tap_id), request_timeout=SEND_SECONDS)
            except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
                log.debug("a tap was not acknowledged: %s", type(error).__name__)
