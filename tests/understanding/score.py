"""How well messages are understood: shares over labelled sentences (tests/understanding/sentences), and what is wrong.

An answer is right in `best` if its first intent is one of those labelled; in `exact` if all are, and no others
(greeting and thanks aside). A time is right if every labelled field is; one of the `alternatives` will do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.reading import Understood, understand
from tests.understanding.bare import bare

SENTENCES = Path(__file__).parent / "sentences"
ACTIONS = frozenset(
    ["cancel_visit", "move_visit", "delete_data", "pause_reminders", "activity_signoff", "change_language"]
)
"""What changes something that the tenant has: naming one of these for another wish is a wrong side effect."""
POLITE = frozenset(["greeting", "thanks"])
LOOK_ALIKES = frozenset(["fiction", "idiom", "negation", "object", "past", "tired", "look-alike", "quote"])
"""Labels of lines that sound dangerous, or like an action, and are not."""
NOW = "2026-11-23T09:00"
"""When a line was written that does not say it: a Monday morning."""
Row = dict[str, Any]
Json = dict[str, Any]
Reader = Callable[[Row], Json | None]
"""Reads the time of a row, in the shape of `when`."""


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def count(self, right: bool) -> bool:
        """Count one more."""
        self.of += 1
        self.right += right
        return right

    @property
    def value(self) -> float:
        """From 0 to 1; 1 of nothing."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:7.1%} of {self.of:4}" if self.of else "      –        "


@dataclass
class Score:
    """What was counted over some sentences."""

    best: Share = field(default_factory=Share)
    exact: Share = field(default_factory=Share)
    caught: Share = field(default_factory=Share)
    alarms_on_look_alikes: Share = field(default_factory=Share)
    alarms_on_ordinary: Share = field(default_factory=Share)
    side_effects: Share = field(default_factory=Share)
    """Actions named that the tenant did not ask for."""
    wrong: list[str] = field(default_factory=list)
    """What went wrong, a line each: only ever shown for `tune`."""


@dataclass
class Times:
    """How times were read: right, wrong, or not found; and times found where there are none."""

    right: Share = field(default_factory=Share)
    start: Share = field(default_factory=Share)
    wrong: Share = field(default_factory=Share)
    missing: Share = field(default_factory=Share)
    false_alarms: Share = field(default_factory=Share)
    mistakes: list[str] = field(default_factory=list)


def load(side: str) -> list[Row]:
    """All sentences of `tune` or `aside`."""
    return [row for rows in load_files(side).values() for row in rows]


def load_files(side: str) -> dict[str, list[Row]]:
    """The sentences of each file; of `aside` only those that do not also happen to stand in `tune`."""
    known = {bare(row["text"]) for row in load("tune")} if side == "aside" else set()
    found = {}
    for file in sorted((SENTENCES / side).glob("*.jsonl")):
        rows = [{"now": NOW, **json.loads(line)} for line in file.read_text("utf-8").splitlines()]
        found[file.stem] = [row for row in rows if not (plain := bare(row["text"])) or plain not in known]
    return found


def read(row: Row) -> Understood:
    """What is understood of a row; each is read once, however often it is counted."""
    return _read(row["text"], row["now"], row["lang"])


@cache
def _read(text: str, now: str, lang: str) -> Understood:
    return understand(text, datetime.fromisoformat(now), lang)


def score(rows: Iterable[Row]) -> Score:
    """Count intents, danger and side effects."""
    result = Score()
    for row in rows:
        got = read(row)
        _count_intents(result, row, got)
        _count_danger(result, row, got)
    return result


def _count_intents(result: Score, row: Row, got: Understood) -> None:
    labelled = set(row.get("intents", ()))
    never = set(row.get("never", ()))
    taken = set(got.intents) & (never | (ACTIONS - labelled if labelled else set()))
    result.side_effects.count(bool(taken))
    if taken:
        result.wrong.append(f"side effect {'+'.join(sorted(taken))}: {row['text']}")
    if labelled:
        best = result.best.count(got.intents[0] in labelled)
        exact = result.exact.count(set(got.intents) - POLITE == labelled - POLITE)
        if not (best and exact):
            result.wrong.append(f"{'+'.join(got.intents)} for {'+'.join(row['intents'])}: {row['text']}")


def _count_danger(result: Score, row: Row, got: Understood) -> None:
    if "danger" not in row:
        return
    if row["danger"]:
        right = result.caught.count(got.danger)
    else:
        alike = row.get("kind") in LOOK_ALIKES
        share = result.alarms_on_look_alikes if alike else result.alarms_on_ordinary
        right = not share.count(got.danger)
    if not right:
        result.wrong.append(f"danger {got.danger}: {row['text']}")


def ours(row: Row) -> Json | None:
    """The time that Bofast reads."""
    when = read(row).when
    return when.to_json() if when else None


def times(rows: Sequence[Row], reader: Reader = ours) -> Times:
    """Count how the times of labelled rows are read."""
    result = Times()
    for row in rows:
        if "when" not in row:
            continue
        wanted = [row["when"], *row.get("alternatives", ())]
        got = reader(row)
        if wanted == [None]:
            result.false_alarms.count(got is not None)
            continue
        right = any(_same(got, each) for each in wanted)
        start = any(_same_start(got, each) for each in wanted)
        result.right.count(right)
        result.start.count(start)
        result.missing.count(got is None and None not in wanted)
        result.wrong.count(got is not None and not start)
        if not right:
            result.mistakes.append(f"{row['text']} ({row['now']}): {got} for {row['when']}")
    return result


def _same(got: Json | None, wanted: Json | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    return all(_plain(got.get(name)) == _plain(value) for name, value in wanted.items())


def _same_start(got: Json | None, wanted: Json | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    names = ("start", "recurrence") if wanted.get("start") or "recurrence" in wanted else ("end",)
    return all(_plain(got.get(name)) == _plain(wanted[name]) for name in names if name in wanted)


def _plain(value: Any) -> Any:
    return {name: each for name, each in value.items() if each} if isinstance(value, dict) else value
