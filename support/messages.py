"""The thread between a tenant and the team: what waits, the one receipt a burst gets, a human's answer.

A burst begins with a message that no dialog took and ends when staff answer or the office opens. While a
human is talking (from an answer until *done*, at most 12 hours) receipts are silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Absence, File, Message, Staff, Tenant, Thread
from support import help_lines, outbox
from support.deployment import Deployment
from support.say import Button, Line, Say, button, line, say

HUMAN_TALKS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Words:
    """What a tenant sent: text, a file, or something with data (a place, a contact, a sticker)."""

    kind: str
    text: str | None = None
    data: dict[str, Any] | None = None
    file_id: int | None = None
    telegram_id: int | None = None
    update_id: int | None = None
    edits_telegram_id: int | None = None


def thread_of(db: Session, tenant: Tenant) -> Thread:
    """The tenant's thread; there is always exactly one."""
    thread = db.get(Thread, tenant.id)
    if thread is None:
        thread = Thread(tenant_id=tenant.id, urgent=False, burst_told=[])
        db.add(thread)
        db.flush()
    return thread


def keep(
    db: Session,
    tenant: Tenant,
    words: Words,
    *,
    now: datetime,
    waits: bool = True,
    understood: dict[str, Any] | None = None,
) -> Message:
    """Put a tenant's words into the thread, in order. They wait for a human, unless the bot can answer them.

    `understood`: what the bot made of them, kept beside them.
    """
    thread = thread_of(db, tenant)
    earlier = _by_telegram_id(db, tenant, words.edits_telegram_id)
    message = Message(
        tenant_id=tenant.id,
        author="tenant",
        kind=words.kind,
        text=words.text,
        data=words.data,
        file_id=words.file_id,
        telegram_id=words.telegram_id,
        update_id=words.update_id,
        edits=earlier.id if earlier else None,
        understood=understood,
        at=now,
    )
    db.add(message)
    db.flush()
    if waits:
        thread.waiting_since = thread.waiting_since or now
    thread.last_at = now
    return message


def receive(
    db: Session,
    tenant: Tenant,
    words: Words,
    *,
    now: datetime,
    deployment: Deployment,
    asked: bool = False,
    understood: dict[str, Any] | None = None,
) -> list[Say]:
    """Keep words for the team, and say so once a burst; always, where the bot had `asked` for them."""
    keep(db, tenant, words, now=now, understood=understood)
    sort = "voice" if words.kind in ("voice", "video_note", "audio") else "text"
    return receipts(db, tenant, sort, now=now, deployment=deployment, asked=asked)


def wait(db: Session, tenant: Tenant, *, now: datetime) -> None:
    """What stands in the thread already waits for a human from now on."""
    thread = thread_of(db, tenant)
    thread.waiting_since = thread.waiting_since or now


def receipts(
    db: Session, tenant: Tenant, sort: str, *, now: datetime, deployment: Deployment, asked: bool = False
) -> list[Say]:
    """The receipt of what was kept just now, or nothing: once a burst, and never while a human is talking."""
    thread = thread_of(db, tenant)
    if thread.human_until and now < thread.human_until and not asked:
        return []
    if thread.burst_since and _burst_over(thread.burst_since, now, deployment):
        thread.burst_since, thread.burst_told = None, []
    if sort in thread.burst_told and not asked:
        return []
    first = thread.burst_since is None
    thread.burst_since = thread.burst_since or now
    thread.burst_told = sorted({*thread.burst_told, sort})
    return [receipt(db, tenant, sort, now=now, deployment=deployment, first=first)]


def receipt(
    db: Session, tenant: Tenant, sort: str, *, now: datetime, deployment: Deployment, first: bool = True
) -> Say:
    """The truth about what was sent: it is stored, who reads it and when; in danger, the number (R19)."""
    lines = [line("message.stored_voice" if sort == "voice" else "message.stored")]
    lines += who_reads(db, tenant, now=now, deployment=deployment)
    if sort == "voice":
        lines.append(line("message.in_danger", number=help_lines.emergency(deployment.country).number))
    elif first and not deployment.office_open(now):
        lines += talk_now(now=now, deployment=deployment)
    return say(*lines, buttons=[[urgent_button()]])


def who_reads(db: Session, tenant: Tenant, *, now: datetime, deployment: Deployment) -> list[Line]:
    """Who reads the thread and when. It never promises an answer that nobody will give."""
    opens = None if deployment.office_open(now) else deployment.office_opens(now)
    if absent_at(db, tenant.worker_id, opens or now):
        who = line("message.colleague_reads", name=tenant.worker.name)
    else:
        who = line("message.worker_reads", name=tenant.worker.name)
    if deployment.office_open(now):
        closes = deployment.office_hours.closing(deployment.local(now))
        return [who, line("message.open_until", end=closes)] if closes else [who]
    return [line("message.nobody_before", start=opens), who] if opens else [who]


def talk_now(*, now: datetime, deployment: Deployment) -> list[Line]:
    """A number that somebody answers now: our own, else a national one; nothing if none is open."""
    if deployment.line.number and deployment.line_open(now):
        return [line("message.line_open", number=deployment.line.number)]
    found = help_lines.to_talk(deployment.country, deployment.local(now))
    return [line("message.talk_now", name=found.name, number=found.number)] if found else []


def urgent_button() -> Button:
    """*It is urgent*: sorts the thread first."""
    return button("button.urgent", "message.urgent")


def mark_urgent(db: Session, tenant: Tenant) -> bool:
    """Sort the tenant's waiting thread first. False if nothing waits any more."""
    thread = thread_of(db, tenant)
    if thread.waiting_since is None:
        return False
    thread.urgent = True
    return True


def event(db: Session, tenant: Tenant, what: Line, *, now: datetime) -> None:
    """Note in the thread what happened (a visit booked, a danger card shown), so that staff see it in order."""
    db.add(
        Message(
            tenant_id=tenant.id, author="bot", kind="event", say={"line": [what.key, dict(what.args)]}, at=now
        )
    )
    thread_of(db, tenant).last_at = now


def answer(db: Session, tenant: Tenant, staff: Staff, text: str, *, now: datetime) -> Message:
    """A human answers: their first name, their words as written. The burst is over; the human is talking."""
    message = Message(tenant_id=tenant.id, author="staff", staff_id=staff.id, kind="text", text=text, at=now)
    db.add(message)
    db.flush()
    thread = thread_of(db, tenant)
    thread.waiting_since, thread.urgent = None, False
    thread.burst_since, thread.burst_told = None, []
    thread.human_until = now + HUMAN_TALKS
    thread.last_at = now
    words = say(line("message.from_staff", name=staff.name), line("message.words", words=text))
    outbox.answer(db, tenant, words, now=now, message=message)
    return message


def note(db: Session, tenant: Tenant, staff: Staff, text: str, *, now: datetime) -> Message:
    """An internal note: the tenant's chat never gets it."""
    message = Message(tenant_id=tenant.id, author="note", staff_id=staff.id, kind="text", text=text, at=now)
    db.add(message)
    db.flush()
    return message


def done(db: Session, tenant: Tenant) -> None:
    """The talk is over for now: nothing waits, and the next message gets a receipt again."""
    thread = thread_of(db, tenant)
    thread.waiting_since = thread.human_until = thread.burst_since = None
    thread.urgent, thread.burst_told = False, []


def entries(db: Session, tenant: Tenant, *, after: int = 0) -> list[Message]:
    """The thread in order."""
    return list(
        db.scalars(
            select(Message).where(Message.tenant_id == tenant.id, Message.id > after).order_by(Message.id)
        )
    )


def is_kept(db: Session, tenant: Tenant, telegram_id: int | None) -> bool:
    """Whether a message of the chat stands in the thread."""
    return _by_telegram_id(db, tenant, telegram_id) is not None


def of_update(db: Session, tenant: Tenant, update_id: int) -> Message | None:
    """The tenant's entry that a message from Telegram became."""
    return db.scalar(
        select(Message).where(
            Message.update_id == update_id, Message.author == "tenant", Message.tenant_id == tenant.id
        )
    )


def new_file(db: Session, tenant: Tenant, *, now: datetime, **about: Any) -> File:
    """A file that is to be fetched from Telegram as soon as the turn is committed."""
    file = File(tenant_id=tenant.id, next_try_at=now, created_at=now, **about)
    db.add(file)
    db.flush()
    return file


def absent_at(db: Session, staff_id: int, moment: datetime) -> bool:
    """Whether the worker has an absence entered for that moment."""
    return (
        db.scalar(
            select(Absence.id)
            .where(Absence.staff_id == staff_id, Absence.starts <= moment, Absence.ends > moment)
            .limit(1)
        )
        is not None
    )


def _burst_over(since: datetime, now: datetime, deployment: Deployment) -> bool:
    """A burst ends when the office opens after it began.

    "We are here until 16.00" is no longer true after 16.00: who writes then is told anew who reads and when.
    """
    opens = deployment.office_opens(since)
    opened = opens is not None and opens <= now
    return opened or (deployment.office_open(since) and not deployment.office_open(now))


def _by_telegram_id(db: Session, tenant: Tenant, telegram_id: int | None) -> Message | None:
    if telegram_id is None:
        return None
    return db.scalar(
        select(Message)
        .where(Message.tenant_id == tenant.id, Message.telegram_id == telegram_id)
        .order_by(Message.id)
        .limit(1)
    )
