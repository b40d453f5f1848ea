"""When reminders are due, and what is decided at the last moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from locales import Voice
from storage.session import Store
from storage.tables import Absence, Reminder, Visit
from support import reminders, visits
from support.deployment import Deployment, Quiet
from tests.support.calm import NOW, PLAIN, People, actions, at, booked, keys, people, stranger_reads


def due(starts: str, deployment: Deployment = PLAIN) -> dict[str, str]:
    found = reminders.due_times(at(starts, deployment), deployment)
    return {kind: deployment.local(when).strftime("%m-%d %H:%M") for kind, when in found.items()}


@pytest.mark.parametrize(
    ("starts", "evening", "soon"),
    [
        ("2026-11-26 14:00", "11-25 18:00", "11-26 12:00"),
        ("2026-11-26 11:00", "11-25 18:00", "11-26 09:00"),
        ("2026-11-26 10:30", "11-25 18:00", None),  # 8.30 is quiet: the evening one stands
        ("2026-11-30 14:00", "11-29 18:00", "11-30 12:00"),  # on a Sunday
        ("2026-10-25 12:00", "10-24 18:00", "10-25 10:00"),  # the night between had 25 hours
        ("2026-03-29 12:00", "03-28 18:00", "03-29 10:00"),  # and this one 23
    ],
)
def test_the_evening_before_and_two_hours_before(starts: str, evening: str, soon: str | None) -> None:
    assert due(starts) == {"evening": evening, **({"soon": soon} if soon else {})}


def test_an_evening_that_is_quiet_is_reminded_of_an_hour_before_the_quiet() -> None:
    early = Deployment(quiet=Quiet(start=time(17), end=time(9)))
    assert due("2026-11-26 14:00", early)["evening"] == "11-25 16:00"


def test_a_place_that_is_always_quiet_reminds_of_nothing() -> None:
    assert due("2026-11-26 14:00", Deployment(quiet=Quiet(start=time(0, 1), end=time(0)))) == {}


FIRST, LAST = (datetime.fromisoformat(each) for each in ("2026-01-01", "2027-12-01"))
moments = st.datetimes(FIRST, LAST).map(lambda each: each.replace(tzinfo=UTC))
hours = st.builds(Quiet, start=st.times(), end=st.times())


@given(moments, hours, st.sampled_from(["SE", "NO"]))
def test_no_reminder_is_ever_due_in_the_quiet_hours(starts: datetime, quiet: Quiet, country: str) -> None:
    deployment = Deployment.model_validate({"country": country, "quiet": quiet})
    found = reminders.due_times(starts, deployment)
    assert len(found) <= 2
    assert not any(deployment.is_quiet(each) for each in found.values())
    assert all(each < starts for each in found.values())
    if "evening" in found:
        before = deployment.local(starts).date() - timedelta(days=1)
        assert deployment.local(found["evening"]).date() == before
    if "soon" in found:
        assert starts - found["soon"] == timedelta(hours=2)


@pytest.fixture
def decide(store: Store) -> Callable[..., dict[str, str | None]]:
    """What is decided on Kim's reminders of Thursday 14.00, after something has happened."""

    def run(
        happens: Callable[[Session, People, Visit], object] | None = None,
        *,
        on_time: bool = True,
    ) -> dict[str, str | None]:
        with store.writing() as db:
            who = people(db)
            visit = booked(db, who.kim, who.amira, "2026-11-26 14:00")
            rows = list(db.scalars(select(Reminder).order_by(Reminder.id)))
            if happens is not None:
                happens(db, who, visit)
            late = timedelta() if on_time else timedelta(hours=2)
            return {
                each.kind: reminders.decide(db, each, now=each.due_at + late, deployment=PLAIN)
                for each in rows
            }

    return run


Decide = Callable[..., dict[str, str | None]]


def test_both_are_sent_when_nothing_has_happened(decide: Decide) -> None:
    assert decide() == {"evening": None, "soon": None}


def test_none_for_a_visit_that_is_cancelled(decide: Decide) -> None:
    said = decide(lambda db, who, visit: visits.cancel_by_tenant(db, visit, now=NOW))
    assert set(said.values()) == {"cancelled"}


def test_none_for_a_time_that_the_visit_has_left(decide: Decide) -> None:
    def moves(db: Session, who: People, visit: Visit) -> None:
        starts = at("2026-11-27 14:00")
        assert visits.move(db, visit, who.amira, starts, "home", now=NOW, deployment=PLAIN)

    assert set(decide(moves).values()) == {"changed"}


def test_none_when_the_worker_cannot_come(decide: Decide) -> None:
    def ill(db: Session, who: People, visit: Visit) -> None:
        starts, ends = at("2026-11-26 08:00"), at("2026-11-26 17:00")
        db.add(Absence(staff_id=who.amira.id, starts=starts, ends=ends, created_at=NOW))
        db.flush()

    assert set(decide(ill).values()) == {"worker_absent"}


def test_settings_and_pauses_are_read_at_the_last_moment(decide: Decide) -> None:
    def wants(**changed: object) -> Callable[[Session, People, Visit], None]:
        def change(db: Session, who: People, visit: Visit) -> None:
            for name, value in changed.items():
                setattr(who.kim, name, value)

        return change

    assert decide(wants(reminders="evening")) == {"evening": None, "soon": "switched_off"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"reminders": "none"}, "switched_off"),
        ({"paused": True}, "paused"),
        ({"paused": True, "paused_until": at("2026-12-01 09:00")}, "paused"),
        ({"paused": True, "paused_until": at("2026-11-24 09:00")}, None),
        ({"state": "frozen"}, "not_active"),
        ({"chat_id": None}, "no_phone"),
    ],
)
def test_what_the_tenant_has_said_decides(
    decide: Decide, changed: dict[str, object], reason: str | None
) -> None:
    def change(db: Session, who: People, visit: Visit) -> None:
        for name, value in changed.items():
            setattr(who.kim, name, value)

    assert set(decide(change).values()) == {reason}


def test_too_late_to_be_of_use(decide: Decide) -> None:
    assert decide(on_time=False) == {"evening": "late", "soon": "over"}


def test_a_visit_booked_inside_a_window_is_not_reminded_of_in_it(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        night_before = at("2026-11-25 19:00")
        booked(db, who.kim, who.amira, "2026-11-26 14:00", now=night_before)
        assert [each.kind for each in db.scalars(select(Reminder))] == ["soon"]
        booked(db, who.lo, who.jonas, "2026-11-26 14:00", now=at("2026-11-26 13:00"))
        assert len(list(db.scalars(select(Reminder)))) == 1


def test_a_moved_visit_has_new_reminders_and_the_old_ones_die(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 14:00")
        visits.move(db, visit, who.jonas, at("2026-11-27 10:00"), "office", now=NOW, deployment=PLAIN)
        rows = list(db.scalars(select(Reminder).order_by(Reminder.id)))
        assert [(each.revision, each.kind) for each in rows] == [(1, "evening"), (1, "soon"), (2, "evening")]
        said = reminders.message(rows[-1])
        assert said.lines[1].args["name"] == "Jonas"
        assert keys(said) == ["notice.reminder", "visit.comes.meet", "visit.where", "visit.asks"]


def test_after_fits_the_next_asks_nothing(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 14:00", "phone")
        row = db.scalars(select(Reminder)).first()
        assert row is not None
        assert keys(reminders.message(row)) == ["notice.reminder", "visit.comes.ring", "visit.asks"]
        assert actions(reminders.message(row)) == ["visit.fits", "visit.move", "visit.cancel", "line.call_me"]
        visits.confirm(db, visit, now=NOW)
        assert keys(reminders.message(row)) == ["notice.reminder", "visit.comes.ring"]
        assert "visit.fits" not in actions(reminders.message(row))


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
@pytest.mark.parametrize("place", ["home", "outside", "meeting_place", "office", "phone"])
def test_the_first_eighty_characters_tell_a_stranger_nothing(store: Store, language: str, place: str) -> None:
    with store.writing() as db:
        who = people(db)
        booked(db, who.kim, who.amira, "2026-11-26 14:00", place)
        row = db.scalars(select(Reminder)).first()
        assert row is not None
        voice = Voice(language, PLAIN.zone)
        text = "\n".join(voice.say(each.key, **each.args) for each in reminders.message(row).lines)
    assert stranger_reads(text, language) == []
