"""Our line to Telegram: aiogram's client, with texts sent the short way.

A text is most of what leaves. aiogram turns it into a form through its models and reads the whole accepted message
back into models; here it goes as JSON, and of the answer only the message's number is read. Errors are aiogram's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage, TelegramMethod
from aiohttp import ClientError, ClientTimeout

_JSON = {"Content-Type": "application/json"}
_NO_WORDS = SendMessage(chat_id=0, text="")
"""Stands for a text in aiogram's errors: the method's name, nobody's words."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text message with its buttons as Telegram reads them."""

    chat_id: int
    text: str
    reply_markup: dict[str, Any] | None = None


Method: TypeAlias = TelegramMethod[Any] | Text


def client(token: str, api: str) -> Bot:
    """The bot, at Telegram or at a server that speaks like it."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


async def ask(bot: Bot, method: Method, seconds: float) -> int | None:
    """Send one thing, within so many seconds; the message's number. Raises what aiogram raises.

    An answer that says yes in a form we cannot read is a yes.
    """
    if isinstance(method, Text):
        return await _send_text(bot, method, seconds)
    try:
        result = await bot(method, request_timeout=int(seconds))
    except ClientDecodeError as error:
        if not isinstance(error.data, dict) or error.data.get("ok") is not True:
            raise
        return _number(error.data)
    return getattr(result, "message_id", None)


async def _send_text(bot: Bot, what: Text, seconds: float) -> int | None:
    session, method = bot.session, _NO_WORDS
    assert isinstance(session, AiohttpSession), "made by `client`"
    body = {
        "chat_id": what.chat_id,
        "text": what.text,
        "link_preview_options": {"is_disabled": True},
        **({"reply_markup": what.reply_markup} if what.reply_markup else {}),
    }
    try:
        http = await session.create_session()
        async with http.post(
            session.api.api_url(bot.token, "sendMessage"),
            data=json.dumps(body).encode(),
            headers=_JSON,
            timeout=ClientTimeout(total=seconds),
        ) as answer:
            content, status = await answer.text(), answer.status
    except TimeoutError as error:
        raise TelegramNetworkError(method=method, message="Request timeout error") from error
    except ClientError as error:
        raise TelegramNetworkError(method=method, message=type(error).__name__) from error
    try:
        said = json.loads(content)
    except ValueError as error:
        raise ClientDecodeError("Failed to decode object", error, content) from error
    if status != 200 or not isinstance(said, dict) or said.get("ok") is not True:
        session.check_response(bot, method, status, content)  # raises what it means
        raise ClientDecodeError("Failed to decode object", ValueError("not a yes"), said)
    return _number(said)


def _number(said: dict[str, Any]) -> int | None:
    accepted = said.get("result")
    number = accepted.get("message_id") if isinstance(accepted, dict) else None
    return number if isinstance(number, int) else None
