"""Folding, slips of the finger, and the language that the phrases are written in."""

from __future__ import annotations

import pytest

from bot.understanding.fold import fold, words
from bot.understanding.near import Speller
from bot.understanding.phrases import Phrases

SLOTS = {"not": ["inte", "ikke", "slett ikke"], "i": ["jag", "jeg"], "me": ["mig"], "want": ["vill"]}


def found(phrase: str, text: str, *, fillers: tuple[str, ...] = ("att", "fan")) -> list[str]:
    """What the phrase covers in the text."""
    phrases = Phrases([(phrase, "rule")], SLOTS, fillers)
    message = phrases.spread(words(text))
    return [" ".join(word.text for word in message[each.start : each.end]) for each in phrases.find(message)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DÖ", "dø"),
        ("död", "doed"),
        ("viiill", "vill"),
        ("själv", "sja\u0308lv"),
        ("ｄö", "dö"),
        ("gå", "gaa"),
        ("v\u200bill", "vill"),
    ],
)
def test_spellings_of_the_same_word_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_keep_their_sentences_and_digits() -> None:
    message = words("Hej. Kl 14.00 t4ck!\nNej, du")
    assert [word.text for word in message] == ["hej", "kl", "14", "00", "tack", "nej", "du"]
    assert [word.sentence for word in message] == [0, 1, 1, 1, 1, 3, 3]
    assert [word.text for word in message if word.last] == ["hej", "14", "tack", "nej", "du"]


def test_a_spelt_out_word_is_put_together_but_small_words_are_not() -> None:
    assert [word.text for word in words("d r e p meg")] == ["drep", "meg"]
    assert [word.text for word in words("i å vet")] == ["i", "a", "vet"]


@pytest.mark.parametrize(
    ("phrase", "text", "covers"),
    [
        ("orkar inte", "jag orkar inte idag", ["orkar inte"]),
        ("orkar <not>", "orkar slett ikke", ["orkar slet ike"]),
        ("orkar (bara) inte", "orkar inte, orkar bara inte", ["orkar inte", "orkar bara inte"]),
        ("tar|tog livet", "tog livet", ["tog livet"]),
        ("självmord*", "självmordstankar", ["sjalvmordstankar"]),
        ("han ... kniv", "han har nog en kniv", ["han har nog en kniv"]),
        ("han ... kniv", "han har nog inte alls eller kanske en kniv", []),
        ("han ... kniv", "han kom. En kniv", []),
        ("slår _ mig", "slår på mig", ["slar pa mig"]),
        ("orkar inte .", "orkar inte, fan", ["orkar inte"]),
        ("orkar inte .", "orkar inte diska", []),
        ("vill leva", "vill fan att leva", ["vil fan at leva"]),
        ("vill inte", "villinte", ["vil inte"]),
        ("orkar inte", "orakr inte", ["orakr inte"]),
    ],
)
def test_what_a_phrase_covers(phrase: str, text: str, covers: list[str]) -> None:
    assert found(phrase, text) == covers


@pytest.mark.parametrize(("phrase", "complaint"), [("<nobody> här", "slot"), ("ab* här", "letters beside")])
def test_a_phrase_that_cannot_be_read_says_why(phrase: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Phrases([(phrase, "rule")], SLOTS)


def test_slips_are_forgiven_in_words_that_are_none_of_their_own() -> None:
    speller = Speller(["hopa", "sjalvmord", "mig"], not_typos=["hopas"], joints=["mig"])
    assert speller.near("hoap") == ("hopa",)
    assert speller.near("sjalvmotd") == ("sjalvmord",)
    assert speller.near("hopas") == ()
    assert speller.near("mog") == ()
    assert speller.apart("hopamig") == ("hopa", "mig")
    assert speller.apart("hopasjalvmord") == ()
