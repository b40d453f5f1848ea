"""Throughput and latency beside a bare aiogram and a bare python-telegram-bot bot: same server, same run.

Every bot gets the same updates. For each repeat every bot is started anew, in turning order; the table shows the
median. `cpu` is the processor time of the bot's process for one update, which other work on the machine hardly moves.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bench import machine
from bench.contestant import BOTS, CHATS, HELP, Contestant
from bench.load import Order
from bench.order import disorder
from bench.table import table
from bench.targets import Figure, missed

OFFERED = 0.6
"""The steady rate, as a part of what bare aiogram did at most in this run."""
LANGUAGE = "/language"
"""Its one answer differs from that to `/help`: order within a chat can be seen."""


@dataclass(frozen=True)
class Case:
    """One row of the table for each bot."""

    name: str
    kind: str
    chats: int
    updates: int
    network_ms: float = 0.0
    ordered: bool = False


@dataclass
class Measured:
    """What one bot did in one case, once for each repeat."""

    rate: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    missing: int = 0
    disorder: int = 0

    def middle(self) -> Figure:
        """The medians, for the table and for what must be reached."""
        rate, p50, p99, cpu_ms = map(statistics.median, (self.rate, self.p50, self.p99, self.cpu_ms))
        return Figure(rate, p50, p99, self.missing, self.disorder, cpu_ms)


Figures = dict[tuple[str, str], Measured]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--bots", default=",".join(BOTS), help="of bofast, aiogram, ptb; comma between")
    parser.add_argument("--chats", type=int, help="only the cases with so many chats (or this number)")
    parser.add_argument(
        "--updates", type=int, default=2000, help="in each case; fewer where one waits for another"
    )
    parser.add_argument("--network-ms", type=float, help="only one case, with so much network a call")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write every figure to this file")


def cases(given: argparse.Namespace) -> list[Case]:
    """The cases that were asked for."""
    many: int = given.updates
    if given.chats or given.network_ms is not None:
        network = given.network_ms or 0.0
        return [
            Case(_name(given.chats or 50, network), "drain", given.chats or 50, many, network, ordered=True)
        ]
    return [
        Case(_name(50, 0), "drain", 50, many),
        Case(_name(500, 0), "drain", 500, many),
        Case("1 chat, one at a time", "one", 1, max(many // 8, 20)),
        Case(_name(50, 50), "drain", 50, max(many // 4, 50), 50.0, ordered=True),
        Case("50 chats, steady", "rate", 50, many),
        Case("500 chats, steady", "rate", 500, many),
    ]


def measure(given: argparse.Namespace) -> Figures:
    """Every bot in every case, again and again."""
    names = given.bots.split(",")
    figures: Figures = {}
    for repeat in range(given.repeats):
        turned = names[repeat % len(names) :] + names[: repeat % len(names)]
        for name in turned if repeat else sorted(names, key=lambda each: each != "aiogram"):
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                bot = Contestant(name, Path(folder))
                try:
                    bot.run(Order("drain", list(range(1, CHATS + 1)), CHATS, [HELP]))
                    for case in cases(given):
                        _one(bot, name, case, figures)
                finally:
                    bot.close()
            print(f"  round {repeat + 1} of {given.repeats}: {name}", file=sys.stderr, flush=True)
    return figures


def _one(bot: Contestant, name: str, case: Case, figures: Figures) -> None:
    dice = random.Random(case.chats)
    texts = dice.choices((HELP, LANGUAGE), k=case.updates) if case.ordered else [HELP]
    best = figures.get(("aiogram", f"{case.chats} chats")) or figures.get((name, f"{case.chats} chats"))
    order = Order(
        case.kind,
        list(range(1, case.chats + 1)),
        case.updates,
        texts,
        per_second=OFFERED * statistics.median(best.rate) if best and case.kind == "rate" else 0.0,
        network_ms=case.network_ms,
    )
    outcome, used = bot.run(order)
    done = case.updates - outcome.missing
    times = sorted(outcome.latencies) or [0.0]
    kept = figures.setdefault((name, case.name), Measured())
    kept.rate.append(done / outcome.seconds if done else 0.0)
    kept.p50.append(times[len(times) // 2])
    kept.p99.append(times[min(len(times) * 99 // 100, len(times) - 1)])
    kept.cpu_ms.append(used * 1000 / max(done, 1))
    kept.missing += outcome.missing
    kept.disorder += disorder(order, outcome) if case.ordered else 0


def show(figures: Figures, names: Sequence[str], wanted: Sequence[Case]) -> str:
    """The table."""
    rows = []
    for case in wanted:
        other = figures.get(("aiogram", case.name))
        base = other.middle().rate if other else 0.0
        for name in names:
            found = figures[name, case.name].middle()
            rows.append(
                (
                    case.name,
                    name,
                    found.rate,
                    f"{found.rate / base:.2f}x" if base else "-",
                    *(found.p50, found.p99, found.cpu_ms),
                    found.missing,
                    found.disorder if case.ordered else "-",
                )
            )
    head = ("case", "bot", "updates/s", "to aiogram", "p50 ms", "p99 ms", "cpu ms", "missing", "disorder")
    return table(head, rows)


def run(given: argparse.Namespace) -> bool:
    """Measure and print; False if ours is not as it must be (`bench/targets.py`)."""
    figures = measure(given)
    names = given.bots.split(",")
    print(show(figures, names, cases(given)))
    print(f"median of {given.repeats}; {machine.line()}")
    if given.json:
        given.json.write_bytes(
            msgspec.json.encode({f"{bot}, {case}": vars(found) for (bot, case), found in figures.items()})
        )
    ours, bare = (
        {case: each.middle() for (name, case), each in figures.items() if name == bot}
        for bot in ("bofast", "aiogram")
    )
    found = list(missed(ours, bare))
    for each in found:
        print(f"not as it must be: {each}")
    return not found


def _name(chats: int, network_ms: float) -> str:
    return f"{chats} chats, {network_ms:g} ms network" if network_ms else f"{chats} chats"
