"""Longer times as they are said, before anyone knows what today is: years, quarters, seasons, and runs of days.

- a season is the one that is, or else the next; winter is December to February, and *winter 2018* ends in 2018
- *the next three days* begin tomorrow, *the next three weeks* on Monday; *the last three* end today or with last week
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.understanding.times.shapes import (
    DAY,
    WEEK,
    Date,
    Day,
    Days,
    Feast,
    Month,
    Weekday,
    Weeks,
    first_of_month,
)

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which each begins."""
PARTS_OF_YEAR = {"beginning": (1, 4), "middle": (5, 9), "finish": (10, 13)}
"""The first month, and the month after the last."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year by its number or counted from this one; or several (`1990-tallet`)."""

    number: int | None = None
    offset: int = 0
    count: int = 1
    part: str = ""

    def days(self, now: datetime) -> tuple[Days, ...]:
        first = self.number or now.year + self.offset
        begin, end = PARTS_OF_YEAR.get(self.part, (1, 13))
        start = first_of_month(first, begin)
        if self.part == "rest":
            start = max(start, now.date())
        return (Days(start, first_of_month(first + self.count - 1, end), "range"),)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months: by number, or counted from these."""

    number: int = 0
    offset: int = 0
    year: int | None = None

    def days(self, now: datetime) -> tuple[Days, ...]:
        today = now.date()
        this = (today.month - 1) // 3
        number = self.number - 1 if self.number else this + self.offset
        year = self.year or today.year + (bool(self.number) and number < this)
        start = first_of_month(year, 3 * number + 1)
        return (Days(start, first_of_month(year, 3 * number + 4), "range"),)


@dataclass(frozen=True, slots=True)
class Season:
    """A season: the one that is or comes, *next*, *last*, or a year's."""

    name: str
    which: str = ""
    year: int | None = None

    def days(self, now: datetime) -> tuple[Days, ...]:
        today = now.date()
        if self.year is not None:
            return (self._of(self.year - (self.name == "winter")),)
        near = [self._of(today.year + step) for step in (-2, -1, 0, 1, 2)]
        if self.which == "last":
            return ([each for each in near if each.end <= today][-1],)
        ahead = [each for each in near if each.end > today]
        return (ahead[1] if self.which == "next" and ahead[0].start <= today else ahead[0],)

    def _of(self, year: int) -> Days:
        month = SEASONS[self.name]
        return Days(first_of_month(year, month), first_of_month(year, month + 3), "range")


@dataclass(frozen=True, slots=True)
class Run:
    """So many days, weeks, months or years in a row: those to come, or (`past`) those that were."""

    count: int
    unit: str
    past: bool = False
    whole: bool = False
    """Whether whole weeks are meant (*the next three weeks*) rather than as many days."""

    def days(self, now: datetime) -> tuple[Days, ...]:
        here, there = self._ends(now.date())
        return (Days(min(here, there), max(here, there), "range"),)

    def _ends(self, today: date) -> tuple[date, date]:
        """Where it touches the present, and where it reaches to."""
        count = -self.count if self.past else self.count
        if self.unit == "week" and (self.whole or self.past):
            here = today - today.weekday() * DAY + (not self.past) * WEEK
            return here, here + count * WEEK
        if self.unit in ("day", "week"):
            here = today + (not self.past) * DAY
            return here, here + count * (WEEK if self.unit == "week" else DAY)
        months = 12 if self.unit == "year" else 1
        here = first_of_month(today.year, (1 if months > 1 else today.month) + (not self.past) * months)
        return here, first_of_month(here.year, here.month + count * months)


@dataclass(frozen=True, slots=True)
class InYear:
    """Another day or period, in a year that is said with it (`5 december nästa år`)."""

    base: Day
    year: Year

    def days(self, now: datetime) -> tuple[Days, ...]:
        meant = in_year(self.base, self.year.days(now)[0].start.year)
        return meant.days(now) if meant is not None else ()


def in_year(day: Day, year: int) -> Day | None:
    """The day in that year; None if it is no such day, or its year is said already."""
    match day:
        case Date(year=None, month=int()) | Month(year=None, month=int()) | Season(year=None):
            return replace(day, year=year)
        case Quarter(year=None, number=number) if number:
            return replace(day, year=year)
        case Weeks(year=None, number=int()) | Feast(year=None):
            return replace(day, year=year)
        case Weekday(month=Month(year=None, month=int()) as month):
            return replace(day, month=replace(month, year=year))
    return None
