"""Whether anybody else has the database open: a bot that runs always has."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from sqlalchemy import make_url, text

from storage.base import driver_url, make_engine

# Of the same user only: who looks after the server has connections of their own.
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


async def occupied(url: str) -> bool:
    """Asked without a connection of one's own that is open. A file that is gone but still open elsewhere isn't seen."""
    address = make_url(driver_url(url))
    if address.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_locked, address.database or "")
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return bool(await connection.scalar(text(OTHERS)))
    finally:
        await engine.dispose()


def _locked(file: str) -> bool:
    """With a write-ahead log each connection keeps a shared lock on the file for as long as it is open."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return True
        return False
