"""The country's days off; for Sweden also the eves that are holidays in fact (Midsummer, Christmas, New Year)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays
from holidays import DE_FACTO, PUBLIC


def day_off(day: date, country: str) -> bool:
    """Whether the country is off that day. Sundays are a matter of opening hours, not of this."""
    return day in _calendar(country, day.year)


@lru_cache(maxsize=64)
def _calendar(country: str, year: int) -> frozenset[date]:
    categories = (PUBLIC, DE_FACTO) if country == "SE" else (PUBLIC,)
    return frozenset(holidays.country_holidays(country, years=year, categories=categories))
