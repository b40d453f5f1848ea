"""Migrations: from nothing up, from every earlier revision with data in every table, down again; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select

from storage import migrate
from storage.session import Store
from storage.tables import Base
from tests.databases import PostgresTemplate
from tests.storage.rows import MADE_HERE, fill


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(migrate.configuration())
    return [each.revision for each in reversed(list(script.walk_revisions()))]


@pytest.fixture
def migrated(database_url: str) -> Iterator[Store]:
    made = Store(database_url)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Store]:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        made = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    else:
        template: PostgresTemplate = request.getfixturevalue("postgres_template")
        made = Store(template.empty())
    yield made
    made.close()


def downgrade(store: Store, revision: str) -> None:
    with store.writing() as db:
        command.downgrade(migrate.configuration(db), revision)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Everything in every table."""
    tables = MetaData()
    with store.engine.connect() as connection:
        tables.reflect(connection)
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.sorted_tables
            if table.name != MADE_HERE
        }


def kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> None:
    """Every row is still there, and so is every value whose column is."""
    for name, some in before.items():
        assert len(after.get(name, [])) == len(some), f"{name} has lost rows"
        for old, new in zip(some, after[name], strict=True):
            common = old.keys() & new.keys()
            assert {key: old[key] for key in common} == {key: new[key] for key in common}, name


def test_there_is_one_line_of_revisions() -> None:
    script = ScriptDirectory.from_config(migrate.configuration())
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


def test_the_tables_are_what_the_code_says(migrated: Store) -> None:
    assert migrate.is_current(migrated)
    with migrated.reading() as db:
        context = MigrationContext.configure(db.connection(), opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("revision", revisions())
def test_every_revision_with_data_comes_up_to_date_and_goes_back(empty: Store, revision: str) -> None:
    """From there to the newest in one go, as an update of the program does it; then down, and up step by step."""
    migrate.upgrade(empty, revision)
    with empty.engine.begin() as connection:
        for number in (1, 2):
            fill(connection, number)
    before = rows(empty)
    assert all(len(some) == 2 for some in before.values()) and len(before) > 20
    migrate.upgrade(empty)
    assert migrate.is_current(empty)
    newest = rows(empty)
    kept(before, newest)
    downgrade(empty, revision)
    kept(before, rows(empty))
    for step in revisions()[revisions().index(revision) + 1 :]:
        migrate.upgrade(empty, step)
    kept(before, rows(empty))
    assert migrate.is_current(empty)


def test_every_step_goes_down_to_nothing_with_data_in_it(empty: Store) -> None:
    migrate.upgrade(empty)
    with empty.engine.begin() as connection:
        fill(connection, 1)
    for revision in reversed(["base", *revisions()[:-1]]):
        downgrade(empty, revision)
    assert set(inspect(empty.engine).get_table_names()) <= {MADE_HERE}
    assert not migrate.is_current(empty)
    migrate.upgrade(empty)
    assert migrate.is_current(empty)


def test_no_table_holds_a_score_or_a_landlord() -> None:
    """R29, R31: there is no column for an assessment, for silence, or for a landlord to look at."""
    forbidden = (
        "score",
        "risk",
        "streak",
        "percent",
        "last_active",
        "last_seen",
        "sober",
        "diagnos",
        "landlord",
        "missed",
    )
    wrong = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(word in column.name for word in forbidden)
    ]
    assert wrong == []
