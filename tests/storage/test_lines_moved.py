"""What waited before messages knew their line stands afterwards in the same one as what is said from then on."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, select

from bot.database import config
from rituals.shown import CardRef, Message, Place, Text
from rituals.words import Sentence
from storage.base import make_engine
from storage.house import Outgoing
from tests.world import ORG, World, peopled

PLACES = (Place(channel="C1"), Place(person="U1"), Place(under=CardRef("a.card", "1:2")))


async def say(world: World) -> None:
    async with world.core.turns.writing(ORG) as turn:
        for place in PLACES:
            turn.say(place, Message((Text(Sentence("said")),)))
        turn.sync("C1")


async def lines(world: World) -> list[str]:
    """Of what stands in one."""
    async with world.session() as session:
        some = select(Outgoing.line).where(Outgoing.line != "").order_by(Outgoing.id)
        return list((await session.scalars(some)).all())


async def there_and_back(url: str) -> None:
    def moved(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0011")
        command.upgrade(made, "head")

    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(moved)
    await engine.dispose()


async def test_they_stand_in_the_same_lines(database_url: str) -> None:
    async with peopled(database_url) as world:
        await say(world)
        given = await lines(world)
    assert given[-3:] == [f"{ORG}/in C1", f"{ORG}/to U1", f"{ORG}/under a.card 1:2"]
    await there_and_back(database_url)
    async with peopled(database_url) as world:
        assert await lines(world) == given
