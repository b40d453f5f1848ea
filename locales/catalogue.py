"""The catalogues as they lie on disk: which texts there are, in which words, of which class.

`bofast.pot` lists every key with its class; `{sv,nb,nn}/LC_MESSAGES/bofast.po` hold the words. Texts have
names because Swedish, Bokmål and Nynorsk are equals: with Swedish sentences as keys, a comma changed in
Swedish would drop the Norwegian. Files are read when first needed and kept while the process lives.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Language = Literal["sv", "nb", "nn"]
TextClass = Literal["open", "personal", "sensitive"]
Forms = tuple[str, ...]
"""One text, or two: for one and for other numbers."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
CLASSES: tuple[TextClass, ...] = get_args(TextClass)
UNCLASSED = ("inbox.", "phone.", "event.")
"""Families that staff and the demo's phone show in a browser: they never cross a chat channel."""

HERE = Path(__file__).parent


def template(home: Path = HERE) -> Path:
    """The file that lists every key."""
    return home / "bofast.pot"


def words_file(language: str, home: Path = HERE) -> Path:
    """The file with one language's words."""
    return home / language / "LC_MESSAGES" / "bofast.po"


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue as Babel sees it; a broken file is an error, never a half-read catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def keys_of(catalogue: Catalog) -> dict[str, Forms]:
    """Key → forms, the header left out."""
    return {_key(message.id): _forms(message.string) for message in catalogue if message.id}


def _key(identifier: str | list[str] | tuple[str, ...]) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]


def _forms(string: str | list[str] | tuple[str, ...]) -> Forms:
    return (string,) if isinstance(string, str) else tuple(string)


def classes_of(catalogue: Catalog) -> dict[str, TextClass]:
    """Key → class, from the extracted comment beside each key (decision 13)."""
    return {
        _key(message.id): comment
        for message in catalogue
        if message.id
        for comment in message.auto_comments
        if comment in CLASSES
    }


@cache
def forms(language: str) -> Mapping[str, Forms]:
    """All texts of one language. KeyError for a language that Bofast does not speak."""
    if language not in LANGUAGES:
        raise KeyError(f"no such language: {language}")
    return keys_of(read(words_file(language), language))


@cache
def classes() -> Mapping[str, TextClass]:
    """The class of every tenant text."""
    return classes_of(read(template()))
