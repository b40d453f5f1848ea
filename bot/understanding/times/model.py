"""What comes out: when something is meant to happen, and what else the message said about time.

All times are naive and local: the wall clock of the deployment. `end` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.understanding.times.shifts import Shift

Open = Literal["after", "before"]
Grain = Literal["minute", "hour", "daypart", "day", "week", "range"]


@dataclass(frozen=True, slots=True)
class When:
    """A time, as exact as it was said. A point has no `end`; an open end has no `start` or no `end`."""

    start: datetime | None
    end: datetime | None = None
    open: Open | None = None
    grain: Grain = "hour"
    recurrence: str | None = None
    """An RRULE (RFC 5545, section 3.3.10) without its `RRULE:`; `start` is the first time, if it is known."""
    old: datetime | None = None
    """Where a visit is moved from."""

    def to_json(self) -> dict[str, object]:
        """The shape that `bofast understand` prints."""
        return {
            "start": _iso(self.start),
            "end": _iso(self.end),
            "open": self.open,
            "grain": self.grain,
            "recurrence": self.recurrence,
            "old": {"start": _iso(self.old)} if self.old else None,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a message says about time."""

    when: When | None = None
    """The best reading of what is asked for; None if no time is said."""
    readings: tuple[When, ...] = ()
    """Two or more when the words allow as many (best first): the tenant is asked which."""
    alternatives: tuple[When, ...] = ()
    """Other times that the tenant says will do."""
    excluded: tuple[When, ...] = ()
    """Times that the tenant says will not do."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the words for these times stand in the (NFC) text."""
    shift: Shift | None = None
    """How much later or earlier than what is booked, where no hour says it."""
    impossible: tuple[str, ...] = ()
    """Dates as written that no calendar has (31 November)."""

    @property
    def ambiguous(self) -> bool:
        """Whether the tenant must be asked which time is meant."""
        return len(self.readings) > 1


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
