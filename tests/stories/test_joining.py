"""A link, a language, a notice, the menu. And everybody who comes without."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.tables import Tenant, Update
from support import people
from tests.harness import Town

OpenTown = Callable[..., Awaitable[Town]]

MENU = {
    "sv": ["Mina besök", "Nytt besök", "Min plan", "Mötesplatsen", "Skriv till oss", "Ring oss", "Mer"],
    "nb": ["Besøkene mine", "Nytt besøk", "Planen min", "Møteplassen", "Skriv til oss", "Ring oss", "Mer"],
    "nn": ["Besøka mine", "Nytt besøk", "Planen min", "Møteplassen", "Skriv til oss", "Ring oss", "Meir"],
}


def flat(rows: list[list[str]] | None) -> list[str]:
    return [label for row in rows or [] for label in row]


@pytest.mark.parametrize("country", ["SE", "NO"])
@pytest.mark.parametrize(
    ("language", "button", "hello", "bot", "reads"),
    [
        ("sv", "Svenska", "Vilket språk vill du ha?", "Jag är en bot", "Amira läser"),
        ("nb", "Bokmål", "Hvilket språk vil du ha?", "Jeg er en bot", "Amira leser"),
        ("nn", "Nynorsk", "Kva språk vil du ha?", "Eg er ein bot", "Amira les"),
    ],
)
async def test_a_tenant_joins_with_the_link(
    open_town: OpenTown, country: str, language: str, button: str, hello: str, bot: str, reads: str
) -> None:
    town = await open_town(country=country)
    kim = await town.stranger("Kim", language)
    await kim.starts(await town.link("Kim", language))
    assert hello in kim.last
    assert kim.buttons == ["Svenska", "Bokmål", "Nynorsk"]

    await kim.taps(button)
    notice = kim.hears(bot, reads, "Telegram", "/stop")
    assert ("112" if country == "SE" else "113") in notice.text
    assert ("+46 21 12 34 567" if country == "SE" else "+47 55 12 34 56").replace(
        " ", ""
    ) in notice.text.replace(" ", "")
    assert flat(await kim.phone.keyboard()) == MENU[language]


async def test_the_language_can_be_another_than_staff_thought(town: Town) -> None:
    tove = await town.stranger("Tove", "nb")
    await tove.starts(await town.link("Tove", "sv"))
    await tove.taps("Bokmål")
    tove.hears("Jeg er en bot")
    assert town.sees(lambda db: db.scalar(select(Tenant.language))) == "nb"


async def test_a_link_works_once(town: Town) -> None:
    code = await town.link("Kim", "sv")
    kim, other = await town.stranger("Kim", "sv"), await town.stranger("Okänd", "nb")
    await kim.starts(code)
    await other.starts(code)
    other.hears("allerede brukt")
    assert town.sees(lambda db: db.scalar(select(func.count()).where(Tenant.chat_id.is_not(None)))) == 1


async def test_a_link_ends_after_seven_days(town: Town) -> None:
    code = await town.link("Kim", "sv")
    kim = await town.stranger("Kim", "sv")
    await town.at("2026-11-30 10:30")
    await kim.starts(code)
    kim.hears("gått ut", "Be teamet om en ny")


async def test_a_stranger_gets_a_friendly_text_and_leaves_no_trace(town: Town) -> None:
    alex = await town.stranger("Alex", "nb")
    await alex.says("hei, er dette noe for meg? jeg bor i Storgata")
    told = alex.hears("ikke koblet til noen", "Oasen")
    assert "112" in told.text
    kept = town.sees(lambda db: db.scalars(select(Update.payload)).all())
    assert kept == [None] * len(kept)
    assert town.sees(lambda db: db.scalar(select(func.count()).select_from(Tenant))) == 0
    assert town.alerts() == []


async def test_a_stranger_who_writes_again_and_again_is_slowed_down(town: Town) -> None:
    alex = await town.stranger("Alex", "sv")
    for _ in range(3):
        await alex.says("hallå")
        alex.hears("inte kopplad")
    await alex.says("hallå?")
    alex.hears_nothing()
    await town.at("2026-11-23 10:20")
    await alex.says("hallå?")
    alex.hears("inte kopplad")


async def test_codes_cannot_be_guessed_for_long(town: Town) -> None:
    alex = await town.stranger("Alex", "sv")
    for number in range(10):
        await alex.starts(f"guess{number}")
    await alex.starts(await town.link("Kim", "sv"))
    assert town.sees(lambda db: db.scalar(select(func.count()).where(Tenant.chat_id.is_not(None)))) == 0


async def test_a_code_in_a_linked_chat_changes_nothing_and_says_so(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    code = await town.link("Tove", "nb")
    await kim.starts(code)
    kim.hears("redan kopplad till dig")
    assert town.sees(lambda db: kim.row(db).first_name) == "Kim"
    tove = await town.stranger("Tove", "nb")
    await tove.starts(code)
    tove.hears("Hvilket språk")


async def test_a_new_phone_takes_over_and_the_old_one_is_closed(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni hjälpa mig med tvättmaskinen")
    code = await town.does(lambda db: people.new_link(db, kim.row(db), now=town.now))
    new = await town.stranger("Kim", "sv")
    await kim.marks()
    await new.starts(code)
    await new.taps("Svenska")
    await kim.listens()
    kim.hears("avslutad", "annan telefon")

    assert [each.text for each in town.thread(kim) if each.author == "tenant"] == [
        "kan ni hjälpa mig med tvättmaskinen"
    ]
    await kim.says("är jag kvar?")
    kim.hears("inte kopplad")
    await town.answers(kim, "Jag tittar på torsdag.")
    await new.listens()
    new.hears("Amira:", "Jag tittar på torsdag.")


async def test_a_lost_phone_is_frozen_in_one_press(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.does(lambda db: people.freeze(db, kim.row(db), now=town.now))
    await town.answers(kim, "Hej Kim")
    await kim.listens()
    kim.hears_nothing()
    await kim.says("mina besök")
    kim.hears("inte kopplad")
    assert all(each.text != "mina besök" for each in town.thread(kim))


async def test_two_tenants_of_the_same_name_are_never_merged(town: Town) -> None:
    one, two = await town.tenant("Kim", "sv"), await town.tenant("Kim", "sv")
    assert one.row_id != two.row_id
    await one.says("hemligt")
    assert [each.text for each in town.thread(two) if each.author == "tenant"] == []


async def test_coming_back_gives_the_same_welcome(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await town.at("2027-11-23 10:00")
    await kim.starts()
    kim.hears("Hej Kim", "Allt är kvar")
    assert flat(await kim.phone.keyboard()) == MENU["sv"]


async def test_in_a_group_the_bot_says_one_line_and_leaves(town: Town) -> None:
    group: dict[str, Any] = {
        "message": {
            "message_id": 7,
            "date": 1795428000,
            "chat": {"id": -100500, "type": "group", "title": "Grannar"},
            "from": {"id": 4711, "is_bot": False, "first_name": "Kim"},
            "text": "hej boten",
        }
    }
    await town.phone.inject(group)
    await town.settles()
    calls = [
        (c["method"], c["params"].get("chat_id"))
        for c in await town.phone.calls()
        if c["method"] != "getUpdates"
    ]
    ours = [method for method, chat in calls if str(chat) == "-100500"]
    assert ours == ["sendMessage", "leaveChat"]


async def test_nobodys_name_is_stored(town: Town) -> None:
    kim = await town.stranger("Hemligtnamn", "sv")
    await kim.starts(await town.link("Kim", "sv"))
    rows = town.sees(lambda db: [str(row) for row in db.scalars(select(Update.payload))])
    assert not any("Hemligtnamn" in row for row in rows)
