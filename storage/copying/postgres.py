"""A copy of a PostgreSQL database with its own `pg_dump`, and back with `pg_restore`.

The sums of the tables are taken in the very snapshot that `pg_dump` reads, while others write.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import MetaData, inspect, text

from storage import migrate
from storage.copying import CopyError, Taken, checksums
from storage.copying.sqlite import digests_of, revision_of
from storage.session import Store


def take(store: Store, folder: Path) -> Taken:
    """Dump the whole database as it stands at one moment."""
    target = folder / "database.dump"
    with store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
        program, tool = find("pg_dump", version)
        revision = revision_of(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        run(store, program, "--format=custom", f"--snapshot={snapshot}", f"--file={target}", "--dbname={url}")
        tables, digests = checksums.of_tables(connection), digests_of(connection)
    return Taken(target, "postgresql", revision, tables, digests, tool)


def look(file: Path, tool: int) -> None:
    """`CopyError` if `pg_restore` cannot read it."""
    program, _ = find("pg_restore", tool)
    run(None, program, "--list", str(file))


def in_the_way(store: Store) -> list[str]:
    """What lies where the tables would be put."""
    with store.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    where = store.url.render_as_string(hide_password=True)
    return [f"{where} ({len(tables)} tables)"] if tables else []


def put(store: Store, copy: Path, wanted: Taken) -> None:
    """Restore in one transaction, compare, bring up to date; what is not as it was is taken away again."""
    program, _ = find("pg_restore", wanted.tool)
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    run(store, program, *options, "--dbname={url}", str(copy))
    try:
        with store.engine.connect() as connection:
            checksums.compare(wanted.tables, checksums.of_tables(connection))
        migrate.upgrade(store)
    except BaseException:
        take_away(store)
        raise


def take_away(store: Store) -> None:
    """Empty again, as it was before we put something there."""
    with store.engine.begin() as connection:
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)


def workplace(store: Store, data_dir: Path) -> Path:
    """Where a copy is made ready."""
    return data_dir


def find(name: str, version: int) -> tuple[str, int]:
    """The program of that version, or of the next newer one: an older one cannot read what a newer one wrote."""
    fitting = sorted((number, path) for path, number in _installed(name) if number >= version)
    if not fitting:
        raise CopyError(
            f"{name} of PostgreSQL {version} or newer is not on PATH; install it"
            f" (Debian: apt install postgresql-client-{version})"
        )
    return fitting[0][1], fitting[0][0]


def run(store: Store | None, program: str, *words: str) -> None:
    """Run it; what it complains about is the error. The password never stands in a command line."""
    environment, url = dict(os.environ), ""
    if store is not None:
        if store.url.password is not None:
            environment["PGPASSWORD"] = str(store.url.password)
        url = store.url.set(drivername="postgresql", password=None).render_as_string()
    command = [program, *(word.replace("{url}", url) for word in words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        raise CopyError(f"{Path(program).name}: {said[0].removeprefix(f'{Path(program).name}: ')}")


def _installed(name: str) -> Iterator[tuple[str, int]]:
    folders = [Path(each) for each in os.get_exec_path()] + sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for folder in dict.fromkeys(folders):
        path = shutil.which(name, path=str(folder))
        if path is None:
            continue
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        number = re.search(r"\) (\d+)", said)
        if number:
            yield path, int(number[1])
