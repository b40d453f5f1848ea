"""Signed notes by staff beside the plan. The tenant sees them there; they change no word of the panes (R5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import PlanNote, Staff, Tenant
from support.say import Refused, line

LONGEST = 2000
"""Characters: a note fits into one message together with its signature."""


def add_note(db: Session, tenant: Tenant, staff: Staff, words: str, *, now: datetime) -> PlanNote | Refused:
    """Write beside the plan. Nothing is sent: the tenant finds it when they open the plan."""
    if not words.strip():
        return Refused(line("inbox.plan.note_empty"))
    if len(words) > LONGEST:
        return Refused(line("inbox.plan.note_long", n=LONGEST))
    note = PlanNote(tenant_id=tenant.id, staff_id=staff.id, words=words, created_at=now)
    db.add(note)
    db.flush()
    return note


def remove_note(db: Session, note_id: int, staff: Staff) -> bool:
    """Take one's own note away; False for somebody else's."""
    note = db.get(PlanNote, note_id)
    if note is None or note.staff_id != staff.id:
        return False
    db.delete(note)
    return True
