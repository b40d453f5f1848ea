"""Taps on buttons, from the tap to its answer."""

import asyncio
from typing import Any

import pytest

from tests.phone.conftest import Api, Clock
from tests.phone_client import Handset, RefusedError

BUTTONS = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}
TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def _tapped(kim: Handset, api: Api) -> dict[str, Any]:
    await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=BUTTONS)
    await kim.tap("Ja", wait=0)
    query: dict[str, Any] = (await api.result("getUpdates"))[-1]["callback_query"]
    return query


async def test_a_tap_carries_its_message_with_the_buttons(kim: Handset, api: Api) -> None:
    query = await _tapped(kim, api)
    assert (query["data"], query["from"]["id"]) == ("yes", kim.id)
    assert query["message"]["reply_markup"] == BUTTONS
    assert query["message"]["from"]["is_bot"] is True


async def test_a_tap_is_answered_once(kim: Handset, api: Api) -> None:
    query = await _tapped(kim, api)
    assert await api.result("answerCallbackQuery", callback_query_id=query["id"])
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_an_old_tap_cannot_be_answered(kim: Handset, api: Api, clock: Clock) -> None:
    query = await _tapped(kim, api)
    clock.advance(minutes=16)
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_an_unknown_tap_cannot_be_answered(api: Api) -> None:
    assert await api.error("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_nobody_answers_and_nothing_breaks(kim: Handset, api: Api) -> None:
    await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=BUTTONS)
    assert await kim.tap("Ja", wait=0.05) is None


async def test_the_newest_of_equal_buttons_is_tapped(kim: Handset, api: Api) -> None:
    for _ in range(2):
        last = await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=BUTTONS)
    await kim.tap_data("yes", wait=0)
    (update,) = await api.result("getUpdates")
    assert update["callback_query"]["message"]["message_id"] == last["message_id"]


async def test_a_tap_on_a_message_that_is_gone(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=BUTTONS)
    await api.result("deleteMessage", chat_id=kim.id, message_id=sent["message_id"])
    with pytest.raises(RefusedError):
        await kim.tap_data("yes", wait=0)
    await kim.tap_data("yes", sent["message_id"], wait=0)
    (update,) = await api.result("getUpdates")
    message = update["callback_query"]["message"]
    assert message == {"chat": message["chat"], "message_id": sent["message_id"], "date": 0}


async def test_a_label_that_is_not_there(kim: Handset) -> None:
    with pytest.raises(AssertionError, match="no button"):
        await kim.tap("Nej")
    with pytest.raises(AssertionError, match="no key"):
        await kim.press("Nej")


async def test_a_key_can_send_ones_own_number(kim: Handset, api: Api) -> None:
    keys = {"keyboard": [[{"text": "Skicka mitt nummer", "request_contact": True}]]}
    await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=keys)
    await kim.press("Skicka mitt nummer")
    (update,) = await api.result("getUpdates")
    contact = update["message"]["contact"]
    assert contact["user_id"] == kim.id and contact["phone_number"].startswith("+")


async def test_two_taps_at_once_are_two_updates(kim: Handset, api: Api) -> None:
    await api.result("sendMessage", chat_id=kim.id, text="?", reply_markup=BUTTONS)
    await asyncio.gather(kim.tap("Ja", wait=0), kim.tap("Ja", wait=0))
    first, second = await api.result("getUpdates")
    assert first["callback_query"]["id"] != second["callback_query"]["id"]
