"""What ticks. APScheduler is only the clock: every job looks at rows and decides from them (decision 6).

A job that is late runs once (`coalesce`), never beside itself (`max_instances=1`), however late it is.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import delete

from bot import metrics, signs
from bot.scheduling import reminders, watch
from storage.session import Store
from storage.tables import FailedSignIn, Outgoing, Update
from support import activity_joins, pauses
from support.deployment import Deployment

log = logging.getLogger(__name__)

TICK_SECONDS = 1
TIDY_SECONDS = 600
KEPT = timedelta(days=30)
"""How long the numbers of handled updates and sent messages' machinery stay; words live in threads, not here."""
FACT = signs.SCHEDULER
NOTED = timedelta(seconds=30)
END_SECONDS = 5.0
"""So long a stop waits for what has begun; a database that hangs ends it no later."""

Work = Callable[[], Awaitable[None]]


class Jobs:
    """The scheduler's work; `tick` may also be called by hand."""

    def __init__(self, store: Store, deployment: Deployment, now: Callable[[], datetime], mail: Work) -> None:
        self._store, self._deployment, self._now, self._mail = store, deployment, now, mail
        self._noted_at: datetime | None = None
        self._ticked_at: float | None = None
        self._under_way: set[asyncio.Task[object]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Tick until told to stop."""
        scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        scheduler.add_job(self._watched(self.tick), "interval", seconds=TICK_SECONDS)
        scheduler.add_job(self._watched(self._mail), "interval", seconds=TICK_SECONDS * 5)
        scheduler.add_job(self._watched(self.tidy), "interval", seconds=TIDY_SECONDS)
        scheduler.start()
        try:
            await stopping.wait()
        finally:
            scheduler.pause()  # its own shutdown would cancel what is under way, and call that an error
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=END_SECONDS)
            scheduler.shutdown(wait=False)

    def _watched(self, job: Work) -> Work:
        """The job, known to be under way while it is."""

        async def run() -> None:
            task = asyncio.current_task()
            assert task is not None, "APScheduler runs each in a task"
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            await job()

        return run

    async def tick(self) -> None:
        """Send what is due. Its lateness is what the clock, this process or the last tick has cost."""
        started = time.monotonic()
        if self._ticked_at is not None:
            metrics.ticked(started - self._ticked_at - TICK_SECONDS)
        self._ticked_at = started
        try:
            await asyncio.to_thread(self._tick)
        except Exception:
            metrics.tick_failed()
            raise

    def _tick(self) -> None:
        now = self._now()
        reminders.send_due(self._store, self._deployment, now)
        if self._noted_at is None or not timedelta(0) <= now - self._noted_at < NOTED:
            with self._store.writing() as db:
                pauses.resume_due(db, now)
                watch.scheduler_works(db, now)
            self._noted_at = now

    async def tidy(self) -> None:
        """Erase what has served its purpose."""
        await asyncio.to_thread(self._tidy)

    def _tidy(self) -> None:
        now = self._now()
        with self._store.writing() as db:
            activity_joins.forget_past_joins(db, now)
            db.execute(delete(FailedSignIn).where(FailedSignIn.at < now - timedelta(days=1)))
            db.execute(delete(Update).where(Update.state == "done", Update.done_at < now - KEPT))
            db.execute(
                delete(Outgoing).where(
                    Outgoing.state.in_(("sent", "dropped")),
                    Outgoing.message_id.is_(None),
                    Outgoing.created_at < now - KEPT,
                )
            )
