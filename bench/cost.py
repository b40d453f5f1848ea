"""What one message costs: processor, database writes and disk, for the commonest things that tenants do.

Everything runs in this process, without network, on a fresh SQLite file: what is measured is storing an update and
its turn. What sending costs is measured by `speed`, whole.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine, town
from bench.table import table
from bot import settings as environment
from bot.intake import Intake, row_of
from bot.scheduling.clock import system_time
from bot.strangers import Strangers
from bot.turn import Turns
from storage.session import Store

CHATS = 50
DOINGS = {
    "asks for the menu": "/menu",
    "looks at visits": "/visits",
    "asks for a visit": "/book",
    "looks at the plan": "/plan",
    "asks for a visit in words": "kan ni komma på torsdag efter tre?",
    "writes to a person": "grannen spelar musik om nätterna och jag vet inte vad jag ska göra",
}
"""What is done, and how."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one message: milliseconds of the processor, bytes of the database."""

    cpu_ms: float
    size: float


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--messages", type=int, default=500, help="of each kind")


def run(given: argparse.Namespace) -> bool:
    """Measure and print."""
    logging.disable(logging.WARNING)
    rows = [
        (what, cost.cpu_ms, f"{cost.size / 1024:.1f} kB")
        for what, cost in ((what, measured(text, given.messages)) for what, text in DOINGS.items())
    ]
    print(table(("a tenant", "cpu ms", "kept"), rows))
    print(machine.line())
    return True


def measured(text: str, messages: int) -> Cost:
    """Store and handle so many of one kind."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        settings = environment.read(town.environment(folder, "http://127.0.0.1:9"))
        town.settle(settings.database_url, range(1, CHATS + 1))
        store = Store(settings.database_url)
        turns = Turns(store, settings.deployment, system_time, Strangers())
        intake = Intake(store, settings.deployment, system_time, _nobody, set())
        _play(intake, turns, text, range(CHATS))  # words and plans of the first time
        size, began = _size(folder), time.process_time()
        _play(intake, turns, text, range(CHATS, CHATS + messages))
        cost = Cost(1000 * (time.process_time() - began) / messages, (_size(folder) - size) / messages)
        store.close()
    return cost


def _play(intake: Intake, turns: Turns, text: str, numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), CHATS):
        updates = [_update(number, text) for number in numbers[start : start + CHATS]]
        intake.store_now([row_of(update, system_time()) for update in updates])
        while turns.run_some():
            pass


def _update(number: int, text: str) -> dict[str, Any]:
    chat = number % CHATS + 1
    sender = {"id": chat, "is_bot": False, "first_name": "Kim", "language_code": "sv"}
    message = {"message_id": number + 1, "date": 1_795_428_000, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number + 1, "message": {**message, "from": sender, "text": text}}


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.glob("bofast.sqlite3*") if "-wal" not in each.name)


async def _nobody(*_: object) -> None:
    raise AssertionError("nothing is sent here")
