"""Real processes: numbers and health on a port of their own, and a log of JSON lines without words or secrets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from phone.server import create_app
from tests.commands.processes import Bofast, free_port
from tests.phone_client import PhoneClient
from tests.phone_server import serving
from tests.seeing.test_metrics import TOKEN, read

SECRET = "tvattbjornarna sover hos mig"
PATIENCE = 60.0


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    async with serving(create_app()) as address:
        yield address


@pytest.fixture
async def bofast(tmp_path: Path, telegram: str) -> AsyncIterator[Bofast]:
    made = Bofast(tmp_path, telegram)
    yield made
    await made.close()


async def _get(url: str, **rest: str) -> httpx.Response:
    """The answer, as soon as somebody listens there."""
    until = asyncio.get_running_loop().time() + PATIENCE
    async with httpx.AsyncClient() as client:
        while True:
            try:
                return await client.get(url, headers=rest)
            except httpx.TransportError:
                assert asyncio.get_running_loop().time() < until
                await asyncio.sleep(0.2)


async def _after_two_ticks(bofast: Bofast) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """What is counted once the scheduler has ticked twice: only then is there any lateness to tell."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        found = read((await _get(f"{bofast.url}/metrics", authorization=f"Bearer {TOKEN}")).text)
        if (
            found["bofast_tick_lateness_seconds_count", frozenset()]
            or asyncio.get_running_loop().time() > until
        ):
            return found
        await asyncio.sleep(0.2)


async def test_a_part_without_a_page_is_seen_too(bofast: Bofast) -> None:
    port = free_port()
    bofast.environment["BOFAST_METRICS_PORT"] = str(port)
    await bofast.run("scheduler")
    url = f"http://127.0.0.1:{port}"
    assert (await _get(f"{url}/health")).json()["database"] == "ok"
    found = read((await _get(f"{url}/metrics")).text)
    assert found["bofast_database_up", frozenset()] == 1
    assert ("bofast_tick_lateness_seconds_count", frozenset()) in found
    assert (await _get(f"{url}/threads")).status_code == 404, "nothing else is served there"


async def test_a_port_that_is_taken_is_named(bofast: Bofast) -> None:
    bofast.environment["BOFAST_METRICS_PORT"] = bofast.environment["BOFAST_PORT"]
    assert "BOFAST_METRICS_PORT" in await bofast.command("run", fails=True)


async def test_a_whole_process_counts_and_writes_lines_without_words(bofast: Bofast, telegram: str) -> None:
    words = ("--name", "Amira", "--login", "amira", "--team", "Team")
    await bofast.command("staff", "add", *words)
    tenant = await bofast.command("tenant", "add", "--name", "Kim", "--language", "sv", "--worker", "amira")
    code = tenant["link"].split("start=")[1]
    bofast.environment |= {"BOFAST_LOG": "json", "BOFAST_METRICS_TOKEN": TOKEN, "BOFAST_SECRET": "g" * 30}
    await bofast.run()
    async with PhoneClient(telegram) as phone:
        kim = await phone.handset("Kim", "sv")
        await kim.start(code)
        await kim.expect("Vilket språk", patience=90)
        await kim.tap("Svenska")
        await kim.expect("Jag är en bot", patience=20)
        for kind in ("400", "500", "html"):
            await phone.fault(kind, "sendMessage")
            await kim.say(SECRET)
        await phone.fault("html", "getUpdates")
        await kim.say("jag vill dö")
        await kim.expect("112", patience=30)
    assert (await _get(f"{bofast.url}/metrics")).status_code == 401
    found = await _after_two_ticks(bofast)
    assert found["bofast_queue_rows", frozenset({("queue", "updates"), ("state", "waiting")})] >= 0
    for name, label, value in (
        ("bofast_updates_received_total", "result", "stored"),
        ("bofast_turns_total", "outcome", "done"),
        ("bofast_danger_cards_total", "way", "turn"),
        ("bofast_sends_total", "result", "sent"),
        ("bofast_sends_total", "result", "again"),
        ("bofast_sends_total", "result", "failed"),
        ("bofast_intake_failures_total", "kind", "telegram"),
    ):
        assert found[name, frozenset({(label, value)})] >= 1, (name, value)
    for name in ("turn", "send", "answer", "tick_lateness"):
        assert found[f"bofast_{name}_seconds_count", frozenset()] >= 1, name
    log = (bofast.folder / "run0.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"timestamp", "level", "logger", "event"} <= set(lines[0])
    assert any(each["level"] == "warning" for each in lines)
    for never in (SECRET, "vill dö", code, "1000:test", TOKEN, "g" * 30, str(kim.id)):
        assert never not in log, never
