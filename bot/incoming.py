"""What came in, in our words: one stored update, read as it lies there.

Before an update is stored, `without_names` drops the sender's names and username: they are never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(strict=True)
"""What is not of the type that we rely on is refused, and the update is set aside as it came."""
_PEOPLE = frozenset({"from", "chat", "sender_chat", "sender_user", "via_bot", "user", "sender_business_bot"})
_KEPT = frozenset({"id", "type", "is_bot", "language_code"})
_DROPPED = frozenset({"reply_to_message", "pinned_message", "external_reply", "quote"})
_FILES = ("voice", "animation", "document", "audio", "video", "video_note", "sticker")
_SORTS = ("contact", "venue", "location", "poll", "dice")
"""What a message without words or file may be; a venue is a location as well."""

_Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Attached:
    """A file as Telegram names it; it is fetched later."""

    kind: str
    telegram_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, config=_STRICT)
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
        if isinstance(part, dict):
            found = part.get("chat") or (part.get("message") or {}).get("chat") or part.get("from")
            if isinstance(found, dict) and isinstance(found.get("id"), int):
                return int(found["id"])
    return 0


def read(update: Mapping[str, Any]) -> Incoming:
    """Read a stored update. Kinds that we know nothing about become `ignored`, never an error."""
    number = int(update["update_id"])
    if query := update.get("callback_query"):
        return _tap(number, query)
    if change := update.get("my_chat_member"):
        return _membership(number, change)
    message = update.get("message") or update.get("edited_message")
    if not message:
        return Incoming(number, chat_of(update), "ignored")
    return _message(number, message, edited="edited_message" in update)


def _scrub(key: str, value: Any) -> Any:
    if isinstance(value, dict):
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


def _tap(update_id: int, query: _Json) -> Incoming:
    sender, chat = query["from"], (query.get("message") or {}).get("chat")
    return Incoming(
        update_id,
        chat["id"] if chat else sender["id"],
        "tap",
        private=chat is None or chat["type"] == "private",
        tap=query.get("data"),
        tap_id=query["id"],
        language_code=sender.get("language_code"),
    )


def _membership(update_id: int, change: _Json) -> Incoming:
    gone = change["new_chat_member"]["status"] in ("kicked", "left")
    chat = change["chat"]
    private = chat["type"] == "private"
    kind = ("blocked" if gone else "unblocked") if private else ("ignored" if gone else "text")
    language = change["from"].get("language_code")
    return Incoming(update_id, chat["id"], kind, private=private, language_code=language)


def _message(update_id: int, message: _Json, *, edited: bool) -> Incoming:
    attached, data = _attached(message), _data(message)
    if attached:
        kind = attached.kind
    elif "text" in message:
        kind = "text"
    else:
        kind = next((sort for sort in _SORTS if sort in message), "other")
    chat = message["chat"]
    return Incoming(
        update_id,
        chat["id"],
        kind,
        private=chat["type"] == "private",
        text=message.get("text", message.get("caption")),
        message_id=message["message_id"],
        edited=edited,
        forwarded="forward_origin" in message,
        attached=attached,
        data=data,
        language_code=message.get("from", {}).get("language_code"),
    )


def _attached(message: _Json) -> Attached | None:
    if photo := message.get("photo"):
        best = photo[-1]
        return Attached("photo", best["file_id"], None, "image/jpeg", best.get("file_size"))
    for kind in _FILES:
        if found := message.get(kind):
            return Attached(
                kind,
                found["file_id"],
                found.get("file_name"),
                found.get("mime_type") or ("image/webp" if kind == "sticker" else None),
                found.get("file_size"),
                found.get("duration"),
            )
    return None


def _data(message: _Json) -> dict[str, Any] | None:
    if place := message.get("location"):
        return {"latitude": place["latitude"], "longitude": place["longitude"]}
    if contact := message.get("contact"):
        name = " ".join(filter(None, (contact.get("first_name"), contact.get("last_name"))))
        own = contact.get("user_id") == message["chat"]["id"]
        return {"phone": contact["phone_number"], "name": name, "own": own}
    if sticker := message.get("sticker"):
        return {"emoji": sticker.get("emoji")}
    sort = next((sort for sort in _SORTS if sort in message), None)
    return {"sort": sort} if sort else None
