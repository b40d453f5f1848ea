"""The plan as it is read, by the tenant and by the team: three panes, what has happened, notes beside.

A pane may be empty and nothing is counted (R7); there is nothing here about what is left or late (R25).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import AccessLog, File, PlanItem, PlanNote, PlanVersion, Tenant
from support.plan import PANES


@dataclass(frozen=True, slots=True)
class EarlierView:
    """How an item stood before its words or pane were changed."""

    pane: str
    words: str | None
    file: File | None
    until: datetime


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: words or a file (voice, picture, document), perhaps a way to begin."""

    id: int
    pane: str
    words: str | None
    file: File | None
    way: str | None
    way_file: File | None
    done_at: datetime | None
    created_at: datetime
    changed_at: datetime
    earlier: tuple[EarlierView, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class PaneView:
    """One pane; its heading is the text `plan.pane.<pane>`."""

    pane: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """What somebody in the team wrote beside the plan, signed with their first name."""

    id: int
    staff_id: int
    name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanView:
    """The whole plan: always three panes in the same order; notes and what has happened, newest first."""

    panes: tuple[PaneView, ...]
    happened: tuple[ItemView, ...]
    notes: tuple[NoteView, ...]

    def pane(self, name: str) -> PaneView:
        """The pane of that name."""
        return next(each for each in self.panes if each.pane == name)


def plan_view(db: Session, tenant: Tenant) -> PlanView:
    """Everything that stands in the plan today."""
    rows = db.scalars(
        select(PlanItem)
        .where(PlanItem.tenant_id == tenant.id, PlanItem.removed_at.is_(None))
        .order_by(PlanItem.id)
    ).all()
    earlier = _versions(db, [row.id for row in rows])
    items = [_view(row, earlier[row.id]) for row in rows]
    done = [each for each in items if each.done_at]
    return PlanView(
        panes=tuple(
            PaneView(pane, tuple(each for each in items if each.pane == pane and not each.done_at))
            for pane in PANES
        ),
        happened=tuple(sorted(done, key=lambda each: (each.done_at, each.id), reverse=True)),
        notes=tuple(_notes(db, tenant)),
    )


def item_view(item: PlanItem) -> ItemView:
    """One item, without its earlier forms."""
    return _view(item, ())


def first_read(db: Session, item: PlanItem) -> AccessLog | None:
    """Who in the team opened the plan first since the item got its words: a request shows that it was read (R27)."""
    return db.scalar(
        select(AccessLog)
        .where(
            AccessLog.tenant_id == item.tenant_id, AccessLog.what == "plan", AccessLog.at >= item.changed_at
        )
        .order_by(AccessLog.id)
        .limit(1)
    )


def _view(item: PlanItem, versions: Iterable[PlanVersion]) -> ItemView:
    return ItemView(
        id=item.id,
        pane=item.pane,
        words=item.words,
        file=item.file,
        way=item.way,
        way_file=item.way_file,
        done_at=item.done_at,
        created_at=item.created_at,
        changed_at=item.changed_at,
        earlier=tuple(_earlier(item, versions)),
    )


def _earlier(item: PlanItem, versions: Iterable[PlanVersion]) -> Iterable[EarlierView]:
    """Versions with other words or another pane; a tick or a way is no other form of the item."""
    shown = (item.pane, item.words, item.file_id)
    for version in versions:
        stood = (version.pane, version.words, version.file_id)
        if stood != shown:
            yield EarlierView(version.pane, version.words, version.file, version.until)
        shown = stood


def _versions(db: Session, item_ids: list[int]) -> defaultdict[int, list[PlanVersion]]:
    found: defaultdict[int, list[PlanVersion]] = defaultdict(list)
    rows = select(PlanVersion).where(PlanVersion.item_id.in_(item_ids)).order_by(PlanVersion.id.desc())
    for version in db.scalars(rows):
        found[version.item_id].append(version)
    return found


def _notes(db: Session, tenant: Tenant) -> Iterable[NoteView]:
    rows = select(PlanNote).where(PlanNote.tenant_id == tenant.id).order_by(PlanNote.id.desc())
    for note in db.scalars(rows):
        yield NoteView(note.id, note.staff_id, note.staff.name, note.words, note.created_at)
