"""Messages that the bot understood wrongly, marked by staff for the next round of understanding.

The tenant's own words never leave: what is taken out is a sentence that a person has written in their place,
with nothing personal in it, and what was meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Message, Misread, Staff, Tenant
from support.deployment import Deployment
from support.say import Refused, line

INTENTS = (
    "book_visit",
    "confirm_visit",
    "move_visit",
    "cancel_visit",
    "list_visits",
    "add_goal",
    "add_support_need",
    "add_task_self",
    "task_done",
    "show_plan",
    "contact_line",
    "activities_list",
    "activity_signup",
    "activity_signoff",
    "activity_wish",
    "pause_reminders",
    "resume_reminders",
    "change_language",
    "talk_to_human",
    "data_export",
    "delete_data",
    "greeting",
    "thanks",
    "are_you_a_bot",
    "complaint",
    "crisis",
    "other",
)
"""What a message can mean; a test holds this to what understanding knows."""
LONGEST = 500
"""Characters of the sentence."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person writes in place of the tenant's words, and what was meant by them."""

    sentence: str
    intent: str
    when: datetime | None = None


def mark(
    db: Session, message: Message, tenant: Tenant, staff: Staff, meant: Meant, *, now: datetime
) -> Misread | Refused:
    """Mark a message, or put a mark right. Without a sentence it is only marked; it can be written later."""
    wrong = _wrong(message, meant)
    if wrong:
        return wrong
    row = of_message(db, message)
    if row is None:
        row = Misread(message_id=message.id, written_at=message.at, language=tenant.language)
        db.add(row)
    row.marked_by, row.at = staff.id, now
    row.sentence, row.intent, row.when = meant.sentence.strip() or None, meant.intent or None, meant.when
    db.flush()
    return row


def unmark(db: Session, message: Message) -> None:
    """It was understood after all."""
    row = of_message(db, message)
    if row is not None:
        db.delete(row)


def of_message(db: Session, message: Message) -> Misread | None:
    """The message's mark."""
    return db.scalar(select(Misread).where(Misread.message_id == message.id))


def of_thread(db: Session, tenant: Tenant) -> dict[int, str]:
    """Marked messages of a thread, and who marked each."""
    found = (
        select(Misread.message_id, Staff.name)
        .join(Staff, Staff.id == Misread.marked_by)
        .join(Message, Message.id == Misread.message_id)
        .where(Message.tenant_id == tenant.id)
    )
    return {message: name for message, name in db.execute(found) if message is not None}


def sentences(db: Session, deployment: Deployment) -> list[dict[str, Any]]:
    """Every sentence that a person has written, in the form of the sentence files; nothing of the tenants'."""
    found = select(Misread).where(Misread.sentence.is_not(None), Misread.intent.is_not(None))
    return [_as_line(row, deployment) for row in db.scalars(found.order_by(Misread.id))]


def _as_line(row: Misread, deployment: Deployment) -> dict[str, Any]:
    about: dict[str, Any] = {
        "lang": row.language,
        "text": row.sentence,
        "now": _wall(row.written_at, deployment),
        "intents": [row.intent],
        "kind": "marked",
    }
    if row.intent == "crisis":
        about["danger"] = True
    if row.when is not None:
        about["when"] = {"start": _wall(row.when, deployment)}
    return about


def _wall(moment: datetime, deployment: Deployment) -> str:
    return deployment.local(moment).replace(tzinfo=None).isoformat(timespec="minutes")


def _wrong(message: Message, meant: Meant) -> Refused | None:
    if meant.intent and meant.intent not in INTENTS:
        return Refused(line("inbox.misread.unknown"))
    if len(meant.sentence) > LONGEST:
        return Refused(line("inbox.misread.too_long", n=LONGEST))
    if meant.sentence.strip() and not meant.intent:
        return Refused(line("inbox.misread.no_intent"))
    if _bare(meant.sentence) and _bare(meant.sentence) in _bare(message.text or ""):
        return Refused(line("inbox.misread.same_words"))
    return None


def _bare(text: str) -> str:
    """The words alone, to see whether the tenant's own were sent in again."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
