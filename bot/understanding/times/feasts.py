"""When feasts fall. The names lie in the data files, each under a rule:

    12-24                       the same date every year
    easter-2                    days from Easter Sunday
    friday-after-06-19          the first such weekday on or after a date
    12-24 12-26                 from one of these to another, both included

Easter is reckoned by the Gregorian rule of Meeus, Jones and Butcher.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from bot.understanding.times.lexicon import WEEKDAYS

_EASTER = re.compile(r"easter([+-]\d+)")
_AFTER = re.compile(r"(\w+)-after-(\d\d)-(\d\d)")


@lru_cache(maxsize=512)
def feast(rule: str, year: int) -> tuple[date, date]:
    """The first and the last day of a feast in a year."""
    first, *rest = rule.split()
    start, end = _one(first, year), _one(rest[0] if rest else first, year)
    return start, (_one(rest[0], year + 1) if end < start else end)


def next_feast(rule: str, today: date) -> tuple[date, date]:
    """The feast that is now, or the next one."""
    for year in (today.year - 1, today.year):
        start, end = feast(rule, year)
        if end >= today:
            return start, end
    return feast(rule, today.year + 1)


def easter(year: int) -> date:
    """Easter Sunday."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _one(rule: str, year: int) -> date:
    if found := _EASTER.fullmatch(rule):
        return easter(year) + timedelta(days=int(found[1]))
    if found := _AFTER.fullmatch(rule):
        earliest = date(year, int(found[2]), int(found[3]))
        return earliest + timedelta(days=(WEEKDAYS.index(found[1]) - earliest.weekday()) % 7)
    month, day = rule.split("-")
    return date(year, int(month), int(day))
