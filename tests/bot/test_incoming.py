"""What is stored of an update can be held by every database, and is otherwise as it came."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import read, without_names


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


FILE = {"file_id": "F", "file_unique_id": "u"}
PLACE = {"latitude": 59.6, "longitude": 16.5}


@pytest.mark.parametrize(
    ("body", "kind", "data"),
    [
        ({"text": ""}, "text", None),
        ({"photo": [{**FILE, "file_id": "small"}, FILE], "caption": "titta"}, "photo", None),
        ({"animation": FILE, "document": FILE}, "animation", None),
        ({"sticker": {**FILE, "emoji": "🙂"}}, "sticker", {"emoji": "🙂"}),
        ({"location": PLACE}, "location", PLACE),
        ({"venue": {"title": "Kaféet", "location": PLACE}, "location": PLACE}, "venue", PLACE),
        (
            {"contact": {"phone_number": "+46", "first_name": "Bo", "user_id": 7}},
            "contact",
            {"phone": "+46", "name": "Bo", "own": True},
        ),
        ({"poll": {"question": "in a form of another year"}}, "poll", {"sort": "poll"}),
        ({"a_kind_of_next_year": {}}, "other", None),
    ],
)
def test_every_kind_is_read(body: dict[str, Any], kind: str, data: dict[str, Any] | None) -> None:
    message = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}, **body}
    said = read({"update_id": 1, "edited_message": message})
    assert (said.kind, said.data, said.edited, said.chat_id) == (kind, data, True, 7)
    assert said.text == body.get("text", body.get("caption"))
    assert said.attached is None or said.attached.telegram_id == "F"


@pytest.mark.parametrize("update", [{}, {"poll": {"id": "1"}}, {"a_kind_of_next_year": {"chat": {"id": 7}}}])
def test_what_we_know_nothing_about_is_ignored(update: dict[str, Any]) -> None:
    assert read({"update_id": 1, **update}).kind == "ignored"
