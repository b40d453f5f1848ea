"""`bofast doctor`: what is missing or wrong, each with what to do. Exit 0, or 2 if something is an error.

A warning is something that works and that a person should still see to, such as a help line that nobody has
rung to verify.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys

from bot import settings as environment
from bot.commands.common import show
from bot.examine import Finding, examine
from bot.examine_living import living
from support.deployment import ConfigurationError


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Look at everything and say it, a line each."""
    try:
        settings = environment.read()
    except ConfigurationError as error:
        found = [Finding("error", "configuration", str(error))]
    else:
        found = [*examine(settings), *living(settings)]
    errors = [each for each in found if each.level == "error"]
    lines = [f"{each.level:8} {each.about}: {each.says}" for each in found]
    answer = {"ok": not errors, "findings": [dataclasses.asdict(each) for each in found]}
    show(chosen, answer, *lines)
    if errors:
        print(f"bofast: {errors[0].about}: {errors[0].says}", file=sys.stderr)
    return 2 if errors else 0
