"""A small team and its tenants in a database of their own, for tests below the doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.session import Store
from storage.tables import Outgoing, Staff, Tenant
from support import people
from support.deployment import Deployment

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""Monday 23 November 2026, 10.00 in Stockholm and Oslo."""


@dataclass(frozen=True)
class Home:
    """Amira works in the team; Kim and Ola are tenants with a phone each."""

    db: Session
    deployment: Deployment
    amira: Staff
    jonas: Staff
    kim: Tenant
    ola: Tenant

    def sent(self, tenant: Tenant) -> list[list[str]]:
        """The keys of what was said to the tenant, message by message."""
        return [[key for key, _ in row.say["lines"]] for row in self.outgoing(tenant)]

    def outgoing(self, tenant: Tenant) -> list[Outgoing]:
        """The rows that leave for the tenant, in order."""
        self.db.flush()
        return list(
            self.db.scalars(select(Outgoing).where(Outgoing.tenant_id == tenant.id).order_by(Outgoing.id))
        )


@contextmanager
def home(store: Store, deployment: Deployment | None = None) -> Iterator[Home]:
    """A transaction with people in it."""
    with store.writing() as db:
        yield _people(db, deployment or Deployment())


def _people(db: Session, deployment: Deployment) -> Home:
    amira = _staff(db, "Amira", "worker")
    jonas = _staff(db, "Jonas", "coordinator")
    kim = people.add_tenant(db, first_name="Kim", language="sv", worker=amira, now=MONDAY)
    ola = people.add_tenant(db, first_name="Ola", language="nb", worker=amira, now=MONDAY)
    kim.chat_id, ola.chat_id = 1001, 1002
    return Home(db, deployment, amira, jonas, kim, ola)


def _staff(db: Session, name: str, role: str) -> Staff:
    staff = people.add_staff(db, name=name, login=name.lower(), team="Team", role=role, now=MONDAY)
    assert staff is not None
    return staff
