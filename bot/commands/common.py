"""What several commands share: settings, the database, and how an answer is printed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import addresses
from bot import settings as environment
from bot.scheduling import clock as clocks
from bot.scheduling.clock import Clock
from bot.settings import Settings
from storage import migrate, trouble
from storage.session import Store
from support.deployment import ConfigurationError


class Desk:
    """Settings, an up-to-date database and the clock, for a command that works without a running bot."""

    def __init__(self, settings: Settings) -> None:
        self.store = Store(settings.database_url)
        self.clock = Clock()
        migrate.upgrade(self.store)
        clocks.look(self.store, self.clock)
        self.settings = addresses.recall(self.store, settings)


@contextmanager
def desk() -> Iterator[Desk]:
    """Open the desk; a database that cannot be used is said in one line."""
    settings = environment.read()
    made: Desk | None = None
    try:
        made = Desk(settings)
        yield made
    except SQLAlchemyError as error:
        store = made.store if made else Store(settings.database_url)
        raise ConfigurationError(trouble.told(error, store)) from error
    finally:
        if made is not None:
            made.store.close()


def show(chosen: argparse.Namespace, answer: Any, *lines: str) -> None:
    """Print the answer as JSON or as lines for a person."""
    print(
        json.dumps(answer, ensure_ascii=False, default=str) if chosen.json else "\n".join(lines), flush=True
    )
