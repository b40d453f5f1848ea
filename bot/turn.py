"""One stored update → one dialog → one turn (decision 1).

The tenant's rows, where the talk stands, the outgoing rows and "this update is done" are committed together.
One chat's updates are handled in order, chats side by side. What waits is handled together in one transaction;
if one of them fails, that transaction is undone and each is handled alone. An update that keeps failing is set
aside, kept for a human and told to the tenant, and the next one goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import incoming, metrics, set_aside
from bot.chats import Chats
from bot.dialogs import danger, route, start
from bot.incoming import Incoming
from bot.parcels import Exchanged
from bot.strangers import Strangers
from bot.talk import Talk
from bot.time_limit import TimeLimit
from storage import queue
from storage.queue import Waiting
from storage.session import BRIEF_SECONDS, Store, hush, interrupter, was_interrupted
from storage.tables import Outgoing, Tenant, Update
from support import outbox
from support.deployment import Deployment
from support.outbox import Rank
from support.say import Say, line

log = logging.getLogger(__name__)

TOGETHER = 64
"""Updates handled in one transaction at most."""
TOGETHER_SECONDS = 0.02
"""After this no further update joins the transaction, so that the first ones, and marks, are not kept waiting."""
TURN_SECONDS = 5.0
"""What one turn may take."""

Exchange = Callable[[Session, Sequence[Outgoing], datetime], Exchanged]
"""Gives fresh rows straight to delivery, and marks what it has sent; what it does not take, it finds by itself."""


class _OneFailedError(Exception):
    """One of the updates handled together failed, so that all of them are to be handled alone."""

    def __init__(self, update_ids: list[int]) -> None:
        super().__init__()
        self.update_ids = update_ids


@dataclass(slots=True)
class Turns:
    """Takes the stored updates, in order within each chat."""

    store: Store
    deployment: Deployment
    now: Callable[[], datetime]
    strangers: Strangers
    carded: set[int] = field(default_factory=set)
    """Updates whose danger card went out before they could be stored: they get no second one."""
    exchange: Exchange = lambda _db, _rows, _now: Exchanged()
    on_done: Callable[[Exchanged, list[str]], None] = lambda _exchanged, _taps: None
    """Told what was exchanged, once it is committed, and which taps were handled (so that buttons stop spinning)."""
    stopping: Callable[[], bool] = lambda: False
    """Whether the process is to stop: then no further turn is begun."""
    limit: TimeLimit = field(default_factory=lambda: TimeLimit(TURN_SECONDS))
    _at_work: set[int] = field(default_factory=set)  # threads that take turns of what is stored

    def run_some(self) -> bool:
        """Handle what waits, up to `TOGETHER` updates; whether there may be more."""
        me = threading.get_ident()
        self._at_work.add(me)
        try:
            return self._together(self.now())
        except _OneFailedError as failed:
            for update_id in failed.update_ids:
                if not self.stopping():
                    self._alone(update_id)
            return True
        finally:
            self._at_work.discard(me)

    def at_once(self, row: dict[str, Any]) -> bool:
        """Store a lone update and take its turn, in one transaction, before Telegram hears that we have it.

        False if it was not handled: then nothing was kept of it, and it is to be stored as any other."""
        if self._at_work or self.stopping():
            return False
        now, began = self.now(), time.perf_counter()
        try:
            with self.store.writing(BRIEF_SECONDS) as db:
                if not queue.put_handled(db, row, now):
                    return False
                chats = Chats(db, [row["chat_id"]])  # alive until the end: who it is, is not read again
                with self.limit.watched(interrupter(db)):
                    said = incoming.read(row["payload"])
                    self._handle(db, chats, said, now)
                exchanged = self.exchange(db, outbox.fresh(db), now)
                hush(db, Update.__tablename__)
        except Exception as error:
            if _is_the_database(error):
                raise
            log.info("update %s failed (%s): it is stored first", row["update_id"], type(error).__name__)
            return False
        self.on_done(exchanged, [said.tap_id] if said.tap_id else [])
        metrics.turn_ended("done", time.perf_counter() - began)
        return True

    def something_waits(self) -> bool:
        """Whether anything is stored and not handled: perhaps for later, perhaps with another process."""
        with self.store.reading() as db:
            return queue.something_waits(db)

    def _together(self, now: datetime) -> bool:
        """Several turns in one transaction; whether there may be more."""
        ended: list[tuple[int, float]] = []
        taps: list[str] = []
        with self.store.writing() as db:
            waiting = queue.take(db, now, TOGETHER)
            if not waiting:
                return False
            interrupt = interrupter(db)
            chats, until = (
                Chats(db, (each.chat_id for each in waiting)),
                time.perf_counter() + TOGETHER_SECONDS,
            )
            for each in waiting:
                began = time.perf_counter()
                if ended and (began > until or self.stopping()):
                    break
                with self.limit.watched(interrupt):
                    said = self._one_of(db, chats, each, waiting, now)
                ended.append((each.update_id, time.perf_counter() - began))
                if said.tap_id:
                    taps.append(said.tap_id)
            exchanged = self.exchange(db, outbox.fresh(db), now)
            queue.done(db, [update_id for update_id, _ in ended], now)
            hush(db, Update.__tablename__)
        self.on_done(exchanged, taps)
        for _, seconds in ended:
            metrics.turn_ended("done", seconds)
        return len(ended) < len(waiting) or len(waiting) == TOGETHER

    def _one_of(
        self, db: Session, chats: Chats, each: Waiting, waiting: list[Waiting], now: datetime
    ) -> Incoming:
        try:
            said = incoming.read(each.payload or {})
            self._handle(db, chats, said, now)
        except Exception as error:
            if _is_the_database(error):
                raise
            log.info("update %s failed (%s): each by itself now", each.update_id, type(error).__name__)
            raise _OneFailedError([one.update_id for one in waiting]) from error
        return said

    def _alone(self, update_id: int) -> None:
        """One turn in its own transaction; if it fails, that is noted on the update."""
        said: Incoming | None = None
        outcome, began, now = "done", time.perf_counter(), self.now()
        with self.store.writing() as db:
            row = queue.take_one(db, update_id, now)
            if row is None:
                return
            try:
                with self.limit.watched(interrupter(db)), db.begin_nested():
                    said = incoming.read(row.payload or {})
                    self._handle(db, Chats(db, [row.chat_id]), said, now)
            except Exception as error:
                if _is_the_database(error):
                    raise  # nothing was done, the update waits as it was
                log.exception("update %s failed at try %s", row.update_id, row.tries + 1)
                set_aside.failed(db, row, said, error, now=now, deployment=self.deployment)
                outcome = "again" if row.state == "waiting" else row.state
            else:
                queue.done(db, [row.update_id], now)
        metrics.turn_ended(outcome, time.perf_counter() - began)
        if said is not None and said.tap_id:
            self.on_done(Exchanged(), [said.tap_id])

    def _handle(self, db: Session, chats: Chats, said: Incoming, now: datetime) -> None:
        if said.kind == "ignored":
            return
        if not said.private:
            language = start.language_of(said, self.deployment)
            leaving = Say((line("start.private_only"),), leave=True)
            outbox.answer_stranger(db, said.chat_id, language, leaving, now=now)
            return
        tenant = chats.tenant(said.chat_id)
        if tenant is None:
            start.stranger(
                db, said, now=now, deployment=self.deployment, strangers=self.strangers, carded=self.carded
            )
        elif said.kind == "blocked":
            tenant.unreachable_since = now
        else:
            _reached(db, tenant, now)
            if said.kind != "unblocked":
                self._talk(Talk(db, now, self.deployment, tenant, chats.conversation(tenant), said))

    def _talk(self, talk: Talk) -> None:
        card, quiet = danger.read(talk, carded=talk.said.update_id in self.carded)
        for each in card:
            metrics.danger_card()
            outbox.answer(talk.db, talk.tenant, each, now=talk.now, rank=Rank.DANGER)
        for each in danger.ended_with(quiet, route(talk)):
            outbox.answer(talk.db, talk.tenant, each, now=talk.now)


def _is_the_database(error: Exception) -> bool:
    """Whether the database does not work: then nobody's message has failed."""
    return isinstance(error, OperationalError) and not was_interrupted(error)


def _reached(db: Session, tenant: Tenant, now: datetime) -> None:
    """The tenant has written, so the phone can be reached again; what was held leaves, unless it is too late."""
    if tenant.unreachable_since is None:
        return
    tenant.unreachable_since = None
    held = (Outgoing.tenant_id == tenant.id, Outgoing.state == "held")
    db.execute(
        update(Outgoing).where(*held, Outgoing.best_before <= now).values(state="dropped", error="late")
    )
    db.execute(update(Outgoing).where(*held).values(state="waiting", not_before=now, leased_until=None))
