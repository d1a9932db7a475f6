"""Whether the database can be written to: tried with a write that leaves nothing behind."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.base import BUSY_MS, Sessions

PATIENCE: Final = 100  # milliseconds for SQLite's one write lock: whoever looks must not stand in a line with turns

# A page of its own on the same disk as the tables.
PAGE: Final = "CREATE TEMPORARY TABLE klantritme_attempt ON COMMIT DROP AS SELECT repeat('x', 8000) AS filler"


ROOM: Final = 1_000_000  # bytes without which a turn may fail where a single page would still go in


async def attempt(sessions: Sessions) -> None:
    """Raises what a turn would, were it played now."""
    engine: AsyncEngine = sessions.kw["bind"]
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await _sqlite(await connection.execution_options(bare=True))
            _room(engine.url.database)
        else:
            await connection.exec_driver_sql(PAGE)
            await connection.commit()


async def _sqlite(bare: AsyncConnection) -> None:
    """The number that SQLite keeps for whoever wants one is written as it was: a page, and no row of any table."""
    await bare.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
    try:
        number = (await bare.exec_driver_sql("PRAGMA user_version")).scalar_one()
        await bare.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            await bare.exec_driver_sql(f"PRAGMA user_version={number}")
            await bare.exec_driver_sql("COMMIT")
        except BaseException:
            await bare.exec_driver_sql("ROLLBACK")
            raise
    finally:
        await bare.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def _room(database: str | None) -> None:
    folder = Path(database or "").absolute().parent
    if folder.is_dir() and shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, "the disk is full")
