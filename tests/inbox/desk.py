"""An inbox with two teams, and browsers without a screen in front of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import uvicorn
from litestar import Litestar
from sqlalchemy import select

from inbox.app import create_app
from storage.session import Store
from storage.tables import AccessLog, Message, Staff, Tenant
from storage.wake import Wake
from support import accounts, messages, people
from support.deployment import Deployment
from support.messages import Words

PASSWORD = "en lång hemlighet"
TUESDAY = "2026-11-24 10:00"


@dataclass
class Office:
    """The inbox, its database, and a clock that a test moves."""

    app: Litestar
    store: Store
    deployment: Deployment
    clock: dict[str, datetime]
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The inbox's time."""
        return self.clock["now"]

    def later(self, **span: float) -> None:
        """The clock goes on."""
        self.clock["now"] += timedelta(**span)

    def writes(self, tenant: str, text: str) -> int:
        """A tenant writes to the team."""
        with self.store.writing() as db:
            row = db.get_one(Tenant, self.ids[tenant])
            return messages.keep(db, row, Words("text", text), now=self.now).id

    def log(self) -> list[tuple[str, str, int | None]]:
        """The access log: who, what, whose."""
        with self.store.reading() as db:
            rows = db.execute(
                select(Staff.name, AccessLog.what, AccessLog.tenant_id).join(Staff).order_by(AccessLog.id)
            )
            return [(name, what, tenant) for name, what, tenant in rows]

    def thread(self, tenant: str) -> list[Message]:
        """The entries of a thread."""
        with self.store.reading() as db:
            return messages.entries(db, db.get_one(Tenant, self.ids[tenant]))

    @asynccontextmanager
    async def browser(self, login: str | None = None, **more: Any) -> AsyncIterator[Browser]:
        """A browser; signed in, if a login is given."""
        transport = httpx.ASGITransport(cast(Any, self.app), client=(more.pop("address", "127.0.0.1"), 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://inbox", **more) as client:
            browser = Browser(client)
            if login:
                answer = await browser.signs_in(login)
                assert answer.status_code == 303, answer.text
            yield browser


class _Server(uvicorn.Server):
    """Says when it listens, and leaves signals to the test run."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(office: Office) -> AsyncIterator[str]:
    """The inbox over real HTTP; yields its address."""
    server = _Server(uvicorn.Config(office.app, log_level="warning", timeout_graceful_shutdown=1))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve([listener]))
            await server.ready.wait()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True


@dataclass
class Browser:
    """Looks at pages and sends forms, each with the token that its page holds."""

    client: httpx.AsyncClient

    async def get(self, path: str, **more: Any) -> httpx.Response:
        """Look at a page; redirects are not followed."""
        return await self.client.get(path, **more)

    async def json(self, path: str) -> Any:
        """Ask as a program."""
        answer = await self.client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form."""
        if "bofast_csrf" not in self.client.cookies:
            await self.client.get("/sign-in")
        token = self.client.cookies["bofast_csrf"]
        return await self.client.post(path, data={**fields, "_csrf_token": token})

    async def signs_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """As somebody does it: the form, then its button."""
        return await self.post("/sign-in", login=login, password=password)


def open_office(store: Store, folder: Path, *, url: str = "http://inbox", **more: Any) -> Office:
    """Team Väst: Amira coordinates, Jonas works; tenants Kim and Liv. Team Øst: Ola; tenant Tor."""
    deployment = Deployment.model_validate({"line": {"number": "+46211234567"}, **more})
    now = datetime.fromisoformat(TUESDAY).replace(tzinfo=deployment.zone)
    clock = {"now": now}
    app = create_app(
        store=store,
        deployment=deployment,
        now=lambda: clock["now"],
        secret="a secret for tests only, long enough",
        data_dir=folder,
        public_url=url,
        wake=Wake(store),
        bot_link=lambda code: f"https://t.me/bofast_bot?start={code}",
        health=lambda: {"database": "ok", "telegram": "ok", "scheduler": "ok"},
    )
    office = Office(app, store, deployment, clock)
    office.ids = _people(store, now)
    return office


def _people(store: Store, now: datetime) -> dict[str, int]:
    ids: dict[str, int] = {}
    with store.writing() as db:
        for name, team, role, language in (
            ("Amira", "Team Väst", "coordinator", "sv"),
            ("Jonas", "Team Väst", "worker", "sv"),
            ("Ola", "Team Øst", "coordinator", "nb"),
        ):
            staff = people.add_staff(
                db, name=name, login=name, team=team, role=role, language=language, now=now
            )
            assert staff is not None
            assert accounts.set_password(db, staff, PASSWORD) is None
            ids[name] = staff.id
        for chat, (name, worker, language) in enumerate(
            (("Kim", "Amira", "sv"), ("Liv", "Jonas", "nn"), ("Tor", "Ola", "nb")), start=101
        ):
            tenant = people.add_tenant(
                db,
                first_name=name,
                language=language,
                worker=db.get_one(Staff, ids[worker]),
                now=now,
            )
            tenant.chat_id, tenant.linked_at = chat, now
            ids[name] = tenant.id
    return ids
