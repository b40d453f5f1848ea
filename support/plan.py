"""The plan: three panes in the tenant's own words. Only the tenant changes them (R5, G10), and this file holds that.

Every change takes the one who acts. Anybody but the tenant whose item it is gets `Refused`, whatever their
role and whichever door they came in by. Words are kept byte for byte (R4) and never read for what they say:
a goal is not judged, ranked or filtered (R3). Each change keeps the item as it stood, so it can be undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import PlanItem, PlanVersion, Staff, Tenant
from support import messages
from support.messages import Words
from support.say import Refused, line

PANES = ("goal", "support", "self")
"""Most important in my life, support from the team, what I want to manage myself (G34)."""

_KEPT = ("pane", "words", "file_id", "way", "way_file_id", "done_at", "removed_at")

Actor: TypeAlias = Tenant | Staff


def add(
    db: Session, actor: Actor, pane: str, words: Words, *, now: datetime, asks: bool = True
) -> PlanItem | Refused:
    """A new item. In the pane for support it is a request to the team (R27), unless it `asks` for nothing."""
    if not isinstance(actor, Tenant):
        return _only_the_tenant()
    if pane not in PANES:
        return _gone()
    item = PlanItem(
        tenant_id=actor.id,
        pane=pane,
        words=words.text,
        file_id=words.file_id,
        telegram_id=words.telegram_id,
        created_at=now,
        changed_at=now,
    )
    db.add(item)
    db.flush()
    if asks:
        _tell_team(db, actor, item, now)
    return item


def change(db: Session, actor: Actor, item_id: int, words: Words, *, now: datetime) -> PlanItem | Refused:
    """Other words for the same item."""
    item = _changed(db, actor, item_id, now, words=words.text, file_id=words.file_id)
    if isinstance(item, PlanItem):
        item.telegram_id = words.telegram_id
    return item


def go_on(db: Session, actor: Actor, item_id: int, words: Words, *, now: datetime) -> PlanItem | Refused:
    """The next part of a text that Telegram cut in two: both parts stay as they came, on lines of their own."""
    item = own(db, actor, item_id)
    if isinstance(item, Refused):
        return item
    item.words = "\n".join(part for part in (item.words, words.text) if part is not None)
    item.telegram_id, item.changed_at = None, now  # an edit of one part must not replace the whole
    return item


def set_way(db: Session, actor: Actor, item_id: int, words: Words, *, now: datetime) -> PlanItem | Refused:
    """How the tenant wants to begin (G32)."""
    return _changed(db, actor, item_id, now, way=words.text, way_file_id=words.file_id)


def clear_way(db: Session, actor: Actor, item_id: int, *, now: datetime) -> PlanItem | Refused:
    """Take the how away; the item stays."""
    return _changed(db, actor, item_id, now, way=None, way_file_id=None)


def move(db: Session, actor: Actor, item_id: int, pane: str, *, now: datetime) -> PlanItem | Refused:
    """*Help me with this*, *I do it myself*: an item walks between panes as it is, in any direction."""
    return _changed(db, actor, item_id, now, pane=pane) if pane in PANES else _gone()


def mark_done(db: Session, actor: Actor, item_id: int, *, now: datetime) -> PlanItem | Refused:
    """It has happened: the tenant finds it under what has happened (R25)."""
    item = own(db, actor, item_id)
    if isinstance(item, Refused) or item.done_at is not None:
        return item
    return _changed(db, actor, item_id, now, done_at=now)


def mark_not_done(db: Session, actor: Actor, item_id: int, *, now: datetime) -> PlanItem | Refused:
    """Back into its pane."""
    return _changed(db, actor, item_id, now, done_at=None)


def remove(db: Session, actor: Actor, item_id: int, *, now: datetime) -> PlanItem | Refused:
    """Out of the plan; *undo* brings it back."""
    return _changed(db, actor, item_id, now, removed_at=now)


def undo(db: Session, actor: Actor, item_id: int, version_id: int, *, now: datetime) -> PlanItem | Refused:
    """Bring the item back as it stood, if nothing has changed it since; else it stays as it is now."""
    item = own(db, actor, item_id, removed=True)
    if isinstance(item, Refused):
        return item
    version = last_version(db, item)
    if version is None or version.id != version_id:
        return _gone() if item.removed_at else item
    for name in _KEPT:
        setattr(item, name, getattr(version, name))
    item.changed_at = now
    db.delete(version)
    db.flush()
    return item


def own(db: Session, actor: Actor, item_id: int, *, removed: bool = False) -> PlanItem | Refused:
    """The actor's own item; `Refused` for staff, for somebody else's item and for one that is gone."""
    if not isinstance(actor, Tenant):
        return _only_the_tenant()
    item = db.get(PlanItem, item_id)
    if item is None or item.tenant_id != actor.id or (item.removed_at and not removed):
        return _gone()
    return item


def written_in(db: Session, tenant: Tenant, telegram_id: int) -> PlanItem | None:
    """The item whose words were that message, so that an edit of the message reaches it."""
    return db.scalar(
        select(PlanItem)
        .where(
            PlanItem.tenant_id == tenant.id,
            PlanItem.telegram_id == telegram_id,
            PlanItem.removed_at.is_(None),
        )
        .limit(1)
    )


def last_version(db: Session, item: PlanItem) -> PlanVersion | None:
    """The item as it stood before its latest change."""
    newest = select(PlanVersion).where(PlanVersion.item_id == item.id).order_by(PlanVersion.id.desc())
    return db.scalar(newest.limit(1))


def _changed(db: Session, actor: Actor, item_id: int, now: datetime, **new: object) -> PlanItem | Refused:
    item = own(db, actor, item_id)
    if isinstance(item, Refused) or all(getattr(item, name) == value for name, value in new.items()):
        return item
    db.add(PlanVersion(item_id=item.id, until=now, **{name: getattr(item, name) for name in _KEPT}))
    for name, value in new.items():
        setattr(item, name, value)
    item.changed_at = now
    db.flush()
    if isinstance(actor, Tenant) and new.keys() & {"pane", "words", "file_id"}:
        _tell_team(db, actor, item, now)
    return item


def _tell_team(db: Session, tenant: Tenant, item: PlanItem, now: datetime) -> None:
    """A need for support is a request: it stands in the thread, which waits for the team. Its words stay here."""
    if item.pane != "support" or item.done_at:
        return
    messages.event(db, tenant, line("event.plan_support"), now=now)
    thread = messages.thread_of(db, tenant)
    thread.waiting_since = thread.waiting_since or now


def _only_the_tenant() -> Refused:
    return Refused(line("inbox.plan.only_tenant"))


def _gone() -> Refused:
    return Refused(line("plan.gone"))
