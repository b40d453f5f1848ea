"""The phone's state as objects of the Bot API, built with python-telegram-bot's classes."""

import telegram
from telegram import InlineKeyboardMarkup, MessageEntity

from phone.state import Account, Bubble, Chat, Json, Person, Shelved

_Media = (
    telegram.Voice | telegram.Audio | telegram.Document | telegram.Sticker | tuple[telegram.PhotoSize, ...]
)


def user(person: Person) -> telegram.User:
    """A person as the bot sees them."""
    return telegram.User(
        person.id,
        person.first_name,
        is_bot=False,
        last_name=person.last_name,
        username=person.username,
        language_code=person.language_code,
    )


def bot_user(account: Account, bot_id: int) -> telegram.User:
    """The bot as sender of its own messages."""
    return telegram.User(bot_id, account.name, is_bot=True, username=account.username)


def chat(place: Chat) -> telegram.Chat:
    """A chat as it stands in a message."""
    if place.person is None:
        return telegram.Chat(place.id, place.type, title=place.title)
    person = place.person
    return telegram.Chat(
        place.id,
        place.type,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
    )


def message(place: Chat, bubble: Bubble, account: Account) -> telegram.Message:
    """A message in full."""
    sender = place.person
    known = bot_user(account, bubble.sender) if bubble.by_bot or sender is None else user(sender)
    fields = _content(bubble)
    if bubble.buttons is not None:
        fields["reply_markup"] = InlineKeyboardMarkup.de_json({"inline_keyboard": bubble.buttons}, None)
    if bubble.edited is not None:
        fields["edit_date"] = bubble.edited
    return telegram.Message(bubble.id, bubble.date, chat(place), from_user=known, **fields)


def tapped(place: Chat, bubble: Bubble, account: Account) -> telegram.Message | telegram.InaccessibleMessage:
    """The message whose button was tapped; of a deleted one only its number is left."""
    if bubble.deleted:
        return telegram.InaccessibleMessage(chat(place), bubble.id)
    return message(place, bubble, account)


def _content(bubble: Bubble) -> Json:
    if bubble.kind == "text":
        return {"text": bubble.text, "entities": _entities(bubble)}
    if bubble.contact:
        return {"contact": telegram.Contact.de_json(bubble.contact, None)}
    if bubble.location:
        return {"location": telegram.Location.de_json(bubble.location, None)}
    assert bubble.file is not None
    content: Json = {bubble.kind: _file(bubble.file, bubble.emoji)}
    if bubble.text:
        content |= {"caption": bubble.text, "caption_entities": _entities(bubble)}
    return content


def _entities(bubble: Bubble) -> list[MessageEntity] | None:
    return [MessageEntity(**entity) for entity in bubble.entities] or None


def _file(file: Shelved, emoji: str) -> _Media:
    same: Json = {"mime_type": file.mime, "file_size": file.size}
    match file.kind:
        case "voice":
            return telegram.Voice(file.id, file.unique, file.duration, file.mime, file.size)
        case "audio":
            return telegram.Audio(file.id, file.unique, file.duration, file_name=file.name, **same)
        case "photo":
            return (telegram.PhotoSize(file.id, file.unique, file.width, file.height, file.size),)
        case "sticker":
            return _sticker(file, emoji)
        case _:
            return telegram.Document(file.id, file.unique, file_name=file.name, **same)


def _sticker(file: Shelved, emoji: str) -> telegram.Sticker:
    return telegram.Sticker(
        file.id,
        file.unique,
        file.width,
        file.height,
        is_animated=False,
        is_video=False,
        type=telegram.Sticker.REGULAR,
        emoji=emoji or None,
        file_size=file.size,
    )
