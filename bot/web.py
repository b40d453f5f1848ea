"""The HTTP side of a process: the inbox, the webhook's door, `/health`, `/metrics`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from bot import addresses, gauges, intake
from bot.gauges import Gauges
from bot.health import health, is_well
from bot.intake import Intake
from bot.settings import Settings
from inbox.app import create_app
from inbox.routes import OPEN
from storage.session import Store
from storage.wake import Wake

SECRET_HEADER = "x-telegram-bot-api-secret-token"

Now = Callable[[], datetime]


def inbox(settings: Settings, store: Store, now: Now, wake: Wake, door: HTTPRouteHandler | None) -> Litestar:
    """The inbox, with the webhook's door beside it where there is one, and the numbers for who knows the token."""
    beside = [door] if door else []
    if settings.metrics_token:
        beside.append(_metrics(settings, store, now))
    return create_app(
        store=store,
        deployment=settings.deployment,
        now=now,
        secret=settings.secret,
        data_dir=settings.data_dir,
        public_url=settings.url,
        wake=wake,
        health=lambda: health(store),
        bot_link=lambda code: settings.join_link(code, addresses.username(store, settings)),
        extra_routes=beside,
    )


def only(
    door: HTTPRouteHandler | None,
    store: Store,
    settings: Settings | None = None,
    now: Now | None = None,
    *,
    alone: bool = False,
) -> Litestar:
    """The webhook's door, `/health` and `/metrics`: a process without the inbox, or a port `alone` for watching."""

    @get("/health", sync_to_thread=True)
    def alive() -> Response[dict[str, str]]:
        said = health(store)
        return Response(said, status_code=200 if is_well(said) else 503)

    routes = [door, alive] if door else [alive]
    if settings and now and (alone or settings.metrics_token):
        routes.append(_metrics(settings, store, now))
    return Litestar(routes, openapi_config=None, logging_config=None)


def _metrics(settings: Settings, store: Store, now: Now) -> HTTPRouteHandler:
    numbers = Gauges(store, now, settings.data_dir)
    return gauges.route(numbers, settings.metrics_token, **OPEN, exclude_from_csrf=True)


def webhook(taking: Intake, path: str, secret: str) -> HTTPRouteHandler:
    """Where Telegram brings updates: stored and committed before we say yes; what we cannot store it brings again."""

    @post(path, opt={**OPEN, "exclude_from_csrf": True}, status_code=200)
    async def updates(request: Request[Any, Any, Any]) -> Response[str]:
        if not intake.is_telegram(request.headers.get(SECRET_HEADER, ""), secret):
            return Response("", status_code=403)
        stored = await taking.take([await request.json()])
        return Response("", status_code=200 if stored else 503)

    return updates
