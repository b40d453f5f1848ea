"""The help lines' files: what must hold for every line, and what is open when."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from pydantic import ValidationError

from locales import words
from support import help_lines
from support.help_lines import Country, HelpLine

COUNTRIES: tuple[Country, ...] = ("SE", "NO")
ZONES = {"SE": ZoneInfo("Europe/Stockholm"), "NO": ZoneInfo("Europe/Oslo")}
GONE = ("0771-22 00 60", "0771220060", "020-22 00 60", "020220060", "08-33 12 31")
NEVER_NAMES = ("Alkohollinjen", "Hjälplinjen", "RUStelefonen")
KINDS = {"fire", "violence", "overdose", "medical", "other_person", "suicide", "self_harm", "farewell"}


def at(country: Country, day: int, hour: int, minute: int = 0) -> datetime:
    """A local time in the week of Monday 23 November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONES[country])


def names(country: Country, local: datetime) -> list[str]:
    return [each.name for each in help_lines.open_now(country, local)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_closed_down_lines_never_come_back(country: Country) -> None:
    text = (Path(help_lines.__file__).parent / f"{country}.toml").read_text(encoding="utf-8")
    assert not [gone for gone in GONE if gone in text]
    assert not {each.name for each in help_lines.lines(country)} & set(NEVER_NAMES)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_line_has_a_source_an_audience_in_words_and_known_dangers(country: Country) -> None:
    for each in help_lines.lines(country):
        assert words.has(f"help.audience.{each.audience}"), each.name
        assert not each.hours_said or words.has(f"help.hours.{each.hours_said}"), each.name
        assert set(each.crisis) <= KINDS, each.name
        assert each.source


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_international_form_is_the_same_number(country: Country) -> None:
    for each in help_lines.lines(country):
        if each.international:
            national = phonenumbers.parse(each.number, country)
            assert (
                phonenumbers.format_number(national, phonenumbers.PhoneNumberFormat.E164)
                == each.international
            )


@pytest.mark.parametrize("country", COUNTRIES)
def test_nobody_has_verified_them_yet_and_the_doctor_is_told(country: Country) -> None:
    told = help_lines.problems(country, date(2026, 11, 23))
    unverified = [each for each in help_lines.lines(country) if each.verified_on is None]
    assert [each.name for each in told if each.sort == "unverified"] == [each.name for each in unverified]
    assert all(each.number in str(each) for each in told)


def test_emergency_numbers_differ_by_country() -> None:
    se, no = help_lines.emergency("SE"), help_lines.emergency("NO")
    assert (se.number, se.police, se.fire) == ("112", "112", "112")
    assert (no.number, no.medical, no.police, no.fire) == ("113", "113", "112", "110")


def test_open_lines_follow_the_clock() -> None:
    night, noon = at("SE", 24, 2, 11), at("SE", 24, 12)
    assert "Jourhavande medmänniska" in names("SE", night)
    assert "Jourhavande medmänniska" not in names("SE", noon)
    assert "Stödlinjen för män" in names("SE", noon)
    assert "RUSinfo" in names("NO", at("NO", 24, 14, 29))
    assert "RUSinfo" not in names("NO", at("NO", 24, 14, 30))
    assert "RUSinfo" not in names("NO", at("NO", 28, 12))


@pytest.mark.parametrize("hour", range(24))
def test_hours_that_are_not_known_are_never_open(hour: int) -> None:
    local = at("SE", 25, hour)
    assert not {"Jourhavande präst", "Alkoholhjälpen", "Droghjälpen"} & set(names("SE", local))


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("country", COUNTRIES)
def test_somebody_to_talk_to_at_every_hour(country: Country, hour: int) -> None:
    local = at(country, 25, hour)
    talk, crisis = help_lines.to_talk(country, local), help_lines.for_crisis(country, local)
    assert talk is not None and talk.sort == "talk"
    assert crisis is not None and crisis.is_open(local)


def test_violence_has_lines_of_its_own_and_fire_has_none() -> None:
    local = at("NO", 25, 3)
    line = help_lines.for_crisis("NO", local, "violence")
    assert line is not None and line.name == "VO-linjen"
    assert help_lines.for_crisis("NO", local, "fire") is None


BASE = help_lines.lines("SE")[0].model_dump() | {"hours": "always"}


def test_a_check_runs_out_after_half_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = HelpLine.model_validate(
        BASE | {"verified_on": date(2026, 6, 1), "verified_by": "Kim", "expires_on": date(2026, 11, 28)}
    )
    monkeypatch.setattr(help_lines, "lines", lambda _: (checked,))
    assert help_lines.problems("SE", date(2026, 11, 27)) == []
    [problem] = help_lines.problems("SE", date(2026, 11, 28))
    assert (problem.sort, problem.since) == ("expired", date(2026, 11, 28))
    assert "2026-11-28" in str(problem)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Alkohollinjen"},
        {"number": "0771 220060"},
        {"hours_certainty": "low"},
        {"verified_on": date(2026, 6, 1)},
        {"verified_on": date(2026, 6, 1), "verified_by": "Kim", "expires_on": date(2027, 6, 1)},
        {"expires_on": date(2027, 6, 1)},
        {"hours": {"someday": ["08:00-16:00"]}},
    ],
)
def test_a_line_that_is_wrong_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HelpLine.model_validate(BASE | wrong)
