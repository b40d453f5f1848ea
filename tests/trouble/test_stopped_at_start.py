"""SIGTERM before the process is up: it ends soon and cleanly, leaves nothing half made, and the next start works."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect

from storage import migrate
from storage.session import Store, lock_key
from tests.commands.processes import Bofast, Process
from tests.databases import PostgresTemplate
from tests.phone_client import PhoneClient
from tests.trouble.conftest import SOON

LONGEST = 10.0
"""Seconds that a polite stop may take."""
MOMENTS = (0.02, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds after the start; which part of it each meets depends on the machine, and it must not matter."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def new(request: pytest.FixtureRequest, tmp_path: Path, phone: PhoneClient) -> AsyncIterator[Bofast]:
    """A deployment that has never run: its database is empty."""
    made = Bofast(tmp_path, phone.address)
    if request.param == "postgresql":
        template: PostgresTemplate = request.getfixturevalue("postgres_template")
        made.environment["BOFAST_DATABASE_URL"] = template.empty()
    else:
        made.environment["BOFAST_DATABASE_URL"] = f"sqlite:///{tmp_path / 'bofast.sqlite3'}"
    yield made
    await made.close()


async def stops(bofast: Bofast, process: Process) -> int:
    """Ask it to stop; the code it ends with, in time and without a word of complaint."""
    asked = time.monotonic()
    code = await bofast.stop(process)
    assert time.monotonic() - asked < LONGEST
    log = bofast.folder / f"run{len(bofast.running) - 1}.log"
    assert "error" not in log.read_text(encoding="utf-8")
    return code


def is_current(url: str) -> bool:
    store = Store(url)
    with closing(store):
        return migrate.is_current(store)


def tables(url: str) -> list[str]:
    store = Store(url)
    with closing(store), store.engine.connect() as connection:
        return inspect(connection).get_table_names()


@contextmanager
def busy(url: str) -> Iterator[Callable[[Process], bool]]:
    """Somebody else migrates, or writes to the file; whether a process waits for them."""
    if url.startswith("sqlite"):
        file = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as another:
            another.execute("PRAGMA journal_mode=WAL")  # as every file of ours; a writer is waited for then
            another.execute("BEGIN IMMEDIATE")
            yield lambda process: holds(process, file)
    else:
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        with psycopg.connect(url, autocommit=True) as another:
            another.execute("SELECT pg_advisory_lock(%s)", [lock_key(("migrate",))])
            yield lambda _: another.execute(waiting).fetchone() is not None


def holds(process: Process, file: str) -> bool:
    """Whether a running process has the file open."""
    for each in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since the folder was listed
            if str(each.readlink()) == file:
                return True
    return False


async def test_while_it_waits_to_migrate(new: Bofast) -> None:
    url = new.environment["BOFAST_DATABASE_URL"]
    with busy(url) as waits:
        process = await new.run("scheduler")
        until = asyncio.get_running_loop().time() + SOON
        while not waits(process):
            assert asyncio.get_running_loop().time() < until, "it does not come so far"
            await asyncio.sleep(0.02)
        assert await stops(new, process) == 0
    assert tables(url) == []


async def test_at_any_moment_of_the_start(new: Bofast) -> None:
    for seconds in MOMENTS:
        process = await new.run("scheduler")
        await asyncio.sleep(seconds)
        assert await stops(new, process) in (0, -15), (
            "ended by the signal, before it could say anything to it"
        )
    await new.run()
    assert is_current(new.environment["BOFAST_DATABASE_URL"])
    assert (await new.answers())["database"] == "ok"
