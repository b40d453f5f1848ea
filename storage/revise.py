"""`python -m storage.revise "what changed"`: write the next migration from what `tables.py` says now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage import migrate
from storage.session import Store


def revise(message: str) -> None:
    """Compare the tables with a database that has all earlier migrations."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        migrate.upgrade(store)
        with store.writing() as db:
            command.revision(migrate.configuration(db), message, autogenerate=True, rev_id=_next_id())
        store.close()


def _next_id() -> str:
    versions = Path(__file__).parent / "migrations" / "versions"
    return f"{len(list(versions.glob('[0-9]*.py'))) + 1:04}"


if __name__ == "__main__":
    revise(" ".join(sys.argv[1:]) or "change")
