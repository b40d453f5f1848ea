"""Whom a bot may write to: those who have started it, and have not blocked it."""

import pytest

from tests.phone.conftest import Api
from tests.phone_client import Handset, PhoneClient, RefusedError


async def test_a_bot_cannot_write_first(phone: PhoneClient, api: Api) -> None:
    kim = await phone.handset("Kim")
    assert await api.error("sendMessage", chat_id=kim.id, text="hej") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    await kim.start()
    await api.result("sendMessage", chat_id=kim.id, text="hej")


@pytest.mark.parametrize("chat_id", [12345, "@nobody", "x"])
async def test_a_chat_nobody_knows(api: Api, chat_id: object) -> None:
    assert await api.error("sendMessage", chat_id=chat_id, text="hej") == (
        400,
        "Bad Request: chat not found",
    )


async def test_no_chat_named(api: Api) -> None:
    assert await api.error("sendMessage", text="hej") == (400, "Bad Request: chat_id is empty")


async def test_a_blocked_bot_is_told_so_once_and_at_every_try(kim: Handset, api: Api) -> None:
    await kim.block()
    (update,) = await api.result("getUpdates")
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    for method, more in (
        ("sendMessage", {"text": "hej"}),
        ("editMessageText", {"text": "hej", "message_id": 1}),
        ("sendChatAction", {"action": "typing"}),
    ):
        found = await api.error(method, chat_id=kim.id, **more)
        assert found == (403, "Forbidden: bot was blocked by the user")
    await kim.block()
    assert len(await api.result("getUpdates")) == 1


async def test_nothing_is_written_on_a_phone_that_blocks_but_start_unblocks(kim: Handset, api: Api) -> None:
    await kim.block()
    with pytest.raises(RefusedError) as refused:
        await kim.say("hej")
    assert refused.value.status == 409
    await kim.start()
    _, unblocked, started = await api.result("getUpdates")
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert started["message"]["text"] == "/start"


async def test_the_language_of_the_phone_is_told_with_each_update(kim: Handset, api: Api) -> None:
    await kim.speak("nn")
    await kim.say("hei")
    (update,) = await api.result("getUpdates")
    assert update["message"]["from"]["language_code"] == "nn"


async def test_get_chat_and_member(kim: Handset, phone: PhoneClient, api: Api) -> None:
    assert (await api.result("getChat", chat_id=kim.id))["first_name"] == "Kim"
    member = await api.result("getChatMember", chat_id=kim.id, user_id=kim.id)
    assert (member["status"], member["user"]["id"]) == ("member", kim.id)
    stranger = await phone.handset("Nils")
    assert (await api.error("getChat", chat_id=stranger.id))[0] == 400
    assert (await api.error("leaveChat", chat_id=kim.id))[0] == 400


async def test_a_person_who_is_not_there(phone: PhoneClient) -> None:
    with pytest.raises(RefusedError) as refused:
        await Handset(phone, 99).say("hej")
    assert refused.value.status == 404


@pytest.mark.parametrize("text", ["", "  ", "\x00"])
async def test_a_person_cannot_send_nothing(kim: Handset, text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await kim.say(text)
    assert refused.value.status == 400


async def test_commands_follow_scope_and_language(kim: Handset, api: Api) -> None:
    async def put(name: str, **where: object) -> None:
        await api.result("setMyCommands", commands=[{"command": name, "description": "x"}], **where)

    async def seen() -> list[str]:
        return [command["command"] for command in await kim.commands()]

    assert await seen() == []
    await put("all")
    assert await seen() == ["all"]
    await put("swedish", language_code="sv")
    assert await seen() == ["swedish"]
    await put("private", scope={"type": "all_private_chats"})
    assert await seen() == ["private"]
    await put("own", scope={"type": "chat", "chat_id": kim.id})
    assert await seen() == ["own"]
    await kim.speak("nb")
    await api.result("deleteMyCommands", scope={"type": "chat", "chat_id": kim.id})
    await api.result("deleteMyCommands", scope={"type": "all_private_chats"})
    assert await seen() == ["all"]
    assert (await api.result("getMyCommands", language_code="sv"))[0]["command"] == "swedish"
    assert await api.result("getMyCommands", language_code="nn") == []


async def test_is_writing_shows_and_goes_when_it_is_written(kim: Handset, api: Api) -> None:
    await api.result("sendChatAction", chat_id=kim.id, action="typing")
    assert (await kim._chat())["action"] == "typing"
    await api.result("sendMessage", chat_id=kim.id, text="hej")
    assert (await kim._chat())["action"] is None
