"""One stored update → one dialog → one transaction (decision 1).

The tenant's rows, where the talk stands, the outgoing rows and "this update is done" are committed together.
One chat's updates are handled in order, chats side by side. An update that keeps failing is set aside, kept
for a human and told to the tenant, and the next one goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from bot import incoming
from bot.dialogs import danger, route, start
from bot.incoming import Incoming
from bot.strangers import Strangers
from bot.talk import Talk
from storage.session import Store, try_lock
from storage.tables import Conversation, Outgoing, Tenant, Update
from support import alerts, outbox, people
from support import messages as threads
from support.deployment import Deployment
from support.outbox import Rank
from support.say import Say, line, say

log = logging.getLogger(__name__)

PAUSES = (timedelta(milliseconds=300), timedelta(seconds=3))
"""Before the second and the third try; after the third an update is set aside."""
_LOOK_AHEAD = 20
"""Chats to look at when others hold the first ones."""


@dataclass(slots=True)
class Turns:
    """Takes the stored updates, one after the other."""

    store: Store
    deployment: Deployment
    now: Callable[[], datetime]
    strangers: Strangers
    carded: set[int] = field(default_factory=set)
    """Updates whose danger card went out before they could be stored: they get no second one."""
    on_tap: Callable[[str], None] = lambda _: None
    """Told the id of every tap that was handled, so that the button stops spinning."""

    def run_one(self) -> bool:
        """Run one turn; False if nothing is waiting that this process may take."""
        now = self.now()
        with self.store.writing() as db:
            row = _claim(db, now)
            if row is None:
                return False
            tap = self._turn(db, row, now)
        if tap:
            self.on_tap(tap)
        return True

    def run_some(self, most: int = 50) -> int:
        """Run turns until nothing waits, `most` at once, so that a hop to a thread serves many."""
        if not self._something_waits():
            return 0
        for done in range(most):
            if not self.run_one():
                return done
        return most

    def _something_waits(self) -> bool:
        with self.store.reading() as db:
            waiting = select(Update.update_id).where(
                Update.state == "waiting", Update.next_try_at <= self.now()
            )
            return db.scalar(waiting.limit(1)) is not None

    def _turn(self, db: Session, row: Update, now: datetime) -> str | None:
        said: Incoming | None = None
        try:
            with db.begin_nested():
                said = incoming.read(row.payload or {})
                self._handle(db, said, now)
        except OperationalError:
            raise  # the database itself: nothing was done, the update waits as it was
        except Exception as error:
            log.exception("update %s failed at try %s", row.update_id, row.tries + 1)
            self._failed(db, row, said, error, now)
        else:
            row.state, row.done_at, row.payload = "done", now, None  # the words live where they went to
        return said.tap_id if said else None

    def _handle(self, db: Session, said: Incoming, now: datetime) -> None:
        if said.kind == "ignored":
            return
        if not said.private:
            language = start.language_of(said, self.deployment)
            leaving = Say((line("start.private_only"),), leave=True)
            outbox.answer_stranger(db, said.chat_id, language, leaving, now=now)
            return
        tenant = people.tenant_of_chat(db, said.chat_id)
        if tenant is None:
            start.stranger(
                db, said, now=now, deployment=self.deployment, strangers=self.strangers, carded=self.carded
            )
        elif said.kind == "blocked":
            tenant.unreachable_since = now
        else:
            _reached(db, tenant, now)
            if said.kind != "unblocked":
                self._talk(Talk(db, now, self.deployment, tenant, conversation_of(db, tenant), said))

    def _talk(self, talk: Talk) -> None:
        card, quiet = danger.read(talk, carded=talk.said.update_id in self.carded)
        for each in card:
            outbox.answer(talk.db, talk.tenant, each, now=talk.now, rank=Rank.DANGER)
        for each in danger.ended_with(quiet, route(talk)):
            outbox.answer(talk.db, talk.tenant, each, now=talk.now)

    def _failed(
        self, db: Session, row: Update, said: Incoming | None, error: Exception, now: datetime
    ) -> None:
        """Try again soon, or set the update aside: kept, before a human, and said to the tenant."""
        row.tries += 1
        row.error = type(error).__name__
        if row.tries <= len(PAUSES):
            row.next_try_at = now + PAUSES[row.tries - 1]
            return
        kept = False
        try:
            with db.begin_nested():
                self._keep_for_a_human(db, row, said, now)
                kept = True
        except Exception:
            log.exception("update %s cannot be kept in a thread; its payload stays", row.update_id)
        row.state, row.done_at = "set_aside", now
        if kept:
            row.payload = None
        else:
            alerts.raise_alert(
                db, "set_aside", people.tenant_of_chat(db, row.chat_id), now=now, update=row.update_id
            )

    def _keep_for_a_human(self, db: Session, row: Update, said: Incoming | None, now: datetime) -> None:
        """Into the thread, before the team, and said to the tenant."""
        tenant = people.tenant_of_chat(db, row.chat_id)
        alerts.raise_alert(db, "set_aside", tenant, now=now, update=row.update_id)
        if tenant is None:
            return
        tapped = said is not None and said.kind == "tap"
        if said is not None and not tapped:
            threads.keep(db, tenant, _bare_words(said), now=now)
        threads.event(db, tenant, line("event.failed"), now=now)
        told = line("problem.failed_tap" if tapped else "problem.failed")
        who = threads.who_reads(db, tenant, now=now, deployment=self.deployment)
        outbox.answer(db, tenant, say(told, *who, menu=True), now=now)


def conversation_of(db: Session, tenant: Tenant) -> Conversation:
    """Where the talk with the tenant stands."""
    found = db.get(Conversation, tenant.id)
    if found is None:
        found = Conversation(
            tenant_id=tenant.id, question_args={}, danger_cards={}, reminders_answered_in_words=0
        )
        db.add(found)
    return found


def _claim(db: Session, now: datetime) -> Update | None:
    """The oldest waiting update of a chat that no other process is at work on."""
    earlier = aliased(Update)
    first_of_chat = ~(
        select(earlier.update_id)
        .where(
            earlier.state == "waiting",
            earlier.chat_id == Update.chat_id,
            earlier.update_id < Update.update_id,
        )
        .exists()
    )
    chats = db.scalars(
        select(Update.chat_id)
        .where(Update.state == "waiting", Update.next_try_at <= now, first_of_chat)
        .order_by(Update.update_id)
        .limit(1 if db.get_bind().dialect.name == "sqlite" else _LOOK_AHEAD)
    )
    for chat_id in chats.all():
        if try_lock(db, "chat", chat_id):
            oldest = select(func.min(Update.update_id)).where(
                Update.state == "waiting", Update.chat_id == chat_id
            )
            row = db.scalar(select(Update).where(Update.update_id == oldest.scalar_subquery()))
            if row is not None and row.next_try_at <= now:
                return row
    return None


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


def _bare_words(said: Incoming) -> threads.Words:
    """What can be kept when the handler fails: the words and data, without making anything of them."""
    data: dict[str, Any] | None = said.data
    if said.attached:
        data = {"sort": said.attached.kind}
    return threads.Words(
        kind=said.kind, text=said.text, data=data, telegram_id=said.message_id, update_id=said.update_id
    )
