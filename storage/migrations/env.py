"""Runs Alembic's migrations in the transaction that `storage/migrate.py` hands over."""

from typing import Any, Literal

from alembic import context

from storage.tables import Base, Utc


def _plain_types(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration names no type of ours, so that it stands when the code moves on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_plain_types,
)
context.run_migrations()
