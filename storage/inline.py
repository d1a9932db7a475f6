"""SQLite's statements where they are asked for, without a trip to the thread of their connection: that costs more than
most of them. For one person's demo and for tests, where nobody minds that the loop stands still meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from sqlite3 import connect as opened
from typing import Any, Final

from storage import sqlite

ENDING: Final = "?statements=inline"  # of an address that wants this
NO_LOCK: Final = ("SELECT", "SAVEPOINT", "RELEASE")  # with a write-ahead log who reads waits for nobody


def address(url: str) -> str:
    """The same database, inline if it is SQLite."""
    return url + ENDING if url.startswith("sqlite") else url


class Inline(sqlite.Connection):
    """What may have to wait for a lock still goes to the thread, so that whoever holds it can go on.

    `alone`: it holds the write lock. `left`: nobody waits any more for what its thread may still be doing.
    """

    alone = False
    left = False

    async def trip(self, run: Any, sql: str, parameters: Any) -> tuple[Any, Sequence[Any], int, int]:
        if not self.left and (self.alone or sql == "BEGIN" or sql.startswith(NO_LOCK)):
            return sqlite.there(self._conn, run, sql, parameters)
        got = await super().trip(run, sql, parameters)
        self.alone = self.alone or sql == "BEGIN IMMEDIATE"
        return got

    async def commit(self) -> None:
        await self._end(self._conn.commit)

    async def rollback(self) -> None:
        await self._end(self._conn.rollback)

    async def _end(self, end: Any) -> None:
        self.alone = False
        if self.left:
            await self._execute(end)
        else:
            end()

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """The thread does one thing after the other: when this is done, so is all that was left to it before."""
        try:
            got = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # (the driver has none)
        except asyncio.CancelledError:
            self.left = True
            raise
        self.left = False
        return got


def connect(database: str, **options: Any) -> Inline:
    made = Inline(partial(opened, database, **{**options, "check_same_thread": False}), iter_chunk_size=64)
    made._thread.daemon = True
    return made
