"""New rows of one table, written at once: a flush would look through the whole session, and write SQLite's rows one by
one, since it cannot tell afterwards which got which number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from storage.session import changed, straight
from storage.tables import Base


def insert(db: Session, rows: Sequence[Base]) -> None:
    """Write `rows`: all are of one table and wait in `db` to be written; what they refer to is written already.

    They have their numbers then, and are no longer in the session's care: what changes in them later is not written.
    """
    if not rows:
        return
    table = cast(Table, rows[0].__table__)
    for row in rows:
        db.expunge(row)
        row.__dict__.update(_defaults(table) | row.__dict__)
    values = [{name: row.__dict__[name] for name in _defaults(table)} for row in rows]
    for row, number in zip(rows, _numbers(db, table, values), strict=True):
        row.__dict__["id"] = number
    changed(db, table.name)


def _numbers(db: Session, table: Table, values: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Write them; the numbers that they got, in their order."""
    connection = straight(db)
    if len(values) == 1:
        given = connection.execute(_insert(table), values[0]).inserted_primary_key
        assert given is not None, "one row, one number"
        return [given[0]]
    if connection.dialect.name == "sqlite":  # one writer, and every row gets one more than the highest number
        connection.execute(_insert(table), values)
        last: int = connection.scalar(_LAST)
        return range(last - len(values) + 1, last + 1)
    by_order = _insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return connection.scalars(by_order, values).all()


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


@cache
def _defaults(table: Table) -> dict[str, Any]:
    """Every column but the number, with what stands there if nothing was said."""
    return {
        column.name: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
        for column in table.c
        if not column.primary_key
    }


_LAST = text("SELECT last_insert_rowid()")
