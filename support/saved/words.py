"""Words: the plan, notes beside it, the thread both ways, wishes, and what the bot has said by itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import File, Message, Outgoing, PlanItem, PlanNote, PlanVersion, Tenant, Wish
from support.saved.entries import Entry, Section, Term, about_file, first_name, rows_of
from support.say import Line, Say


def plan(db: Session, tenant: Tenant) -> Section:
    """Every item, also done and removed ones, with how it stood before."""
    entries: list[Entry] = []
    for item in db.scalars(rows_of(PlanItem, tenant, PlanItem.id)):
        versions = select(PlanVersion).where(PlanVersion.item_id == item.id).order_by(PlanVersion.id)
        earlier: list[Entry] = [
            {**_item(db, version), "until": version.until} for version in db.scalars(versions)
        ]
        entries.append(
            {
                **_item(db, item),
                "created_at": item.created_at,
                "changed_at": item.changed_at,
                "earlier": earlier or None,
            }
        )
    return Section("plan", (PlanItem, PlanVersion), tuple(entries))


def _item(db: Session, item: PlanItem | PlanVersion) -> Entry:
    return {
        "pane": Term("plan.pane", item.pane),
        "words": item.words,
        "file": about_file(item.file),
        "way": item.way,
        "way_file": about_file(db.get(File, item.way_file_id)) if item.way_file_id else None,
        "done_at": item.done_at,
        "removed_at": item.removed_at,
    }


def plan_notes(db: Session, tenant: Tenant) -> Section:
    """Signed notes by staff beside the plan."""
    entries = tuple(
        {"created_at": note.created_at, "by": note.staff.name, "words": note.words}
        for note in db.scalars(rows_of(PlanNote, tenant, PlanNote.id))
    )
    return Section("plan_notes", (PlanNote,), entries)


def messages(db: Session, tenant: Tenant) -> Section:
    """The thread in order. An internal note is named; its words are asked for from a person."""
    entries = tuple(_message(each) for each in db.scalars(rows_of(Message, tenant, Message.id)))
    return Section("messages", (Message,), entries)


def _message(message: Message) -> Entry:
    entry: Entry = {
        "at": message.at,
        "from": message.staff.name if message.staff else Term("saved.author", message.author),
        "kind": Term("saved.kind", "note" if message.author == "note" else message.kind),
    }
    if message.author == "note":
        return {**entry, "words": [Line("saved.ask_for_note")]}
    event = [Line(*message.say["line"])] if message.say and "line" in message.say else None
    return {
        **entry,
        "words": event or message.text,
        "data": message.data,
        "file": about_file(message.file),
        "newer_wording": message.edits is not None or None,
        "details": message.understood,
    }


def files(db: Session, tenant: Tenant) -> Section:
    """Voice messages, pictures and documents; what was sent is still in the chat."""
    entries = tuple(
        {**(about_file(file) or {}), "created_at": file.created_at, "state": Term("saved.file", file.state)}
        for file in db.scalars(rows_of(File, tenant, File.id))
    )
    return Section("files", (File,), entries)


def wishes(db: Session, tenant: Tenant) -> Section:
    """Wishes for the meeting place, and their answers."""
    entries = tuple(
        {
            "created_at": wish.created_at,
            "words": wish.words,
            "file": about_file(wish.file),
            "answer": wish.answer,
            "answered_by": first_name(db, wish.answered_by),
            "answered_at": wish.answered_at,
            "removed_at": wish.removed_at,
        }
        for wish in db.scalars(rows_of(Wish, tenant, Wish.id))
    )
    return Section("wishes", (Wish,), entries)


def sent(db: Session, tenant: Tenant) -> Section:
    """What the bot has sent or is to send. A person's answers stand in the thread and are not repeated."""
    rows = db.scalars(rows_of(Outgoing, tenant, Outgoing.id).where(Outgoing.message_id.is_(None)))
    entries = tuple(
        {
            "created_at": row.created_at,
            "sent_at": row.sent_at,
            "state": Term("saved.state", row.state),
            "words": list(Say.from_json(row.say).lines),
        }
        for row in rows
    )
    return Section("sent", (Outgoing,), entries)
