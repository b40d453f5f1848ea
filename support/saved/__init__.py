"""Everything that is kept about a tenant, gathered for the tenant (GDPR 15, law-and-channel 5.1).

Every table that holds a row about a tenant belongs to a section here; a test compares this with the tables.
Staff's internal notes are named with author and day; their words are not put into an open channel, but asked
for from a person. Codes and hashes are left out: they say nothing about anybody.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.tables import Tenant
from support.saved import days, person, words
from support.saved.entries import Entry, Section, Term, Value

__all__ = ["Entry", "Section", "Term", "Value", "everything"]


def everything(db: Session, tenant: Tenant) -> tuple[Section, ...]:
    """All of it, what matters most first."""
    return (
        person.profile(db, tenant),
        words.plan(db, tenant),
        words.plan_notes(db, tenant),
        words.messages(db, tenant),
        words.files(db, tenant),
        days.visits(db, tenant),
        days.offers(db, tenant),
        days.activities(db, tenant),
        words.wishes(db, tenant),
        person.requests(db, tenant),
        person.opened(db, tenant),
        words.sent(db, tenant),
        person.links(db, tenant),
        person.talk(db, tenant),
        person.received(db, tenant),
    )
