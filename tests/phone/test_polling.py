"""`getUpdates`: offsets confirm, one poller at a time, nothing older than a day."""

import asyncio
import time

import pytest
from aiogram import Bot

from tests.phone.conftest import TOKEN, Api, Clock
from tests.phone_client import Handset, PhoneClient


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(kim: Handset, api: Api) -> None:
    await kim.say("ett")
    await kim.say("två")
    first, second = await api.result("getUpdates")
    assert await api.result("getUpdates") == [first, second]
    assert await api.result("getUpdates", offset=second["update_id"]) == [second]
    assert await api.result("getUpdates") == [second]
    assert await api.result("getUpdates", offset=second["update_id"] + 1) == []
    assert await kim.phone.pending() == 0


async def test_a_negative_offset_keeps_only_the_last(kim: Handset, api: Api) -> None:
    for text in ("ett", "två", "tre"):
        await kim.say(text)
    found = await api.result("getUpdates", offset=-2)
    assert [update["message"]["text"] for update in found] == ["två", "tre"]
    assert len(await api.result("getUpdates")) == 2


@pytest.mark.parametrize(("asked", "given"), [(2, 2), (0, 1), (1000, 100)])
async def test_the_limit_lies_between_1_and_100(kim: Handset, api: Api, asked: int, given: int) -> None:
    await kim.phone.inject_many([{"message": {"text": str(number)}} for number in range(101)])
    assert len(await api.result("getUpdates", limit=asked)) == given


async def test_ids_begin_at_the_real_second_and_count_up(kim: Handset, api: Api) -> None:
    await kim.say("ett")
    await kim.say("två")
    first, second = await api.result("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert abs(first["update_id"] - int(time.time())) < 100  # noqa: TID251 - the phone reads real time as well


async def test_a_long_poll_wakes_when_something_is_said(kim: Handset, api: Api) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(api.result("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        assert not poll.done()
        await kim.say("hej")
    assert [update["message"]["text"] for update in poll.result()] == ["hej"]


async def test_a_poll_ends_empty_when_its_time_is_up(api: Api) -> None:
    began = time.monotonic()
    assert await api.result("getUpdates", timeout=0) == []
    assert time.monotonic() - began < 10


async def test_a_second_poller_ends_the_first_with_409(kim: Handset, api: Api) -> None:
    async with asyncio.TaskGroup() as tasks:
        older = tasks.create_task(api("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        newer = tasks.create_task(api.result("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        await kim.say("hej")
    assert older.result()["error_code"] == 409
    assert older.result()["description"].startswith("Conflict: terminated by other getUpdates request")
    assert len(newer.result()) == 1


async def test_no_polling_while_a_webhook_is_set(api: Api) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    code, why = await api.error("getUpdates")
    assert (code, why[:40]) == (409, "Conflict: can't use getUpdates method wh")
    await api.result("deleteWebhook")
    assert await api.result("getUpdates") == []


async def test_setting_a_webhook_ends_a_poll(api: Api) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(api("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"


async def test_updates_older_than_a_day_are_gone(kim: Handset, api: Api, clock: Clock) -> None:
    await kim.say("gammalt")
    clock.advance(hours=23)
    await kim.say("nyare")
    clock.advance(hours=2)
    (left,) = await api.result("getUpdates")
    assert left["message"]["text"] == "nyare"


async def test_only_the_kinds_asked_for_come_and_the_choice_is_remembered(kim: Handset, api: Api) -> None:
    await api.result("getUpdates", allowed_updates=["edited_message"])
    message = await kim.say("hej")
    await kim.edit(message, "hej hej")
    (only,) = await api.result("getUpdates")
    assert "edited_message" in only
    await api.result("getUpdates", offset=only["update_id"] + 1, allowed_updates=[])
    await kim.say("igen")
    assert len(await api.result("getUpdates")) == 1


async def test_aiogram_polls_with_timeout_and_offset(kim: Handset, bot: Bot) -> None:
    await kim.say("hej")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query"])
    assert await bot.get_updates(offset=update.update_id + 1, timeout=0) == []


async def test_a_raw_update_is_queued_as_it_stands(phone: PhoneClient, api: Api) -> None:
    group = {"id": -1001, "type": "supergroup", "title": "Gården"}
    user = {"id": 5, "is_bot": False, "first_name": "Kim"}
    message = {"message_id": 9, "date": 1, "chat": group, "from": user, "text": "hej"}
    number = await phone.inject({"message": message})
    (update,) = await api.result("getUpdates")
    assert update == {"update_id": number, "message": message}
    await api.result("sendMessage", chat_id=-1001, text="Jag pratar bara enskilt.")
    await api.result("leaveChat", chat_id=-1001)
    assert await api.error("sendMessage", chat_id=-1001, text="hej") == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


@pytest.mark.parametrize("token", ["nonsense", "12", ":abc", "a1:abc"])
async def test_a_malformed_token_is_unauthorized(api: Api, token: str) -> None:
    answer = await api.http.get(f"/bot{token}/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(api: Api) -> None:
    answer = await api.http.get(f"/bot{TOKEN}/sendHugs")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_every_way_to_pass_parameters(kim: Handset, api: Api) -> None:
    path = f"/bot{TOKEN}/sendmessage"
    await api.http.get(path, params={"chat_id": kim.id, "text": "query"})
    await api.http.post(path, data={"chat_id": str(kim.id), "text": "form"})
    await api.http.post(path, json={"chat_id": kim.id, "text": "json"})
    await api.http.post(path, data={"chat_id": str(kim.id)}, files={"text": (None, "multipart")})
    said = [message.text for message in await kim.messages() if message.by_bot]
    assert said == ["query", "form", "json", "multipart"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/json", b"{"), ("application/json", b"[1]"), ("multipart/form-data", b"x")],
)
async def test_a_broken_body_is_a_bad_request(api: Api, kind: str, body: bytes) -> None:
    answer = await api.http.post(f"/bot{TOKEN}/getMe", content=body, headers={"Content-Type": kind})
    assert answer.json()["error_code"] == 400


async def test_get_me_tells_the_number_in_the_token(api: Api) -> None:
    me = await api.result("getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (4711, "bofast_demo_bot", True)
