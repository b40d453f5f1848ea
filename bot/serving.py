"""Listening on a port and serving an application there until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import uvicorn

from bot.settings import Settings
from support.deployment import ConfigurationError

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


async def serve(app: Asgi, listening: socket.socket, stopping: asyncio.Event) -> None:
    """Serve until `stopping` is set; what is being answered then has two seconds to end."""
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    stop = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stop.cancel()
    await serving


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the app decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def open_socket(settings: Settings, port: int | None = None, name: str = "BOFAST_PORT") -> socket.socket:
    """Listen, on BOFAST_PORT or another; a port that is taken is said plainly, with the setting's `name`.

    The protocol is named because asyncio turns Nagle's delay off only for sockets that say TCP.
    """
    number = settings.port if port is None else port
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, number))
        listening.listen(128)
    except socket.gaierror as error:
        listening.close()
        raise ConfigurationError(f"BOFAST_HOST: {settings.host} is no address of this machine") from error
    except OSError as error:
        listening.close()
        raise ConfigurationError(
            f"{name}: cannot listen on {settings.host}:{number} ({error.strerror}); choose another port"
        ) from error
    return listening
