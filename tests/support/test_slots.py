"""Free times: whatever the calendar looks like, what is proposed is free, in good time and a real choice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import slots
from support.deployment import OFFICE
from support.hours import Week
from support.slots import Busy, Diary

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = Week.parse(OFFICE)
NO_DAY_OFF = frozenset[date]()


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def diary(**changed: object) -> Diary:
    return Diary(**{"week": WEEK, "zone": STOCKHOLM, "day_off": NO_DAY_OFF.__contains__, **changed})  # type: ignore[arg-type]  # the fields' types


def local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


def proposed(now: str, page: int = 0, **changed: object) -> list[str]:
    of = diary(**changed)
    earliest = slots.notice_ends(at(now), 4, WEEK, STOCKHOLM, of.day_off)
    return [local(each) for each in slots.pair(slots.free_days(of, earliest=earliest), STOCKHOLM, page)]


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-23 09:00", "2026-11-23 13:00"),
        ("2026-11-23 14:30", "2026-11-24 10:30"),
        ("2026-11-23 23:40", "2026-11-24 12:00"),
        ("2026-11-27 13:00", "2026-11-30 09:00"),  # over a weekend
        ("2026-11-28 11:00", "2026-11-30 12:00"),
    ],
)
def test_notice_is_counted_in_office_hours(now: str, ends: str) -> None:
    assert local(slots.notice_ends(at(now), 4, WEEK, STOCKHOLM, NO_DAY_OFF.__contains__)) == ends


def test_notice_skips_days_off() -> None:
    christmas = {date(2026, 12, 24), date(2026, 12, 25)}.__contains__
    assert (
        local(slots.notice_ends(at("2026-12-23 15:00"), 4, WEEK, STOCKHOLM, christmas)) == "2026-12-28 11:00"
    )


def test_notice_of_an_office_that_never_opens_is_plain_hours() -> None:
    never = Week.parse({})
    assert slots.notice_ends(at("2026-11-23 09:00"), 4, never, STOCKHOLM, NO_DAY_OFF.__contains__) == at(
        "2026-11-23 13:00"
    )


def test_two_days_that_lie_wholly_after_the_notice_come_first() -> None:
    assert proposed("2026-11-23 23:40") == ["2026-11-25 13:00", "2026-11-26 14:00"]


def test_another_day_begins_with_the_day_on_which_the_notice_ends() -> None:
    assert proposed("2026-11-23 23:40", page=1) == ["2026-11-24 12:00", "2026-11-27 15:00"]


def test_a_taken_time_gives_way_to_the_nearest_whole_hour() -> None:
    taken = Busy(at("2026-11-25 13:00"), at("2026-11-25 14:00"))
    assert proposed("2026-11-23 23:40", visits=(taken,))[0] == "2026-11-25 11:00"


def test_visits_keep_a_pause_between_them_and_absences_need_none() -> None:
    piece = Busy(at("2026-11-25 12:00"), at("2026-11-25 13:00"))
    day, early = date(2026, 11, 25), at("2026-11-25 00:00")
    between_visits = [local(each)[-5:] for each in diary(visits=(piece,)).free_on(day, earliest=early)]
    after_absence = [local(each)[-5:] for each in diary(away=(piece,)).free_on(day, earliest=early)]
    assert "10:30" in between_visits
    assert "11:00" not in between_visits
    assert "13:30" in between_visits
    assert "11:00" in after_absence
    assert "13:00" in after_absence


def test_mornings_alone_are_proposed_only_when_there_is_no_afternoon() -> None:
    mornings = Week.parse({day: ["08:00-12:00"] for day in OFFICE})
    assert proposed("2026-11-23 23:40", week=mornings) == ["2026-11-25 11:00", "2026-11-26 11:00"]
    friday_afternoon = Week.parse({**mornings.to_json(), "friday": ["13:00-16:00"]})
    assert proposed("2026-11-23 23:40", week=friday_afternoon) == ["2026-11-25 11:00", "2026-11-27 14:00"]


def test_one_day_alone_gives_two_times_that_day() -> None:
    thursdays = Week.parse({"thursday": ["12:00-15:00"]})
    days = slots.free_days(diary(week=thursdays), earliest=at("2026-11-23 12:00"), ahead=7)
    assert [local(each) for each in slots.pair(days, STOCKHOLM)] == ["2026-11-26 13:00", "2026-11-26 14:00"]


def test_nothing_free_proposes_nothing() -> None:
    away = Busy(at("2026-11-01 00:00"), at("2027-02-01 00:00"))
    assert proposed("2026-11-23 23:40", away=(away,)) == []


def test_pages_end() -> None:
    assert proposed("2026-11-23 23:40", page=40) == []


def test_the_hour_that_the_spring_takes_away_is_never_proposed() -> None:
    """On 29 March 2026 the clock goes from 2 to 3 (G23: some teams visit at night)."""
    nights = Week.parse({"sunday": ["00:00-06:00"]})
    times = diary(week=nights).free_on(date(2026, 3, 29), earliest=at("2026-03-28 12:00"))
    assert [local(each)[-5:] for each in times] == [
        *("00:00", "00:30", "01:00", "01:30"),  # an hour from 1.30 ends at 3.30 on the clock
        *("03:00", "03:30", "04:00", "04:30", "05:00"),
    ]


def test_the_hour_that_the_autumn_repeats_is_proposed_once() -> None:
    nights = Week.parse({"sunday": ["00:00-06:00"]})
    times = [
        local(each)[-5:]
        for each in diary(week=nights).free_on(date(2026, 10, 25), earliest=at("2026-10-24 12:00"))
    ]
    assert len(times) == len(set(times))


FIRST, LAST = (datetime.fromisoformat(each) for each in ("2026-01-01", "2027-12-01"))
moments = st.datetimes(FIRST, LAST).map(lambda each: each.replace(tzinfo=UTC))
pieces = st.builds(
    lambda starts, minutes: Busy(starts, starts + timedelta(minutes=minutes)), moments, st.integers(15, 6000)
)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Diary, datetime]:
    """A diary that is full of things around one moment."""
    now = draw(moments)
    near = st.integers(-2 * 24 * 60, 20 * 24 * 60).map(lambda minutes: now + timedelta(minutes=minutes))
    piece = st.builds(
        lambda starts, long: Busy(starts, starts + timedelta(minutes=long)), near, st.integers(15, 3000)
    )
    return (
        diary(
            visits=tuple(draw(st.lists(piece, max_size=12))),
            away=tuple(draw(st.lists(piece, max_size=4))),
            minutes=draw(st.sampled_from([15, 30, 60, 90, 240])),
            between=draw(st.sampled_from([0, 15, 30, 60])),
        ),
        now,
    )


@given(calendars(), st.integers(0, 4))
def test_what_is_proposed_is_free_in_good_time_and_a_choice(
    calendar: tuple[Diary, datetime], page: int
) -> None:
    of, now = calendar
    earliest = slots.notice_ends(now, 4, WEEK, STOCKHOLM, of.day_off)
    days = slots.free_days(of, earliest=earliest)
    found = slots.pair(days, STOCKHOLM, page)
    rest = [each for day in days[2 * page :] for each in day]
    for each in found:
        begins, ends = (m.astimezone(STOCKHOLM) for m in (each, each + timedelta(minutes=of.minutes)))
        assert each >= earliest > now
        assert begins.weekday() < 5
        assert begins.hour >= 8
        assert (ends.hour, ends.minute) <= (16, 0)
        assert begins.minute in (0, 30)
        pause = timedelta(minutes=of.between)
        assert all(
            v.ends + pause <= each or each + timedelta(minutes=of.minutes) + pause <= v.starts
            for v in of.visits
        )
        assert all(v.ends <= each or each + timedelta(minutes=of.minutes) <= v.starts for v in of.away)
    assert len(found) == min(2, len(rest))
    if len(days[2 * page :]) >= 2:
        assert len({each.astimezone(STOCKHOLM).date() for each in found}) == 2
    if any(each.astimezone(STOCKHOLM).hour >= 12 for each in rest) and len(rest) > 1:
        assert any(each.astimezone(STOCKHOLM).hour >= 12 for each in found)


@given(moments, st.integers(0, 40))
def test_notice_is_exactly_that_much_office_time(now: datetime, hours: int) -> None:
    ends = slots.notice_ends(now, hours, WEEK, STOCKHOLM, NO_DAY_OFF.__contains__)
    minutes = int((ends - now).total_seconds() // 60)
    worked = sum(
        WEEK.is_open((now + timedelta(minutes=each, seconds=30)).astimezone(STOCKHOLM))
        for each in range(minutes)
    )
    assert abs(worked - hours * 60) <= 1


@given(pieces, pieces)
def test_touching_is_mutual(one: Busy, other: Busy) -> None:
    gap = timedelta(minutes=30)
    assert one.touches(other.starts, other.ends, gap) == other.touches(one.starts, one.ends, gap)
