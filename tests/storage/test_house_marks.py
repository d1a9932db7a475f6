"""A card that keeps its distance: from when it was last drawn, and from an edit that is on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.postbox import Postbox
from bot.surface import Sent
from rituals.contract import Turn
from storage.house import CardRow
from storage.house_marks import mark_apart
from tests.world import ORG, World, peopled

APART = timedelta(seconds=20)


async def due(turn: Turn, subject: str) -> datetime | None:
    return await turn.session.scalar(select(CardRow.due_at).where(CardRow.about == subject))


async def stands(world: World, **values: object) -> None:
    """Monday's card, as if it stood somewhere."""
    async with world.session() as session:
        shown = {"state": "shown", "stamp": "1.1", "channel": "C1", "due_at": None, "wanted": 1, "shown": 1}
        await session.execute(update(CardRow).where(CardRow.about == world.card).values(**shown | values))


async def test_it_waits_for_what_is_left(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await world.opened()
        now = world.clock.machine()
        for ago, wait in ((5, 15), (19, 1), (20, 0), (300, 0), (None, 0)):
            await stands(world, drawn_at=None if ago is None else now - timedelta(seconds=ago))
            async with world.core.turns.writing(ORG) as turn:
                await mark_apart(turn.session, [("dagstart.card", world.card)], now, APART)
                assert await due(turn, world.card) == now + timedelta(seconds=wait), ago


async def test_what_comes_during_an_edit_keeps_its_distance_from_it(database_url: str) -> None:
    async with peopled(database_url) as world:
        await world.opened()
        now, postbox = world.clock.machine(), Postbox(world.core.sessions)
        await stands(world, drawn_at=now - timedelta(minutes=1), due_at=now)
        (one,) = [each for each in await postbox.claim(now) if each.about == world.card]
        async with world.core.turns.writing(ORG) as turn:
            await mark_apart(turn.session, [("dagstart.card", world.card)], now, APART)
        await postbox.sent(one, Sent("C1", "1.1"), now)
        async with world.core.turns.reading(ORG) as turn:
            assert await due(turn, world.card) == now + APART
