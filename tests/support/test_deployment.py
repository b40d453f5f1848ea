"""The deployment's file: hours, quiet time, days off; and what a wrong setting says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.deployment import ConfigurationError, Deployment

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def made(**settings: object) -> Deployment:
    return Deployment.model_validate(settings)


def test_a_plain_deployment_is_sweden_from_eight_to_four() -> None:
    plain = Deployment()
    assert plain.languages == ("sv", "nb", "nn")
    assert plain.office_open(at("2026-11-23 08:00"))
    assert not plain.office_open(at("2026-11-23 16:00"))
    assert not plain.office_open(at("2026-11-22 10:00"))
    assert plain.office_opens(at("2026-11-20 16:30")) == at("2026-11-23 08:00")


def test_norway_speaks_norwegian_first() -> None:
    assert made(country="NO").languages == ("nb", "nn", "sv")


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("SE", "2026-06-19", True),  # Midsummer Eve: a holiday in fact
        ("SE", "2026-12-24", True),
        ("NO", "2026-12-24", False),
        ("NO", "2026-05-17", True),
        ("SE", "2026-05-18", False),
        ("NO", "2026-04-02", True),  # Maundy Thursday
        ("SE", "2026-04-02", False),
    ],
)
def test_each_country_has_its_days_off(country: str, day: str, off: bool) -> None:
    assert made(country=country).day_off(date.fromisoformat(day)) is off


def test_closed_days_are_added() -> None:
    assert not made(closed_days=["2026-11-24"]).office_open(at("2026-11-24 10:00"))


def test_the_line_is_never_open_without_a_number() -> None:
    assert not made(line={"hours": "always"}).line_open(at("2026-11-23 10:00"))
    assert made(line={"hours": "always", "number": "+46211234567"}).line_open(at("2026-12-25 03:00"))


@given(MOMENTS)
def test_quiet_hours_end_at_nine_local_time_also_when_clocks_change(moment: datetime) -> None:
    plain = Deployment()
    end = plain.quiet_ends(moment)
    assert end >= moment
    assert not plain.is_quiet(end)
    assert end - moment <= timedelta(hours=14)
    if end != moment:
        assert plain.local(end).strftime("%H:%M") == "09:00"


@given(MOMENTS)
def test_the_office_opens_at_a_time_when_it_is_open(moment: datetime) -> None:
    plain = Deployment()
    opens = plain.office_opens(moment)
    assert opens is not None
    assert opens > moment
    assert plain.office_open(opens)
    assert not plain.office_open(opens - timedelta(minutes=1))


def test_quiet_hours_may_lie_within_a_day() -> None:
    siesta = made(quiet={"start": "12:00", "end": "14:00"})
    assert siesta.is_quiet(at("2026-11-23 13:00"))
    assert not siesta.is_quiet(at("2026-11-23 23:00"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('country = "DK"', "country"),
        ('[line]\nnumber = "021-123"', "line.number"),
        ("[visits]\nminutes = 5", "visits.minutes"),
        ("score = true", "score is no setting"),
        ("[plan]\npercent = 50", "plan is no setting"),
        ('[office_hours]\nmunday = ["08:00-16:00"]', "munday"),
        ('[office_hours]\nmonday = ["16:00-08:00"]', "office_hours"),
        ('[office_hours]\nmonday = ["08:00-12:00", "11:00-16:00"]', "overlap"),
        ("country = ", "not valid TOML"),
        ('[smtp]\nhost = "x"', "smtp.sender"),
        ('[telegram]\ncarries = "all"', "telegram.carries"),
    ],
)
def test_a_wrong_setting_is_named(text: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "bofast.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match="BOFAST_CONFIG") as told:
        Deployment.read(path)
    assert named in str(told.value)


def test_principles_are_not_settings() -> None:
    """R40: nothing in the file can switch on scores, duties or deadlines, or tell a landlord."""

    def keys(model: type) -> set[str]:
        fields: dict[str, object] = getattr(model, "model_fields", {})
        return set(fields) | {k for f in fields.values() for k in keys(getattr(f, "annotation", object))}

    forbidden = ("score", "risk", "landlord", "warn", "duty", "streak", "deadline", "sober", "danger")
    assert [key for key in keys(Deployment) if any(word in key for word in forbidden)] == []
