"""Reminders, language, what is kept, small talk: asked about or answered; nothing is changed or sent by words."""

from __future__ import annotations

import pytest

from support import pauses
from tests.harness import Town
from tests.stories.test_said_visits import waits, written


@pytest.mark.parametrize(
    ("language", "words", "heard", "button"),
    [
        ("sv", "snälla sluta plinga ett tag", "Hur länge vill du ha paus?", "En vecka"),
        ("sv", "kan du skriva på norska istället", "Vilket språk vill du ha?", "Bokmål"),
        ("nb", "hva har dere lagret om meg", "Vil du ha alt som er lagret, som en fil?", "Ja, send filen"),
        ("nn", "slett alt de har om meg", "Vil du be om sletting?", "Ja, be om sletting"),
        ("sv", "är du en riktig människa eller en robot", "Ja, jag är en bot.", "Skicka till Amira"),
        ("nb", "hvilket nummer ringer jeg for å få tak i dere", "+46 21 123 45 67", "Kan dere ringe meg?"),
    ],
)
async def test_words_lead_to_the_question(
    town: Town, language: str, words: str, heard: str, button: str
) -> None:
    kim = await town.tenant("Kim", language)
    await kim.says(words)
    assert button in kim.hears(heard).labels
    assert not waits(town, kim)
    row = town.sees(kim.row)
    assert (row.language, row.reminders, row.paused) == (language, "both", False)
    assert town.alerts() == []


async def test_reminders_start_again_by_a_tap(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.does(lambda db: pauses.pause(db, kim.row(db), None, now=town.now))
    await kim.says("sätt på påminnelserna igen")
    assert "Börja igen" in kim.hears("pausade tills du säger till").labels
    assert town.sees(kim.row).paused
    await kim.taps("Börja igen")
    assert not town.sees(kim.row).paused


@pytest.mark.parametrize(
    ("language", "hello", "answer", "thanks", "welcome"),
    [
        ("sv", "hejsan", "Hej Kim. Skriv vad du vill", "tack så mycket", "Det var så lite."),
        ("nb", "heisann", "Hei, Kim. Skriv det du vil", "tusen takk", "Bare hyggelig."),
        ("nn", "hei", "Hei, Kim. Skriv det du vil", "takk skal du ha", "Berre hyggeleg."),
    ],
)
async def test_hello_and_thanks_are_answered_without_fuss(
    town: Town, language: str, hello: str, answer: str, thanks: str, welcome: str
) -> None:
    kim = await town.tenant("Kim", language)
    await kim.says(hello)
    assert len(kim.hears(answer).labels) == 1
    await kim.says(thanks)
    kim.hears(welcome)
    assert not waits(town, kim)


async def test_hello_while_something_waits_is_part_of_it(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen väsnas igen")
    kim.hears("Sparat.")
    await kim.says("hallå")
    kim.hears_nothing()
    assert written(town, kim) == ["grannen väsnas igen", "hallå"]
