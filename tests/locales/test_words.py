"""Texts are found by name, in the right language and number."""

from zoneinfo import ZoneInfo

import pytest

from locales import LANGUAGES, Voice, catalogue, closest, words

COUNTED = {"visit.count": ("Ett besök", "{n} besök"), "visit.at": ("Besöket är {start:when}.",)}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue with a text that depends on a number."""
    monkeypatch.setattr(catalogue, "forms", lambda _language: COUNTED)


def test_every_language_has_its_own_words() -> None:
    assert words.text("sv", "notice.reminder") == "Du har en påminnelse."
    assert words.text("nn", "notice.reminder") == "Du har ei påminning."


@pytest.mark.parametrize(("n", "said"), [(0, "0 besök"), (1, "Ett besök"), (2, "2 besök"), (21, "21 besök")])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("counted")
def test_a_number_chooses_the_form(language: str, n: int, said: str) -> None:
    assert words.text(language, "visit.count", n=n) == said


@pytest.mark.usefixtures("counted")
def test_a_plural_text_without_its_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        words.text("sv", "visit.count")
    with pytest.raises(ValueError, match="not a whole number"):
        words.text("sv", "visit.count", n="3")


@pytest.mark.usefixtures("counted")
def test_a_voice_speaks_one_language_in_one_zone() -> None:
    start = "2026-11-26T13:00:00+00:00"
    assert Voice("sv", ZoneInfo("Europe/Oslo")).say("visit.at", start=start).endswith("kl. 14.00.")
    assert Voice("sv", ZoneInfo("UTC")).say("visit.at", start=start).endswith("kl. 13.00.")


def test_a_key_or_a_language_that_is_missing_is_an_error() -> None:
    assert not words.has("no.such_text")
    assert words.has("place.home")
    with pytest.raises(KeyError):
        words.text("sv", "no.such_text")
    with pytest.raises(KeyError):
        words.text("fi", "place.home")


def test_every_is_a_label_in_all_languages() -> None:
    assert words.every("notice.reminder") == {"Du har en påminnelse.", "Du har ei påminning."}


def test_the_class_stands_beside_the_wording() -> None:
    assert words.text_class("notice.reminder") == "open"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("sv", "sv"),
        ("sv-SE", "sv"),
        ("SV_fi", "sv"),
        ("nb", "nb"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("nn-NO", "nn"),
        ("da", "nb"),
        ("en", None),
        ("fi", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phones_language_finds_the_nearest_of_ours(code: str | None, language: str | None) -> None:
    assert closest(code) == language
