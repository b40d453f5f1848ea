"""What a tenant writes in an unexpected way is kept, answered, and lands where it was meant (decision 5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.keyboards import MENU
from locales import words
from support import messages
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


def written(town: Town, tenant: Resident) -> list[str]:
    """The tenant's words in the thread."""
    return [each.text or "" for each in town.thread(tenant) if each.author == "tenant"]


async def test_words_behind_a_command_reach_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("/book på torsdag om det går")
    kim.hears("Amira kan komma")
    kim.hears("Sparat.", "Amira läser")
    assert written(town, kim) == ["/book på torsdag om det går"]
    await kim.says("/visits")
    assert written(town, kim) == ["/book på torsdag om det går"]


async def test_a_number_put_right_in_the_chat_is_the_one_to_ring(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.presses("Ring oss")
    await kim.taps("Kan dere ringe meg?")
    await kim.says("hei")
    greeting = (await kim.phone.messages())[-2].id
    sent = await kim.phone.say("+47 401 23 456")
    await kim.listens()
    await kim.edits(sent, "+47 401 23 457")
    kim.hears("Nummeret er")
    assert [each.phone for each in town.alerts("call")] == ["+4740123457"]
    await kim.edits(greeting, "hei, 40 12 34 58 er nummeret til søsteren min")
    assert [each.phone for each in town.alerts("call")] == ["+4740123457"], "that message was for the team"


async def test_a_number_long_after_the_question_is_still_the_number(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await town.at("2026-11-23 15:00")
    await kim.says("070-123 45 67")
    kim.hears("Numret är", "Numret raderas när samtalet är klart.")
    assert [each.phone for each in town.alerts("call")] == ["+46701234567"]
    assert written(town, kim) == [], "the number is erased with the call, so it is not in the thread"
    await kim.says("070-765 43 21")
    assert [each.phone for each in town.alerts("call")] == ["+46701234567"], "it has a button to change it"
    assert written(town, kim) == ["070-765 43 21"]


async def test_where_to_meet_outside_gets_a_receipt_of_its_own(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("hej")
    await kim.says("/book")
    await kim.taps("Annan plats")
    await kim.taps("Utomhus")
    await kim.taps(kim.buttons[0])
    kim.hears("Skriv gärna var. Amira läser det.")
    await kim.says("vid bänken bakom ica")
    kim.hears("Sparat.", "Amira läser")
    assert written(town, kim) == ["hej", "vid bänken bakom ica"]


async def test_when_the_office_has_closed_the_receipt_is_said_anew(open_town: OpenTown) -> None:
    town = await open_town(at="2026-11-27 15:50")
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen väsnas")
    kim.hears("Vi är på plats till kl. 16.00 idag.")
    await town.at("2026-11-27 15:59")
    await kim.says("är ni kvar")
    kim.hears_nothing()
    await town.at("2026-11-27 16:01")
    await kim.says("hallå")
    kim.hears("Ingen av oss läser före måndag 30 november kl. 8.00.")
    await town.at("2026-11-28 03:00")
    await kim.says("hallå igen")
    kim.hears_nothing()


async def test_an_edit_leaves_the_question_how_open(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Min plan")
    await kim.taps("Viktigast för mig")
    goal = await kim.phone.say("en hnd")
    await kim.listens()
    kim.hears("Hur vill du börja?")
    await kim.edits(goal, "en hund")
    kim.hears("Sparat med dina ord.", "en hund")
    await kim.says("gå till hundstallet")
    kim.hears("Sparat med dina ord.", "gå till hundstallet")
    assert written(town, kim) == []
    await kim.presses("Min plan")
    kim.hears("– en hund", "Så vill jag göra: gå till hundstallet")


async def test_an_edit_answers_the_question_for_other_words(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Min plan")
    await kim.taps("Vill klara själv")
    item = await kim.phone.say("städa")
    await kim.presses("Min plan")
    await kim.taps("Vill klara själv")
    await kim.taps("städa")
    await kim.taps("Ändra")
    await kim.edits(item, "städa köket")
    await kim.says("och hur mår ni")
    kim.hears("Sparat.", "Amira läser")
    await kim.presses("Min plan")
    kim.hears("– städa köket")


@pytest.mark.parametrize("old", ["way:1:", "change:1:", "move:1:support"])
async def test_an_old_button_of_an_item_that_is_done_shows_it_as_it_is(town: Town, old: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Min plan")
    await kim.taps("Vill klara själv")
    await kim.says("städa köket")
    await kim.presses("Min plan")
    await kim.taps("Vill klara själv")
    await kim.taps("städa köket")
    await kim.taps("Klart")
    await kim.taps_data(f"b:plan.{old}")
    kim.hears("Så står det nu:", "Måndag 23 november", "– städa köket")
    assert kim.buttons == ["Inte klart", "Ta bort"]


@pytest.mark.parametrize(("said", "menu"), [("nynorsk", "Planen min"), ("Svenska", "Min plan")])
async def test_the_language_can_be_written(town: Town, said: str, menu: str) -> None:
    code = await town.link("Kim", "sv")
    kim = await town.stranger("Kim")
    await kim.starts(code)
    await kim.says(said)
    assert len(kim.texts) == 2
    assert menu in [key for row in await kim.phone.keyboard() or [] for key in row]


async def test_words_before_the_language_reach_the_team_and_the_notice_comes(town: Town) -> None:
    code = await town.link("Kim", "sv")
    kim = await town.stranger("Kim")
    await kim.starts(code)
    await kim.says("vem är du")
    kim.hears("Jag är en bot, ingen människa.", "Det är frivilligt.")
    kim.hears("Sparat.", "Amira läser")
    assert await kim.phone.keyboard()
    await kim.says("okej")
    kim.hears_nothing()


async def test_urgent_after_it_was_closed_says_only_what_is_so(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen väsnas")
    await town.does(lambda db: messages.done(db, kim.row(db)))
    await kim.taps("Det är bråttom")
    kim.hears("Vi har redan sett det du skrev.")


async def test_another_time_in_words_is_a_burst_like_any_other(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    await kim.says("/book")
    await kim.taps("Ei anna tid")
    await kim.says("fredag ein gong")
    kim.hears("Lagra.", "Amira les")
    await kim.says("helst tidleg")
    kim.hears_nothing()
    await kim.says("/book")
    await kim.taps("Ei anna tid")
    await kim.says("eller måndag")
    kim.hears("Lagra.", "Amira les")


async def test_keys_of_the_menu_never_cry_for_help(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    for label in sorted(label for row in MENU for key in row for label in words.every(key)):
        await kim.says(label)
        assert kim.texts, label
        assert not any(text.startswith("Är du i fara") for text in kim.texts), label
    assert town.alerts() == []
