"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

`METHODS` is the list of what the phone knows; anything else is 404, as with Telegram.
"""

import re
from collections.abc import Awaitable, Callable

import msgspec

from phone.call import Call
from phone.errors import ApiError
from phone.methods import account, answering, editing, getting, sending
from phone.world import World

Method = Callable[[World, Call], Awaitable[object]]

TOKEN = re.compile(r"(\d+):[\w-]+", re.ASCII)

METHODS: dict[str, Method] = {
    "getMe": account.get_me,
    "getUpdates": getting.get_updates,
    "setWebhook": getting.set_webhook,
    "deleteWebhook": getting.delete_webhook,
    "getWebhookInfo": getting.get_webhook_info,
    "getFile": getting.get_file,
    "sendMessage": sending.send_message,
    "sendContact": sending.send_contact,
    "sendLocation": sending.send_location,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendAudio": sending.send_audio,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete,
    "deleteMessages": editing.delete_many,
    "answerCallbackQuery": answering.answer_callback_query,
    "setMyCommands": account.set_commands,
    "getMyCommands": account.get_commands,
    "deleteMyCommands": account.delete_commands,
    "setMyName": account.set_text,
    "setMyDescription": account.set_text,
    "setMyShortDescription": account.set_text,
    "setChatMenuButton": account.set_menu_button,
    "getChat": account.get_chat,
    "getChatMember": account.get_chat_member,
    "leaveChat": account.leave_chat,
}
_NAMES = {name.lower(): name for name in METHODS}


def bot_number(token: str) -> int:
    """The bot's id, which is the first part of its token."""
    found = TOKEN.fullmatch(token)
    if found is None:
        raise ApiError(401, "Unauthorized")
    return int(found[1])


def proper_name(method: str) -> str:
    """A method's name as the Bot API writes it; callers may use any capitals."""
    return _NAMES.get(method.lower(), method)


async def perform(world: World, call: Call) -> object:
    """Carry out a call and remember it for whoever looks at the phone from outside."""
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError(404, "Not Found")
    world.bot_id = call.bot_id
    try:
        result = await method(world, call)
    except ApiError as error:
        _note(world, call, error.body())
        raise
    _note(world, call, result)
    return result


def encode(result: object) -> bytes:
    """A success as JSON."""
    return msgspec.json.encode({"ok": True, "result": result})


def _note(world: World, call: Call, result: object) -> None:
    if call.method != "getUpdates":
        files = {name: upload.name for name, upload in call.uploads.items()}
        world.calls.append({"method": call.method, "params": {**call.values, **files}, "result": result})
