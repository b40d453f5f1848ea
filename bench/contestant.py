"""One of the three bots, running against a fast server of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from bench import town
from bench.load import Order, Outcome
from bench.processes import Running, free_port

BOTS = ("bofast", "aiogram", "ptb")
CHATS = 500
"""Tenants whose phones are linked: chats 1 to 500."""
HELP = "/help"
"""Answered by exactly one message."""
START_SECONDS = 180.0


class FastServer:
    """The server's process, and what can be asked of it."""

    def __init__(self, folder: Path, *, flood: bool = False) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        words = ("-m", "bench.server", "--port", str(port), *(["--flood"] if flood else []))
        self.process = Running(*words, log=folder / "server.log")
        self._client = httpx.Client(base_url=f"{self.url}/bench", timeout=None)
        wait_until(lambda: self.state() is not None, "the server does not answer")

    def state(self) -> tuple[int, int, int] | None:
        """Polls, answers accepted, answers refused; None while nobody answers."""
        try:
            polls, accepted, refused = self._client.get("state").json()
        except httpx.TransportError:
            return None
        return polls, accepted, refused

    def ask(self, what: str, order: Order | None = None) -> Any:
        """`run` an order and wait for its end, `hand` it over and come back at once, or read the `moments`."""
        body = msgspec.json.encode(order) if order else b""
        return msgspec.json.decode(self._client.post(what, content=body).content)

    def close(self) -> None:
        """Stop it."""
        self._client.close()
        self.process.kill()


class Contestant:
    """A bot that has asked for updates at least once. `folder` may hold a bofast that has been made before."""

    def __init__(self, name: str, folder: Path, *, flood: bool = False, **more: str) -> None:
        self.server = FastServer(folder, flood=flood)
        api = self.server.url
        environment = None
        words: tuple[str, ...] = (f"bench/bots/bare_{name}.py", api, str(folder / "bare.sqlite3"))
        if name == "bofast":
            environment = town.environment(folder, api, **more)
            if not (folder / "bofast.sqlite3").exists():
                town.settle(environment["BOFAST_DATABASE_URL"], range(1, CHATS + 1))
            words = ("-m", "bot", "run", "--only", "bot")
        self.began = time.perf_counter()
        self.process = Running(*words, log=folder / f"{name}.log", environment=environment)
        wait_until(
            lambda: (self.server.state() or (0,))[0] > 0, f"{name} does not poll: see {self.process.log}"
        )

    def run(self, order: Order) -> tuple[Outcome, float]:
        """Make the load; how it went, and the processor seconds that the bot took for it."""
        before = self.process.cpu_seconds()
        outcome = msgspec.convert(self.server.ask("run", order), Outcome)
        return outcome, self.process.cpu_seconds() - before

    def seconds(self) -> float:
        """Since it was started, until the last answer it gave; both clocks are the same one."""
        moments: list[float] = self.server.ask("moments")
        return moments[-1] - self.began

    def close(self) -> None:
        """Stop both."""
        self.process.kill()
        self.server.close()

    def __enter__(self) -> Contestant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def wait_until(ready: Callable[[], bool], otherwise: str, seconds: float = START_SECONDS) -> None:
    """Ask again and again."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError(otherwise)
        time.sleep(0.02)
