"""Bringing the database up to date: on start, once, however many processes start together."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import planner
from storage.base import make_engine

SCRIPTS = Path(__file__).resolve().parent.parent / "storage" / "migrations"
PATIENCE_MS = 600_000  # for another process that brings a large database up to date
LOCK = 7_361_905_284  # any number that is ours: PostgreSQL's advisory lock while migrations run


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    return made


async def migrate(url: str) -> None:
    """To the newest version. A second process waits for the first, and then finds nothing to do."""
    engine = make_engine(url, PATIENCE_MS)
    try:
        async with engine.connect() as connection:  # SQLite: BEGIN IMMEDIATE holds the one write lock until the commit
            await _lock(connection)
            await connection.run_sync(_upgrade)
            await connection.commit()
    finally:
        await engine.dispose()


async def versions(url: str) -> tuple[str | None, str | None]:
    """(the database's, the newest); the first is None for an empty database."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            now = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    finally:
        await engine.dispose()
    return now, ScriptDirectory.from_config(config()).get_current_head()


async def _lock(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _upgrade(connection: Connection) -> None:
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
    if connection.dialect.name == "sqlite":
        planner.tell(connection)
