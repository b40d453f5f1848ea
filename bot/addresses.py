"""Where the running processes are found and what the bot is called, noted for whoever makes links.

So the data folder alone is enough for `bofast tenant add`: its links lead to the same Telegram and the same
inbox as those of the processes that run (a kept demo's phone, for example). What the environment says wins.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.settings import Settings
from storage import facts
from storage.session import Store, wait_lock

FACT = "addresses"
BOT = "bot"
INBOX = ("BOFAST_URL", "BOFAST_HOST", "BOFAST_PORT")
TELEGRAM = ("BOFAST_TELEGRAM_API", "BOFAST_TELEGRAM_TOKEN")
"""Settings that decide an address; if any is set, the environment is what counts."""


def note(store: Store, settings: Settings, parts: tuple[str, ...]) -> None:
    """A process starts: where its parts are found."""
    with store.writing() as db:
        wait_lock(db, FACT)
        known = facts.read(db, FACT) or {}
        if "inbox" in parts:
            known["url"] = settings.url
        if "bot" in parts:
            known["telegram_api"] = settings.telegram_api
        facts.write(db, FACT, known)


def note_username(db: Session, name: str | None) -> None:
    """The bot has learnt its own name from Telegram."""
    facts.write(db, BOT, {"username": name})


def username(store: Store, settings: Settings) -> str | None:
    """The bot's name for join links: as configured, else as the running bot learnt it; None if nobody knows."""
    if settings.deployment.telegram.username:
        return settings.deployment.telegram.username
    with store.reading() as db:
        found: str | None = (facts.read(db, BOT) or {}).get("username")
    return found


def recall(store: Store, settings: Settings, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, with the noted addresses where the environment names none."""
    with store.reading() as db:
        noted = facts.read(db, FACT) or {}
    if "url" in noted and not any(map(environment.get, INBOX)):
        settings = replace(settings, url=noted["url"])
    if "telegram_api" in noted and not any(map(environment.get, TELEGRAM)):
        settings = replace(settings, telegram_api=noted["telegram_api"])
    return settings
