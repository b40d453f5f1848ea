"""The only place where things are wired together: bot, scheduler and inbox around one database."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hashlib
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from sqlalchemy.exc import SQLAlchemyError

from bot import addresses, intake, introduce, polling, telegram
from bot.delivery import Delivery
from bot.files import Files
from bot.intake import Intake
from bot.limits import SendLimit
from bot.parcels import Exchanged
from bot.scheduling import clock as clocks
from bot.scheduling import mail
from bot.scheduling.clock import Clock
from bot.scheduling.jobs import Jobs
from bot.serving import Asgi, open_socket, serve
from bot.settings import Settings
from bot.strangers import Strangers
from bot.time_limit import TimeLimit, TooLongError
from bot.turn import Turns
from bot.understanding import reading
from storage import migrate, trouble
from storage.session import Store
from storage.single import Single
from storage.tables import Update
from storage.wake import Bell, Wake
from support.deployment import ConfigurationError

log = logging.getLogger(__name__)

PARTS = ("bot", "scheduler", "inbox")
CLOCK_SECONDS = 0.2
"""How often a moved clock is looked at."""
TURNS_AT_ONCE = 2
"""Chats side by side in one process; SQLite has one writer, so there it is one."""
THREADS = 16
"""So many that nobody waits for a thread while others wait for a database that is locked."""
SWITCH_SECONDS = 0.0005
"""How soon a thread that computes lets another on: sending waits for network often, and should not wait for turns."""

WASTE = 20_000
"""New objects after which Python looks for those that hold each other alive: a turn makes hundreds, and frees them."""


class App:
    """One process of Bofast: some or all of its parts."""

    def __init__(self, settings: Settings, parts: tuple[str, ...] = PARTS) -> None:
        if "bot" in parts and settings.telegram_token is None:
            raise ConfigurationError(
                "BOFAST_TELEGRAM_TOKEN: missing; ask @BotFather for one, or try `bofast demo`"
            )
        self.settings, self.parts = settings, parts
        self.clock = Clock()
        self.store = Store(settings.database_url, patient=False)
        self.stopping = asyncio.Event()
        self.intake: Intake | None = None
        self.delivery: Delivery | None = None
        self.files: Files | None = None
        self.jobs: Jobs | None = None
        self.turns: Turns | None = None
        self._working = 0

    async def prepare(self) -> None:
        """Bring the tables up to date and set the clock; a database that cannot be used stops here, named."""
        try:
            await asyncio.to_thread(self._migrate)
            await asyncio.to_thread(clocks.start_moved, self.store, self.clock, self.settings.clock)
            await asyncio.to_thread(addresses.note, self.store, self.settings, self.parts)
        except SQLAlchemyError as error:
            raise ConfigurationError(trouble.told(error, self.store)) from error
        if "bot" in self.parts:
            await asyncio.to_thread(reading.load)

    def _migrate(self) -> None:
        """With a store of its own, which may wait for another process that migrates."""
        with contextlib.closing(Store(self.settings.database_url)) as patient:
            migrate.upgrade(patient)

    async def run(
        self, listening: socket.socket | None = None, outer: Callable[[Asgi], Asgi] | None = None
    ) -> None:
        """Run until `stopping` is set. `outer` may put something before the web pages (the demo's phone)."""
        wake = Wake(self.store)
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.freeze()  # what is loaded now stays
        gc.set_threshold(WASTE)
        async with asyncio.TaskGroup() as tasks:
            jobs: list[Awaitable[None]] = [
                self._until_stopped(wake.between_processes()),
                self._ring_at_the_end(wake),
            ]
            if self.settings.clock is not None:
                jobs.append(self._follow_clock())
            bot = self._bot() if "bot" in self.parts else None
            taking = self._start_bot(bot, wake, jobs) if bot else None
            if "scheduler" in self.parts:
                jobs.append(self._scheduler().run(self.stopping))
            web = self._web(wake, taking)
            if web is not None:
                jobs.append(
                    serve(
                        outer(web) if outer else web, listening or open_socket(self.settings), self.stopping
                    )
                )
            for job in jobs:
                tasks.create_task(job)  # type: ignore[arg-type]  # every job is a coroutine
        if bot is not None:
            await bot.session.close()
        self.store.close()

    @property
    def serves(self) -> bool:
        """Whether this process has a page or the webhook's door to serve; a scheduler alone has neither."""
        return "inbox" in self.parts or ("bot" in self.parts and self.settings.webhook_url is not None)

    @property
    def idle(self) -> bool:
        """Nothing is being stored, handled, sent or fetched at this moment in this process."""
        return (
            self._working == 0
            and (self.intake is None or self.intake.idle)
            and (self.delivery is None or self.delivery.idle)
            and (self.files is None or self.files.idle)
        )

    def _bot(self) -> Bot:
        assert self.settings.telegram_token is not None, "checked when the app was made"
        return telegram.client(self.settings.telegram_token, self.settings.telegram_api)

    def _start_bot(self, bot: Bot, wake: Wake, jobs: list[Awaitable[None]]) -> Intake:
        settings, deployment, now = self.settings, self.settings.deployment, self.clock.now
        self.delivery = delivery = Delivery(self.store, bot, deployment, now, SendLimit(*settings.send_limit))
        self.files = Files(self.store, bot, settings.data_dir, now)
        loop = asyncio.get_running_loop()
        self.turns = turns = Turns(self.store, deployment, now, Strangers())
        turns.exchange, turns.stopping = delivery.exchange, self.stopping.is_set
        turns.on_done = lambda exchanged, taps: _soon(loop, delivery, exchanged, taps)
        self.intake = taking = Intake(
            self.store, deployment, now, delivery.send_directly, turns.carded, turns.at_once
        )
        jobs += [
            delivery.run(wake, self.stopping),
            self.files.run(wake, self.stopping),
            self._introduce(bot),
            *(self._take_turns(turns, wake) for _ in range(1 if self.store.is_sqlite else TURNS_AT_ONCE)),
            self._watch_turns(turns.limit),
        ]
        if settings.webhook_url is None:
            jobs.append(polling.poll(taking, bot, Single(self.store, "poller"), self.stopping))
        else:
            jobs.append(
                intake.use_webhook(taking, bot, settings.webhook_url, self.webhook_secret, self.stopping)
            )
        return taking

    async def _take_turns(self, turns: Turns, wake: Wake) -> None:
        """Handle what is stored: at once when something comes in, and once a second for what is to be tried again."""
        async with Bell(wake, Update.__tablename__) as bell:
            while not self.stopping.is_set():
                more = False
                self._working += 1
                try:
                    more = await asyncio.to_thread(turns.run_some)
                except (SQLAlchemyError, TooLongError) as error:
                    log.error("nothing could be handled: %s", type(error).__name__)
                    await asyncio.sleep(0.2)
                finally:
                    self._working -= 1
                while not more and not self.stopping.is_set():
                    more = await bell.wait(1.0) or await self._something_waits(turns)

    async def _something_waits(self, turns: Turns) -> bool:
        try:
            return await asyncio.to_thread(turns.something_waits)
        except SQLAlchemyError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            return False

    async def _watch_turns(self, limit: TimeLimit) -> None:
        while not self.stopping.is_set():
            if await asyncio.to_thread(limit.look):
                log.error("a turn took more than %s seconds and was stopped", limit.seconds)
            await intake.pause(0.5, self.stopping)

    def _scheduler(self) -> Jobs:
        deployment = self.settings.deployment

        async def send_mail() -> None:
            await mail.mail_waiting(self.store, deployment, self.clock.now(), self.settings.url)

        self.jobs = Jobs(self.store, deployment, self.clock.now, send_mail)
        return self.jobs

    def _web(self, wake: Wake, taking: Intake | None) -> Asgi | None:
        """The inbox, or only the webhook's door; None where this process has nothing to serve."""
        from bot import web

        door = (
            web.webhook(taking, self.webhook_path, self.webhook_secret)
            if taking and self.webhook_path
            else None
        )
        if "inbox" in self.parts:
            return web.inbox(self.settings, self.store, self.clock.now, wake, door)
        return web.only(door, self.store, self.settings, self.clock.now) if door else None

    @property
    def webhook_path(self) -> str | None:
        """Where Telegram's calls arrive; None when we poll."""
        return urlsplit(self.settings.webhook_url).path or "/" if self.settings.webhook_url else None

    @property
    def webhook_secret(self) -> str:
        """The secret token that Telegram sends along; made from ours, the same in every process."""
        return hashlib.sha256(b"webhook:" + self.settings.secret.encode()).hexdigest()

    async def _introduce(self, bot: Bot) -> None:
        first = self.settings.deployment.languages[0]
        for seconds in (1, 5, 30, 300, *([3600] * 1000)):
            try:
                await introduce.introduce(bot, self.store, first)
            except Exception as error:  # whatever it is, the bot works without having introduced itself
                log.warning("the bot could not introduce itself: %s", type(error).__name__)
            else:
                return
            await intake.pause(seconds, self.stopping)
            if self.stopping.is_set():
                return

    async def _follow_clock(self) -> None:
        while not self.stopping.is_set():
            with contextlib.suppress(SQLAlchemyError):
                await asyncio.to_thread(clocks.look, self.store, self.clock)
            await asyncio.sleep(CLOCK_SECONDS)

    async def _ring_at_the_end(self, wake: Wake) -> None:
        """Whoever waits for something to do hears at once that there will be nothing more."""
        await self.stopping.wait()
        wake.ring()

    async def _until_stopped(self, job: Any) -> None:
        task = asyncio.ensure_future(job)
        await self.stopping.wait()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def stop_on_signals(stopping: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C finish what is begun and start nothing new."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)


def _soon(loop: asyncio.AbstractEventLoop, delivery: Delivery, exchanged: Exchanged, taps: list[str]) -> None:
    """From a turn's thread: what it has committed may leave."""
    marked = delivery.forget(exchanged.marked)
    if exchanged.parcels or taps or marked:
        # Once the loop has closed, what is leased is taken over by another.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(delivery.accept, exchanged.parcels, taps, marked)
