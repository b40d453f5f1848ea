"""How long a start takes with many old rows in the tables, against none: from the command to the first answer."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from bench import machine, town
from bench.contestant import CHATS, HELP, Contestant
from bench.load import Order
from bench.table import table
from bot.scheduling.clock import system_time
from storage.session import Store
from storage.tables import Message, Outgoing, Tenant, Update
from support.say import say

MOST = 1.2
"""Times as long."""
_AT_ONCE = 10_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--rows", type=int, default=100_000, help="old rows in each of three tables")
    parser.add_argument("--repeats", type=int, default=5)


def run(given: argparse.Namespace) -> bool:
    """Measure and print; False if old rows make it slower."""
    taken: dict[str, list[float]] = {"none": [], "old rows": []}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for kind, rows in (("none", 0), ("old rows", given.rows)):
            make(folder / kind, rows)
        for repeat in range(given.repeats):
            for kind in sorted(taken, reverse=bool(repeat % 2)):
                taken[kind].append(seconds(folder / kind, folder / "running"))
    none, old = statistics.median(taken["none"]), statistics.median(taken["old rows"])
    row = (given.rows, f"{none:.2f} s", f"{old:.2f} s", f"{old / none:.2f}x")
    print(table(("old rows in each table", "none", "with them", "times as long"), [row]))
    print(f"median of {given.repeats}; {machine.line()}")
    return old <= MOST * none


def seconds(kept: Path, folder: Path) -> float:
    """Seconds from the command to the first answer."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    with Contestant("bofast", folder) as bot:
        bot.run(Order("drain", [1], 1, [HELP]))
        return bot.seconds()


def _update(number: int, chat: int, at: datetime) -> dict[str, object]:
    about = {"update_id": number, "chat_id": chat, "payload": None, "state": "done"}
    return about | {"next_try_at": at, "received_at": at, "done_at": at}


def _outgoing(tenant: int, chat: int | None, what: dict[str, object], at: datetime) -> dict[str, object]:
    about = {
        "chat_id": chat,
        "tenant_id": tenant,
        "language": "sv",
        "say": what,
        "state": "sent",
    }
    return about | {"not_before": at, "created_at": at, "sent_at": at, "telegram_id": 1}


def _message(tenant_id: int, at: datetime) -> dict[str, object]:
    return {"tenant_id": tenant_id, "author": "tenant", "text": "Hej, kan ni komma på torsdag?", "at": at}


def make(folder: Path, rows: int) -> None:
    """A deployment with so many old rows in each of the three tables."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'bofast.sqlite3'}"
    town.settle(url, range(1, CHATS + 1))
    store, now = Store(url), system_time() - timedelta(days=2)
    with store.writing() as db:
        tenants = db.execute(select(Tenant.id, Tenant.chat_id).order_by(Tenant.id)).all()
        what = say("start.menu").to_json()
        for first in range(0, rows, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, rows))
            whose = [tenants[number % len(tenants)] for number in numbers]
            pairs = list(zip(numbers, whose, strict=True))
            db.execute(insert(Update), [_update(-number, each.chat_id, now) for number, each in pairs])
            db.execute(insert(Outgoing), [_outgoing(each.id, each.chat_id, what, now) for each in whose])
            db.execute(insert(Message), [_message(each.id, now) for each in whose])
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
