"""Sentences told in the other languages: which are wanted, and which may be learnt from."""

from __future__ import annotations

import pytest

from scripts import danger_samples
from scripts.danger_samples import TRANSLATED, Sample, key_of, with_copies
from scripts.translate_sentences import missing, wanted
from tests.understanding import frames
from tests.understanding.bare import bare

HIT = Sample("grannen slår sin fru nu", "danger", "life_danger/1", "sv")
WISH = Sample("kan dere komme på fredag?", "ordinary", "life_intents/1", "nb")


def test_danger_is_wanted_in_both_other_languages_and_a_wish_in_one() -> None:
    assert wanted(HIT) == ["nb", "nn"]
    assert len(wanted(WISH)) == 1 and wanted(WISH)[0] in ("sv", "nn")


def test_only_what_is_not_translated_yet_is_missing() -> None:
    assert missing([HIT], {}) == {("sv", "nb"): [HIT.text], ("sv", "nn"): [HIT.text]}
    assert missing([HIT], {key_of(HIT.text): {"nn": "naboen slår kona si no"}}) == {("sv", "nb"): [HIT.text]}


def test_a_translation_is_learnt_unless_it_is_a_sentence_already(monkeypatch: pytest.MonkeyPatch) -> None:
    aside = "Naboen slår kona si nå!"
    monkeypatch.setattr(frames, "kept_aside", lambda: {bare(aside)})
    told = {"nb": "naboen slår kona si nå", "nn": "naboen slår kona si no"}
    monkeypatch.setattr(danger_samples, "translated", lambda: {key_of(HIT.text): told})
    learnt = [each for each in with_copies([HIT, WISH]) if each.copy == "translated"]
    assert [(each.text, each.lang, each.kind, each.block) for each in learnt] == [
        (told["nn"], "nn", "danger", HIT.block)
    ]


def test_the_file_holds_three_things_a_line() -> None:
    lines = [line.split("\t") for line in TRANSLATED.read_text("utf-8").splitlines()]
    assert len(lines) > 100_000
    assert all(len(each) == 3 and each[1] in ("sv", "nb", "nn") and each[2].strip() for each in lines)
    assert len({(key, lang) for key, lang, _ in lines}) == len(lines)
