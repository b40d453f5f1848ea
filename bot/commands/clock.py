"""`bofast clock TIME`: move the clock of every process that was started with BOFAST_CLOCK. Refused otherwise."""

from __future__ import annotations

import argparse

from bot.commands.common import desk, show
from bot.scheduling import clock
from bot.settings import clock_time
from support.deployment import ConfigurationError


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument("time", help="ISO time; without an offset it is local to the deployment")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Move it."""
    with desk() as at:
        moment = clock_time(chosen.time, at.settings.deployment, "TIME")
        if moment is None or not clock.move(at.store, moment):
            raise ConfigurationError(
                "clock: no process here was started with BOFAST_CLOCK; the real time cannot be moved"
            )
        local = moment.astimezone(at.settings.deployment.zone).isoformat(timespec="seconds")
        show(chosen, {"now": local}, f"The clock is now at {local}.")
    return 0
