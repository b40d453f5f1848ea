"""National help lines and emergency numbers: one data file per country, read once (T4, G15).

The country of the deployment decides the set, not the language: a Swede in Trondheim gets 113. Which lines exist and
when they answer lies in `SE.toml` and `NO.toml`; a person must verify each (`problems`, said by `bofast doctor`).
Emergency numbers always show. A line whose hours are not known well enough is never said to be open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from support.hours import Week

Country: TypeAlias = Literal["SE", "NO"]
Certainty: TypeAlias = Literal["high", "medium", "low"]
Sort: TypeAlias = Literal["talk", "violence", "care", "poison", "substance", "other"]

VALID = timedelta(days=180)
"""How long a person's check of a line counts."""
CLOSED_DOWN = ("0771-22 00 60", "020-22 00 60", "08-33 12 31", "Hjälplinjen", "Alkohollinjen", "RUStelefonen")
"""Names and numbers that stand in old lists and must not come back."""


def _still_there(value: str) -> str:
    if any(_bare(gone) == _bare(value) for gone in CLOSED_DOWN):
        raise ValueError(f"{value} is closed down")
    return value


def _bare(value: str) -> str:
    return value.replace(" ", "").replace("-", "").casefold()


Known = Annotated[str, Field(min_length=1), AfterValidator(_still_there)]
Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]


class Emergency(BaseModel):
    """Numbers in danger to life. `number` is the one to name when the message does not say what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    medical: str
    police: str
    fire: str
    source: str


class HelpLine(BaseModel):
    """One national line, with how well we know it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: Known
    number: Known
    """As it is dialled in the country."""
    international: str
    """E.164, empty for a short number that has no such form."""
    sort: Sort
    audience: str
    """For whom: the text `help.audience.<audience>`."""
    crisis: tuple[str, ...]
    """The kinds of danger on whose card the line may stand."""
    hours: Annotated[Week, BeforeValidator(Week.parse)]
    hours_said: str = ""
    """The text `help.hours.<hours_said>` says the hours where the spans would not do, or are not known well."""
    certainty: Certainty
    hours_certainty: Certainty
    source: str = Field(min_length=1)
    verified_on: Day
    verified_by: str
    expires_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.hours_certainty == "low" and not self.hours_said:
            raise ValueError(f"{self.name}: hours of low certainty need hours_said")
        if self.verified_on and not self.verified_by:
            raise ValueError(f"{self.name}: say who verified it")
        if self.expires_on != (self.verified_on + VALID if self.verified_on else None):
            raise ValueError(f"{self.name}: expires_on is verified_on and {VALID.days} days")
        return self

    def is_open(self, local: datetime) -> bool:
        """Whether we know that somebody answers now."""
        return self.hours_certainty != "low" and self.hours.is_open(local)


class Problem(BaseModel):
    """What a person should check, for `bofast doctor`."""

    model_config = ConfigDict(frozen=True)

    name: str
    number: str
    sort: Literal["unverified", "expired"]
    since: date | None = None
    """The day it expired."""

    def __str__(self) -> str:
        if self.sort == "expired":
            return f"{self.name} ({self.number}): the check expired on {self.since}; ring and verify it again"
        return f"{self.name} ({self.number}): nobody has verified number and hours yet"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    emergency: Emergency
    line: tuple[HelpLine, ...]


def emergency(country: Country) -> Emergency:
    """The numbers in danger to life; they need no check and never run out."""
    return _read(country).emergency


def lines(country: Country) -> tuple[HelpLine, ...]:
    """All national lines, in the order of the file: lines to talk to first."""
    return _read(country).line


def open_now(country: Country, local: datetime) -> list[HelpLine]:
    """The lines that we know are answered at this local time."""
    return [each for each in lines(country) if each.is_open(local)]


def to_talk(country: Country, local: datetime) -> HelpLine | None:
    """A line that is open now for anyone who needs to talk; one for thoughts of suicide only if there is no other."""
    found = [each for each in open_now(country, local) if each.sort == "talk"]
    return next((each for each in found if each.audience == "need_to_talk"), found[0] if found else None)


def for_crisis(country: Country, local: datetime, kind: str = "suicide") -> HelpLine | None:
    """The one national line for a danger card: the first that is open now and meant for such danger."""
    return next((each for each in open_now(country, local) if kind in each.crisis), None)


def poison(country: Country) -> HelpLine:
    """The poison information's own number."""
    return next(each for each in lines(country) if each.sort == "poison")


def problems(country: Country, today: date) -> list[Problem]:
    """Lines that nobody has verified, and those whose check is too old."""
    return list(_problems(country, today))


def _problems(country: Country, today: date) -> Iterator[Problem]:
    for each in lines(country):
        if each.verified_on is None:
            yield Problem(name=each.name, number=each.number, sort="unverified")
        elif each.expires_on is not None and each.expires_on <= today:
            yield Problem(name=each.name, number=each.number, sort="expired", since=each.expires_on)


@cache
def _read(country: Country) -> _File:
    text = (Path(__file__).parent / f"{country}.toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text))
