"""Dates as they are written and said.

27/11  27.11.  27.11.2026  2026-11-27  den 27  den 27:e  27. nov  27 november 2026  tjugosjunde november
den 27. i 11.  27.-29. november  nov 27
"""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.times.line import Line
from bot.understanding.times.numbers import Number, number, ordinal
from bot.understanding.times.shapes import LAST, Between, Date

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DEFINITE = ("en", "et", "an", "na", "ene", "ane")
_VAGUE_ORDINALS = 3
"""*den första*, *den andra* and *den tredje* are dates only beside a month: *the other one* is no day."""


class FoundDate(NamedTuple):
    """A date and the place after it."""

    day: Date | Between
    end: int


def date(line: Line, place: int, after_weekday: bool = False) -> FoundDate | None:
    """The date that begins here; after a weekday, `27` or `5.` is enough."""
    return (
        _iso(line, place)
        or _numeric(line, place)
        or _stretch(line, place)
        or _spoken(line, place, after_weekday)
    )


def _iso(line: Line, place: int) -> FoundDate | None:
    year, month, day = (line.digits(place + step) for step in (0, 2, 4))
    if len(year) == 4 and _joined(line, place, "-/.", 4) and 1 <= len(month) <= 2 and 1 <= len(day) <= 2:
        return FoundDate(Date(int(day), int(month), int(year)), place + 5)
    return None


def _joined(line: Line, place: int, signs: str, tokens: int) -> bool:
    """Whether the tokens after this one stand close together with these signs between the digits."""
    glued = all(line.glued(place + step) for step in range(1, tokens + 1))
    return glued and all(line.sign(place + step, signs) for step in range(1, tokens, 2))


def _numeric(line: Line, place: int) -> FoundDate | None:
    """`27/11`, `27.11.`, `27/11-26`; a month over twelve or a day over 31 makes it no date."""
    place = line.after(place, "the") if line.digits(line.after(place, "the")) else place
    day, month = line.digits(place), line.digits(place + 2)
    if not day or not month or len(day) > 2 or len(month) > 2 or not _joined(line, place, "/.-", 2):
        return None
    separator = line.tokens[place + 1].text
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or _counts(line, place + 3):
        return None
    end, year = _short_year(line, place + 3)
    if separator == "-" and year is None and int(day) <= 24:
        return None
    led = line.before(place, "the")
    if separator == "." and not (led or year or _month_not_minutes(day, month, line, place)):
        return None
    end += year is None and line.sign(end, ".") and line.glued(end) and line.glued(end + 1) is False
    return FoundDate(Date(int(day), int(month), year), end)


def _counts(line: Line, place: int) -> bool:
    """Whether what is counted stands here; but in `27/11 kvart i tre` an hour begins."""
    quarter = line.at(place, "quarter")
    hour = quarter is not None and line.at(quarter.end, "past", "to") is not None
    return not hour and line.at(place, "units", "after_amount") is not None


def _month_not_minutes(day: str, month: str, line: Line, place: int) -> bool:
    """`10.30` and `10.05` are times of day; `10.11`, `27.10` and `1.12` are dates."""
    if line.before(place, "clock"):
        return False
    dotted = line.sign(place + 3, ".") and line.token(place + 4) is not None
    return len(month) == 1 or int(month) % 5 != 0 or int(day) > 24 or dotted


def _short_year(line: Line, place: int) -> tuple[int, int | None]:
    digits = line.digits(place + 1)
    if line.sign(place, "/.- ") and line.glued(place) and line.glued(place + 1) and len(digits) in (2, 4):
        year = int(digits) + (2000 if len(digits) == 2 else 0)
        if FIRST_YEAR <= year <= LAST_YEAR and (len(digits) == 4 or year >= 2020):
            return place + 2, year
    return place, None


def _stretch(line: Line, place: int) -> FoundDate | None:
    """`27-29 november`, `1. til 5. desember`, `den 1 till den 5 december`, `mellom 1. og 5. desember`, `1.-5.12.`"""
    between = line.before(place, "between")
    place = line.past(place, "the")
    first = line.digits(place)
    joint = place + 1 + line.sign(place + 1, ".")
    after = line.after(joint, "until", *(("and",) if between else ())) + line.sign(joint, "-–—")
    start = line.past(after, "the")
    last = line.digits(start)
    if not first or not last or after == joint or len(first) > 2 or len(last) > 2:
        return None
    dotted = start + 1 + line.sign(start + 1, ".")
    month = _month(line, dotted, False) or (_numbered_month(line, dotted) if dotted > start + 1 else None)
    if month is None or not 1 <= int(first) < int(last) <= 31:
        return None
    end, year = _year(line, month.end)
    ends = [Date(int(day), month.value, year) for day in (first, last)]
    return FoundDate(Between(*ends), end)


def _numbered_month(line: Line, place: int) -> Number | None:
    """The month of `1.-5.12.`"""
    digits = line.digits(place)
    if not digits or not line.glued(place) or not 1 <= int(digits) <= 12:
        return None
    return Number(int(digits), place + 1 + line.sign(place + 1, "."))


def _spoken(line: Line, place: int, after_weekday: bool) -> FoundDate | None:
    """`den 27`, `27. november`, `tjugosjunde november 2026`, `nov 27`."""
    if (last := _last_of_month(line, place)) is not None:
        return last
    start = line.past(place, "the")
    named = ordinal(line, start)
    found = named or _day_number(line, start)
    if found is None or not 1 <= found.value <= 31:
        return _month_first(line, place)
    end = found.end + line.sign(found.end, ".")
    month = _month(line, end, named is not None)
    if month is None and (shared := _shared_month(line, end, found.value)) is not None:
        return FoundDate(Date(found.value, shared), end)
    if month is not None:
        after, year = _year(line, month.end)
        return FoundDate(Date(found.value, month.value, year), after)
    if start > place and (this := _this_month(line, end)) is not None:
        return FoundDate(Date(found.value), this)
    return _day_alone(line, found, place, after_weekday)


def _day_alone(line: Line, found: Number, place: int, after_weekday: bool) -> FoundDate | None:
    """`den 27`, `den tjugosjunde`, `27:e`: a day of a month that is not said."""
    start = line.past(place, "the")
    named, led = ordinal(line, start) is not None, start > place
    dotted = line.sign(found.end, ".") and not line.stops(found.end) and not line.glued(found.end + 1)
    digits = bool(line.digits(start))
    counted = line.at(found.end, "units", "after_amount", "half") or line.sign(found.end, ":")
    if counted or (named and _counts_noun(line, found.end)):
        return None
    vague = found.value <= _VAGUE_ORDINALS and not _month_said(line, found.end)
    if named and not digits and (vague or not led):
        return None
    sure = led or (digits and named) or (after_weekday and (dotted or found.value > 24))
    return FoundDate(Date(found.value), found.end + (dotted and digits)) if sure else None


def _shared_month(line: Line, place: int, first: int) -> int | None:
    """The month said once for two days: `24. og 25. desember`."""
    joint = line.after(place, "and", "or")
    second = _day_number(line, line.past(joint, "the")) if joint > place else None
    month = line.at(second.end + line.sign(second.end, "."), "months") if second else None
    return int(month.value) if second and month and first < second.value <= 31 else None


def _this_month(line: Line, place: int) -> int | None:
    """The place after `i månaden`."""
    led = line.at(place, "in_month")
    hit = line.at(led.end, "month") if led else None
    return hit.end if hit else None


def _month_said(line: Line, place: int) -> bool:
    """Whether *next month* or the like follows: `den första nästa månad`."""
    said = line.at(line.after(place, "in_month"), "next", "coming", "this")
    return said is not None and line.at(said.end, "month") is not None


def _counts_noun(line: Line, place: int) -> bool:
    """Whether the word after an ordinal is a noun that it counts: `den 15:e upplagan`, `den 3. utgaven`."""
    token = line.token(place)
    return (
        token is not None
        and token.kind == "word"
        and token.text.casefold().endswith(_DEFINITE)
        and not line.known(place)
    )


def _day_number(line: Line, place: int) -> Number | None:
    found = number(line, place)
    return found if found and len(line.digits(place)) <= 2 else None


def _last_of_month(line: Line, place: int) -> FoundDate | None:
    """`sista november`, `den siste`, `den sista i månaden`."""
    start = line.past(place, "the")
    final = line.at(start, "final")
    if final is None:
        return None
    month = line.at(line.after(final.end, "in_month"), "months", "month")
    if month is not None:
        return FoundDate(Date(LAST, int(month.value) if month.value.isdigit() else None), month.end)
    token = line.token(final.end)
    alone = token is None or token.kind in ("sign", "line")
    return FoundDate(Date(LAST), final.end) if alone and start > place else None


def _month(line: Line, place: int, after_ordinal: bool) -> Number | None:
    """The month after a day: its name, or `i ellevte`, `i 11.`, and after an ordinal just `ellevte`."""
    start, place = place, line.after(place, "in_month")
    hit = line.at(place, "months")
    if hit is not None:
        return Number(int(hit.value), hit.end + (line.sign(hit.end, ".") and not line.stops(hit.end)))
    if place == start and not after_ordinal:
        return _dotted_month(line, place)
    found = ordinal(line, place)
    if found is None and line.digits(place) and line.sign(place + 1, "."):
        found = Number(int(line.digits(place)), place + 2)
    return found if found and 1 <= found.value <= 12 else None


def _dotted_month(line: Line, place: int) -> Number | None:
    """The month of `10. 12. 2026`."""
    digits, dotted = line.digits(place), line.sign(place + 1, ".") and not line.glued(place + 2)
    if not line.sign(place - 1, ".") or not dotted or not digits or not 1 <= int(digits) <= 12:
        return None
    return Number(int(digits), place + 2)


def _year(line: Line, place: int) -> tuple[int, int | None]:
    digits = line.digits(place)
    if len(digits) == 4 and FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return place + 1, int(digits)
    return place, None


def _month_first(line: Line, place: int) -> FoundDate | None:
    """`nov 27`, `November 27th`; not `i november 20 …`."""
    hit = line.at(place, "months")
    if hit is None or line.before(place, "in_month", "on", "until", "from"):
        return None
    found = ordinal(line, hit.end) or _day_number(line, hit.end)
    if found is None or not 1 <= found.value <= 31 or line.at(found.end, "units", "after_amount"):
        return None
    if line.sign(found.end, ":.") and line.digits(found.end + 1):
        return None
    return FoundDate(Date(found.value, int(hit.value)), found.end)
