"""Dates and times as people read them (words.md, rule 9): weekday, date, digits.

Babel knows the months; its patterns and some weekdays differ from the rule (`kl. 14.00`, nn *sundag*), so
those stand here. Instants come as UTC and are spoken in the zone given; dates have no zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from babel.dates import get_month_names


@dataclass(frozen=True)
class Names:
    """The calendar's words in one language; weekdays from Monday."""

    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    day_dot: str
    short_day: str
    week: str


NAMES: Mapping[str, Names] = {
    "sv": Names(
        weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
        weekdays_short=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
        day_dot="",
        short_day="{day}/{month}",
        week="vecka",
    ),
    "nb": Names(
        weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
        weekdays_short=("man", "tirs", "ons", "tors", "fre", "lør", "søn"),
        day_dot=".",
        short_day="{day}.{month}.",
        week="uke",
    ),
    "nn": Names(
        weekdays=("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
        weekdays_short=("mån", "tys", "ons", "tors", "fre", "laur", "sun"),
        day_dot=".",
        short_day="{day}.{month}.",
        week="veke",
    ),
}


def local(moment: str | datetime, zone: tzinfo | None) -> datetime:
    """An instant where it is spoken. ValueError for a time without offset, or when no zone is given."""
    instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if instant.tzinfo is None:
        raise ValueError(f"a time needs its offset: {moment}")
    if zone is None:
        raise ValueError("a time needs a zone to be spoken in")
    return instant.astimezone(zone)


def local_day(moment: str | date, zone: tzinfo | None) -> date:
    """The day of an instant where it is spoken; a date alone stays as it is."""
    if isinstance(moment, str):
        moment = (
            date.fromisoformat(moment) if len(moment) == len("2026-11-26") else datetime.fromisoformat(moment)
        )
    return local(moment, zone).date() if isinstance(moment, datetime) else moment


def weekday(language: str, day: date) -> str:
    """torsdag"""
    return NAMES[language].weekdays[day.weekday()]


def month(language: str, on: date) -> str:
    """november"""
    return str(get_month_names("wide", locale=language)[on.month])


def day(language: str, on: date) -> str:
    """torsdag 26 november, torsdag 26. november"""
    names = NAMES[language]
    return f"{weekday(language, on)} {on.day}{names.day_dot} {month(language, on)}"


def full_date(language: str, on: date) -> str:
    """26 november 2026, 26. november 2026"""
    names = NAMES[language]
    return f"{on.day}{names.day_dot} {month(language, on)} {on.year}"


def clock(at: datetime) -> str:
    """14.00, 8.00: the same in all three languages, without a zero before the hour."""
    return f"{at.hour}.{at.minute:02}"


def when(language: str, at: datetime) -> str:
    """torsdag 26 november kl. 14.00"""
    return f"{day(language, at.date())} kl. {clock(at)}"


def short_day(language: str, on: date) -> str:
    """tors 26/11, tors 26.11.: for buttons and narrow columns."""
    names = NAMES[language]
    return f"{names.weekdays_short[on.weekday()]} {names.short_day.format(day=on.day, month=on.month)}"


def short(language: str, at: datetime) -> str:
    """tors 26/11 14.00: a button label, at most 24 characters."""
    return f"{short_day(language, at.date())} {clock(at)}"


def week(language: str, on: date) -> str:
    """vecka 48: the ISO week, which all three languages count by."""
    return f"{NAMES[language].week} {on.isocalendar().week}"
