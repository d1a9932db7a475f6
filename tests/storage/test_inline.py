"""SQLite's statements inline: who waits for the lock never keeps the loop from whoever has it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import inline
from storage.base import make_engine

WRITE = text("INSERT INTO alembic_version VALUES (hex(randomblob(8)))")
COUNT = text("SELECT count(*) FROM alembic_version WHERE length(version_num) = 16")
SOON = 4.0  # seconds: a busy machine takes its time, but a wait for the lock ends by itself after five


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    made = make_engine(inline.address(sqlite_url))
    yield made
    await made.dispose()


async def writes(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(WRITE)


async def count(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        reading = await connection.execution_options(reads=True)
        return int((await reading.execute(COUNT)).scalar_one())


def test_only_sqlite_has_it() -> None:
    assert inline.address("postgresql://here/x") == "postgresql://here/x"


async def test_who_waits_for_the_lock_gets_it_when_it_is_free(engine: AsyncEngine) -> None:
    async with asyncio.timeout(SOON):
        async with engine.begin() as holder:
            await holder.execute(WRITE)
            waiting = asyncio.create_task(writes(engine))
            await asyncio.sleep(0.05)
            assert not waiting.done()
            assert await count(engine) == 0, "who reads waits for nobody, and sees what was committed"
        await waiting
    assert await count(engine) == 2


async def test_who_stops_waiting_stops_nobody(tmp_path: Path) -> None:
    """Its thread still waits: nothing of that connection may run beside it, or the loop would wait with it."""
    holder, waiter = (inline.connect(str(tmp_path / "any.db"), isolation_level=None) for _ in range(2))
    for each in (holder, waiter):
        await each
    await holder.cursor().execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(waiter.cursor().execute("BEGIN IMMEDIATE"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.sleep(0)
    rolling = asyncio.create_task(waiter.rollback())
    async with asyncio.timeout(SOON):
        await asyncio.sleep(0.05)
        assert not rolling.done(), "it comes after what its thread still does"
        await holder.commit()
        await rolling
        await holder.cursor().execute("BEGIN IMMEDIATE")
    for each in (holder, waiter):
        await each.close()


async def test_what_was_rolled_back_is_gone_and_the_lock_free(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(WRITE)
        await connection.rollback()
        await writes(engine)
    assert await count(engine) == 1
