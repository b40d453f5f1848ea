"""One time as a message mentions it: which day, which part of it, which hour; and how two such pieces make one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.understanding.times.clocks import Point, Stretch
from bot.understanding.times.durations import Later
from bot.understanding.times.periods import InYear, Run, Season, Year, in_year
from bot.understanding.times.repeats import Repeat
from bot.understanding.times.shapes import (
    Between,
    Both,
    Date,
    Day,
    Feast,
    Month,
    Offset,
    Weekday,
    Weekend,
    Weeks,
)

WEEK = 7


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day; `half` is *early* or *late*."""

    name: str
    half: str = ""
    vague: bool = False
    """Said of any day (`om kvelden`), so it is a time only beside a day or an hour."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one row of words says. `start` and `end` are tokens."""

    start: int
    end: int
    day: Day | None = None
    part: Part | None = None
    clock: Point | Stretch | None = None
    later: Later | None = None
    repeat: Repeat | None = None
    edge: str = ""
    """*after*, *from* (that time and after), *before*, *by* (until that time, and it too)."""
    lead: str = ""
    """The word before it: *from*, *until*, *between*, *instead_of*, *than*."""
    sure: bool = True
    """False for a bare number, which is a time only in the right company."""
    until: Mention | None = None
    """Where it ends, of a stretch with a day and an hour at both ends (`fra lørdag kveld til mandag morgen`)."""
    cued: bool = False
    """Whether a word like *about* or *after* stands before it."""

    @property
    def named_day(self) -> Day | None:
        """Its day; so many days on are one."""
        return Offset(self.later.days) if self.later is not None and self.later.days else self.day

    @property
    def dayless(self) -> bool:
        """Whether it says an hour or a part of the day, and no day."""
        return self.day is None and self.later is None and self.repeat is None

    @property
    def hourless(self) -> bool:
        """Whether it says a day and no hour."""
        return self.clock is None and not (self.later and self.later.minutes)


class _TwoError(Exception):
    """Two pieces say different things, so they are two times."""


def combine(first: Mention, second: Mention) -> Mention | None:
    """Both as one time; None if they contradict each other, and so are two."""
    if first.edge and second.edge and first.edge != second.edge:
        return fenced(first, second)
    try:
        day, repeat = _days(first, second), _repeats(first, second)
    except _TwoError:
        return None
    if first.clock and second.clock and first.clock != second.clock:
        return None
    if first.part and second.part and first.part.name != second.part.name:
        return None
    if _minutes_away(first, second):
        return _from_now_today(first, second)
    weekly = repeat is not None and bool(repeat.weekdays)
    return Mention(
        start=min(first.start, second.start),
        end=max(first.end, second.end),
        day=None if weekly and _any_week(day) else day,
        part=first.part or second.part,
        clock=first.clock or second.clock,
        repeat=repeat,
        later=(first.later or second.later) if day is None else None,
        edge=first.edge or second.edge,
        lead=first.lead or second.lead,
        sure=first.sure or second.sure,
        cued=first.cued or second.cued,
    )


def _any_week(day: Day | None) -> bool:
    """Whether it is a weekday, or one to another, of no week in particular: the rhythm says it all."""
    first = day.first if isinstance(day, Between) else day
    return isinstance(first, Weekday) and (first is day or not (first.which or first.week))


def _from_now_today(first: Mention, second: Mention) -> Mention | None:
    """`i dag om tre timer`: the hours from now; None if it is not of today."""
    today, away = (second, first) if first.later else (first, second)
    plain = today.day == Offset(0) and not (today.clock or today.part or today.later or today.repeat)
    return replace(away, start=first.start, end=second.end) if plain and away.later else None


def _minutes_away(first: Mention, second: Mention) -> bool:
    return any(each.later is not None and each.later.minutes for each in (first, second))


def fenced(first: Mention, second: Mention) -> Mention | None:
    """`efter 10 men före 12`: a stretch."""
    if first.edge not in ("after", "from") or second.edge not in ("before", "by"):
        return None
    if not isinstance(first.clock, Point) or not isinstance(second.clock, Point) or second.day is not None:
        return None
    return replace(first, end=second.end, clock=Stretch(first.clock, second.clock), edge="")


def _repeats(first: Mention, second: Mention) -> Repeat | None:
    """The rhythm of both."""
    if first.repeat and second.repeat:
        one, other = first.repeat, second.repeat
        if one.frequency == other.frequency == "WEEKLY" and not (one.weekdays and other.weekdays):
            return replace(
                one,
                interval=max(one.interval, other.interval),
                weekdays=one.weekdays or other.weekdays,
                even=other.even if one.even is None else one.even,
            )
        if {one.frequency, other.frequency} == {"DAILY", "WEEKLY"} and (one.weekdays or other.weekdays):
            return one if one.weekdays else other
        raise _TwoError
    repeat, other_day = (first.repeat, second.day) if first.repeat else (second.repeat, first.day)
    if repeat and repeat.frequency == "WEEKLY" and isinstance(other_day, Weekday) and not other_day.which:
        return replace(repeat, weekdays=tuple(dict.fromkeys((*repeat.weekdays, other_day.day))))
    if repeat and not repeat.weekdays and isinstance(other_day, Between):
        if repeat.frequency == "WEEKLY":
            return _all_between(repeat, other_day)
        if repeat == Repeat("DAILY") and isinstance(other_day.first, Weekday):
            return _all_between(replace(repeat, frequency="WEEKLY"), other_day)
    return repeat


def _all_between(repeat: Repeat, days: Between) -> Repeat:
    if not isinstance(days.first, Weekday) or not isinstance(days.last, Weekday):
        raise _TwoError
    steps = (days.last.day - days.first.day) % WEEK
    return replace(repeat, weekdays=tuple((days.first.day + step) % WEEK for step in range(steps + 1)))


def _days(first: Mention, second: Mention) -> Day | None:
    """The day that both say."""
    one, other = _day(first, second), _day(second, first)
    if one is None or other is None:
        return one or other
    if first.later is not None and isinstance(other, Offset):
        return one
    if second.later is not None and isinstance(one, Offset):
        return other
    for a, b in ((one, other), (other, one)):
        joined = _joined(a, b)
        if joined is not None:
            return joined
    raise _TwoError


def _day(mention: Mention, other: Mention) -> Day | None:
    """Its day; so many days on are a day as soon as something else is said of it."""
    if mention.later is not None and mention.later.days and other.later is None:
        if isinstance(other.day, Weekday) and mention.later.days % WEEK in (0, 1):
            return Weeks(mention.later.days // WEEK, part="later")
        if isinstance(other.day, Offset):
            return Offset(mention.later.days + other.day.count)
        return mention.named_day
    return mention.day


def _joined(one: Day, other: Day) -> Day | None:  # noqa: PLR0911 - a table
    match one, other:
        case Weekday(which=""), Weeks(offset=offset, part="later"):
            return replace(one, later=offset or 0)
        case Weekday(which="", week=None), Weeks(part=""):
            return replace(one, week=other)
        case Weekend(week=None), Weeks(part=""):
            return replace(one, week=other, which="")
        case Weekday(day=day), Date(weekday=None):
            return replace(other, weekday=day)
        case Weekday(which="", week=None), Month(part="", nth=0):
            return replace(one, month=other)
        case Date(month=None), Month(part=""):
            return replace(one, month=other.month, ahead=other.offset if other.month is None else None)
        case Between(first=Weekday() as start, last=Weekday() as end), Weeks(part=""):
            return Between(replace(start, week=other), replace(end, week=other))
        case Weekday(which="this"), Weekday(day=day) if one.day == day:
            return one
        case ((Offset() | Feast()), (Weekday() | Date() | Feast())):
            return Both(one, other)
        case Offset(count=0), Offset(count=count) if count:
            return other
        case Weekday(), Weekday() if one == other:
            return one
        case _, Year(count=1) if in_year(one, 2000) is not None:
            return in_year(one, other.number) if other.number else InYear(one, other)
    return None


def is_history(mention: Mention, now: datetime) -> bool:
    """Whether all it says is a year long gone (`född 1971`, `på 80-talet`): no time that anybody asks for."""
    year = mention.day
    return isinstance(year, Year) and year.number is not None and year.number < now.year - 1


def is_past(mention: Mention) -> bool:
    """Whether it lies in the past by its words (`igår`, `förra veckan`, `för två år sedan`)."""
    if mention.later is not None:
        return min(mention.later.minutes, mention.later.days, mention.later.months) < 0
    match mention.day:
        case Weekday(which="last") | Weekend(which="last") | Season(which="last") | Run(past=True):
            return True
        case Feast(past=past):
            return past
        case Offset(count=steps) | Weeks(offset=steps) | Year(number=None, offset=steps):
            return (steps or 0) < 0
        case Month(month=None, offset=steps) | InYear(year=Year(offset=steps)):
            return steps < 0
    return False
