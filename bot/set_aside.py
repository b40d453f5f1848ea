"""What becomes of an update whose turn failed: tried again soon, then set aside. Nothing a person wrote is dropped."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.incoming import Incoming
from storage.tables import Update
from support import alerts, outbox, people
from support import messages as threads
from support.deployment import Deployment
from support.say import line, say

log = logging.getLogger(__name__)

PAUSES = (timedelta(milliseconds=300), timedelta(seconds=3))
"""Before the second and the third try; after the third an update is set aside."""


def failed(
    db: Session,
    row: Update,
    said: Incoming | None,
    error: Exception,
    *,
    now: datetime,
    deployment: Deployment,
) -> None:
    """Try again soon, or set the update aside: kept, before a human, and said to the tenant."""
    row.tries += 1
    row.error = type(error).__name__
    if row.tries <= len(PAUSES):
        row.next_try_at = now + PAUSES[row.tries - 1]
        return
    row.state, row.done_at = "set_aside", now
    for readable in (None,) if said is None else (said, None):
        try:
            with db.begin_nested():
                _put_before_a_human(db, row, readable, now, deployment)
        except Exception:
            log.exception("update %s cannot be kept in a thread", row.update_id)
        else:
            if readable is not None:  # else it stays as it came
                row.payload = None
            return
    tenant = people.tenant_of_chat(db, row.chat_id)
    alerts.raise_alert(db, "set_aside", tenant, now=now, update=row.update_id)


def _put_before_a_human(
    db: Session, row: Update, said: Incoming | None, now: datetime, deployment: Deployment
) -> None:
    """Into the thread as far as it can be read, before the team, and said to the tenant."""
    tenant = people.tenant_of_chat(db, row.chat_id)
    alerts.raise_alert(db, "set_aside", tenant, now=now, update=row.update_id)
    if tenant is None:
        return
    tapped = said is not None and said.kind == "tap"
    if said is not None and not tapped:
        threads.keep(db, tenant, _bare_words(said), now=now)
    threads.event(db, tenant, line("event.failed"), now=now)
    told = line("problem.failed_tap" if tapped else "problem.failed")
    who = threads.who_reads(db, tenant, now=now, deployment=deployment)
    outbox.answer(db, tenant, say(told, *who, menu=True), now=now)


def _bare_words(said: Incoming) -> threads.Words:
    """What can be kept when the handler fails: the words and data, without making anything of them."""
    data: dict[str, Any] | None = said.data
    if said.attached:
        data = {"sort": said.attached.kind}
    return threads.Words(
        kind=said.kind, text=said.text, data=data, telegram_id=said.message_id, update_id=said.update_id
    )
