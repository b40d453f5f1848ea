"""How long a message takes to understand: ordinary ones, and 10,000 characters made to take long.

Nasty strings are what regular expressions, sums over pairs and deep nesting suffer from. Each shape is filled up to
the length with pieces of messages, and each is read once cold and twice warm; the slower of the warm ones counts. It is
processor time, which other work does not move.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench import machine
from bench.processes import ROOT
from bench.table import table
from bot.understanding.reading import understand

NOW = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - the wall clock, as `understand` wants it
SENTENCES = ROOT / "tests" / "understanding" / "sentences"
MOST_MS = 1000.0
"""What a nasty string may take: one turn waits for it, and the other chats of that process."""
PIECES = (
    "a", "å", " ", "1", ".", ",", ":", "-", "/", "(", "?", "\n", "0:", "1.1.", "12-", "kl ", "klockan ", "mån",
    "och ", "eller ", "inte ", "nästa ", "i morgon ", "tors ", "24/12 ", "halv ", "kvart i ", "mellan 1 och ",
    "från 8 till ", "den 1 ", "varje ", "dö ", "vill inte leva ", "hjälp ", "x1y2", "aA", "januar i fjor ",
    "om 1 time ", "måndag tisdag onsdag ", "10-12 13-15 ", "(((", "[[", "\\", "%s", "{}", "\x00", "<b>",
    "\u0301", "\u200d", "\u202e", "\ufdfa", "\u0130", "ß", "\U0001f469\u200d",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--length", type=int, default=10_000, help="characters of a nasty string")
    parser.add_argument("--mixed", type=int, default=40, help="strings mixed of several pieces")
    parser.add_argument("--messages", type=int, default=2000, help="ordinary messages")


def run(given: argparse.Namespace) -> bool:
    """Measure and print; False if a nasty string takes too long."""
    understand("hej", NOW, "sv")
    gc.freeze()  # as a running process does
    nasty = sorted(
        ((_milliseconds(text), name, text) for name, text in shapes(given.length, given.mixed)), reverse=True
    )
    rows = [(name, f"{took:.0f}") for took, name, _ in nasty[:5]]
    print(table((f"the slowest of {len(nasty)} strings of {given.length} characters", "ms"), rows))
    ordinary = _ordinary(given.messages)
    took = sorted(_milliseconds(text, lang, times=1) for text, lang in ordinary)
    if took:
        mean, p99 = statistics.fmean(took), took[len(took) * 99 // 100]
        print(
            table(("ordinary messages", "mean ms", "p99 ms", "worst ms"), [(len(took), mean, p99, took[-1])])
        )
    print(machine.line())
    return nasty[0][0] <= MOST_MS


def shapes(length: int, mixed: int) -> Iterator[tuple[str, str]]:
    """Names and strings: each piece again and again, each piece between words, and pieces mixed by chance."""
    for piece in PIECES:
        yield f"{piece!r} again and again", _filled(piece, length)
        yield f"{piece!r} between words", _filled(f"hej{piece}på tisdag {piece}", length)
    dice = random.Random(1)
    for number in range(mixed):
        few = dice.sample(PIECES, 4)
        yield f"mixed {number}: {few}", "".join(dice.choices(few, k=length))[:length]


def _filled(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def _milliseconds(text: str, lang: str = "sv", times: int = 3) -> float:
    best = []
    for _ in range(times):
        began = time.process_time()
        understand(text, NOW, lang)
        best.append((time.process_time() - began) * 1000)
    return max(best[1:] or best)


def _ordinary(count: int) -> list[tuple[str, str]]:
    """Messages of the collections that understanding is tested with, in a mixed order."""
    found = [each for file in sorted(SENTENCES.rglob("*.jsonl")) for each in _lines(file)]
    random.Random(1).shuffle(found)
    return found[:count]


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        about = json.loads(line)
        yield about["text"], about["lang"]
