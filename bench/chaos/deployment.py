"""What runs in a round: a phone, one or two processes of bofast, and what stands between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from bench import town
from bench.chaos.nest import Bot
from bench.processes import Running, free_port

START_SECONDS = 180.0


@dataclass(frozen=True)
class Setup:
    """How updates arrive, where they are kept, and by how many processes."""

    webhook: bool = False
    database: str = "sqlite"
    processes: int = 1
    slow: bool = False

    def __str__(self) -> str:
        many = f" x{self.processes}" if self.processes > 1 else ""
        return f"{'webhook' if self.webhook else 'polling'}, {self.database}{many}"


class Phone:
    """The phone's side for tests, over HTTP."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = Running("-m", "phone", "--port", str(port), log=folder / "phone.log")
        self._client = httpx.Client(base_url=f"{self.url}/phone/api", timeout=30)

    def get(self, path: str) -> Any:
        """What it says."""
        return self._client.get(path).raise_for_status().json()

    def post(self, path: str, what: object) -> Any:
        """Tell it something."""
        return self._client.post(path, json=what).raise_for_status().json()

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            self.get("/pending")
        except httpx.TransportError:
            return False
        return True

    def close(self) -> None:
        """Stop it."""
        self._client.close()
        self.process.kill()


class Deployment:
    """All of it, in a folder; everything is stopped at the end."""

    def __init__(self, setup: Setup, folder: Path, database_url: str) -> None:
        self.setup, self.folder, self.database_url = setup, folder, database_url
        self.phone = Phone(folder)
        self.ports = [free_port() for _ in range(setup.processes)]
        self.door = self.ports[0] if setup.processes == 1 else free_port()
        self.between: Running | None = None
        self.bots: list[Bot] = []

    def __enter__(self) -> Deployment:
        if self.setup.webhook and self.setup.processes > 1:
            words = ("-m", "bench.chaos.balancer", str(self.door), *map(str, self.ports))
            self.between = Running(*words, log=self.folder / "between.log")
        wait_until(self.phone.answers, "the phone does not answer")
        self.bots = [self._start(number) for number in range(self.setup.processes)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots:
            bot.kill()
        if self.between is not None:
            self.between.kill()
        self.phone.close()

    def start_again(self, number: int) -> None:
        """Start a process that has ended."""
        self.bots[number] = self._start(number)

    def _start(self, number: int) -> Bot:
        more = {"BOFAST_PORT": str(self.ports[number]), "BOFAST_DATABASE_URL": self.database_url}
        if self.setup.webhook:
            more["BOFAST_WEBHOOK_URL"] = f"http://127.0.0.1:{self.door}/telegram"
        log = self.folder / f"bot{number}.log"
        settings = town.environment(self.folder, self.phone.url, **more)
        return Bot(("run", "--only", "bot"), slow=self.setup.slow, log=log, environment=settings)


def wait_until(ready: Callable[[], bool], otherwise: str, seconds: float = START_SECONDS) -> None:
    """Ask again and again."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError(otherwise)
        time.sleep(0.1)
