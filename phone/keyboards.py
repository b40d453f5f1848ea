"""Buttons that a bot sends: checked against Telegram's limits, then read with python-telegram-bot's classes."""

from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from phone import limits
from phone.errors import bad_request
from phone.state import Buttons, Json


def inline(markup: Json) -> Buttons:
    """Rows of buttons under a message."""
    rows = _rows(markup, "inline_keyboard", "InlineKeyboardMarkup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > limits.INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_inline(button)
    read = InlineKeyboardMarkup.de_json({"inline_keyboard": rows}, None)
    return [[button.to_dict() for button in row] for row in read.inline_keyboard]


def reply(markup: Json) -> Json:
    """The keyboard below the text field."""
    rows = _rows(markup, "keyboard", "ReplyKeyboardMarkup")
    if not any(rows) or sum(len(row) for row in rows) > limits.KEYBOARD_BUTTONS:
        raise bad_request("reply keyboard is empty" if not any(rows) else "reply markup is too long")
    rows = [[{"text": b} if isinstance(b, str) else b for b in row] for row in rows]
    if not all(isinstance(b, dict) and b.get("text") for row in rows for b in row):
        raise bad_request('can\'t parse keyboard button: field "text" must be non-empty')
    if limits.units(str(markup.get("input_field_placeholder") or "")) > limits.PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
    known: Json = ReplyKeyboardMarkup.de_json({**markup, "keyboard": rows}, None).to_dict()
    return known


def _rows(markup: Json, field: str, kind: str) -> Buttons:
    rows = markup.get(field)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {kind} must be an Array of Arrays')
    return rows


def _check_inline(button: object) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    if "callback_data" in button:
        limits.check_callback_data(str(button["callback_data"]))
    elif "url" in button:
        _check_url(str(button["url"]))
    elif "copy_text" in button:
        copied = button["copy_text"].get("text") if isinstance(button["copy_text"], dict) else None
        if not copied or limits.units(str(copied)) > limits.COPY_TEXT:
            raise bad_request('can\'t parse inline keyboard button: field "copy_text" is invalid')
    else:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )


def _check_url(url: str) -> None:
    if not url.startswith(("http://", "https://", "tg://")) or len(url) < len("http://a"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
