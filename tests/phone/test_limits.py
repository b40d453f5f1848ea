"""Telegram's limits, each at its edge and one beyond: over HTTP, as a bot meets them."""

from typing import Any

import pytest

from phone.limits import units
from tests.phone.conftest import Api
from tests.phone_client import Handset

Params = dict[str, Any]


def _button(**button: object) -> Params:
    return {"reply_markup": {"inline_keyboard": [[{"text": "Ja", **button}]]}}


def _keys(**keyboard: object) -> Params:
    return {"reply_markup": {"keyboard": [["Ja"]], **keyboard}}


def _many(count: int) -> Params:
    row = [{"text": "x", "callback_data": "x"}]
    return {"reply_markup": {"inline_keyboard": [row] * count}}


@pytest.mark.parametrize(
    "params",
    [
        {"text": "a" * 4096},
        {"text": "😀" * 2048},
        {"text": "hej", **_button(callback_data="a" * 64)},
        {"text": "hej", **_button(callback_data="å" * 32)},
        {"text": "hej", **_button(url="https://example.org")},
        {"text": "hej", **_button(copy_text={"text": "a" * 256})},
        {"text": "hej", **_many(100)},
        {"text": "hej", **_keys(input_field_placeholder="a" * 64)},
    ],
)
async def test_at_the_edge_it_goes(kim: Handset, api: Api, params: Params) -> None:
    await api.result("sendMessage", chat_id=kim.id, **params)


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2048 + "a"}, "message is too long"),
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n\x00 "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x", "parse_mode": "Odd"}, "unsupported parse_mode"),
        ({"text": "<x>y</x>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "x"'),
        (
            {"text": "<b>y", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "hej", **_button(callback_data="a" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "hej", **_button(callback_data="å" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "hej", **_button(callback_data="")}, "BUTTON_DATA_INVALID"),
        (
            {"text": "hej", **_button()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "hej", **_button(url="nonsense")},
            "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "hej", **_button(copy_text={"text": "a" * 257})},
            'can\'t parse inline keyboard button: field "copy_text" is invalid',
        ),
        (
            {"text": "hej", **_button(text=" ", callback_data="x")},
            'can\'t parse inline keyboard button: field "text" must be non-empty',
        ),
        ({"text": "hej", **_many(101)}, "reply markup is too long"),
        (
            {"text": "hej", "reply_markup": {"inline_keyboard": [{"text": "x"}]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"text": "hej", **_keys(keyboard=["Ja"])},
            'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays',
        ),
        ({"text": "hej", **_keys(keyboard=[])}, "reply keyboard is empty"),
        ({"text": "hej", **_keys(keyboard=[["x"] * 301])}, "reply markup is too long"),
        (
            {"text": "hej", **_keys(keyboard=[[{"text": ""}]])},
            'can\'t parse keyboard button: field "text" must be non-empty',
        ),
        ({"text": "hej", **_keys(input_field_placeholder="a" * 65)}, "input field placeholder is too long"),
        ({"text": "hej", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "hej", "reply_markup": "[1]"}, "object expected as reply markup"),
    ],
)
async def test_beyond_the_edge_it_does_not(kim: Handset, api: Api, params: Params, why: str) -> None:
    before = len(await kim.messages())
    assert await api.error("sendMessage", chat_id=kim.id, **params) == (400, f"Bad Request: {why}")
    assert len(await kim.messages()) == before


async def test_a_text_that_grows_too_long_when_edited(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="hej")
    where = {"chat_id": kim.id, "message_id": sent["message_id"]}
    assert await api.error("editMessageText", **where, text="a" * 4097) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    assert (await api.error("editMessageText", **where, text=""))[1] == "Bad Request: message text is empty"


@pytest.mark.parametrize(("length", "goes"), [(200, True), (201, False)])
async def test_an_answer_to_a_tap_has_200_characters(kim: Handset, api: Api, length: int, goes: bool) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="?", **_button(callback_data="x"))
    await kim.tap_data("x", sent["message_id"], wait=0)
    (update,) = await api.result("getUpdates")
    answer = await api(
        "answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="a" * length
    )
    assert answer["ok"] is goes
    assert goes or answer["description"] == "Bad Request: MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([{"command": "besök", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "Visits", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ok", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "ok", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_cannot_be(api: Api, commands: list[Params], why: str) -> None:
    assert await api.error("setMyCommands", commands=commands) == (400, f"Bad Request: {why}")


@pytest.mark.parametrize("count", [1, 100])
async def test_commands_that_can(api: Api, count: int) -> None:
    commands = [{"command": f"a_{n}".ljust(32, "z"), "description": "x" * 256} for n in range(count)]
    assert await api.result("setMyCommands", commands=commands)


@pytest.mark.parametrize(
    ("method", "field", "most"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_the_bots_own_texts(api: Api, method: str, field: str, most: int) -> None:
    assert await api.result(method, **{field: "x" * most})
    code, why = await api.error(method, **{field: "x" * (most + 1)})
    assert (code, why) == (400, f"Bad Request: BOT_{field.upper()}_TOO_LONG")


@pytest.mark.parametrize(
    ("where", "goes"),
    [((59.6, 16.5), True), ((90, 180), True), ((91, 0), False), ((0, 181), False)],
)
async def test_a_place_lies_on_earth(kim: Handset, api: Api, where: tuple[float, float], goes: bool) -> None:
    answer = await api("sendLocation", chat_id=kim.id, latitude=where[0], longitude=where[1])
    assert answer["ok"] is goes


@pytest.mark.parametrize("missing", ["phone_number", "first_name"])
async def test_a_contact_needs_a_number_and_a_name(kim: Handset, api: Api, missing: str) -> None:
    card = {"phone_number": "+46101234567", "first_name": "Teamet", missing: ""}
    code, why = await api.error("sendContact", chat_id=kim.id, **card)
    assert (code, why) == (400, f'Bad Request: field "{missing}" must be non-empty')


@pytest.mark.parametrize("ids", [[], list(range(1, 102))])
async def test_one_to_a_hundred_messages_are_deleted_at_once(kim: Handset, api: Api, ids: list[int]) -> None:
    assert (await api.error("deleteMessages", chat_id=kim.id, message_ids=ids))[0] == 400


@pytest.mark.parametrize(("text", "length"), [("", 0), ("å", 1), ("😀", 2), ("a😀b", 4)])
def test_lengths_are_counted_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length
