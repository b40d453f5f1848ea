"""Real processes of Bofast for tests: the command line, and `bofast run` in one or several pieces."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 40.0


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
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    python: tuple[str, ...] = (sys.executable,)
    """What runs `-m bot`; a test may put something before it."""

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

    async def _works(self, *words: str, given: str = "") -> tuple[int | None, str, str]:
        process = await asyncio.create_subprocess_exec(
            *self.python, "-m", "bot", *words,
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        out, error = await process.communicate(given.encode())
        return process.returncode, out.decode(), error.decode().strip()

    async def run(self, *only: str) -> subprocess.Popen[bytes]:
        """Start `bofast run`; back when it answers (parts without a page: at once)."""
        words = [word for part in only for word in ("--only", part)]
        log = (self.folder / f"run{len(self.running)}.log").open("wb")
        process = subprocess.Popen(  # noqa: ASYNC220 - it outlives this call, and starting it takes no time
            [*self.python, "-m", "bot", "run", *words], env=self.environment, stdout=log, stderr=log
        )
        self.running.append(process)
        if not only or "inbox" in only:
            await self.answers()
        return process

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

    async def stop(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> int:
        """Stop one process, politely or not."""
        process.send_signal(how)
        return await asyncio.to_thread(process.wait, 20)

    async def close(self) -> None:
        """Stop whatever still runs."""
        for process in self.running:
            if process.poll() is None:
                await self.stop(process, signal.SIGKILL)
