"""Messages out: the only sender (decision 2). Limits, retries, and the honest state of every message.

Each round is one transaction: it marks what the last round sent and takes what may leave now. Within a chat
messages leave in order; danger goes first. Permanent errors end a message and are put before staff.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import AnswerCallbackQuery
from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from bot import documents, render
from bot.limits import SendLimit
from bot.parcels import SEND_SECONDS, Parcel, carry
from locales import Voice
from storage.session import Store
from storage.tables import File, Outgoing, Tenant
from storage.wake import Bell, Wake
from support import alerts, pauses
from support.deployment import Deployment
from support.say import Say

log = logging.getLogger(__name__)

IN_FLIGHT = 32
"""Messages on their way at once."""
LEASE = timedelta(seconds=10)
"""After this a message that another process took and never marked is taken again: that process has died."""
RENEWED = timedelta(seconds=3)
"""How often a living process renews what it has on its way."""
PAUSES = (1, 2, 5, 15, 60, 300)
"""Seconds before the next try after a failure of network or server; the last one repeats."""


@dataclass(slots=True)
class Delivery:
    """Takes waiting rows and sends them."""

    store: Store
    bot: Bot
    deployment: Deployment
    now: Callable[[], datetime]
    limit: SendLimit
    _busy: dict[int, set[int]] = field(default_factory=dict)  # chat → rows on their way
    _finished: list[Parcel] = field(default_factory=list)
    _partly: dict[int, int] = field(default_factory=dict)  # row → parts that were accepted before a failure
    _renewed_at: datetime | None = None
    _taps: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def run(self, wake: Wake, stopping: asyncio.Event) -> None:
        """Send until told to stop; then finish what is on its way."""
        async with asyncio.TaskGroup() as tasks, Bell(wake) as bell:
            answering = tasks.create_task(self._answer_taps())
            while not stopping.is_set():
                taken = await self._round()
                for parcel in taken:
                    tasks.create_task(self._carry(parcel, bell_ring=wake.ring))
                if not taken and not self._finished:
                    await bell.wait(1.0)
            while self._busy:
                await bell.wait(0.1)
                await self._round(take=False)
            answering.cancel()
        await self._round(take=False)

    def tapped(self, tap_id: str) -> None:
        """A tap was handled: stop the button's spinning. Nothing is kept of it, and a late one does not matter."""
        self._taps.put_nowait(tap_id)

    @property
    def idle(self) -> bool:
        """Nothing is on its way."""
        return not self._busy and not self._finished and self._taps.empty()

    async def _round(self, *, take: bool = True) -> list[Parcel]:
        """One exchange with the database; while it is down, what was sent is remembered and marked later."""
        try:
            return await asyncio.to_thread(self._exchange, take=take)
        except SQLAlchemyError as error:
            log.error("the database does not answer delivery: %s", type(error).__name__)
            await asyncio.sleep(1)
            return []

    async def send_directly(self, chat_id: int, what: Say, language: str) -> None:
        """Send without the database: only for the danger card while the database is down."""
        for method in render.methods(chat_id, what, Voice(language, self.deployment.zone)):
            await self.bot(method, request_timeout=SEND_SECONDS)

    async def _answer_taps(self) -> None:
        while True:
            tap_id = await self._taps.get()
            try:
                await self.bot(AnswerCallbackQuery(callback_query_id=tap_id), request_timeout=SEND_SECONDS)
            except (TelegramAPIError, ClientDecodeError, TimeoutError) as error:
                log.debug("a tap was not acknowledged: %s", type(error).__name__)

    async def _carry(self, parcel: Parcel, bell_ring: Callable[[], None]) -> None:
        try:
            await carry(parcel, self.bot, self.limit)
        finally:
            self._finished.append(parcel)
            bell_ring()

    def _exchange(self, *, take: bool = True) -> list[Parcel]:
        """One transaction: mark what came back, take what may leave."""
        finished = self._finished[:]
        now = self.now()
        renews = bool(self._busy) and (self._renewed_at is None or now - self._renewed_at >= RENEWED)
        if not finished and not renews and not (take and self._something_waits(now)):
            return []
        with self.store.writing() as db:
            if renews:
                self._renew(db, now)
            for parcel in finished:
                self._mark(db, parcel, now)
            taken = self._take(db, now, without=finished) if take else []
        del self._finished[: len(finished)]
        for parcel in finished:
            self._leave(parcel)
        for parcel in taken:
            self._busy.setdefault(parcel.chat_id, set()).add(parcel.row_id)
        return taken

    def _something_waits(self, now: datetime) -> bool:
        with self.store.reading() as db:
            return db.scalar(_due(now).with_only_columns(Outgoing.id).limit(1)) is not None

    def _renew(self, db: Session, now: datetime) -> None:
        on_their_way = [row_id for rows in list(self._busy.values()) for row_id in rows]
        db.execute(update(Outgoing).where(Outgoing.id.in_(on_their_way)).values(leased_until=now + LEASE))
        self._renewed_at = now

    def _take(self, db: Session, now: datetime, without: list[Parcel]) -> list[Parcel]:
        back = {parcel.chat_id for parcel in without}
        busy = [chat for chat in self._busy if chat not in back]
        room = IN_FLIGHT - len(busy)
        taken: dict[int, Parcel] = {}
        rows = db.scalars(
            _due(now)
            .where(Outgoing.chat_id.not_in(busy))
            .order_by(Outgoing.rank, Outgoing.id)
            .limit(max(room, 0) * 2)
            .with_for_update(skip_locked=True)
        )
        for row in rows:
            if row.chat_id not in taken and len(taken) < room:
                parcel = self._parcel(db, row, now)
                if parcel is not None:
                    row.leased_until = now + LEASE
                    taken[row.chat_id] = parcel
        return list(taken.values())

    def _parcel(self, db: Session, row: Outgoing, now: datetime) -> Parcel | None:
        """Decide at the last moment whether the row is still to be sent, and in which words."""
        tenant = db.get(Tenant, row.tenant_id) if row.tenant_id else None
        if row.best_before is not None and row.best_before <= now:
            row.state, row.error = "dropped", "late"
            alerts.raise_alert(db, "late", tenant, now=now)
            return None
        if tenant is not None and row.unasked and pauses.is_paused(tenant, now):
            row.state, row.error = "dropped", "paused"
            return None
        if tenant is not None and tenant.unreachable_since is not None:
            _hold(db, row, tenant, now)
            return None
        try:
            methods = self._methods(db, row, tenant, now)
        except Exception as error:
            log.exception("message %s cannot be put into words", row.id)
            row.state, row.error = "failed", type(error).__name__
            alerts.raise_alert(db, "undelivered", tenant, now=now, outgoing=row.id)
            return None
        return Parcel(row.id, row.chat_id, methods, sent=self._partly.pop(row.id, 0))

    def _methods(
        self, db: Session, row: Outgoing, tenant: Tenant | None, now: datetime
    ) -> list[render.Method]:
        what = Say.from_json(row.say)
        voice = Voice(tenant.language if tenant else row.language, self.deployment.zone)
        file = db.get(File, what.file) if what.file else None

        def document(name: str) -> tuple[str, bytes]:
            assert tenant is not None, "a document is always about a tenant"
            return documents.make(name, db, tenant, voice, now)

        return render.methods(
            row.chat_id,
            what,
            voice,
            carries=self.deployment.telegram.carries,
            file=(file.kind, file.telegram_id) if file else None,
            document=document,
        )

    def _mark(self, db: Session, parcel: Parcel, now: datetime) -> None:
        row = db.get(Outgoing, parcel.row_id)
        if row is None:
            return
        row.leased_until = None
        row.error = parcel.error
        if parcel.outcome == "sent":
            row.state, row.sent_at, row.telegram_id = "sent", now, parcel.telegram_id
        elif parcel.outcome == "again":
            row.tries += 1
            pause = parcel.again_in or PAUSES[min(row.tries, len(PAUSES)) - 1]
            row.not_before = now + timedelta(seconds=pause)
            self._partly[row.id] = parcel.sent
        elif parcel.outcome == "blocked":
            self._blocked(db, row, now)
        else:
            row.state = "failed"
            tenant = db.get(Tenant, row.tenant_id) if row.tenant_id else None
            if tenant is not None:
                alerts.raise_alert(db, "undelivered", tenant, now=now, outgoing=row.id)

    def _blocked(self, db: Session, row: Outgoing, now: datetime) -> None:
        """The phone does not take our messages: hold what is for this tenant until they write again."""
        tenant = db.get(Tenant, row.tenant_id) if row.tenant_id else None
        if tenant is None or tenant.chat_id != row.chat_id:
            row.state = "failed"
            return
        if tenant.unreachable_since is None:
            tenant.unreachable_since = now
        _hold(db, row, tenant, now)

    def _leave(self, parcel: Parcel) -> None:
        rows = self._busy.get(parcel.chat_id, set())
        rows.discard(parcel.row_id)
        if not rows:
            self._busy.pop(parcel.chat_id, None)


def _hold(db: Session, row: Outgoing, tenant: Tenant, now: datetime) -> None:
    """Keep it until the tenant writes again; whoever wrote it sees that it has not come through."""
    row.state = "held"
    if alerts.open_for(db, tenant, "undelivered") is None:
        alerts.raise_alert(db, "undelivered", tenant, now=now, outgoing=row.id)


def _due(now: datetime) -> Any:
    """Rows that may leave: their time has come, and no earlier one of their chat is on its way or to be tried again."""
    earlier = aliased(Outgoing)
    overtaken = select(earlier.id).where(
        earlier.state == "waiting",
        earlier.chat_id == Outgoing.chat_id,
        earlier.id < Outgoing.id,
        earlier.rank <= Outgoing.rank,
        or_(earlier.tries > 0, earlier.leased_until > now),
    )
    return select(Outgoing).where(
        Outgoing.state == "waiting",
        Outgoing.not_before <= now,
        or_(Outgoing.leased_until.is_(None), Outgoing.leased_until <= now),
        ~overtaken.exists(),
    )
