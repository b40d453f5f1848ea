"""What came in, in our words: one stored update read with aiogram's types.

Before an update is stored, `without_names` drops the sender's names and username: they are never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

_PEOPLE = frozenset({"from", "chat", "sender_chat", "sender_user", "via_bot", "user", "sender_business_bot"})
_KEPT = frozenset({"id", "type", "is_bot", "language_code"})
_DROPPED = frozenset({"reply_to_message", "pinned_message", "external_reply", "quote"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as Telegram names it; it is fetched later."""

    kind: str
    telegram_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `kind`: text, tap, voice, photo, document, audio, video, video_note, animation, sticker,
    location, contact, other, blocked, unblocked, ignored."""

    update_id: int
    chat_id: int
    kind: str
    private: bool = True
    text: str | None = None
    tap: str | None = None
    tap_id: str | None = None
    message_id: int | None = None
    edited: bool = False
    forwarded: bool = False
    """The words are somebody else's, passed on from another chat."""
    attached: Attached | None = None
    data: dict[str, Any] | None = None
    language_code: str | None = None


def without_names(update: Mapping[str, Any]) -> dict[str, Any]:
    """The update without anybody's names, usernames, and without the messages it quotes."""
    return {key: _scrub(key, value) for key, value in update.items() if key not in _DROPPED}


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat that an update belongs to; 0 for what belongs to none (it is stored and ignored)."""
    for part in update.values():
        if isinstance(part, Mapping):
            found = part.get("chat") or (part.get("message") or {}).get("chat") or part.get("from")
            if isinstance(found, Mapping) and isinstance(found.get("id"), int):
                return int(found["id"])
    return 0


def read(update: Mapping[str, Any]) -> Incoming:
    """Read a stored update. Kinds that we know nothing about become `ignored`, never an error."""
    parsed = Update.model_validate(update)
    if parsed.callback_query:
        return _tap(parsed.update_id, parsed.callback_query)
    if parsed.my_chat_member:
        return _membership(parsed.update_id, parsed.my_chat_member)
    message = parsed.message or parsed.edited_message
    if message is None:
        return Incoming(parsed.update_id, chat_of(update), "ignored")
    return _message(parsed.update_id, message, edited=parsed.edited_message is not None)


def _scrub(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        if key in _PEOPLE:
            kept = {k: v for k, v in value.items() if k in _KEPT}
            return kept if key in ("chat", "sender_chat") else {**kept, "first_name": ""}
        return without_names(value)
    if isinstance(value, list):
        return [_scrub(key, each) for each in value]
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    """The text as every database can hold it: a null byte or half a character becomes a replacement sign."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\ufffd")


def _tap(update_id: int, query: CallbackQuery) -> Incoming:
    chat = query.message.chat if query.message else None
    return Incoming(
        update_id,
        chat.id if chat else query.from_user.id,
        "tap",
        private=chat is None or chat.type == "private",
        tap=query.data,
        tap_id=query.id,
        language_code=query.from_user.language_code,
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming:
    gone = change.new_chat_member.status in ("kicked", "left")
    private = change.chat.type == "private"
    kind = ("blocked" if gone else "unblocked") if private else ("ignored" if gone else "text")
    return Incoming(
        update_id, change.chat.id, kind, private=private, language_code=change.from_user.language_code
    )


def _message(update_id: int, message: Message, *, edited: bool) -> Incoming:
    attached, data = _attached(message), _data(message)
    if attached:
        kind = attached.kind
    elif message.text is not None:
        kind = "text"
    else:
        kind = ContentType(message.content_type).value if data else "other"
    sender = message.from_user
    return Incoming(
        update_id,
        message.chat.id,
        kind,
        private=message.chat.type == "private",
        text=message.text if message.text is not None else message.caption,
        message_id=message.message_id,
        edited=edited,
        forwarded=message.forward_origin is not None,
        attached=attached,
        data=data,
        language_code=sender.language_code if sender else None,
    )


def _attached(message: Message) -> Attached | None:
    if message.photo:
        best = message.photo[-1]
        return Attached("photo", best.file_id, None, "image/jpeg", best.file_size)
    for kind in ("voice", "animation", "document", "audio", "video", "video_note", "sticker"):
        found = getattr(message, kind)
        if found is not None:
            return Attached(
                kind,
                found.file_id,
                getattr(found, "file_name", None),
                getattr(found, "mime_type", None) or ("image/webp" if kind == "sticker" else None),
                found.file_size,
                getattr(found, "duration", None),
            )
    return None


def _data(message: Message) -> dict[str, Any] | None:
    if message.location:
        return {"latitude": message.location.latitude, "longitude": message.location.longitude}
    if message.contact:
        contact = message.contact
        name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
        return {"phone": contact.phone_number, "name": name, "own": contact.user_id == message.chat.id}
    if message.sticker:
        return {"emoji": message.sticker.emoji}
    if message.poll or message.dice or message.venue:
        return {"sort": ContentType(message.content_type).value}
    return None
