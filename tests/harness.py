"""A town for story tests: bot, scheduler and inbox as they are, a phone that speaks the Bot API, real HTTP between.

    kim = await town.tenant("Kim", "sv")
    await kim.says("kan ni komma torsdag?")
    kim.hears("Sparat.")
    await town.at("2026-11-25 18:00")

Nothing sleeps: after each act the town is awaited until nothing waits anywhere.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import settings as environment
from bot.app import PARTS, App
from bot.scheduling import clock as clocks
from bot.settings import Settings
from phone.server import create_app as create_phone
from storage.session import Store
from storage.tables import Alert, File, Message, Outgoing, Staff, Tenant, Update
from support import alerts, messages, people
from support.deployment import Deployment
from tests.phone_client import Handset, PhoneClient, Shown
from tests.phone_server import serving

MONDAY = "2026-11-23 10:00"
PATIENCE = 60.0
PASSWORD = "en lång hemlighet"
LINE = {"SE": "+46211234567", "NO": "+4755123456"}

Result = TypeVar("Result")
_tokens = itertools.count(1001)


def deployment(country: str = "SE", **more: Any) -> Deployment:
    """The municipality of a test: a line with office hours, a meeting place, and what the test adds."""
    plain: dict[str, Any] = {
        "country": country,
        "line": {"number": LINE[country]},
        "meeting_place": {
            "name": "Oasen",
            "address": "Storgatan 1",
            "hours": {"wednesday": ["10:00-15:00"], "friday": ["10:00-15:00"]},
        },
        **more,
    }
    return Deployment.model_validate(plain)


@asynccontextmanager
async def town_open(
    folder: Path,
    *,
    database_url: str,
    country: str = "SE",
    at: str = MONDAY,
    webhook: bool = False,
    inbox: bool = False,
    **more: Any,
) -> AsyncIterator[Town]:
    """Open a town; everything in it stops at the end. The inbox's pages only where a story needs them."""
    place = deployment(country, **more)
    start = datetime.fromisoformat(at).replace(tzinfo=place.zone)
    clock: dict[str, Callable[[], datetime]] = {}
    phone = create_phone(now=lambda: clock["now"]() if clock else start)
    async with serving(phone) as address, PhoneClient(address) as client:
        listening = socket.socket(proto=socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = environment.read(
            {
                "BOFAST_DATA_DIR": str(folder / "data"),
                "BOFAST_DATABASE_URL": database_url,
                "BOFAST_TELEGRAM_TOKEN": f"{next(_tokens)}:test",
                "BOFAST_TELEGRAM_API": address,
                "BOFAST_SEND_LIMIT": "0",
                "BOFAST_CLOCK": start.isoformat(),
                "BOFAST_URL": url,
                **({"BOFAST_WEBHOOK_URL": f"{url}/telegram"} if webhook else {}),
            }
        )
        app = App(replace(settings, deployment=place), PARTS if inbox else ("bot", "scheduler"))
        await app.prepare()
        clock["now"] = app.clock.now
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(app.run(listening))
            town = Town(app, client, url, lambda: len(list(phone.state.world.updates.pending())))
            try:
                await town.opens()
                yield town
            finally:
                app.stopping.set()
                await running


class Town:
    """Everything in one place. `store` and `app` are the real ones."""

    def __init__(self, app: App, phone: PhoneClient, url: str, unread: Callable[[], int]) -> None:
        self.app, self.phone, self.url = app, phone, url
        self._unread = unread
        self._tenants: list[Resident] = []

    @property
    def store(self) -> Store:
        """The database."""
        return self.app.store

    @property
    def settings(self) -> Settings:
        """What the processes were started with."""
        return self.app.settings

    @property
    def deployment(self) -> Deployment:
        """The municipality."""
        return self.settings.deployment

    @property
    def now(self) -> datetime:
        """The town's time, in UTC."""
        return self.app.clock.now()

    async def opens(self) -> None:
        """Amira and Jonas begin to work here."""
        for name in ("Amira", "Jonas"):
            await self.staff(name)

    async def staff(
        self, name: str, *, team: str = "Team", role: str = "worker", language: str | None = None
    ) -> int:
        """Somebody who works here; login is the name in small letters."""

        def add(db: Session) -> int:
            made = people.add_staff(
                db, name=name, login=name, team=team, role=role, now=self.now,
                language=language or self.deployment.languages[0],
            )  # fmt: skip
            assert made is not None
            return made.id

        return await self.does(add)

    async def does(self, work: Callable[[Session], Result]) -> Result:
        """Run something in one writing transaction, as a page of the inbox would, and wait for its effects."""

        def within() -> Result:
            with self.store.writing() as db:
                return work(db)

        result = await asyncio.to_thread(within)
        await self.settles()
        return result

    def sees(self, look: Callable[[Session], Result]) -> Result:
        """Look into the database."""
        with self.store.reading() as db:
            return look(db)

    def worker(self, db: Session, name: str) -> Staff:
        """The row of somebody who works here."""
        found = people.staff_by_login(db, name)
        assert found is not None
        return found

    async def link(self, name: str, language: str, worker: str = "Amira") -> str:
        """Staff add a tenant; the code of the join link."""

        def add(db: Session) -> str:
            tenant = people.add_tenant(
                db, first_name=name, language=language, worker=self.worker(db, worker), now=self.now
            )
            return people.new_link(db, tenant, now=self.now)

        return await self.does(add)

    async def tenant(self, name: str = "Kim", language: str = "sv", *, worker: str = "Amira") -> Resident:
        """A tenant who has joined: link, language, notice, menu."""
        code = await self.link(name, language, worker)
        resident = await self.stranger(name, language)
        await resident.starts(code)
        await resident.taps({"sv": "Svenska", "nb": "Bokmål", "nn": "Nynorsk"}[language])
        resident.row_id = (
            self.sees(lambda db: db.scalars(select(Tenant.id).order_by(Tenant.id.desc())).first()) or 0
        )
        return resident

    async def stranger(self, name: str = "Alex", language: str = "sv") -> Resident:
        """Somebody with a phone that belongs to no tenant."""
        resident = Resident(self, await self.phone.handset(name, language))
        self._tenants.append(resident)
        return resident

    async def at(self, time: str) -> None:
        """Move the clock (local time, `2026-11-25 18:00`) and let the scheduler tick."""
        moment = datetime.fromisoformat(time).replace(tzinfo=self.deployment.zone)
        for resident in self._tenants:
            await resident.marks()
        await asyncio.to_thread(clocks.move, self.store, moment)
        await asyncio.to_thread(clocks.look, self.store, self.app.clock)
        assert self.app.jobs is not None
        await self.app.jobs.tick()
        await self.settles()

    async def answers(self, resident: Resident, text: str, *, by: str = "Amira") -> None:
        """Staff answer in the thread."""
        await resident.marks()
        await self.does(
            lambda db: messages.answer(db, resident.row(db), self.worker(db, by), text, now=self.now)
        )

    def alerts(self, kind: str | None = None) -> list[Alert]:
        """What stands on the inbox's first page, seen by everybody's team."""
        return self.sees(lambda db: alerts.open_alerts(db, kind=kind))

    def thread(self, resident: Resident) -> list[Message]:
        """The thread as it is kept."""
        return self.sees(lambda db: messages.entries(db, resident.row(db)))

    async def settles(self) -> None:
        """Wait until nothing waits: at Telegram, in the queues, on the way out."""
        until = asyncio.get_running_loop().time() + PATIENCE
        calm = 0
        while calm < 2:
            busy = self._unread() or not self.app.idle or await asyncio.to_thread(self._waiting)
            calm = 0 if busy else calm + 1
            if busy and asyncio.get_running_loop().time() > until:
                raise AssertionError(f"the town does not come to rest: {self._waiting()} rows wait")
            await asyncio.sleep(0.004)

    def _waiting(self) -> int:
        now = self.now
        due = or_(Outgoing.leased_until.is_not(None), Outgoing.not_before <= now)
        with self.store.reading() as db:
            return sum(
                db.scalar(select(func.count()).select_from(table).where(table.state == "waiting", *more)) or 0
                for table, more in (
                    (Update, ()),
                    (Outgoing, (due,)),
                    (File, (File.next_try_at <= now,)),
                )
            )

    def client(self) -> httpx.AsyncClient:
        """A browser without a screen, at the inbox."""
        return httpx.AsyncClient(base_url=self.url, follow_redirects=True)


class Resident:
    """A person with a phone. `heard` is what the bot has said since they last did something."""

    def __init__(self, town: Town, handset: Handset) -> None:
        self.town, self.phone = town, handset
        self.heard: list[Shown] = []
        self.row_id = 0

    def row(self, db: Session) -> Tenant:
        """The tenant's row."""
        found = db.get(Tenant, self.row_id)
        assert found is not None, "not a tenant"
        return found

    @property
    def last(self) -> str:
        """The last thing that the bot has said."""
        assert self.heard, "the bot has said nothing"
        return self.heard[-1].text

    @property
    def texts(self) -> list[str]:
        """All that the bot has said since, message by message."""
        return [each.text for each in self.heard]

    @property
    def buttons(self) -> list[str]:
        """The labels under what was heard."""
        return [label for each in self.heard for label in each.labels]

    def hears(self, *parts: str) -> Shown:
        """The message that holds all of these words; an error says what was heard instead."""
        for each in self.heard:
            if all(part in each.text for part in parts):
                return each
        raise AssertionError(f"not heard: {parts}; heard: {self.texts}")

    def hears_nothing(self) -> None:
        """The bot has kept silent."""
        assert self.heard == [], self.texts

    async def marks(self) -> None:
        """From here on things are new."""
        self.phone.mark = (await self.phone._chat())["last"]

    async def listens(self) -> None:
        """Everything that the bot has said since the last act or mark."""
        await self.town.settles()
        self.heard = await self.phone.since()

    async def says(self, *texts: str) -> None:
        """Write; several texts are a burst."""
        for number, text in enumerate(texts):
            mark = self.phone.mark
            await self.phone.say(text)
            if number:
                self.phone.mark = mark
        await self.listens()

    async def starts(self, code: str | None = None) -> None:
        """Open a join link, or press start."""
        await self.phone.start(code)
        await self.listens()

    async def taps(self, label: str) -> None:
        """Tap the newest button with that label."""
        await self.phone.tap(label)
        await self.listens()

    async def taps_data(self, data: str) -> None:
        """Tap a button of long ago."""
        await self.phone.tap_data(data)
        await self.listens()

    async def taps_unseen(self, data: str) -> None:
        """Tap a button that no message of this phone carries (any more)."""
        person = {"id": self.phone.id, "is_bot": False, "first_name": "Kim"}
        chat = {"id": self.phone.id, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat}
        query = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
        await self.marks()
        await self.town.phone.inject({"callback_query": query})
        await self.listens()

    async def presses(self, label: str) -> None:
        """Press a key of the keyboard that is always there."""
        await self.phone.press(label)
        await self.listens()

    async def sends(self, what: str, *args: Any, **more: Any) -> int:
        """Send a `voice`, `photo`, `document`, `location`, `contact` or `sticker`."""
        sent: int = await getattr(self.phone, what)(*args, **more)
        await self.listens()
        return sent

    async def edits(self, message_id: int, text: str) -> None:
        """Change one's own message."""
        await self.phone.edit(message_id, text)
        await self.listens()
