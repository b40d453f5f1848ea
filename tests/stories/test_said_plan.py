"""The plan in words: the words are shown as they are, and a tap puts them there."""

from __future__ import annotations

import pytest

from storage.tables import PlanItem
from support import plan
from support.messages import Words
from tests.harness import Resident, Town
from tests.stories.test_said_visits import waits


def panes(town: Town) -> list[tuple[str, str | None]]:
    """What stands in all plans."""
    return town.sees(
        lambda db: [(each.pane, each.words) for each in db.query(PlanItem).order_by(PlanItem.id)]
    )


async def has(town: Town, kim: Resident, pane: str, words: str) -> None:
    await town.does(lambda db: plan.add(db, kim.row(db), pane, Words("text", words), now=town.now))


@pytest.mark.parametrize(
    ("language", "words", "pane", "save"),
    [
        ("sv", "jag drömmer om att en dag bo nära havet", "goal", "Ja, spara"),
        ("nb", "jeg skal vaske bade selv på lørdag, skriv det opp", "self", "Ja, lagre"),
        ("nn", "treng hjelp med rekningane mine", "support", "Ja, lagre"),
    ],
)
async def test_words_come_into_the_plan_byte_for_byte(
    town: Town, language: str, words: str, pane: str, save: str
) -> None:
    kim = await town.tenant("Kim", language)
    await kim.says(words)
    kim.hears(f"– {words}")
    assert panes(town) == []
    await kim.says("ja")
    assert panes(town) == [], "a yes in words presses no button"
    await kim.taps(save)
    assert panes(town) == [(pane, words)]
    await kim.taps(save)
    assert len(panes(town)) == 1, "pressed twice is once"


async def test_a_need_for_help_reaches_people_at_once(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("jag behöver hjälp med räkningarna")
    kim.hears("Det du skrev går till Amira.", "Vill du ha det i din plan?")
    kim.hears("Sparat.", "Amira läser")
    assert waits(town, kim)


async def test_something_done_leads_to_its_item_and_the_list(town: Town) -> None:
    kim = await town.tenant("Kim", "nn")
    await has(town, kim, "self", "klesvask")
    await has(town, kim, "self", "ringje tannlegen")
    await kim.says("klesvasken er unna, ka mer står på lista mi")
    assert kim.hears("– klesvask").labels[0] == "Ferdig"
    kim.hears("– klesvask", "– ringje tannlegen")
    await kim.taps("Ferdig")
    done = town.sees(lambda db: [each.words for each in db.query(PlanItem) if each.done_at])
    assert done == ["klesvask"]


async def test_done_without_a_list_is_told_to_people(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await kim.says("nå er klesvasken ferdig")
    kim.hears("Lagret.", "Amira leser")
    assert waits(town, kim)


async def test_window_cleaning_off_the_list_never_deletes_data(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await has(town, kim, "self", "putsa fönstren")
    await has(town, kim, "self", "tvätta")
    await kim.says("radera fönsterputsen ur listan")
    shown = kim.hears("– putsa fönstren")
    assert "Ta bort" in shown.labels
    assert "radering" not in " ".join([*kim.texts, *kim.buttons])
    assert town.alerts("delete_request") == []
    assert len(panes(town)) == 2


async def test_the_plan_is_shown(town: Town) -> None:
    kim = await town.tenant("Kim", "nb")
    await has(town, kim, "goal", "ha hund")
    await kim.says("ka e det som står i planen min")
    kim.hears("– ha hund")
