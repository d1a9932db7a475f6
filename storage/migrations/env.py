"""Alembic's entry: the connection is handed in, so that the caller holds its lock and its transaction."""

from typing import Literal

from alembic import context

import storage.tables  # noqa: F401  (every table, known to the metadata)
from storage.base import Base, UtcDateTime


def _as_plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stays as it was written, so it names no class of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    compare_type=True,
    transactional_ddl=True,
    render_item=_as_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
