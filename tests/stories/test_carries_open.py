"""The strictest setting of what may cross Telegram never stands between a person and help (R20, decision 13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.harness import Town

OpenTown = Callable[..., Awaitable[Town]]

NOT_HERE = "Det här säger vi inte i chatten."


async def test_danger_numbers_and_receipts_cross_always(open_town: OpenTown) -> None:
    town = await open_town(at="2026-11-24 02:11", telegram={"carries": "open"})
    kim = await town.tenant("Kim", "sv")
    await kim.says("grannen väsnas igen")
    kim.hears("Sparat.", "Ingen av oss läser före tisdag 24 november kl. 8.00.")
    assert NOT_HERE not in kim.last
    await kim.says("jag vill dö")
    kim.hears("Är du i fara nu? Ring 112.", "Jag kan inte ringa åt dig.")
    await kim.taps("Visa fler")
    kim.hears("Jourhavande medmänniska")
    await kim.presses("Ring oss")
    kim.hears("Just nu svarar ingen av oss.", "+46 21 123 45 67", "I fara: ring 112.")
    await kim.taps("Kan ni ringa mig?")
    kim.hears("Vilket nummer kan vi ringa?")
    for words in ("/stop", "/help", "/privacy", "/start"):
        await kim.says(words)
        assert NOT_HERE not in " ".join(kim.texts), words
    await kim.says("/book")
    kim.hears(NOT_HERE)


@pytest.mark.parametrize(
    ("language", "kept", "when"),
    [
        ("sv", "visar vi teamet det du skrev", "Ingen av oss läser före tisdag 24 november kl. 8.00."),
        ("nn", "viser vi teamet det du skreiv", "Ingen av oss les før tysdag 24. november kl. 8.00."),
    ],
)
async def test_a_stranger_in_danger_hears_when_anybody_looks(
    open_town: OpenTown, language: str, kept: str, when: str
) -> None:
    town = await open_town(at="2026-11-24 02:11", telegram={"carries": "open"})
    alex = await town.stranger("Alex", language)
    await alex.says("jag vill dö" if language == "sv" else "eg vil døy")
    alex.hears("112")
    alex.hears(kept, when)


async def test_a_stranger_hears_when_our_phone_is_answered(town: Town) -> None:
    alex = await town.stranger("Alex", "sv")
    await alex.says("hej")
    alex.hears("Vår telefon: +46 21 123 45 67. Vi svarar måndag–fredag kl. 8.00–16.00.")
