"""The plan in Bokmål and Nynorsk."""

from __future__ import annotations

import pytest

from tests.harness import Town
from tests.stories.test_plan_own_words import panes

NB = {
    "menu": "Planen min",
    "opens": "Bare du kan endre den.",
    "headings": [
        "Viktigst for meg i livet mitt", "Dette vil jeg at teamet hjelper meg med", "Dette vil jeg klare selv",
    ],
    "goal": "Viktigst for meg",
    "asks": "Hva er viktigst for deg?",
    "saved": "Lagret med dine ord.\nny hund\nHvordan vil du begynne? Du kan hoppe over.",
    "skip": "Hopp over",
    "support": "Hjelp fra teamet",
    "how": "Hvordan kan vi hjelpe deg?",
    "unsure": "Jeg vet ikke",
    "fine": "Det går fint. Du kan endre når du vil.",
}  # fmt: skip
NN = {
    "menu": "Planen min",
    "opens": "Berre du kan endre den.",
    "headings": [
        "Viktigast for meg i livet mitt", "Dette vil eg at teamet hjelper meg med", "Dette vil eg klare sjølv",
    ],
    "goal": "Viktigast for meg",
    "asks": "Kva er viktigast for deg?",
    "saved": "Lagra med dine ord.\nny hund\nKorleis vil du begynne? Du kan hoppe over.",
    "skip": "Hopp over",
    "support": "Hjelp frå teamet",
    "how": "Korleis kan vi hjelpe deg?",
    "unsure": "Eg veit ikkje",
    "fine": "Det går fint. Du kan endre når du vil.",
}  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("nb", NB), ("nn", NN)])
async def test_a_new_dog_is_a_goal(town: Town, language: str, words: dict[str, str]) -> None:
    """T13, in Sweden: the language decides the words."""
    ola = await town.tenant("Ola", language)
    await ola.presses(words["menu"])
    ola.hears(words["opens"], *words["headings"])
    await ola.taps(words["goal"])
    ola.hears(words["asks"])
    await ola.says("ny hund")
    assert ola.last == words["saved"]
    await ola.taps(words["skip"])
    await ola.presses(words["menu"])
    await ola.taps(words["support"])
    ola.hears(words["how"])
    await ola.says(f"{words['unsure'].upper()}...")
    ola.hears(words["fine"])
    assert panes(ola) == {"goal": ["ny hund"], "support": [f"{words['unsure'].upper()}..."], "self": []}
