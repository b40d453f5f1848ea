"""The page of all words: `python -m locales.page OUT.html [--language nb]`.

Every text that a tenant may get, in three languages side by side as it is read on the phone, with sample values
filled in: for social workers to read, print and mend. Danger comes first. The file stands alone: no script, no
picture, nothing fetched.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from locales import catalogue, samples, words
from locales.catalogue import LANGUAGES, Language
from locales.shape import BUTTONS

FIRST = (
    "danger", "start", "menu", "visit", "inspection", "reminder", "notice", "plan", "line", "help",
    "activity", "message", "setting", "privacy", "stop", "command", "problem",
)  # fmt: skip
"""The order in which families are read; what is not named comes after, labels last."""
LAST = ("button", "place", "language")


@dataclass(frozen=True)
class Row:
    """One text: its name, its class, and per language what is shown for each of its forms."""

    key: str
    text_class: str
    is_button: bool
    shown: dict[Language, list[str]]


def rows() -> list[Row]:
    """Every tenant text, family by family."""
    keys = [key for key in catalogue.forms("sv") if not key.startswith(catalogue.UNCLASSED)]
    return [_row(key) for key in sorted(keys, key=_order)]


def _row(key: str) -> Row:
    forms = {language: catalogue.forms(language)[key] for language in LANGUAGES}
    return Row(
        key=key,
        text_class=catalogue.classes()[key],
        is_button=key.startswith(BUTTONS),
        shown={
            language: [samples.shown(language, key, form) for form in some]
            for language, some in forms.items()
        },
    )


def _order(key: str) -> tuple[int, str, str]:
    family = _family(key)
    if family in LAST:
        return len(FIRST) + 1 + LAST.index(family), family, key
    return FIRST.index(family) if family in FIRST else len(FIRST), family, key


def _family(key: str) -> str:
    return key.partition(".")[0]


def heading(family: str, language: str) -> str:
    """What a family is called; its own name where nobody has named it yet."""
    key = f"inbox.words.family.{family}"
    return words.text(language, key) if words.has(key) else family


def page(language: Language = "sv") -> str:
    """The whole page, explained in one language."""
    environment = Environment(
        loader=PackageLoader("locales", "."), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html").render(
        language=language,
        languages=LANGUAGES,
        families=list(_families(language)),
        say=lambda key: words.text(language, key),
    )


def _families(language: str) -> Iterator[tuple[str, str, list[Row]]]:
    for family, some in groupby(rows(), key=lambda row: _family(row.key)):
        yield family, heading(family, language), list(some)


def main(arguments: list[str] | None = None) -> int:
    """Write the page to a file."""
    parser = argparse.ArgumentParser(
        prog="python -m locales.page", description="Write the page of all words."
    )
    parser.add_argument("out", type=Path, help="the HTML file to write")
    parser.add_argument("--language", choices=LANGUAGES, default="sv", help="the language of the headings")
    asked = parser.parse_args(arguments)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(page(asked.language), encoding="utf-8")
    sys.stdout.write(f"{asked.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
