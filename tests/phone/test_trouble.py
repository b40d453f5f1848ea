"""Trouble on demand: flood limits and faults, as aiogram meets them."""

import asyncio

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from phone.errors import ApiError
from phone.flood import Flood
from tests.phone.conftest import TOKEN, Api
from tests.phone_client import Handset, PhoneClient


async def test_no_flood_limit_unless_asked_for(kim: Handset, api: Api) -> None:
    for number in range(40):
        await api.result("sendMessage", chat_id=kim.id, text=str(number))


async def test_a_chat_takes_a_short_burst_then_429(kim: Handset, bot: Bot) -> None:
    await kim.phone.flood(True)
    for number in range(3):
        await bot.send_message(kim.id, str(number))
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(kim.id, "för mycket")
    assert refused.value.retry_after == 1
    assert [message.text for message in await kim.since()] == ["0", "1", "2"]
    await kim.phone.flood(False)
    await bot.send_message(kim.id, "nu går det")


def test_thirty_a_second_in_all_and_one_in_a_chat() -> None:
    now = 0.0
    flood = Flood(on=True, clock=lambda: now)
    for chat in range(30):
        flood.check(chat)
    with pytest.raises(ApiError) as refused:
        flood.check(99)
    assert (refused.value.code, refused.value.retry_after) == (429, 1)
    assert refused.value.body()["parameters"] == {"retry_after": 1}
    now = 1.0
    for chat in range(100, 130):
        flood.check(chat)
    now = 10.0
    for _ in range(3):
        flood.check(1)
    with pytest.raises(ApiError):
        flood.check(1)
    now = 11.0
    flood.check(1)
    with pytest.raises(ApiError):
        flood.check(1)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", TelegramRetryAfter),
        ("500", TelegramServerError),
        ("403", TelegramForbiddenError),
        ("400", TelegramBadRequest),
        ("html", ClientDecodeError),
        ("reset_before", TelegramNetworkError),
    ],
)
async def test_a_fault_hits_the_next_call_and_only_that(
    kim: Handset, bot: Bot, kind: str, error: type[Exception]
) -> None:
    await kim.phone.fault(kind, "sendMessage", retry_after=7)
    await bot.get_me()
    with pytest.raises(error):
        await bot.send_message(kim.id, "hej")
    assert await kim.since() == []
    await bot.send_message(kim.id, "nu går det")
    assert [message.text for message in await kim.since()] == ["nu går det"]


async def test_a_connection_that_breaks_after_the_message_has_gone(kim: Handset, bot: Bot) -> None:
    await kim.phone.fault("reset_after", "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(kim.id, "hej")
    assert [message.text for message in await kim.since()] == ["hej"]


async def test_a_call_that_hangs(address: str, kim: Handset) -> None:
    await kim.phone.fault("hang")
    async with httpx.AsyncClient(timeout=0.1) as http:
        with pytest.raises(httpx.TimeoutException):
            await http.get(f"{address}/bot{TOKEN}/getMe")
        assert (await http.get(f"{address}/bot{TOKEN}/getMe")).json()["ok"]


async def test_faults_are_counted_and_taken_back(kim: Handset, api: Api) -> None:
    await kim.phone.fault("500", "*", times=2)
    assert (await api.error("getMe"))[0] == 500
    await kim.phone.fault("500", "*", times=0)
    assert (await api("getMe"))["ok"]


async def test_the_phone_remembers_the_bots_calls(kim: Handset, phone: PhoneClient, api: Api) -> None:
    await api.result("getUpdates")
    await api.result("sendMessage", chat_id=kim.id, text="hej")
    await api.error("sendMessage", chat_id=kim.id, text="")
    good, bad = await phone.calls("sendMessage")
    assert (good["params"]["text"], good["result"]["text"]) == ("hej", "hej")
    assert bad["result"]["error_code"] == 400
    assert not await phone.calls("getUpdates")


async def test_the_phone_stops_at_once_while_a_bot_polls(api: Api) -> None:
    """The fixture that ends the phone fails when a poll holds it up; here a poll is under way when it ends."""
    task = asyncio.ensure_future(api("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    assert not task.done()
