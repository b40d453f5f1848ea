"""`bofast demo`: a phone in the browser, the bot, the scheduler and the inbox on one port of this machine."""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
from pathlib import Path

from support.deployment import ConfigurationError

PORT = 8080


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument("--port", type=int, default=PORT)
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep everything in this folder (a BOFAST_DATA_DIR)"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Play until Ctrl-C."""
    print("» starting the demo", flush=True)
    from bot import logs
    from bot.demo.stage import play

    logs.set_up("text", level=logging.WARNING)

    if chosen.keep:
        folder = chosen.keep.expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(f"demo: --keep {folder}: {error.strerror}; choose a folder") from error
        asyncio.run(play(folder, chosen.host, chosen.port, keep=True))
        return 0
    with tempfile.TemporaryDirectory(prefix="bofast-demo-") as folder:
        asyncio.run(play(Path(folder), chosen.host, chosen.port, keep=False))
    return 0
