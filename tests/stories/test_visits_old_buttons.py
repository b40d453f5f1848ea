"""Old buttons of visits tell how it is now, and nothing says that a visit stands when its worker is away (R19)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import Visit
from support import absences, inspections, visits
from tests.harness import Resident, Town


def moment(town: Town, words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=town.deployment.zone)


async def booked(town: Town, tenant: Resident, at: str, place: str = "home") -> int:
    """A visit that was agreed before the story begins."""

    def book(db: Session) -> int:
        who, starts = town.worker(db, "Amira"), moment(town, at)
        made = visits.book(db, tenant.row(db), who, starts, place, now=town.now, deployment=town.deployment)
        assert made is not None
        return made.id

    return await town.does(book)


async def away(town: Town, until: str) -> None:
    """Amira cannot come until then, and nobody has told the tenants yet."""

    def ill(db: Session) -> None:
        amira, jonas = town.worker(db, "Amira"), town.worker(db, "Jonas")
        absences.enter_absence(db, amira, town.now, moment(town, until), jonas, now=town.now)

    await town.does(ill)


def state(town: Town, visit: int) -> str:
    return town.sees(lambda db: db.get_one(Visit, visit).state)


async def test_ways_out_of_a_proposal_that_was_taken(town: Town) -> None:
    """Whichever time was taken, *not now* and the others speak of the visit that came of it."""
    kim = await town.tenant("Kim", "sv")
    for which in (0, 1):
        await kim.says("/book")
        proposal = kim.heard[-1]
        data = [each.data or "" for row in proposal.buttons for each in row]
        await kim.taps_data(data[which])
        kim.hears("Klart. Besöket är bokat.")
        comes = kim.last.splitlines()[1]
        await kim.taps_data(data[3])
        kim.hears("Du har redan valt en tid.", comes)
        await kim.taps_data(data[4])
        kim.hears("Skriv vilken tid som passar dig.", "Tills dess gäller")
        await kim.taps_data(data[5])
        kim.hears("Okej. Besöket är kvar.", comes)


async def test_not_now_to_an_older_proposal_cancels_nothing(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-26 14:00")
    await kim.presses("Mina besök")
    await kim.taps("Flytta")
    await away(town, "2026-11-28 00:00")
    await kim.taps("Inte nu")
    kim.hears("Amira kan inte komma torsdag 26 november kl. 14.00.")
    assert state(town, row) == "booked"
    assert "Annan dag" in kim.buttons


async def test_undo_after_the_time_has_passed(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-24 14:00")
    await kim.presses("Mina besök")
    await kim.taps("Avboka")
    await town.at("2026-11-25 10:00")
    await kim.taps("Ångra")
    kim.hears("Den tiden går inte att boka längre.", "Amira kan komma")


async def test_stop_says_how_the_visits_are(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    await booked(town, ola, "2026-11-24 14:00")
    await booked(town, ola, "2026-11-26 10:00", "phone")
    await away(town, "2026-11-25 00:00")
    await ola.says("/stop")
    ola.hears("Amira kan ikke komme tirsdag 24. november kl. 14.00.")
    ola.hears("Samtalen torsdag 26. november kl. 10.00 er som avtalt.")


async def test_no_more_reminders_while_the_worker_is_away(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-24 14:00")
    await town.at("2026-11-23 18:00")
    await kim.says("jaha")
    await town.at("2026-11-24 12:00")
    await kim.says("sluta")
    kim.hears("Vill du ha färre påminnelser?")
    await away(town, "2026-11-25 00:00")
    await kim.taps("Inga")
    assert kim.texts == ["Okej. Det kommer inga påminnelser."]


async def test_an_inspection_while_the_worker_is_away_promises_nothing_of_theirs(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")

    def told(db: Session) -> None:
        inspections.add_inspection(
            db, ola.row(db), town.worker(db, "Jonas"), visitor="Eva Ek", looks_at="kraner", minutes=30,
            starts=moment(town, "2026-11-25 11:00"), now=town.now, deployment=town.deployment,
        )  # fmt: skip

    await town.does(told)
    await away(town, "2026-11-28 00:00")
    await ola.taps("En annen tid")
    ola.hears("Lagret. Vi spør utleieren. Foreløpig gjelder", "Amira er borte. En kollega leser.")
    await ola.taps("Ja, hvis Amira kommer")
    ola.hears("Lagret. Vi får se at du vil det.")
