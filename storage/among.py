"""`among(column, "chats")`: the column is one of the numbers given as one parameter, however many they are.

SQLAlchemy's own `IN` is written anew for each number of values, which costs more than asking. Here SQLite gets the
numbers as JSON and PostgreSQL as an array.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Boolean, SQLColumnExpression, String, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine


class _Numbers(TypeDecorator[Collection[int]]):
    """Whole numbers as one parameter."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(BigInteger()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> object:
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else json.dumps(numbers)


_WRITTEN = {"sqlite": "{} IN (SELECT value FROM json_each({}))", "postgresql": "{} = ANY ({})"}


class _Among(GenericFunction[bool]):
    type = Boolean()
    inherit_cache = True


def among(column: SQLColumnExpression[Any], name: str) -> _Among:
    """Whether `column` is one of the whole numbers in the parameter `name`."""
    return _Among(column, bindparam(name, type_=_Numbers()))


@compiles(_Among, *_WRITTEN)
def _write(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(part, **how) for part in element.clauses)
    return _WRITTEN[compiler.dialect.name].format(column, numbers)
