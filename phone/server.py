"""Puts the phone together: one Litestar application for bots, people and the demo's desk."""

import asyncio
import logging
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from jinja2 import Environment, FileSystemLoader
from litestar import Litestar, MediaType, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from phone import control, http, pages, trials
from phone import keep as kept
from phone.desk import Desk
from phone.desk import router as desk_router
from phone.errors import PhoneError
from phone.forms import BODY_BYTES
from phone.state import Account
from phone.state import State as PhoneState
from phone.time import real_now, real_seconds
from phone.webhook import PAUSES, Courier
from phone.world import World

logger = logging.getLogger(__name__)


def create_app(
    *,
    username: str = "bofast_demo_bot",
    name: str = "Bofast",
    now: Callable[[], datetime] = real_now,
    zone: str = "Europe/Stockholm",
    flood: bool = False,
    keep: Path | None = None,
    desk: Desk | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Litestar:
    """The phone as an application.

    `now` dates messages; `zone` is where the phones are; `keep` is a folder that brings everything back after a
    restart; `desk` adds the demo's page; `pauses` are the seconds between tries at a webhook.
    """
    folder = keep or Path(tempfile.mkdtemp(prefix="phone-"))
    state = _state(keep, username, name)
    world = World(state, folder / "files", now, zone=ZoneInfo(zone), flood=flood)
    app = Litestar(
        route_handlers=_routes(world, desk),
        dependencies={"world": Provide(lambda: world, sync_to_thread=False)},
        exception_handlers={PhoneError: _phone_error, HTTP_500_INTERNAL_SERVER_ERROR: _broken},
        before_request=_refuse_strangers,
        lifespan=[_running(world, pauses, keep), _tidy(folder if keep is None else None)],
        request_max_body_size=BODY_BYTES,
        template_config=TemplateConfig(engine=JinjaTemplateEngine.from_environment(_templates())),
        openapi_config=None,
        logging_config=None,
    )
    app.state.world = world
    return app


def _state(keep: Path | None, username: str, name: str) -> PhoneState:
    second = real_seconds()
    state = kept.read(keep) if keep else None
    if state is None:
        return PhoneState(Account(username, name), next_update=second, next_person=second)
    state.account.username = username
    return state


def _routes(world: World, desk: Desk | None) -> list[ControllerRouterHandler]:
    routes: list[ControllerRouterHandler] = [*control.ROUTES, *trials.ROUTES, *pages.ROUTES, *http.ROUTES]
    return [*routes, desk_router(world, desk)] if desk else routes


def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(pages.FOLDER), autoescape=True, trim_blocks=True)
    icons = environment.get_template("icons.html").module
    environment.globals["icon"] = icons.icon  # type: ignore[attr-defined] # a macro, known to Jinja alone
    return environment


async def _refuse_strangers(request: Request[object, object, State]) -> Response[bytes] | None:
    """A page elsewhere on the net may not press the buttons of a phone on this machine."""
    if request.method != "GET" and request.headers.get("sec-fetch-site") == "cross-site":
        return Response(b"", status_code=403)
    return None


def close(app: Litestar) -> None:
    """Let go of everybody who waits, so that a server can stop at once."""
    world: World = app.state.world
    world.close()


LINE_SECONDS = 75
"""So long a quiet line stays open: longer than clients keep it, or it would break just as they send."""


class Server(uvicorn.Server):
    """uvicorn waits for open requests when it stops; ours are polls that would stay open for a minute."""

    def __init__(self, config: uvicorn.Config, phone: Litestar) -> None:
        config.timeout_keep_alive = LINE_SECONDS
        super().__init__(config)
        self._phone = phone

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the polls first."""
        close(self._phone)
        await super().shutdown(sockets)


def _running(
    world: World, pauses: Sequence[float], keep: Path | None
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Courier(world, pauses).run())
            if keep is not None:
                tasks.create_task(kept.run(world, keep))
            try:
                yield
            finally:
                world.close()

    return lifespan


def _tidy(folder: Path | None) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Files of a phone that is not kept go with it."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        if folder is not None:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    return lifespan


def _phone_error(_: Request[object, object, State], error: PhoneError) -> Response[dict[str, str]]:
    return Response({"detail": error.reason}, status_code=error.status, media_type=MediaType.JSON)


def _broken(request: Request[object, object, State], error: Exception) -> Response[dict[str, str]]:
    logger.error("The phone failed at %s", request.url.path, exc_info=error)
    return Response({"detail": "the phone failed"}, status_code=500, media_type=MediaType.JSON)
