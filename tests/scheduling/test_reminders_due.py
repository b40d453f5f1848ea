"""What is due is sent once, whatever runs beside it; what is late dies and a person is told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.scheduling import reminders
from storage.session import Store
from storage.tables import Alert, Base, Conversation, Outgoing, Reminder
from support import reminders as rules
from support import visits
from tests.support.calm import NOW, PLAIN, at, booked, people

EVENING = at("2026-11-25 18:00")


def states(store: Store) -> list[tuple[str, str, str | None]]:
    with store.reading() as db:
        rows = db.scalars(select(Reminder).order_by(Reminder.id))
        return [(each.kind, each.state, each.reason) for each in rows]


def a_visit(store: Store) -> int:
    with store.writing() as db:
        who = people(db)
        return booked(db, who.kim, who.amira, "2026-11-26 14:00").id


def test_each_is_sent_once_at_its_time(store: Store) -> None:
    a_visit(store)
    assert reminders.send_due(store, PLAIN, EVENING - timedelta(seconds=1)) == 0
    assert reminders.send_due(store, PLAIN, EVENING) == 1
    assert reminders.send_due(store, PLAIN, EVENING + timedelta(seconds=1)) == 0
    assert states(store) == [("evening", "sent", None), ("soon", "waiting", None)]
    assert reminders.send_due(store, PLAIN, at("2026-11-26 12:00")) == 1
    with store.reading() as db:
        assert len(list(db.scalars(select(Outgoing)))) == 2


def test_it_dies_on_its_way_when_it_is_late(store: Store) -> None:
    a_visit(store)
    reminders.send_due(store, PLAIN, EVENING)
    with store.writing() as db:
        row = db.scalars(select(Outgoing)).one()
        assert row.best_before == at("2026-11-25 20:00")
        assert row.unasked
        assert row.not_before == EVENING


def test_the_talk_knows_of_the_reminder(store: Store) -> None:
    a_visit(store)
    reminders.send_due(store, PLAIN, EVENING)
    with store.reading() as db:
        assert (
            db.scalars(select(Conversation.last_reminder_at).where(Conversation.tenant_id == 1)).one()
            == EVENING
        )


def test_late_ones_die_and_a_person_is_told_once(store: Store) -> None:
    """Six hours of standstill: nothing floods out afterwards."""
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 14:00")
        row = visit.id
    assert reminders.send_due(store, PLAIN, at("2026-11-26 13:45")) == 0
    assert states(store) == [("evening", "dropped", "late"), ("soon", "dropped", "late")]
    with store.reading() as db:
        (alert,) = db.scalars(select(Alert).where(Alert.kind == "late"))
        assert alert.args["visit"] == row
        assert list(db.scalars(select(Outgoing))) == []


def test_one_that_fails_stops_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing() as db:
        who = people(db)
        booked(db, who.kim, who.amira, "2026-11-26 14:00", "office")
        booked(db, who.lo, who.jonas, "2026-11-26 14:00")
    honest = rules.message

    def broken(reminder: Reminder) -> object:
        if reminder.visit.place == "office":
            raise RuntimeError("broken")
        return honest(reminder)

    monkeypatch.setattr(rules, "message", broken)
    assert reminders.send_due(store, PLAIN, EVENING) == 1
    monkeypatch.undo()
    assert reminders.send_due(store, PLAIN, EVENING + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("at_once", [4])
def test_several_processes_send_each_once(database_url: str, at_once: int) -> None:
    stores = [Store(database_url) for _ in range(at_once)]
    with stores[0].writing() as db:
        who = people(db)
        for day in range(1, 15):
            booked(db, who.kim, who.amira, f"2026-12-{day:02} 14:00")
    moment = at("2026-12-14 18:00")
    with stores[0].writing() as db:
        for each in db.scalars(select(Reminder)):
            each.due_at, each.visit.starts = moment, at("2026-12-15 14:00")
    with ThreadPoolExecutor(at_once) as pool:
        sent = list(pool.map(lambda store: reminders.send_due(store, PLAIN, moment), stores))
    with stores[0].reading() as db:
        rows = list(db.scalars(select(Outgoing)))
        assert (
            len(rows) == sum(sent) == len(list(db.scalars(select(Reminder).where(Reminder.state == "sent"))))
        )
        assert {each.state for each in db.scalars(select(Reminder))} == {"sent"}
    for store in stores:
        store.close()


steps = st.lists(
    st.tuples(st.sampled_from(["book", "move", "cancel", "fits", "tick"]), st.integers(0, 60 * 72)),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_nobody_is_nagged(store: Store, steps: list[tuple[str, int]]) -> None:
    """R9: at most two a visit as it is, none in the quiet hours, none about what is cancelled or past."""
    with store.writing() as db:
        for table in reversed(Base.metadata.sorted_tables):
            db.execute(delete(table))
        who = people(db)
        kim, amira = who.kim.id, who.amira.id
    now = NOW
    for what, minutes in steps:
        with store.writing() as db:
            tenant, worker = db.get_one(type(who.kim), kim), db.get_one(type(who.amira), amira)
            coming = visits.coming(db, tenant, now=now)
            starts = now + timedelta(minutes=minutes)
            if what == "book":
                visits.book(db, tenant, worker, starts, "home", now=now, deployment=PLAIN)
            elif what == "move" and coming:
                visits.move(db, coming[0], worker, starts, "phone", now=now, deployment=PLAIN)
            elif what == "cancel" and coming:
                visits.cancel_by_tenant(db, coming[0], now=now)
            elif what == "fits" and coming:
                visits.confirm(db, coming[0], now=now)
            booked_now = {each.starts.isoformat() for each in visits.coming(db, tenant, now=now)}
        if what == "tick":
            for _ in range(0, minutes, 20):
                now += timedelta(minutes=20)
                before = _sent(store)
                reminders.send_due(store, PLAIN, now)
                for row in _sent(store)[len(before) :]:
                    assert not PLAIN.is_quiet(now)
                    start = row.say["lines"][1][1]["start"]
                    assert start in booked_now
                    assert start > now.isoformat()
    with store.reading() as db:
        sent = [
            (each.visit_id, each.revision, each.kind)
            for each in db.scalars(select(Reminder))
            if each.state == "sent"
        ]
    assert len(sent) == len(set(sent))


def _sent(store: Store) -> list[Outgoing]:
    with store.reading() as db:
        return list(db.scalars(select(Outgoing).order_by(Outgoing.id)))
