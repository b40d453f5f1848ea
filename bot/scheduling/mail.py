"""A mail to staff that says only that something waits: no name, no number of things, no word of anybody's.

Danger and calls at once, one mail for each; everything else together, at most one mail in half an hour. What
was mailed is marked after it left, so a mail server that is down loses nothing: the same things are tried again
after a growing pause. Without `[smtp]` nothing is sent, and `bofast doctor` says so. Nobody is paged by this.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import aiosmtplib
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from locales import words
from storage import facts
from storage.session import Store, wait_lock
from storage.tables import Alert, Thread
from support.alerts import URGENT
from support.deployment import Deployment, Smtp

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=30)
"""Between two mails about what is not urgent."""
PAUSES = tuple(timedelta(minutes=each) for each in (1, 2, 4, 8, 10))
"""After a mail server failed; short enough at the end for what is urgent."""
SECONDS = 20
"""How long a mail server may take."""
LEASE = timedelta(minutes=2)
"""How long one process has for sending before another tries."""
FACT = "mail"

Send = Callable[[EmailMessage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Due:
    """What the next mail is about: rows by number, threads with the moment since which they wait."""

    alerts: tuple[int, ...]
    threads: tuple[tuple[int, datetime], ...]
    urgent: bool


async def mail_waiting(
    store: Store, deployment: Deployment, now: datetime, url: str, send: Send | None = None
) -> bool:
    """Send the mail that is due, if any; whether one left. Never raises for what a mail server does."""
    if deployment.smtp is None:
        return False
    due = await asyncio.to_thread(_claim, store, now)
    if due is None:
        return False
    message = compose(deployment.smtp, deployment.languages[0], url, urgent=due.urgent, now=now)
    try:
        await (send or smtp_sender(deployment.smtp))(message)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        log.warning("a mail to staff could not be sent: %s", type(error).__name__)
        await asyncio.to_thread(_failed, store, now)
        return False
    await asyncio.to_thread(_sent, store, due, now)
    return True


def compose(smtp: Smtp, language: str, url: str, *, urgent: bool, now: datetime) -> EmailMessage:
    """The mail: that something waits, and where to look."""
    message = EmailMessage()
    message["From"], message["To"] = smtp.sender, ", ".join(smtp.to)
    message["Subject"] = words.text(language, "inbox.mail.subject_urgent" if urgent else "inbox.mail.subject")
    message["Date"], message["Message-ID"] = format_datetime(now), make_msgid(domain="bofast.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text(language, "inbox.mail.body", url=f"{url}/inbox"))
    return message


def smtp_sender(smtp: Smtp) -> Send:
    """Sends through the deployment's mail server; the password stands in the environment only."""

    async def send(message: EmailMessage) -> None:
        await aiosmtplib.send(
            message,
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.user,
            password=os.environ.get(smtp.password_env) if smtp.password_env else None,
            use_tls=smtp.port == 465,  # the one port where encryption begins before a word is said
            start_tls=smtp.starttls and smtp.port != 465,
            timeout=SECONDS,
        )

    return send


def _claim(store: Store, now: datetime) -> Due | None:
    """What is due, taken for this process. A quiet database is only read."""
    with store.reading() as db:
        if _due(db, now) is None:
            return None
    with store.writing() as db:
        wait_lock(db, FACT)
        due = _due(db, now)
        if due is not None:
            _note(db, not_before=(now + LEASE).isoformat())
        return due


def _due(db: Session, now: datetime) -> Due | None:
    state = _state(db)
    if (not_before := _moment(state, "not_before")) and now < not_before:
        return None
    waiting = select(Alert).where(
        Alert.done_at.is_(None), Alert.withdrawn_at.is_(None), Alert.mailed_at.is_(None)
    )
    unmailed = list(db.scalars(waiting))
    urgent = tuple(each.id for each in unmailed if each.kind in URGENT)
    if urgent:
        return Due(urgent, (), urgent=True)
    together_at = _moment(state, "together_at")
    if together_at and now < together_at + TOGETHER:
        return None
    new = or_(Thread.mailed_for.is_(None), Thread.mailed_for != Thread.waiting_since)
    threads = db.scalars(select(Thread).where(Thread.waiting_since.is_not(None), new))
    waits = tuple((each.tenant_id, each.waiting_since) for each in threads if each.waiting_since)
    if not unmailed and not waits:
        return None
    return Due(tuple(each.id for each in unmailed), waits, urgent=False)


def _sent(store: Store, due: Due, now: datetime) -> None:
    """Mark what the mail told of; what came while it left is still to be told."""
    with store.writing() as db:
        for alert in db.scalars(select(Alert).where(Alert.id.in_(due.alerts))):
            alert.mailed_at = now
        for tenant_id, since in due.threads:
            thread = db.get(Thread, tenant_id)
            if thread is not None:
                thread.mailed_for = since
        together = {} if due.urgent else {"together_at": now.isoformat()}
        _note(db, not_before=None, tries=0, **together)


def _failed(store: Store, now: datetime) -> None:
    with store.writing() as db:
        before = _state(db).get("tries")
        tries = before if isinstance(before, int) else 0
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        _note(db, not_before=(now + pause).isoformat(), tries=tries + 1)


def _state(db: Session) -> dict[str, str | int | None]:
    return facts.read(db, FACT) or {}


def _note(db: Session, **changes: str | int | None) -> None:
    facts.write(db, FACT, {**_state(db), **changes})


def _moment(state: dict[str, str | int | None], name: str) -> datetime | None:
    value = state.get(name)
    return datetime.fromisoformat(value) if isinstance(value, str) else None
