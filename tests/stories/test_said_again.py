"""Putting right what the bot has proposed; twice wrong, a person."""

from __future__ import annotations

from tests.harness import Town
from tests.stories.test_said_visits import booked, has_visit, waits


async def test_no_friday_keeps_the_hour(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma torsdag kl 14")
    await kim.says("nej, fredag")
    kim.hears("Amira kan komma fredag 27 november kl. 14.00.")
    assert booked(town) == []


async def test_at_three_instead_keeps_the_day(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.says("kan dere komme fredag formiddag")
    await kim.says("nei, klokka tre heller")
    kim.hears("Amira kan komme fredag 27. november kl. 15.00.")
    await kim.says("ja")
    assert booked(town) == ["11-27 15:00 booked"]


async def test_not_then_gives_other_days(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma på torsdag")
    await kim.says("inte då")
    assert "torsdag 26" not in kim.last
    kim.hears("Amira kan komma")
    assert "Skicka till Amira" in kim.buttons


async def test_what_will_not_do_is_left_out(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    await has_visit(town, kim, "2026-11-26")
    await kim.says("kan ikkje torsdag men fredag går bra")
    kim.hears("Det gjeld besøket torsdag 26. november kl. 14.00.", "Amira kan kome fredag 27. november")
    assert booked(town) == ["11-26 14:00 booked"]


async def test_two_misses_in_a_row_offer_a_person_plainly(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma på torsdag")
    await kim.says("nej inte så")
    kim.hears("Okej. Skriv det gärna på ett annat sätt.")
    assert not waits(town, kim)
    await kim.says("du fattar ju inte")
    shown = kim.hears("Jag förstår inte riktigt. Det du skrev går till Amira.", "Amira läser")
    assert shown.labels[0] == "Kan ni ringa mig?"
    assert waits(town, kim)


async def test_two_corrections_reach_a_person_beside_the_new_times(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma på torsdag kl 10")
    await kim.says("nej, fredag")
    assert not waits(town, kim)
    await kim.says("nej klockan två heller")
    kim.hears("Amira kan komma fredag 27 november kl. 14.00.")
    kim.hears("Det du skrev går också till Amira.")
    assert waits(town, kim)


async def test_the_same_question_twice_is_a_miss(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for _ in range(3):
        await kim.says("jag vill lära mig spela piano")
    kim.hears("Det du skrev går också till Amira.")
    assert waits(town, kim)


async def test_words_that_are_not_understood_go_to_the_team_as_always(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma på torsdag kl 10")
    await kim.says("grannen väsnas igen")
    kim.hears("Sparat.", "Amira läser")
    assert waits(town, kim)


async def test_never_mind_is_a_complete_answer(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await has_visit(town, kim, "2026-11-26")
    await kim.says("kan vi flytte besøket til fredag")
    await kim.says("nei takk")
    kim.hears("Besøket er som avtalt.", "torsdag 26. november kl. 14.00")
    assert booked(town) == ["11-26 14:00 booked"]


async def test_the_question_lapses_like_any_other(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma på torsdag kl 10")
    await town.at("2026-11-23 11:00")
    await kim.says("nej inte så")
    kim.hears("Sparat.")
    assert waits(town, kim)


async def test_what_only_names_a_day_is_no_correction(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma torsdag kl 10")
    await kim.says("hej. mår skit idag")
    kim.hears("Sparat.", "Amira läser")
    assert "kan komma" not in kim.last
    assert waits(town, kim)


async def test_staff_see_what_a_correction_came_to(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma fredag förmiddag")
    await kim.says("nej, kl tre heller")
    entry = town.thread(kim)[-1]
    assert entry.text == "nej, kl tre heller"
    assert entry.understood is not None
    assert entry.understood["intents"] == ["book_visit"]
    assert entry.understood["when"]["start"] == "2026-11-27T15:00"
