"""A message that was for a human reaches one, whatever the bot has answered."""

from __future__ import annotations

import pytest

from bot.dialogs.said.guesses import beside
from bot.understanding.reading import Understood
from storage.tables import Message
from support import messages
from support.say import say
from tests.harness import Town
from tests.stories.test_said_visits import booked, waits, written


@pytest.mark.parametrize(
    "words",
    [
        "Hej! Kan ni komma fredag? Jag har inte sovit på tre dygn.",
        "kan ni komma fredag, min syster ligger på sjukhus igen",
        "tack för sist. grannen står och bankar på min dörr varje natt",
        "hej grannen bankar på väggen hela tiden och jag vet inte vad jag ska göra",
        "kan ni komma på fredag för jag skulle behöva gå igenom allt det där med värden och nycklarna "
        "och sen det andra vi pratade om sist ni var här hos mig hemma",
        "flytta besöket till fredag, ni glömde mig förra gången",
        "hej. mår skit idag",
        "tack men det hjälper inte, jag ligger bara här",
        "jag vill prata med en människa",
        "ni kom aldrig igår, det är inte okej",
        "hejsan hoppsan nu är allt åt helvete",
        "hej mår skit",
        "hej hjälp mig",
        "tack men jag orkar inte mer",
        "god morgon. har gråtit hela natten",
    ],
)
async def test_mixed_messages_reach_a_human(town: Town, words: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says(words)
    kim.hears("Amira läser")
    assert waits(town, kim)
    assert written(town, kim) == [words]
    assert booked(town) == []


async def test_what_is_answered_can_be_sent_to_a_person(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.says("kan dere komme fredag kl 10")
    assert not waits(town, kim)
    await kim.taps("Send til Amira")
    kim.hears("Sendt til Amira.", "Amira leser")
    assert waits(town, kim)
    assert written(town, kim) == ["kan dere komme fredag kl 10"], "once, as written"


async def test_while_a_human_talks_understanding_is_silent(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen väsnas")
    await town.answers(kim, "Jag ringer dig.")
    await kim.says("kan ni komma fredag istället")
    kim.hears_nothing()
    assert town.thread(kim)[-1].understood is None
    await town.does(lambda db: messages.done(db, kim.row(db)))
    await kim.says("kan ni komma fredag")
    kim.hears("Amira kan komma fredag")


async def test_danger_comes_first_and_the_words_go_to_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("jag vill dö. kan ni komma fredag")
    assert kim.texts[0].startswith("Är du i fara nu? Ring 112.")
    kim.hears("Sparat.")
    assert waits(town, kim)
    assert [each.kind for each in town.alerts("danger")] == ["danger"]


async def test_words_passed_on_are_somebody_elses(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.marks()
    person = {"id": kim.phone.id, "is_bot": False, "first_name": "Kim"}
    await town.phone.inject(
        {
            "message": {
                "message_id": 777,
                "date": 1795428000,
                "chat": {"id": kim.phone.id, "type": "private"},
                "from": person,
                "text": "kan ni komma fredag kl 10",
                "forward_origin": {"type": "hidden_user", "date": 1795428000, "sender_user_name": "x"},
            }
        }
    )
    await kim.listens()
    kim.hears("Sparat.")
    assert waits(town, kim)


async def test_an_edit_is_for_people(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    sent = await kim.phone.say("kan ni komma frdag")
    await kim.listens()
    await kim.edits(sent, "kan ni komma onsdag kl 10")
    kim.hears("Sparat.")
    assert waits(town, kim)


async def test_a_guess_below_a_receipt_leads_there(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen skriker igen")
    number = town.thread(kim)[-1].id
    await kim.taps_unseen(f"b:said.means:{number}:book_visit")
    kim.hears("Amira kan komma")
    await kim.taps_unseen(f"b:said.means:{number}:make_coffee")
    assert kim.heard
    assert booked(town) == []


def test_a_guess_is_one_line_and_two_buttons_and_only_where_something_is_asked() -> None:
    receipt = [say("message.stored", buttons=[[messages.urgent_button()]])]
    found = Understood(
        ("other",), asks=("cancel_visit", "complaint", "add_goal", "add_task_self", "show_plan")
    )
    asked = Message(id=7, text="går det att slippa?")
    (shown,) = beside(receipt, asked, found)
    assert [each.key for each in shown.lines] == ["message.stored", "said.may_mean"]
    assert [row[0].action for row in shown.buttons] == ["said.means", "said.means", "message.urgent"]
    assert beside(receipt, Message(id=7, text="det är tungt just nu"), found) == receipt
    assert beside([], asked, found) == [], "a burst that has had its receipt is left in peace"


async def test_who_tells_something_is_not_guessed_about(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen skriker igen")
    assert kim.texts == ["Sparat.\nAmira läser, ibland en kollega.\nVi är på plats till kl. 16.00 idag."]


async def test_a_human_is_said_to_read_however_much_was_written(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    await kim.says("naboen bråkar")
    await kim.says("eg vil snakke med eit menneske")
    assert kim.hears("Amira les").labels[0] == "Kan de ringje meg?"


async def test_what_hurries_goes_to_people_first(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("det läcker vatten i taket, kan ni komma idag")
    assert kim.texts[0].startswith("Sparat.")
    assert "Det är bråttom" in kim.buttons
    assert waits(town, kim)
