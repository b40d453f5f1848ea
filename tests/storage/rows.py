"""A row in every table of a database as it is, whatever its revision: made from the tables themselves.

So a migration that is written years from now meets data in tables whose classes have moved on.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert
from sqlalchemy.types import JSON, Boolean, DateTime, Integer, LargeBinary, Numeric, TypeEngine

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MADE_HERE = "alembic_version"


def fill(connection: Connection, number: int) -> dict[str, dict[str, Any]]:
    """One row more in every table; what was put in, by table. Rows with the same number belong together."""
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: _row(connection, table, number)
        for table in tables.sorted_tables
        if table.name != MADE_HERE
    }


def _row(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    values = {column.name: _value(column, number) for column in table.columns}
    connection.execute(insert(table).values(values))
    return values


def _value(column: Column[Any], number: int) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return _value(key.column, number)
    made: list[tuple[type[TypeEngine[Any]], Any]] = [
        (Boolean, False),
        (Integer, number),
        (Numeric, number),
        (DateTime, MOMENT if getattr(column.type, "timezone", False) else MOMENT.replace(tzinfo=None)),
        (JSON, {"number": number, "words": "åäö"}),
        (LargeBinary, b"bytes %d" % number),
    ]
    fitting = (value for kind, value in made if isinstance(column.type, kind))
    return next(fitting, f"{column.name} åäö {number}")
