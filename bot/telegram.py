"""Our line to Telegram: aiogram's client, with texts sent and updates fetched the short way.

A text is most of what leaves. aiogram turns it into a form through its models and reads the whole accepted message
back into models; here it goes as JSON, and of the answer only the message's number is read. Updates come as they are
and are read later, in their turn. Errors are aiogram's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import GetUpdates, SendMessage, TelegramMethod
from aiohttp import ClientError, ClientTimeout

_JSON = {"Content-Type": "application/json"}
_SAYING, _ASKING = SendMessage(chat_id=0, text=""), GetUpdates()
"""Stand for what goes the short way in aiogram's errors: the method's name, nobody's words."""


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


async def updates(bot: Bot, offset: int | None, wait: int, kinds: list[str]) -> list[dict[str, Any]]:
    """What has come in from `offset` on, as it came, so that what is stored is what was sent.

    Telegram waits `wait` seconds for something to come. Raises what aiogram raises.
    """
    body = {
        "limit": 100,
        "timeout": wait,
        "allowed_updates": kinds,
        **({} if offset is None else {"offset": offset}),
    }
    said = await _call(bot, _ASKING, body, wait + 10)
    found = said.get("result")
    if not isinstance(found, list):
        raise ClientDecodeError("Failed to decode object", ValueError("not a list"), said)
    return found


async def _send_text(bot: Bot, what: Text, seconds: float) -> int | None:
    body = {
        "chat_id": what.chat_id,
        "text": what.text,
        "link_preview_options": {"is_disabled": True},
        **({"reply_markup": what.reply_markup} if what.reply_markup else {}),
    }
    return _number(await _call(bot, _SAYING, body, seconds))


async def _call(
    bot: Bot, method: TelegramMethod[Any], body: dict[str, Any], seconds: float
) -> dict[str, Any]:
    """Ask in JSON, and give back what was said with a yes. `method` names it, also in errors."""
    session = bot.session
    assert isinstance(session, AiohttpSession), "made by `client`"
    try:
        http = await session.create_session()
        async with http.post(
            session.api.api_url(bot.token, method.__api_method__),
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
    return said


def _number(said: dict[str, Any]) -> int | None:
    accepted = said.get("result")
    number = accepted.get("message_id") if isinstance(accepted, dict) else None
    return number if isinstance(number, int) else None
