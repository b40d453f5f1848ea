"""Values are put into texts by their format, and a person's own words are left alone."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.fill import Speech, Value, fill, placeholders

SV = Speech("sv", ZoneInfo("Europe/Stockholm"), {"place.home": "hemma hos dig"}.__getitem__)
START = "2026-11-26T13:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "args", "said"),
    [
        (
            "{name} kommer {start:when}.",
            {"name": "Amira", "start": START},
            "Amira kommer torsdag 26 november kl. 14.00.",
        ),
        ("{start:When}", {"start": START}, "Torsdag 26 november kl. 14.00"),
        ("{start:day} {start:clock}", {"start": START}, "torsdag 26 november 14.00"),
        ("{on:date}", {"on": "2026-11-26"}, "26 november 2026"),
        ("{start:short}", {"start": START}, "tors 26/11 14.00"),
        ("{on:weekday}, {on:week}, {on:short_day}", {"on": "2026-11-26"}, "torsdag, vecka 48, tors 26/11"),
        ("Vi ses {place:term=place}.", {"place": "home"}, "Vi ses hemma hos dig."),
        ("{place:Term=place}", {"place": "home"}, "Hemma hos dig"),
        ("{who:list}", {"who": ["Amira", "Jonas", "Kim"]}, "Amira, Jonas och Kim"),
        ("{who:list}", {"who": ["Amira"]}, "Amira"),
        ("{line:phone}", {"line": "+4621123456"}, "+46 21 12 34 56"),
        ("{line:phone}", {"line": "+4722590000"}, "+47 22 59 00 00"),
        ("Ring {line:phone}.", {"line": "112"}, "Ring 112."),
        ("{n} besök", {"n": 3}, "3 besök"),
    ],
)
def test_formats(text: str, args: dict[str, Value], said: str) -> None:
    assert fill(text, SV, args) == said


@given(st.text())
def test_a_persons_own_words_come_out_as_they_went_in(words: str) -> None:
    assert fill("Sparat: {words}", SV, {"words": words}) == f"Sparat: {words}"


@pytest.mark.parametrize("words", ["{name}", "{0}", "{", "}}", "{words.__class__}", "100 %", "%s"])
def test_braces_in_a_persons_words_mean_nothing(words: str) -> None:
    assert fill("{words} {name}", SV, {"words": words, "name": "Amira"}) == f"{words} Amira"


@pytest.mark.parametrize("text", ["{name.real}", "{name[0]}"])
def test_attributes_and_indexes_are_not_reached(text: str) -> None:
    with pytest.raises(KeyError):
        fill(text, SV, {"name": "Amira"})


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{name}", SV, {})


def test_a_list_format_wants_a_list() -> None:
    with pytest.raises(ValueError, match="not a list"):
        fill("{who:list}", SV, {"who": "Amira"})


def test_placeholders_are_the_names_a_text_asks_for() -> None:
    assert placeholders("{name} {start:when} {start:clock} {{x}}") == {"name", "start"}


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:sometime}", "{a:}}"])
def test_a_text_that_cannot_be_filled_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        placeholders(text)
