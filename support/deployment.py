"""The deployment's file (`BOFAST_CONFIG`): what differs between municipalities.

Rhythm, hours and numbers are settings; principles are not (R40): there is no key for praise, scores,
deadlines or a landlord. Unset means a plain Sweden. A wrong value stops at start with the setting's name.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from support import days_off
from support.hours import Week, at_minute

ZONES = {"SE": "Europe/Stockholm", "NO": "Europe/Oslo"}
LANGUAGES: dict[str, tuple[Language, ...]] = {"SE": ("sv", "nb", "nn"), "NO": ("nb", "nn", "sv")}
OFFICE = {day: ["08:00-16:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
"""Monday to Friday 8-16 (T23)."""

Language = Literal["sv", "nb", "nn"]
Hours = Annotated[Week, BeforeValidator(Week.parse), PlainSerializer(Week.to_json)]


class ConfigurationError(Exception):
    """A setting is missing or wrong; the message names it and says what to do. Shown to who hosts."""


def _number(value: str) -> str:
    """A telephone number must be international, so that it works from any SIM card."""
    try:
        parsed = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException as error:
        raise ValueError("write the number in international form, for example +46 21 12 34 56") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("that is no possible telephone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


Number = Annotated[str, AfterValidator(_number)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class TeamHours(_Part):
    """A team that differs from the office."""

    name: str = Field(min_length=1)


class Line(_Part):
    """The contact line: our own phone. Round the clock only where it says so (T29)."""

    number: Number | None = None
    hours: Hours = Field(default_factory=lambda: Week.parse(OFFICE))
    open_on_holidays: bool = False


class Quiet(_Part):
    """Quiet hours: nothing unsolicited is sent (R9)."""

    start: time = time(20)
    end: time = time(9)


class Visits(_Part):
    """Defaults for free times: office hours of notice, length and pause between visits in minutes."""

    notice_hours: int = Field(default=4, ge=0, le=80)
    minutes: int = Field(default=60, ge=15, le=240)
    between: int = Field(default=30, ge=0, le=180)


class MeetingPlace(_Part):
    """Where people meet. Without an address the bot says that the address comes from the team."""

    name: str | None = None
    address: str | None = None
    hours: Hours = Field(default_factory=lambda: Week.parse({}))


class Smtp(_Part):
    """Where a mail that says only that something waits is sent through."""

    host: str
    port: int = 587
    user: str | None = None
    password_env: str | None = None
    """Name of the environment variable that holds the password; the file itself holds no secret."""
    starttls: bool = True
    sender: str
    to: list[str] = Field(min_length=1)


class Telegram(_Part):
    """What may cross Telegram (decision 13): texts above `carries` are replaced by a call to ring or meet."""

    username: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_]{5,32}$")
    carries: Literal["open", "personal", "sensitive"] = "sensitive"


class Deployment(_Part):
    """Everything that a municipality decides."""

    country: Literal["SE", "NO"] = "SE"
    service: str = Field(default="Bofast", min_length=1, max_length=40)
    languages: tuple[Language, ...] = ()
    teams: tuple[TeamHours, ...] = (TeamHours(name="Team"),)
    office_hours: Hours = Field(default_factory=lambda: Week.parse(OFFICE))
    closed_days: tuple[date, ...] = ()
    line: Line = Line()
    quiet: Quiet = Quiet()
    visits: Visits = Visits()
    meeting_place: MeetingPlace = MeetingPlace()
    crisis_place: bool = False
    smtp: Smtp | None = None
    telegram: Telegram = Telegram()

    @model_validator(mode="before")
    @classmethod
    def _own_languages(cls, given: Any) -> Any:
        if isinstance(given, dict) and not given.get("languages"):
            return {**given, "languages": LANGUAGES.get(given.get("country", "SE"), ("sv",))}
        return given

    @cached_property
    def zone(self) -> ZoneInfo:
        """The country's zone: times are kept in UTC and spoken in this."""
        return ZoneInfo(ZONES[self.country])

    def local(self, moment: datetime) -> datetime:
        """A moment on the clocks of this place."""
        return moment.astimezone(self.zone)

    def day_off(self, day: date) -> bool:
        """Holidays of the country and the days that the deployment has closed."""
        return day in self.closed_days or days_off.day_off(day, self.country)

    def office_open(self, now: datetime) -> bool:
        """Whether somebody reads now."""
        return self.office_hours.is_open(self.local(now), self.day_off)

    def office_opens(self, now: datetime) -> datetime | None:
        """When somebody reads next, if nobody does now."""
        return self.office_hours.next_opening(self.local(now), self.day_off)

    def line_open(self, now: datetime) -> bool:
        """Whether somebody answers our phone now; never true without a number."""
        return self.line.number is not None and self.line.hours.is_open(self.local(now), self._line_off)

    def line_opens(self, now: datetime) -> datetime | None:
        """When our phone is answered next."""
        return self.line.hours.next_opening(self.local(now), self._line_off)

    def _line_off(self, day: date) -> bool:
        return not (self.line.open_on_holidays or self.line.hours.always) and self.day_off(day)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether a moment lies in the quiet hours, which usually run over midnight."""
        at, quiet = self.local(moment).time(), self.quiet
        if quiet.start <= quiet.end:
            return quiet.start <= at < quiet.end
        return at >= quiet.start or at < quiet.end

    def quiet_ends(self, moment: datetime) -> datetime:
        """When the quiet hours around `moment` end; the moment itself if they do not run."""
        if not self.is_quiet(moment):
            return moment
        local = self.local(moment)
        end = at_minute(local, local.date(), self.quiet.end.hour * 60 + self.quiet.end.minute)
        return end if end > local else end + timedelta(days=1)

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Read the file; `ConfigurationError` names the setting that is wrong."""
        if path is None:
            return cls()
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigurationError(f"BOFAST_CONFIG: cannot read {path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"BOFAST_CONFIG: {path.name} is not valid TOML: {error}") from error
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise ConfigurationError(f"BOFAST_CONFIG: {path.name}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    name = ".".join(str(part) for part in problem["loc"]) or "file"
    if problem["type"] == "extra_forbidden":
        return f"{name} is no setting; `bofast config SE` prints all of them"
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}"
