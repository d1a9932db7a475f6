"""SQLite's statements without a thread: they run where they are asked for, and the loop goes round after each.

So a process can die between any two of them, others come between, and waiting for the write lock takes virtual time.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy.util import await_only

from bot.simulation.lives import Life
from storage.base import BUSY_MS

SLOW = 0.06  # of the statements take a while
TURNS = (0.002, 0.02, 0.1)  # how long those take, in seconds
LOCKED = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.025, 0.025, 0.05, 0.05, 0.1)  # SQLite's own patience


class Round:
    """Once round the loop."""

    def __await__(self) -> Generator[None, None, None]:
        yield


ROUND = Round()


@dataclass
class Traffic:
    """What is the same for all connections of one history: its chance, and who wants to hear of a commit."""

    rng: Random
    committed: Callable[[], None]


@dataclass(eq=False)
class Line:
    """What SQLAlchemy takes for a connection. One that belonged to a process that died does nothing any more.

    `entry`: what the pool knows it by.
    """

    raw: sqlite3.Connection
    life: Life | None = None
    traffic: Traffic | None = None
    entry: Any = None
    cut: bool = False
    isolation_level: str | None = None

    def cursor(self) -> Cursor:
        return Cursor(self)

    def create_function(self, *how: Any, **more: Any) -> None:
        """SQLAlchemy would add regular expressions, which nobody here uses."""

    def commit(self) -> None:
        if self.cut:
            return
        wrote = self.raw.in_transaction
        self.raw.commit()
        if self.traffic is not None and wrote:
            self.traffic.committed()
        self.paused()

    def rollback(self) -> None:
        if not self.cut:
            self.raw.rollback()

    def close(self) -> None:
        """It is used again by the next process, or the next history."""

    terminate = close

    def paused(self) -> None:
        if self.traffic is None:
            return
        if (rng := self.traffic.rng).random() < SLOW:
            await_only(asyncio.sleep(rng.choice(TURNS) * rng.random()))
        else:
            await_only(ROUND)


class Cursor:
    """All rows come with the statement: one that is left half read would hold on to what the database was then."""

    __slots__ = ("arraysize", "description", "lastrowid", "line", "rowcount", "rows")

    def __init__(self, line: Line) -> None:
        self.line, self.arraysize, self.rowcount = line, 1, -1
        self.lastrowid: int | None = 0
        self.description: Any = None
        self.rows: list[Any] = []

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        return self._run(sqlite3.Cursor.execute, sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        return self._run(sqlite3.Cursor.executemany, sql, parameters)

    def fetchall(self) -> list[Any]:
        rows, self.rows = self.rows, []
        return rows

    def fetchmany(self, size: int) -> list[Any]:
        some, self.rows = self.rows[:size], self.rows[size:]
        return some

    def fetchone(self) -> Any:
        return self.rows.pop(0) if self.rows else None

    def close(self) -> None:
        self.rows = []

    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks it of a driver whose cursors are closed with a trip; these are not."""

    def _run(self, run: Callable[..., Any], sql: str, parameters: Any) -> Cursor:
        if self.line.cut:
            raise sqlite3.OperationalError("its process has died")
        cursor = self.line.raw.cursor()
        if sql == "BEGIN IMMEDIATE":
            self._locked(cursor)
        else:
            run(cursor, sql, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self.rows = cursor.fetchall() if self.description else []
        cursor.close()
        self.line.paused()
        return self

    @staticmethod
    def _locked(cursor: sqlite3.Cursor) -> None:
        """Waits for the write lock as SQLite itself would, but in virtual time."""
        waited, tried = 0.0, 0
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                if waited * 1000 >= BUSY_MS:
                    raise
            else:
                return
            pause = LOCKED[min(tried, len(LOCKED) - 1)]
            waited, tried = waited + pause, tried + 1
            await_only(asyncio.sleep(pause))
