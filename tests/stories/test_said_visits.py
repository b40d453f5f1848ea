"""Visits in words: what is booked, moved or cancelled is tapped, and what cannot be is said plainly."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.tables import Absence, Tenant, Visit
from support import messages, visits
from tests.harness import Resident, Town

WEDNESDAY, THURSDAY, FRIDAY = "2026-11-25", "2026-11-26", "2026-11-27"


def booked(town: Town) -> list[str]:
    """Every visit as it is kept."""

    def look(each: Visit) -> str:
        return f"{town.deployment.local(each.starts):%m-%d %H:%M} {each.state}"

    return town.sees(lambda db: [look(each) for each in db.query(Visit).order_by(Visit.id)])


def waits(town: Town, kim: Resident) -> bool:
    """Whether a human is to read."""
    return town.sees(lambda db: messages.thread_of(db, kim.row(db)).waiting_since) is not None


def written(town: Town, kim: Resident) -> list[str | None]:
    """The tenant's words, as the thread keeps them."""
    return [each.text for each in town.thread(kim) if each.author == "tenant"]


def understood(town: Town, kim: Resident) -> list[str]:
    """What was made of the last words."""
    last = [each for each in town.thread(kim) if each.author == "tenant"][-1]
    return list((last.understood or {}).get("intents", []))


async def has_visit(town: Town, kim: Resident, day: str, time: str = "14:00") -> None:
    """A visit by Amira, at home."""
    starts = datetime.fromisoformat(f"{day} {time}").replace(tzinfo=town.deployment.zone)
    await town.does(
        lambda db: visits.book(
            db,
            kim.row(db),
            town.worker(db, "Amira"),
            starts,
            "home",
            now=town.now,
            deployment=town.deployment,
        )
    )


@pytest.mark.parametrize(
    ("language", "words", "heard"),
    [
        ("sv", "Skulle ni kunna titta förbi på onsdag fm?", "Amira kan komma onsdag 25 november kl. 9.00."),
        ("sv", "kann ni komma tosdag klockan 10 ?", "Amira kan komma torsdag 26 november kl. 10.00."),
        ("nb", "kunne dere stukket innom fredag kl 13", "Amira kan komme fredag 27. november kl. 13.00."),
        ("nn", "kan nokon kome te meg onsdag klokka ti", "Amira kan kome onsdag 25. november kl. 10.00."),
    ],
)
async def test_a_wish_in_words_is_proposed_and_booked_by_a_tap(
    town: Town, language: str, words: str, heard: str
) -> None:
    kim = await town.tenant("Kim", language)
    await kim.says(words)
    shown = kim.hears(heard)
    assert booked(town) == []
    assert shown.labels[-1] in ("Skicka till Amira", "Send til Amira")
    assert not waits(town, kim)
    entry = town.thread(kim)[-1]
    assert (entry.text, understood(town, kim)) == (words, ["book_visit"]), (
        "the words stand as they were written"
    )
    await kim.taps(shown.labels[0])
    assert len(booked(town)) == 1
    assert kim.texts[0].startswith(("Klart.", "Da er det", "Ferdig", "Greit", "Klart", "Då er"))


async def test_a_plain_yes_takes_the_one_time_that_was_proposed(any_town: Town) -> None:
    town = any_town
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma fredag kl 14")
    kim.hears("Amira kan komma fredag 27 november kl. 14.00.", "Passar det?")
    await kim.says("Ja tack!")
    assert kim.hears("Besöket är bokat", "fredag 27 november kl. 14.00").labels[:2] == ["Flytta", "Avboka"]
    assert booked(town) == ["11-27 14:00 booked"]


async def test_a_yes_that_may_mean_two_times_is_asked_back(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("/book")
    await kim.says("ja")
    kim.hears("tisdag 24 november", "onsdag 25 november", "Vad passar?")
    await kim.says("onsdag passar bra")
    shown = kim.hears("Amira kan komma onsdag 25 november kl. 14.00.", "Passar det?")
    assert "tisdag" not in shown.text
    assert booked(town) == []
    await kim.says("ja")
    assert booked(town) == ["11-25 14:00 booked"]


async def test_two_readings_are_both_asked_about(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma nästa fredag")
    assert sorted(kim.hears("Vilken tid menar du?").labels[:2]) == ["Fre 27/11", "Fre 4/12"]
    await kim.taps("Fre 4/12")
    kim.hears("Amira kan komma fredag 4 december")
    assert booked(town) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("kan ni komma på lördag", "Vi har stängt lördag 28 november."),
        ("kan ni komma på juldagen", "Vi har stängt fredag 25 december."),
        ("kan ni komma 31 november", "Datumet ”31 november” finns inte."),
        ("kan nån komma idag klockan 11", "Så snart går det inte att boka här."),
    ],
)
async def test_what_cannot_be_is_said_with_the_nearest_times(town: Town, words: str, why: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says(words)
    shown = kim.hears(why)
    assert shown.text.count("kl. ") == 2, "two times beside it"
    assert "Annan tid" in shown.labels


async def test_the_own_worker_first_then_a_colleague_by_name(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    liv = await town.tenant("Liv", "sv")
    await has_visit(town, liv, FRIDAY, "10:00")
    await kim.says("kan ni komma fredag kl 10")
    shown = kim.hears("Amira har ingen ledig tid då.", "Jonas kan komma fredag 27 november kl. 10.00.")
    assert "Amira kan komma" in shown.text, "her nearest time stands beside"

    def everybody_away(db: object) -> None:
        for name in ("Amira", "Jonas"):
            starts = datetime.fromisoformat(f"{FRIDAY} 00:00").replace(tzinfo=town.deployment.zone)
            db.add(  # type: ignore[attr-defined]
                Absence(
                    staff_id=town.worker(db, name).id,  # type: ignore[arg-type]
                    starts=starts,
                    ends=starts.replace(hour=23),
                    created_at=town.now,
                )
            )

    await town.does(everybody_away)
    await kim.says("hallå kan någon komma på fredag förmiddag")
    kim.hears("Då finns ingen ledig tid.", "Amira kan komma", "torsdag 26 november kl. 9.00")


async def test_a_rhythm_goes_to_a_person_and_the_first_time_is_proposed(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.says("kan dere komme hver torsdag kl 10")
    kim.hears("Her kan du avtale én gang om gangen.", "Amira kan komme torsdag 26. november kl. 10.00.")
    kim.hears("Lagret.", "Amira leser")
    assert waits(town, kim)


async def test_a_visit_is_moved_from_and_to_by_a_tap(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    await has_visit(town, kim, THURSDAY)
    await has_visit(town, kim, FRIDAY)
    await kim.says("kan vi flytte besøket frå fredag til onsdag føremiddag?")
    shown = kim.hears(
        "Det gjeld besøket fredag 27. november kl. 14.00.", "Amira kan kome onsdag 25. november"
    )
    assert booked(town) == ["11-26 14:00 booked", "11-27 14:00 booked"]
    await kim.taps(shown.labels[0])
    assert booked(town) == ["11-26 14:00 booked", "11-25 09:00 booked"]


async def test_not_thursday_but_friday_moves_thursdays_visit(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, THURSDAY)
    await kim.says("kan inte torsdag, fredag funkar")
    kim.hears("Det gäller besöket torsdag 26 november kl. 14.00.", "Amira kan komma fredag 27 november")
    assert booked(town) == ["11-26 14:00 booked"]


@pytest.mark.parametrize(
    ("language", "words", "heard"),
    [
        ("sv", "kan ni komma en timme senare?", "Amira kan komma torsdag 26 november kl. 15.00."),
        ("sv", "går det att ta besöket en halvtimme tidigare på torsdag", "torsdag 26 november kl. 13.30."),
        ("nb", "kan vi utsette det en uke", "Amira kan komme torsdag 3. desember kl. 14.00."),
        ("nn", "kan de kome ein time tidlegare", "Amira kan kome torsdag 26. november kl. 13.00."),
    ],
)
async def test_so_much_later_is_counted_from_the_visit_that_is_booked(
    town: Town, language: str, words: str, heard: str
) -> None:
    kim = await town.tenant("Kim", language)
    await has_visit(town, kim, THURSDAY)
    await kim.says(words)
    shown = kim.hears("torsdag 26", heard)
    assert booked(town) == ["11-26 14:00 booked"]
    await kim.taps(shown.labels[0])
    assert booked(town) != ["11-26 14:00 booked"]


async def test_so_much_later_asks_which_visit_and_keeps_the_hour(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, THURSDAY)
    await has_visit(town, kim, FRIDAY, "10:00")
    await kim.says("kan ni komma en timme senare")
    assert kim.hears("Vilket besök menar du?").labels[:2] == ["Tors 26/11 14.00", "Fre 27/11 10.00"]
    await kim.taps("Fre 27/11 10.00")
    kim.hears("Amira kan komma fredag 27 november kl. 11.00.")
    assert booked(town) == ["11-26 14:00 booked", "11-27 10:00 booked"]


async def test_which_visit_is_asked_where_it_is_not_said(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, THURSDAY)
    await has_visit(town, kim, FRIDAY)
    await kim.says("kan vi flytta besöket?")
    assert kim.hears("Vilket besök menar du?").labels[:2] == ["Tors 26/11 14.00", "Fre 27/11 14.00"]
    await kim.taps("Fre 27/11 14.00")
    kim.hears("Amira kan komma")
    await kim.says("avboka")
    assert kim.hears("Vilket besök menar du?").labels[:2] == [
        "Avboka tors 26/11 14.00",
        "Avboka fre 27/11 14.00",
    ]
    assert booked(town) == ["11-26 14:00 booked", "11-27 14:00 booked"]


@pytest.mark.parametrize(
    ("language", "words", "asked", "press"),
    [
        ("sv", "måste lämna återbud på torsdag", "Vill du avboka?", "Avboka"),
        ("nb", "jeg kan ikke på torsdag likevel", "Vil du avlyse?", "Avlys"),
        ("nn", "avlys besøket torsdag", "Vil du avlyse?", "Avlys"),
    ],
)
async def test_cancelling_shows_the_visit_and_waits_for_the_tap(
    town: Town, language: str, words: str, asked: str, press: str
) -> None:
    kim = await town.tenant("Kim", language)
    await has_visit(town, kim, THURSDAY)
    await kim.says(words)
    kim.hears("torsdag 26", "14.00", asked)
    await kim.says("ja")
    assert booked(town) == ["11-26 14:00 booked"], "nothing is cancelled by words"
    await kim.taps(press)
    assert booked(town) == ["11-26 14:00 cancelled"]


@pytest.mark.parametrize(
    ("language", "words", "press", "either"),
    [
        ("sv", "kan inte på torsdag, sjuk. vi ses fredag", "Avboka", "Avboka tors 26/11 14.00"),
        ("nb", "jeg kan ikke torsdag, syk. sees fredag", "Avlys", "Avlys tors 26.11. 14.00"),
    ],
)
async def test_the_day_that_is_refused_is_the_one_to_cancel(
    town: Town, language: str, words: str, press: str, either: str
) -> None:
    kim = await town.tenant("Kim", language)
    await has_visit(town, kim, THURSDAY)
    await kim.says(words)
    kim.hears("torsdag 26", "14.00")
    await kim.taps(press)
    assert booked(town) == ["11-26 14:00 cancelled"]
    await has_visit(town, kim, THURSDAY)
    await has_visit(town, kim, FRIDAY)
    await kim.says(words)
    assert kim.heard[-1].labels[0] == either, "where both days have a visit, which is asked"


async def test_another_days_visit_is_never_cancelled_in_its_place(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, THURSDAY)
    await kim.says("avboka besöket på fredag")
    kim.hears("Du har inget bokat fredag 27 november.")
    assert waits(town, kim), "a person reads what was meant"
    await kim.says("avboka besöket på torsdag")
    await kim.taps("Nej, behåll")
    kim.hears("Okej. Besöket är kvar.", "torsdag 26 november kl. 14.00")
    assert booked(town) == ["11-26 14:00 booked"]


@pytest.mark.parametrize(
    ("language", "words", "nothing"),
    [
        ("sv", "passar dåligt på onsdag, hellre fredag", "Du har inget bokat onsdag 25 november."),
        ("nb", "tirsdag heller ikke, fredag går", "Du har ingen avtale tirsdag 24. november."),
        ("nn", "onsdag går ikkje, heller fredag", "Du har ingen avtale onsdag 25. november."),
    ],
)
async def test_another_day_than_one_without_a_visit_is_proposed_and_no_visit_is_touched(
    town: Town, language: str, words: str, nothing: str
) -> None:
    kim = await town.tenant("Kim", language)
    await has_visit(town, kim, THURSDAY)
    await kim.says(words)
    kim.hears(nothing, "fredag 27")
    assert booked(town) == ["11-26 14:00 booked"]


async def test_yes_after_a_reminder_confirms_that_visit(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, WEDNESDAY)
    await town.at("2026-11-24 18:00")
    await kim.says("det passar bra")
    kim.hears("Tack. Du har svarat att det passar.", "onsdag 25 november kl. 14.00")
    confirmed = town.sees(lambda db: [each.confirmed_at is not None for each in db.query(Visit)])
    assert confirmed == [True]
    assert not waits(town, kim)


async def test_more_than_a_yes_is_read_by_a_person_too(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, WEDNESDAY)
    await town.at("2026-11-24 18:00")
    await kim.says("hej, jag mår inte så bra")
    assert waits(town, kim)
    assert town.sees(lambda db: [each.confirmed_at for each in db.query(Visit)]) == [None]


async def test_what_is_asked_of_a_day_with_a_visit_reaches_a_person(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has_visit(town, kim, THURSDAY)
    await kim.says("kan du ta med borrmaskinen på torsdag")
    assert waits(town, kim)
    assert booked(town) == ["11-26 14:00 booked"]


async def test_asking_when_shows_what_is_booked(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await has_visit(town, kim, THURSDAY)
    await kim.says("når var det dere kom igjen?")
    kim.hears("Amira kommer torsdag 26. november kl. 14.00.")


async def test_old_buttons_of_words_answer_with_how_it_is_now(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    liv = await town.tenant("Liv", "sv")
    await has_visit(town, kim, THURSDAY)
    for data in ("said.move:1:2611270000-2611280000", "said.keep:1:", "said.team:1:", "said.plan:1:self",
                 "said.wish:1:", "said.means:1:delete_data", "said.book:nonsense:", "said.move:1:x"):  # fmt: skip
        await liv.taps_unseen(f"b:{data}")
        assert liv.heard, data
    assert booked(town) == ["11-26 14:00 booked"]
    assert town.sees(lambda db: db.get_one(Tenant, liv.row_id).state) == "active"
