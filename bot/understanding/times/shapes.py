"""Days as they are said, before anyone knows what today is; each tells which days it means, best reading first.

No answer means that no such day exists (31 November). The rules:

- a bare weekday is the next one; said on that very day it may also be today
- *nästa/neste fredag* is the Friday of next week, or this week's if it is still to come: two readings
- a date without a year is the next one; a week without a year too
- after midnight, until four, *imorgon* may mean the day that has begun
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from bot.understanding.times.feasts import feast, next_feast
from bot.understanding.times.model import Grain

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_FAR = timedelta(days=180)
"""A date so far off is the one that was, where something that was is told."""
_SOON = timedelta(days=60)
"""A date so near, on another weekday than was said, is a slip; one further off may be past."""
LAST = -1
"""The day of a date that is the last of its month."""
NIGHT_OWL = 4
"""The hour until which someone awake may still count the evening before as today."""


class Days(NamedTuple):
    """One day or several; `end` is exclusive."""

    start: date
    end: date
    grain: Grain = "day"


class Day(Protocol):
    """A day, or days, as said."""

    def days(self, now: datetime) -> tuple[Days, ...]:
        """What it means today: every reading, best first."""


def one(day: date) -> Days:
    """A single day."""
    return Days(day, day + DAY)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days from today."""

    count: int

    def days(self, now: datetime) -> tuple[Days, ...]:
        meant = one(now.date() + self.count * DAY)
        if self.count >= 1 and now.hour < NIGHT_OWL:
            return meant, one(now.date() + (self.count - 1) * DAY)
        return (meant,)


@dataclass(frozen=True, slots=True)
class Weeks:
    """A week: so many from this one, or the one with a number; or what is left of it, or an end of it."""

    offset: int | None = 0
    number: int | None = None
    part: str = ""
    ahead: bool = False
    """Whether these words, said on a Saturday or Sunday, mean the week to come (*i veckan*)."""
    year: int | None = None

    def monday(self, today: date) -> date | None:
        """The week's first day."""
        if self.number is None:
            return today - today.weekday() * DAY + (self.offset or 0) * WEEK
        year, current, _ = today.isocalendar()
        year = self.year or year + (self.number < current)
        try:
            return date.fromisocalendar(year, self.number, 1)
        except ValueError:
            return None

    def days(self, now: datetime) -> tuple[Days, ...]:
        monday = self.monday(now.date())
        if monday is None:
            return ()
        found = self._part(monday, now.date())
        if self.ahead and now.weekday() in (5, 6):
            return self._part(monday + WEEK, now.date()), found
        return (found,)

    def _part(self, monday: date, today: date) -> Days:
        if self.part == "rest":
            return Days(max(today, monday), monday + WEEK, "range")
        if self.part == "beginning":
            return Days(monday, monday + 2 * DAY, "range")
        if self.part == "middle":
            return Days(monday + DAY, monday + 4 * DAY, "range")
        if self.part == "finish":
            return Days(monday + 3 * DAY, monday + 5 * DAY, "range")
        return Days(monday, monday + WEEK, "week")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, with what was said of which one, or in which week, or how many weeks further on."""

    day: int
    which: str = ""
    week: Weeks | None = None
    later: int = 0
    month: Month | None = None
    nth: int = 0
    """Which such day of the month; -1 is the last, 0 the next."""

    def days(self, now: datetime) -> tuple[Days, ...]:
        if self.month is not None:
            return (one(self._of_month(self.month.days(now)[0], now.date())),)
        if self.week is None:
            return self._from(now.date())
        monday = self.week.monday(now.date())
        return (one(monday + self.day * DAY),) if monday else ()

    def _of_month(self, month: Days, today: date) -> date:
        if self.nth < 0:
            last = month.end - ((month.end.weekday() - self.day) % 7 or 7) * DAY
            return last + (self.nth + 1) * WEEK
        first = month.start if self.nth else max(month.start, today)
        return first + (self.day - first.weekday()) % 7 * DAY + max(0, self.nth - 1) * WEEK

    def _from(self, today: date) -> tuple[Days, ...]:
        ahead = (self.day - today.weekday()) % 7
        if self.which == "last":
            return (one(today - ((today.weekday() - self.day) % 7 or 7) * DAY),)
        if self.later:
            return (one(today + ahead * DAY + self.later * WEEK),)
        if self.which == "after_next":
            return (one(today + ahead * DAY + (2 if self.day > today.weekday() else 1) * WEEK),)
        coming = one(today + (ahead or 7) * DAY)
        if self.which == "next" and ahead and self.day > today.weekday():
            return one(coming.start + WEEK), coming
        if ahead == 0 and self.which == "":
            return coming, one(today)
        return (coming,)


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday."""

    which: str = ""
    week: Weeks | None = None

    def days(self, now: datetime) -> tuple[Days, ...]:
        today = now.date()
        week = self.week or Weeks()
        monday = week.monday(today)
        if monday is None:
            return ()
        this, following = (self._of(monday + count * WEEK) for count in (0, 1))
        if self.which == "last":
            return (self._of(monday - WEEK),)
        if self.which == "ahead" and today.weekday() > 4:
            return (following,)
        if self.which == "next":
            return (following, this) if today.weekday() < 5 else (following,)
        return (this,)

    @staticmethod
    def _of(monday: date) -> Days:
        return Days(monday + 5 * DAY, monday + 7 * DAY, "range")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; what was left out is the next that fits."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """A weekday said with it."""
    past: bool = False
    """Whether it was (`siden 3. april`, `hun ble innlagt 3. april`)."""
    ahead: int | None = None
    """Months from this one, where the month was said so (`den 5 nästa månad`)."""

    def days(self, now: datetime) -> tuple[Days, ...]:
        meant = self._next(now.date())
        if meant is None:
            return ()
        if self.past and meant - now.date() > _FAR and (gone := self._gone(now.date())) is not None:
            return (one(gone),)
        if self.weekday is not None and meant.weekday() != self.weekday:
            far = meant - now.date() > _SOON
            if far and (past := self._last(now.date())) is not None:
                return (one(past),)
            return one(meant), Weekday(self.weekday, "coming").days(now)[0]
        return (one(meant),)

    def _last(self, today: date) -> date | None:
        """The date as it was within the last year, if that was on the weekday said with it."""
        gone = self._gone(today)
        return gone if gone is not None and gone.weekday() == self.weekday else None

    def _gone(self, today: date) -> date | None:
        """The date as it was within the last year."""
        if self.month is None or self.year is not None:
            return None
        near = (_date(today.year - step, self.month, self.day) for step in (0, 1))
        return next((each for each in near if each is not None and each < today), None)

    def _next(self, today: date) -> date | None:
        if self.ahead is not None:
            first = first_of_month(today.year, today.month + self.ahead)
            return _date(first.year, first.month, self.day)
        if self.year is not None:
            return _date(self.year, self.month or today.month, self.day)
        for count in range(2 if self.month else 13):
            month = (self.month or today.month) + (0 if self.month else count)
            year = today.year + (count if self.month else 0) + (month - 1) // 12
            found = _date(year, (month - 1) % 12 + 1, self.day)
            if found and found >= today:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name or counted from this one; or its beginning, middle or end, or one of its days or weeks."""

    month: int | None = None
    offset: int = 0
    part: str = ""
    nth: int = 0
    """Which of its days, weeks or weekends (`part`); -1 is the last."""
    year: int | None = None

    def days(self, now: datetime) -> tuple[Days, ...]:
        today = now.date()
        if self.month is None:
            start = first_of_month(today.year, today.month + self.offset)
        else:
            start = first_of_month(self.year or self._year(today), self.month)
        end = first_of_month(start.year, start.month + 1)
        if self.nth:
            return (self._one_of(start, end),)
        if self.part == "beginning":
            end = start + 10 * DAY
        elif self.part == "middle":
            start, end = start + 10 * DAY, start + 20 * DAY
        elif self.part == "finish":
            start = start + 20 * DAY
        elif self.part == "rest":
            start = max(start, today)
        return (Days(start, end, "range"),)

    def _year(self, today: date) -> int:
        """The year in which the month comes next, or *last* came, or *next* comes after this one."""
        month = self.month or today.month
        if self.offset < 0:
            return today.year - (month >= today.month)
        return today.year + (month < today.month)

    def _one_of(self, start: date, end: date) -> Days:
        """Its first day, its second week, its last weekend."""
        if self.part == "day":
            return one(start + (self.nth - 1) * DAY if self.nth > 0 else end + self.nth * DAY)
        if self.part == "weekend":
            saturday = start + (5 - start.weekday()) % 7 * DAY + (self.nth - 1) * WEEK
            if self.nth < 0:
                saturday = end - ((end.weekday() - 5) % 7 or 7) * DAY
            return Days(saturday, saturday + 2 * DAY, "range")
        if self.nth < 0:
            monday = end - (end.weekday() + 7) * DAY
            return Days(monday, monday + WEEK, "week")
        return Days(start + (self.nth - 1) * WEEK, start + self.nth * WEEK, "range")


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast by its rule, or a day some days from it."""

    rule: str
    shift: int = 0
    year: int | None = None
    past: bool = False
    """Whether the last one is meant (`i julas`)."""

    def days(self, now: datetime) -> tuple[Days, ...]:
        first, last = self._when(now.date())
        if self.shift:
            edge = first if self.shift < 0 else last
            return (one(edge + self.shift * DAY),)
        return (Days(first, last + DAY, "range" if last > first else "day"),)

    def _when(self, today: date) -> tuple[date, date]:
        if self.year is not None:
            return feast(self.rule, self.year)
        if self.past:
            return max(
                each for year in (-2, -1, 0) if (each := feast(self.rule, today.year + year))[1] < today
            )
        return next_feast(self.rule, today)


@dataclass(frozen=True, slots=True)
class Shifted:
    """Some days before or after another day, or the week before or after it."""

    base: Day
    shift: int
    whole_week: bool = False

    def days(self, now: datetime) -> tuple[Days, ...]:
        return tuple(self._beside(each) for each in self.base.days(now))

    def _beside(self, base: Days) -> Days:
        day = (base.end - DAY if self.shift > 0 else base.start) + self.shift * DAY
        if not self.whole_week:
            return one(day)
        monday = day - day.weekday() * DAY
        return Days(monday, monday + WEEK, "week")


@dataclass(frozen=True, slots=True)
class WeekdayBeside:
    """The first such weekday after another day, or the last one before it (`fredagen före jul`)."""

    day: int
    base: Day
    after: bool

    def days(self, now: datetime) -> tuple[Days, ...]:
        return tuple(self._beside(each) for each in self.base.days(now))

    def _beside(self, base: Days) -> Days:
        if self.after:
            return one(base.end + (self.day - base.end.weekday()) % 7 * DAY)
        last = base.start - DAY
        return one(last - (last.weekday() - self.day) % 7 * DAY)


@dataclass(frozen=True, slots=True)
class Beside:
    """The day after or before the one that was named earlier (`torsdag går ikke, men dagen etter`)."""

    shift: int

    def days(self, now: datetime) -> tuple[Days, ...]:
        return (one(now.date() + self.shift * DAY),)


@dataclass(frozen=True, slots=True)
class Between:
    """From one day to another, both included."""

    first: Day
    last: Day

    def days(self, now: datetime) -> tuple[Days, ...]:
        firsts, lasts = self.first.days(now), self.last.days(now)
        if not firsts or not lasts:
            return ()
        start, end = firsts[0].start, lasts[0].end
        while end <= start:
            end += WEEK
        if isinstance(self.first, Date) and self.first.month is None and isinstance(self.last, Date):
            start = (
                lasts[0].start.replace(day=self.first.day) if self.first.day < lasts[0].start.day else start
            )
        return (Days(start, end, "range"),)


@dataclass(frozen=True, slots=True)
class Both:
    """One day said in two ways (`imorgon tisdag`); where they disagree, there are two readings."""

    first: Day
    second: Day

    def days(self, now: datetime) -> tuple[Days, ...]:
        one, other = self.first.days(now), self.second.days(now)
        if isinstance(self.first, Feast) and one:
            other = self.second.days(datetime.combine(one[0].start, now.time()))
            other += tuple(Days(o.start - WEEK, o.end - WEEK, o.grain) for o in other)
            within = tuple(each for each in other if one[0].start <= each.start < one[0].end)
            if within and isinstance(self.second, Weekday):
                return within[:1]
            if isinstance(self.second, Date) and self.second.month is not None and one[0].grain == "range":
                return other[:1]
        same = tuple(each for each in one if each in other)
        return same or one[:1] + other[:1]


def _date(year: int, month: int, day: int) -> date | None:
    if day == LAST:
        return first_of_month(year, month + 1) - DAY
    try:
        return date(year, month, day)
    except ValueError:
        return None


def first_of_month(year: int, month: int) -> date:
    """The first of a month; months beyond December or before January are those of other years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
