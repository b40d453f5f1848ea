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
from litestar.handlers import HTTPRouteHandler

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
    """`POST` of a form: does something."""
    return lambda handler: post(path, opt=opt, status_code=200)(in_thread(handler))


def in_thread(work: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """The same, awaited from a worker thread."""

    @wraps(work)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> R:
        return await sync_to_thread(work, *args, **kwargs)

    return awaited
