"""A timer of the relay takes as many statements in a circle of thirty as in one of three: nothing queries for each."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.registry import make
from rituals import RITUALS
from rituals.contract import Due
from rituals.estafette import rules
from rituals.estafette.subjects import RELAY, of_leg
from storage.estafette import Leg, Runner
from storage.people import PersonRow
from tests.many_relay import ONE_AT_A_TIME
from tests.relay_rows import WEEK, leg, offices, preparers, put, relay
from tests.test_statements import counting
from tests.world import ORG, World, peopled

REGISTRY = make(RITUALS)
LATER = date(2026, 11, 23)
BEFORE = timedelta(days=7)


def circle(n: int) -> list[str]:
    return [f"E{one:02}" for one in range(n)]


def standing(name: str, world: World, executive: str) -> tuple[dict[str, Any], list[Leg]]:
    """As it is when this timer comes: settings of the relay, and the leg of whoever is asked or runs."""
    now = world.clock.now()
    match name:
        case "answer":
            return {}, [leg(executive, "OFFERED", LATER, answer_by=now)]
        case "begins":
            return {}, [leg(executive)]
        case "midweek" | "friday":
            return {}, [leg(executive, told="start")]
        case "lapse":
            return {}, [leg(executive, told="start", grace_at=now)]
        case "fall_back":
            return {"passes_at": now}, [leg(executive, "SHARED", ran=True, told="start")]
    return {"rests_until": LATER}, []


async def counted(url: str, name: str, n: int) -> tuple[Counter[str], str | None]:
    """Statements, and what the newest leg came to. All but the last two ran before, each with two who prepare."""
    some = circle(n)
    async with peopled(url) as world:
        now = world.clock.now()
        settings, legs = standing(name, world, some[-1])
        ran = [leg(one, "PASSED", WEEK - BEFORE, ran=True) for one in some[:-2]]
        helpers = [f"P{one:02}" for one in range(2 * n)]
        await put(world, *(PersonRow(key=one, name=one) for one in (*some, *helpers)))
        prepare = [row for k, one in enumerate(some) for row in preparers(one, helpers[2 * k : 2 * k + 2])]
        runners = [Runner(person=one, since=now) for one in some]
        await put(world, relay(**settings), *offices(some, coordinators=("U0", "U1")), *prepare, *runners)
        await put(world, *ran, *legs)
        about = of_leg(legs[0]) if name in ("answer", "begins", "midweek", "friday", "lapse") else RELAY
        with counting(world) as found:
            async with world.core.turns.writing(ORG) as turn:
                await REGISTRY.timers[f"estafette.{name}"].run(turn, [Due(about, now)])
        async with world.session() as session:
            return found, await session.scalar(select(Leg.state).order_by(Leg.id.desc()).limit(1))


@pytest.mark.parametrize("name", ONE_AT_A_TIME)
async def test_a_timer_in_a_small_and_in_a_large_circle(name: str, tmp_path: Any, migrated_sqlite: Any) -> None:
    found = []
    for n in rules.CIRCLE:
        file = tmp_path / f"{n}.db"
        file.write_bytes(migrated_sqlite.read_bytes())
        found.append(await counted(f"sqlite:///{file}", name, n))
    assert found[0] == found[1]
