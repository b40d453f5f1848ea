"""Processes of Bofast that start within a tenth of a second: forked from one that has imported everything.

`nursery.py` runs once in each process of the tests that needs it, and ends with it. It runs without root's right to
write where files forbid it, and so do its children: tests that forbid writing to a folder hold for root as well.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from signal import Signals

WITHOUT_RIGHTS = Path(__file__).parent / "without_rights.py"


class Forked:
    """A process, as far as `subprocess.Popen` has it too."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], *streams: int) -> None:
        """`streams` are its standard input, output and errors."""
        self._answers, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = {
            "words": words,
            "environment": dict(environment),
            "largest_file": resource.getrlimit(resource.RLIMIT_FSIZE),
        }
        with theirs:
            socket.send_fds(_door(), [json.dumps(asked).encode()], [*streams, theirs.fileno()])
        self.pid = self._hears()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The code it ended with; None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        if self.returncode is None:
            self._answers.settimeout(timeout)
            try:
                self.returncode = self._hears()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("bofast", timeout or 0) from None
            self._answers.close()
        return self.returncode

    def send_signal(self, how: Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def _hears(self) -> int:
        told = self._answers.recv(100)
        assert told, "the nursery has ended: see its errors"
        return int(told)


@cache
def _door() -> socket.socket:
    """Where processes are asked for; the nursery ends when it closes, at the latest with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        nursery = subprocess.Popen(
            [sys.executable, WITHOUT_RIGHTS, "-m", "tests.commands.nursery", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
    atexit.register(nursery.wait)
    atexit.register(ours.close)  # which happens first
    return ours
