"""Make a backup, look at one, put one back. Nothing half is ever left where a whole one belongs."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from storage import migrate
from storage.copying import CopyError, Taken, archive, checksums, postgres, sqlite
from storage.copying.archive import Manifest
from storage.session import Store


def back_up(store: Store, data_dir: Path, target: Path, *, now: datetime, force: bool = False) -> Manifest:
    """Copy database and files into one file. It appears under its name when it is whole and on the disk."""
    if target.exists() and not force:
        raise CopyError(f"{target} exists; choose another name, or --force")
    if not target.parent.is_dir():
        raise CopyError(f"{target.parent} is no folder")
    with _work_beside(target) as folder:
        taken = (sqlite if store.is_sqlite else postgres).take(store, folder)
        manifest = Manifest(version("bofast"), now.isoformat(timespec="seconds"), taken)
        archive.write(folder / "backup", manifest, data_dir)
        if not force and target.exists():
            raise CopyError(f"{target} has appeared meanwhile; choose another name")
        (folder / "backup").replace(target)
        _settle(target.parent)
    return manifest


def check(file: Path) -> Manifest:
    """Look at every checksum without putting anything anywhere."""
    with _opened(file) as packed:
        manifest = archive.read(packed)
        with tempfile.TemporaryDirectory(prefix="bofast-") as folder:
            archive.unpack(packed, manifest, None)
            taken, name = manifest.database, manifest.database.file.name
            copy = Path(packed.extract(name, folder))
            if taken.kind == "sqlite":
                checksums.compare(taken.tables, sqlite.look(copy).tables)
            else:
                postgres.look(copy, taken.tool)
    return manifest


def restore(store: Store, data_dir: Path, file: Path) -> Manifest:
    """Put a backup where nothing is, every checksum looked at, older tables brought up to date."""
    with _opened(file) as packed:
        manifest = archive.read(packed)
        taken = manifest.database
        _fits(store, taken)
        keeper = sqlite if store.is_sqlite else postgres
        if there := [*keeper.in_the_way(store), *_files_in_the_way(data_dir)]:
            raise CopyError(
                f"it goes only into an empty place, and there is {', '.join(there)}: move it away first"
            )
        place = keeper.workplace(store, data_dir)
        place.mkdir(parents=True, exist_ok=True)
        data_dir.mkdir(parents=True, exist_ok=True)
        with _work_beside(data_dir / "files") as folder, _work_beside(place / "database") as beside:
            archive.unpack(packed, manifest, folder)
            copy = beside / taken.file.name
            shutil.move(folder / taken.file.name, copy)
            _lay_down(folder, data_dir)
            try:
                keeper.put(store, copy, taken)
            except BaseException:
                _take_up(data_dir, folder)
                raise
        _settle(data_dir)
        _settle(place)
    return manifest


def _fits(store: Store, taken: Taken) -> None:
    if taken.kind != ("sqlite" if store.is_sqlite else "postgresql"):
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[taken.kind]
        raise CopyError(f"the backup holds a {kind} database; let BOFAST_DATABASE_URL name such a one")
    try:
        ScriptDirectory.from_config(migrate.configuration()).get_revision(taken.revision)
    except CommandError as error:
        says = f"the backup's tables are of revision {taken.revision}, newer than this release; install that release"
        raise CopyError(says) from error


def _files_in_the_way(data_dir: Path) -> list[str]:
    folder = data_dir / "files"
    number = sum(each.is_file() for each in folder.rglob("*")) if folder.is_dir() else int(folder.exists())
    return [f"{folder} ({number} files)"] if number else []


def _lay_down(folder: Path, data_dir: Path) -> None:
    if (folder / "files").is_dir():
        for empty in sorted((data_dir / "files").rglob("*"), reverse=True):
            empty.rmdir()
        (folder / "files").replace(data_dir / "files")


def _take_up(data_dir: Path, folder: Path) -> None:
    if (data_dir / "files").is_dir():
        (data_dir / "files").replace(folder / "files")


@contextmanager
def _work_beside(target: Path) -> Iterator[Path]:
    """A folder of our own on the same disk, which is gone afterwards whatever happens."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            yield Path(folder)
    except OSError as error:
        raise CopyError(f"{error.filename or target.parent}: {error.strerror or error}") from error


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except zipfile.BadZipFile as error:
        raise CopyError(f"{file} is no backup, or not whole") from error
    except FileNotFoundError as error:
        raise CopyError(f"there is no file {file}") from error
    except OSError as error:
        raise CopyError(f"{file}: {error.strerror}") from error


def _settle(folder: Path) -> None:
    """The new name itself is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
