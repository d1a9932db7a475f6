"""A crash in a made history: nobody hears of it, nothing tidies up, and the machine lets go of what was held."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any, TypeVar

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from bot.simulation.database import Database
from bot.simulation.driver import Traffic
from bot.simulation.lives import Life, buried, tasks
from bot.simulation.loop import Loop, Stuck
from bot.simulation.rituals import ORGS, WANTED
from storage.base import BUSY_MS

T = TypeVar("T")


def play(main: Coroutine[Any, Any, T]) -> T:
    loop = Loop()
    loop.set_task_factory(tasks)
    loop.set_exception_handler(lambda _loop, _what: None)
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()


def test_time_goes_as_far_as_somebody_waits_and_takes_none() -> None:
    async def main() -> float:
        await asyncio.sleep(3_000)
        return asyncio.get_running_loop().time()

    assert play(main()) == pytest.approx(3_000)


def test_who_waits_for_nothing_is_stuck() -> None:
    async def main() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(Stuck):
        play(main())


async def doing(done: list[str]) -> None:
    try:
        done.append("began")
        await asyncio.sleep(10)
        done.append("went on")
    except BaseException:
        done.append("heard of it")
        raise
    finally:
        done.append("tidied up")


def test_who_dies_does_nothing_more_until_it_is_buried() -> None:
    done: list[str] = []

    async def main() -> list[str]:
        life = Life("a", asyncio.get_running_loop())
        life.begin(doing(done))
        await asyncio.sleep(5)
        life.die()
        await asyncio.sleep(50)
        seen = list(done)
        await buried([life])
        return seen

    assert play(main()) == ["began"]
    assert done == ["began", "heard of it", "tidied up"]


def test_who_stands_still_goes_on_where_it_was() -> None:
    done: list[str] = []

    async def main() -> tuple[list[str], list[str]]:
        loop = asyncio.get_running_loop()
        life = Life("a", loop)
        life.begin(doing(done))
        await asyncio.sleep(5)
        life.until = loop.time() + 20
        await asyncio.sleep(19)
        seen = list(done)
        await asyncio.sleep(2)
        return seen, list(done)

    assert play(main()) == (["began"], ["began", "went on", "tidied up"])


def test_a_fuse_burns_a_step_at_a_time() -> None:
    """So a process can die at any await."""
    reached: list[int] = []

    async def main() -> None:
        life = Life("a", asyncio.get_running_loop(), fuse=4)
        life.struck = life.die

        async def steps() -> None:
            for step in range(10):
                reached.append(step)
                await asyncio.sleep(0)

        life.begin(steps())
        await asyncio.sleep(1)
        await buried([life])

    play(main())
    assert reached == [0, 1, 2]


def test_the_write_lock_of_who_dies_is_free_and_what_it_began_is_gone(database: Database) -> None:
    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        database.pool.traffic = Traffic(Random(1), lambda: None)
        life = Life("a", loop, cut=database.cut)
        life.begin(write("of the dead", 30))
        await asyncio.sleep(1)
        with pytest.raises(OperationalError, match="locked"):
            await write("too early", 0)
        assert loop.time() > 1 + BUSY_MS / 1_000
        life.die()
        await write("of the living", 0)
        await buried([life])
        return [key for (key,) in database.reader.execute("SELECT key FROM simulated")]

    async def write(key: str, pause: float) -> None:
        async with database.sessions(info={"org": ORGS[0]}) as session, session.begin():
            await session.execute(insert(WANTED), {"kind": "said", "key": key, "about": ""})
            await asyncio.sleep(pause)

    database.reader.execute("DELETE FROM simulated")
    assert play(main()) == ["of the living"]
    database.ended()
