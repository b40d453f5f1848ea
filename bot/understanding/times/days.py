"""Days, weeks, weekends, months and feasts as they are said, with *next*, *this*, *last* and the like."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.times.clocks import clock
from bot.understanding.times.dates import date
from bot.understanding.times.durations import length
from bot.understanding.times.lexicon import WEEKDAYS, Hit
from bot.understanding.times.line import Line
from bot.understanding.times.numbers import ordinal
from bot.understanding.times.shapes import (
    Between,
    Date,
    Day,
    Feast,
    Month,
    Offset,
    Shifted,
    Weekday,
    Weekend,
    Weeks,
)

WEEK = 7
SHORT_MESSAGE = 3
"""Tokens in which the name of a feast is an answer, not a word in passing."""
_OFFSETS = {"day_before_yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
_WHICH = ("next", "after_next", "coming", "this", "last")
_WEEKS = {"next": 1, "after_next": 2, "coming": 1, "this": 0, "last": -1, "whole": 0}
_PARTS = ("rest", "beginning", "middle", "finish")
_SHORT_WEEKS = {
    "week_after_next": Weeks(2),
    "next_week_short": Weeks(1),
    "this_week_short": Weeks(0, ahead=True),
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


class FoundDay(NamedTuple):
    """A day, the place after it, and a part of the day if the same word names one (`ikväll`)."""

    day: Day
    end: int
    part: str = ""


def day(line: Line, place: int) -> FoundDay | None:
    """The day that begins here."""
    return _beside(line, place) or _plain(line, place)


def _plain(line: Line, place: int) -> FoundDay | None:
    return (
        _relative(line, place)
        or _weekday(line, place)
        or _date(line, place)
        or _nth_weekday(line, place)
        or _week_of_month(line, place)
        or _week(line, place)
        or _weekend(line, place)
        or _feast(line, place)
        or _month(line, place)
        or _season(line, place)
    )


def _relative(line: Line, place: int) -> FoundDay | None:
    """`imorgon`, `ikväll`, `i morges`."""
    hit = line.at(place, "days", "days_with_part")
    if hit is None:
        return None
    if hit.value in _OFFSETS:
        return FoundDay(Offset(_OFFSETS[hit.value]), hit.end)
    named, part = hit.value.rsplit("_", 1)
    return FoundDay(Offset(_OFFSETS[named]), hit.end, part)


def _which(line: Line, place: int, kinds: tuple[str, ...] = _WHICH) -> tuple[str, int]:
    for kind in kinds:
        if (hit := line.at(place, kind)) is not None:
            return kind, hit.end
    return "", place


def weekday(line: Line, place: int) -> Hit | None:
    """A weekday's name alone; the shortest abbreviations only beside digits or another weekday."""
    hit = line.at(place, "weekdays")
    if hit is None and (hit := line.at(place, "weekdays_short")) is not None:
        hit = hit._replace(end=hit.end + (line.sign(hit.end, ".") and not line.stops(hit.end)))
    if hit is None and (hit := line.at(place, "weekdays_beside_numbers")) is not None:
        hit = hit._replace(end=hit.end + line.sign(hit.end, "."))
        if not _beside_number(line, place, hit.end):
            return None
    return hit


def _beside_number(line: Line, place: int, end: int) -> bool:
    if line.digits(end):
        return len(line.digits(end)) <= 2 and not line.at(end + 1, "units", "after_amount")
    if line.at(end, "clock") and line.digits(line.past(end, "clock")):
        return True
    beside = ["weekdays", "weekdays_short"]
    if line.at(place, "numbers") is None:
        beside.append("weekdays_beside_numbers")
    if line.sign(end, "-–/+,"):
        return line.at(end + 1, *beside) is not None
    return line.sign(place - 1, "-–/+") and any(line.before(place - 1, kind) for kind in beside)


def _weekday(line: Line, place: int) -> FoundDay | None:
    gone = line.at(place, "on")
    if (
        gone is not None
        and (past := line.at(gone.end, "weekdays_past")) is not None
        and gone.end == place + 1
    ):
        return FoundDay(Weekday(WEEKDAYS.index(past.value), "last"), past.end)
    which, start = _which(line, place)
    hit = weekday(line, line.past(start, "on") if which else start) or line.at(start, "weekdays_past")
    if hit is None:
        return None
    number, end = WEEKDAYS.index(hit.value), hit.end
    if not which and (after := line.at(end, "following", "gone")) is not None:
        which, end = ("last" if line.at(end, "gone") else "coming"), after.end
    comma = end + line.sign(end, ",")
    written = date(line, comma, after_weekday=True)
    if written is not None and isinstance(written.day, Date) and not _is_hour(line, comma):
        found = written.day
        return FoundDay(Date(found.day, found.month, found.year, number), written.end)
    return FoundDay(Weekday(number, which), end)


def _is_hour(line: Line, place: int) -> bool:
    """Whether a clock time begins here rather than a date: `onsdag tjugofem i tolv`, `fredag 14-tiden`."""
    found = clock(line, place)
    return found is not None and found.sure


def _date(line: Line, place: int) -> FoundDay | None:
    found = date(line, place)
    return FoundDay(found.day, found.end) if found else None


def _beside(line: Line, place: int) -> FoundDay | None:
    """`dagen före julafton`, `två dagar efter nyår`, `veckan före jul`."""
    hit = line.at(place, "the_day", "week")
    if hit is not None:
        count, end = (WEEK if hit.value == "week" else 1), hit.end
    else:
        found = length(line, place)
        if found is None or not found.length.days:
            return None
        count, end = found.length.days, found.end
    for kind, sign in (("shift_after", 1), ("from", 1), ("shift_before", -1)):
        way = line.at(end, kind)
        base = (_plain(line, way.end) or _plain(line, line.past(way.end, "on"))) if way else None
        if base is not None:
            return FoundDay(
                Shifted(base.day, sign * count, whole_week=count == WEEK and hit is not None), base.end
            )
    return None


def _nth_weekday(line: Line, place: int) -> FoundDay | None:
    """`andra lördagen i december`, `siste søndag i november`."""
    named, final = ordinal(line, place), line.at(place, "final")
    found = weekday(line, named.end if named else final.end if final else len(line))
    month = line.at(line.after(found.end, "in_month"), "months") if found else None
    if found is None or month is None or (named and named.value > 5):
        return None
    nth = named.value if named else -1
    return FoundDay(Weekday(WEEKDAYS.index(found.value), month=Month(int(month.value)), nth=nth), month.end)


def _week_of_month(line: Line, place: int) -> FoundDay | None:
    """`första veckan i december`."""
    named = ordinal(line, place)
    week = line.at(named.end, "week") if named else None
    month = line.at(line.after(week.end, "in_month"), "months") if week else None
    if named is None or month is None:
        return None
    return FoundDay(Month(int(month.value), part="week", week=named.value), month.end)


def _week(line: Line, place: int) -> FoundDay | None:
    """`nästa vecka`, `vecka 49`, `slutet av nästa vecka`, `resten av veckan`, `i veckan`."""
    for kind, week in _SHORT_WEEKS.items():
        if (hit := line.at(place, kind)) is not None:
            return FoundDay(week, hit.end)
    part, start = _which(line, place, _PARTS)
    start = line.past(start, "of") if part else start
    which, end = _which(line, start, (*_WHICH, "whole"))
    if which == "whole":
        again, after = _which(line, end)
        which, end = again or which, after
    hit = line.at(end, "week")
    if hit is None:
        return None
    number = line.digits(hit.end + line.sign(hit.end, ".:"))
    if number and 1 <= int(number) <= 53 and not line.at(hit.end + 1, "units", "after_amount"):
        week, end = Weeks(None, int(number), part), hit.end + line.sign(hit.end, ".:") + 1
        last = line.digits(end + 1) if line.sign(end, "-–") else ""
        if last and int(number) < int(last) <= 53:
            return FoundDay(Between(week, Weeks(None, int(last))), end + 2)
        return FoundDay(week, end)
    if not (which or part) or (line.at(end, "week_letter") and not number):
        return None
    return FoundDay(Weeks(_WEEKS.get(which, 0), None, part), hit.end)


def _weekend(line: Line, place: int) -> FoundDay | None:
    which, start = _which(line, place)
    start = line.past(start, "on") if which else start
    hit = line.at(start, "weekend") or (line.at(start, "weekend_bare") if which else None)
    if hit is None:
        return None
    if line.before(place, "until") and not which:
        return FoundDay(Weekend("ahead"), hit.end)
    return FoundDay(Weekend("" if which in ("this", "coming") else which), hit.end)


def _feast(line: Line, place: int) -> FoundDay | None:
    """`julafton`; `jul` only after a little word (`i jul`, `før jul`)."""
    start = _which(line, place)[1]
    hit = line.at(start, "holidays") or line.at(start, "holiday_spans")
    if hit is None:
        return None
    little = (
        "on",
        "around",
        "past",
        "from",
        "in_month",
        "until",
        "after",
        "before",
        "between",
        "and",
        "latest",
    )
    alone = hit.end == start + 1 and line.at(start, "holidays") is None and len(line) > SHORT_MESSAGE
    if alone and start == place and not line.before(place, *little):
        return None
    return FoundDay(Feast(hit.value), hit.end)


def _month(line: Line, place: int) -> FoundDay | None:
    """`i december`, `nästa månad`, `slutet av januari`; a month's name alone may be somebody's."""
    part, start = _which(line, place, _PARTS)
    start = line.past(start, "of") if part else start
    which, end = _which(line, start)
    if (hit := line.at(end, "month")) is not None and (which or part):
        return FoundDay(Month(None, _WEEKS.get(which, 0), part), hit.end)
    led = (
        part
        or which
        or line.before(place, "whole", "in_month", "until", "from", "after", "before", "latest", "between")
    )
    hit = line.at(end, "months")
    if hit is None or not led or line.at(hit.end, "units", "after_amount"):
        return None
    return FoundDay(Month(int(hit.value), 0, part), hit.end)


def _season(line: Line, place: int) -> FoundDay | None:
    hit = line.at(place, "seasons")
    following = line.token(hit.end) if hit else None
    if hit is None or (following is not None and following.kind == "word" and not _little(line, hit.end)):
        return None
    first, last = _SEASONS[hit.value]
    return FoundDay(Between(Month(first), Month(last)), hit.end)


def _little(line: Line, place: int) -> bool:
    """Whether the word here is known and no noun: `i vår kanske`, not `i vår lägenhet`."""
    return line.known(place) and line.at(place, "before_label", "after_amount", "visit") is None
