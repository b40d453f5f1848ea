"""Telegram's limits, as the Bot API states them; each breach is answered in Telegram's own words.

python-telegram-bot's classes are lenient (they take 200 bytes of callback data), so the limits are checked here.
Texts are counted in UTF-16 code units, the unit of the Bot API's message entities; callback data in UTF-8 bytes.
"""

import re
from collections.abc import Iterable, Mapping

from phone.errors import ApiError, bad_request

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
INLINE_BUTTONS = 100
KEYBOARD_BUTTONS = 300
COPY_TEXT = 256
PLACEHOLDER = 64
CALLBACK_ANSWER = 200
COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = 256
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPDATES_AT_ONCE = 100
POLL_SECONDS = 50
CONNECTIONS = 100
BULK = 100
NAME = 64
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
START_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def units(text: str) -> int:
    """Length in UTF-16 code units: most emoji count as two."""
    return len(text) + sum(character > "\uffff" for character in text)


def check_text(text: str, too_long: str = "message is too long") -> None:
    """A message's text: something, and 4096 at most."""
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT:
        raise bad_request(too_long)


def check_caption(text: str) -> None:
    """Text under a file: 1024 at most, may be empty."""
    if units(text) > CAPTION:
        raise bad_request("message caption is too long")


def check_callback_data(data: str) -> None:
    """A button's data: 1 to 64 bytes."""
    if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def check_callback_answer(text: str) -> None:
    """The little text over a chat after a tap."""
    if units(text) > CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")


def check_commands(commands: Iterable[Mapping[str, object]]) -> None:
    """Up to 100 commands; lowercase letters, digits, underscores; each with a description."""
    commands = list(commands)
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command.get("description", ""))) <= COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_length(text: str, most: int, error: str) -> None:
    """A name or a description of the bot."""
    if units(text) > most:
        raise bad_request(error)


def check_upload(kind: str, size: int) -> None:
    """A file from the bot: not empty, 50 MB at most, a photo 10 MB."""
    if not size:
        raise bad_request("file must be non-empty")
    if size > (PHOTO_BYTES if kind == "photo" else UPLOAD_BYTES):
        raise ApiError(413, "Request Entity Too Large")


def check_download(size: int) -> None:
    """A file that the bot wants to fetch: 20 MB at most."""
    if size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")


def check_bulk(ids: list[int]) -> None:
    """Messages to delete at once: 1 to 100."""
    if not 1 <= len(ids) <= BULK:
        raise bad_request(
            "message identifiers are not specified" if not ids else "too many messages to delete"
        )


def check_secret(secret: str) -> None:
    """A webhook's secret: 1 to 256 of A-Z a-z 0-9 _ -; none at all is fine."""
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
