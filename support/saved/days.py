"""Days: visits with their reminders, proposals, and activities."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import ActivityJoin, Offer, Reminder, Tenant, Visit
from support.saved.entries import Entry, Section, Term, first_name, rows_of


def visits(db: Session, tenant: Tenant) -> Section:
    """Every visit and inspection, with its reminders."""
    entries = tuple(_visit(db, each) for each in db.scalars(rows_of(Visit, tenant, Visit.starts)))
    return Section("visits", (Visit, Reminder), entries)


def _visit(db: Session, visit: Visit) -> Entry:
    due = select(Reminder).where(Reminder.visit_id == visit.id).order_by(Reminder.due_at)
    reminders: list[Entry] = [
        {
            "due_at": each.due_at,
            "kind": Term("saved.reminder", each.kind),
            "state": Term("saved.state", each.state),
            "reason": Term("inbox.reminder", each.reason) if each.reason else None,
        }
        for each in db.scalars(due)
    ]
    return {
        "starts": visit.starts,
        "minutes": visit.minutes,
        "kind": Term("saved.kind", visit.kind),
        "place": Term("place", visit.place),
        "worker": first_name(db, visit.worker_id),
        "visitor": visit.visitor,
        "looks_at": visit.looks_at,
        "state": Term("saved.visit", visit.state),
        "cancelled_by": Term("saved.author", visit.cancelled_by) if visit.cancelled_by else None,
        "confirmed_at": visit.confirmed_at,
        "answer": Term("saved.answer", visit.answer) if visit.answer else None,
        "created_at": visit.created_at,
        "changed_at": visit.changed_at,
        "reminders": reminders or None,
    }


def offers(db: Session, tenant: Tenant) -> Section:
    """Times that were proposed."""
    entries = tuple(
        {
            "created_at": offer.created_at,
            "starts": offer.starts,
            "minutes": offer.minutes,
            "place": Term("place", offer.place),
            "worker": first_name(db, offer.worker_id),
            "by": first_name(db, offer.made_by),
            "state": Term("saved.state", offer.state),
        }
        for offer in db.scalars(rows_of(Offer, tenant, Offer.id))
    )
    return Section("offers", (Offer,), entries)


def activities(db: Session, tenant: Tenant) -> Section:
    """What the tenant is in on; erased when it is over."""
    entries = tuple(
        {"activity": join.activity.title, "starts": join.activity.starts, "created_at": join.at}
        for join in db.scalars(rows_of(ActivityJoin, tenant, ActivityJoin.at))
    )
    return Section("activities", (ActivityJoin,), entries)
