"""SQLite's statements where they are asked for, without a trip to the thread of their connection: a quarter of what a
dialogue costs. What waits for a lock still goes there, and so does all that is about races, kills and delivery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from sqlite3 import connect
from typing import Any

import pytest

from storage import sqlite


class Inline(sqlite.Connection):
    """`alone`: it holds the write lock, so that none of its statements waits for another's."""

    alone = False

    async def trip(self, run: Any, sql: str, parameters: Any) -> tuple[Any, Sequence[Any], int, int]:
        begins = sql.startswith("BEGIN")
        if sql.startswith("SELECT") or (self.alone and not begins):
            return sqlite._there(self._conn, run, sql, parameters)
        got = await super().trip(run, sql, parameters)
        self.alone = sql == "BEGIN IMMEDIATE" if begins else self.alone
        return got


def _connect(database: str, **options: Any) -> Inline:
    made = Inline(partial(connect, database, **{**options, "check_same_thread": False}), iter_chunk_size=64)
    made._thread.daemon = True
    return made


@contextmanager
def used(wanted: bool) -> Iterator[None]:
    """By every connection that is made meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        if wanted:
            patch.setattr(sqlite, "connect", _connect)
        yield
