"""Visits, proposals, absences and inspections: the rules, without a bot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from locales import Voice
from storage.session import Store
from storage.tables import Offer, Staff, Tenant, Visit
from support import absences, alerts, calendar, inspections, messages, offers, proposing, taking, visits
from support.deployment import Deployment
from support.say import Refused
from tests.support.calm import (
    NOW,
    PLAIN,
    People,
    actions,
    at,
    booked,
    keys,
    outgoing,
    people,
    stranger_reads,
    told,
)


def find(db: Session, tenant: Tenant, **more: object) -> list[Offer]:
    return offers.find(db, tenant, **{"now": NOW, "deployment": PLAIN, **more})  # type: ignore[arg-type]  # as named


def take(db: Session, offer: Offer, *, now: object = NOW) -> taking.Taken:
    return taking.take(db, offer.tenant, offer.id, now=now, deployment=PLAIN)  # type: ignore[arg-type]  # a time


def starts(found: list[Offer]) -> list[str]:
    return [PLAIN.local(each.starts).strftime("%m-%d %H:%M") for each in found]


def propose(db: Session, who: People, *words: str, visit: Visit | None = None) -> list[Offer] | Refused:
    times = [at(each) for each in words]
    return proposing.propose(db, who.kim, who.amira, times, "home", now=NOW, deployment=PLAIN, visit=visit)


def cover(db: Session, who: People, visit: Visit, stand_in: Staff | None) -> Refused | None:
    return absences.offer_cover(db, visit, stand_in, who.jonas, now=NOW, deployment=PLAIN)


def ill(db: Session, who: People, begins: str, ends: str) -> list[Visit]:
    return absences.enter_absence(db, who.amira, at(begins), at(ends), who.jonas, now=NOW)


def refusal(result: object) -> str:
    assert isinstance(result, Refused), result
    return result.line.key


# Proposals


def test_the_own_worker_comes_first_and_a_colleague_only_when_she_has_no_time(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        assert {each.worker_id for each in find(db, who.kim)} == {who.amira.id}
        ill(db, who, "2026-11-23 00:00", "2027-01-15 00:00")
        assert {each.worker_id for each in find(db, who.kim)} == {who.jonas.id}


def test_a_worker_who_has_left_is_not_proposed(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        who.amira.active = False
        assert {each.worker_id for each in find(db, who.kim)} == {who.jonas.id}


def test_days_on_which_they_meet_anyway_are_left_out(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        booked(db, who.kim, who.jonas, "2026-11-24 09:00")
        assert starts(find(db, who.kim)) == ["11-25 13:00", "11-26 14:00"]


def test_a_workers_own_hours_and_days_off_are_held(store: Store) -> None:
    christmas = at("2026-12-22 16:30")
    with store.writing() as db:
        who = people(db)
        who.amira.hours = {"monday": ["18:00-21:00"], "friday": ["06:00-12:00"]}
        found = find(db, who.kim, now=christmas)  # Friday 25 December is off
        assert starts(found) == ["12-28 18:00", "01-04 18:00"]


@pytest.mark.parametrize("place", ["outside", "office", "phone"])
def test_a_visit_is_moved_in_place_and_keeps_its_row(store: Store, place: str) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 14:00", place)
        found = find(db, who.kim, moving=visit, reason="move")
        assert {each.place for each in found} == {place}
        assert take(db, found[0]).outcome == "moved"
        assert (visit.revision, visit.place, visit.starts) == (2, place, found[0].starts)
        assert len(list(db.scalars(select(Visit)))) == 1


def test_taking_twice_is_one_visit(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        found = find(db, who.kim)
        assert [take(db, found[0]).outcome, take(db, found[0]).outcome, take(db, found[1]).outcome] == [
            "booked",
            "chosen",
            "chosen",
        ]
        again = find(db, who.kim, now=NOW - timedelta(hours=1))
        assert len(list(db.scalars(select(Visit)))) == 1
        assert not set(starts(again)) & set(starts(found[:1]))


def test_a_time_of_ones_own_from_another_proposal_is_chosen_already(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        one, other = find(db, who.kim), find(db, who.kim)
        assert take(db, one[0]).outcome == "booked"
        assert take(db, other[0]).outcome == "chosen"


def test_what_staff_propose_works_until_it_begins(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        found = propose(db, who, "2026-11-23 12:00", "2026-11-24 12:00")
        assert not isinstance(found, Refused)
        assert take(db, found[0], now=at("2026-11-23 12:01")).outcome == "too_late"
        assert take(db, found[0], now=at("2026-11-23 11:59")).outcome == "booked"


def test_a_proposal_to_move_is_void_once_the_visit_has_changed(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-26 14:00")
        found = propose(db, who, "2026-11-25 09:00", "2026-11-27 09:00", visit=visit)
        assert not isinstance(found, Refused)
        later = NOW + timedelta(minutes=5)
        visits.move(db, visit, who.amira, at("2026-11-30 10:00"), "home", now=later, deployment=PLAIN)
        assert take(db, found[0], now=later).outcome == "changed"
        visits.cancel_by_tenant(db, visit, now=later)
        assert take(db, found[1], now=later).outcome == "changed"
        assert visit.state == "cancelled"


def test_staff_propose_two_times_or_more_that_can_be(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        booked(db, who.lo, who.amira, "2026-11-25 10:00")
        assert refusal(propose(db, who, "2026-11-24 10:00")) == "inbox.visit.two_times"
        assert refusal(propose(db, who, "2026-11-24 10:00", "2026-11-24 10:00")) == "inbox.visit.two_times"
        assert refusal(propose(db, who, "2026-11-23 09:00", "2026-11-24 10:00")) == "inbox.visit.past"
        assert refusal(propose(db, who, "2026-11-24 10:00", "2026-11-25 10:30")) == "inbox.visit.taken"
        who.kim.chat_id = None
        assert refusal(propose(db, who, "2026-11-24 10:00", "2026-11-26 10:00")) == "inbox.visit.no_phone"
        assert told(db, who.kim) == []


def test_a_proposal_comes_in_the_bots_form(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        assert not isinstance(propose(db, who, "2026-11-24 10:00", "2026-11-25 13:00"), Refused)
        (said,) = told(db, who.kim)
    assert keys(said) == ["notice.news", "visit.can.come", "visit.or", "visit.where", "visit.which"]
    assert actions(said) == [
        "visit.take",
        "visit.take",
        "visit.other_day",
        "visit.other_place",
        "visit.other_time",
        "visit.not_now",
    ]


# Two at once


def test_two_at_once_get_one_time_between_them(database_url: str) -> None:
    store = Store(database_url)
    with store.writing() as db:
        who = people(db)
        chosen = [find(db, each)[0].id for each in (who.kim, who.lo)]
        tenants = [who.kim.id, who.lo.id]

    def tap(number: int) -> str:
        other = Store(database_url)
        with other.writing() as db:
            tenant = db.get_one(Tenant, tenants[number])
            outcome = taking.take(db, tenant, chosen[number], now=NOW, deployment=PLAIN).outcome
        other.close()
        return outcome

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tap, range(2))) == ["booked", "taken"]
    with store.reading() as db:
        assert len(list(db.scalars(select(Visit)))) == 1
    store.close()


def test_no_worker_is_ever_in_two_places(database_url: str) -> None:
    """Many tap many times of the same worker at once."""
    store = Store(database_url)
    with store.writing() as db:
        who = people(db)
        pages = [find(db, each, page=page) for page in range(3) for each in (who.kim, who.lo)]
        taps = [(each.tenant_id, each.id) for page in pages for each in page]
    stores = [Store(database_url) for _ in range(4)]

    def tap(number: int) -> None:
        tenant_id, offer_id = taps[number]
        with stores[number % 4].writing() as db:
            taking.take(db, db.get_one(Tenant, tenant_id), offer_id, now=NOW, deployment=PLAIN)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tap, range(len(taps))))
    with store.reading() as db:
        found = list(db.scalars(select(Visit).order_by(Visit.starts)))
        pause = timedelta(minutes=PLAIN.visits.between)
        assert all(
            calendar.piece(one).ends + pause <= other.starts or one.worker_id != other.worker_id
            for one, other in pairwise(found)
        )
        assert found
    for each in (store, *stores):
        each.close()


# Absence


def test_an_absence_lists_the_visits_it_touches(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        early = booked(db, who.kim, who.amira, "2026-11-24 08:00")
        inside = booked(db, who.lo, who.amira, "2026-11-24 10:00")
        booked(db, who.kim, who.jonas, "2026-11-24 14:00")
        booked(db, who.kim, who.amira, "2026-11-25 10:00")
        assert ill(db, who, "2026-11-24 08:30", "2026-11-25 00:00") == [early, inside]
        assert ill(db, who, "2026-11-25 00:00", "2026-11-24 00:00") == []
        assert calendar.in_doubt(db, inside)


def test_cover_names_the_stand_in_and_offers_phone_another_day_and_not_now(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00", "office")
        ill(db, who, "2026-11-25 00:00", "2026-11-26 00:00")
        assert calendar.stand_ins(db, visit, deployment=PLAIN) == [who.jonas]
        assert cover(db, who, visit, who.jonas) is None
        (said,) = told(db, who.kim)
        assert keys(said) == ["notice.news", "visit.cannot.meet", "visit.stand_in.meet", "visit.which"]
        assert actions(said) == ["visit.take", "visit.take", "visit.other_day", "visit.not_now"]
        assert outgoing(db, who.kim).best_before == visit.starts


def test_without_a_stand_in_a_free_colleague_can_ring(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        assert cover(db, who, visit, None) is None
        assert calendar.in_doubt(db, visit)  # without an absence entered, too
        (said,) = told(db, who.kim)
        assert "visit.stand_in.ring" in keys(said)
        ring = db.scalars(select(Offer)).one()
        assert (ring.place, ring.worker_id) == ("phone", who.jonas.id)
        assert take(db, ring).outcome == "moved"
        assert not calendar.in_doubt(db, visit)


def test_with_nobody_free_another_day_and_not_now_remain(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        booked(db, who.lo, who.jonas, "2026-11-25 10:30")
        assert refusal(cover(db, who, visit, who.jonas)) == "inbox.visit.taken"
        assert cover(db, who, visit, None) is None
        (said,) = told(db, who.kim)
        assert actions(said) == ["visit.other_day", "visit.not_now"]


def test_another_day_after_an_absence_is_with_the_own_worker(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        ill(db, who, "2026-11-25 00:00", "2026-11-26 00:00")
        cover(db, who, visit, who.jonas)
        offered = db.scalars(select(Offer)).first()
        assert offered is not None
        others = offers.again(db, offered, now=NOW, deployment=PLAIN)
        assert {(each.worker_id, each.place) for each in others} == {(who.amira.id, "home")}
        assert starts(others) == ["11-24 13:00", "11-26 14:00"]
        after = at("2026-11-25 11:30")  # the hour has come and gone, and still they may choose
        late = offers.again(db, offered, now=after, deployment=PLAIN)
        assert take(db, late[0], now=after).outcome == "moved"


def test_not_now_to_an_absence_cancels_and_a_changed_mind_books_again(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        ill(db, who, "2026-11-25 00:00", "2026-11-26 00:00")
        cover(db, who, visit, who.jonas)
        offered = db.scalars(select(Offer)).first()
        assert offered is not None
        assert taking.not_now(db, offered, now=NOW) is visit
        assert (visit.state, visit.cancelled_by) == ("cancelled", "team")
        taken = take(db, offered)
        assert taken.outcome == "booked"
        assert taken.visit is not None
        assert taken.visit.worker_id == who.jonas.id


def test_a_change_today_passes_the_quiet_hours_and_one_of_next_week_waits(store: Store) -> None:
    night = at("2026-11-24 07:36")
    with store.writing() as db:
        who = people(db)
        today = booked(db, who.kim, who.amira, "2026-11-24 10:00")
        later = booked(db, who.lo, who.amira, "2026-12-01 10:00")
        for visit in (today, later):
            absences.offer_cover(db, visit, who.jonas, who.jonas, now=night, deployment=PLAIN)
        assert outgoing(db, who.kim).not_before == night
        assert keys(told(db, who.kim)[0])[:2] == ["notice.today", "visit.cannot_today.come"]
        assert outgoing(db, who.lo).not_before == at("2026-11-24 09:00")


def test_news_that_the_quiet_hours_would_bring_too_late_passes_them(store: Store) -> None:
    evening = at("2026-11-24 21:00")
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 08:30")
        visits.cancel(db, visit, who.amira, now=evening, deployment=PLAIN)
        assert outgoing(db, who.kim).not_before == evening


def test_a_pause_stops_proposals_but_no_news_about_a_visit_that_stands(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        who.kim.paused = True
        assert refusal(propose(db, who, "2026-11-24 10:00", "2026-11-26 10:00")) == "inbox.visit.paused"
        assert cover(db, who, visit, who.jonas) is None
        assert not outgoing(db, who.kim).unasked


# How it went


def test_nobody_says_how_it_went_before_it_began_or_after_it_was_cancelled(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-24 10:00")

        def close(how: visits.How, moment: str) -> Refused | None:
            return visits.close(db, visit, how, who.amira, now=at(moment), deployment=PLAIN)

        assert refusal(close("met", "2026-11-24 09:59")) == "inbox.visit.not_yet"
        assert close("missed", "2026-11-24 10:20") is None
        assert close("missed", "2026-11-24 10:21") is None
        assert close("met", "2026-11-24 10:40") is None
        assert visit.state == "met"
        assert len(told(db, who.kim)) == 1
        visits.cancel_by_tenant(db, visit, now=NOW)
        assert refusal(close("met", "2026-11-24 11:00")) == "inbox.visit.not_booked"


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        ("2026-11-24 15:30", "visit.missed.visit_today"),
        ("2026-11-24 21:00", "visit.missed.visit_day"),  # it leaves on the next morning
        ("2026-11-25 10:00", "visit.missed.visit_day"),
    ],
)
def test_today_is_said_only_on_that_day(store: Store, moment: str, key: str) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-24 14:00")
        visits.close(db, visit, "missed", who.amira, now=at(moment), deployment=PLAIN)
        assert keys(told(db, who.kim)[0]) == ["notice.news", key]


def test_the_fifth_time_is_said_like_the_first(store: Store) -> None:
    """R1: the same words, whatever has been before."""
    with store.writing() as db:
        who = people(db)
        for day in range(1, 6):
            visit = booked(db, who.kim, who.amira, f"2026-12-{day:02} 14:00")
            now = at(f"2026-12-{day:02} 15:00")
            visits.close(db, visit, "missed", who.amira, now=now, deployment=PLAIN)
        assert len({tuple(keys(each)) for each in told(db, who.kim)}) == 1
        assert not alerts.open_alerts(db)
        assert all("miss" not in str(each.say) for each in messages.entries(db, who.kim))


# Changes before staff


def test_one_open_item_a_visit_tells_the_newest_change(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        found = find(db, who.kim)
        visit = take(db, found[0]).visit
        assert visit is not None
        visits.cancel_by_tenant(db, visit, now=NOW)
        (alert,) = alerts.open_alerts(db, kind="visit_changed")
        assert (alert.args["visit"], alert.args["what"]) == (visit.id, "cancelled")
        assert visits.restore(db, visit, now=NOW, deployment=PLAIN)
        (alert,) = alerts.open_alerts(db, kind="visit_changed")
        assert alert.args["what"] == "booked"


def test_undo_is_honest_when_the_time_is_gone(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        visits.cancel_by_tenant(db, visit, now=NOW)
        booked(db, who.lo, who.amira, "2026-11-25 10:00")
        assert not visits.restore(db, visit, now=NOW, deployment=PLAIN)
        assert visit.state == "cancelled"


# Inspections


def inspection(db: Session, who: People, words: str = "2026-11-25 11:00") -> Visit:
    made = inspections.add_inspection(
        db,
        who.kim,
        who.amira,
        visitor="Eva Ek, bostadsbolaget",
        looks_at="element och kranar",
        starts=at(words),
        minutes=20,
        now=NOW,
        deployment=PLAIN,
    )
    assert isinstance(made, Visit)
    return made


def test_an_inspection_is_factual_and_never_a_visit(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = inspection(db, who)
        (said,) = told(db, who.kim)
        assert keys(said)[0] == "notice.private"
        assert all(key.startswith("inspection.") for key in keys(said)[1:])
        assert actions(said) == ["inspection.yes", "inspection.with", "inspection.other"]
        assert refusal(cover(db, who, visit, who.jonas)) == "inbox.visit.not_booked"
        assert refusal(
            visits.close(db, visit, "missed", who.amira, now=at("2026-11-26 09:00"), deployment=PLAIN)
        )
        assert starts(find(db, who.kim)) == ["11-24 13:00", "11-26 14:00"]


def test_an_answer_to_an_inspection_moves_nothing(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = inspection(db, who)
        before = visit.starts
        inspections.answer(db, visit, "another_time", now=NOW)
        assert (visit.starts, visit.revision) == (before, 1)
        inspections.answer(db, visit, "yes", now=NOW)
        assert alerts.open_alerts(db, kind="inspection") == []


def test_the_worker_who_comes_along_is_busy_then(store: Store) -> None:
    with store.writing() as db:
        who = people(db)
        visit = inspection(db, who)
        booked(db, who.lo, who.jonas, "2026-11-25 11:00")

        def attend(worker: Staff) -> Refused | None:
            return inspections.attend(db, visit, worker, who.amira, now=NOW, deployment=PLAIN)

        assert refusal(attend(who.jonas)) == "inbox.visit.taken"
        assert attend(who.amira) is None
        assert not calendar.fits(db, who.amira, at("2026-11-25 11:00"), PLAIN)
        assert "inspection.with_worker" in keys(told(db, who.kim)[-1])


# The lock screen


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
def test_no_message_that_nobody_asked_for_tells_a_stranger_anything(store: Store, language: str) -> None:
    with store.writing() as db:
        who = people(db)
        visit = booked(db, who.kim, who.amira, "2026-11-25 10:00")
        propose(db, who, "2026-11-26 10:00", "2026-11-27 10:00")
        propose(db, who, "2026-11-26 10:00", "2026-11-27 10:00", visit=visit)
        cover(db, who, visit, who.jonas)
        closing = booked(db, who.kim, who.amira, "2026-11-24 10:00")
        visits.close(db, closing, "team_missed", who.amira, now=at("2026-11-24 11:00"), deployment=PLAIN)
        visits.cancel(db, visit, who.amira, now=NOW, deployment=PLAIN)
        landlords = inspection(db, who, "2026-11-30 11:00")
        visits.cancel(db, landlords, who.amira, now=NOW, deployment=PLAIN)
        voice = Voice(language, Deployment().zone)
        said = [
            "\n".join(voice.say(each.key, **each.args) for each in one.lines) for one in told(db, who.kim)
        ]
    assert len(said) == 7
    for text in said:
        found = stranger_reads(text, language)
        assert found == [], text
