"""The load: which updates come when, and how the answers came back. It runs inside the fast server.

`drain` hands everything over at once; `rate` at random moments with a steady mean, the same moments for every bot;
`one` hands the next over when the last is answered. Latency runs from handing over until the answer is accepted.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from bench.server import Telegram

PATIENCE = 20.0
"""Seconds without any answer after which a run is given up."""


class Order(msgspec.Struct):
    """What is asked of one run."""

    kind: str
    chats: list[int]
    count: int
    texts: list[str]
    """The k-th update of the run says the k-th text; they repeat."""
    per_second: float = 0.0
    network_ms: float = 0.0
    seed: int = 1


class Outcome(msgspec.Struct):
    """How one run went. `seconds` from the first update to the last answer; `latencies` in milliseconds."""

    seconds: float
    latencies: list[float]
    answers: dict[str, list[str]]
    """By chat, what was answered, in the order of acceptance: the first letters are enough to tell them apart."""
    refused: int
    missing: int


class Result:
    """What was handed over and what came back."""

    def __init__(self) -> None:
        self._open: defaultdict[int, deque[float]] = defaultdict(deque)
        self.latencies: list[float] = []
        self.answers: defaultdict[str, list[str]] = defaultdict(list)
        self.moments: list[float] = []
        """When each answer was accepted, on the server's clock."""
        self.refused = 0
        self.news = asyncio.Event()

    @property
    def count(self) -> int:
        """Answers accepted."""
        return len(self.moments)

    def handed(self, chat: int, now: float) -> None:
        """An update is there."""
        self._open[chat].append(now)

    def answered(self, chat: int, text: str, now: float) -> None:
        """An answer was accepted; it belongs to the chat's oldest unanswered update."""
        self.answers[str(chat)].append(text[:24])
        self.moments.append(now)
        if waiting := self._open[chat]:
            self.latencies.append((now - waiting.popleft()) * 1000)
        self.news.set()


class Load:
    """Makes load when told to over HTTP: `/bench/run`, `/bench/hand`, `/bench/state`, `/bench/moments`."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def control(self, what: str, body: bytes) -> object:
        """Answer the bench."""
        telegram = self._telegram
        if what == "run":
            return await self._run(msgspec.json.decode(body, type=Order))
        if what == "moments":
            return telegram.result.moments
        if what == "hand":
            order = msgspec.json.decode(body, type=Order)
            await self._drain(order)
        return [telegram.polls, telegram.result.count, telegram.result.refused]

    async def _run(self, order: Order) -> Outcome:
        telegram = self._telegram
        telegram.network = order.network_ms / 1000
        result = telegram.result = Result()
        began = time.perf_counter()
        await {"drain": self._drain, "rate": self._rate, "one": self._one}[order.kind](order)
        await self._until(order.count)
        telegram.network = 0.0
        missing = order.count - result.count
        return Outcome(
            max(result.moments, default=began) - began,
            result.latencies,
            result.answers,
            result.refused,
            missing,
        )

    def _hand_over(self, order: Order, number: int) -> None:
        chat = order.chats[number % len(order.chats)]
        self._telegram.hand_over(chat, order.texts[number % len(order.texts)])

    async def _drain(self, order: Order) -> None:
        for number in range(order.count):
            self._hand_over(order, number)

    async def _rate(self, order: Order) -> None:
        dice = random.Random(order.seed)
        due = time.perf_counter()
        for number in range(order.count):
            due += dice.expovariate(order.per_second)
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            self._hand_over(order, number)

    async def _one(self, order: Order) -> None:
        for number in range(order.count):
            self._hand_over(order, number)
            await self._until(number + 1)

    async def _until(self, count: int) -> None:
        result = self._telegram.result
        while result.count < count:
            result.news.clear()
            try:
                await asyncio.wait_for(result.news.wait(), PATIENCE)
            except TimeoutError:
                return
