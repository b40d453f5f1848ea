"""`bofast run`: the bot, the scheduler and the inbox, in one process or (`--only`) in several."""

from __future__ import annotations

import argparse
import asyncio
import logging

from bot import settings as environment
from bot.app import PARTS, App, stop_on_signals
from bot.serving import open_socket


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument(
        "--only", action="append", choices=PARTS, help="run only this part (may be repeated)"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("apscheduler", "aiogram", "httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    parts = tuple(part for part in PARTS if not chosen.only or part in chosen.only)
    asyncio.run(_run(parts))
    return 0


async def _run(parts: tuple[str, ...]) -> None:
    app = App(environment.read(), parts)
    stop_on_signals(app.stopping)
    await app.prepare()
    listening = open_socket(app.settings) if app.serves else None
    if listening is not None:
        logging.getLogger("bofast").info("listening; the address is %s", app.settings.url)
    await app.run(listening)
