"""Brings a database to the tables of this release, from nothing and from every earlier one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from storage.session import Store, wait_lock

_FOLDER = Path(__file__).parent / "migrations"


def configuration(db: Session | None = None) -> Config:
    """Alembic's settings; with a session, everything happens in that session's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    if db is not None:
        config.attributes["connection"] = db.connection()
    return config


def upgrade(store: Store, revision: str = "head") -> None:
    """Migrate in one transaction; a second process that starts meanwhile waits and finds it done."""
    with store.writing() as db:
        wait_lock(db, "migrate")
        command.upgrade(configuration(db), revision)


def is_current(store: Store) -> bool:
    """Whether the tables are those of this release."""
    with store.reading() as db:
        found = MigrationContext.configure(db.connection()).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(configuration()).get_heads())
