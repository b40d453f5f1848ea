"""Whole numbers in digits or words (`27`, `tjugosju`, `sju og tjue`) and ordinals (`27:e`, `tjuesjuende`)."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.times.lexicon import TENS
from bot.understanding.times.line import Line

NUMBERS = ("digits", "numbers", "numbers_in_norwegian", "numbers_in_swedish", "ordinals")
"""What a number or an ordinal may begin with."""


class Number(NamedTuple):
    """A number and the place after it."""

    value: int
    end: int


def number(line: Line, place: int, loose: bool = False, ones_first: bool = True) -> Number | None:
    """The number that begins here; `loose` takes words that are usually something else
    (*ni*, *en*); `ones_first` reads *sju og tjue*, which beside a clock would be two numbers.
    """
    if digits := line.digits(place):
        return Number(int(digits), place + 1) if len(digits) <= 4 else None
    kinds = ["numbers", "numbers_by_the_clock"] if loose else ["numbers"]
    kinds.append("numbers_in_norwegian" if line.lang != "sv" else "numbers_in_swedish")
    if loose:
        kinds.append("numbers_in_swedish")
    hit = line.at(place, *kinds)
    if hit is None:
        return None
    value, end = int(hit.value), hit.end
    if value in TENS and (more := line.at(end, "numbers")) is not None and 0 < int(more.value) < 10:
        return Number(value + int(more.value), more.end)
    if ones_first and value < 10 and (joint := line.at(end, "and")) is not None:
        tens = line.at(joint.end, "numbers")
        if tens is not None and int(tens.value) in TENS and value > 0:
            return Number(value + int(tens.value), tens.end)
    return Number(value, end)


def ordinal(line: Line, place: int) -> Number | None:
    """The ordinal that begins here: `tjugosjunde`, `tjue sjuende`, `27:e`, `1a`."""
    if (hit := line.at(place, "ordinals")) is not None:
        return Number(int(hit.value), hit.end)
    tens = line.at(place, "numbers")
    if tens is not None and int(tens.value) in TENS:
        one = line.at(tens.end, "ordinals")
        if one is not None and int(one.value) < 10:
            return Number(int(tens.value) + int(one.value), one.end)
    digits = line.digits(place)
    if digits and len(digits) <= 2:
        end = place + 1 + line.sign(place + 1, ":")
        tail = line.token(end)
        if tail is not None and not tail.spaced and tail.text.casefold() in ORDINAL_TAILS:
            return Number(int(digits), end + 1)
    return None


def which_of_several(line: Line, place: int) -> tuple[int, int]:
    """`andra` is 2, `sista` -1, `näst sista` -2, and the place after it; 0 if nothing of the kind stands here."""
    for kind, nth in (("last_but_one", -2), ("final", -1)):
        if (hit := line.at(place, kind)) is not None:
            return nth, hit.end
    named = ordinal(line, place)
    return (named.value, named.end) if named else (0, place)


ORDINAL_TAILS = ("e", "a", "de", "nde", "dje", "te", "ende", "ande", "th", "st", "nd", "rd", "je", "ste")
"""What is written after a digit to make it an ordinal."""
