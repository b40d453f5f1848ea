"""The catalogues are whole: the same texts in three languages, each one said somewhere, none missing."""

import re
import time
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from bot.dialogs import routes
from locales import add, catalogue
from locales.catalogue import LANGUAGES, UNCLASSED
from locales.fill import placeholders
from tests.locales.usage import Used, used

SAID_ELSEWHERE = ("inspection.is_",)
"""Families that are said with a key computed in full."""


def forms() -> dict[str, dict[str, catalogue.Forms]]:
    return {language: dict(catalogue.forms(language)) for language in LANGUAGES}


def listed() -> dict[str, catalogue.Forms]:
    return catalogue.keys_of(catalogue.read(catalogue.template()))


def families() -> set[str]:
    return {key.partition(".")[0] for key in listed()}


def asked_by_texts() -> set[str]:
    """Families that texts themselves ask for with `{value:term=family}`."""
    fields = [
        field
        for texts in catalogue.forms("sv").values()
        for text in texts
        for field in Formatter().parse(text)
    ]
    return {
        f"{(spec or '').partition('=')[2]}."
        for _, _, spec, _ in fields
        if (spec or "").lower().startswith("term=")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_text_and_none_has_more(language: str) -> None:
    assert set(catalogue.forms(language)) == set(listed())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_fuzzy(language: str) -> None:
    messages = [message for message in catalogue.read(catalogue.words_file(language), language) if message.id]
    assert [message.id for message in messages if message.fuzzy] == []
    assert [key for key, texts in catalogue.forms(language).items() if not all(texts)] == []


def test_all_languages_have_the_same_plural_forms() -> None:
    said = forms()
    counts = {key: {len(said[language][key]) for language in LANGUAGES} for key in listed()}
    assert [key for key, count in counts.items() if count not in ({1}, {2})] == []
    assert [key for key, texts in listed().items() if len(texts) != len(said["sv"][key])] == []


def test_a_text_asks_for_the_same_values_in_all_languages() -> None:
    said = forms()
    asked = {
        key: [set().union(*map(placeholders, said[language][key])) for language in LANGUAGES]
        for key in listed()
    }
    assert [key for key, (sv, nb, nn) in asked.items() if not sv == nb == nn] == []
    plural = [key for key, texts in said["sv"].items() if len(texts) == 2]
    assert [key for key in plural if "n" not in asked[key][0]] == []


def test_every_tenant_text_has_a_class_and_what_staff_read_has_none() -> None:
    classed = set(catalogue.classes())
    assert classed == {key for key in listed() if not key.startswith(UNCLASSED)}


def test_every_text_is_said_somewhere() -> None:
    code = used(families())
    terms = tuple(asked_by_texts())
    assert orphans(set(listed()), code, terms) == []


def orphans(keys: set[str], code: Used, families: tuple[str, ...]) -> list[str]:
    return sorted(
        key for key in keys if not key.startswith((*families, *SAID_ELSEWHERE)) and not code.says(key)
    )


def test_every_text_that_is_said_exists() -> None:
    code = used(families())
    assert missing(set(listed()), code, set(routes().taps) | set(routes().questions)) == {}
    empty = {
        p: place for p, place in code.patterns.items() if not any(re.fullmatch(p, key) for key in listed())
    }
    assert empty == {}


def missing(keys: set[str], code: Used, actions: set[str]) -> dict[str, str]:
    """What is said and stands in no catalogue; a button's action looks like a text and is none."""
    stems = {key[: dot.start()] for key in keys for dot in re.finditer(r"\.", key)}
    return {key: place for key, place in code.keys.items() if key not in keys | stems | actions}


def test_orphans_and_missing_texts_are_seen(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "a.py").write_text(
        'line("visit.booked", n=1)\nsay(f"place.{x}", "visit.tapped")\nopen("visit.html")\n'
    )
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.html").write_text("{{ say('visit.gone') }} {{ say('inbox.state.' ~ x) }}")
    code = used({"visit", "place", "inbox"}, tmp_path)
    keys = {"visit.booked", "visit.old", "place.home", "inbox.state.done", "inbox.state"}
    assert orphans(keys, code, ()) == ["inbox.state", "visit.old"]
    assert missing(keys, code, {"visit.tapped"}) == {"visit.gone": "inbox/a.html"}


def test_a_broken_catalogue_is_an_error_and_not_half_a_catalogue(home: Path) -> None:
    add.add({"zz.a": {"sv": "a", "nb": "b", "nn": "c"}}, home)
    file = catalogue.words_file("sv", home)
    file.write_text(file.read_text() + "<<<<<<< HEAD\n")
    with pytest.raises(PoFileError, match="Unknown or misformatted"):
        catalogue.read(file, "sv")


def test_reading_all_three_is_quick() -> None:
    started = time.process_time()
    texts = sum(len(_read(language)) for language in LANGUAGES) / 3
    spent = time.process_time() - started
    assert spent < 0.15 * max(1.0, texts / 900), f"{spent:.3f} s for {texts:.0f} texts in each language"


def _read(language: str) -> Catalog:
    return catalogue.read(catalogue.words_file(language), language)
