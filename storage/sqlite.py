"""SQLite's driver with one trip to its thread for each statement; by itself it makes four, and they cost the most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

NOTHING: tuple[Any, ...] = ()


class Connection(aiosqlite.Connection):
    """What SQLAlchemy asks of a connection; `cursor` costs nothing."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # (what SQLAlchemy needs is less than what the driver gives)
        return Cursor(self)

    async def trip(self, run: Any, sql: str, parameters: Any) -> tuple[Any, Sequence[Any], int, int]:
        """(description, rows, rowcount, lastrowid)."""
        run = partial(there, self._conn, run)
        return await self._execute(run, sql, parameters)  # type: ignore[no-untyped-call,no-any-return]


def there(connection: sqlite3.Connection, run: Any, sql: str, parameters: Any) -> tuple[Any, Sequence[Any], int, int]:
    cursor = connection.cursor()
    try:
        run(cursor, sql, parameters)
        rows = cursor.fetchall() if cursor.description else NOTHING
        return cursor.description, rows, cursor.rowcount, cursor.lastrowid or 0
    finally:
        cursor.close()


class Cursor:
    """The rows came with the statement, so fetching and closing go nowhere."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: Any = None
        self.rows: Sequence[Any] = NOTHING
        self.rowcount = -1
        self.lastrowid = 0

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = NOTHING) -> Self:
        return await self._run(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        return await self._run(sqlite3.Cursor.executemany, sql, parameters)

    async def _run(self, run: Any, sql: str, parameters: Any) -> Self:
        self.description, self.rows, self.rowcount, self.lastrowid = await self.connection.trip(run, sql, parameters)
        return self

    async def fetchall(self) -> Sequence[Any]:
        rows, self.rows = self.rows, NOTHING
        return rows

    async def close(self) -> None:
        self.rows = NOTHING


def connect(database: str, **options: Any) -> Connection:
    """Not yet open; awaiting it opens it. Its thread ends with the process."""
    made = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    made._thread.daemon = True
    return made
