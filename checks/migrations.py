"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

import storage.tables  # noqa: F401  (every table, known to the metadata)
from bot.database import SCRIPTS, config, migrate
from storage.base import Base, make_engine


def findings() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        differences = asyncio.run(differing(f"sqlite:///{Path(folder) / 'check.db'}"))
    return [f"a migration is missing for: {difference}" for difference in differences]


async def differing(url: str) -> list[Any]:
    """What would have to change in a freshly migrated database, as Alembic describes it."""
    await migrate(url)
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_compared)
    finally:
        await engine.dispose()


def _compared(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def write_new(what: str) -> None:
    """A migration from the newest version to the models; read it before committing it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'new.db'}"
        await migrate(url)
        engine = make_engine(url)
        try:
            async with engine.connect() as connection:
                await connection.run_sync(_written, what)
        finally:
            await engine.dispose()


def _written(connection: Connection, what: str) -> None:
    made = config()
    made.attributes["connection"] = connection
    number = len(list((SCRIPTS / "versions").glob("*.py"))) + 1
    command.revision(made, message=what, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--new"]:
        asyncio.run(write_new(sys.argv[2]))
    print("\n".join(findings()) or "The migrations make what the models describe.")  # noqa: T201
