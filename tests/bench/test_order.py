"""Disorder is seen from the answers alone, whatever each bot says."""

from __future__ import annotations

from bench.load import Order, Outcome
from bench.order import disorder

ORDER = Order(
    "drain", [1, 2], 8, ["/help", "/help", "/language", "/help", "/help", "/language", "/help", "/help"]
)


def outcome(first: str, second: str) -> Outcome:
    named = {"h": "Jag är en bot", "l": "Vilket språk"}
    return Outcome(
        1.0, [], {"1": [named[each] for each in first], "2": [named[each] for each in second]}, 0, 0
    )


def test_in_order() -> None:
    assert disorder(ORDER, outcome("hlhh", "hhlh")) == 0


def test_two_that_change_places() -> None:
    assert disorder(ORDER, outcome("hhlh", "hhlh")) == 2
