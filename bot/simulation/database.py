"""One database for all histories of an operating system's process, and the connections that pass from life to life."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Pool, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.simulation.driver import Line, Traffic
from bot.simulation.journal import listening
from bot.simulation.lives import OF
from storage.base import OrgSession, Sessions, begin_by_hand


class Lines(Pool):
    """Connections that processes leave behind are handed to the next, so that a history opens none by itself."""

    idle: list[ConnectionPoolEntry]
    used: dict[Line, None]
    traffic: Traffic | None = None

    def _do_get(self) -> ConnectionPoolEntry:
        entry = self.idle.pop() if self.idle else self._create_connection()
        line, life = entry.dbapi_connection, OF.get()
        assert isinstance(line, Line)  # noqa: S101  (this pool makes no others)
        line.life, line.traffic, line.entry = life, self.traffic, entry
        self.used[line] = None
        if life is not None:
            life.lines[line] = None
        return entry

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        line = record.dbapi_connection
        if isinstance(line, Line) and not line.cut:
            self.used.pop(line, None)
            if line.life is not None:
                line.life.lines.pop(line, None)
            line.life = line.traffic = None
            self.idle.append(record)

    def recreate(self) -> Lines:
        raise NotImplementedError

    def dispose(self) -> None:
        self.idle.clear()

    def status(self) -> str:
        return f"{len(self.idle)} idle"


@dataclass
class Database:
    """One file, one engine and its compiled statements for all histories of an operating system's process."""

    file: str
    free: list[sqlite3.Connection] = field(default_factory=list)
    opened: list[sqlite3.Connection] = field(default_factory=list)

    def __post_init__(self) -> None:
        url = f"sqlite+aiosqlite:///{self.file}"
        self.engine = create_async_engine(url, poolclass=Lines, creator=self._line, hide_parameters=True)
        begin_by_hand(self.engine, 0)
        event.listen(self.engine.sync_engine, "connect", _impatient)
        pool = self.engine.sync_engine.pool
        assert isinstance(pool, Lines)  # noqa: S101  (as asked for above)
        self.pool, self.pool.idle, self.pool.used = pool, [], {}
        self.reader = self.open()  # of whoever looks on
        self.sessions: Sessions = async_sessionmaker(self.engine, expire_on_commit=False, sync_session_class=OrgSession)

    def cut(self, line: Line) -> None:
        """As the operating system does with a process that died: its locks are free, what it had begun is gone."""
        line.cut = True
        line.entry.fairy_ref = None  # else the pool would miss it when Python collects whoever had it
        self.pool.used.pop(line, None)
        with suppress(sqlite3.Error):
            line.raw.rollback()
        self.free.append(line.raw)

    def ended(self) -> None:
        """Of a history: whatever still held something."""
        for line in list(self.pool.used):
            self.cut(line)

    def _line(self) -> Line:
        return Line(self.free.pop() if self.free else self.open())

    def open(self) -> sqlite3.Connection:
        raw = sqlite3.connect(self.file, check_same_thread=False, cached_statements=512, isolation_level=None)
        listening(raw)
        self.opened.append(raw)
        return raw

    def close(self) -> None:
        self.pool.dispose()
        for raw in self.opened:
            raw.close()


def _impatient(line: Line, _: Any) -> None:
    """Nobody pulls the plug of what lives in memory."""
    line.raw.execute("PRAGMA synchronous=OFF")
