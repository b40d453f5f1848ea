"""The two kinds of routes: a page that is looked at, and a press that changes something.

Handlers are plain functions; each runs in a worker thread. Litestar's own `sync_to_thread` is not used: 2.25 wraps
a handler once more for every other handler on the same path, and then answers with a coroutine.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from inbox.forms import LARGEST_NUMBER

OPEN = {"exclude_from_auth": True}
"""What a route carries that anybody may ask for."""
BY_ITSELF = {"by_itself": True}
"""What a route carries that an open page asks by itself: it keeps nobody signed in."""

P = ParamSpec("P")
R = TypeVar("R")
Plain = Callable[..., Any]


def page(path: str, **opt: Any) -> Callable[[Plain], HTTPRouteHandler]:
    """`GET`: shows something."""
    return lambda handler: get(path, opt=opt)(in_thread(handler))


def press(path: str, **opt: Any) -> Callable[[Plain], HTTPRouteHandler]:
    """`POST` of a form: does something, once however often it is pressed."""
    by_known = opt.get("exclude_from_auth") is not True
    return lambda handler: post(path, opt=opt, status_code=200)(
        in_thread(_once(handler) if by_known else handler)
    )


def rows_there_can_be(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """A guard: a number larger than any row's is not there."""
    given = [*connection.path_params.values(), *connection.query_params.values()]
    for each in given:
        if str(each).isdecimal() and int(each) > LARGEST_NUMBER:
            raise NotFoundException("no such row")


def _once(handler: Plain) -> Plain:
    @wraps(handler)
    def pressed(ask: Any, **given: Any) -> Any:
        what = f"{ask.request.url.path} {given.get('data')!r}"
        return ask.desk.presses.once(ask.me.id, what, ask.now, lambda: handler(ask=ask, **given))

    return pressed


def in_thread(work: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """The same, awaited from a worker thread."""

    @wraps(work)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> R:
        return await sync_to_thread(work, *args, **kwargs)

    return awaited
