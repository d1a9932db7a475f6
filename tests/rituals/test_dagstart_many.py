"""Many teams at once cost as many statements as one: no timer, and no drawer, asks the database team by team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.stage import local
from rituals.contract import Event, Where, about
from rituals.dagstart import RITUAL
from storage.people import Profile
from tests.world import MONDAY, ORG, TEN, World, peopled

TEAMS = 12
MOMENTS = ("2026-11-23 04:00", "2026-11-23 08:40", "2026-11-23 08:45", "2026-11-23 09:00", "2026-11-23 09:10")
LATER = ("2026-11-23 09:15", "2026-11-23 11:15", "2026-11-24 08:40", "2026-11-24 09:00", "2026-11-24 10:30")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that were sent meanwhile; rows that are written together are one."""
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", count)


async def begin(world: World, teams: int) -> None:
    """So many more teams of all ten, each in a channel of its own."""
    profiles = tuple(Profile(person, f"Collega {person}") for person in TEN)
    for n in range(teams - 1):
        where = Where(f"C9{n}", name=f"team-{n}", inside=True)
        await world.core.dispatcher.submit(
            Event(id=f"start-{n}", org=ORG, person=TEN[0], does="dagstart.start", where=where)
        )
        await world.tell(
            "people.reconcile", channel=where.id, inside=True, archived=False, profiles=profiles, first=True
        )
    await world.until("2026-11-20 18:00")


async def spent(database_url: str, teams: int, *, share: bool) -> dict[str, int]:
    """Statements at each moment of a day in this many teams."""
    found: dict[str, int] = {}
    async with peopled(database_url) as world:
        await begin(world, teams)
        for moment in (*MOMENTS, *LATER):
            if moment == LATER[0] and share:
                await all_share(world, teams)
            found[moment] = await statements(world, moment)
        subjects = [about(team + 1, MONDAY.isoformat()) for team in range(teams)]
        for name in ("dagstart.card", "dagstart.summary"):
            async with world.core.turns.reading(ORG) as turn:
                with counting() as sent:
                    await RITUAL.cards[name].draw(turn, subjects)
            found[name] = len(sent)
    return found


async def statements(world: World, moment: str) -> int:
    await world.until(_before(moment))
    world.clock.turn_to(local(moment))
    with counting() as sent:
        await world.core.timers.tick()
    return len([one for one in sent if not one.startswith(("INSERT", "UPDATE", "DELETE"))])


def _before(moment: str) -> str:
    hours, minutes = divmod(int(moment[11:13]) * 60 + int(moment[14:]) - 1, 60)
    return f"{moment[:10]} {hours:02}:{minutes:02}"


async def all_share(world: World, teams: int) -> None:
    for team in range(1, teams + 1):
        values = {"text": f"Het antwoord kwam sneller dan team {team} dacht"}
        given = Event(id=f"s{team}", org=ORG, person=TEN[1], does="dagstart.improve", about=str(team), values=values)
        await world.core.dispatcher.submit(given)


@pytest.fixture
def two(migrated_sqlite: Path, tmp_path: Path) -> tuple[str, str]:
    """Two empty databases."""
    for name in ("one", "many"):
        (tmp_path / name).write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'one'}", f"sqlite:///{tmp_path / 'many'}"


@pytest.mark.parametrize("share", [True, False], ids=["shared", "quiet"])
async def test_a_day_of_many_teams_costs_what_a_day_of_one_does(two: tuple[str, str], share: bool) -> None:
    alone = await spent(two[0], 1, share=share)
    assert min(alone.values()) > 0
    assert await spent(two[1], TEAMS, share=share) == alone
