"""So much later or earlier than what is booked: `en timme senare`, `en halvtime tidligere`, `skuv det ei veke`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.understanding.times.clauses import clause
from bot.understanding.times.durations import Later, length
from bot.understanding.times.line import Line

_KINDS = frozenset(("later_on", "sooner", "put_off", "bring_forward"))
_NEAR = 5
"""Words in which the length follows its verb (`skjuta upp besöket på torsdag en vecka`)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later (or, below nothing, earlier) than what is booked, and the token at which it is said."""

    minutes: int
    days: int
    place: int

    def of(self, booked: datetime) -> datetime:
        """The moment that is wanted instead, by the wall clock."""
        return booked + timedelta(days=self.days, minutes=self.minutes)


def shift(line: Line) -> Shift | None:
    """The first such length of the message."""
    if line.kinds.isdisjoint(_KINDS):
        return None
    for place in range(len(line)):
        found = length(line, place)
        if found is None or found.ago or found.length.months or line.before(place, "in", "within"):
            continue
        way = _way(line, place, found.end)
        if way:
            return _shift(found.length, way, place)
    return None


def _shift(by: Later, way: int, place: int) -> Shift:
    return Shift(way * by.minutes, way * by.days, place)


def _way(line: Line, place: int, end: int) -> int:
    """1 for later, -1 for earlier, 0 for a length that says neither."""
    if line.at(end, "later_on"):
        return 1
    if line.at(end, "sooner"):
        return -1
    start, _ = clause(line, place)
    for verb in range(max(start, place - _NEAR), place):
        if line.at(verb, "put_off"):
            return 1
        if line.at(verb, "bring_forward"):
            return -1
    return 0
