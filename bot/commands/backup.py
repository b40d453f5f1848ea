"""`bofast backup FILE`: database and files in one file, while everything runs. `--check FILE` looks at one."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import settings as environment
from bot.commands.common import show
from bot.scheduling.clock import system_time
from storage import facts, trouble
from storage.copying import CopyError, keep
from storage.copying.archive import Manifest
from storage.session import Store
from support.deployment import ConfigurationError

FACT = "backup"
"""Noted when a backup is whole, so that `bofast doctor` can say how old the newest one is."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument("file", type=Path)
    command.add_argument("--force", action="store_true", help="write over a file of that name")
    command.add_argument(
        "--check", action="store_true", help="look at every checksum in FILE, and do nothing"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make one, or look at one."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is half done is taken away
    file = chosen.file.expanduser().absolute()
    try:
        made = keep.check(file) if chosen.check else _back_up(file, chosen.force)
    except CopyError as error:
        raise ConfigurationError(f"backup: {error}") from error
    answer = told(made, file)
    verb = "is whole:" if chosen.check else "holds"
    show(chosen, answer, f"{file} {verb} {summed(made)}, as of {made.at}, {answer['bytes'] / 1e6:.1f} MB.")
    if made.missing:
        said = (
            f"{len(made.missing)} files that the database speaks of were not in the data folder, or damaged"
        )
        print(f"bofast: backup: {said}", file=sys.stderr)
    return 0


def told(made: Manifest, file: Path) -> dict[str, Any]:
    """For a program."""
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "at": made.at,
        "release": made.release,
        "revision": made.database.revision,
        "database": made.database.kind,
        "tables": {name: each.sha256 for name, each in made.database.tables.items()},
        "rows": made.rows,
        "files": len(made.files),
        "missing": made.missing,
    }


def summed(made: Manifest) -> str:
    """For a person."""
    return f"{len(made.database.tables)} tables with {made.rows} rows and {len(made.files)} files"


def _back_up(file: Path, force: bool) -> Manifest:
    settings = environment.read()
    store = Store(settings.database_url)
    try:
        made = keep.back_up(store, settings.data_dir, file, now=system_time(), force=force)
        with suppress(SQLAlchemyError), store.writing() as db:
            facts.write(db, FACT, {"at": made.at})
    except SQLAlchemyError as error:
        raise ConfigurationError(trouble.told(error, store)) from error
    finally:
        store.close()
    return made
