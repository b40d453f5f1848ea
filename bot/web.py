"""The HTTP side of a process: the inbox, the webhook's door, `/health`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from bot import addresses, intake
from bot.health import health
from bot.intake import Intake
from bot.settings import Settings
from inbox.app import create_app
from inbox.routes import OPEN
from storage.session import Store
from storage.wake import Wake

SECRET_HEADER = "x-telegram-bot-api-secret-token"

Now = Callable[[], datetime]


def inbox(settings: Settings, store: Store, now: Now, wake: Wake, door: HTTPRouteHandler | None) -> Litestar:
    """The inbox, with the webhook's door beside it where there is one."""
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
        extra_routes=[door] if door else [],
    )


def only(door: HTTPRouteHandler, store: Store) -> Litestar:
    """Just the webhook's door and `/health`: a bot process without the inbox."""

    @get("/health", sync_to_thread=True)
    def alive() -> dict[str, str]:
        return health(store)

    return Litestar([door, alive], openapi_config=None)


def webhook(taking: Intake, path: str, secret: str) -> HTTPRouteHandler:
    """Where Telegram brings updates: stored and committed before we say yes; what we cannot store it brings again."""

    @post(path, opt={**OPEN, "exclude_from_csrf": True}, status_code=200)
    async def updates(request: Request[Any, Any, Any]) -> Response[str]:
        if not intake.is_telegram(request.headers.get(SECRET_HEADER, ""), secret):
            return Response("", status_code=403)
        stored = await taking.take([await request.json()])
        return Response("", status_code=200 if stored else 503)

    return updates
