"""`bofast restore FILE`: put a backup where nothing is: an empty database, a data folder without files."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import settings as environment
from bot.commands.backup import summed, told
from bot.commands.common import show
from storage import trouble
from storage.copying import CopyError, keep
from storage.session import Store
from support.deployment import ConfigurationError


def arguments(command: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    command.add_argument("file", type=Path)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Put it back."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is half done is taken away
    file = chosen.file.expanduser().absolute()
    settings = environment.read()
    store = Store(settings.database_url)
    try:
        made = keep.restore(store, settings.data_dir, file)
    except CopyError as error:
        raise ConfigurationError(f"restore: {error}") from error
    except SQLAlchemyError as error:
        raise ConfigurationError(trouble.told(error, store)) from error
    finally:
        store.close()
    show(chosen, told(made, file), f"Restored {summed(made)}, as of {made.at}, every checksum right.")
    return 0
