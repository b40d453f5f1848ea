"""Times near what was named: within it where the diary allows, else as near as can be, with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from storage.session import Store
from storage.tables import Visit
from support import absences, offers_near
from support.offers_near import Near
from support.wanted import Search, Wanted
from tests.support.calm import NOW, PLAIN, People, at, booked, people


def span(start: str, end: str | None = None) -> Wanted:
    """From then until then; one moment, if no end is given."""
    return Wanted(at(start), at(end) if end else at(start) + timedelta(minutes=1))


def day(written: str) -> Wanted:
    return Wanted(at(f"{written} 00:00"), at(f"{written} 00:00") + timedelta(days=1))


def near(
    db: Session, who: People, *wanted: Wanted, without: tuple[Wanted, ...] = (), moving: Visit | None = None
) -> Near:
    return offers_near.find(Search(db, who.kim, NOW, PLAIN, wanted, without, moving))


def shown(found: Near) -> list[str]:
    return [f"{each.worker.name} {PLAIN.local(each.starts):%m-%d %H:%M}" for each in found.offers]


@pytest.mark.parametrize(
    ("wanted", "times", "why"),
    [
        (span("2026-11-27 14:00"), ["Amira 11-27 14:00"], None),
        (span("2026-11-27 10:40"), ["Amira 11-27 10:40"], None),
        (
            span("2026-11-27 09:00", "2026-11-27 12:00"),
            ["Amira 11-27 09:00", "Amira 11-27 10:00", "Amira 11-27 11:00"],
            None,
        ),
        (
            span("2026-11-30 00:00", "2026-12-07 00:00"),
            ["Amira 11-30 13:00", "Amira 12-01 13:00", "Amira 12-02 13:00"],
            None,
        ),
        (day("2026-11-28"), ["Amira 11-27 13:00", "Amira 11-30 13:00"], "closed"),
        (day("2026-11-20"), ["Amira 11-23 14:00", "Amira 11-24 13:00"], "past"),
        (span("2026-11-23 11:00"), ["Amira 11-23 14:00", "Amira 11-24 11:00"], "too_soon"),
        (span("2026-11-27 21:00"), ["Amira 11-26 15:00", "Amira 11-27 15:00"], "taken"),
        (day("2029-11-27"), [], "too_far"),
    ],
)
def test_times_for_a_wish(store: Store, wanted: Wanted, times: list[str], why: str | None) -> None:
    with store.writing() as db:
        who = people(db)
        found = near(db, who, wanted)
        assert found.why == why
        assert shown(found)[: len(times)] == times
        assert len({each.batch for each in found.offers}) == 1, "shown together"


def test_the_own_worker_first_and_her_nearest_beside_a_colleagues(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        booked(db, who.lo, who.amira, "2026-11-27 10:00")
        found = near(db, who, span("2026-11-27 10:00"))
        assert found.why == "worker"
        assert shown(found) == ["Amira 11-27 08:30", "Jonas 11-27 10:00"] or shown(found)[1].startswith(
            "Jonas"
        )
        assert shown(found)[0].startswith("Amira")


def test_nobody_free_is_taken(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        for each in (who.amira, who.jonas):
            absences.enter_absence(
                db, each, at("2026-11-27 00:00"), at("2026-11-28 00:00"), who.jonas, now=NOW
            )
        found = near(db, who, day("2026-11-27"))
        assert found.why == "taken"
        assert shown(found) == ["Amira 11-25 13:00", "Amira 11-26 13:00"]


def test_what_will_not_do_is_left_out_and_the_visit_itself_too(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 13:00")
        found = near(db, who, without=(day("2026-11-24"), day("2026-11-25")), moving=visit)
        assert not {each.split()[1] for each in shown(found)} & {"11-24", "11-25"}
        assert {each.visit_id for each in found.offers} == {visit.id}
        assert all(each.starts != visit.starts for each in found.offers)


def test_days_named_side_by_side_are_all_looked_at(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        found = near(db, who, day("2026-11-26"), day("2026-11-27"))
        assert shown(found) == ["Amira 11-26 13:00", "Amira 11-27 13:00"]
