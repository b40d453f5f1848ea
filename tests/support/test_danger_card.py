"""The danger card: numbers by country, words by language, five lines at most (R20, R21)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from locales import words
from support import danger_card
from support.deployment import Deployment
from support.say import Line

KINDS = ("fire", "violence", "overdose", "medical", "other_person", "suicide", "self_harm", "farewell")
NIGHT = datetime(2026, 11, 24, 1, 11, tzinfo=UTC)
DAY = datetime(2026, 11, 24, 9, 11, tzinfo=UTC)
PROMISES = (
    "kommer",
    "kjem",
    "vi ringer",
    "vi ringjer",
    "larm",
    "varslet",
    "varsla",
    "någon läser",
    "noen leser",
)


def deployment(country: str, number: str | None = None) -> Deployment:
    return Deployment.model_validate({"country": country, "line": {"number": number}})


def spoken(lines: list[Line], language: str, place: Deployment) -> list[str]:
    return [words.text(language, each.key, zone=place.zone, **each.args) for each in lines]


def card(
    kind: str, country: str, language: str, now: datetime = NIGHT, number: str | None = None
) -> list[str]:
    place = deployment(country, number)
    return spoken(danger_card.card(kind, place, now), language, place)


@pytest.mark.parametrize(
    ("kind", "country", "language", "first"),
    [
        ("suicide", "SE", "sv", "Är du i fara nu? Ring 112."),
        ("suicide", "SE", "nb", "Er du i fare nå? Ring 112."),
        ("suicide", "NO", "nb", "Er du i fare nå? Ring 113. Politi 112. Brann 110."),
        ("suicide", "NO", "sv", "Är du i fara nu? Ring 113. Polis 112. Brand 110."),
        ("suicide", "NO", "nn", "Er du i fare no? Ring 113. Politi 112. Brann 110."),
        ("violence", "NO", "nb", "Er du i fare nå? Ring politiet 112. Ambulanse 113. Brann 110."),
        ("violence", "SE", "sv", "Är du i fara nu? Ring 112."),
        ("fire", "NO", "nb", "Brenner det nå? Gå ut og ring 110. Politi 112. Ambulanse 113."),
        ("overdose", "SE", "sv", "Har du tagit för mycket? Ring 112 och säg Giftinformation."),
        ("overdose", "NO", "nb", "Har du tatt for mye? Ring 113, eller Giftinformasjonen 22 59 13 00."),
        ("other_person", "SE", "sv", "Ring 112 för den som är i fara."),
        ("something new", "SE", "sv", "Är du i fara nu? Ring 112."),
    ],
)
def test_the_first_line_names_the_act_and_the_number(
    kind: str, country: str, language: str, first: str
) -> None:
    assert card(kind, country, language)[0] == first


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
@pytest.mark.parametrize("country", ["SE", "NO"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_short_and_promises_nothing(kind: str, country: str, language: str) -> None:
    said = card(kind, country, language, DAY, "+4621123456")
    assert len(said) <= 5
    assert "\n".join(said).count("?") <= 1
    assert "11" in said[0]
    assert not [each for each in PROMISES if each in "\n".join(said).lower()]


def test_numbers_follow_the_country_whatever_the_language() -> None:
    assert "113" not in "\n".join(card("suicide", "SE", "nb"))
    assert "116 123" in "\n".join(card("suicide", "NO", "sv"))


def test_our_phone_stands_second_while_it_is_answered() -> None:
    assert card("suicide", "SE", "sv", DAY, "+4621123456")[1] == "Vår telefon svarar nu: +46 21 12 34 56."
    assert "+46" not in "\n".join(card("suicide", "SE", "sv", NIGHT, "+4621123456"))


def test_one_national_line_that_is_open_and_the_bot_cannot_ring() -> None:
    said = card("suicide", "SE", "sv")
    assert said[1:3] == [
        "Mind Självmordslinjen svarar nu: 90101.",
        "Jag är en bot. Jag kan inte ringa åt dig.",
    ]
    assert card("fire", "SE", "sv")[1:] == ["Jag är en bot. Jag kan inte ringa åt dig."]


def test_the_quiet_line_is_one_line() -> None:
    assert spoken([danger_card.quiet("SE")], "sv", deployment("SE")) == ["Är du i fara: ring 112."]
    assert spoken([danger_card.quiet("NO")], "nb", deployment("NO")) == ["Er du i fare: ring 113."]


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
def test_more_lines_begin_with_the_emergency_number_and_show_open_ones_first(language: str) -> None:
    place = deployment("SE")
    parts = [spoken(part, language, place) for part in danger_card.more(place, NIGHT)]
    assert "112" in parts[0][0]
    assert any("Jourhavande medmänniska" in each for each in parts[1])
    assert any("Stödlinjen för män" in each for each in parts[2])
    assert not any("Jourhavande präst" in each for each in parts[1])
    assert all(len("\n".join(part)) < 4096 for part in parts)
