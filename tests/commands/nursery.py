"""A process that has imported all of Bofast and forks a child for each command: `nursery.py NUMBER_OF_A_SOCKET`.

A child is a process like any other, with its own arguments, environment, standard streams and end; it only spares the
seconds that importing takes. Its keeper waits for it, tells the code it ended with, and ends it if nobody is left who
would want to know. Requests come as packets: JSON, with the three streams and a socket for the answers (`forked.py`).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import Any

LARGEST = 1 << 18
"""Bytes of a request; an environment is a few thousand."""


def ready() -> None:
    """Import and load what any command will need."""
    from bot.__main__ import COMMANDS
    from bot.understanding import reading

    for name in COMMANDS:
        importlib.import_module(f"bot.commands.{name}")
    for name in ("bot.web", "bot.demo.stage", "alembic.command", "storage.copying.postgres"):
        importlib.import_module(name)
    reading.load()
    assert threading.active_count() == 1, "a process with threads cannot be forked safely"
    gc.collect()
    gc.freeze()  # what is there stays shared with the children


def serve(door: socket.socket) -> dict[str, Any] | None:
    """Fork for each request until the door closes (None). In a child it returns what was asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
    while True:
        packet, handles, _, _ = socket.recv_fds(door, LARGEST, 4)
        if not packet:
            return None
        if os.fork() == 0:
            door.close()
            *streams, answers = handles
            if _keeps(socket.socket(fileno=answers)):
                os._exit(0)
            asked: dict[str, Any] = json.loads(packet)
            _become(asked, streams)
            return asked
        for handle in handles:
            os.close(handle)


def _keeps(answers: socket.socket) -> bool:
    """Fork, wait, tell; False in the child. None outlives the tests that asked for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        answers.close()
        return False
    answers.send(str(child).encode())
    told, _, _ = select.select([os.pidfd_open(child), answers.fileno()], [], [])
    if answers.fileno() in told:  # who asked has gone
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with suppress(BrokenPipeError):
        answers.send(str(os.waitstatus_to_exitcode(status)).encode())
    return True


def _become(asked: dict[str, Any], streams: list[int]) -> None:
    """Take over streams, environment and limits, as a program does when it is started."""
    for number, handle in enumerate(streams):
        os.dup2(handle, number)
        os.close(handle)
    os.environ.clear()
    os.environ.update(asked["environment"])
    resource.setrlimit(resource.RLIMIT_FSIZE, tuple(asked["largest_file"]))
    sys.argv = ["bofast", *asked["words"]]


if __name__ == "__main__":
    from bot.__main__ import main

    ready()
    request = serve(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(main() if request else 0)
