"""What leans on the database itself, on SQLite and on PostgreSQL: sessions, tries, the live stream."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.session import Store
from storage.tables import FailedSignIn, WebSession
from support import accounts
from tests.inbox.desk import Office, open_office, serving
from tests.inbox.test_live import following, signed_in, states


@pytest.fixture
def any_store(database_url: str) -> Iterator[Store]:
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture
async def any_office(any_store: Store, tmp_path: Path) -> Office:
    return open_office(any_store, tmp_path)


async def test_somebody_works_and_signs_out(any_office: Office) -> None:
    any_office.writes("Kim", "hej")
    async with any_office.browser("amira") as browser:
        assert (await browser.post("/threads/1/answer", text="Hej Kim")).status_code == 303
        assert (await browser.get("/threads/1")).status_code == 200
        assert [each["tenant"] for each in (await browser.json("/threads"))["threads"]] == ["Kim", "Liv"]
        await browser.post("/sign-out")
        assert (await browser.get("/inbox")).status_code == 303
    with any_office.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(WebSession)) == 0


async def test_many_guesses_at_once_are_all_counted(any_office: Office) -> None:
    async with any_office.browser() as browser:
        await browser.get("/sign-in")
        answers = await asyncio.gather(*(browser.signs_in("amira", f"gissning {n}") for n in range(12)))
    statuses = sorted(each.status_code for each in answers)
    assert statuses == [401] * accounts.TRIES_ACCOUNT + [429] * (12 - accounts.TRIES_ACCOUNT)
    with any_office.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(FailedSignIn)) == accounts.TRIES_ACCOUNT


async def test_many_pages_at_once_do_not_lock_each_other_out(any_office: Office) -> None:
    async with any_office.browser("amira") as browser:
        answers = await asyncio.gather(*(browser.get("/threads/1") for _ in range(24)))
        assert {each.status_code for each in answers} == {200}
    assert len(any_office.log()) == 24


async def test_looking_at_pages_does_not_set_the_stream_going(any_office: Office) -> None:
    async with (
        serving(any_office) as address,
        signed_in(address) as client,
        states(client, "/live?thread=1") as told,
    ):
        await following(told)
        for _ in range(3):
            await client.get("/threads/1")
            await client.get("/threads/1/entries")
        any_office.writes("Kim", "hej")
        assert (await following(told))["waiting"] == [1]
