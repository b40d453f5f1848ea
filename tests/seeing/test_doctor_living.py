"""`bofast doctor` on a deployment that lives: what waits, what failed, what Telegram sees, disk, time, backups."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot import examine_living
from bot import settings as environment
from bot.examine import Finding
from bot.scheduling.clock import system_time
from storage import facts
from storage.session import Store
from storage.tables import Outgoing, Update
from support import alerts, people
from support.outbox import Rank

GB = 1024**3


class Telegram(BaseHTTPRequestHandler):
    """Answers `getWebhookInfo` as it is told."""

    status: ClassVar[int] = 200
    info: ClassVar[dict[str, Any]] = {}
    ahead: ClassVar[timedelta] = timedelta(0)
    raw: ClassVar[bytes | None] = None

    def do_GET(self) -> None:
        body = self.raw or json.dumps({"ok": self.status == 200, "result": self.info}).encode()
        self.send_response_only(self.status)
        self.send_header("Date", format_datetime(system_time() + self.ahead, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silently."""


@contextmanager
def telegram(**how: Any) -> Iterator[str]:
    answering = type("Answering", (Telegram,), how)
    server = HTTPServer(("127.0.0.1", 0), answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def look(folder: Path, **more: str) -> list[Finding]:
    given = {"BOFAST_DATA_DIR": str(folder / "data"), **{f"BOFAST_{k}": v for k, v in more.items()}}
    return list(examine_living.living(environment.read(given)))


def about(found: list[Finding], what: str) -> list[tuple[str, str]]:
    return [(each.level, each.says) for each in found if each.about == what]


def test_a_database_in_good_order(database_url: str, tmp_path: Path) -> None:
    store = Store(database_url)
    with store.writing() as db:
        facts.write(db, "backup", {"at": (system_time() - timedelta(hours=5)).isoformat()})
    store.close()
    found = look(tmp_path, DATABASE_URL=database_url)
    assert about(found, "queue") == [("ok", "0 waiting, none for too long")]
    assert about(found, "backup") == [("ok", "the newest is 5 hours old")]
    assert {each.about for each in found} == {"queue", "backup", "disk"}


def test_what_waits_and_what_failed(database_url: str, tmp_path: Path) -> None:
    store, now = Store(database_url), system_time()
    old = now - timedelta(minutes=20)
    with store.writing() as db:
        amira = people.add_staff(db, name="Amira", login="amira", team="Team", now=now)
        assert amira is not None
        kim = people.add_tenant(db, first_name="Kim", language="sv", worker=amira, now=now)
        kim.unreachable_since = now
        for number, state, error in ((4, "waiting", None), (5, "set_aside", "KeyError")):
            db.add(
                Update(
                    update_id=number, chat_id=1, payload={}, state=state, error=error, next_try_at=old,
                    received_at=old,
                )
            )  # fmt: skip
        for state, rank in (("waiting", Rank.DANGER), ("failed", Rank.ANSWER)):
            db.add(
                Outgoing(
                    chat_id=1, language="sv", say={}, rank=int(rank), state=state, created_at=old,
                    not_before=old, error="refused" if state == "failed" else None,
                )
            )  # fmt: skip
        alerts.raise_alert(db, "set_aside", kim, now=old)
        facts.write(db, "backup", {"at": (now - timedelta(days=9)).isoformat()})
    store.close()
    found = look(tmp_path, DATABASE_URL=database_url)
    waits = about(found, "queue")
    assert waits[0] == (
        "warning",
        "updates: 1 waiting, the oldest for 20 minutes; " + examine_living.WHAT_TO_DO["updates"],
    )
    assert waits[1][1].startswith("danger: 1 waiting")
    assert "5 (KeyError)" in about(found, "set aside")[0][1]
    assert "1 refused" in about(found, "sending")[0][1]
    assert about(found, "phones")[0][0] == "warning"
    assert about(found, "backup")[0] == (
        "warning", "the newest is 9 days old; see why the nightly one has stopped",
    )  # fmt: skip


def test_no_backup_yet(database_url: str, tmp_path: Path) -> None:
    assert about(look(tmp_path, DATABASE_URL=database_url), "backup")[0][0] == "warning"


@pytest.mark.parametrize(
    ("how", "settings", "level", "says"),
    [
        ({"info": {"url": "", "pending_update_count": 3}}, {}, "ok", "answers; 3 updates wait there"),
        ({"info": {"url": "", "pending_update_count": 900}}, {}, "warning", "forgets them after 24 hours"),
        ({"info": {"url": "https://else.example/x"}}, {}, "warning", "something else uses the same bot"),
        (
            {"info": {"url": ""}},
            {"WEBHOOK_URL": "https://b.example/t"},
            "warning",
            "should be https://b.example/t",
        ),
        ({"status": 401}, {}, "error", "Telegram does not know the token"),
        ({"status": 502, "raw": b"<html>"}, {}, "warning", "cannot be asked (JSONDecodeError)"),
        ({"raw": b"[]"}, {}, "warning", "answers with status 200"),
    ],
)
def test_telegram_as_it_sees_us(
    tmp_path: Path, how: dict[str, Any], settings: dict[str, str], level: str, says: str
) -> None:
    with telegram(**how) as address:
        found = look(tmp_path, TELEGRAM_TOKEN="1:abc", TELEGRAM_API=address, **settings)
    ((seen, said),) = about(found, "telegram's side")
    assert seen == level and says in said


def test_a_webhook_call_that_failed(tmp_path: Path) -> None:
    failed = int(system_time().timestamp()) - 600
    info = {
        "url": "https://b.example/t", "last_error_date": failed,
        "last_error_message": "Wrong response from the webhook: 503 Service Unavailable",
    }  # fmt: skip
    with telegram(info=info) as address:
        found = look(
            tmp_path, TELEGRAM_TOKEN="1:abc", TELEGRAM_API=address, WEBHOOK_URL="https://b.example/t"
        )
    assert about(found, "telegram's side")[0] == (
        "warning",
        "a webhook call failed 10 minutes ago: Wrong response from the webhook: 503 Service Unavailable; "
        "see the web server before us",
    )


def test_offline_is_a_warning_without_the_token(tmp_path: Path) -> None:
    found = look(tmp_path, TELEGRAM_TOKEN="1:abcdef", TELEGRAM_API="http://127.0.0.1:1")
    ((level, says),) = about(found, "telegram's side")
    assert level == "warning" and "ConnectError" in says and "abcdef" not in says


def test_a_clock_that_is_wrong(tmp_path: Path) -> None:
    with telegram(info={"url": ""}, ahead=timedelta(hours=1)) as address:
        found = look(tmp_path, TELEGRAM_TOKEN="1:abc", TELEGRAM_API=address)
    ((level, says),) = about(found, "time")
    assert level == "warning" and "60 minutes behind" in says


@pytest.mark.parametrize(("free", "level"), [(50 * GB, "ok"), (GB, "warning"), (GB // 100, "error")])
def test_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100 * GB, 0, free))
    assert about(look(tmp_path), "disk")[0][0] == level
