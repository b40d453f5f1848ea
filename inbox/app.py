"""The staff's side, wired: the route table, sessions, CSRF, headers, errors.

Closed unless opened: every route needs somebody who is signed in, except those that carry `who.OPEN`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders, State
from litestar.di import NamedDependency, Provide
from litestar.middleware import DefineMiddleware
from litestar.middleware.session.base import SessionMiddleware
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler, Message, Scope

from inbox import (
    account,
    activities,
    alerts,
    errors,
    files,
    first_page,
    health,
    hours,
    inspections,
    live,
    misread,
    phones,
    plan,
    propose,
    routes,
    sign_in,
    tenants,
    thread,
    threads,
    visit_changes,
    visits,
)
from inbox.ask import Ask, WebRequest
from inbox.desk import Clock, Desk
from inbox.sessions import Sessions
from inbox.who import SignedIn
from storage.session import Store
from storage.wake import Wake
from support.deployment import Deployment

PAGES = (
    first_page,
    alerts,
    threads,
    thread,
    misread,
    visits,
    visit_changes,
    propose,
    inspections,
    tenants,
    phones,
    plan,
    activities,
    hours,
    files,
    account,
    sign_in,
    live,
    health,
)
"""Every page; each ends with its `ROUTES`."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer of the inbox that does not say otherwise. Nothing is kept on a shared computer."""

LARGEST_FORM = 100_000
"""Bytes. The longest that somebody writes is an answer."""


def create_app(
    *,
    store: Store,
    deployment: Deployment,
    now: Clock,
    secret: str,
    data_dir: Path,
    public_url: str,
    wake: Wake,
    bot_link: Callable[[str], str],
    health: Callable[[], Mapping[str, object]],
    extra_routes: Sequence[ControllerRouterHandler] = (),
) -> Litestar:
    """The web application. `bot_link` makes a join code into the full link that a phone opens.

    `extra_routes` (a webhook, the demo's phone) come without session, CSRF and the inbox's headers: they have
    their own ways.
    """
    desk = Desk(store, deployment, now, data_dir, public_url, wake, bot_link, health)
    sessions = Sessions(store, secure=desk.secure)
    return Litestar(
        route_handlers=[*_inbox(), *_extra(extra_routes)],
        middleware=[
            DefineMiddleware(SessionMiddleware, backend=sessions),
            DefineMiddleware(SignedIn, desk=desk),
        ],
        csrf_config=CSRFConfig(
            secret=secret,
            cookie_name="bofast_csrf",
            cookie_secure=desk.secure,
            cookie_httponly=True,
            cookie_samesite="lax",
        ),
        dependencies={
            "desk": Provide(lambda: desk, sync_to_thread=False),
            "web_sessions": Provide(lambda: sessions, sync_to_thread=False),
            "ask": Provide(_ask, sync_to_thread=False),
        },
        guards=[routes.rows_there_can_be],
        exception_handlers={Exception: errors.on_error},
        before_send=[_add_headers],
        request_max_body_size=LARGEST_FORM,
        state=State({"desk": desk}),
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def _inbox() -> list[ControllerRouterHandler]:
    static = create_static_files_router(
        path="/static",
        directories=[Path(__file__).parent / "static"],
        opt={**NO_SESSION},
        cache_control=None,
    )
    return [static, *(handler for page in PAGES for handler in page.ROUTES)]


NO_SESSION: dict[str, Any] = {"exclude_from_auth": True, "skip_session": True, "exclude_from_csrf": True}


def _extra(routes: Sequence[ControllerRouterHandler]) -> list[ControllerRouterHandler]:
    own = {**NO_SESSION, "own_headers": True}
    return [Router("/", route_handlers=routes, opt=own, request_max_body_size=None)] if routes else []


def _ask(request: WebRequest, desk: NamedDependency[Desk]) -> Ask:
    return Ask(request, desk)


async def _add_headers(message: Message, scope: Scope) -> None:
    """On errors too, so not a matter of single pages."""
    handler = scope.get("route_handler")
    if message["type"] != "http.response.start" or (handler and handler.opt.get("own_headers")):
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        if name.lower() not in headers:
            headers[name] = value
    if scope["app"].state.desk.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
