"""Sample values, so that a text can be shown and measured before anybody says it."""

from collections.abc import Mapping
from string import Formatter
from zoneinfo import ZoneInfo

from locales import catalogue
from locales.fill import Speech, Value, fill

ZONE = ZoneInfo("Europe/Stockholm")
MOMENT = "2026-11-26T13:00:00+00:00"

BY_NAME: Mapping[str, Value] = {
    "name": "Amira",
    "worker": "Amira",
    "other": "Jonas",
    "stand_in": "Jonas",
    "tenant": "Kim",
    "team": "Team Öst",
    "n": 3,
    "words": "börja fiska igen",
    "text": "börja fiska igen",
    "address": "Storgatan 1",
    "code": "K7QM-2XPA",
}
"""Values that read like what they stand for; other names stand for themselves."""


def values(text: str) -> dict[str, Value]:
    """A value for everything that the text asks for."""
    return {name: _value(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}


def shown(language: str, text: str) -> str:
    """One form of a text as a person would read it."""
    return fill(text, Speech(language, ZONE, lambda key: catalogue.forms(language)[key][0]), values(text))


def _value(name: str, spec: str) -> Value:
    form, _, option = spec.partition("=")
    form = form.lower()
    if form == "term":
        family = f"{option}."
        return min(key for key in catalogue.forms("sv") if key.startswith(family)).removeprefix(family)
    if form == "hours":
        return ["1-5 08:00-16:00"]
    if form == "list":
        return ["Amira", "Jonas"]
    if form == "phone" or "phone" in name or "number" in name:
        return "+4621123456"
    return MOMENT if form else BY_NAME.get(name, name)
