"""Real processes of Bofast for tests: the command line, and `bofast run` in one or several pieces."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.commands.forked import Forked

PATIENCE = 90.0
Process = Forked | subprocess.Popen[bytes]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Bofast:
    """A deployment in a folder, worked by commands."""

    folder: Path
    telegram: str
    environment: dict[str, str] = field(default_factory=dict)
    running: list[Process] = field(default_factory=list)
    cold: bool = False
    """Start every process from nothing, as people do; else they are forked, which spares the time of importing."""

    def __post_init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BOFAST_")}
        self.environment = {
            **clean,
            "BOFAST_DATA_DIR": str(self.folder / "data"),
            "BOFAST_TELEGRAM_TOKEN": "1000:test",
            "BOFAST_TELEGRAM_API": self.telegram,
            "BOFAST_PORT": str(self.port),
            "BOFAST_SEND_LIMIT": "0",
            **self.environment,
        }

    async def command(self, *words: str, given: str = "", fails: bool = False) -> Any:
        """Run `bofast WORDS --json`; its answer, or its one line of complaint."""
        code, out, error = await self._works(*words, *([] if fails else ["--json"]), given=given)
        assert code == (2 if fails else 0), (words, error)
        return error if fails else json.loads(out)

    async def complaint(self, *words: str) -> str:
        """What a command that works says besides its answer."""
        code, out, error = await self._works(*words)
        assert code == 0 and out, (words, error)
        return error

    async def _works(self, *words: str, given: str = "") -> tuple[int, str, str]:
        return await asyncio.to_thread(self._works_now, words, given)

    def _works_now(self, words: Sequence[str], given: str) -> tuple[int, str, str]:
        to_read, giving = os.pipe()
        hearing, to_say = os.pipe()
        learning, to_complain = os.pipe()
        with os.fdopen(giving, "w") as into, os.fdopen(hearing) as out, os.fdopen(learning) as error:
            process = self._start(words, to_read, to_say, to_complain)
            for theirs in (to_read, to_say, to_complain):
                os.close(theirs)
            into.write(given)
            into.close()
            said, complained = out.read(), error.read()  # neither is ever longer than a pipe
            return process.wait(), said, complained.strip()

    def _start(self, words: Sequence[str], *streams: int) -> Process:
        """With these for its standard input, output and errors."""
        if not self.cold:
            return Forked(words, self.environment, *streams)
        stdin, stdout, stderr = streams
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.Popen(command, env=self.environment, stdin=stdin, stdout=stdout, stderr=stderr)

    async def run(self, *only: str) -> Process:
        """Start `bofast run`; back when it answers (parts without a page: at once)."""
        words = [word for part in only for word in ("--only", part)]
        log = self.folder / f"run{len(self.running)}.log"
        self.running.append(await asyncio.to_thread(self._run_now, ["run", *words], log))
        if not only or "inbox" in only:
            await self.answers()
        return self.running[-1]

    def _run_now(self, words: Sequence[str], log: Path) -> Process:
        with Path(os.devnull).open("rb") as nothing, log.open("wb") as out:
            return self._start(words, nothing.fileno(), out.fileno(), out.fileno())

    async def answers(self) -> dict[str, str]:
        """Wait for `/health`."""
        until = asyncio.get_running_loop().time() + PATIENCE
        async with httpx.AsyncClient(verify=False) as client:
            while True:
                try:
                    response = await client.get(f"{self.url}/health")
                    assert response.status_code == 200
                    health: dict[str, str] = response.json()
                    return health
                except httpx.TransportError:
                    if asyncio.get_running_loop().time() > until:
                        raise
                    await asyncio.sleep(0.1)

    async def stop(self, process: Process, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop one process, politely or not."""
        process.send_signal(how)
        return await asyncio.to_thread(process.wait, 20)

    async def close(self) -> None:
        """Stop whatever still runs."""
        for process in self.running:
            if process.poll() is None:
                await self.stop(process, signal.SIGKILL)
