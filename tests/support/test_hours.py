"""Opening hours: reading, saying, and the next time somebody is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.hours import WEEKDAYS, Span, Week

OSLO = ZoneInfo("Europe/Oslo")
SPANS = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda s: s[0] < s[1])
WEEKS = st.dictionaries(st.sampled_from(WEEKDAYS), SPANS.map(lambda s: [str(Span(*s))]))


@given(WEEKS)
def test_a_week_survives_json(given_week: dict[str, list[str]]) -> None:
    assert Week.parse(given_week).to_json() == given_week


@given(WEEKS, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(OSLO)))  # noqa: DTZ001
def test_the_next_opening_is_later_and_open(given_week: dict[str, list[str]], local: datetime) -> None:
    week = Week.parse(given_week)
    opens = week.next_opening(local)
    assert (opens is None) == (not given_week)
    if opens is not None:
        assert opens > local
        assert opens - local <= timedelta(days=8)


@pytest.mark.parametrize(
    "words", ["8-16", "08:00", "16:00-08:00", "08:00-25:00", "08:61-09:00", "åtta till fyra"]
)
def test_nonsense_is_said(words: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        Span.parse(words)


def test_always_never_closes() -> None:
    week = Week.parse("always")
    assert week.always
    assert week.closing(datetime(2026, 11, 23, 3, tzinfo=OSLO)) is None


def test_days_with_the_same_hours_are_said_together() -> None:
    week = Week.parse({"monday": ["08:00-16:00"], "tuesday": ["08:00-16:00"], "saturday": ["10:00-12:00"]})
    assert week.spoken() == ["1-2 08:00-16:00", "6-6 10:00-12:00"]
