"""Wishes in own words: kept as they are, seen by the team, answered by a person with a name."""

from __future__ import annotations

import pytest

from storage.tables import File, Wish
from support import wishes
from tests.harness import Resident, Town


def waiting(town: Town) -> list[Wish]:
    return town.sees(wishes.unanswered)


async def asks(kim: Resident, menu: str = "Mötesplatsen", wish: str = "Jag önskar något") -> None:
    await kim.presses(menu)
    await kim.taps(wish)


STORIES = {
    "sv": [
        "Mötesplatsen", "Jag önskar något", "Vad vill du göra på mötesplatsen?", "önskemål är sparat",
        "Du har ett meddelande.\nJonas svarar på ditt önskemål.\nDu skrev: fisske 🎣",
    ],
    "nb": [
        "Møteplassen", "Jeg ønsker noe", "Hva vil du gjøre på møteplassen?", "Ønsket ditt er lagret",
        "Du har en melding.\nJonas svarer på ønsket ditt.\nDu skrev: fisske 🎣",
    ],
    "nn": [
        "Møteplassen", "Eg ønskjer noko", "Kva vil du gjere på møteplassen?", "Ønsket ditt er lagra",
        "Du har ei melding.\nJonas svarar på ønsket ditt.\nDu skreiv: fisske 🎣",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", STORIES)
async def test_a_wish_gets_an_answer_with_a_name(town: Town, language: str) -> None:
    menu, wish, asked, saved, answered = STORIES[language]
    kim = await town.tenant("Kim", language)
    await asks(kim, menu, wish)
    kim.hears(asked)
    await kim.says("fisske 🎣")
    kim.hears(saved, "fisske 🎣", "Amira", "16.00")
    [kept] = waiting(town)
    assert kept.words == "fisske 🎣"
    await kim.marks()
    await town.does(
        lambda db: wishes.answer(
            db, db.get_one(Wish, kept.id), town.worker(db, "Jonas"), "Ja! På torsdag.", now=town.now
        )
    )
    await kim.listens()
    kim.hears(answered, "Ja! På torsdag.")
    assert waiting(town) == []
    assert town.thread(kim)[-1].text == "Ja! På torsdag."


async def test_a_spoken_wish_is_kept_as_a_voice(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await asks(kim)
    await kim.sends("voice", b"OggS fiska")
    [kept] = waiting(town)
    assert kept.words is None
    file = town.sees(lambda db: db.get(File, kept.file_id))
    assert file is not None
    assert file.kind == "voice"


async def test_a_wish_can_be_taken_back_or_sent_to_amira_instead(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await asks(kim)
    await kim.says("bada")
    await kim.taps("Ta bort")
    assert kim.last == "Önskemålet är borttaget."
    assert waiting(town) == []
    await asks(kim)
    await kim.says("jag mår dåligt, ring")
    await kim.taps("Skicka till Amira")
    kim.hears("Skickat till Amira.")
    assert waiting(town) == []
    assert town.thread(kim)[-1].text == "jag mår dåligt, ring"
    await kim.taps("Skicka till Amira")
    assert kim.last == "Önskemålet finns inte kvar."


async def test_not_now_is_fine_and_what_is_no_wish_goes_to_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await asks(kim)
    await kim.sends("location")
    assert waiting(town) == []
    assert town.thread(kim)[-1].kind == "location"
    await kim.taps("Senare")
    await kim.says("hej")
    assert waiting(town) == []
    assert town.thread(kim)[-1].text == "hej"
