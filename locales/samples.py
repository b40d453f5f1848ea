"""Sample values, so that a text can be shown and measured before anybody says it.

What a plain `{name}` reads like stands in the catalogue as `inbox.words.sample.name`; where that would be wrong,
the text's family or last part comes between (`inbox.words.sample.danger.name`, `inbox.words.sample.se.fire`).
"""

from collections.abc import Mapping
from string import Formatter
from zoneinfo import ZoneInfo

from locales import catalogue
from locales.fill import Speech, Value, fill

ZONE = ZoneInfo("Europe/Stockholm")
START = "2026-11-26T13:00:00+00:00"
LATER = "2026-11-27T15:00:00+00:00"
BY_FORM: Mapping[str, Value] = {
    "hours": ["1-5 08:00-16:00"],
    "list": ["Amira", "Jonas"],
    "phone": "+4621123456",
}
COUNT = 3


def shown(language: str, key: str, text: str) -> str:
    """One form of a text as a person would read it."""
    speech = Speech(language, ZONE, lambda other: catalogue.forms(language)[other][0])
    fields = [(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name]
    return fill(text, speech, {name: _value(language, key, name, spec) for name, spec in fields})


def _value(language: str, key: str, name: str, spec: str) -> Value:
    form, _, option = spec.partition("=")
    form = form.lower()
    if form == "term":
        return _first(f"{option}.")
    if form:
        return BY_FORM.get(form, LATER if name in {"end", "last"} else START)
    return COUNT if name == "n" else _plain(language, key, name)


def _first(family: str) -> str:
    return min(key for key in catalogue.forms("sv") if key.startswith(family)).removeprefix(family)


def _plain(language: str, key: str, name: str) -> str:
    forms = catalogue.forms(language)
    parts = (f"{key.rpartition('.')[2]}.", f"{key.partition('.')[0]}.", "")
    samples = (forms.get(f"inbox.words.sample.{part}{name}") for part in parts)
    return next((some[0] for some in samples if some), name)
