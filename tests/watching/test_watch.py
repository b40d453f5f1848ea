"""The watch over intake and scheduler: raised once, withdrawn by itself, and what Telegram forgot stays said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import signs
from bot.health import health, is_well
from bot.scheduling import watch
from storage import facts
from storage.session import Store
from storage.tables import Alert
from support import alerts, people

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Day:
    """Moves the real time for the signs, and lets the parts work or not."""

    def __init__(self, store: Store, patch: pytest.MonkeyPatch) -> None:
        self.store, self.now = store, START
        patch.setattr(signs, "system_time", lambda: self.now)

    def later(self, intake: bool = True, scheduler: bool = True, **how_long: float) -> None:
        """Time passes; then the parts that work do so once."""
        self.now += timedelta(**how_long)
        with self.store.writing() as db:
            if intake:
                watch.intake_works(db, self.now)
        with self.store.writing() as db:
            if scheduler:
                watch.scheduler_works(db, self.now)

    def open(self) -> list[str]:
        """What stands on the first page."""
        with self.store.reading() as db:
            return [each.kind for each in alerts.open_alerts(db)]

    def ever(self) -> list[str]:
        """Everything that was ever raised."""
        with self.store.reading() as db:
            return list(db.scalars(select(Alert.kind).order_by(Alert.id)))


@pytest.fixture
def any_store(database_url: str) -> Iterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


@pytest.fixture
def day(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> Day:
    made = Day(any_store, monkeypatch)
    made.later()
    return made


@pytest.fixture
def plain_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> Day:
    made = Day(store, monkeypatch)
    made.later()
    return made


def test_intake_that_stands_still_is_told_once_and_taken_back_by_itself(day: Day) -> None:
    day.later(intake=False, minutes=14)
    assert day.open() == []
    day.later(intake=False, minutes=2)
    day.later(intake=False, minutes=1)
    assert day.open() == ["intake_still"]
    day.later(seconds=30)
    assert day.open() == [] and day.ever() == ["intake_still"]
    day.later(intake=False, minutes=20)
    assert day.ever() == ["intake_still", "intake_still"], "another standstill is another line"


def test_a_standstill_that_somebody_pressed_away_is_not_told_again(plain_day: Day) -> None:
    day = plain_day
    day.later(intake=False, minutes=20)
    with day.store.writing() as db:
        amira = people.add_staff(
            db, name="Amira", login="amira", team="Team", role="worker", language="sv", now=day.now
        )
        assert amira is not None
        (alert,) = alerts.open_alerts(db)
        alerts.done(db, alert, amira, now=day.now)
    day.later(intake=False, minutes=20)
    assert day.ever() == ["intake_still"]


def test_after_a_day_messages_may_be_lost_and_only_a_person_takes_that_away(day: Day) -> None:
    day.later(intake=False, hours=23)
    assert day.open() == ["intake_still"]
    assert "messages" not in health(day.store)
    day.later(intake=False, hours=1.1)
    assert sorted(day.open()) == ["intake_lost", "intake_still"]
    assert health(day.store)["messages"] == "may_be_lost"
    day.later(seconds=30)
    day.later(minutes=5)
    assert day.open() == ["intake_lost"]
    assert day.ever().count("intake_lost") == 1
    assert "messages" not in health(day.store)


def test_a_day_in_which_nothing_ran_is_told_too(day: Day) -> None:
    """Everything was off; intake comes first when all starts again."""
    day.later(hours=30)
    assert "intake_lost" in day.open()


def test_a_scheduler_that_stands_still_is_seen_by_intake(day: Day) -> None:
    for _ in range(4):
        day.later(scheduler=False, minutes=5)
    assert day.open() == ["scheduler_still"]
    day.later(minutes=1)
    day.later(minutes=1)
    assert day.open() == []


def test_health_says_since_when_and_how_long_telegram_keeps_it(plain_day: Day) -> None:
    plain_day.later(intake=False, minutes=10)
    said = health(plain_day.store)
    assert (said["database"], said["telegram"], said["scheduler"]) == ("ok", "still", "ok")
    assert said["telegram_since"] == START.isoformat(timespec="seconds")
    assert said["telegram_forgets_at"] == (START + timedelta(hours=24)).isoformat(timespec="seconds")
    assert is_well(said), "Telegram's silence is no reason to start this process anew"


def test_a_part_that_has_never_run_is_not_missed(store: Store) -> None:
    assert health(store) == {"database": "ok", "telegram": "never", "scheduler": "never"}


def test_a_trouble_is_said_with_since_when_and_lapses(plain_day: Day) -> None:
    note: Callable[[], None] = lambda: _conflict(plain_day.store)  # noqa: E731
    note()
    began = plain_day.now
    plain_day.later(minutes=2)
    note()
    said = health(plain_day.store)
    assert said["telegram_trouble"] == "conflict"
    assert said["telegram_trouble_since"] == began.isoformat(timespec="seconds")
    plain_day.later(minutes=4)
    assert "telegram_trouble" not in health(plain_day.store)
    note()
    said = health(plain_day.store)
    assert said["telegram_trouble_since"] == plain_day.now.isoformat(timespec="seconds")


def test_what_other_parts_note_stays(plain_day: Day) -> None:
    """The gap is kept with the sign of life, however often that is renewed."""
    plain_day.later(scheduler=False, hours=25)
    for _ in range(3):
        plain_day.later(scheduler=False, minutes=1)
    with plain_day.store.reading() as db:
        assert "gap" in (facts.read(db, signs.INTAKE) or {})
    plain_day.later(minutes=1)
    assert "intake_lost" in plain_day.open()


def _conflict(store: Store) -> None:
    with store.writing() as db:
        signs.trouble(db, "telegram", "conflict")
