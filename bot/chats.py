"""Whose chats these are: read at once for all messages that are handled together."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.among import among
from storage.tables import Conversation, Staff, Tenant, Thread
from support import people


class Chats:
    """The tenants behind some chats, with where their talk stands. Their rows stay at hand while this lives."""

    def __init__(self, db: Session, chat_ids: Iterable[int]) -> None:
        self._db = db
        found = db.execute(_BEHIND, {"chats": list(set(chat_ids))}).all()
        self._tenants = {tenant.chat_id: tenant for tenant, *_ in found}
        self._conversations = {tenant.id: talk for tenant, talk, *_ in found if talk}
        self._found = found  # only so that nobody reads the threads and workers again

    def tenant(self, chat_id: int) -> Tenant | None:
        """Whose phone this is at this moment: an earlier message may have linked it or taken it off."""
        found = self._tenants.get(chat_id)
        if found is not None and found.chat_id == chat_id and found.state == "active":
            return found
        return people.tenant_of_chat(self._db, chat_id)

    def conversation(self, tenant: Tenant) -> Conversation:
        """Where the talk with the tenant stands."""
        found = self._conversations.get(tenant.id) or self._db.get(Conversation, tenant.id)
        if found is None:
            found = Conversation(
                tenant_id=tenant.id, question_args={}, danger_cards={}, reminders_answered_in_words=0
            )
            self._db.add(found)
        self._conversations[tenant.id] = found
        return found


_BEHIND = (  # built once: making a statement anew costs more than running it
    select(Tenant, Conversation, Thread, Staff)
    .join(Staff, Staff.id == Tenant.worker_id)
    .outerjoin(Conversation, Conversation.tenant_id == Tenant.id)
    .outerjoin(Thread, Thread.tenant_id == Tenant.id)
    .where(among(Tenant.chat_id, "chats"), Tenant.state == "active")
)
