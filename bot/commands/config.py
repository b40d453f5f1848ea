"""`bofast config SE|NO`: a complete, commented deployment file to start from."""

from __future__ import annotations

import argparse
from importlib.resources import files

from bot.commands.common import show


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument("country", choices=("SE", "NO"))
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print it."""
    text = files("support").joinpath("deployment_files", f"{chosen.country}.toml").read_text(encoding="utf-8")
    show(chosen, {"country": chosen.country, "toml": text}, text.rstrip())
    return 0
