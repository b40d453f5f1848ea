"""Lengths of time: `om en timme` is a time, `i två timmar` and `för två år sen` are not, but their numbers are taken.

A length is kept as minutes, days and months, because "in a month" is no fixed number of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.understanding.times.line import Line
from bot.understanding.times.numbers import number

_LONGEST = 5 * 366
"""Days; anything longer is no plan for a visit."""
_LONGEST_AGO = 100 * 366
"""Days; anything longer ago is history."""
_MINUTES = {
    "minute": 1.0,
    "quarter": 15.0,
    "half_hour": 30.0,
    "three_quarters": 45.0,
    "hour": 60.0,
    "one_and_a_half_hours": 90.0,
}
BEGINNINGS = (
    "numbers",
    "numbers_in_norwegian",
    "numbers_in_swedish",
    "one",
    "couple",
    "few",
    "half",
    "one_and_a_half",
    "units",
)
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter_year": 3, "half_year": 6, "year": 12}
_FEW = 3.0


@dataclass(frozen=True, slots=True)
class Later:
    """So much time from now."""

    minutes: int = 0
    days: int = 0
    months: int = 0
    through: bool = False
    """Whether all the time from now until then is meant (`de neste to timene`)."""


class Length(NamedTuple):
    """A length of time, the place after it, and whether it ended with *ago*."""

    length: Later
    end: int
    ago: bool = False


def later(line: Line, place: int) -> Length | None:
    """`om en timme`, `om 14 dagar`, `två timmar från nu`."""
    start = line.after(place, "in", "within")
    found = length(line, line.past(start, "around"))
    if found is None or found.ago:
        return None
    if start > place:
        return found
    hit = line.at(found.end, "from_now")
    return found._replace(end=hit.end) if hit else None


def ago(line: Line, place: int) -> Length | None:
    """`tre dagar sedan`, `for to uker siden`; but `10 minuter sen` is late unless *för* stands before it."""
    found = length(line, place)
    if found is None or not found.ago:
        return None
    hours = found.length.minutes and line.at(found.end - 1, "late_before_part")
    if hours and not line.before(place, "ago_before"):
        return None
    back = Later(-found.length.minutes, -found.length.days, -found.length.months)
    return found._replace(length=back)


def length(line: Line, place: int) -> Length | None:
    """The length of time that begins here."""
    if not line.digits(place) and line.at(place, *BEGINNINGS) is None:
        return None
    amount, end = _amount(line, place)
    unit = line.at(end, "units")
    if unit is None or (
        amount is None and unit.value not in ("half_hour", "three_quarters", "one_and_a_half_hours")
    ):
        return None
    if unit.value in ("minute", "quarter") and line.at(place, "few"):
        return None
    end, more = _more(line, unit.end, unit.value)
    since = line.at(end, "ago")
    found = _length((amount or 1.0) + more, unit.value, _LONGEST_AGO if since else _LONGEST)
    if found is None:
        return None
    return Length(found, since.end if since else end, since is not None)


def _amount(line: Line, place: int) -> tuple[float | None, int]:
    """`2`, `1,5`, `1/2`, `en`, `ett par`, `en och en halv`, `halvannen`, `en halv`."""
    if (written := _fraction(line, place)) is not None:
        return written
    for kind, value in (("one_and_a_half", 1.5), ("couple", 2.0), ("few", _FEW)):
        if (hit := line.at(place, kind)) is not None:
            return value, hit.end
    amount, end = _whole(line, place)
    end = line.past(end, "around")
    if (hit := line.at(end, "half_more")) is not None and amount is not None:
        return amount + 0.5, hit.end
    if (hit := line.at(end, "half")) is not None and (amount == 1 or end == place):
        return 0.5, hit.end
    return amount, end


def _fraction(line: Line, place: int) -> tuple[float, int] | None:
    first, second = line.digits(place), line.digits(place + 2)
    if first and len(second) == 1 and line.sign(place + 1, ",."):
        return float(f"{int(first)}.{int(second)}"), place + 3
    if first == "1" and second == "2" and line.sign(place + 1, "/"):
        return 0.5, place + 3
    return None


def _whole(line: Line, place: int) -> tuple[float | None, int]:
    if (hit := line.at(place, "one")) is not None and not line.digits(place):
        about = number(line, hit.end)
        return (float(about.value), about.end) if about else (1.0, hit.end)
    found = number(line, place)
    return (float(found.value), found.end) if found else (None, place)


def _more(line: Line, place: int, unit: str) -> tuple[int, float]:
    """What is added after the unit: `en timme och en kvart`, `en time og tretti minutter`, `1 t 30 min`."""
    if unit != "hour":
        return place, 0.0
    if (hit := line.at(place, "half_more")) is not None:
        return hit.end, 0.5
    amount, end = _amount(line, line.after(place, "and"))
    hit = line.at(end, "units")
    if hit is not None and hit.value in ("minute", "quarter", "half_hour"):
        return hit.end, (amount or 1.0) * _MINUTES[hit.value] / 60
    return place, 0.0


def _length(amount: float, unit: str, longest: int) -> Later | None:
    if unit in _MINUTES:
        minutes = round(amount * _MINUTES[unit])
        return Later(minutes=minutes) if minutes <= longest * 24 * 60 else None
    if unit in _DAYS:
        days = round(amount * _DAYS[unit])
        return Later(days=days) if days <= longest else None
    months = round(amount * _MONTHS[unit])
    return Later(months=months) if months <= longest // 30 else None
