"""Wishes for the meeting place, in the tenant's own words. Staff see every one, and each gets an answer (R30)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.tables import Message, Staff, Tenant, Wish
from support import messages, outbox
from support.messages import Words
from support.say import Refused, line, say


def add(db: Session, tenant: Tenant, words: Words, *, now: datetime) -> Wish:
    """Keep a wish as it was written or spoken (R4); the thread notes that there is one, without its words."""
    wish = Wish(tenant_id=tenant.id, words=words.text, file_id=words.file_id, created_at=now)
    db.add(wish)
    db.flush()
    messages.event(db, tenant, line("event.wish"), now=now)
    return wish


def stands(db: Session, tenant: Tenant, words: str) -> bool:
    """Whether the tenant has wished for just this, in these words, and it has had no answer yet."""
    found = select(Wish.id).where(
        Wish.tenant_id == tenant.id,
        Wish.words == words,
        Wish.removed_at.is_(None),
        Wish.answered_at.is_(None),
    )
    return db.scalar(found.limit(1)) is not None


def remove(db: Session, tenant: Tenant, wish_id: int, *, now: datetime) -> Wish | Refused:
    """The tenant takes an own wish back."""
    wish = db.get(Wish, wish_id)
    if wish is None or wish.tenant_id != tenant.id or wish.removed_at:
        return Refused(line("activity.wish_gone"))
    wish.removed_at = now
    return wish


def get(db: Session, wish_id: int) -> Wish | None:
    """A wish that stands."""
    wish = db.get(Wish, wish_id)
    return None if wish is None or wish.removed_at else wish


def unanswered(db: Session, *, team_id: int | None = None) -> list[Wish]:
    """What waits for an answer, oldest first."""
    return list(db.scalars(_standing(team_id).where(Wish.answered_at.is_(None)).order_by(Wish.id)))


def answered(db: Session, *, team_id: int | None = None, limit: int = 50) -> list[Wish]:
    """What has had its answer, newest first."""
    found = _standing(team_id).where(Wish.answered_at.is_not(None)).order_by(Wish.answered_at.desc())
    return list(db.scalars(found.limit(limit)))


def answer(db: Session, wish: Wish, staff: Staff, text: str, *, now: datetime) -> Message | Refused:
    """A human answers. It stands in the thread too, but another message that waits there goes on waiting."""
    if not text.strip():
        return Refused(line("inbox.wish.empty"))
    if wish.answered_at or wish.removed_at:
        return Refused(line("inbox.wish.answered" if wish.answered_at else "inbox.wish.removed"))
    wish.answer, wish.answered_by, wish.answered_at = text, staff.id, now
    messages.event(db, wish.tenant, line("event.wish_answer"), now=now)
    message = Message(
        tenant_id=wish.tenant_id, author="staff", staff_id=staff.id, kind="text", text=text, at=now
    )
    db.add(message)
    db.flush()
    about = [line("activity.wish_was", words=wish.words)] if wish.words else []
    told = say(
        line("notice.news"),
        line("activity.wish_answered", name=staff.name),
        *about,
        line("message.words", words=text),
    )
    outbox.answer(db, wish.tenant, told, now=now, message=message)
    return message


def _standing(team_id: int | None) -> Select[Wish]:
    found = select(Wish).join(Tenant, Wish.tenant_id == Tenant.id).where(Wish.removed_at.is_(None))
    return found if team_id is None else found.where(Tenant.team_id == team_id)
