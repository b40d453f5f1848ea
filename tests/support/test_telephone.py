"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.telephone import find, looks_like_number, of_contact


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("070-123 45 67", "SE", "+46701234567"),
        ("0701234567", "SE", "+46701234567"),
        ("070/123.45.67", "SE", "+46701234567"),
        ("0 7 0 1 2 3 4 5 6 7", "SE", "+46701234567"),
        ("070‑123‑45‑67", "SE", "+46701234567"),
        ("701234567", "SE", "+46701234567"),
        ("+46 (0)70-123 45 67", "NO", "+46701234567"),
        ("0046 70 123 45 67", "NO", "+46701234567"),
        ("412 34 567", "NO", "+4741234567"),
        ("41234567", "SE", "+4741234567"),
        ("0047 412 34 567", "SE", "+4741234567"),
        ("+48 512 345 678", "SE", "+48512345678"),
        ("  0701234567\n", "SE", "+46701234567"),
    ],
)
def test_a_number_alone(text: str, country: str, number: str) -> None:
    found = find(text, country)
    assert found is not None and (found.number, found.alone) == (number, True)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("ring 070 123 45 67 efter tio", "SE", "+46701234567"),
        ("tlf 41 23 45 67 takk", "NO", "+4741234567"),
        ("Mitt nummer: 070-1234567. Ring inte före 10.30!", "SE", "+46701234567"),
        ("(070) 1234567 eller 08-123 456", "SE", "+46701234567"),
    ],
)
def test_a_number_among_words(text: str, country: str, number: str) -> None:
    found = find(text, country)
    assert found is not None and (found.number, found.alone) == (number, False)


@pytest.mark.parametrize(
    "text", ["vet inte", "112", "ring 112", "kl. 10.30", "🙂", "", "torsdag 26 november 2026"]
)
def test_no_number(text: str) -> None:
    assert find(text, "SE") is None


@pytest.mark.parametrize(
    ("phone", "country", "number"),
    [
        ("46701234567", "SE", "+46701234567"),
        ("+46701234567", "NO", "+46701234567"),
        ("070-123 45 67", "SE", "+46701234567"),
        ("4741234567", "SE", "+4741234567"),
        ("inget", "SE", None),
    ],
)
def test_a_shared_contact(phone: str, country: str, number: str | None) -> None:
    assert of_contact(phone, country) == number


def test_what_was_meant_as_a_number() -> None:
    assert looks_like_number("+46 70 12")
    assert not looks_like_number("1234")
    assert not looks_like_number("kl 12.30.00")


@given(st.text(max_size=300), st.sampled_from(["SE", "NO"]))
def test_nothing_that_is_written_is_an_error(text: str, country: str) -> None:
    find(text, country)
    of_contact(text, country)
