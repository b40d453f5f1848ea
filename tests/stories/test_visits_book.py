"""Booking a visit: whole proposals, one tap, and the ways out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from storage.tables import Visit
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


def visits(town: Town) -> list[tuple[str, str, str]]:
    """Day and time, place and state of every visit, as they are kept."""

    def look(visit: Visit) -> tuple[str, str, str]:
        return town.deployment.local(visit.starts).strftime("%m-%d %H:%M"), visit.place, visit.state

    return town.sees(lambda db: [look(each) for each in db.query(Visit).order_by(Visit.id)])


async def test_tired_on_a_monday_night(open_town: OpenTown) -> None:
    """The first scene, from the wish for a visit to no more reminders."""
    town = await open_town(at="2026-11-23 23:40")
    kim = await town.tenant("Kim", "sv")
    await kim.says("Boka besök")
    kim.hears(
        "Amira kan komma onsdag 25 november kl. 13.00.", "torsdag 26 november kl. 14.00", "hemma hos dig"
    )
    assert kim.buttons == [
        "Ons 25/11 13.00",
        "Tors 26/11 14.00",
        "Annan dag",
        "Annan plats",
        "Annan tid",
        "Inte nu",
    ]
    await kim.taps("Tors 26/11 14.00")
    kim.hears("Besöket är bokat", "Amira kommer torsdag 26 november kl. 14.00", "hemma hos dig")

    await town.at("2026-11-25 18:00")
    await kim.listens()
    kim.hears("Du har en påminnelse.\nAmira kommer torsdag 26 november kl. 14.00.", "Passar det?")
    assert kim.buttons == ["Ja, det passar", "Flytta", "Avboka", "Kan ni ringa mig?"]
    await kim.says("lägg av för fan")
    kim.hears("Sparat.", "Ingen av oss läser före torsdag 26 november kl. 8.00", "Amira läser")

    await town.at("2026-11-26 12:00")
    await kim.listens()
    kim.hears("Du har en påminnelse.")
    await kim.says("sluta")
    kim.hears("Sparat. Vill du ha färre påminnelser?", "Amira läser")
    assert kim.buttons[:3] == ["Inga", "En påminnelse", "Som nu"]
    await kim.taps("Inga")
    assert kim.texts == ["Okej. Besöket är kvar."]
    assert visits(town) == [("11-26 14:00", "home", "booked")]


@pytest.mark.parametrize(
    ("country", "language", "words", "time", "heard"),
    [
        ("SE", "nb", "Avtal besøk", "Ons 25.11. 13.00", "Amira kommer onsdag 25. november kl. 13.00."),
        ("NO", "sv", "Boka besök", "Ons 25/11 13.00", "Amira kommer onsdag 25 november kl. 13.00."),
        ("NO", "nn", "/book", "Ons 25.11. 13.00", "Amira kjem onsdag 25. november kl. 13.00."),
    ],
)
async def test_booking_speaks_the_tenants_language_in_either_country(
    open_town: OpenTown, *, country: str, language: str, words: str, time: str, heard: str
) -> None:
    town = await open_town(at="2026-11-23 23:40", country=country)
    kim = await town.tenant("Kim", language)
    await kim.says(words)
    await kim.taps(time)
    kim.hears(heard)
    assert visits(town) == [("11-25 13:00", "home", "booked")]
    assert [each.args["what"] for each in town.alerts("visit_changed")] == ["booked"]


async def test_another_day_another_place_and_not_now(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Nytt besök")
    assert kim.buttons[:2] == ["Tis 24/11 13.00", "Ons 25/11 14.00"]
    await kim.taps("Annan dag")
    assert kim.buttons[:2] == ["Mån 23/11 15.00", "Tors 26/11 15.00"]
    await kim.taps("Annan dag")
    assert kim.buttons[:2] == ["Fre 27/11 13.00", "Mån 30/11 14.00"]
    await kim.taps("Annan plats")
    assert kim.buttons == ["Utomhus", "Mötesplatsen", "Kontoret", "På telefon"]
    await kim.taps("Utomhus")
    kim.hears("Amira kan träffa dig tisdag 24 november kl. 13.00.", "Ni ses utomhus.")
    await kim.taps("Inte nu")
    assert kim.texts == ["Okej. Du kan välja senare."]
    assert visits(town) == []
    await kim.taps("Tis 24/11 13.00")
    kim.hears("Klart. Besöket är bokat.", "utomhus", "Skriv gärna var. Amira läser det.")
    assert visits(town) == [("11-24 13:00", "outside", "booked")]


async def test_a_visit_on_the_phone_is_a_call(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.presses("Nytt besøk")
    await kim.taps("Et annet sted")
    await kim.taps("På telefon")
    kim.hears("Amira kan ringe deg tirsdag 24. november kl. 13.00.")
    await kim.taps("Tirs 24.11. 13.00")
    kim.hears("Samtalen er avtalt", "Amira ringer deg")
    await kim.taps("Avlys")
    kim.hears("Samtalen er avlyst")


async def test_another_time_goes_to_the_worker_in_own_words(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Nytt besök")
    await kim.taps("Annan tid")
    kim.hears("passar dig.", "Amira läser")
    await kim.says("sent på lördan om det går 🙃")
    kim.hears("Sparat.", "Amira läser")
    assert [each.text for each in town.thread(kim) if each.author == "tenant"] == [
        "sent på lördan om det går 🙃"
    ]
    assert visits(town) == []


async def test_nothing_free_says_so_and_takes_own_words(open_town: OpenTown) -> None:
    town = await open_town(office_hours={})
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Nytt besök")
    kim.hears("Just nu finns ingen ledig tid.", "passar dig.")
    assert kim.buttons == ["Kan ni ringa mig?", "Inte nu"]
    await kim.says("vilken dag som helst")
    kim.hears("Sparat.")


async def test_a_taken_time_is_answered_with_others(town: Town) -> None:
    kim, lo = await town.tenant("Kim", "sv"), await town.tenant("Lo", "nb")
    await kim.presses("Nytt besök")
    await lo.presses("Nytt besøk")
    await kim.taps("Tis 24/11 13.00")
    await lo.taps("Tirs 24.11. 13.00")
    lo.hears("Den tiden er opptatt nå.", "Amira kan komme")
    assert lo.buttons[:2] == ["Tirs 24.11. 11.00", "Ons 25.11. 14.00"]
    assert visits(town) == [("11-24 13:00", "home", "booked")]


async def test_an_old_proposal_is_answered_with_how_it_is_now(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Nytt besök")
    first = kim.heard[-1]
    await kim.taps("Ons 25/11 14.00")
    other = first.button("Tis 24/11 13.00").data or ""
    await kim.taps_data(other)
    kim.hears("Du har redan valt en tid.", "Amira kommer onsdag 25 november kl. 14.00.")
    await town.at("2026-12-08 10:00")
    await kim.taps_data(other)
    kim.hears("Besöket har redan varit.", "Vill du ha en ny tid?")
    assert len(visits(town)) == 1


async def test_a_time_that_is_too_near_is_answered_with_others(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Nytt besök")
    await town.at("2026-11-24 11:00")
    await kim.taps("Tis 24/11 13.00")
    kim.hears("Den tiden går inte att boka längre.", "Amira kan komma")
    assert visits(town) == []


async def test_two_at_once_on_either_database(any_town: Town) -> None:
    """Both tap the same time at the same moment: one gets it, the other is offered others."""
    people = [await any_town.tenant(name, "sv") for name in ("Kim", "Lo", "Mio", "Noa")]
    for each in people:
        await each.presses("Nytt besök")
    await _all_tap("Tis 24/11 13.00", people)
    assert visits(any_town) == [("11-24 13:00", "home", "booked")]
    heard = [each.last for each in people]
    assert sum("Besöket är bokat" in each for each in heard) == 1
    assert sum("Den tiden är upptagen nu." in each for each in heard) == 3


async def _all_tap(label: str, people: list[Resident]) -> None:
    await asyncio.gather(*(each.phone.tap(label) for each in people))
    for each in people:
        await each.listens()
