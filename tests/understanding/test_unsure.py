"""Whole answers of not knowing are heard; an answer that goes on is an answer like any other."""

from __future__ import annotations

import pytest

from bot.understanding.unsure import is_unsure


@pytest.mark.parametrize(
    "text",
    [
        "Jag vet inte.", "jag vet inte", "VET INTE!!", "vet ej", "Jag vill och klarar ingenting.", "ingenting",
        "Jeg vet ikke.", "vet ikke", "aner ikke", "Jeg vil ingenting",
        "Eg veit ikkje.", "veit ikkje", "Eg vil og klarer ingenting.", "I don't know", "jag vet inteee",
    ],
)  # fmt: skip
def test_not_knowing_is_heard(text: str) -> None:
    assert is_unsure(text)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "Allt.", "ny hund", "Jag vet inte var jag ska börja, men en hund", "inget mer bråk med grannen",
        "Jag vet inte. Kanske en hund.", "Ingenting är viktigare än barna",
        "Få bevisat för världen att det är jag som är Gud.",
        "vet inte " * 40, "🤷",
    ],
)  # fmt: skip
def test_what_says_more_is_more(text: str | None) -> None:
    assert not is_unsure(text)
