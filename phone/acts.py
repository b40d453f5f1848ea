"""What a person does with the phone: write, tap, send, change, block. Each act becomes an update for the bot."""

import secrets
from datetime import UTC, datetime, timedelta

import telegram

from phone import limits, objects, texts
from phone.errors import PhoneError
from phone.state import Bubble, Chat, Json, Person, Shelved
from phone.world import Query, World

EDITABLE = timedelta(hours=48)
_FOR_EVER = datetime(1970, 1, 1, tzinfo=UTC)  # "until" of a block without an end


def say(world: World, person_id: int, text: str) -> list[Bubble]:
    """Write a text; one too long goes in pieces."""
    chat, person = _writable(world, person_id)
    text = texts.clean(text)
    if not text:
        raise PhoneError(400, "an empty text cannot be sent")
    return [
        _send(world, chat, _bubble(world, person, "text", text=piece, entities=texts.entities(piece)))
        for piece in texts.split(text)
    ]


def start(world: World, person_id: int, code: str | None) -> list[Bubble]:
    """Press Start, with the code of a link or without; unblocks the bot as Telegram's "restart" does."""
    if code and not limits.START_CODE.fullmatch(code):
        raise PhoneError(400, "a start code is 1 to 64 of A-Z a-z 0-9 _ -")
    chat, _ = world.chat_of(person_id)
    if chat.blocked:
        block(world, person_id, blocked=False)
    return say(world, person_id, f"/start {code}" if code else "/start")


def press(world: World, person_id: int, text: str) -> list[Bubble]:
    """Press a button of the keyboard below the text field."""
    chat, person = _writable(world, person_id)
    rows = (chat.keyboard or {}).get("keyboard", [])
    button: Json = next((b for row in rows for b in row if b["text"] == text), {})
    if button.get("request_location"):
        raise PhoneError(400, "this button sends a place: use /location")
    if button.get("request_contact"):
        number = person.phone_number or f"+999{person.id}"  # +999 is no country
        return [send_contact(world, person_id, number, person.first_name, own=True)]
    return say(world, person_id, text)


def send_file(world: World, person_id: int, file: Shelved, caption: str = "") -> Bubble:
    """Send a voice message, a photo or a document."""
    chat, person = _writable(world, person_id)
    if limits.units(caption) > limits.CAPTION:
        raise PhoneError(400, "the text is too long for a file")
    caption = texts.clean(caption)
    bubble = _bubble(world, person, file.kind, file=file, text=caption, entities=texts.entities(caption))
    return _send(world, chat, bubble)


def send_sticker(world: World, person_id: int, emoji: str, file: Shelved) -> Bubble:
    """Send a sticker."""
    chat, person = _writable(world, person_id)
    return _send(world, chat, _bubble(world, person, "sticker", emoji=emoji, file=file))


def send_contact(
    world: World, person_id: int, phone_number: str, first_name: str, own: bool = False
) -> Bubble:
    """Send a number; one's own carries one's id."""
    chat, person = _writable(world, person_id)
    contact: Json = {"phone_number": phone_number, "first_name": first_name}
    if own:
        contact["user_id"] = person.id
    return _send(world, chat, _bubble(world, person, "contact", contact=contact))


def send_location(world: World, person_id: int, lat: float, lon: float) -> Bubble:
    """Send a place."""
    chat, person = _writable(world, person_id)
    place = {"latitude": lat, "longitude": lon}
    return _send(world, chat, _bubble(world, person, "location", location=place))


def edit(world: World, person_id: int, message_id: int, text: str) -> Bubble:
    """Change one's own text, within 48 hours."""
    chat, _ = _writable(world, person_id)
    bubble = chat.messages.get(message_id)
    if bubble is None or bubble.by_bot or bubble.deleted or bubble.hidden or not _has_text(bubble):
        raise PhoneError(404, f"no text of this person under {message_id}")
    if world.now() - bubble.date > EDITABLE:
        raise PhoneError(400, "a message can be changed for 48 hours")
    text = texts.clean(text)
    if not text or limits.units(text) > limits.TEXT:
        raise PhoneError(400, "a text has 1 to 4096 characters")
    bubble.text, bubble.entities, bubble.edited = text, texts.entities(text), world.now()
    world.change(chat, bubble)
    world.updates.push("edited_message", objects.message(chat, bubble, world.state.account), chat.id)
    return bubble


def tap(world: World, person_id: int, data: str, message_id: int | None = None) -> Query:
    """Tap a button under a message: the newest one that has it, or the message named."""
    chat, person = _writable(world, person_id)
    bubble = chat.messages.get(message_id) if message_id else _newest_with(chat, data)
    if bubble is None:
        raise PhoneError(404, f"no button with the data {data!r}")
    query = Query(str(secrets.randbits(62)), world.now())
    world.open_query(query)
    update = telegram.CallbackQuery(
        query.id,
        objects.user(person),
        chat_instance=str(-chat.id),
        message=objects.tapped(chat, bubble, world.state.account),
        data=data,
    )
    world.updates.push("callback_query", update, chat.id)
    return query


def block(world: World, person_id: int, blocked: bool) -> None:
    """Block the bot, or take it back."""
    chat, person = world.chat_of(person_id)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    bot = objects.bot_user(world.state.account, world.bot_id)
    away = telegram.ChatMemberBanned(bot, until_date=_FOR_EVER)
    here = telegram.ChatMemberMember(bot)
    old, new = (here, away) if blocked else (away, here)
    update = telegram.ChatMemberUpdated(objects.chat(chat), objects.user(person), world.now(), old, new)
    world.updates.push("my_chat_member", update, chat.id)
    world.ring(chat)


def clear(world: World, person_id: int) -> None:
    """Empty the chat on the person's side; the bot still has its messages."""
    chat, _ = world.chat_of(person_id)
    for bubble in chat.messages.values():
        if not bubble.hidden:
            bubble.hidden = True
            chat.touch(bubble)
    chat.keyboard = None
    world.ring(chat)


def _writable(world: World, person_id: int) -> tuple[Chat, Person]:
    chat, person = world.chat_of(person_id)
    if chat.blocked:
        raise PhoneError(409, "the bot is blocked on this phone")
    return chat, person


def _bubble(
    world: World,
    person: Person,
    kind: str,
    *,
    text: str = "",
    entities: list[Json] | None = None,
    file: Shelved | None = None,
    contact: Json | None = None,
    location: Json | None = None,
    emoji: str = "",
) -> Bubble:
    return Bubble(
        world.new_message_id(),
        person.id,
        by_bot=False,
        date=world.now(),
        kind=kind,
        text=text,
        entities=entities or [],
        file=file,
        contact=contact,
        location=location,
        emoji=emoji,
    )


def _send(world: World, chat: Chat, bubble: Bubble) -> Bubble:
    chat.started = True
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
    world.post(chat, bubble)
    world.updates.push("message", objects.message(chat, bubble, world.state.account), chat.id)
    return bubble


def _has_text(bubble: Bubble) -> bool:
    return bubble.kind == "text" or bubble.file is not None


def _newest_with(chat: Chat, data: str) -> Bubble | None:
    return next(
        (
            bubble
            for bubble in chat.newest_first()
            if any(button.get("callback_data") == data for row in bubble.buttons or [] for button in row)
        ),
        None,
    )
