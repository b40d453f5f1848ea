"""Filling a text: `{start:when}` becomes "torsdag 26 november kl. 14.00".

Values are plain JSON, as they lie in the rows. What a format does stands in `SPECS`; a first letter in
capital (`{start:When}`) begins the result with a capital, for the start of a sentence. A tenant's own words
are put in as they are: braces in them mean nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from string import Formatter

import phonenumbers
from babel.lists import format_list

from locales import dates
from locales.hours import hours

Value = str | int | float | bool | None | Sequence[str]


@dataclass(frozen=True)
class Speech:
    """What a format needs to know: language, zone, and where to look up other texts."""

    language: str
    zone: tzinfo | None
    look_up: Callable[[str], str]


def _term(speech: Speech, value: Value, family: str) -> str:
    """`{place:term=place}` is the text named `place.<value>`."""
    return speech.look_up(f"{family}.{value}")


def _list(speech: Speech, value: Value, _: str) -> str:
    """a, b och c"""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"not a list: {value!r}")
    return format_list(list(value), locale=speech.language)


def _hours(speech: Speech, value: Value, _: str) -> str:
    """måndag–fredag kl. 8.00–16.00"""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"not a list of hours: {value!r}")
    return hours(speech.language, value)


def _phone(_speech: Speech, value: Value, _: str) -> str:
    """+46 21 12 34 56 from the E.164 form; what has no such form (112, 116 123) stays as it is written."""
    try:
        number = phonenumbers.parse(str(value))
    except phonenumbers.NumberParseException:
        return str(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


Spec = Callable[[Speech, Value, str], str]

SPECS: Mapping[str, Spec] = {
    "when": lambda s, v, _: dates.when(s.language, dates.local(str(v), s.zone)),
    "clock": lambda s, v, _: dates.clock(dates.local(str(v), s.zone)),
    "short": lambda s, v, _: dates.short(s.language, dates.local(str(v), s.zone)),
    "day": lambda s, v, _: dates.day(s.language, dates.local_day(str(v), s.zone)),
    "weekday": lambda s, v, _: dates.weekday(s.language, dates.local_day(str(v), s.zone)),
    "short_day": lambda s, v, _: dates.short_day(s.language, dates.local_day(str(v), s.zone)),
    "date": lambda s, v, _: dates.full_date(s.language, dates.local_day(str(v), s.zone)),
    "week": lambda s, v, _: dates.week(s.language, dates.local_day(str(v), s.zone)),
    "term": _term,
    "list": _list,
    "hours": _hours,
    "phone": _phone,
}


def fill(text: str, speech: Speech, args: Mapping[str, Value]) -> str:
    """The text with its values in. KeyError for a missing value, ValueError for a broken one."""
    return "".join(
        part + (_spoken(args[name], spec, speech) if name is not None else "")
        for part, name, spec in _parts(text)
    )


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[tuple[str, str | None, str], ...]:
    """Literal text, then the name of the value behind it (none at the end) and its format. No attribute access."""
    return tuple((part, name, spec or "") for part, name, spec, _ in Formatter().parse(text))


def _spoken(value: Value, spec: str, speech: Speech) -> str:
    if not spec:
        return str(value)
    name, _, option = spec.partition("=")
    said = SPECS[name[0].lower() + name[1:]](speech, value, option)
    return said[0].upper() + said[1:] if name[0].isupper() else said


def placeholders(text: str) -> set[str]:
    """The names a text asks for. ValueError for broken braces or an unknown format."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        form = (spec or "").partition("=")[0]
        known = not form or form[0].lower() + form[1:] in SPECS
        if not name.isidentifier() or conversion or not known:
            raise ValueError(f"cannot be filled: {{{name}:{spec}}}")
        found.add(name)
    return found
