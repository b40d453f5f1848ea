"""`GET /metrics`: what `bot/metrics.py` has counted, and what waits in the database at this moment.

A database that is down, or does not answer in time, fails no page: `bofast_database_up 0` is the answer then.
Who may read: whoever knows `BOFAST_METRICS_TOKEN`; without a token only this machine, on a port of its own.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CONTENT_TYPE_LATEST, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics, queues, signs
from bot.queues import Queues
from bot.scheduling.clock import system_time
from storage import trouble
from storage.session import Store

log = logging.getLogger(__name__)

_Answer = tuple[trouble.State | None, Queues | None]

LONGEST = 5.0
"""Seconds that a look at the database may take; Prometheus gives up after ten."""


@dataclass(frozen=True, slots=True)
class Looked(Collector):
    """One look, as Prometheus reads it; without `queues` the database did not answer."""

    state: trouble.State | None
    queues: Queues | None
    seconds: float
    database: str
    data_dir: Path

    def collect(self) -> Iterator[Metric]:
        """Every gauge."""
        yield _one("bofast_database_up", "Whether the database answers", 1 if self.queues else 0)
        yield _labelled(
            "bofast_database_state",
            "How the database is: 1 for the state it is in",
            ("state",),
            {(state,): int(state == (self.state or "down")) for state in trouble.WHAT_TO_DO},
        )
        yield _one("bofast_look_seconds", "How long reading these numbers took", self.seconds)
        yield _labelled(
            "bofast_info",
            "The release and its kind of database",
            ("version", "database"),
            {(version("bofast"), self.database): 1},
        )
        with suppress(OSError):  # the folder is not there, or not for us: then nobody can say
            disk = shutil.disk_usage(self.data_dir)
            yield _one("bofast_data_free_bytes", "Space left where the data folder is", disk.free)
            yield _one("bofast_data_size_bytes", "The whole disk of the data folder", disk.total)
        if self.queues:
            yield from _waiting(self.queues)


def _waiting(found: Queues) -> Iterator[Metric]:
    yield _labelled(
        "bofast_queue_rows", "Rows that are not done, by queue and state", ("queue", "state"), found.rows
    )
    yield _labelled(
        "bofast_queue_oldest_seconds",
        "How long the oldest row that could go on has waited",
        ("queue",),
        {(queue,): seconds for queue, seconds in found.oldest.items()},
    )
    yield _labelled(
        "bofast_alerts_open",
        "What stands on the inbox's first page",
        ("kind",),
        {(kind,): number for kind, number in found.alerts.items()},
    )
    yield _labelled(
        "bofast_alert_untaken_seconds",
        "How long the oldest has stood there without anybody having taken it",
        ("kind",),
        {(kind,): seconds for kind, seconds in found.untaken.items()},
    )
    yield _one(
        "bofast_tenants_unreachable", "Tenants whose phone does not take our messages", found.unreachable
    )
    yield _labelled(
        "bofast_telegram_trouble",
        "What stands in the way of taking updates",
        ("kind",),
        {(kind,): int(found.trouble == kind) for kind in signs.TROUBLES},
    )
    if found.backup_age is not None:
        yield _one("bofast_backup_age_seconds", "Since the newest backup was made", found.backup_age)
    yield _labelled(
        "bofast_sign_of_life_seconds",
        "Since a part last noted that it works",
        ("part",),
        {(part,): seconds for part, seconds in found.signs.items()},
    )


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _labelled(
    name: str, about: str, labels: tuple[str, ...], values: dict[Any, float] | dict[Any, int]
) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family


@dataclass(slots=True)
class Gauges:
    """Looks at the database when asked, one look at a time."""

    store: Store
    now: Callable[[], datetime]
    data_dir: Path
    _looking: asyncio.Future[_Answer] | None = field(default=None)

    async def page(self) -> bytes:
        """All metrics, in Prometheus' text format."""
        started = time.perf_counter()
        state, found = await self._within(LONGEST)
        kind = "sqlite" if self.store.is_sqlite else "postgresql"
        looked = Looked(state, found, time.perf_counter() - started, kind, self.data_dir)
        return generate_latest(metrics.REGISTRY) + generate_latest(looked)

    async def _within(self, seconds: float) -> _Answer:
        """A look that hangs is left to itself; until it has ended there is no second one."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(asyncio.to_thread(self._look))
        looking = self._looking
        await asyncio.wait({looking}, timeout=seconds)
        if not looking.done():
            log.warning("the database does not answer /metrics in time")
            return None, None
        return looking.result()

    def _look(self) -> _Answer:
        state = trouble.state(self.store)
        try:
            with self.store.reading() as db:
                return state, queues.look(db, self.now(), system_time())
        except SQLAlchemyError as error:
            log.warning("the database does not answer /metrics: %s", type(error).__name__)
            return trouble.name(error) or state, None


def route(gauges: Gauges, token: str | None, **opt: object) -> HTTPRouteHandler:
    """The page; with a token, for those who bring it as `Authorization: Bearer …`."""

    @get("/metrics", opt=opt)
    async def shown(request: Request[Any, Any, Any]) -> Response[bytes]:
        if token is not None and not _knows(request.headers.get("authorization", ""), token):
            return Response(b"", status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(await gauges.page(), media_type=CONTENT_TYPE_LATEST)

    return shown


def _knows(header: str, token: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(header.encode(), f"Bearer {token}".encode())
