"""*What is saved* sends two files: one to read on the phone, one for a computer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx

from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


async def files(town: Town, who: Resident) -> dict[str, str]:
    """What was sent, by name."""
    async with httpx.AsyncClient(base_url=town.phone.address) as browser:
        return {
            each.file["name"]: (await browser.get(each.file["url"])).content.decode()
            for each in who.heard
            if each.file
        }


async def test_what_is_saved_sv(any_town: Town) -> None:
    town = any_town
    kim = await town.tenant()
    await kim.says("RINGA BARNA!!1 🐶")
    await town.answers(kim, "Hej Kim, vi hörs.")
    await kim.presses("Mer")
    await kim.taps("Det som är sparat")
    kim.hears("Här är allt som är sparat om dig.", "Telegram kan läsa filen.")
    sent = await files(town, kim)
    assert list(sent) == ["sparat-2026-11-23.txt", "sparat-2026-11-23.json"]
    to_read, to_compute = sent.values()
    assert "RINGA BARNA!!1 🐶" in to_read and "Hej Kim, vi hörs." in to_read
    assert "VEM SOM HAR ÖPPNAT VAD" in to_read
    assert "RINGA BARNA!!1 🐶" in [each["words"] for each in json.loads(to_compute)["messages"]]


async def test_what_is_saved_nb_in_sweden_and_sv_in_norway(open_town: OpenTown) -> None:
    for country, language, heading in (("SE", "nb", "PLANEN MIN"), ("NO", "sv", "MIN PLAN")):
        town = await open_town(country=country)
        kim = await town.tenant("Kim", language)
        await kim.says("/privacy")
        await kim.taps({"nb": "Det som er lagret", "sv": "Det som är sparat"}[language])
        to_read = next(iter((await files(town, kim)).values()))
        assert heading in to_read


async def test_where_nothing_sensitive_may_cross_the_file_stays_here(open_town: OpenTown) -> None:
    """Decision 13: the deployment decides what may cross Telegram."""
    town = await open_town(telegram={"carries": "personal"})
    kim = await town.tenant()
    await kim.presses("Mer")
    await kim.taps("Det som är sparat")
    assert await files(town, kim) == {}
    kim.hears("Det här säger vi inte i chatten.")
