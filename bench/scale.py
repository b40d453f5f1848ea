"""A day of many tenants, simulated: how long an answer waits, and what fills up first as they become more.

One bot (Telegram's 30 messages a second), its turns one after the other, one database. Messages come in bursts by
the hour of the day; reminders of the evening before fall due together at 18. Costs are given, as measured by
`cost` and `speed`; the day itself is assumed, and stands in `Day`.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from bench import machine
from bench.table import table

HOURS = (2, 1, 1, 1, 1, 1, 2, 3, 5, 7, 7, 6, 6, 6, 6, 6, 5, 5, 6, 7, 6, 5, 3, 2)
"""How a day's messages fall on its hours, in parts of the whole."""


@dataclass(frozen=True)
class Day:
    """What is assumed of one tenant's day, and what is measured of one message."""

    bursts: float = 1.5
    """Times a tenant writes or taps; each time a few messages in a row."""
    messages: float = 4.0
    """In such a row, on average."""
    between: float = 8.0
    """Seconds from one message of a row to the next."""
    reminded: float = 0.4
    """Reminders a day: about three visits a week, half of them with the evening's."""
    turn: float = 0.0015
    """Seconds of the one writer for a message: stored, handled, marked."""
    send: float = 1 / 30
    """Seconds between two messages of one bot."""
    kept: float = 1.0
    """Kilobytes that a message leaves in the database."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a simulated day looked like."""

    messages: int
    most_a_second: int
    writer: float
    """Part of the busiest hour that the one writer works."""
    sender: float
    """Part of the busiest hour that messages leave."""
    p50: float
    p99: float
    longest_reminder: float


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--turn-ms", type=float, default=1000 * Day.turn, help="of the writer, for a message")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--tenants", type=int, nargs="+", default=[20, 200, 2_000, 10_000, 20_000, 40_000, 100_000]
    )


def run(given: argparse.Namespace) -> bool:
    """Simulate and print."""
    day = Day(turn=given.turn_ms / 1000)
    rows = []
    for tenants in given.tenants:
        found = simulated(day, tenants, random.Random(given.seed))
        yearly = f"{found.messages * 365 * day.kept / 1024 / 1024:.1f} GB"
        rows.append(
            (
                f"{tenants:,}",
                f"{found.messages:,}",
                found.most_a_second,
                f"{found.writer:.1%}",
                f"{found.sender:.1%}",
                f"{found.p50:.2f} s",
                f"{found.p99:.2f} s",
                f"{found.longest_reminder:.0f} s",
                yearly,
            )
        )
    head = ("tenants", "messages", "most/s", "writer", "sending", "p50", "p99", "last reminder", "a year")
    print(table(head, rows))
    print(f"one bot, {given.turn_ms:.1f} ms of one writer a message; busiest hour; {machine.line()}")
    return True


def simulated(day: Day, tenants: int, chance: random.Random) -> Found:
    """One day: each message waits for the writer, then for its place among what leaves; answers before reminders."""
    came = sorted(_messages(day, tenants, chance))
    writer_free, ready = 0.0, []
    for at in came:
        writer_free = max(writer_free, at) + day.turn
        ready.append(writer_free)
    due = [18 * 3600.0] * round(tenants * day.reminded)
    answered, reminded = _sent(day, ready, due)
    waits = [left - at for left, at in zip(answered, came, strict=True)]
    busiest = max(_counts(came, 3600).values())
    cuts = statistics.quantiles(waits, n=100)
    return Found(
        messages=len(came),
        most_a_second=max(_counts(came, 1).values()),
        writer=busiest * day.turn / 3600,
        sender=max(_counts([*answered, *reminded], 3600).values()) * day.send / 3600,
        p50=cuts[49],
        p99=cuts[98],
        longest_reminder=max((at - 18 * 3600 for at in reminded), default=0.0),
    )


def _messages(day: Day, tenants: int, chance: random.Random) -> Iterator[float]:
    """When messages come, in seconds of the day."""
    hours = chance.choices(range(24), HOURS, k=round(tenants * day.bursts))
    for hour in hours:
        at = hour * 3600 + chance.uniform(0, 3600)
        yield at
        while chance.random() > 1 / day.messages:
            at += chance.expovariate(1 / day.between)
            yield at


def _sent(day: Day, answers: list[float], due: list[float]) -> tuple[list[float], list[float]]:
    """When each leaves: one at a time, `send` apart; a reminder only while no answer is ready."""
    free, answered, reminded, waiting = 0.0, [], [], list(reversed(due))
    for ready in answers:
        while waiting and max(free, waiting[-1]) < ready:
            free = max(free, waiting.pop()) + day.send
            reminded.append(free)
        free = max(free, ready) + day.send
        answered.append(free)
    while waiting:
        free = max(free, waiting.pop()) + day.send
        reminded.append(free)
    return answered, reminded


def _counts(times: list[float], seconds: int) -> dict[int, int]:
    counts: dict[int, int] = {}
    for at in times:
        counts[int(at // seconds)] = counts.get(int(at // seconds), 0) + 1
    return counts
