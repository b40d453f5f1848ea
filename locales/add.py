"""Add, change and remove texts: `python -m locales.add FILE.json`, `python -m locales.add --remove KEY…`.

The file (`-` for what is piped in):
`{"visit.booked": {"class": "personal", "sv": "…", "nb": "…", "nn": "…"}}`,
with `["one", "other"]` where the text depends on a number `n`. `class` is personal unless said; a key that
exists is overwritten and keeps its class. All or nothing: a text that lacks a language, or asks for other
values in one language than in another, is refused and nothing is written. Several people may run it at once.
"""

import argparse
import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from locales.catalogue import CLASSES, HERE, LANGUAGES, UNCLASSED, read, template, words_file
from locales.fill import placeholders

Texts = Mapping[str, Mapping[str, str | list[str]]]


class RefusedError(Exception):
    """A text that cannot be taken as it is; says which and why."""


def check(texts: Texts) -> None:
    """Refused for the first text that is incomplete."""
    for key, entry in texts.items():
        if "." not in key or not key.replace(".", "").replace("_", "").isalnum() or key != key.lower():
            raise RefusedError(f"{key}: a key is lower-case words with dots, such as visit.booked")
        unknown = set(entry) - {"class", *LANGUAGES}
        if unknown:
            raise RefusedError(f"{key}: does not know {', '.join(sorted(unknown))}")
        if entry.get("class", "personal") not in CLASSES:
            raise RefusedError(f"{key}: class is one of {', '.join(CLASSES)}")
        _check_languages(key, entry)


def _check_languages(key: str, entry: Mapping[str, str | list[str]]) -> None:
    missing = [language for language in LANGUAGES if not entry.get(language)]
    if missing:
        raise RefusedError(f"{key}: missing {', '.join(missing)}")
    forms = {language: _as_forms(entry[language]) for language in LANGUAGES}
    if (
        len({len(texts) for texts in forms.values()}) != 1
        or len(forms["sv"]) > 2
        or not all(map(all, forms.values()))
    ):
        raise RefusedError(f"{key}: every language needs one text, or two: [one, other]")
    try:
        asked = {language: set().union(*map(placeholders, texts)) for language, texts in forms.items()}
    except ValueError as error:
        raise RefusedError(f"{key}: {error}") from error
    if not asked["sv"] == asked["nb"] == asked["nn"]:
        said = ", ".join(f"{language} {sorted(names)}" for language, names in asked.items())
        raise RefusedError(f"{key}: the languages ask for different values: {said}")


def _as_forms(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def add(texts: Texts, home: Path = HERE) -> None:
    """Take the texts into the template and the three catalogues."""
    check(texts)
    with _catalogues(home) as (keys, words):
        for key, entry in texts.items():
            plural = not isinstance(entry["sv"], str)
            identifier = (key, key) if plural else key
            comments = [_text_class(key, entry, keys)] if not key.startswith(UNCLASSED) else []
            keys.delete(key)
            keys.add(identifier, auto_comments=comments)
            for language, catalogue in words.items():
                catalogue.delete(key)
                forms = entry[language]
                catalogue.add(identifier, forms if isinstance(forms, str) else tuple(forms))


def _text_class(key: str, entry: Mapping[str, str | list[str]], keys: Catalog) -> str:
    known = keys.get(key)
    before = known.auto_comments[0] if known and known.auto_comments else "personal"
    return cast(str, entry.get("class", before))


def remove(gone: list[str], home: Path = HERE) -> None:
    """Take texts away. RefusedError for a key that is not there."""
    with _catalogues(home) as (keys, words):
        for key in gone:
            if key not in keys:
                raise RefusedError(f"{key}: no such text")
            for catalogue in (keys, *words.values()):
                catalogue.delete(key)


@contextmanager
def _catalogues(home: Path) -> Iterator[tuple[Catalog, dict[str, Catalog]]]:
    """The four files, to change; written when nothing was raised. Words first: a listed key has its words."""
    directory = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        keys = read(template(home))
        words: dict[str, Catalog] = {
            language: read(words_file(language, home), language) for language in LANGUAGES
        }
        yield keys, words
        for language, catalogue in words.items():
            _write(words_file(language, home), catalogue)
        _write(template(home), keys)
    finally:
        os.close(directory)


def _write(path: Path, catalogue: Catalog) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        write_po(file, catalogue, width=0, sort_output=True, no_location=True)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def main(arguments: list[str] | None = None) -> int:
    """0, or 2 with one line that says what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m locales.add", description="Add, change or remove texts.")
    parser.add_argument("file", nargs="?", help="a JSON file with texts, or - for standard input")
    parser.add_argument("--remove", nargs="+", metavar="KEY", help="take these texts away")
    asked = parser.parse_args(arguments)
    try:
        if asked.remove:
            remove(asked.remove)
        elif asked.file:
            add(json.loads(sys.stdin.read() if asked.file == "-" else Path(asked.file).read_text()))
        else:
            parser.error("give a file, or --remove KEY")
    except (RefusedError, OSError, json.JSONDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
