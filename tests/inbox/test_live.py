"""Open pages live: the stream says what waits as ids, and a real browser shows it without a reload."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from storage.tables import Tenant
from support import alerts, messages
from tests.inbox.desk import PASSWORD, Office, serving


@asynccontextmanager
async def signed_in(address: str, login: str = "amira") -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await client.get("/sign-in")
        form = {"login": login, "password": PASSWORD, "_csrf_token": client.cookies["bofast_csrf"]}
        assert (await client.post("/sign-in", data=form)).status_code == 303
        yield client


@asynccontextmanager
async def states(
    client: httpx.AsyncClient, path: str = "/live"
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The states that the stream tells."""
    async with client.stream("GET", path) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield (json.loads(line[5:]) async for line in answer.aiter_lines() if line.startswith("data:"))


async def following(told: AsyncIterator[dict[str, Any]]) -> dict[str, Any]:
    return await asyncio.wait_for(anext(told), timeout=60)


async def test_the_stream_tells_ids_and_no_words(office: Office) -> None:
    async with serving(office) as address, signed_in(address) as client, states(client) as told:
        first = await following(told)
        assert (first["urgent"], first["waiting"]) == ([], [])
        office.writes("Kim", "jag orkar inte")
        second = await following(told)
        assert second["waiting"] == [1]
        assert second["list"] != first["list"]
        assert "orkar" not in json.dumps(second)
        with office.store.writing() as db:
            raised = alerts.raise_alert(db, "danger", db.get_one(Tenant, 1), now=office.now).id
        assert (await following(told))["urgent"] == [raised]


async def test_the_open_thread_changes_with_each_entry_and_not_by_being_looked_at(office: Office) -> None:
    async with (
        serving(office) as address,
        signed_in(address) as client,
        states(client, "/live?thread=1") as told,
    ):
        first = await following(told)
        office.writes("Liv", "hei")
        second = await following(told)
        assert second["thread"] == first["thread"]
        await client.get("/threads/1")
        await client.get("/threads/1/entries")
        with office.store.writing() as db:
            kim = db.get_one(Tenant, 1)
            messages.note(db, kim, kim.worker, "ringde", now=office.now)
        third = await following(told)
        assert third["thread"] != first["thread"]


async def test_another_teams_stream_stays_quiet(office: Office) -> None:
    async with (
        serving(office) as address,
        signed_in(address, "ola") as client,
        states(client, "/live?thread=1") as told,
    ):
        first = await following(told)
        assert first["thread"] == ""
        office.writes("Kim", "hej")
        office.writes("Tor", "hei")
        assert (await following(told))["waiting"] == [office.ids["Tor"]]


async def test_the_stream_needs_somebody_who_is_signed_in(office: Office) -> None:
    async with office.browser(headers={"Accept": "text/event-stream"}) as browser:
        answer = await browser.get("/live")
        assert answer.status_code in (303, 401)
