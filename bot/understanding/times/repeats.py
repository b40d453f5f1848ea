"""What is to happen again and again: `varje torsdag`, `en gang i uka`, `annenhver tirsdag`, `kvar morgon`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.understanding.times.days import WEEK, numbered_week, weekday
from bot.understanding.times.lexicon import WEEKDAYS
from bot.understanding.times.line import Line
from bot.understanding.times.numbers import NUMBERS, Number, number, ordinal, which_of_several

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
_FREQUENCIES = {
    "day": "DAILY",
    "week": "WEEKLY",
    "fortnight": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
    "day_word": "DAILY",
    "quarter_year": "MONTHLY",
    "half_year": "MONTHLY",
    "hour": "HOURLY",
    "minute": "MINUTELY",
    "quarter": "MINUTELY",
    "half_hour": "MINUTELY",
}
_TIMES = {"fortnight": 2, "quarter_year": 3, "half_year": 6, "quarter": 15, "half_hour": 30}
"""How many of what its rule counts a unit is."""
PARITIES = ("odd_weeks", "even_weeks")
BEGINNINGS = frozenset(
    (
        *("last_but_one", "final", "one", *NUMBERS),
        *("every", "every_other", "every_in_nynorsk", "every_nth"),
        *("workdays", "weekends", "weekdays", "weekdays_every", "weekdays_past"),
        *("daily", "weekly", "monthly", "yearly", *PARITIES),
    )
)
_OFTENEST = 5
"""Times that a weekday comes in a month at most."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rhythm; weekdays are numbers from Monday."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    """The how manieth such weekday of a month; -1 is the last."""
    even: bool | None = None
    """Of every other week: whether it is those with an even number (`jämna veckor`)."""

    def rule(self, month_day: int | None = None) -> str:
        """The RRULE."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append(
                "BYDAY=" + ",".join(f"{self.nth or ''}{CODES[day]}" for day in sorted(self.weekdays))
            )
        if month_day and self.frequency == "MONTHLY" and not self.weekdays:
            parts.append(f"BYMONTHDAY={month_day}")
        return ";".join(parts)

    def without(self, days: Iterable[int]) -> Repeat:
        """The same rhythm on its other weekdays; itself where it counts no weekdays, or would have none left."""
        every = tuple(range(WEEK)) if self == Repeat("DAILY") else self.weekdays
        left = tuple(day for day in every if day not in days)
        return self if len(left) in (0, len(every)) else replace(self, frequency="WEEKLY", weekdays=left)


class FoundRepeat(NamedTuple):
    """A rhythm, the place after it, and a part of the day named with it (`varje kväll`)."""

    repeat: Repeat
    end: int
    part: str = ""


def repeat(line: Line, place: int) -> FoundRepeat | None:
    """The rhythm that begins here."""
    if not line.may(place, BEGINNINGS):
        return None
    return (
        _nth(line, place)
        or _every(line, place)
        or _plural(line, place)
        or _times(line, place)
        or _adverb(line, place)
        or _by_parity(line, place)
    )


def _every(line: Line, place: int) -> FoundRepeat | None:
    interval, start = _interval(line, place)
    if not interval:
        return None
    hit = line.at(start, "workdays", "workday")
    if hit is not None:
        return FoundRepeat(Repeat("WEEKLY", interval, WORKDAYS), hit.end)
    if (hit := line.at(start, "weekend", "weekend_bare", "weekends")) is not None:
        return FoundRepeat(Repeat("WEEKLY", interval, WEEKEND), hit.end)
    if (found := weekday(line, start)) is not None:
        days, end = _chain(line, found.end, "weekdays", WEEKDAYS.index(found.value))
        return FoundRepeat(Repeat("WEEKLY", interval, days), end)
    if (hit := line.at(start, "parts", "parts_of_another_day", "parts_every")) is not None:
        return FoundRepeat(Repeat("DAILY", interval), hit.end, hit.value)
    return _every_unit(line, start, interval)


def _every_unit(line: Line, place: int, interval: int) -> FoundRepeat | None:
    unit = line.at(place, "units")
    if unit is None or unit.value not in _FREQUENCIES:
        return None
    if unit.value == "day" and (week := line.at(unit.end, "of_the_week")) is not None:
        return FoundRepeat(Repeat("DAILY", interval), week.end)
    if unit.value == "day" and interval % WEEK == 0:
        return FoundRepeat(Repeat("WEEKLY", interval // WEEK), unit.end)
    return FoundRepeat(Repeat(_FREQUENCIES[unit.value], interval * _TIMES.get(unit.value, 1)), unit.end)


def _interval(line: Line, place: int) -> tuple[int, int]:
    """*Every* is 1, *every other* 2, *every third* 3; 0 if nothing of the kind stands here."""
    if (hit := line.at(place, "every_other")) is not None:
        return 2, hit.end
    hit = line.at(place, "every", "every_in_nynorsk", "every_nth")
    if hit is None or (hit.value == "every_in_nynorsk" and line.lang == "sv"):
        return 0, place
    named = ordinal(line, hit.end)
    if named is None and line.digits(hit.end) and line.sign(hit.end + 1, "."):
        named = Number(int(line.digits(hit.end)[:3]), hit.end + 2)
    if named is not None and 2 <= named.value <= 31 and not line.at(named.end, "months"):
        return named.value, named.end
    every = hit.value != "every_nth" or _var(line, place, hit.end)
    return (1, hit.end) if every else (0, place)


def _var(line: Line, place: int, noun: int) -> bool:
    """Whether Swedish *var* means *every* (`var morgon`, `var vecka`) rather than *was* (`det var kväll`)."""
    said = line.at(noun, "parts", "parts_of_another_day", "units")
    spoken = said is not None and said.value in (
        "morning",
        "evening",
        "forenoon",
        "afternoon",
        "week",
        "month",
    )
    return spoken and not line.before(place, "it", "subjects")


def _chain(line: Line, place: int, kind: str, first: int) -> tuple[tuple[int, ...], int]:
    """More weekdays after the first: `varje tisdag och torsdag`."""
    days = [first]
    while True:
        joint = line.at(place, "and") or (place + 1 if line.sign(place, ",/&+") else None)
        start = joint.end if not isinstance(joint, int | None) else joint or place
        start = line.past(start, "on")
        hit = line.at(start, kind) if joint else None
        if hit is None:
            return tuple(dict.fromkeys(days)), place
        days.append(WEEKDAYS.index(hit.value))
        place = hit.end


def _plural(line: Line, place: int) -> FoundRepeat | None:
    """`torsdagar`, `på tisdagar och torsdagar`, `vardagar`, `torsdagskvällar`."""
    if (hit := line.at(place, "workdays")) is not None:
        return FoundRepeat(Repeat("WEEKLY", 1, WORKDAYS), hit.end)
    if (hit := line.at(place, "weekends")) is not None:
        return FoundRepeat(Repeat("WEEKLY", 1, WEEKEND), hit.end)
    if (hit := line.at(place, "weekdays_every")) is not None:
        days, end = _chain(line, hit.end, "weekdays_every", WEEKDAYS.index(hit.value))
        return FoundRepeat(Repeat("WEEKLY", 1, days), end)
    named = line.at(place, "weekdays", "weekdays_past")
    part = line.at(named.end, "parts_every") if named else None
    if named is None or part is None:
        return None
    return FoundRepeat(Repeat("WEEKLY", 1, (WEEKDAYS.index(named.value),)), part.end, part.value)


def _times(line: Line, place: int) -> FoundRepeat | None:
    """`en gång i veckan`, `1 gång/vecka`, `to ganger i uka`: how many times a rule cannot say, the rhythm it can."""
    one = line.at(place, "one")
    counted = number(line, place)
    end = max(one.end if one else place, counted.end if counted else place)
    times = line.at(end, "times", "visits")
    if end == place or times is None:
        return None
    found = _every(line, times.end)
    if found is not None:
        return found
    per = line.at(times.end, "per")
    unit = line.at(line.past(per.end, "per"), "units", "month", "day_word") if per else None
    if unit is None or (unit.value == "week" and _is_named(line, times.end, unit.end)):
        return None
    frequency = _FREQUENCIES.get(unit.value)
    return FoundRepeat(Repeat(frequency, _TIMES.get(unit.value, 1)), unit.end) if frequency else None


def _is_named(line: Line, place: int, end: int) -> bool:
    """Whether it is that one week (`ett besök i vecka 49`) rather than every one (`en gång i veckan 10-12`)."""
    return numbered_week(line, end) is not None and not line.at(place, "of_the_week")


def _adverb(line: Line, place: int) -> FoundRepeat | None:
    for kind, frequency in (
        ("daily", "DAILY"),
        ("weekly", "WEEKLY"),
        ("monthly", "MONTHLY"),
        ("yearly", "YEARLY"),
    ):
        if (hit := line.at(place, kind)) is not None:
            return FoundRepeat(Repeat(frequency), hit.end)
    return None


def _by_parity(line: Line, place: int) -> FoundRepeat | None:
    """`jämna veckor`, `oddetallsuker`."""
    for kind in PARITIES:
        if (hit := line.at(place, kind)) is not None:
            return FoundRepeat(Repeat("WEEKLY", 2, even=kind == "even_weeks"), hit.end)
    return None


def _nth(line: Line, place: int) -> FoundRepeat | None:
    """`första måndagen i varje månad`, `siste fredag i måneden`."""
    nth, start = which_of_several(line, place)
    found = weekday(line, start + line.sign(start, ".")) if nth and nth <= _OFTENEST else None
    if found is None:
        return None
    of = line.past(found.end, "in_month", "every", "every_in_nynorsk", "of")
    month = line.at(of, "month", "units") if of > found.end else None
    if month is None or month.value != "month":
        return None
    return FoundRepeat(Repeat("MONTHLY", 1, (WEEKDAYS.index(found.value),), nth), month.end)
