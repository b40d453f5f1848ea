"""The command line: `bofast COMMAND`. Exit 0, or 2 with one line that says what is wrong.

Nothing heavy is imported before a command needs it: aiogram and Litestar take seconds together.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

COMMANDS = {
    "demo": "a phone in the browser, the bot and the inbox on this machine: no account, no internet",
    "run": "run the bot, the scheduler and the inbox",
    "config": "print a complete deployment file for SE or NO",
    "doctor": "say what is missing or wrong",
    "backup": "copy database and files into one file while everything runs, or look at such a file",
    "restore": "put a backup where nothing is",
    "queue": "say what waits, and since when",
    "staff": "add somebody who works in a team",
    "tenant": "add a tenant and print the join link",
    "understand": "read JSON lines, and say what each message means",
    "clock": "move the clock of processes that were started with BOFAST_CLOCK",
}


class OneLine(argparse.ArgumentParser):
    """A parser that complains in one line, as every other complaint; `--help` explains at length."""

    def error(self, message: str) -> NoReturn:
        """Exit 2."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the command and run it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = next((each for each in given if not each.startswith("-")), None)
    parser = OneLine(prog="bofast", description="Bofast: the phone line of a Housing First team.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for each, about in COMMANDS.items():
        command = commands.add_parser(each, help=about, description=about)
        if each == name:
            importlib.import_module(f"bot.commands.{each}").arguments(command)
            for below in _below(command) or [command]:
                below.add_argument("--json", action="store_true", help="answer in JSON")
    chosen = parser.parse_args(given)
    try:
        return int(chosen.run(chosen))
    except Exception as error:
        if not _says_what_is_wrong(error):
            raise
        print(f"bofast: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _says_what_is_wrong(error: Exception) -> bool:
    """Whether the error is about the deployment file; imported only now, for it takes long."""
    from support.deployment import ConfigurationError

    return isinstance(error, ConfigurationError)


def _below(command: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parsers of `bofast staff add` and its like, where `--json` belongs."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            return list(action.choices.values())
    return []


if __name__ == "__main__":
    sys.exit(main())
