"""The register of signals reads from the database what the rule says, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from sqlalchemy import select

from rituals.contract import Event
from rituals.silo import holding, register, rules
from rituals.silo.holding import Signal
from rituals.silo.register import EACH, ORDER
from rituals.silo.rules import Counted, Reader, State, Theme
from storage import silo as store
from storage.people import Team
from storage.silo import SiloSignal, SiloTeam
from tests.scenes_silo import signals
from tests.test_statements import counting
from tests.world import MONDAY, ORG, TEN, World, peopled

TEAMS = range(11, 15)
FIRST = 100  # id
LEADS: list[set[int]] = [{11}, {12, 13}, {*TEAMS}]
READERS = [Reader(coach=True), Reader(), *(Reader(leads=frozenset(some)) for some in LEADS)]


async def made(world: World, rng: Random) -> None:
    """Three pages of all there can be, a fifth of it merged into one that can be."""
    async with world.session() as session:
        session.add_all(Team(id=team, channel=f"C{team}", name=f"t{team}", started_on=MONDAY) for team in TEAMS)
        for key in range(FIRST, FIRST + EACH * 3 - 1):
            into = rng.randrange(FIRST, key) if key > FIRST + 20 and rng.random() < 0.2 else None
            root = await session.get(SiloSignal, into) if into else None
            into = None if root is None or root.into is not None else into
            state = State.MERGED if into else rng.choice([one for one in State if one is not State.MERGED])
            team, theme, rest = rng.choice(TEAMS), rng.choice(list(Theme)), {"on": MONDAY, "moved_on": MONDAY}
            texts = {"ours": "snel", "theirs": "goed", "effect": f"nummer {key}"}
            session.add(SiloSignal(id=key, team=team, theme=theme, state=state, into=into, **texts, **rest))
            await session.flush()
            named = rng.sample([each for each in TEAMS if each != team], rng.randrange(3))
            session.add_all(SiloTeam(signal=key, team=each) for each in named)


async def all_of_them(world: World) -> Sequence[Signal]:
    async with world.core.turns.reading(ORG) as turn:
        found = await holding.some(turn, await turn.session.scalars(select(SiloSignal.id)))
        return sorted(found.values(), key=lambda one: one.row.id)


@pytest.mark.parametrize("seed", range(3))
async def test_each_reads_what_the_rule_says(database_url: str, seed: int) -> None:
    async with peopled(database_url) as world:
        await made(world, Random(seed))
        every = await all_of_them(world)
        assert len(every) == EACH * 3 - 1
        assert any(one.merged for one in every)
        for reader in READERS:
            mine = [one for one in every if one.is_for(reader) and not (one.merged and reader.coach)]
            expected = [one.row.id for one in sorted(mine, key=lambda one: (ORDER.index(one.state), -one.row.id))]
            async with world.core.turns.reading(ORG) as turn:
                pages = [await holding.listed(turn, reader, ORDER, at, EACH) for at in range(4)]
            read = [one.row.id for nth, page in enumerate(pages) if page.at == nth for one in page.signals]
            assert read == expected
            assert {one.row.id: one.state for page in pages for one in page.signals} == {
                one.row.id: one.state for one in mine
            }
            assert [page.more for page in pages] == [len(expected) > (page.at + 1) * EACH for page in pages]


@pytest.mark.parametrize("seed", range(3))
async def test_themes_are_counted_over_all_of_them(database_url: str, seed: int) -> None:
    async with peopled(database_url) as world:
        await made(world, Random(seed))
        every = await all_of_them(world)
        alike = [Counted(one.row.team, Theme(one.row.theme), one.state is State.SOLVED) for one in every]
        async with world.core.turns.reading(ORG) as turn:
            assert rules.themes(await holding.counted(turn)) == rules.themes(alike)


def seen(at: int = 0) -> Event:
    return Event(id="e", org=ORG, person=TEN[0], does="silo.list", about=f"1:{at}")


async def test_a_page_past_the_last_is_the_last(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await made(world, Random(1))
        await signals(world)
        async with world.core.turns.reading(ORG) as turn:
            first, last, past = [await register.page(turn, seen(at)) for at in (0, 2, 7)]
    assert len(first.pieces) > EACH > len(last.pieces)
    assert past == last


async def test_it_takes_as_many_statements_however_many_signals(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await signals(world)
        counts = []
        for more in (False, True):
            if more:
                await made(world, Random(1))
            with counting(world) as found:
                async with world.core.turns.reading(ORG) as turn:
                    await register.page(turn, seen())
            counts.append(found["SELECT"])
        assert counts[0] == counts[1]


async def test_another_organisation_counts_and_lists_nothing(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await signals(world, 3)
        async with world.core.turns.reading("T2") as turn:
            assert await store.counted(turn.session) == []
            assert (await holding.listed(turn, Reader(coach=True), ORDER, 0, EACH)).signals == []
