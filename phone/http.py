"""Answers calls of the Bot API over HTTP; here faults are made, too.

Calls are read and answered as plain ASGI: this is the hot path of every measurement that goes through the phone.
"""

import asyncio
import logging

from litestar import HttpMethod, Response, get, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ASGIApp, Receive, Scope, Send

from phone import botapi, forms
from phone.call import Call
from phone.errors import ApiError
from phone.faults import Fault
from phone.world import World

HANG_SECONDS = 300

logger = logging.getLogger(__name__)
_JSON = b"application/json"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@route("/{bot:str}/{method:str}", http_method=[HttpMethod.GET, HttpMethod.POST])
async def methods(world: NamedDependency[World], bot: FromPath[str], method: FromPath[str]) -> ASGIApp:
    """One call of the Bot API."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await _perform(world, (bot, method), scope, receive, send)
        except ApiError as error:
            await answer(send, error.code, error.json())
        except Exception:
            logger.exception("The phone failed at %s", method)
            await answer(send, 500, ApiError(500, "Internal Server Error").json())

    return serve


@get("/file/{bot:str}/{path:path}")
async def files(world: NamedDependency[World], bot: FromPath[str], path: FromPath[str]) -> Response[bytes]:
    """A file, for the bot."""
    try:
        _bot_number(bot)
        if (file := world.shelf.by_path(path.lstrip("/"))) is None:
            raise ApiError(404, "Not Found")
    except ApiError as error:
        return Response(error.json(), status_code=error.code, media_type=_JSON.decode())
    content = await asyncio.to_thread(world.shelf.read, file)
    return Response(content, media_type="application/octet-stream")


async def _perform(world: World, path: tuple[str, str], scope: Scope, receive: Receive, send: Send) -> None:
    bot, method = path
    bot_id = _bot_number(bot)
    values, uploads = await forms.read(scope, receive)
    call = Call(bot_id, botapi.proper_name(method), values, uploads)
    fault = world.faults.take(call.method)
    if fault is not None:
        await _fail(world, call, fault, send)
    else:
        await answer(send, 200, botapi.encode(await botapi.perform(world, call)))


async def answer(send: Send, status: int, body: bytes, kind: bytes = _JSON) -> None:
    """A whole answer."""
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _bot_number(name: str) -> int:
    if not name.startswith("bot"):
        raise ApiError(404, "Not Found")
    return botapi.bot_number(name[3:])


async def _fail(world: World, call: Call, fault: Fault, send: Send) -> None:
    match fault.kind:
        case "html":
            await answer(send, 502, _HTML, b"text/html")
        case "reset_before":
            await _break_off(send)
        case "reset_after":
            await botapi.perform(world, call)
            await _break_off(send)
        case "hang":
            await _hang(world)
            await _break_off(send)
        case _:
            raise _error(fault)


async def _break_off(send: Send) -> None:
    """Promise a body and send none: the server then cuts the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


async def _hang(world: World) -> None:
    try:
        await asyncio.wait_for(world.closing.wait(), HANG_SECONDS)
    except TimeoutError:
        return


def _error(fault: Fault) -> ApiError:
    match fault.kind:
        case "429":
            after = fault.retry_after
            return ApiError(429, f"Too Many Requests: retry after {after}", after)
        case "403":
            return ApiError(403, "Forbidden: bot was blocked by the user")
        case "400":
            return ApiError(400, "Bad Request: wrong parameters")
        case _:
            return ApiError(500, "Internal Server Error")


ROUTES = [methods, files]
