"""Timers whose turn does not come through: what is at fault is set aside, and what was only in the way is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.timers import AGAIN, TRIES
from rituals import RITUALS
from rituals.contract import Ritual, Timer, Turn
from storage import house
from tests.world import ORG, World, peopled

WAIT = timedelta(minutes=1)


class Deadlock(Exception):
    sqlstate = "40P01"


class Nudged:
    """A ritual whose timer fails as often as it is told to, and then says so no more."""

    def __init__(self, error: Exception) -> None:
        self.error, self.left, self.ran = error, 0, list[str]()

    async def run(self, turn: Turn, due: Any) -> None:
        if self.left:
            self.left -= 1
            raise self.error
        self.ran += [one.about for one in due]

    @property
    def ritual(self) -> Ritual:
        return Ritual("proof", timers={"proof.timer": Timer(self.run)})


async def rows(world: World) -> list[tuple[int, bool]]:
    async with world.core.sessions(info={"org": ORG}) as session:
        found = await session.scalars(select(house.Timer).where(house.Timer.name == "proof.timer"))
        return [(row.tries, row.parked) for row in found]


async def planned(world: World) -> None:
    async with world.core.turns.writing(ORG) as turn:
        turn.at("proof.timer", "1:proof", turn.now)


async def test_a_turn_that_was_in_anothers_way_costs_its_timer_no_try(sqlite_url: str) -> None:
    proof = Nudged(OperationalError("UPDATE", {}, Deadlock()))
    async with peopled(sqlite_url, (*RITUALS, proof.ritual)) as world:
        await planned(world)
        proof.left = 100
        for _ in range(TRIES + 1):
            await world.core.timers.tick()
            assert await rows(world) == [(0, False)]
            world.clock.wait(WAIT)
        proof.left = 0
        await world.core.timers.tick()
        assert proof.ran == ["1:proof"]


@pytest.mark.parametrize("error", [ZeroDivisionError(), DBAPIError("SELECT", {}, Exception("no such table"))])
async def test_one_that_fails_three_times_is_set_aside(sqlite_url: str, error: Exception) -> None:
    proof = Nudged(error)
    async with peopled(sqlite_url, (*RITUALS, proof.ritual)) as world:
        await planned(world)
        proof.left = 100
        for nth in range(TRIES):
            await world.core.timers.tick()
            assert await rows(world) == [(nth + 1, nth + 1 == TRIES)]
            world.clock.wait(AGAIN * TRIES)
        proof.left = 0
        await world.core.timers.tick()
        assert not proof.ran
