"""The page of all words shows every tenant text, and needs nothing but itself."""

import re
from html import unescape
from pathlib import Path

from locales import catalogue, page, samples


def test_every_tenant_text_stands_on_the_page_in_three_languages() -> None:
    shown = unescape(page.page())
    absent = [
        (key, language)
        for language in catalogue.LANGUAGES
        for key, forms in catalogue.forms(language).items()
        for form in forms
        if not key.startswith(catalogue.UNCLASSED)
        and f"<p>{samples.shown(language, key, form)}</p>" not in shown
    ]
    assert absent == []


def test_what_staff_read_is_not_among_the_texts() -> None:
    assert not [row.key for row in page.rows() if row.key.startswith(catalogue.UNCLASSED)]


def test_danger_comes_first_and_labels_last() -> None:
    keys = ["visit.booked", "place.home", "danger.ask", "start.hello", "zz.other", "button.yes"]
    assert sorted(keys, key=page._order) == [
        "danger.ask",
        "start.hello",
        "visit.booked",
        "zz.other",
        "button.yes",
        "place.home",
    ]


def test_the_page_fetches_nothing() -> None:
    shown = page.page()
    assert "<script" not in shown
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)|url\(|@import|https?://""", shown)


def test_headings_speak_the_language_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out" / "words.html"
    assert page.main([str(out), "--language", "nn"]) == 0
    assert '<html lang="nn">' in out.read_text()
    assert "Alt som Bofast seier" in out.read_text()
