"""Memory with many waiting updates, against the same process idle.

Idle is after the start and one answer. Then all updates are handed over at once; the most memory that the process
held until the last was answered counts (the system keeps that figure, so that no peak is missed).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench import machine
from bench.contestant import CHATS, HELP, Contestant, wait_until
from bench.load import Order
from bench.table import table

MOST = 60.0
"""Megabytes above idle."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--waiting", type=int, default=10_000, help="updates")


def run(given: argparse.Namespace) -> bool:
    """Measure and print; False if it took more."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Contestant("bofast", Path(folder)) as bot:
        bot.run(Order("drain", [1], 1, [HELP]))
        time.sleep(2)
        idle = bot.process.megabytes()
        bot.process.forget_peak()
        began = time.monotonic()
        bot.server.ask("hand", Order("drain", list(range(1, CHATS + 1)), given.waiting, [HELP]))
        wait_until(
            lambda: (bot.server.state() or (0, 0))[1] > given.waiting,
            "not all were answered",
            120 + given.waiting,
        )
        seconds, peak = time.monotonic() - began, bot.process.megabytes(peak=True)
        time.sleep(2)
        after = bot.process.megabytes()
    row = (
        given.waiting,
        *(f"{each:.0f} MB" for each in (idle, peak, peak - idle, after)),
        f"{seconds:.0f} s",
    )
    print(table(("waiting updates", "idle", "most", "more than idle", "afterwards", "answered in"), [row]))
    print(machine.line())
    return peak - idle <= MOST
