"""What every table holds, as one number a table.

Each row is written down the same way every time and hashed; the hashes are added up, so that the order in which
a database hands out its rows does not matter. Two databases of the same kind with the same sums hold the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, inspect, text

from storage.copying import CopyError, Sum

_AT_ONCE = 500
_FIXED = ("timezone TO 'UTC'", "datestyle TO 'ISO, YMD'", "bytea_output TO 'hex'", "extra_float_digits TO 1")
"""PostgreSQL writes a row down differently under other settings than these."""


def of_tables(connection: Connection) -> dict[str, Sum]:
    """Every table of the database, in one transaction that the caller holds open."""
    postgres = connection.dialect.name == "postgresql"
    for setting in _FIXED if postgres else ():
        connection.execute(text(f"SET LOCAL {setting}"))
    return {
        name: _of_table(connection, name, postgres) for name in sorted(inspect(connection).get_table_names())
    }


def compare(wanted: dict[str, Sum], found: dict[str, Sum]) -> None:
    """`CopyError` names every table that is not as it was."""
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        raise CopyError(f"these tables are not as they were when the backup was made: {', '.join(wrong)}")


def _of_table(connection: Connection, name: str, postgres: bool) -> Sum:
    quoted = connection.dialect.identifier_preparer.quote(name)
    columns = "t::text" if postgres else "*"
    rows = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(
        text(f"SELECT {columns} FROM {quoted} AS t")
    )
    return _sum(repr(tuple(row)) for row in rows)


def _sum(rows: Iterable[str]) -> Sum:
    number, total = 0, 0
    for row in rows:
        number += 1
        total += int.from_bytes(hashlib.sha256(row.encode("utf-8", "surrogatepass")).digest(), "big")
    return Sum(number, f"{total % (1 << 256):064x}")
