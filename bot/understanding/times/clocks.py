"""Clock times as people say and type them.

    14  14:30  14.30  1430  kl 2  kl 14 30  halv tre  kvart över två  fem på halv tre  tretiden  14-tiden  2 pm

`Point.bare` says that the hour may mean morning or afternoon (`halv tre`); resolving decides that. `sure` says that
the words are a clock time by themselves; a number that is not (`14`) is one only in the right company.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.understanding.times.line import Line
from bot.understanding.times.numbers import number

HOURS = 24
NOON = 12
_TEN = 10
QUARTERS = (15, 30, 45)
SPOKEN_MINUTES = (5, 10, 15, 20, 25)
"""Minutes that are said without the word *minutes*: `ti på tre`."""


@dataclass(frozen=True, slots=True)
class Point:
    """A time of day. Hour 24 is the midnight that ends the day."""

    hour: int
    minute: int = 0
    bare: bool = True
    """Whether it may be meant in the morning or the afternoon."""
    loose: bool = False
    """Whether it is a mere number, which beside a weekday may be a date (`onsdag 23`)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one time of day to another."""

    first: Point
    last: Point


class Clock(NamedTuple):
    """A clock time that was found, the place after it, and whether it is one without doubt."""

    point: Point
    end: int
    sure: bool


def clock(line: Line, place: int) -> Clock | None:
    """The clock time that begins here."""
    start = line.past(place, "clock")
    said = start > place
    while said and (line.sign(start, ".:,") or line.at(start, "around")):
        start = line.after(start, "around") if line.at(start, "around") else start + 1
    fenced = line.before(place, "between")
    found = (
        _midnight(line, start)
        or _minutes(line, start, said)
        or _half(line, start)
        or _digits(line, start, said, fenced)
        or _named(line, start)
        or _plain(line, start, said, fenced)
    )
    if found is None:
        return None
    sure = found.sure or said
    return _suffix(line, Clock(replace(found.point, loose=found.point.loose and not sure), found.end, sure))


def _midnight(line: Line, place: int) -> Clock | None:
    hit = line.at(place, "midnight")
    return Clock(Point(24, bare=False), hit.end, True) if hit else None


def _named(line: Line, place: int) -> Clock | None:
    """`ettiden`, which falls together with its number."""
    hit = line.at(place, "about_the_hour")
    return Clock(Point(int(hit.value)), hit.end, True) if hit else None


def _minutes(line: Line, place: int, said: bool) -> Clock | None:
    """`kvart över två`, `tjugo i tre`, `5 min på halv 3`, `fem över halv elva`."""
    counted = _count(line, place, said)
    if counted is None:
        return None
    minutes, place = counted
    if (hit := line.at(place, "past")) is not None:
        sign = 1
    elif (hit := line.at(place, "to")) is not None:
        sign = -1
    else:
        return None
    base = _half(line, hit.end) or _hour(line, hit.end, loose=True)
    if base is None or line.at(base.end, "units", "after_amount"):
        return None
    return base._replace(point=_moved(base.point, sign * minutes), sure=True)


def _count(line: Line, place: int, said: bool) -> tuple[int, int] | None:
    if (hit := line.at(place, "quarter")) is not None:
        return 15, hit.end
    found = number(line, place, loose=said)
    if found is None or not 0 < found.value < 30:
        return None
    unit = line.at(found.end, "units")
    if unit is not None and unit.value == "minute":
        return found.value, unit.end
    return (found.value, found.end) if found.value in SPOKEN_MINUTES else None


def _half(line: Line, place: int) -> Clock | None:
    """`halv tre` is half past two."""
    hit = line.at(place, "half")
    found = _hour(line, hit.end, loose=True) if hit else None
    if found is None or not 1 <= found.point.hour <= 12 or line.at(found.end, "units", "after_amount"):
        return None
    return found._replace(point=_moved(found.point, -30), sure=True)


def _digits(line: Line, place: int, said: bool, fenced: bool) -> Clock | None:
    """`14:30`, `14.30`, `14,30`, `14 30` after *kl*, `1430`."""
    first = line.digits(place)
    if not first:
        return None
    if len(first) in (3, 4):
        return _run_together(first, place, said or _beside_day(line, place))
    second = line.digits(place + 2)
    if len(first) <= 2 and line.sign(place + 1, ".:;,") and line.glued(place + 1) and line.glued(place + 2):
        separator = line.tokens[place + 1].text
        if len(second) == 2 and not _is_date(line, place, separator, said):
            return _digital(first, second, place + 3 + _seconds(line, place + 3), True)
    minutes = line.after(place + 1, "and") if said and not fenced else place + 1
    second = line.digits(minutes)
    sure = said or (
        second in ("00", "15", "30", "45") and not line.digits(place - 1) and not line.digits(place + 2)
    )
    if sure and len(second) == 2 and not line.at(minutes + 1, "units", "after_amount", "months"):
        return _digital(first, second, minutes + 1, True)
    return None


def _is_date(line: Line, place: int, separator: str, said: bool) -> bool:
    """Whether `27.11` and the like is a date: `10.30` and `10.05` are times, `10.11` is a date."""
    if separator == ":" or said:
        return False
    day, month = int(line.digits(place)), int(line.digits(place + 2))
    if (
        line.sign(place + 3, ".")
        and line.glued(place + 3)
        and line.glued(place + 4)
        and line.digits(place + 4)
    ):
        return True
    return 1 <= month <= 12 and (month % 5 != 0 or day > HOURS) and 1 <= day <= 31


def _seconds(line: Line, place: int) -> int:
    return 2 if line.sign(place, ":") and len(line.digits(place + 1)) == 2 and line.glued(place + 1) else 0


def _run_together(digits: str, place: int, said: bool) -> Clock | None:
    year = len(digits) == 4 and digits[:2] in ("19", "20")
    if not said and (len(digits) == 3 or year or int(digits[-2:]) % 5):
        return None
    return _digital(digits[:-2], digits[-2:], place + 1, said)


def _beside_day(line: Line, place: int) -> bool:
    """Whether a weekday or *today* and the like stands just beside: `torsdag 1930` is no year."""
    days = ("weekdays", "weekdays_short", "days", "days_with_part")
    return line.before(place, *days) or line.at(line.past(place + 1, "on"), *days) is not None


def _digital(hour: str, minute: str, end: int, sure: bool) -> Clock | None:
    if int(hour) > HOURS or int(minute) > 59 or (int(hour) == HOURS and int(minute)):
        return None
    return Clock(Point(int(hour), int(minute), _may_be_pm(hour)), end, sure)


def _plain(line: Line, place: int, said: bool, fenced: bool = False) -> Clock | None:
    """`14`, `tre`, `fjorton trettio`; `fenced` is *between*, after which *tre og fem* are two hours."""
    found = _hour(line, place, loose=said)
    if found is None:
        return None
    more = None if fenced else _minutes_after(line, found, said)
    if more is not None:
        return more
    suffix = line.at(found.end, "hour_suffix") or (
        line.sign(found.end, "-") and line.at(found.end + 1, "hour_suffix")
    )
    return found._replace(sure=True) if suffix else found


def _minutes_after(line: Line, found: Clock, said: bool) -> Clock | None:
    """The minutes said after an hour: `fjorton trettio`, `klockan tio och femton`, `tre fyra` (about three)."""
    joined = line.after(found.end, "and")
    minute = number(line, joined) if not line.digits(joined) and not line.digits(found.end - 1) else None
    if (
        minute is None
        or line.at(minute.end, "units", "after_amount", "months")
        or _minutes(line, joined, said)
    ):
        return None
    if minute.value == found.point.hour + 1 <= NOON and joined == found.end:
        return found._replace(end=minute.end)
    ones = number(line, minute.end) if minute.value == 0 and joined == found.end else None
    if ones is not None and 0 < ones.value < _TEN:
        return Clock(Point(found.point.hour, ones.value, found.point.bare), ones.end, True)
    zeros = line.past(minute.end, "numbers")
    if minute.value == 0 and joined == found.end and (said or zeros > minute.end):
        return found._replace(end=zeros, sure=True)
    spoken = (
        said
        or found.point.hour > NOON
        or (minute.value in QUARTERS if joined > found.end else minute.value >= 10)
    )
    if not spoken or minute.value % 5 or not 5 <= minute.value < 60:
        return None
    return Clock(Point(found.point.hour, minute.value, found.point.bare), minute.end, True)


def _hour(line: Line, place: int, loose: bool = False) -> Clock | None:
    found = number(line, place, loose, ones_first=False)
    if found is None or found.value > HOURS or len(line.digits(place)) > 2:
        return None
    digits = line.digits(place)
    return Clock(
        Point(found.value, 0, _may_be_pm(digits or str(found.value)), bool(digits)), found.end, False
    )


def _may_be_pm(hour: str) -> bool:
    return not hour.startswith("0") and 1 <= int(hour) <= 12


def _suffix(line: Line, found: Clock) -> Clock:
    """What may follow: `-tiden`, `prick`, `pm`, `h`."""
    end = found.end
    dash = end + line.sign(end, "-–")
    if (hit := line.at(dash, "hour_suffix")) is not None:
        end = hit.end
    point = found.point
    if (hit := line.at(end, "am", "pm")) is not None and 1 <= point.hour <= 12:
        pm = line.at(end, "pm") is not None
        point, end = Point(point.hour % 12 + 12 * pm, point.minute, bare=False), hit.end
        found = found._replace(sure=True)
    return Clock(point, line.past(end, "exactly"), found.sure)


def _moved(point: Point, minutes: int) -> Point:
    """The point some minutes on or back; one o'clock less half an hour is half past twelve."""
    hour = point.hour + HOURS if point.hour == 0 and minutes < 0 else point.hour
    hour = 13 if hour == 1 and point.bare and minutes < 0 else hour
    total = hour * 60 + point.minute + minutes
    return Point(total // 60 % (HOURS + 1), total % 60, point.bare)
