"""What the gathered things are made of: plain values, times, and texts that are said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.tables import Base, File, Staff, Tenant
from support.say import Line


@dataclass(frozen=True, slots=True)
class Term:
    """A word of ours that the catalogue knows as `family.value`."""

    family: str
    value: str


Value: TypeAlias = (
    "str | int | bool | datetime | Term | list[Line] | Mapping[str, Any] | Sequence[Entry] | None"
)
Entry: TypeAlias = Mapping[str, Value]
"""One kept thing: field name → value. Names are English; the reader's words for them are `saved.field.*`.

`details` holds our own codes: it stands in the file for a computer only."""


@dataclass(frozen=True, slots=True)
class Section:
    """Kept things of one kind, and the tables they come from."""

    name: str
    tables: tuple[type[Base], ...]
    entries: tuple[Entry, ...]


def rows_of(table: type[Base], tenant: Tenant, order: InstrumentedAttribute[Any]) -> Select[Any]:
    """The tenant's rows of a table, in order."""
    return select(table).where(table.__table__.c.tenant_id == tenant.id).order_by(order)


def first_name(db: Session, staff_id: int | None) -> str | None:
    """Who it was, by the name that tenants see."""
    staff = db.get(Staff, staff_id) if staff_id is not None else None
    return staff.name if staff else None


def about_file(file: File | None) -> Entry | None:
    """A kept file by its name and sort; its content is in the chat where it was sent."""
    if file is None:
        return None
    return {
        "kind": Term("saved.kind", file.kind),
        "name": file.name,
        "bytes": file.size,
        "seconds": file.seconds,
    }
