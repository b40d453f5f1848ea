"""`bofast run`: the bot, the scheduler and the inbox, in one process or (`--only`) in several."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
from typing import NoReturn

import uvloop

from bot import logs
from bot import settings as environment
from bot.app import PARTS, App, stop_on_signals
from bot.serving import open_socket, serve
from bot.settings import Settings


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument(
        "--only", action="append", choices=PARTS, help="run only this part (may be repeated)"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C."""
    settings = environment.read()
    logs.set_up(settings.log, logs.secrets_of(settings))
    parts = tuple(part for part in PARTS if not chosen.only or part in chosen.only)
    signal.signal(signal.SIGTERM, _end_at_once)
    uvloop.run(_run(settings, parts))
    logging.shutdown()
    # Everything is closed; taking some hundred megabytes apart would only keep who waits for the end.
    os._exit(0)


def _end_at_once(*_: object) -> NoReturn:
    """Until the tables are there nothing has begun, and a migration that was not committed undoes itself.

    Said here, because the first process of a container does not heed a signal that it has not asked for.
    """
    os._exit(0)


async def _run(settings: Settings, parts: tuple[str, ...]) -> None:
    app = App(settings, parts)
    await app.prepare()
    stop_on_signals(app.stopping)
    listening = open_socket(app.settings) if app.serves else None
    if listening is not None:
        logging.getLogger("bofast").info("listening; the address is %s", app.settings.url)
    beside = _open_beside(app.settings)
    async with asyncio.TaskGroup() as tasks:
        if beside is not None:
            from bot import web

            page = web.only(None, app.store, app.settings, app.clock.now, alone=True)
            tasks.create_task(serve(page, beside, app.stopping))
        await app.run(listening)


def _open_beside(settings: Settings) -> socket.socket | None:
    """A port for watching alone, where one is set: parts without a page are seen there too."""
    if settings.metrics_port is None:
        return None
    return open_socket(settings, settings.metrics_port, "BOFAST_METRICS_PORT")
