"""*Ring us*: open, closed, round the clock, or no number at all; and a place to be for a while."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.harness import Town

OpenTown = Callable[..., Awaitable[Town]]


async def test_closed_says_when_it_opens_and_who_answers_now(open_town: OpenTown) -> None:
    town = await open_town(at="2026-11-27 21:00")
    kim = await town.tenant()
    await kim.says("/line")
    shown = kim.hears("Just nu svarar ingen av oss.", "Vi svarar igen måndag 30 november kl. 8.00.")
    assert "Svarar nu:\nMind Självmordslinjen: 90101" in shown.text
    assert "I fara: ring 112." in shown.text
    assert not any(each.contact for each in kim.heard), "no card that rings in vain"
    assert shown.labels == ["Kan ni ringa mig?", "Visa fler"]


async def test_round_the_clock_never_says_closed(open_town: OpenTown) -> None:
    town = await open_town(
        country="NO",
        at="2026-12-25 03:00",
        line={"number": "+4755123456", "hours": "always"},
    )
    ola = await town.tenant("Ola", "nb")
    await ola.presses("Ring oss")
    shown = ola.hears("Ring oss på +47 55 12 34 56.", "Vi svarer hele døgnet.")
    assert "I fare: ring 113. Politi 112. Brann 110." in shown.text


async def test_a_night_line_says_when_it_ends(open_town: OpenTown) -> None:
    """Two spans that meet at midnight are one."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hours = {day: ["00:00-06:00", "20:00-24:00"] for day in days}
    town = await open_town(at="2026-11-23 22:00", line={"number": "+46211234567", "hours": hours})
    kim = await town.tenant()
    await kim.presses("Ring oss")
    kim.hears("Vi svarar till tisdag 24 november kl. 6.00.")


async def test_closed_on_a_day_off(open_town: OpenTown) -> None:
    """Midsummer's Eve is a Friday off in Sweden, and no day off in Norway."""
    town = await open_town(at="2026-06-19 10:00")
    kim = await town.tenant()
    await kim.presses("Ring oss")
    kim.hears("Just nu svarar ingen av oss.", "måndag 22 juni kl. 8.00")


async def test_no_number_at_all(open_town: OpenTown) -> None:
    town = await open_town(line={})
    kim = await town.tenant("Kim", "nn")
    await kim.presses("Ring oss")
    kim.hears("Vi har ikkje noko eige nummer å ringje. Skriv til oss her.", "Amira les", "I fare: ring 112.")
    await kim.taps("Kan de ringje meg?")
    kim.hears("Kva nummer kan vi ringje?")


@pytest.mark.parametrize(
    ("language", "button", "home"),
    [
        ("sv", "Komma bort ett tag", "Sedan kommer du hem igen."),
        ("nb", "Komme bort en stund", "Så kommer du hjem igjen."),
    ],
)
async def test_a_place_to_be_for_a_while(open_town: OpenTown, language: str, button: str, home: str) -> None:
    town = await open_town(crisis_place=True, at="2026-11-24 02:11")
    kim = await town.tenant("Kim", language)
    await kim.presses("Ring oss")
    await kim.taps(button)
    shown = kim.hears(home, "24", "8.00", "112")
    assert "kontrakt" not in shown.text.lower() and "avtal" not in shown.text.lower(), "R1"
    assert [each.kind for each in town.alerts()] == ["crisis_place"]
    await kim.says("0701234567")
    assert town.alerts()[0].phone == "+46701234567"


async def test_without_such_a_place_there_is_no_button(town: Town) -> None:
    kim = await town.tenant()
    await kim.presses("Ring oss")
    assert "Komma bort ett tag" not in kim.buttons
    await kim.phone.tap_data("b:line.crisis_place::", kim.heard[0].id)
    await kim.listens()
    kim.hears("Ring oss på +46 21 123 45 67.")
    assert town.alerts() == []


async def test_both_requests_share_the_number(open_town: OpenTown) -> None:
    town = await open_town(crisis_place=True)
    kim = await town.tenant()
    await kim.presses("Ring oss")
    await kim.taps("Kan ni ringa mig?")
    await kim.says("0701234567")
    await kim.presses("Ring oss")
    await kim.taps("Komma bort ett tag")
    kim.hears("Numret är +46 70 123 45 67.")
    assert {each.kind: each.phone for each in town.alerts()} == {
        "call": "+46701234567",
        "crisis_place": "+46701234567",
    }
