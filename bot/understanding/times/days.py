"""Days, weeks, weekends, months and feasts as they are said, with *next*, *this*, *last* and the like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from bot.understanding.times.clocks import clock
from bot.understanding.times.dates import date
from bot.understanding.times.durations import BEGINNINGS as LENGTHS
from bot.understanding.times.durations import length
from bot.understanding.times.lexicon import WEEKDAYS, Hit
from bot.understanding.times.line import Line
from bot.understanding.times.longer import (
    SEASONS,
    STEPS,
    WHICH,
    YEARS,
    Found,
    led_year,
    longer,
    which,
    with_year,
    year,
    year_itself,
    year_number,
)
from bot.understanding.times.numbers import NUMBERS, Number, number, which_of_several
from bot.understanding.times.periods import Year
from bot.understanding.times.shapes import (
    Beside,
    Between,
    Date,
    Day,
    Feast,
    Month,
    Offset,
    Shifted,
    Weekday,
    WeekdayBeside,
    Weekend,
    Weeks,
)

WEEK = 7
_WEEKS_IN_DAYS = {8: 1, 14: 2}
_LAST_WEEK = 53
_FIFTH = 5
"""No weekday comes oftener in a month."""
_UNITS_OF_MONTH = {
    "day": "day",
    "day_word": "day",
    "week": "week",
    "weekend": "weekend",
    "weekend_bare": "weekend",
}
SHORT_MESSAGE = 3
"""Tokens in which the name of a feast is an answer, not a word in passing."""
_BEFORE_MONTH = (
    "whole",
    "in_month",
    "until",
    "from",
    "after",
    "before",
    "latest",
    "between",
    "since",
    "since_sometimes",
)
_DEFINITE = ("en", "a")
_BEFORE_FEAST = (
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
    "since",
    "since_sometimes",
)
_OFFSETS = {"day_before_yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
_PARTS = ("rest", "beginning", "middle", "finish")
_WEEKDAYS = ("weekdays", "weekdays_short", "weekdays_beside_numbers", "weekdays_past")
_SHORT_WEEKS = {
    "week_after_next": Weeks(2),
    "next_week_short": Weeks(1),
    "this_week_short": Weeks(0, ahead=True),
}


class FoundDay(NamedTuple):
    """A day, the place after it, and a part of the day if the same word names one (`ikväll`)."""

    day: Day
    end: int
    part: str = ""


def day(line: Line, place: int) -> FoundDay | None:
    """The day that begins here."""
    return _beside(line, place) or _plain(line, place)


def _plain(line: Line, place: int) -> FoundDay | None:
    readers = (read for read, kinds in _READERS if line.may(place, kinds))
    found = next((found for read in readers if (found := read(line, place)) is not None), None)
    if found is None or found.part:
        return found
    day, end = with_year(line, Found(found.day, found.end))
    return FoundDay(day, end)


def _longer(line: Line, place: int) -> FoundDay | None:
    part, start = which(line, place, _PARTS)
    if part:
        return _part_of(line, line.past(start, "of"), part)
    found = longer(line, place)
    return FoundDay(found.day, found.end) if found else None


def _part_of(line: Line, place: int, part: str) -> FoundDay | None:
    """`resten av dagen`, `slutet av året`, `i midten av 2027`."""
    hit = line.at(place, "day_word")
    if hit is not None:
        return FoundDay(Offset(0), hit.end) if part == "rest" else None
    found = year(line, place) or led_year(line, place) or year_itself(line, place)
    if found is None or not isinstance(found.day, Year):
        return None
    return FoundDay(replace(found.day, part=part), found.end)


def _relative(line: Line, place: int) -> FoundDay | None:
    """`imorgon`, `ikväll`, `i morges`, `över imorgon`."""
    hit = line.at(place, "days", "days_with_part")
    for kind, shift in (("day_after", 1), ("day_before", -1)):
        if hit is None and (beside := line.at(place, kind)) is not None:
            return FoundDay(Beside(shift), beside.end)
    over = line.at(place, "past")
    if over is not None and not _free(line, place):
        return None
    if hit is None:
        hit = line.at(over.end, "days") if over else None
        return FoundDay(Offset(2), hit.end) if hit and hit.value == "tomorrow" else None
    if hit.value in _OFFSETS:
        return FoundDay(Offset(_OFFSETS[hit.value]), hit.end)
    named, part = hit.value.rsplit("_", 1)
    return FoundDay(Offset(_OFFSETS[named]), hit.end, part)


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
    if (past := _was(line, place)) is not None:
        return past
    said, start = which(line, place)
    hit = weekday(line, line.past(start, "on") if said else start) or line.at(start, "weekdays_past")
    if hit is None:
        return None
    number, end = WEEKDAYS.index(hit.value), hit.end
    if not said and (after := line.at(end, "following", "gone")) is not None:
        said, end = ("last" if line.at(end, "gone") else "coming"), after.end
    elif not said and line.at(line.after(end, "parts"), "gone"):
        said = "last"
    if (weeks := _in_weeks(line, end)) is not None and not said:
        return FoundDay(Weekday(number, later=weeks.value), weeks.end)
    comma = end + line.sign(end, ",")
    written = date(line, comma, after_weekday=True)
    if written is not None and isinstance(written.day, Date) and not _is_hour(line, comma):
        found = written.day
        return FoundDay(Date(found.day, found.month, found.year, number), written.end)
    return FoundDay(Weekday(number, said), end)


def _free(line: Line, place: int) -> bool:
    """Whether no verb stands before *over*: `över imorgon`, but not `kom över imorgon`."""
    before = line.token(place - 1)
    if before is None or before.kind in ("sign", "line"):
        return True
    return (
        line.at(place - 1, "on", "in_month", "filler", "or", "and", "correct", "the", "from", "but")
        is not None
    )


def _in_weeks(line: Line, place: int) -> Number | None:
    """`på torsdag åtta dagar` is the Thursday after the next, `torsdag fjorton dar` the one after that."""
    found = number(line, place)
    unit = line.at(found.end, "units") if found else None
    if found is None or found.value not in _WEEKS_IN_DAYS or unit is None or unit.value != "day":
        return None
    return Number(_WEEKS_IN_DAYS[found.value], unit.end)


def _was(line: Line, place: int) -> FoundDay | None:
    """`i torsdags`; but *på torsdagskvällen* is to come."""
    led = line.at(place, "in_month")
    hit = line.at(led.end, "weekdays_past") if led else None
    if hit is None or line.one_word(hit.end - 1, hit.end):
        return None
    return FoundDay(Weekday(WEEKDAYS.index(hit.value), "last"), hit.end)


def _is_hour(line: Line, place: int) -> bool:
    """Whether a clock time begins here rather than a date: `onsdag tjugofem i tolv`, `fredag 14-tiden`."""
    found = clock(line, place)
    return found is not None and found.sure


def _date(line: Line, place: int) -> FoundDay | None:
    found = date(line, place)
    return FoundDay(found.day, found.end) if found else None


def _beside(line: Line, place: int) -> FoundDay | None:
    """`dagen före julafton`, `två dagar efter nyår`, `veckan före jul`, `måndagen efter påsk`."""
    if (named := _weekday_beside(line, place)) is not None:
        return named
    place = line.after(place, "final")
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


def _weekday_beside(line: Line, place: int) -> FoundDay | None:
    hit = line.at(place, "weekdays")
    if hit is None:
        return None
    for kind, after in (("shift_after", True), ("shift_before", False)):
        way = line.at(hit.end, kind)
        feast = _feast(line, way.end) if way else None
        if feast is not None:
            return FoundDay(WeekdayBeside(WEEKDAYS.index(hit.value), feast.day, after), feast.end)
    return None


def _nth(line: Line, place: int) -> FoundDay | None:
    """`andra lördagen i december`, `siste uka i januar`, `tredje dagen i nästa månad`."""
    start = line.past(place, "the")
    nth, start = which_of_several(line, start)
    if not nth or nth > 31:
        return None
    start += line.sign(start, ".")
    found = weekday(line, start)
    unit = line.at(start, "units", "weekend", "weekend_bare", "week", "day_word")
    month = _of_month(line, found.end if found else unit.end if unit else len(line), found is None)
    if month is None:
        return None
    if found is not None:
        day = Weekday(WEEKDAYS.index(found.value), month=month.day, nth=nth) if nth <= _FIFTH else None
        return FoundDay(day, month.end) if day else None
    part = _UNITS_OF_MONTH.get(unit.value if unit else "")
    if part is None or (part != "day" and nth > _FIFTH):
        return None
    return FoundDay(replace(month.day, part=part, nth=nth), month.end)


class FoundMonth(NamedTuple):
    """A month and the place after it."""

    day: Month
    end: int


def _of_month(line: Line, place: int, this: bool) -> FoundMonth | None:
    """The month after *in*: `i december`, `av neste måned`, and where `this` is allowed `i månaden`."""
    start = line.past(place, "in_month", "of")
    said, end = which(line, start)
    hit = line.at(end, "months")
    if hit is not None:
        return FoundMonth(Month(int(hit.value)), hit.end)
    hit = line.at(end, "month") if start > place else None
    return FoundMonth(Month(None, STEPS.get(said, 0)), hit.end) if hit and (said or this) else None


def _week(line: Line, place: int) -> FoundDay | None:
    """`nästa vecka`, `vecka 49`, `slutet av nästa vecka`, `resten av veckan`, `veckan som kommer`."""
    for kind, week in _SHORT_WEEKS.items():
        if (hit := line.at(place, kind)) is not None:
            return FoundDay(week, hit.end)
    part, start = which(line, place, _PARTS)
    start = line.past(start, "of") if part else start
    said, end = which(line, start, (*WHICH, "whole", "final"))
    if said == "whole":
        again, end = which(line, end)
        said = again or said
    hit = line.at(end, "week")
    if hit is None:
        return None
    numbered = numbered_week(line, hit.end, part) if not said or said == "whole" else None
    if numbered is not None:
        return numbered
    if (after := line.at(hit.end, "following", "gone")) is not None and not said:
        return FoundDay(Weeks(-1 if line.at(hit.end, "gone") else 1, None, part), after.end)
    if not (said or part) or (line.at(end, "week_letter") and not line.digits(hit.end)):
        return None
    return FoundDay(Weeks(-1 if said == "final" else STEPS.get(said, 0), None, part), hit.end)


def numbered_week(line: Line, place: int, part: str = "") -> FoundDay | None:
    """The number of a week, and that of the last of several: `49`, `nr. 49`, `49-51`, `49 og 50`."""
    place += line.sign(place, ".:")
    number = line.digits(place)
    clock = line.sign(place + 1, ":.,") and line.glued(place + 2) and line.digits(place + 2)
    if (
        not number
        or not 1 <= int(number) <= _LAST_WEEK
        or line.at(place + 1, "units", "after_amount")
        or clock
    ):
        return None
    week, end = Weeks(None, int(number), part), place + 1
    joint = end + 1 if line.sign(end, "-–") else line.after(end, "and", "until")
    last = line.digits(joint) if joint > end and not line.at(joint + 1, "units", "after_amount") else ""
    if last and int(number) < int(last) <= _LAST_WEEK and not line.sign(joint + 1, ":./"):
        return FoundDay(Between(week, Weeks(None, int(last))), joint + 1)
    return FoundDay(week, end)


def _weekend(line: Line, place: int) -> FoundDay | None:
    said, start = which(line, place)
    start = line.past(start, "on") if said else start
    hit = line.at(start, "weekend") or (line.at(start, "weekend_bare") if said else None)
    if hit is None:
        return None
    if (after := line.at(hit.end, "following", "gone")) is not None and not said:
        return FoundDay(Weekend("last" if line.at(hit.end, "gone") else ""), after.end)
    if line.before(place, "until") and not said:
        return FoundDay(Weekend("ahead"), hit.end)
    return FoundDay(Weekend("" if said in ("this", "coming") else said), hit.end)


def _feast(line: Line, place: int) -> FoundDay | None:
    """`julafton`; `jul` only after a little word (`i jul`, `før jul`)."""
    if (hit := line.at(place, "holidays_past")) is not None:
        return FoundDay(Feast(hit.value, past=True), hit.end)
    said, start = which(line, place)
    ours = line.at(start, "holidays_in_norwegian") if line.lang != "sv" else None
    hit = ours or line.at(start, "holidays") or line.at(start, "holiday_spans")
    if hit is None:
        return None
    alone = hit.end == start + 1 and line.at(start, "holidays") is None and len(line) > SHORT_MESSAGE
    definite = place == 0 and line.tokens[hit.end - 1].text.casefold().endswith(_DEFINITE)
    named = said or definite or line.before(place, *_BEFORE_FEAST) or year_number(line, hit.end)
    if alone and not named:
        return None
    return FoundDay(Feast(hit.value, past=said == "last"), hit.end)


def _month(line: Line, place: int) -> FoundDay | None:
    """`i december`, `nästa månad`, `slutet av januari`, `mars 2027`; a month's name alone may be somebody's."""
    part, start = which(line, place, _PARTS)
    start = line.past(start, "of") if part else start
    said, end = which(line, start)
    if (hit := line.at(end, "month")) is not None and (said or part):
        return FoundDay(Month(None, STEPS.get(said, 0), part), hit.end)
    hit = line.at(end, "months")
    if hit is None or line.at(hit.end, "units", "after_amount"):
        return None
    led = (
        part
        or said
        or line.before(place, *_BEFORE_MONTH)
        or year_number(line, hit.end)
        or year(line, hit.end)
    )
    led = led or year_number(line, hit.end) or len(line) == 1
    return FoundDay(Month(int(hit.value), -(said == "last"), part), hit.end) if led else None


def _until_month(line: Line, place: int) -> bool:
    """Whether another month follows: `mars til mai`, `oktober–november`."""
    joint = place + 1 if line.sign(place, "-–/") else line.after(place, "until")
    return joint > place and line.at(joint, "months") is not None


_READERS: tuple[tuple[Callable[[Line, int], FoundDay | None], frozenset[str]], ...] = tuple(
    (read, frozenset(kinds))
    for read, kinds in (
        (_relative, ("days", "days_with_part", "day_after", "day_before", "past")),
        (_nth, ("the", "last_but_one", "final", *NUMBERS)),
        (_weekday, ("in_month", *WHICH, *_WEEKDAYS)),
        (_date, ("the", "final", "months", *NUMBERS)),
        (_longer, (*_PARTS, *WHICH, "whole", "final", *NUMBERS, *YEARS, *SEASONS, "units")),
        (_week, (*_SHORT_WEEKS, *_PARTS, *WHICH, "whole", "final", "week")),
        (_weekend, (*WHICH, "weekend")),
        (_feast, ("holidays_past", *WHICH, "holidays_in_norwegian", "holidays", "holiday_spans")),
        (_month, (*_PARTS, *WHICH, "month", "months")),
    )
)
"""What reads a day, in this order, and the kinds of word that each can begin with."""
BEGINNINGS = frozenset(("weekdays", "final", "the_day", "week", *LENGTHS)).union(
    *(kinds for _, kinds in _READERS)
)
"""Kinds of word that a day can begin with."""
