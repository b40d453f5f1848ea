"""Visits change: fits, moved, cancelled, by the tenant in one tap and by the team only with a yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from storage.tables import Offer, Visit
from support import absences, inspections, proposing, visits
from support.say import Refused
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


def moment(town: Town, words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=town.deployment.zone)


async def booked(town: Town, tenant: Resident, at: str, *, place: str = "home", worker: str = "Amira") -> int:
    """A visit that was agreed before the story begins."""

    def book(db: Session) -> int:
        made = visits.book(
            db,
            tenant.row(db),
            town.worker(db, worker),
            moment(town, at),
            place,
            now=town.now,
            deployment=town.deployment,
        )
        assert made is not None
        return made.id

    return await town.does(book)


def visit(db: Session, visit_id: int) -> Visit:
    found = db.get(Visit, visit_id)
    assert found is not None
    return found


def now(town: Town, visit_id: int) -> tuple[str, str, str, str]:
    """Time, place, who, state."""

    def look(db: Session) -> tuple[str, str, str, str]:
        at = visit(db, visit_id)
        who = at.worker.name if at.worker else ""
        return town.deployment.local(at.starts).strftime("%m-%d %H:%M"), at.place, who, at.state

    return town.sees(look)


async def test_absent_this_morning(open_town: OpenTown) -> None:
    """The second scene: the worker is ill, the tenant chooses."""
    town = await open_town(at="2026-11-23 10:00")
    kim = await town.tenant("Kim", "nb")
    row = await booked(town, kim, "2026-11-24 10:00")
    await town.at("2026-11-24 07:36")

    def ill(db: Session) -> None:
        amira, jonas = town.worker(db, "Amira"), town.worker(db, "Jonas")
        ends = moment(town, "2026-11-26 00:00")
        touched = absences.enter_absence(db, amira, town.now, ends, jonas, now=town.now)
        assert [each.id for each in touched] == [row]
        refused = absences.offer_cover(db, touched[0], jonas, jonas, now=town.now, deployment=town.deployment)
        assert refused is None

    await town.does(ill)
    await kim.listens()
    kim.hears("Det gjelder i dag.\nAmira kan ikke komme kl. 10.00.\nJonas kan komme da.\nHva passer?")
    assert kim.buttons == ["Jonas kan komme", "På telefon", "En annen dag", "Ikke nå"]
    await kim.says("kjenner ikke han")
    kim.hears("Lagret.", "Ingen av oss leser før tirsdag 24. november kl. 8.00.", "kollega")
    await kim.taps("En annen dag")
    assert kim.buttons[0] == "Tors 26.11. 13.00"
    await kim.taps("Tors 26.11. 13.00")
    kim.hears("Besøket er flyttet", "Amira kommer torsdag 26. november kl. 13.00.")
    assert now(town, row) == ("11-26 13:00", "home", "Amira", "booked")


@pytest.mark.parametrize(
    ("label", "heard", "then"),
    [
        (
            "Jonas kan komma",
            "Jonas kommer tisdag 24 november kl. 14.00.",
            ("11-24 14:00", "home", "Jonas", "booked"),
        ),
        (
            "På telefon",
            "Jonas ringer dig tisdag 24 november kl. 14.00.",
            ("11-24 14:00", "phone", "Jonas", "booked"),
        ),
        ("Inte nu", "Besöket är avbokat.", ("11-24 14:00", "home", "Amira", "cancelled")),
    ],
)
async def test_stand_in_phone_or_not_now(
    town: Town, label: str, heard: str, then: tuple[str, str, str, str]
) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-24 14:00")

    def ill(db: Session) -> None:
        amira, jonas = town.worker(db, "Amira"), town.worker(db, "Jonas")
        ends = moment(town, "2026-11-25 00:00")
        (touched,) = absences.enter_absence(db, amira, town.now, ends, jonas, now=town.now)
        absences.offer_cover(db, touched, jonas, jonas, now=town.now, deployment=town.deployment)

    await town.does(ill)
    await kim.listens()
    kim.hears("Du har ett meddelande.\nAmira kan inte komma tisdag 24 november kl. 14.00.")
    await kim.presses("Mina besök")
    kim.hears("Amira kan inte komma tisdag 24 november kl. 14.00.")
    await town.at("2026-11-23 18:00")
    await kim.listens()
    kim.hears_nothing()  # the old reminder has stopped
    await kim.taps(label)
    kim.hears(heard)
    assert now(town, row) == then


async def test_staff_move_a_visit_only_with_a_yes(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    row = await booked(town, kim, "2026-11-25 10:00")

    def proposes(db: Session) -> None:
        times = [moment(town, "2026-11-26 09:00"), moment(town, "2026-11-27 14:00")]
        made = proposing.propose(
            db,
            kim.row(db),
            town.worker(db, "Amira"),
            times,
            "home",
            now=town.now,
            deployment=town.deployment,
            visit=visit(db, row),
        )
        assert not isinstance(made, Refused)

    await town.does(proposes)
    await kim.listens()
    kim.hears(
        "Du har ei melding.\nAmira vil byte tid. No er det onsdag 25. november kl. 10.00.",
        "Den tida gjeld til du vel.",
        "Amira kan kome torsdag 26. november kl. 9.00.",
        "Eller fredag 27. november kl. 14.00.",
    )
    assert kim.buttons[2:] == ["Ein annan dag", "Ein annan stad", "Ei anna tid", "Ikkje no"]
    await kim.taps("Ikkje no")
    kim.hears("Greitt. Besøket er som avtalt.", "onsdag 25. november kl. 10.00")
    assert now(town, row)[0] == "11-25 10:00"
    await kim.taps("Fre 27.11. 14.00")
    kim.hears("Greitt. Besøket er flytta.", "fredag 27. november kl. 14.00")
    assert now(town, row) == ("11-27 14:00", "home", "Amira", "booked")
    assert [each.args["what"] for each in town.alerts("visit_changed")] == ["agreed"]


async def test_fits_move_and_cancel_in_one_tap(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-26 14:00")
    await kim.says("/visits")
    kim.hears("Amira kommer torsdag 26 november kl. 14.00.\nNi ses hemma hos dig.")
    assert kim.buttons == ["Ja, det passar", "Flytta", "Avboka"]
    old = kim.heard[-1]
    await kim.taps("Ja, det passar")
    kim.hears("Tack.", "torsdag 26 november kl. 14.00")
    await kim.taps("Flytta")
    kim.hears("Amira kan komma tisdag 24 november kl. 13.00.", "Eller onsdag 25 november kl. 14.00.")
    await kim.taps("Ons 25/11 14.00")
    kim.hears("Klart. Besöket är flyttat.", "onsdag 25 november kl. 14.00")
    await kim.taps_data(old.button("Avboka").data or "")
    kim.hears("Så här är det nu.", "onsdag 25 november kl. 14.00")
    assert now(town, row)[3] == "booked"
    await kim.taps("Avboka")
    kim.hears("Okej. Besöket är avbokat.")
    assert now(town, row)[3] == "cancelled"
    await kim.taps("Ångra")
    kim.hears("Okej. Besöket är bokat igen.", "onsdag 25 november kl. 14.00")
    await kim.taps_data(old.button("Flytta").data or "")
    kim.hears("Så här är det nu.")
    assert len(town.alerts("visit_changed")) == 1


async def test_the_team_cancels_and_offers_a_new_time(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    row = await booked(town, kim, "2026-11-24 10:00")

    def cancels(db: Session) -> None:
        amira = town.worker(db, "Amira")
        assert visits.cancel(db, visit(db, row), amira, now=town.now, deployment=town.deployment) is None

    await town.does(cancels)
    await kim.listens()
    kim.hears(
        "Du har en melding.\nAvtalen tirsdag 24. november kl. 10.00 er avlyst.\nVil du finne en ny tid?"
    )
    await kim.taps("Nytt besøk")
    kim.hears("Amira kan komme")
    await town.at("2026-11-23 18:00")
    await kim.listens()
    kim.hears_nothing()


@pytest.mark.parametrize(
    ("how", "heard"),
    [
        ("missed", "Vi sågs inte idag. Vill du ha en ny tid?"),
        ("team_missed", "Vi kom inte idag. Det var vårt fel. Förlåt. Vill du ha en ny tid?"),
    ],
)
async def test_only_a_press_says_that_you_did_not_meet(town: Town, how: visits.How, heard: str) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-24 13:00")
    await town.at("2026-11-24 15:00")
    await kim.listens()
    kim.hears_nothing()

    def closes(db: Session) -> None:
        amira = town.worker(db, "Amira")
        assert visits.close(db, visit(db, row), how, amira, now=town.now, deployment=town.deployment) is None

    await town.does(closes)
    await kim.listens()
    assert kim.texts == [f"Du har ett meddelande.\n{heard}"]
    assert kim.buttons == ["Nytt besök", "Inte nu"]
    assert not [each for each in town.thread(kim) if each.say and "miss" in str(each.say)]


async def test_an_inspection_is_the_landlords(open_town: OpenTown) -> None:
    town = await open_town(country="NO")
    kim = await town.tenant("Kim", "sv")

    def adds(db: Session) -> int:
        made = inspections.add_inspection(
            db,
            kim.row(db),
            town.worker(db, "Amira"),
            visitor="Eva Ek",
            looks_at="element och kranar",
            starts=moment(town, "2026-11-25 11:00"),
            minutes=20,
            now=town.now,
            deployment=town.deployment,
        )
        assert isinstance(made, Visit)
        return made.id

    row = await town.does(adds)
    await kim.listens()
    kim.hears(
        "Från hyresvärden: teknisk besiktning.",
        "Eva Ek kommer onsdag 25 november kl. 11.00.",
        "De tittar på: element och kranar.",
        "Det tar 20 minuter.",
    )
    assert "hyresvärd" not in kim.last[:80]
    assert kim.buttons == ["Ja", "Ja, om Amira kommer", "Annan tid"]
    await kim.taps("Annan tid")
    kim.hears("Sparat. Amira frågar hyresvärden. Än så länge gäller onsdag 25 november kl. 11.00.")
    assert now(town, row)[0] == "11-25 11:00"
    assert [each.args["what"] for each in town.alerts("inspection")] == ["another_time"]

    def moves(db: Session) -> None:
        amira = town.worker(db, "Amira")
        starts = moment(town, "2026-11-27 11:00")
        inspections.move_inspection(
            db, visit(db, row), starts, amira, now=town.now, deployment=town.deployment
        )

    await town.does(moves)
    await kim.listens()
    kim.hears("Eva Ek kommer fredag 27 november kl. 11.00.", "Passar det?")
    await kim.taps("Ja, om Amira kommer")
    kim.hears("Sparat. Amira får se att du vill det.")
    assert [each.args["what"] for each in town.alerts("inspection")] == ["yes_with_worker"]

    def comes(db: Session) -> None:
        amira = town.worker(db, "Amira")
        inspections.attend(db, visit(db, row), amira, amira, now=town.now, deployment=town.deployment)

    await town.does(comes)
    await kim.listens()
    kim.hears("Från hyresvärden", "Amira är med.")
    await kim.presses("Mina besök")
    kim.hears("Från hyresvärden: teknisk besiktning.", "fredag 27 november kl. 11.00")


async def test_a_button_of_another_tenant_or_of_nothing_changes_nothing(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    lo = await town.tenant("Lo", "sv")
    row = await booked(town, kim, "2026-11-26 14:00")
    offer = await town.does(lambda db: _offer_of(db, kim, town))
    stranger_buttons = [
        *(f"b:visit.{each}:{row}:1" for each in ("fits", "move", "cancel", "restore")),
        *(f"b:visit.{each}:{offer}:" for each in ("take", "other_day", "other_place", "place", "not_now")),
        *(f"b:inspection.{each}:{row}:1" for each in ("yes", "with", "other")),
        "b:visit.take:999999:",
        "b:visit.cancel:x:y",
    ]
    for data in stranger_buttons:
        await taps_raw(town, lo, data)
        await lo.listens()
        assert lo.texts, data
    assert now(town, row) == ("11-26 14:00", "home", "Amira", "booked")
    assert town.alerts() == []


def _offer_of(db: Session, tenant: Resident, town: Town) -> int:
    made = proposing.propose(
        db,
        tenant.row(db),
        town.worker(db, "Amira"),
        [moment(town, "2026-11-25 09:00"), moment(town, "2026-11-25 13:00")],
        "home",
        now=town.now,
        deployment=town.deployment,
    )
    assert not isinstance(made, Refused)
    assert isinstance(made[0], Offer)
    return made[0].id


async def taps_raw(town: Town, tenant: Resident, data: str) -> None:
    """A button that this tenant's chat never had: it must do nothing to others."""
    await tenant.marks()
    person = {"id": tenant.phone.id, "is_bot": False, "first_name": "Lo"}
    await town.phone.inject(
        {
            "callback_query": {
                "id": "1",
                "from": person,
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": 1,
                    "date": 0,
                    "chat": {"id": tenant.phone.id, "type": "private", "first_name": "Lo"},
                },
            }
        }
    )
