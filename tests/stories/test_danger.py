"""Danger first: whatever is open, paused or unlinked, in any language, with the numbers of the country."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from support import people
from tests.harness import Town

OpenTown = Callable[..., Awaitable[Town]]


@pytest.mark.parametrize(
    ("country", "language", "text", "card"),
    [
        ("SE", "sv", "orkar inte leva längre", "Är du i fara nu? Ring 112."),
        ("SE", "nb", "orker ikke leve lenger", "Er du i fare nå? Ring 112."),
        ("NO", "nb", "orker ikke leve lenger", "Er du i fare nå? Ring 113. Politi 112. Brann 110."),
        ("NO", "nn", "eg orkar ikkje leve lenger", "Er du i fare no? Ring 113. Politi 112. Brann 110."),
        ("NO", "sv", "orkar inte leva längre", "Ring 113"),
    ],
)
async def test_the_card_comes_first_with_the_countrys_numbers(
    open_town: OpenTown, country: str, language: str, text: str, card: str
) -> None:
    town = await open_town(country=country)
    kim = await town.tenant("Kim", language)
    await kim.says(text)
    assert card in kim.texts[0]
    assert len(kim.texts[0].splitlines()) <= 5
    assert [each.kind for each in town.alerts("danger")] == ["danger"]
    assert [each.text for each in town.thread(kim) if each.author == "tenant"] == [text]


async def test_one_card_a_kind_in_ten_minutes_but_always_an_urgent_item(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("jag vill dö")
    kim.hears("Ring 112")
    await kim.says("vill dö på riktigt")
    assert not any("112" in text for text in kim.texts)
    await kim.says("han är här med kniv")
    kim.hears("112")
    await town.at("2026-11-23 10:20")
    await kim.says("jag vill dö")
    kim.hears("Ring 112")
    assert town.alerts("danger")


async def test_danger_is_read_in_the_middle_of_a_question_and_while_paused(town: Town) -> None:
    tove = await town.tenant("Tove", "nb")
    await tove.says("/stop")
    await tove.says("vil ikke leve mer")
    tove.hears("Ring 112")


async def test_a_stranger_in_danger_gets_the_card_and_is_kept_until_handled(town: Town) -> None:
    alex = await town.stranger("Alex", "nb")
    await alex.says("jeg vil dø")
    alex.hears("Er du i fare nå? Ring 112.")
    (alert,) = town.alerts("danger")
    assert alert.text == "jeg vil dø"
    assert alert.chat_id == alex.phone.id
    alex.hears("viser vi teamet det du skrev")
    assert "lagrer ikke" not in " ".join(alex.texts)


async def test_a_frozen_phone_still_gets_the_card(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.does(lambda db: people.freeze(db, kim.row(db), now=town.now))
    await kim.says("jag orkar inte leva")
    kim.hears("Ring 112")


@pytest.mark.parametrize(
    "text",
    ["höll på att dö av skam", "pallar inte tvätta idag", "jag dör för en kaffe", "jeg er så trøtt i dag"],
)
async def test_look_alikes_are_ordinary_messages(town: Town, text: str) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says(text)
    kim.hears("Sparat.")
    assert "112" not in " ".join(kim.texts)
    assert town.alerts() == []


async def test_more_lines_are_one_tap_away(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("jag vill dö")
    await kim.taps("Visa fler")
    kim.hears("90101")


async def test_the_third_scene_a_night(open_town: OpenTown) -> None:
    """Night, Bokmål in Sweden: six messages, the seventh, "can you call me?", and a morning."""
    from sqlalchemy.orm import Session

    from support import contact_line

    town = await open_town(at="2026-11-24 02:11")
    tove = await town.tenant("Tove", "nb")
    await tove.says(
        "får ikke sove", "naboen bråker", "har ikke spist", "kulda kommer inn", "ingen svarer", "hallo"
    )
    assert len(tove.heard) == 1
    tove.hears("Lagret.", "Ingen av oss leser før tirsdag 24. november kl. 8.00.", "08-702 16 80")

    await tove.says("orker ikke leve lenger")
    assert tove.texts[0].startswith("Er du i fare nå? Ring 112.")

    await tove.presses("Ring oss")
    await tove.taps("Kan dere ringe meg?")
    tove.hears("8.00")
    await tove.says("0701234567")

    await town.at("2026-11-24 08:04")
    (call,) = town.alerts("call")
    assert call.phone == "+46701234567"

    def press(db: Session) -> None:
        contact_line.calling_now(db, db.merge(call), town.worker(db, "Amira"), now=town.now)

    await tove.marks()
    await town.does(press)
    await tove.listens()
    tove.hears("Amira ringer deg nå")


async def test_where_it_is_unclear_the_answer_ends_with_one_quiet_line(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.dialogs import danger
    from bot.understanding.danger import Danger

    kim = await town.tenant("Kim", "sv")
    monkeypatch.setattr(danger, "danger_in", lambda text: Danger("suicide", certain=False))
    await kim.says("det spelar ingen roll längre")
    assert len(kim.heard) == 1
    assert kim.last.startswith("Sparat.")
    assert kim.last.endswith("ring 112.")
    assert town.alerts() == []
    await kim.says("och inte det heller")
    kim.hears_nothing()


@pytest.mark.parametrize(
    "text",
    [
        "jag känner inte honom", "jeg kjenner ikke Jonas", "vem är Jonas?", "nei, ikke han", "inte nu", "vet inte",
        "skit", "faen heller", "ring mig", "hallå", "kommer ni?", "jeg er ikke hjemme", "Jag gör det själv", "okej",
        "får ikke sove", "naboen bråker", "kulda kommer inn", "ingen svarer", "har ikke spist", "eg veit ikkje",
    ],
)  # fmt: skip
def test_ordinary_lines_raise_nothing(text: str) -> None:
    from bot.understanding.danger import read_danger

    assert read_danger(text) is None
