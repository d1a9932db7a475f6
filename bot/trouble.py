"""What is wrong with the database: noticed where it happens, in any turn, and looked at until it is over."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import metrics
from storage.attempt import attempt
from storage.base import Sessions

LOCKED, FULL, READ_ONLY, AWAY = "database locked", "disk full", "database read-only", "database away"

# In SQLite's words, which have no codes here; in PostgreSQL's codes.
WORDS: Final = {
    "database is locked": LOCKED,
    "disk is full": FULL,
    "disk I/O error": FULL,  # as a full disk shows itself where a file is mapped into memory
    "readonly database": READ_ONLY,
    "unable to open database file": AWAY,
}
GONE = ("57P01", "57P02", "57P03", "53300", "25P03", "08001", "08003", "08004", "08006")
CODES: Final = {"55P03": LOCKED, "53100": FULL, "25006": READ_ONLY} | dict.fromkeys(GONE, AWAY)
PATIENCE: Final = 4.0  # seconds for a look: a machine may be busy
# Seconds in which it is taken to be so still: a lock in PostgreSQL is on some table, and a look is at none; on a full
# disk a page may still go in.
HELD: Final = 10.0

log = structlog.get_logger()


def trouble(error: BaseException | None) -> str:
    """Empty when it says nothing of the database as a whole."""
    if isinstance(error, NoConnection):
        return AWAY
    if isinstance(error, DBAPIError):
        return AWAY if error.connection_invalidated else trouble_of(error.orig)
    return trouble_of(error) if isinstance(error, OSError) else ""


def trouble_of(error: BaseException | None) -> str:
    """Of what a driver raised."""
    code = getattr(error, "sqlstate", None)
    if code is not None:
        return CODES.get(code, "")
    words = next((what for said, what in WORDS.items() if said in str(error)), "")
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return FULL
    return words or (AWAY if _never_reached(error) else "")


def _never_reached(error: BaseException | None) -> bool:
    """psycopg has no code for a server that is not there."""
    return type(error).__module__.startswith("psycopg") and type(error).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
    )


@dataclass
class Trouble:
    """`why` is what the last look found wrong, or a turn since."""

    sessions: Sessions
    why: str = ""
    since: float = 0.0

    def listen(self) -> None:
        engine: AsyncEngine = self.sessions.kw["bind"]
        event.listen(engine.sync_engine, "handle_error", self._happened)

    def _happened(self, context: ExceptionContext) -> None:
        if isinstance(context.original_exception, asyncio.CancelledError):
            return  # a turn that took too long was given up by us; its connection goes, and the database is well
        if why := AWAY if context.is_disconnect else trouble_of(context.original_exception):
            metrics.database_refused(why)
            self._is(why, context.original_exception)
            self.since = asyncio.get_running_loop().time()

    def _is(self, why: str, error: BaseException | None = None) -> None:
        if why and why != self.why:
            code = getattr(error, "sqlstate", None) or ""
            log.warning("database.trouble", why=why, error=type(error).__name__, code=code)
        elif why != self.why:
            log.info("database.well", was=self.why)
        self.why = why

    async def look(self) -> str:
        """Reads; where something was wrong with writing, it tries that, without a word in any table."""
        if self._held():
            return self.why
        try:
            async with asyncio.timeout(PATIENCE):
                await self._tried()
        except TimeoutError:
            self._is(self.why or AWAY)
        except Exception as error:  # noqa: BLE001  (whatever the driver raises, something is wrong)
            self._is(trouble(error) or AWAY, error)
        else:
            self._is("")
        return self.why

    def _held(self) -> bool:
        engine: AsyncEngine = self.sessions.kw["bind"]
        if self.why != FULL and (self.why != LOCKED or engine.dialect.name == "sqlite"):
            return False
        return asyncio.get_running_loop().time() - self.since < HELD

    async def _tried(self) -> None:
        if self.why:
            await attempt(self.sessions)
        async with self.sessions() as session:
            await session.connection(execution_options={"reads": True})
            await session.execute(text("SELECT 1"), execution_options={"all_orgs": True})
