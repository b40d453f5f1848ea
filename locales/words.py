"""Say a named text: `words.text("nb", "visit.booked", start=..., zone=...)`.

KeyError for a key, language or value that is missing: a test collects all keys that the code mentions, so
that this is met in development and not by a tenant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache

from babel import Locale

from locales import catalogue
from locales.catalogue import LANGUAGES, TextClass
from locales.fill import Speech, Value, fill


def text(language: str, key: str, /, *, zone: tzinfo | None = None, **args: Value) -> str:
    """The text named `key` in one language, with its values in. A text with plural forms chooses by `n`."""
    return fill(_form(language, key, args), _speech(language, zone), args)


def has(key: str) -> bool:
    """Is there such a text?"""
    return all(key in catalogue.forms(language) for language in LANGUAGES)


def text_class(key: str) -> TextClass:
    """open, personal or sensitive (decision 13). KeyError for what never crosses a chat channel."""
    return catalogue.classes()[key]


@cache
def every(key: str) -> frozenset[str]:
    """A label in all languages: a reply keyboard sent before the language was changed still works."""
    return frozenset(text(language, key) for language in LANGUAGES)


@dataclass(frozen=True)
class Voice:
    """One language in one zone: what a page or a delivery speaks with."""

    language: str
    zone: tzinfo

    def say(self, key: str, /, **args: Value) -> str:
        """The text named `key`, filled."""
        return text(self.language, key, zone=self.zone, **args)


def _form(language: str, key: str, args: Mapping[str, Value]) -> str:
    forms = catalogue.forms(language)[key]
    if len(forms) == 1:
        return forms[0]
    number = args["n"]
    if not isinstance(number, int):
        raise ValueError(f"{key}: n is not a whole number: {number!r}")
    return forms[0] if Locale.parse(language).plural_form(number) == "one" else forms[1]


def _speech(language: str, zone: tzinfo | None) -> Speech:
    return Speech(language, zone, lambda key: text(language, key, zone=zone))
