"""Who the tenant is to us, what was asked of us, who opened what, and where the talk stands."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import AccessLog, Alert, Conversation, JoinLink, Tenant, Thread, Update
from support.saved.entries import Entry, Section, Term, first_name, rows_of


def profile(db: Session, tenant: Tenant) -> Section:
    """Name, language, contact person, settings, and the number of the chat."""
    entry: Entry = {
        "first_name": tenant.first_name,
        "language": Term("language", tenant.language),
        "team": tenant.team.name,
        "worker": tenant.worker.name,
        "usual_place": Term("place", tenant.usual_place),
        "reminders": Term("saved.reminders", tenant.reminders),
        "paused": tenant.paused,
        "paused_until": tenant.paused_until,
        "state": Term("saved.state", tenant.state),
        "chat_number": tenant.chat_id,
        "unreachable_since": tenant.unreachable_since,
        "linked_at": tenant.linked_at,
        "created_at": tenant.created_at,
    }
    return Section("profile", (Tenant,), (entry,))


def requests(db: Session, tenant: Tenant) -> Section:
    """What was put before the team: calls, danger, deletion, changes."""
    entries = tuple(
        {
            "what": Term("saved.request", alert.kind),
            "created_at": alert.created_at,
            "phone": alert.phone,
            "words": alert.text,
            "taken_by": first_name(db, alert.taken_by),
            "taken_at": alert.taken_at,
            "done_by": first_name(db, alert.done_by),
            "done_at": alert.done_at,
            "withdrawn_at": alert.withdrawn_at,
            "details": alert.args or None,
        }
        for alert in db.scalars(rows_of(Alert, tenant, Alert.id))
    )
    return Section("requests", (Alert,), entries)


def opened(db: Session, tenant: Tenant) -> Section:
    """Who of us has opened what, and when (SoLPUL § 10)."""
    entries = tuple(
        {"at": row.at, "by": row.staff.name, "what": Term("saved.opened", row.what)}
        for row in db.scalars(rows_of(AccessLog, tenant, AccessLog.id))
    )
    return Section("opened", (AccessLog,), entries)


def links(db: Session, tenant: Tenant) -> Section:
    """One-time links that were made for the phone; the code itself is not kept."""
    entries = tuple(
        {
            "created_at": link.created_at,
            "by": first_name(db, link.made_by),
            "expires_at": link.expires_at,
            "used_at": link.used_at,
        }
        for link in db.scalars(rows_of(JoinLink, tenant, JoinLink.created_at))
    )
    return Section("links", (JoinLink,), entries)


def talk(db: Session, tenant: Tenant) -> Section:
    """Where the talk stands: what waits, and which question is open."""
    thread, conversation = db.get(Thread, tenant.id), db.get(Conversation, tenant.id)
    waits: Entry = {}
    if thread is not None:
        waits = {
            "waiting_since": thread.waiting_since,
            "urgent": thread.urgent,
            "assigned_to": first_name(db, thread.assigned_to),
            "last_at": thread.last_at,
            "burst_since": thread.burst_since,
            "human_until": thread.human_until,
        }
    asked: Entry = {}
    if conversation is not None:
        asked = {
            "question_at": conversation.question_at,
            "last_reminder_at": conversation.last_reminder_at,
            "answered_in_words": conversation.reminders_answered_in_words,
            "fewer_offered_at": conversation.fewer_offered_at,
            "details": {
                "question": conversation.question,
                "question_args": conversation.question_args,
                "danger_cards": conversation.danger_cards,
            },
        }
    return Section("talk", (Thread, Conversation), ({**waits, **asked},))


def received(db: Session, tenant: Tenant) -> Section:
    """How many numbers of received messages are kept for a while; the words went where they were going."""
    count, oldest = db.execute(
        select(func.count(), func.min(Update.received_at)).where(Update.chat_id == tenant.chat_id)
    ).one()
    entries: tuple[Entry, ...] = ({"numbers": count, "oldest": oldest},) if count else ()
    return Section("received", (Update,), entries)
