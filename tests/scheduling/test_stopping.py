"""Told to stop, the scheduler ends what it has begun, and complains of nothing."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from bot.scheduling.jobs import Jobs
from storage.session import Store
from tests.harness import deployment

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_a_tick_that_has_begun_comes_to_its_end(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def tick() -> None:
        begun.set()
        may_end.wait(10)
        ended.set()

    async def mail() -> None:
        return None

    jobs = Jobs(store, deployment("SE"), lambda: NOW, mail)
    monkeypatch.setattr(jobs, "_tick", tick)
    stopping = asyncio.Event()
    running = asyncio.ensure_future(jobs.run(stopping))
    assert await asyncio.to_thread(begun.wait, 10)
    stopping.set()
    await asyncio.sleep(0.05)
    may_end.set()
    await running
    assert ended.is_set()
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []
