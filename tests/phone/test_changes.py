"""Edits and deletions, on both sides."""

import pytest

from tests.phone.conftest import Api, Clock
from tests.phone_client import Handset, RefusedError

BUTTONS = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}


async def test_the_bot_changes_text_and_buttons(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="Passar det?", reply_markup=BUTTONS)
    where = {"chat_id": kim.id, "message_id": sent["message_id"]}
    edited = await api.result("editMessageText", **where, text="Bokat")
    assert edited["text"] == "Bokat" and "reply_markup" not in edited and edited["edit_date"]
    await api.result("editMessageReplyMarkup", **where, reply_markup=BUTTONS)
    (shown,) = await kim.since()
    assert (shown.text, shown.labels, shown.edited) == ("Bokat", ["Ja"], True)
    await api.result("editMessageReplyMarkup", **where)
    (shown,) = await kim.since()
    assert shown.labels == []


async def test_a_change_that_changes_nothing_is_refused(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="Hej", reply_markup=BUTTONS)
    where = {"chat_id": kim.id, "message_id": sent["message_id"]}
    code, why = await api.error("editMessageText", **where, text="Hej", reply_markup=BUTTONS)
    assert code == 400 and why.startswith("Bad Request: message is not modified")


async def test_what_cannot_be_changed(kim: Handset, api: Api) -> None:
    own = await kim.say("hej")
    assert await api.error("editMessageText", chat_id=kim.id, message_id=own, text="x") == (
        400,
        "Bad Request: message can't be edited",
    )
    assert await api.error("editMessageText", chat_id=kim.id, message_id=999, text="x") == (
        400,
        "Bad Request: message to edit not found",
    )


async def test_an_edit_by_a_person_is_an_update(kim: Handset, api: Api) -> None:
    number = await kim.say("i moron")
    await kim.edit(number, "i morgon /stop")
    _, edited = await api.result("getUpdates")
    message = edited["edited_message"]
    assert (message["message_id"], message["text"]) == (number, "i morgon /stop")
    assert message["edit_date"] and message["entities"][0]["type"] == "bot_command"


async def test_a_person_may_edit_for_48_hours(kim: Handset, clock: Clock) -> None:
    number = await kim.say("hej")
    clock.advance(hours=47)
    await kim.edit(number, "hej hej")
    clock.advance(hours=2)
    with pytest.raises(RefusedError) as refused:
        await kim.edit(number, "för sent")
    assert refused.value.status == 400


async def test_a_person_edits_only_their_own(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="Hej")
    with pytest.raises(RefusedError) as refused:
        await kim.edit(sent["message_id"], "x")
    assert refused.value.status == 404


async def test_the_bot_deletes_for_48_hours(kim: Handset, api: Api, clock: Clock) -> None:
    old = (await api.result("sendMessage", chat_id=kim.id, text="gammalt"))["message_id"]
    clock.advance(hours=49)
    new = (await api.result("sendMessage", chat_id=kim.id, text="nytt"))["message_id"]
    assert await api.result("deleteMessage", chat_id=kim.id, message_id=new)
    assert await api.error("deleteMessage", chat_id=kim.id, message_id=new) == (
        400,
        "Bad Request: message to delete not found",
    )
    assert await api.error("deleteMessage", chat_id=kim.id, message_id=old) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    assert "gammalt" in [message.text for message in await kim.messages()]


async def test_deleting_many_skips_what_is_gone(kim: Handset, api: Api) -> None:
    ids = [(await api.result("sendMessage", chat_id=kim.id, text=str(n)))["message_id"] for n in range(3)]
    await api.result("deleteMessage", chat_id=kim.id, message_id=ids[0])
    await api.result("deleteMessages", chat_id=kim.id, message_ids=[*ids, 99999])
    assert not [message for message in await kim.messages() if message.id in ids]


async def test_the_keyboard_goes_with_its_message_or_when_taken_away(kim: Handset, api: Api) -> None:
    keys = {"keyboard": [["Mina besök"]], "is_persistent": True}
    sent = await api.result("sendMessage", chat_id=kim.id, text="Hej", reply_markup=keys)
    await api.result("deleteMessage", chat_id=kim.id, message_id=sent["message_id"])
    assert await kim.keyboard() is None
    await api.result("sendMessage", chat_id=kim.id, text="Hej", reply_markup=keys)
    assert await kim.keyboard() == [["Mina besök"]]
    await api.result("sendMessage", chat_id=kim.id, text="Hej då", reply_markup={"remove_keyboard": True})
    assert await kim.keyboard() is None


async def test_clearing_the_chat_is_the_persons_own_matter(kim: Handset, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=kim.id, text="Hej")
    await kim.clear()
    assert await kim.messages() == []
    await api.result("editMessageText", chat_id=kim.id, message_id=sent["message_id"], text="Hej igen")
    assert await kim.messages() == []
