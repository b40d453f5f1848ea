"""A thread as staff read it: every entry in order, newer wordings beside the old, what became of each answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from locales import Voice, words
from storage.tables import File, Message, Outgoing, Tenant
from support import messages, misread

_SMALL_TALK = frozenset({"greeting", "thanks"})
"""What says nothing about a message that waits."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How an entry read until somebody changed it."""

    text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an answer. `state`: waiting, held, sent, failed, dropped, no_phone."""

    state: str
    at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What the bot made of a tenant's words, and whether it `answered` them by itself. `exact`: the hour is meant."""

    intents: tuple[str, ...]
    start: datetime | None
    exact: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `author`: tenant, staff, note, bot. `text` is as written; for `bot` it is what happened."""

    id: int
    author: str
    name: str | None
    kind: str
    text: str | None
    at: datetime
    earlier: tuple[Wording, ...]
    changes: int | None
    data: dict[str, Any]
    file: File | None
    delivery: Delivery | None
    made: Made | None
    marked_by: str | None

    @property
    def state(self) -> str:
        """Changes when the entry looks different: a page keeps a playing voice message otherwise."""
        made = f"{self.made.answered if self.made else ''}-{self.marked_by or ''}"
        return f"{self.file.state if self.file else ''}-{len(self.earlier)}-{made}"


def entries(db: Session, tenant: Tenant, voice: Voice) -> list[Entry]:
    """The whole thread."""
    rows = messages.entries(db, tenant)
    newer: dict[int, list[Message]] = defaultdict(list)
    for row in rows:
        if row.edits is not None:
            newer[row.edits].append(row)
    left, marked = _deliveries(db, tenant), misread.of_thread(db, tenant)
    return [
        _entry(row, newer[row.id], left, tenant, voice=voice, marked_by=marked.get(row.id)) for row in rows
    ]


def made_of(row: Message, zone: tzinfo | None) -> Made | None:
    """What was understood, as far as it says anything."""
    found = row.understood or {}
    intents = tuple(each for each in found.get("intents", ()) if each in misread.INTENTS and each != "other")
    if not intents or (not found.get("answered") and _SMALL_TALK.issuperset(intents)):
        return None
    when = found.get("when") or {}
    timed = when.get("start") and any("visit" in each or "activity" in each for each in intents)
    start = datetime.fromisoformat(when["start"]).replace(tzinfo=zone) if timed else None
    exact = when.get("grain") in ("minute", "hour")
    return Made(intents, start, exact, bool(found.get("answered")))


def as_json(entry: Entry) -> dict[str, Any]:
    """The same for a program."""
    file = entry.file
    return {
        "id": entry.id,
        "author": entry.author,
        "name": entry.name,
        "kind": entry.kind,
        "text": entry.text,
        "at": entry.at,
        "earlier": [{"text": each.text, "until": each.at} for each in entry.earlier],
        "changes": entry.changes,
        "understood": {
            "intents": list(entry.made.intents),
            "start": entry.made.start,
            "answered": entry.made.answered,
        }
        if entry.made
        else None,
        "marked_by": entry.marked_by,
        "data": entry.data,
        "file": {
            "id": file.id,
            "kind": file.kind,
            "name": file.name,
            "state": file.state,
            "url": f"/files/{file.id}",
        }
        if file
        else None,
        "delivery": {"state": entry.delivery.state, "at": entry.delivery.at, "error": entry.delivery.error}
        if entry.delivery
        else None,
    }


def _entry(
    row: Message,
    newer: list[Message],
    left: dict[int, Delivery],
    tenant: Tenant,
    *,
    voice: Voice,
    marked_by: str | None,
) -> Entry:
    wordings = [row, *newer]
    return Entry(
        id=row.id,
        author=row.author,
        name=row.staff.name if row.staff else tenant.first_name if row.author == "tenant" else None,
        kind=row.kind,
        text=_happened(row, voice) if row.say else wordings[-1].text,
        at=row.at,
        earlier=tuple(Wording(old.text, new.at) for old, new in pairwise(wordings)),
        changes=row.edits,
        data=row.data or {},
        file=row.file,
        delivery=left.get(row.id, Delivery("no_phone")) if row.author == "staff" else None,
        made=made_of(row, voice.zone),
        marked_by=marked_by,
    )


def _happened(row: Message, voice: Voice) -> str:
    key, args = (row.say or {})["line"]
    return voice.say(key, **args) if words.has(key) else key


def _deliveries(db: Session, tenant: Tenant) -> dict[int, Delivery]:
    found = db.scalars(
        select(Outgoing)
        .where(Outgoing.tenant_id == tenant.id, Outgoing.message_id.is_not(None))
        .order_by(Outgoing.id)
    )
    return {row.message_id: Delivery(row.state, row.sent_at, row.error) for row in found if row.message_id}
