"""Rows of what is to leave. Everybody who wants something said to a tenant writes here; `bot/delivery.py` sends.

The row is part of the caller's transaction: nothing is said about something that was rolled back.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy.orm import Session

from storage.tables import Message, Outgoing, Tenant
from support.deployment import Deployment
from support.say import Say

_FRESH = "outgoing"
"""Where a transaction notes what it has written to leave."""


class Rank(IntEnum):
    """What goes first when much waits: danger, then answers, then what nobody just asked for."""

    DANGER = 0
    ANSWER = 1
    NOTICE = 2


def answer(
    db: Session,
    tenant: Tenant,
    what: Say,
    *,
    now: datetime,
    rank: Rank = Rank.ANSWER,
    message: Message | None = None,
) -> None:
    """Answer what the tenant just did, or pass on a human's words (`message`): paused or not, quiet or not."""
    _add(db, tenant, what, now, rank=rank, message=message)


def notify(
    db: Session,
    tenant: Tenant,
    what: Say,
    *,
    now: datetime,
    deployment: Deployment,
    passes_quiet: bool = False,
    passes_pause: bool = False,
    best_before: datetime | None = None,
) -> None:
    """Say something that the tenant did not just ask for.

    It waits for the quiet hours to end unless it is about the same day (`passes_quiet`), stops while the
    tenant has paused (decided when it is sent) unless it changes what they rely on, such as a visit that
    stands (`passes_pause`), and dies at `best_before`. Its first line must be a `notice.*` text: it stands on
    a lock screen (decision 13, R33).
    """
    start, unasked = now if passes_quiet else deployment.quiet_ends(now), not passes_pause
    _add(db, tenant, what, now, rank=Rank.NOTICE, unasked=unasked, not_before=start, best_before=best_before)


def answer_stranger(
    db: Session, chat_id: int, language: str, what: Say, *, now: datetime, rank: Rank = Rank.ANSWER
) -> None:
    """Answer a chat that belongs to nobody; nothing else about it is kept."""
    _put(
        db,
        Outgoing(
            chat_id=chat_id,
            language=language,
            say=what.to_json(),
            rank=int(rank),
            not_before=now,
            created_at=now,
        ),
    )


def fresh(db: Session) -> list[Outgoing]:
    """What this transaction has written to leave since the last time it was asked."""
    rows: list[Outgoing] = db.info.pop(_FRESH, [])
    return rows


def _put(db: Session, row: Outgoing) -> None:
    db.add(row)
    db.info.setdefault(_FRESH, []).append(row)


def _add(
    db: Session,
    tenant: Tenant,
    what: Say,
    now: datetime,
    *,
    rank: Rank,
    message: Message | None = None,
    unasked: bool = False,
    not_before: datetime | None = None,
    best_before: datetime | None = None,
) -> None:
    if tenant.chat_id is None:  # no phone is linked: there is nowhere to send; the inbox shows it
        return
    _put(
        db,
        Outgoing(
            chat_id=tenant.chat_id,
            tenant_id=tenant.id,
            message_id=message.id if message else None,
            language=tenant.language,
            say=what.to_json(),
            rank=int(rank),
            unasked=unasked,
            not_before=not_before or now,
            best_before=best_before,
            created_at=now,
        ),
    )
