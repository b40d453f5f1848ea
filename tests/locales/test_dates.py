"""Dates and times are said as words.md, rule 9, writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from locales import dates

OSLO = ZoneInfo("Europe/Oslo")
THURSDAY = datetime(2026, 11, 26, 14, 0, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "torsdag 26 november kl. 14.00"),
        ("nb", "torsdag 26. november kl. 14.00"),
        ("nn", "torsdag 26. november kl. 14.00"),
    ],
)
def test_when_says_weekday_date_and_digits(language: str, said: str) -> None:
    assert dates.when(language, THURSDAY) == said


@pytest.mark.parametrize(
    ("language", "week"),
    [
        ("sv", "måndag tisdag onsdag torsdag fredag lördag söndag"),
        ("nb", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
        ("nn", "måndag tysdag onsdag torsdag fredag laurdag sundag"),
    ],
)
def test_weekdays(language: str, week: str) -> None:
    said = [dates.weekday(language, date(2026, 11, 23 + ahead)) for ahead in range(7)]
    assert said == week.split()


def test_an_hour_before_ten_has_no_zero() -> None:
    assert dates.clock(THURSDAY.replace(hour=8)) == "8.00"
    assert dates.clock(THURSDAY.replace(hour=0, minute=5)) == "0.05"


@pytest.mark.parametrize(
    ("language", "label"),
    [("sv", "tors 26/11 14.00"), ("nb", "tors 26.11. 14.00"), ("nn", "tors 26.11. 14.00")],
)
def test_short_is_a_button_label(language: str, label: str) -> None:
    assert dates.short(language, THURSDAY) == label


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
def test_short_fits_a_button_on_every_day_of_a_year(language: str) -> None:
    longest = max(
        dates.short(language, datetime.fromordinal(n).replace(hour=23, minute=59))
        for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    )
    assert len(longest) <= 24


def test_the_full_date_has_the_year_and_the_week_is_iso() -> None:
    assert dates.full_date("sv", date(2026, 11, 26)) == "26 november 2026"
    assert dates.full_date("nn", date(2026, 5, 1)) == "1. mai 2026"
    assert dates.week("nn", date(2027, 1, 1)) == "veke 53"


def test_an_instant_is_spoken_in_the_zone_on_both_sides_of_the_clock_change() -> None:
    assert dates.clock(dates.local("2026-10-25T00:30:00+00:00", OSLO)) == "2.30"
    assert dates.clock(dates.local("2026-10-25T01:30:00Z", OSLO)) == "2.30"
    assert dates.local_day("2026-11-25T23:30:00+00:00", OSLO) == date(2026, 11, 26)
    assert dates.local_day("2026-11-25", None) == date(2026, 11, 25)


@pytest.mark.parametrize(("moment", "zone"), [("2026-11-26T14:00:00", OSLO), ("2026-11-26T14:00:00Z", None)])
def test_a_time_without_offset_or_zone_is_refused(moment: str, zone: ZoneInfo | None) -> None:
    with pytest.raises(ValueError, match="a time needs"):
        dates.local(moment, zone)


def test_a_datetime_is_taken_too() -> None:
    assert dates.local(datetime(2026, 11, 26, 13, tzinfo=UTC), OSLO) == THURSDAY
