"""Opening hours: which spans of which weekdays, in local time. For the office, the line, the meeting place, a worker.

A span may end at 24:00. Days off (holidays, closed days) are given from outside, since the team may be
off when the line is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"^\s*(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)\s*$")
_FURTHEST = 60
"""Days ahead to look for an opening; longer than any holiday."""

DayOff = Callable[[date], bool]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes since midnight, `end` exclusive."""

    start: int
    end: int

    @classmethod
    def parse(cls, words: str) -> Span:
        """Read `08:00-16:00`."""
        found = _SPAN.match(words)
        if not found:
            raise ValueError(f"write hours as 08:00-16:00, not {words!r}")
        h1, m1, h2, m2 = map(int, found.groups())
        span = cls(h1 * 60 + m1, h2 * 60 + m2)
        if m1 > 59 or m2 > 59 or not 0 <= span.start < span.end <= 24 * 60:
            raise ValueError(f"hours must run forwards within one day, not {words!r}")
        return span

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


@dataclass(frozen=True, slots=True)
class Week:
    """Spans by weekday; Monday first."""

    days: tuple[tuple[Span, ...], ...]

    @classmethod
    def parse(cls, given: Mapping[str, Any] | str) -> Week:
        """Read `{"monday": ["08:00-16:00"], …}`; missing days are closed. The word `always` means every hour."""
        if given == "always":
            return cls(((Span(0, 24 * 60),),) * 7)
        if not isinstance(given, Mapping):
            raise ValueError('hours are a table of weekdays, or the word "always"')
        unknown = set(given) - set(WEEKDAYS)
        if unknown:
            raise ValueError(f"there is no weekday {sorted(unknown)[0]!r}; use {', '.join(WEEKDAYS)}")
        return cls(tuple(_day(given.get(name, ())) for name in WEEKDAYS))

    def to_json(self) -> dict[str, list[str]]:
        """The form that `parse` reads."""
        return {
            name: [str(s) for s in spans] for name, spans in zip(WEEKDAYS, self.days, strict=True) if spans
        }

    def spoken(self) -> list[str]:
        """The form in which hours are said: `1-5 08:00-16:00`, days with the same hours together."""
        said: list[str] = []
        first = 0
        for day in range(1, 8):
            if day == 7 or self.days[day] != self.days[first]:
                said += [f"{first + 1}-{day} {span}" for span in self.days[first]]
                first = day
        return said

    @property
    def always(self) -> bool:
        """Open every hour of the week."""
        return all(spans == (Span(0, 24 * 60),) for spans in self.days)

    def on(self, day: date) -> tuple[Span, ...]:
        """The spans of that weekday."""
        return self.days[day.weekday()]

    def is_open(self, local: datetime, day_off: DayOff = lambda _: False) -> bool:
        """Whether a local time lies inside a span of a day that is not off."""
        minute = local.hour * 60 + local.minute
        return not day_off(local.date()) and any(s.start <= minute < s.end for s in self.on(local.date()))

    def next_opening(self, local: datetime, day_off: DayOff = lambda _: False) -> datetime | None:
        """The next moment that a span begins (strictly later), in the same zone; None if it never opens."""
        for ahead in range(_FURTHEST):
            day = local.date() + timedelta(days=ahead)
            for span in () if day_off(day) else self.on(day):
                opens = at_minute(local, day, span.start)
                if opens > local:
                    return opens
        return None

    def closing(self, local: datetime) -> datetime | None:
        """When the span that is running now ends; None if closed, or if it never closes."""
        minute = local.hour * 60 + local.minute
        for span in () if self.always else self.on(local.date()):
            if span.start <= minute < span.end:
                return at_minute(local, local.date(), span.end)
        return None


def at_minute(like: datetime, day: date, minute: int) -> datetime:
    """That minute of the day in the zone of `like`; 24:00 is the next midnight."""
    return datetime.combine(
        day + timedelta(days=minute // 1440), time(minute // 60 % 24, minute % 60), like.tzinfo
    )


def _day(given: Any) -> tuple[Span, ...]:
    spans = tuple(sorted(Span.parse(each) for each in ([given] if isinstance(given, str) else given)))
    if any(a.end > b.start for a, b in pairwise(spans)):
        raise ValueError("two spans of the same day overlap")
    return spans
