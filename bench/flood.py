"""Many messages due at once, against a server that holds Telegram's limits: 30 a second in all, one in a chat.

They must leave at 97 % of 30 a second or more, and none may be refused. Bofast runs with its usual limit.
"""

from __future__ import annotations

import argparse
import tempfile
from bisect import bisect_right
from pathlib import Path

from sqlalchemy import insert, select

from bench import machine, town
from bench.contestant import CHATS, Contestant, wait_until
from bench.table import table
from bot.scheduling.clock import system_time
from storage.session import Store
from storage.tables import Outgoing, Tenant
from support.say import say

LIMIT = 30.0
LEAST = 0.97


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--messages", type=int, default=10_000)


def run(given: argparse.Namespace) -> bool:
    """Measure and print; False if it was slower or if anything was refused."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bofast.sqlite3'}"
        town.settle(url, range(1, CHATS + 1))
        fill(url, given.messages)
        with Contestant("bofast", folder, flood=True, BOFAST_SEND_LIMIT="30,1") as bot:
            seconds = 60 + given.messages / LIMIT * 2
            wait_until(
                lambda: (bot.server.state() or (0, 0))[1] >= given.messages, "they do not leave", seconds
            )
            _, accepted, refused = bot.server.state() or (0, 0, 0)
            moments: list[float] = bot.server.ask("moments")
    rate = (len(moments) - 1) / (moments[-1] - moments[0])
    most = max(at + 1 - bisect_right(moments, moment - 1) for at, moment in enumerate(moments))
    row = (accepted, f"{rate:.2f}", f"{rate / LIMIT:.1%}", refused, most)
    print(table(("accepted", "a second", "of 30", "refused (429)", "most in any second"), [row]))
    print(machine.line())
    return rate >= LEAST * LIMIT and not refused and accepted == given.messages


def fill(url: str, count: int) -> None:
    """So many messages, all due now, the tenants in turn."""
    store, now = Store(url), system_time()
    what = say("start.menu").to_json()
    with store.writing() as db:
        tenants = db.execute(select(Tenant.id, Tenant.chat_id).order_by(Tenant.id)).all()
        rows = [
            {
                "chat_id": tenants[number % len(tenants)].chat_id,
                "tenant_id": tenants[number % len(tenants)].id,
                "language": "sv",
                "say": what,
                "rank": 2,
                "not_before": now,
                "created_at": now,
            }
            for number in range(count)
        ]
        db.execute(insert(Outgoing), rows)
    store.close()
