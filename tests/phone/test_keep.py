"""A phone that is kept in a folder comes back as it was, with new numbers."""

import json
from pathlib import Path

from phone.server import create_app
from tests.phone.conftest import Api, Clock, eventually
from tests.phone_client import Handset, PhoneClient
from tests.phone_server import serving

KEYS = {"keyboard": [["Mina besök"]], "is_persistent": True}
BUTTONS = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}


async def test_chats_files_commands_and_waiting_updates_are_there_again(tmp_path: Path, clock: Clock) -> None:
    async with serving(create_app(now=clock, keep=tmp_path)) as address, PhoneClient(address) as phone:
        api = Api(address)
        kim = await phone.handset("Kim", "nn")
        await kim.start()
        (started,) = await api.result("getUpdates")
        await api.result("getUpdates", offset=started["update_id"] + 1)
        await api.result("sendMessage", chat_id=kim.id, text="Hei", reply_markup=KEYS)
        await api.result("sendMessage", chat_id=kim.id, text="Passar det?", reply_markup=BUTTONS)
        await api.result("setMyCommands", commands=[{"command": "help", "description": "Hjelp"}])
        await kim.voice(b"OggS lyd", duration=2)
        before = await kim.messages()
        (waiting,) = await api.result("getUpdates")
        await api.http.aclose()

    async with serving(create_app(now=clock, keep=tmp_path)) as address, PhoneClient(address) as phone:
        api = Api(address)
        again = Handset(phone, kim.id)
        assert await again.messages() == before
        assert await again.keyboard() == [["Mina besök"]]
        assert [command["command"] for command in await again.commands()] == ["help"]
        assert await api.result("getUpdates") == [waiting]
        file = await api.result("getFile", file_id=waiting["message"]["voice"]["file_id"])
        assert (await api.http.get(f"/file/bot1:x/{file['file_path']}")).content == b"OggS lyd"
        new = await again.say("eg er her att")
        assert new > max(message.id for message in before)
        assert (await api.result("getUpdates"))[-1]["update_id"] > waiting["update_id"]
        other = await phone.handset("Nils")
        assert other.id != kim.id
        await api.http.aclose()


async def test_a_change_is_written_soon_not_only_at_the_end(tmp_path: Path) -> None:
    async with serving(create_app(keep=tmp_path)) as address, PhoneClient(address) as phone:
        kim = await phone.handset("Kim")
        await kim.say("hej")

        async def written() -> bool:
            return "hej" in _texts(tmp_path)

        await eventually(written)


def _texts(folder: Path) -> list[str]:
    path = folder / "phone.json"
    if not path.exists():
        return []
    chats = json.loads(path.read_text())["chats"].values()
    return [message["text"] for chat in chats for message in chat["messages"].values()]
