"""*More*: language, reminders, help and privacy, one step behind the menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from storage.tables import Tenant
from tests.harness import Resident, Town

OpenTown = Callable[..., Awaitable[Town]]


def row(town: Town, who: Resident) -> Tenant:
    """The tenant as kept."""
    return town.sees(who.row)


async def test_the_language_changes_at_once_and_so_does_the_keyboard(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await kim.presses("Mer")
    await kim.taps("Språk")
    assert kim.buttons == ["Svenska", "Bokmål", "Nynorsk"], "each in its own name"
    await kim.taps("Nynorsk")
    kim.hears("No skriv eg på nynorsk.")
    keyboard = await kim.phone.keyboard()
    assert keyboard is not None and ["Besøka mine", "Nytt besøk"] in keyboard
    await kim.presses("Meir")
    kim.hears("Her kan du endre og lese meir.")


async def test_labels_of_the_old_keyboard_keep_working(town: Town) -> None:
    ola = await town.tenant("Ola", "nb")
    await ola.says("/language")
    await ola.taps("Svenska")
    await ola.says("Mer")
    ola.hears("Här kan du ändra och läsa mer.")
    await ola.says("Meir")
    ola.hears("Här kan du ändra och läsa mer.")


async def test_all_three_languages_wherever_it_runs(open_town: OpenTown) -> None:
    town = await open_town(country="NO", languages=["nb"])
    kim = await town.tenant("Kim", "nb")
    await kim.says("/language")
    assert kim.buttons == ["Svenska", "Bokmål", "Nynorsk"]


@pytest.mark.parametrize(
    ("language", "more", "open_", "choices"),
    [
        (
            "sv",
            "Mer",
            "Påminnelser",
            {
                "Bara kvällen innan": ("evening", "Den kommer kvällen innan."),
                "Inga påminnelser": ("none", "Du får inga påminnelser."),
                "Två påminnelser": ("both", "Du får två påminnelser före besök."),
            },
        ),
        (
            "nb",
            "Mer",
            "Påminnelser",
            {
                "Bare kvelden før": ("evening", "Den kommer kvelden før."),
                "Ingen påminnelser": ("none", "Du får ingen påminnelser."),
                "To påminnelser": ("both", "Du får to påminnelser før besøk."),
            },
        ),
    ],
)
async def test_reminders(
    town: Town, language: str, more: str, open_: str, choices: dict[str, tuple[str, str]]
) -> None:
    kim = await town.tenant("Kim", language)
    for label, (kept, said) in choices.items():
        await kim.presses(more)
        await kim.taps(open_)
        assert label in kim.buttons and len(kim.buttons) == 2, "what is set already is not offered"
        await kim.taps(label)
        kim.hears(said)
        assert row(town, kim).reminders == kept


@pytest.mark.parametrize(
    ("country", "language", "parts"),
    [
        ("SE", "sv", ("Jag är en bot, ingen människa.", "Amira läser", "+46 21", "I fara: ring 112.")),
        ("NO", "sv", ("Jag är en bot, ingen människa.", "Amira läser", "+47 55", "Polis 112.")),
        ("SE", "nb", ("Jeg er en bot, ikke et menneske.", "Amira leser", "+46 21", "I fare: ring 112.")),
    ],
)
async def test_help(open_town: OpenTown, country: str, language: str, parts: tuple[str, ...]) -> None:
    town = await open_town(country=country)
    kim = await town.tenant("Kim", language)
    await kim.says("/help")
    kim.hears(*parts)
    assert kim.buttons[0] in ("Kan ni ringa mig?", "Kan dere ringe meg?"), "a human is one tap away (R18)"


@pytest.mark.parametrize(
    ("country", "language", "parts"),
    [
        (
            "SE",
            "sv",
            ("Hyresvärden läser inte", "Telegram är ett annat företag", "Integritetsskyddsmyndigheten"),
        ),
        ("NO", "sv", ("Hyresvärden läser inte", "Telegram är ett annat företag", "Datatilsynet")),
        (
            "SE",
            "nb",
            ("Utleieren leser ikke", "Telegram er et annet selskap", "Integritetsskyddsmyndigheten"),
        ),
        ("NO", "nn", ("Utleigaren les ikkje", "Telegram er eit anna selskap", "Datatilsynet")),
    ],
)
async def test_privacy(open_town: OpenTown, country: str, language: str, parts: tuple[str, ...]) -> None:
    town = await open_town(country=country)
    kim = await town.tenant("Kim", language)
    await kim.says("/privacy")
    kim.hears(*parts)


async def test_a_button_of_another_release_changes_nothing(town: Town) -> None:
    kim = await town.tenant()
    await kim.says("/language")
    for data in ("b:setting.language_is:fi:", "b:setting.reminders_are:often:"):
        await kim.phone.tap_data(data, kim.heard[-1].id)
        await kim.listens()
    assert (row(town, kim).language, row(town, kim).reminders) == ("sv", "both")
