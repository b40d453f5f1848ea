"""Reminders as a tenant meets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from storage.tables import Reminder
from tests.harness import Town
from tests.stories.test_visits_changes import booked, now

OpenTown = Callable[..., Awaitable[Town]]


@pytest.mark.parametrize(("country", "language"), [("SE", "nb"), ("NO", "sv")])
async def test_fits_and_the_next_asks_nothing(open_town: OpenTown, country: str, language: str) -> None:
    town = await open_town(country=country)
    kim = await town.tenant("Kim", language)
    await booked(town, kim, "2026-11-26 14:00", place="office")
    await town.at("2026-11-25 17:59")
    await kim.listens()
    kim.hears_nothing()
    await town.at("2026-11-25 18:00")
    await kim.listens()
    kim.hears(
        {"sv": "Passar det?", "nb": "Passer det?"}[language], "kontoret" if language == "nb" else "kontor"
    )
    await kim.taps({"sv": "Ja, det passar", "nb": "Ja, det passer"}[language])
    await town.at("2026-11-26 12:00")
    await kim.listens()
    assert len(kim.texts) == 1
    assert "?" not in kim.last
    assert kim.buttons[:2] == {"sv": ["Flytta", "Avboka"], "nb": ["Flytt", "Avlys"]}[language]


async def test_one_in_the_quiet_hours_is_left_out(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-26 10:00")
    await town.at("2026-11-25 18:00")
    await kim.listens()
    kim.hears("Amira kommer torsdag 26 november kl. 10.00.")
    for time in ("2026-11-26 08:00", "2026-11-26 09:00", "2026-11-26 09:45"):
        await town.at(time)
        await kim.listens()
        kim.hears_nothing()


async def test_a_reminder_speaks_of_the_visit_as_it_then_is(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-26 14:00")
    await kim.presses("Mina besök")
    await kim.taps("Flytta")
    await kim.taps("Annan plats")
    await kim.taps("På telefon")
    await kim.taps("Ons 25/11 14.00")
    assert now(town, row) == ("11-25 14:00", "phone", "Amira", "booked")
    await town.at("2026-11-24 18:00")
    await kim.listens()
    kim.hears("Amira ringer dig onsdag 25 november kl. 14.00.")
    await town.at("2026-11-25 18:00")
    await kim.listens()
    kim.hears_nothing()


async def test_cancelled_from_the_reminder_and_nothing_more_comes(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    row = await booked(town, kim, "2026-11-26 14:00")
    await town.at("2026-11-25 18:00")
    await kim.listens()
    await kim.taps("Avlys")
    kim.hears("Greitt. Besøket er avlyst.")
    await town.at("2026-11-26 12:00")
    await kim.listens()
    kim.hears_nothing()
    assert now(town, row)[3] == "cancelled"


async def test_moved_from_the_reminder_in_one_tap(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    row = await booked(town, kim, "2026-11-26 14:00")
    await town.at("2026-11-25 18:00")
    await kim.listens()
    await kim.taps("Flytta")
    assert kim.buttons[:2] == ["Fre 27/11 13.00", "Mån 30/11 14.00"]
    await kim.taps("Inte nu")
    kim.hears("Okej. Besöket är kvar.", "torsdag 26 november kl. 14.00")
    await kim.taps("Fre 27/11 13.00")
    kim.hears("Klart. Besöket är flyttat.")
    assert now(town, row)[0] == "11-27 13:00"


async def test_call_me_from_the_reminder_stands_before_staff(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-26 14:00")
    await town.at("2026-11-25 18:00")
    await kim.listens()
    await kim.taps("Kan ni ringa mig?")
    assert len(town.alerts("call")) == 1


async def test_words_after_a_tap_are_no_answer_to_a_reminder(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for day in (24, 25, 26):
        await booked(town, kim, f"2026-11-{day} 14:00")
    for day in (23, 24, 25):
        await town.at(f"2026-11-{day} 18:00")
        await kim.listens()
        await kim.taps("Ja, det passar")
        await kim.says("hej")
        assert "färre" not in " ".join(kim.texts)


async def test_fewer_are_offered_once(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for day in (24, 25, 26, 27):
        await booked(town, kim, f"2026-11-{day} 10:00")
    offered = 0
    for day in (23, 24, 25, 26):
        await town.at(f"2026-11-{day} 18:00")
        await kim.says("nä")
        offered += "Vill du ha färre påminnelser?" in " ".join(kim.texts)
        if day == 24:
            await kim.taps("En påminnelse")
            assert kim.texts == ["Okej. Du får en påminnelse, kvällen före."]
    assert offered == 1


async def test_a_tenant_who_wants_none_gets_none(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-26 14:00")
    await town.does(lambda db: setattr(kim.row(db), "reminders", "none"))
    for time in ("2026-11-25 18:00", "2026-11-26 12:00"):
        await town.at(time)
        await kim.listens()
        kim.hears_nothing()
    reasons = town.sees(lambda db: [each.reason for each in db.scalars(select(Reminder))])
    assert reasons == ["switched_off", "switched_off"]


async def test_hours_of_standstill_flood_nobody(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await booked(town, kim, "2026-11-26 14:00")
    await town.at("2026-11-26 13:50")
    await kim.listens()
    kim.hears_nothing()
    assert len(town.alerts("late")) == 1
