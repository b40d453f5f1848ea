"""Puts the phone together: one Litestar application for bots, people and the demo's desk."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import uvicorn
from litestar import Litestar, MediaType, Request, Response
from litestar.datastructures import State
from litestar.di import Provide

from phone import control, http, trials
from phone.errors import PhoneError
from phone.forms import BODY_BYTES
from phone.state import Account
from phone.state import State as PhoneState
from phone.time import real_now, real_seconds
from phone.webhook import PAUSES, Courier
from phone.world import World


def create_app(
    *,
    username: str = "bofast_demo_bot",
    name: str = "Bofast",
    now: Callable[[], datetime] = real_now,
    flood: bool = False,
    keep: Path | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Litestar:
    """The phone as an application. `keep`: a folder that brings everything back after a restart."""
    folder = keep or Path(tempfile.mkdtemp(prefix="phone-"))
    second = real_seconds()
    state = PhoneState(Account(username, name), next_update=second, next_person=second)
    world = World(state, folder / "files", now, flood)
    app = Litestar(
        route_handlers=[*control.ROUTES, *trials.ROUTES, *http.ROUTES],
        dependencies={"world": Provide(lambda: world, sync_to_thread=False)},
        exception_handlers={PhoneError: _phone_error},
        lifespan=[_running(world, pauses)],
        request_max_body_size=BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    app.state.world = world
    return app


def close(app: Litestar) -> None:
    """Let go of everybody who waits, so that a server can stop at once."""
    world: World = app.state.world
    world.close()


class Server(uvicorn.Server):
    """uvicorn waits for open requests when it stops; ours are polls that would stay open for a minute."""

    def __init__(self, config: uvicorn.Config, phone: Litestar) -> None:
        super().__init__(config)
        self._phone = phone

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the polls first."""
        close(self._phone)
        await super().shutdown(sockets)


def _running(
    world: World, pauses: Sequence[float]
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Courier(world, pauses).run())
            try:
                yield
            finally:
                world.close()

    return lifespan


def _phone_error(_: Request[object, object, State], error: PhoneError) -> Response[dict[str, str]]:
    return Response({"detail": error.reason}, status_code=error.status, media_type=MediaType.JSON)
