"""The plan as tenants fill it: their words, an empty pane, a voice, a very long text, "I don't know"."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import File, PlanItem
from support import plan
from support.messages import Words
from support.plan_read import PlanView, plan_view
from tests.harness import Resident, Town

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"  # how a picture of one pixel begins
DOUBTS = ("men ", "realistisk", "säker på", "sikker på", "måste", "ska du")


def view(kim: Resident) -> PlanView:
    return kim.town.sees(lambda db: plan_view(db, kim.row(db)))


def panes(kim: Resident) -> dict[str, list[str | None]]:
    return {each.pane: [item.words for item in each.items] for each in view(kim).panes}


async def reaches(kim: Resident, data: str) -> None:
    """Tap a button wherever it once stood."""
    await kim.phone.tap_data(data, (await kim.phone.messages())[-1].id)
    await kim.listens()


async def puts(kim: Resident, pane: str, words: str) -> None:
    await reaches(kim, f"b:plan.add:{pane}:")
    await kim.says(words)


async def test_the_plan_opens_with_who_reads_it_and_three_headings(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Min plan")
    opened = kim.hears("Bara du kan ändra", "Amira läser den", "Hyresvärden läser den inte")
    places = [
        opened.text.index(heading)
        for heading in (
            "Viktigast för mig i mitt liv", "Detta behöver jag stöd från teamet med", "Detta vill jag klara själv",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert not any(sign in opened.text for sign in ("%", "0", "tom"))


async def test_a_goal_is_kept_echoed_and_followed_by_one_how_that_can_be_skipped(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Min plan")
    await kim.taps("Viktigast för mig")
    assert kim.hears("Vad är viktigast för dig?").labels == ["Jag vet inte", "Senare"]
    await kim.says("Utbilda mig till läkare")
    echo = kim.hears("Sparat med dina ord.\nUtbilda mig till läkare\nHur vill du börja? Du kan hoppa över.")
    assert echo.labels == ["Hoppa över", "Ta bort", "Skicka till Amira"]
    await kim.taps("Hoppa över")
    await kim.says("grannen väsnas")
    kim.hears("Sparat")
    assert panes(kim)["goal"] == ["Utbilda mig till läkare"]
    assert town.thread(kim)[-1].text == "grannen väsnas"


async def test_how_is_kept_beside_the_goal(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "Kontakt med mina barn")
    await kim.says("ringa varje torsdag")
    await kim.presses("Min plan")
    kim.hears("– Kontakt med mina barn\nSå vill jag göra: ringa varje torsdag")


@pytest.mark.parametrize(
    "items",
    [
        {"goal": ["Få bevisat för världen att det är jag som är Gud."], "support": ["Allt."]},
        {"goal": ["Jag vet inte."], "self": ["Jag vill och klarar ingenting."]},
        {
            "goal": ["Kontakt med mina barn"],
            "support": ["Fixa tänder. Kontakt med tandläkare.", "Stöd att ringa mina barn varje torsdag."],
            "self": ["Städa lägenheten. Handla 1 gång/vecka. Betala räkningarna."],
        },
        {"goal": ["Utbilda mig till läkare"], "self": ["Ställa klockan varje morgon och gå upp före 12."]},
    ],
)
async def test_every_plan_is_kept_without_a_doubt_or_an_alarm(
    town: Town, items: dict[str, list[str]]
) -> None:
    """G35-G38."""
    kim = await town.tenant("Kim", "sv")
    for pane, every in items.items():
        for words in every:
            await puts(kim, pane, words)
            assert len(kim.heard) == 1
            assert words in kim.last
            assert not any(doubt in kim.last.lower() for doubt in DOUBTS)
    assert panes(kim) == {"goal": [], "support": [], "self": []} | items
    assert town.alerts() == []


async def test_a_goal_that_can_be_read_as_danger_is_kept_and_never_asked_how(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "jag vill dö")
    assert "112" in kim.texts[0]
    kim.hears("Sparat med dina ord.\njag vill dö")
    assert not any("Hur vill du börja" in text for text in kim.texts)
    assert panes(kim)["goal"] == ["jag vill dö"]
    assert [alert.kind for alert in town.alerts()] == ["danger"]


async def test_not_knowing_is_an_answer_and_is_not_asked_again(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:goal:")
    await kim.taps("Jag vet inte")
    assert kim.last == "Sparat med dina ord.\nJag vet inte\nDet går bra. Du kan ändra när du vill."
    await kim.taps("Jag vet inte")
    assert panes(kim)["goal"] == ["Jag vet inte"]
    await town.at("2026-11-30 10:00")
    await kim.listens()
    kim.hears_nothing()


async def test_a_need_for_support_tells_who_reads_it_and_waits_for_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "support", "Allt.")
    kim.hears("Allt.", "Amira läser", "kl. 16.00")
    [event] = [each for each in town.thread(kim) if each.kind == "event" and "plan" in str(each.say)]
    assert "Allt" not in str(event.say)


async def test_a_voice_is_kept_and_played_back(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:goal:")
    await kim.sends("voice", b"OggS min dotter")
    kim.hears("Sparat med din röst", "Jag kan inte lyssna", "112", "Hur vill du börja?")
    [item] = town.sees(lambda db: list(db.scalars(select(PlanItem))))
    assert item.words is None
    file = town.sees(lambda db: db.get(File, item.file_id))
    assert file is not None
    assert (file.kind, file.state) == ("voice", "stored")
    await reaches(kim, f"b:plan.item:{item.id}:")
    assert [each.kind for each in kim.heard] == ["voice", "text"]


async def test_a_picture_with_words_is_an_item_and_a_sticker_goes_to_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:self:")
    await kim.sends("sticker")
    kim.hears("Sparat")
    assert panes(kim)["self"] == []
    await kim.sends("photo", PICTURE, "diska det här")
    kim.hears("Bilden är sparad.", "diska det här")
    assert panes(kim)["self"] == ["diska det här"]


async def test_a_very_long_text_in_two_parts_stays_whole(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    first, second = "å" * 4090 + " slut", "och mer 🐶"
    await puts(kim, "goal", first)
    await kim.says(second)
    await kim.says("hej Amira")
    assert panes(kim)["goal"] == [f"{first}\n{second}"]
    assert town.thread(kim)[-1].text == "hej Amira"
    await kim.presses("Min plan")
    assert "".join(kim.texts).count("å" * 2000) == 2


async def test_a_question_lapses_and_later_words_go_to_the_team(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:goal:")
    await town.at("2026-11-23 10:31")
    await kim.says("är du där?")
    assert panes(kim)["goal"] == []
    assert town.thread(kim)[-1].text == "är du där?"


async def test_sixty_items_can_all_be_reached(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")

    def fill(db: Session) -> None:
        for number in range(60):
            plan.add(db, kim.row(db), "self", Words("text", f"sak {number} " + "x" * 100), now=town.now)

    await town.does(fill)
    await kim.presses("Min plan")
    assert len(kim.heard) == 2
    assert all(f"sak {number} " in "".join(kim.texts) for number in range(60))
    await kim.taps("Vill klara själv")
    assert len([label for label in kim.buttons if label.startswith("sak ")]) == 60
    assert all(len(label) <= 24 for label in kim.buttons)
    assert kim.buttons[-1] == "Lägg till"


async def test_strange_texts_are_kept_as_they_came(any_town: Town) -> None:
    kim = await any_town.tenant("Kim", "sv")
    strange = ["שלום {name} %s <b>fet</b>", "🐶👩‍👩‍👧" * 30, "a\tb\nc", "'; DROP TABLE plan_items; --", "{"]
    for words in strange:
        await puts(kim, "self", words)
        kim.hears(words)
    assert panes(kim)["self"] == strange


async def test_a_null_byte_breaks_nothing(any_town: Town) -> None:
    kim = await any_town.tenant("Kim", "sv")
    await reaches(kim, "b:plan.add:self:")
    update = {
        "message": {
            "message_id": 9999, "date": 1795428000, "text": "diska\0nu",
            "chat": {"id": kim.phone.id, "type": "private"},
            "from": {"id": kim.phone.id, "is_bot": False, "first_name": "Kim"},
        }
    }  # fmt: skip
    await any_town.phone.inject(update)
    await kim.listens()
    assert panes(kim)["self"] == ["diska\ufffdnu"]
