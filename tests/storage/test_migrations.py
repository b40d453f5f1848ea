"""Migrations: from nothing up, down again, and the tables are what the code says; on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storage import migrate
from storage.session import Store
from storage.tables import Base


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(migrate.configuration())
    return [each.revision for each in reversed(list(script.walk_revisions()))]


@pytest.fixture
def migrated(database_url: str) -> Store:
    return Store(database_url)


def test_the_tables_are_what_the_code_says(migrated: Store) -> None:
    assert migrate.is_current(migrated)
    with migrated.reading() as db:
        context = MigrationContext.configure(db.connection(), opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
    migrated.close()


def test_every_step_goes_down_and_up_again(migrated: Store) -> None:
    for revision in reversed(["base", *revisions()[:-1]]):
        with migrated.writing() as db:
            command.downgrade(migrate.configuration(db), revision)
    assert set(inspect(migrated.engine).get_table_names()) <= {"alembic_version"}
    assert not migrate.is_current(migrated)
    for revision in revisions():
        migrate.upgrade(migrated, revision)
    assert migrate.is_current(migrated)
    migrated.close()


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
