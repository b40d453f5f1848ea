"""One stem for words that are the same in the three languages."""

from __future__ import annotations

import pytest

from bot.understanding.fold import words
from bot.understanding.stems import FILE, stem


@pytest.mark.parametrize(
    "same",
    [
        "jag jeg eg",
        "inte ikke ikkje",
        "själv selv sjølv",
        "hoppar hopper",
        "dricker drikker drikk",
        "bron brua",
        "stenarna steinene steinane",
        "människa menneske menneskje",
        "tabletterna tablettene tablettane",
    ],
)
def test_the_same_word_in_three_languages(same: str) -> None:
    assert len({stem(word.text) for word in words(same)}) == 1


def test_other_words_are_known_by_how_they_begin() -> None:
    assert stem("bostadsbolaget") == stem("bostaden") == "bostd"
    assert stem("hus") != stem("hund")


def test_no_word_stands_in_two_groups() -> None:
    listed = [
        each.text
        for line in FILE.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for each in words(line)
    ]
    assert len(listed) == len(set(listed)) > 500
