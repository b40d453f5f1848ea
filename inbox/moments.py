"""Times as forms give them: local, without a zone, from a browser or typed by hand."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

YEARS = range(2000, 2100)
"""What people plan in; beyond, calendars come to an end."""
_WEEK = re.compile(r"(\d{4})-W(\d{1,2})$")


def read_moment(written: str, zone: ZoneInfo) -> datetime | None:
    """`2026-11-26T14:00` on the clocks of this place; None for anything else, a slip in the century included."""
    try:
        moment = datetime.fromisoformat(written.strip().replace(" ", "T"))
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def read_week(written: str, today: date) -> date:
    """The Monday of `2026-W48`; of this week for anything else."""
    found = _WEEK.match(written)
    if found:
        with suppress(ValueError):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            if monday.year in YEARS:
                return monday
    return today - timedelta(days=today.weekday())


def write_week(monday: date) -> str:
    """`2026-W48`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"
