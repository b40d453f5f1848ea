"""A deployment to be measured: its environment, and tenants whose phones are linked already."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from bench.processes import free_port
from bot.scheduling.clock import system_time
from storage import migrate
from storage.session import Store
from support import people


def environment(folder: Path, telegram: str, **more: str) -> dict[str, str]:
    """What `bofast run` is started with; nothing of the caller's own settings comes along."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOFAST_")}
    return {
        **clean,
        "BOFAST_DATA_DIR": str(folder),
        "BOFAST_DATABASE_URL": f"sqlite:///{folder / 'bofast.sqlite3'}",
        "BOFAST_TELEGRAM_TOKEN": "1000:bench",
        "BOFAST_TELEGRAM_API": telegram,
        "BOFAST_SEND_LIMIT": "0",
        "BOFAST_PORT": str(free_port()),
        **more,
    }


def settle(database_url: str, chats: Iterable[int]) -> None:
    """Make the tables, a worker, and a tenant for each chat."""
    store = Store(database_url)
    migrate.upgrade(store)
    now = system_time()
    with store.writing() as db:
        worker = people.add_staff(db, name="Amira", login="amira", team="Team", now=now)
        assert worker is not None
        for chat in chats:
            tenant = people.add_tenant(db, first_name="Kim", language="sv", worker=worker, now=now)
            tenant.chat_id, tenant.linked_at = chat, now
    store.close()
