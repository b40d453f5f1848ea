"""Messages from the bot: text, files, contacts, places; and "is writing"."""

import asyncio
from typing import Any

from phone import formatting, keyboards, limits, objects, texts
from phone.call import Call, Upload
from phone.errors import bad_request, forbidden
from phone.state import Bubble, Chat, Json, Shelved
from phone.world import World


def reachable(world: World, call: Call) -> Chat:
    """The chat that the bot may write to; blocked, never started or unknown is refused as Telegram does."""
    target = call.text("chat_id")
    if not target:
        raise bad_request("chat_id is empty")
    chat = world.state.chats.get(int(target)) if target.lstrip("-").isdecimal() else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if chat.left:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


async def send_message(world: World, call: Call) -> Json:
    """A text."""
    text, entities = written(call, "text")
    limits.check_text(text)
    return post(world, call, kind="text", text=text, entities=entities)


async def send_contact(world: World, call: Call) -> Json:
    """A name and a number that the phone can ring."""
    contact = {name: call.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    for name in ("phone_number", "first_name"):
        if not contact[name]:
            raise bad_request(f'field "{name}" must be non-empty')
    return post(world, call, kind="contact", contact={k: v for k, v in contact.items() if v})


async def send_location(world: World, call: Call) -> Json:
    """A place on the map."""
    lat, lon = call.real("latitude"), call.real("longitude")
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise bad_request("wrong location specified")
    return post(world, call, kind="location", location={"latitude": lat, "longitude": lon})


async def send_document(world: World, call: Call) -> Json:
    """A file of any kind."""
    return await _send_file(world, call, "document")


async def send_photo(world: World, call: Call) -> Json:
    """A picture."""
    return await _send_file(world, call, "photo")


async def send_voice(world: World, call: Call) -> Json:
    """A voice message."""
    return await _send_file(world, call, "voice")


async def send_audio(world: World, call: Call) -> Json:
    """Music or other sound."""
    return await _send_file(world, call, "audio")


async def send_chat_action(world: World, call: Call) -> bool:
    """Show that something is on its way."""
    chat = reachable(world, call)
    if not call.text("action"):
        raise bad_request("wrong parameter action in request")
    world.actions[chat.id] = (call.text("action"), world.now())
    world.ring(chat)
    return True


def written(call: Call, name: str) -> tuple[str, list[Json]]:
    """A text with its entities: from the parse mode, as given, or found in it."""
    if (given := call.array("entities" if name == "text" else f"{name}_entities")) is not None:
        return call.text(name), given
    text, marked = formatting.read(call.text(name), call.text("parse_mode"))
    if not marked:
        text = texts.clean(text)
    return text, marked + texts.entities(text)


def post(world: World, call: Call, **content: Any) -> Json:
    """Put the bot's message into its chat."""
    chat = reachable(world, call)
    markup = call.mapping("reply_markup") or {}
    buttons = keyboards.inline(markup) if "inline_keyboard" in markup else None
    keyboard = keyboards.reply(markup) if "keyboard" in markup else None
    world.flood.check(chat.id)
    bubble = Bubble(world.new_message_id(), call.bot_id, True, world.now(), buttons=buttons, **content)
    if keyboard is not None:
        chat.keyboard, chat.keyboard_from = keyboard, bubble.id
    elif markup.get("remove_keyboard"):
        chat.keyboard = None
    world.post(chat, bubble)
    return objects.message(chat, bubble, world.state.account).to_dict()


async def _send_file(world: World, call: Call, kind: str) -> Json:
    caption, entities = written(call, "caption")
    limits.check_caption(caption)
    reachable(world, call)
    file = await _file(world, call, kind)
    return post(world, call, kind=file.kind, file=file, text=caption, entities=entities)


async def _file(world: World, call: Call, kind: str) -> Shelved:
    if (upload := call.upload(kind)) is not None:
        return await _shelve(world, call, kind, upload)
    file_id = call.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in file_id:
        raise bad_request("failed to get HTTP URL content")
    if (known := world.shelf.find(file_id)) is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if (known.kind == "photo") != (kind == "photo"):
        raise bad_request(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    return known


async def _shelve(world: World, call: Call, kind: str, upload: Upload) -> Shelved:
    limits.check_upload(kind, len(upload.data))
    file = await asyncio.to_thread(
        world.shelf.put, kind, upload.data, upload.name, upload.mime, call.number("duration")
    )
    if kind == "photo" and not file.width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return file
