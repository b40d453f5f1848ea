"""Runs a phone on a free port, inside the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from litestar import Litestar

from phone.server import Server


class _TestServer(Server):
    def __init__(self, config: uvicorn.Config, phone: Litestar) -> None:
        super().__init__(config, phone)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def serving(app: Litestar) -> AsyncIterator[str]:
    """Serve the phone; yields its address, such as `http://127.0.0.1:40123`."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, lifespan="on")
    server = _TestServer(config, app)
    # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer takes 40 ms.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve([listener]))
            await server.ready.wait()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
