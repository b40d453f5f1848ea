"""What is stored of an update can be held by every database, and is otherwise as it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import without_names


def stored(text: str) -> object:
    return without_names({"message": {"text": text}})["message"]["text"]


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("diska\0nu", "diska\ufffdnu"),
        ("halv \ud83d", "halv \ufffd"),
        ("\ud83d\udc36", "🐶"),
        ("  🐶\n", "  🐶\n"),
    ],
)
def test_what_no_database_can_hold_is_replaced(came: str, kept: str) -> None:
    assert stored(came) == kept


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_everything_else_stays_byte_for_byte(text: str) -> None:
    assert stored(text) == text
