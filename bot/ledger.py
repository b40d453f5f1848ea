"""The rows of what is to leave: which may leave now and in which words, and how it went (decision 2).

A row that is on its way is leased, so that another process takes it over within seconds if this one dies.
Permanent errors end a message and are put before staff.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Integer, Table, bindparam, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot import documents, metrics, render
from bot.parcels import Parcel
from bot.telegram import Method
from locales import Voice
from storage.among import among
from storage.insert import insert
from storage.session import changed, hush, straight, try_locks
from storage.tables import File, Outgoing, Tenant
from support import alerts, pauses
from support.deployment import Deployment
from support.say import Say

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=10)
"""After this a message that another process took and never marked is taken again: that process has died."""
PAUSES = (1, 2, 5, 15, 60, 300)
"""Seconds before the next try after a failure of network or server; the last one repeats."""


@dataclass(slots=True)
class Ledger:
    """Makes parcels of rows, and notes on the rows how the parcels fared."""

    deployment: Deployment
    _partly: dict[int, int] = field(default_factory=dict)  # row → parts that were accepted before a failure

    def take(self, db: Session, now: datetime, most: int, without: Collection[int]) -> list[Parcel]:
        """Up to `most` that may leave now, one a chat, for chats that are not among `without`.

        A chat's lock is taken before its rows are looked at again, so that two processes never send to one chat
        side by side.
        """
        due = _due(now).where(Outgoing.chat_id.not_in(without))
        seen = due.with_only_columns(Outgoing.chat_id).order_by(Outgoing.rank, Outgoing.id).limit(most * 2)
        chats = list(dict.fromkeys(db.scalars(seen)))[:most]
        got = try_locks(db, [("chat", chat_id) for chat_id in chats])
        ours = [chat_id for chat_id, is_ours in zip(chats, got, strict=True) if is_ours]
        taken: dict[int, Parcel] = {}
        rows = db.scalars(
            _due(now).where(Outgoing.chat_id.in_(ours)).order_by(Outgoing.rank, Outgoing.id).limit(most * 2)
        )
        for row in rows:
            if row.chat_id not in taken:
                parcel = self._parcel(db, row, now)
                if parcel is not None:
                    row.leased_until, parcel.found = now + LEASE, True
                    taken[row.chat_id] = parcel
        return list(taken.values())

    def something_is_due(self, db: Session, now: datetime) -> bool:
        """Whether `take` may find anything."""
        return db.scalar(_due(now).with_only_columns(Outgoing.id).limit(1)) is not None

    def hand_over(
        self, db: Session, rows: Sequence[Outgoing], now: datetime, ours: Collection[int]
    ) -> list[Parcel]:
        """Rows just written, leased and ready in the same transaction, so that they leave without another look.

        Only where nothing else waits for the chat but what this process holds already (`ours`): order stays. What a
        later turn of the transaction has dropped stays where it is.
        """
        leaving = [row for row in rows if row.not_before <= now and row.state != "dropped"]
        chats = {row.chat_id for row in leaving}
        ours = {*ours, *(row.id for row in rows)}
        waiting = straight(db).execute(_WAITING_OF, {"chats": chats, "most": len(ours) + 1}).all()
        if len(waiting) > len(ours):
            return []
        chats -= {chat_id for row_id, chat_id in waiting if row_id not in ours}
        ready = [row for row in leaving if row.chat_id in chats]
        for row in ready:
            row.leased_until = now + LEASE
        insert(db, [row for row in rows if row.id is None])
        parcels = [self._parcel(db, row, now) for row in ready]
        if len(ready) == len(rows):
            hush(db, Outgoing.__tablename__)
        return [parcel for parcel in parcels if parcel is not None]

    def renew(self, db: Session, row_ids: Collection[int], now: datetime) -> None:
        """They are still with us."""
        db.execute(update(Outgoing).where(Outgoing.id.in_(row_ids)).values(leased_until=now + LEASE))
        hush(db, Outgoing.__tablename__)

    def mark(self, db: Session, parcels: Sequence[Parcel], now: datetime) -> None:
        """Note how they fared."""
        sent = [each for each in parcels if each.outcome == "sent"]
        if sent:
            rows = [{"row": each.row_id, "telegram": each.telegram_id, "at": now} for each in sent]
            straight(db).execute(_SENT, rows)
            changed(db, Outgoing.__tablename__)
        back = [each for each in parcels if each.outcome != "sent"]
        for each in back:
            self._mark(db, each, now)

    def _parcel(self, db: Session, row: Outgoing, now: datetime) -> Parcel | None:
        """Decide at the last moment whether the row is still to be sent, and in which words."""
        tenant = db.get(Tenant, row.tenant_id) if row.tenant_id else None
        if row.best_before is not None and row.best_before <= now:
            _settle(db, row, "dropped", "late")
            metrics.send_ended("late")
            alerts.raise_alert(db, "late", tenant, now=now)
            return None
        if tenant is not None and row.unasked and pauses.is_paused(tenant, now):
            _settle(db, row, "dropped", "paused")
            metrics.send_ended("paused")
            return None
        if tenant is not None and tenant.unreachable_since is not None:
            _hold(db, row, tenant, now)
            metrics.send_ended("held")
            return None
        try:
            methods = self._methods(db, row, tenant, now)
        except Exception as error:
            log.exception("message %s cannot be put into words", row.id)
            _settle(db, row, "failed", type(error).__name__)
            metrics.send_ended("unsayable")
            alerts.raise_alert(db, "undelivered", tenant, now=now, outgoing=row.id)
            return None
        return Parcel(
            row.id, row.chat_id, methods, row.rank, row.created_at, sent=self._partly.pop(row.id, 0)
        )

    def _methods(self, db: Session, row: Outgoing, tenant: Tenant | None, now: datetime) -> list[Method]:
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
        if parcel.outcome == "not_now":
            return
        if parcel.outcome == "again":
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


def _settle(db: Session, row: Outgoing, state: str, error: str | None) -> None:
    """It does not leave now, or never. A row just written is not looked after by the session."""
    db.execute(update(Outgoing).where(Outgoing.id == row.id).values(state=state, error=error))


def _hold(db: Session, row: Outgoing, tenant: Tenant, now: datetime) -> None:
    """Keep it until the tenant writes again; whoever wrote it sees that it has not come through."""
    _settle(db, row, "held", row.error)
    if alerts.open_for(db, tenant, "undelivered") is None:
        alerts.raise_alert(db, "undelivered", tenant, now=now, outgoing=row.id)


_table = cast(Table, Outgoing.__table__)
_SENT = (  # built once: making a statement anew costs more than running it
    update(_table)
    .where(_table.c.id == bindparam("row"))
    .values(
        state="sent",
        sent_at=bindparam("at"),
        telegram_id=bindparam("telegram"),
        leased_until=None,
        error=None,
    )
)
_WAITING_OF = (
    select(Outgoing.id, Outgoing.chat_id)
    .where(among(Outgoing.chat_id, "chats"), Outgoing.state == "waiting")
    .limit(bindparam("most", type_=Integer))
)


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
