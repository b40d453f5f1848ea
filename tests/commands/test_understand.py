"""`bofast understand`: the shape of an answer, what it accepts, and that no line makes it fail."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.understand import answer

KEYS = ["intents", "danger", "urgent", "when", "asks"]
WHEN = ["start", "end", "open", "grain", "recurrence", "old"]


def said(**fields: object) -> dict[str, object]:
    """What is answered to these fields."""
    return answer(json.dumps(fields))


def test_the_answer_has_the_fields_that_were_promised() -> None:
    found = said(lang="nb", text="kan dere komme fredag klokka ti?", now="2026-11-23T09:00")
    assert list(found) == KEYS
    assert found["intents"] == ["book_visit"]
    when = found["when"]
    assert isinstance(when, dict)
    assert list(when) == WHEN
    assert when["start"] == "2026-11-27T10:00"


@pytest.mark.parametrize("time", ["2026-11-23T09:00", "2026-11-23T09:00:00+01:00", "2026-11-23T09:00:00Z"])
def test_an_offset_is_ignored(time: str) -> None:
    found = said(lang="sv", text="imorgon", reference_time=time)
    assert isinstance(found["when"], dict)
    assert found["when"]["start"] == "2026-11-24T00:00"


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "1", "null", '{"lang": "sv"}', '{"text": 1}', "[" * 5000, '{"text": "\\ud83d"}']
)
def test_what_cannot_be_read_is_answered_too(line: str) -> None:
    assert list(answer(line)) == ["error"]


@given(st.sampled_from(["sv", "nb", "nn"]), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_in_one_line(lang: str, text: str) -> None:
    found = said(lang=lang, text=text, now="2026-11-23T09:00")
    assert list(found) == KEYS
    assert "\n" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    "text", ["", "😀" * 50, "сегодня", "31 november", "29 februari 2027", "hei " * 2500, "\x00\x1b[2J"]
)
def test_odd_input_is_answered(text: str) -> None:
    assert list(said(lang="nn", text=text, now="2026-11-23T09:00")) == KEYS
