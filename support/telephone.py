"""Telephone numbers as people write them, read into the international form that works from any SIM card.

A number without a country code is read as one of this country, else as one of the neighbour's, since a
Norwegian in Sweden has often kept the old SIM card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

NEIGHBOUR = {"SE": "NO", "NO": "SE"}
_ONLY_A_NUMBER = re.compile(r"^[\s\d+()./\-\u2010-\u2015]+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A number in E.164 form; `alone` if the text holds nothing else."""

    number: str
    alone: bool


def find(text: str, country: str) -> Found | None:
    """The first number in the text; None if there is none."""
    if looks_like_number(text):
        number = _only(text, country)
        return Found(number, alone=True) if number else None
    for region in _regions(country):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            return Found(_e164(match.number), alone=False)
    return None


def looks_like_number(text: str) -> bool:
    """Whether somebody meant to write a number: at least five digits and nothing but what stands between them."""
    return bool(_ONLY_A_NUMBER.match(text)) and sum(each.isdigit() for each in text) >= 5


def of_contact(phone: str, country: str) -> str | None:
    """The number of a shared contact: Telegram leaves out the plus, an address book may not."""
    digits = re.sub(r"\D", "", phone)
    whole = _parse(f"+{digits}", country)
    if whole is not None and phonenumbers.is_valid_number(whole) and not phone.strip().startswith("0"):
        return _e164(whole)
    return _only(phone, country)


def _only(text: str, country: str) -> str | None:
    """The text as one number: a real one of either country, else one that is at least possible here."""
    read = [number for region in _regions(country) if (number := _parse(text, region))]
    for number in read:
        if phonenumbers.is_valid_number(number):
            return _e164(number)
    return _e164(read[0]) if read and phonenumbers.is_possible_number(read[0]) else None


def _regions(country: str) -> tuple[str, str]:
    return country, NEIGHBOUR[country]


def _parse(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
