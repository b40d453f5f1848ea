"""What waits is counted by queue, with its age; `/metrics` answers whatever the database does, to who may read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics, queues, web
from bot import settings as environment
from bot.settings import Settings
from storage import facts
from storage.session import Store
from storage.tables import Alert, File, Outgoing, Update
from support import alerts, people
from support.deployment import ConfigurationError
from support.outbox import Rank

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOKEN = "a-long-metrics-token"


def before(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def any_store(database_url: str) -> Iterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


def update(number: int, state: str, received: datetime) -> Update:
    return Update(update_id=number, chat_id=1, payload={}, state=state, next_try_at=NOW, received_at=received)


def outgoing(rank: Rank, state: str, created: datetime, not_before: datetime, tries: int = 0) -> Outgoing:
    return Outgoing(
        chat_id=1, language="sv", say={}, rank=int(rank), state=state, created_at=created,
        not_before=not_before, tries=tries,
    )  # fmt: skip


def look(store: Store) -> queues.Queues:
    with store.reading() as db:
        return queues.look(db, NOW, NOW)


def test_an_empty_database_shows_zeros(any_store: Store) -> None:
    found = look(any_store)
    assert set(found.rows.values()) == {0}
    assert set(found.oldest.values()) == {0.0}
    assert found.alerts["danger"] == 0 and found.untaken["danger"] == 0.0
    assert found.unreachable == 0 and found.signs == {}


def test_what_waits_is_counted_with_its_age(any_store: Store) -> None:
    with any_store.writing() as db:
        db.add_all(
            [
                update(1, "done", before(500)),
                update(2, "waiting", before(3)),
                update(3, "waiting", before(1)),
                update(4, "set_aside", before(60)),
                outgoing(Rank.DANGER, "waiting", before(2), before(2)),
                outgoing(Rank.ANSWER, "sent", before(90), before(90)),
                outgoing(Rank.ANSWER, "waiting", before(7), NOW + timedelta(minutes=5), tries=4),
                outgoing(Rank.ANSWER, "held", before(300), before(300)),
                outgoing(Rank.NOTICE, "waiting", before(600), before(4)),
                outgoing(Rank.NOTICE, "waiting", before(600), NOW + timedelta(hours=9)),
                outgoing(Rank.NOTICE, "failed", before(800), before(800)),
            ]
        )
    found = look(any_store)
    assert {key: number for key, number in found.rows.items() if number} == {
        ("updates", "waiting"): 2,
        ("updates", "set_aside"): 1,
        ("danger", "waiting"): 1,
        ("answers", "waiting"): 1,
        ("answers", "held"): 1,
        ("notices", "waiting"): 1,
        ("notices", "later"): 1,
        ("notices", "failed"): 1,
    }
    assert found.oldest == {"updates": 180, "danger": 120, "answers": 420, "notices": 240, "files": 0}


def test_alerts_files_and_signs_of_life(any_store: Store) -> None:
    with any_store.writing() as db:
        amira = people.add_staff(db, name="Amira", login="amira", team="Team", role="worker", now=NOW)
        assert amira is not None
        kim = people.add_tenant(db, first_name="Kim", language="sv", worker=amira, now=NOW)
        kim.unreachable_since = NOW
        db.add(File(tenant_id=kim.id, telegram_id="x", kind="voice", next_try_at=NOW, created_at=before(2)))
        taken = alerts.raise_alert(db, "danger", None, now=before(30))
        alerts.take(db, taken, amira, now=before(20))
        alerts.raise_alert(db, "danger", None, now=before(10))
        alerts.done(db, alerts.raise_alert(db, "call", None, now=before(50)), amira, now=NOW)
        alerts.withdraw(db, alerts.raise_alert(db, "call", None, now=before(50)), now=NOW)
        facts.write(db, "intake", {"at": before(20).isoformat()})
    found = look(any_store)
    assert found.alerts["danger"] == 2 and found.untaken["danger"] == 600
    assert found.alerts["call"] == 0
    assert found.unreachable == 1
    assert found.rows["files", "waiting"] == 1 and found.oldest["files"] == 120
    assert found.signs == {"intake": 1200}


def settings(folder: Path, **more: Any) -> Settings:
    plain = environment.read({"BOFAST_DATA_DIR": str(folder / "data")})
    return replace(plain, **more)


@asynccontextmanager
async def asking(page: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(page), base_url="http://test") as client:
        yield client


def read(page: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Name and labels → value."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


async def test_the_page_shows_what_is_counted_and_what_waits(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        db.add(update(1, "waiting", before(1)))
        db.add(Alert(kind="a_new_kind", args={}, created_at=before(1)))
    metrics.send_ended("again", "flood")
    async with asking(web.only(None, store, settings(tmp_path), lambda: NOW, alone=True)) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    found = read(answer.text)
    assert found["bofast_database_up", frozenset()] == 1
    assert found["bofast_queue_rows", frozenset({("queue", "updates"), ("state", "waiting")})] == 1
    assert found["bofast_queue_oldest_seconds", frozenset({("queue", "updates")})] == 60
    assert found["bofast_alerts_open", frozenset({("kind", "a_new_kind")})] == 1
    assert found["bofast_sends_total", frozenset({("result", "flood")})] >= 1
    assert found["bofast_data_free_bytes", frozenset()] > 0
    assert len(found) < 300, "small cardinality"


async def test_a_database_that_is_down_fails_no_page(tmp_path: Path) -> None:
    nowhere = Store("postgresql://nobody@127.0.0.1:1/none")
    async with asking(web.only(None, nowhere, settings(tmp_path), lambda: NOW, alone=True)) as client:
        answer = await client.get("/metrics")
    found = read(answer.text)
    assert answer.status_code == 200
    assert found["bofast_database_up", frozenset()] == 0
    assert found["bofast_database_state", frozenset({("state", "down")})] == 1
    assert ("bofast_sends_total", frozenset({("result", "sent")})) in found
    assert not any(name == "bofast_queue_rows" for name, _ in found)


async def test_a_database_that_hangs_is_waited_for_a_short_while_and_asked_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    looks, looked, release = [], threading.Event(), threading.Event()

    def hangs(*_: object) -> queues.Queues:
        looks.append(1)
        looked.set()
        release.wait(10)
        raise AssertionError("released")

    monkeypatch.setattr(queues, "look", hangs)
    monkeypatch.setattr("bot.gauges.LONGEST", 0.05)
    async with asking(web.only(None, store, settings(tmp_path), lambda: NOW, alone=True)) as client:
        first, second = await client.get("/metrics"), await client.get("/metrics")
        assert await asyncio.to_thread(looked.wait, 10)  # a busy machine may begin the look only now
    release.set()
    assert read(first.text)["bofast_database_up", frozenset()] == 0
    assert read(second.text)["bofast_database_up", frozenset()] == 0
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": "Bearer å"}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
async def test_only_who_knows_the_token(
    store: Store, tmp_path: Path, header: dict[str, str], status: int
) -> None:
    raw = {name.encode(): value.encode() for name, value in header.items()}
    page = web.only(None, store, settings(tmp_path, metrics_token=TOKEN), lambda: NOW)
    async with asking(page) as client:
        answer = await client.get("/metrics", headers=raw)
        assert answer.status_code == status
        assert (b"bofast_" in answer.content) == (status == 200)
        assert (await client.get("/health")).status_code in (200, 503)


async def test_without_a_token_a_public_port_shows_no_numbers(store: Store, tmp_path: Path) -> None:
    async with asking(web.only(None, store, settings(tmp_path), lambda: NOW)) as client:
        assert (await client.get("/metrics")).status_code == 404


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"METRICS_PORT": "9464", "HOST": "0.0.0.0"}, "BOFAST_METRICS_TOKEN"),
        ({"METRICS_PORT": "many"}, "BOFAST_METRICS_PORT"),
        ({"METRICS_TOKEN": "short"}, "BOFAST_METRICS_TOKEN"),
        ({"LOG": "xml"}, "BOFAST_LOG"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, environ: dict[str, str], named: str) -> None:
    plain = {"BOFAST_DATA_DIR": str(tmp_path / "data")}
    with pytest.raises(ConfigurationError, match=named):
        environment.read({**plain, **{f"BOFAST_{name}": value for name, value in environ.items()}})


def test_the_numbers_outside_this_machine_with_a_token(tmp_path: Path) -> None:
    given = {
        "BOFAST_DATA_DIR": str(tmp_path / "data"),
        "BOFAST_HOST": "0.0.0.0",
        "BOFAST_METRICS_PORT": "9464",
        "BOFAST_METRICS_TOKEN": TOKEN,
    }
    assert environment.read(given).metrics_port == 9464
