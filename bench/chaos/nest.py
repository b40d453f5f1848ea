"""Processes of bofast that are forked from one that has everything imported.

Importing takes seconds of processor time, and a round starts three processes or more: what is left is the time in
which something can break. Each is a process of its own, with its own memory; only what was imported is shared.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(["bot.commands.run", "bot.web", "bench.chaos.ready"])


class Bot:
    """A running process of bofast."""

    def __init__(
        self, words: Sequence[str], *, slow: bool, log: Path, environment: Mapping[str, str]
    ) -> None:
        self._process = _fork.Process(target=_run, args=(list(words), slow, str(log), dict(environment)))
        self._process.start()

    def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()
        self._process.join()

    def stop(self, seconds: float) -> int:
        """Ask politely (SIGTERM); its exit code, or that of a process killed from outside if it does not end."""
        self._process.terminate()
        self._process.join(seconds)
        code = self._process.exitcode
        return -signal.SIGKILL if code is None else code


def _run(words: list[str], slow: bool, log: str, environment: dict[str, str]) -> None:
    """In the new process: what `bofast WORDS` does."""
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ.clear()
    os.environ.update(environment)
    from bench.chaos.slow import slow_down
    from bot import __main__ as command

    if slow:
        slow_down()
    code = command.main(words)
    logging.shutdown()
    sys.exit(code)
