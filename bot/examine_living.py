"""Looks at a deployment that lives: what waits, what failed, what Telegram sees, the disk, the time, the backups.

In English, each with what to do. It changes nothing; of Telegram it asks one question, and does not wait long.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import queues
from bot.examine import Finding
from bot.queues import Queues
from bot.scheduling import clock as clocks
from bot.scheduling.clock import Clock, system_time
from bot.settings import Settings
from storage import migrate
from storage.session import Store
from storage.tables import Outgoing, Update

TOO_LONG = {"updates": 60, "danger": 30, "answers": 300, "notices": 600, "files": 7200}
"""Seconds after which something should not still be waiting."""
WHAT_TO_DO = {
    "updates": "is `bofast run` running with the bot? Its log says why",
    "danger": "danger cards do not leave: ring the tenants' numbers, and see whether Telegram answers this host",
    "answers": "what was written does not leave: see whether Telegram answers this host, and the log",
    "notices": "reminders do not leave: see whether Telegram answers this host, and the log",
    "files": "files cannot be fetched: see whether Telegram answers this host, and that the disk has room",
}
LATELY = timedelta(days=7)
BACKUP_AGE = timedelta(days=2)
TELEGRAM_SECONDS = 5.0
CLOCK_SECONDS = 30.0
"""Telegram's answers carry the time to the second, and take a moment."""
LITTLE, TOO_LITTLE = 2 * 1024**3, 200 * 1024**2
"""Bytes left on the disk of the data folder: somebody should see to it; it will soon stop."""


def living(settings: Settings) -> Iterator[Finding]:
    """Every check in turn."""
    store = Store(settings.database_url)
    try:
        file = store.url.database if store.is_sqlite else None
        if (file is None or Path(file).exists()) and migrate.is_current(store):
            yield from _database(store)
    except SQLAlchemyError:
        pass  # `bot/examine.py` has said so
    finally:
        store.close()
    yield from _disk(settings.data_dir)
    yield from _telegram(settings)


def _database(store: Store) -> Iterator[Finding]:
    clock = Clock()
    clocks.look(store, clock)
    now, system = clock.now(), system_time()
    with store.reading() as db:
        found = queues.look(db, now, system)
        yield from _waiting(found)
        yield from _set_aside(db, found)
        yield from _failed(db, now)
        yield from _phones(found)
        yield from _backup(found)
        if not store.is_sqlite:
            yield from _server_time(db)


def _waiting(found: Queues) -> Iterator[Finding]:
    late = [queue for queue, seconds in found.oldest.items() if seconds > TOO_LONG[queue]]
    for queue in late:
        number, oldest = found.rows[queue, "waiting"], _span(found.oldest[queue])
        yield Finding(
            "warning", "queue", f"{queue}: {number} waiting, the oldest for {oldest}; {WHAT_TO_DO[queue]}"
        )
    if not late:
        waiting = sum(number for (_, state), number in found.rows.items() if state == "waiting")
        yield Finding("ok", "queue", f"{waiting} waiting, none for too long")


def _set_aside(db: Session, found: Queues) -> Iterator[Finding]:
    number = found.alerts["set_aside"]
    if not number:
        return
    rows = db.execute(
        select(Update.update_id, Update.error)
        .where(Update.state == "set_aside")
        .order_by(Update.update_id.desc())
        .limit(3)
    )
    latest = ", ".join(f"{update_id} ({error})" for update_id, error in rows)
    says = f"{number} open in the inbox: somebody there presses done; the log tells of updates {latest}: report them"
    yield Finding("warning", "set aside", says)


def _failed(db: Session, now: datetime) -> Iterator[Finding]:
    rows = db.execute(
        select(Outgoing.error, func.count())
        .where(Outgoing.state == "failed", Outgoing.created_at > now - LATELY)
        .group_by(Outgoing.error)
        .order_by(Outgoing.error)
    )
    kinds = [f"{number} {error or 'unknown'}" for error, number in rows]
    if kinds:
        says = (
            f"could not be sent in the last week: {', '.join(kinds)}; the inbox shows which, the log says why"
        )
        yield Finding("warning", "sending", says)


def _phones(found: Queues) -> Iterator[Finding]:
    if found.unreachable:
        says = (
            f"{found.unreachable} tenants' phones take no messages (blocked or gone); the inbox shows whose"
        )
        yield Finding("warning", "phones", says)


def _backup(found: Queues) -> Iterator[Finding]:
    age = found.backup_age
    if age is None:
        says = "none has been made with `bofast backup`; see docs/operations/backup.md"
        yield Finding("warning", "backup", says)
    elif age > BACKUP_AGE.total_seconds():
        says = f"the newest is {_span(age)} old; see why the nightly one has stopped"
        yield Finding("warning", "backup", says)
    else:
        yield Finding("ok", "backup", f"the newest is {_span(age)} old")


def _server_time(db: Session) -> Iterator[Finding]:
    there: datetime = db.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]  # it has one row
    off = abs((there - system_time()).total_seconds())
    if off > CLOCK_SECONDS:
        says = (
            f"the database's clock differs by {_span(off)}; let both hosts take their time from a time server"
        )
        yield Finding("warning", "time", says)


def _disk(data_dir: Path) -> Iterator[Finding]:
    folder = next(each for each in (data_dir, *data_dir.parents) if each.exists())
    try:
        disk = shutil.disk_usage(folder)
    except OSError as error:
        yield Finding("error", "disk", f"{data_dir} cannot be looked at: {error.strerror}")
        return
    left = f"{disk.free / 1024**3:.1f} GB left where the data folder is"
    if disk.free < TOO_LITTLE:
        yield Finding("error", "disk", f"{left}; make room now, or nothing more can be kept")
    elif disk.free < LITTLE:
        yield Finding("warning", "disk", f"{left}; make room")
    else:
        yield Finding("ok", "disk", left)


def _telegram(settings: Settings) -> Iterator[Finding]:
    """The bot as Telegram sees it. The address of the call holds the token, so nothing of an error's text is shown."""
    if settings.telegram_token is None:
        return
    about, url = "telegram's side", f"{settings.telegram_api}/bot{settings.telegram_token}/getWebhookInfo"
    try:
        answer = httpx.get(url, timeout=TELEGRAM_SECONDS)
        told = answer.json() if answer.status_code != 401 else {}
    except (httpx.HTTPError, ValueError) as error:
        kind = type(error).__name__
        yield Finding("warning", about, f"cannot be asked ({kind}); is this host on the internet?")
        return
    if answer.status_code in (401, 404):
        yield Finding("error", about, "Telegram does not know the token; copy it again from @BotFather")
        return
    if not isinstance(told, dict) or not isinstance(told.get("result"), dict):
        yield Finding("warning", about, f"answers with status {answer.status_code}; try again later")
        return
    yield from _time(answer.headers.get("date"))
    yield from _webhook(settings, told["result"], about)


def _webhook(settings: Settings, info: dict[str, Any], about: str) -> Iterator[Finding]:
    url, waiting = info.get("url") or "", int(info.get("pending_update_count") or 0)
    wanted = settings.webhook_url or ""
    if url != wanted:
        known = f"the webhook is {url}" if url else "there is no webhook"
        should = f"should be {wanted}" if wanted else "this deployment polls"
        says = f"{known}, {should}; `bofast run` sets it, unless something else uses the same bot: find it and stop it"
        yield Finding("warning", about, says)
    failed = info.get("last_error_date")
    if url and isinstance(failed, int):
        age = system_time().timestamp() - failed
        if age < LATELY.total_seconds():
            said = f"a webhook call failed {_span(age)} ago: {info.get('last_error_message')}"
            yield Finding("warning", about, f"{said}; see the web server before us")
    if waiting > 100:
        says = (
            f"{waiting} updates wait at Telegram, which forgets them after 24 hours; is `bofast run` running?"
        )
        yield Finding("warning", about, says)
    elif url == wanted:
        yield Finding("ok", about, f"answers; {waiting} updates wait there")


def _time(date: str | None) -> Iterator[Finding]:
    """Reminders go by this machine's clock."""
    try:
        there = parsedate_to_datetime(date or "")
    except ValueError:
        return
    off = (system_time() - there).total_seconds()
    if abs(off) > CLOCK_SECONDS:
        says = f"this machine's clock is {_span(abs(off))} {'ahead' if off > 0 else 'behind'}; let a time server set it"
        yield Finding("warning", "time", says)


def _span(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
