"""The speed of sending: no more than Telegram allows, and strangers are slowed down without being remembered."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import limits
from bot.limits import SendLimit
from bot.strangers import WINDOW, Strangers

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Time:
    """A monotonic clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr("bot.limits.time.monotonic", made.monotonic)
    monkeypatch.setattr(asyncio, "sleep", made.sleep)
    return made


async def test_thirty_a_second_in_all(time: Time) -> None:
    limit = SendLimit(30, 1)
    for chat in range(300):
        await limit.wait(chat)
    assert time.now - 100 == pytest.approx(299 / 30, rel=0.02)


async def test_a_short_burst_in_one_chat_then_one_a_second(time: Time) -> None:
    limit = SendLimit(30, 1)
    for _ in range(limits.BURST + 5):
        await limit.wait(7)
    assert time.now - 100 == pytest.approx(5, rel=0.1)


async def test_what_telegram_says_stops_everything(time: Time) -> None:
    limit = SendLimit(30, 1)
    limit.stop(4)
    await limit.wait(1)
    assert time.now - 100 >= 4


async def test_nought_is_no_limit(time: Time) -> None:
    limit = SendLimit(0, 0)
    for _ in range(1000):
        await limit.wait(1)
    assert time.now == 100


def test_a_stranger_may_try_again_when_the_window_has_passed() -> None:
    strangers = Strangers()
    assert [strangers.may(1, "answer", 2, NOW) for _ in range(3)] == [True, True, False]
    assert strangers.may(2, "answer", 2, NOW)
    assert strangers.may(1, "answer", 2, NOW + WINDOW + timedelta(seconds=1))


def test_a_flood_of_strangers_does_not_fill_the_memory() -> None:
    strangers = Strangers()
    for chat in range(12_000):
        strangers.may(chat, "answer", 2, NOW)
    assert len(strangers._seen) <= 10_001
