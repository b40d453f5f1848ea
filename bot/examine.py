"""Looks at a deployment for who hosts it: what is right, what a person should see to, what is wrong. In English.

It migrates nothing and sends nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from bot import addresses, signs
from bot.health import health
from bot.scheduling import clock as clocks
from bot.scheduling.clock import Clock
from bot.settings import Settings
from storage import facts, migrate, trouble
from storage.session import Store
from support import help_lines
from support.deployment import LANGUAGES

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    about: str
    says: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in turn."""
    yield Finding("ok", "configuration", f"country {settings.deployment.country}")
    clock, store = Clock(), Store(settings.database_url)
    try:
        yield from _database(settings, store, clock)
    finally:
        store.close()
    for check in CHECKS:
        yield from check(settings)
    today = settings.deployment.local(clock.now()).date()
    for problem in help_lines.problems(settings.deployment.country, today):
        yield Finding("warning", "help lines", str(problem))


def _database(settings: Settings, store: Store, clock: Clock) -> Iterator[Finding]:
    """Reachable, of this release, and then what the processes have noted in it."""
    file = store.url.database if store.is_sqlite else None
    if file and not Path(file).exists():
        yield Finding("warning", "database", "there is none yet; `bofast run` makes it")
        return
    try:
        if migrate.is_current(store):
            state = trouble.state(store)
            if state == "ok":
                yield Finding("ok", "database", "answers and has the tables of this release")
            else:
                yield Finding("error", "database", trouble.said(state, store))
            yield from _noted(settings, store, clock)
        else:
            says = (
                "has the tables of another release; `bofast run` of the newest release brings them up to date"
            )
            yield Finding("warning", "database", says)
    except SQLAlchemyError as error:
        yield Finding("error", "database", trouble.told(error, store))


def _noted(settings: Settings, store: Store, clock: Clock) -> Iterator[Finding]:
    with store.reading() as db:
        moved = facts.read(db, clocks.FACT) is not None
    if moved:
        clocks.look(store, clock)
        time = clock.now().isoformat(timespec="seconds")
        says = f"it has been moved to {time}; start without BOFAST_CLOCK for the real time"
        yield Finding("warning", "clock", says)
    if addresses.username(store, settings) is None:
        says = "its name is not known until it has run once; join links made before that open no chat"
        yield Finding("warning", "bot", says)
    yield from _alive(store)


def _alive(store: Store) -> Iterator[Finding]:
    """Does anybody take what comes in, and send what is due?"""
    said = health(store)
    if said["telegram"] == "still":
        since, until = said["telegram_since"], said["telegram_forgets_at"]
        if "messages" in said:
            says = f"nothing taken in since {since}; Telegram keeps 24 hours: messages may have been lost"
            yield Finding("error", "messages", says)
        else:
            says = (
                f"nothing taken in since {since}; Telegram forgets it from {until}; is `bofast run` running?"
            )
            yield Finding("warning", "messages", says)
    if "telegram_trouble" in said:
        kind, since = said["telegram_trouble"], said["telegram_trouble_since"]
        yield Finding("warning", "telegram", f"since {since}: {signs.TROUBLES.get(kind, kind)}")
    if said["scheduler"] == "still":
        says = (
            "has not ticked for minutes, so no reminder leaves; is `bofast run` running with the scheduler?"
        )
        yield Finding("warning", "scheduler", says)


def _secret(settings: Settings) -> Iterator[Finding]:
    """The secret that signs sessions; several hosts need the same one."""
    if os.environ.get("BOFAST_SECRET"):
        yield Finding("ok", "secret", "from BOFAST_SECRET")
        return
    file = settings.data_dir / "secret"
    if file.stat().st_mode & 0o077:
        yield Finding("warning", "secret", f"others on this machine can read {file}; chmod 600 it")
    elif not settings.database_url.startswith("sqlite"):
        says = f"made in {file}; set BOFAST_SECRET if more than one host shares the database"
        yield Finding("warning", "secret", says)
    else:
        yield Finding("ok", "secret", f"in {file}")


def _telegram(settings: Settings) -> Iterator[Finding]:
    if settings.telegram_token is None:
        says = "BOFAST_TELEGRAM_TOKEN is missing; the bot cannot run without one, ask @BotFather"
        yield Finding("warning", "telegram", says)
    elif settings.webhook_url and not settings.webhook_url.startswith("https://"):
        yield Finding("warning", "telegram", "BOFAST_WEBHOOK_URL is not https; Telegram calls only https")
    else:
        yield Finding("ok", "telegram", "there is a token")


def _address(settings: Settings) -> Iterator[Finding]:
    """The inbox's address stands in mails and links; plain http is for this machine alone."""
    here = urlsplit(settings.url).hostname in ("127.0.0.1", "localhost", "::1")
    if settings.url.startswith("https://") or here:
        yield Finding("ok", "address", settings.url)
    else:
        yield Finding("warning", "address", f"BOFAST_URL is {settings.url}; use https outside this machine")


def _languages(settings: Settings) -> Iterator[Finding]:
    """Country and languages belong together; tenants may choose any of the three all the same."""
    has = settings.deployment.languages
    missing = [each for each in LANGUAGES[settings.deployment.country] if each not in has]
    if missing:
        says = f"languages leaves out {', '.join(missing)}; tenants may still choose all three"
        yield Finding("warning", "languages", says)
    else:
        yield Finding("ok", "languages", ", ".join(has))


def _line(settings: Settings) -> Iterator[Finding]:
    line = settings.deployment.line
    if line.number is None:
        says = "line.number is missing; *ring us* says that we have none and names national lines"
        yield Finding("warning", "line", says)
    elif not any(line.hours.days):
        yield Finding("warning", "line", "line.hours is empty; the phone is never said to be answered")
    else:
        yield Finding("ok", "line", line.number)


def _meeting_place(settings: Settings) -> Iterator[Finding]:
    address = settings.deployment.meeting_place.address
    if address is None:
        says = "meeting_place.address is missing; tenants are told to ask the team"
        yield Finding("warning", "meeting place", says)
    else:
        yield Finding("ok", "meeting place", address)


def _mail(settings: Settings) -> Iterator[Finding]:
    """Without mail, staff see what waits only while the inbox is open in a browser."""
    smtp = settings.deployment.smtp
    if smtp is None:
        says = "[smtp] is missing; staff see what waits only while the inbox is open"
        yield Finding("warning", "mail", says)
    elif smtp.password_env and not os.environ.get(smtp.password_env):
        says = f"{smtp.password_env}, named by smtp.password_env, is not set in the environment"
        yield Finding("error", "mail", says)
    else:
        yield Finding("ok", "mail", f"through {smtp.host}:{smtp.port}")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _secret,
    _telegram,
    _address,
    _languages,
    _line,
    _meeting_place,
    _mail,
)
