"""The meeting place's hours in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from locales import Voice
from support import meeting_place
from support.deployment import Deployment

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 21, 9, tzinfo=UTC)
OFFICE = {day: ["10:00-15:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}


def said(language: str, now: datetime = MONDAY, country: str = "SE", **place: Any) -> list[str]:
    deployment = Deployment.model_validate({"country": country, "meeting_place": place})
    voice = Voice(language, deployment.zone)
    return [voice.say(each.key, **each.args) for each in meeting_place.about(now, deployment)]


def test_neighbouring_days_with_the_same_hours_stand_together() -> None:
    hours = {**OFFICE, "friday": ["10:00-13:00", "15:00-20:00"], "sunday": ["12:00-24:00"]}
    assert said("sv", name="Oasen", address="Storgatan 1", hours=hours) == [
        "Mötesplatsen Oasen: Storgatan 1",
        "Måndag till torsdag kl. 10.00–15.00",
        "Fredag kl. 10.00–13.00",
        "Fredag kl. 15.00–20.00",
        "Söndag kl. 12.00–0.00",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ["Møteplassen: Torget 2", "Mandag til fredag kl. 10.00–15.00"]),
        ("nn", ["Møteplassen: Torget 2", "Måndag til fredag kl. 10.00–15.00"]),
    ],
)
def test_in_norwegian(language: str, words: list[str]) -> None:
    assert said(language, country="NO", address="Torget 2", hours=OFFICE) == words


def test_days_off_within_the_week_are_said() -> None:
    assert said("sv", CHRISTMAS, address="Storgatan 1", hours=OFFICE)[2:] == [
        "Stängt torsdag 24 december.",
        "Stängt fredag 25 december.",
    ]


def test_what_is_not_known_is_asked_from_us() -> None:
    assert said("sv") == ["Adressen till mötesplatsen får du av oss.", "Fråga oss när det är öppet."]


def test_round_the_clock() -> None:
    assert said("nn", address="Storgata 1", hours="always") == [
        "Møteplassen: Storgata 1",
        "Ope heile døgnet.",
    ]


def test_two_days_in_a_row_are_named_both() -> None:
    hours = {"tuesday": ["10:00-15:00"], "wednesday": ["10:00-15:00"]}
    assert said("sv", address="Storgatan 1", hours=hours)[1:] == ["Tisdag och onsdag kl. 10.00–15.00"]
