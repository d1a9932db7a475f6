"""Stories in a house without Slack: how they are put there, and what is read of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from rituals.estafette import story_kept, story_lines, story_rules
from rituals.estafette.story_holding import read
from rituals.estafette.story_lines import Tale
from rituals.facts import HeardNow
from storage.estafette import Relay, Story, StoryColleague
from storage.house import CardRow
from storage.people import PersonRow
from tests.world import ORG, TEN, World

NOOR, BRAM, SANNE, OMAR = TEN[:4]
NAMES = {NOOR: "Noor Jansen", BRAM: "Bram Visser", SANNE: "Sanne de Wit", OMAR: "Omar Haddad"}
NL = Reader(language="nl", names=NAMES, links={}, channels={}, catalogs=Catalogs.load())
TEXT = ["Gelukkig bleef ", ["Bram", False, BRAM], " rustig, zei ", ["Sanne", False, SANNE], " na het lange gesprek."]


async def told(world: World, choices: Mapping[str, str] | None = None, **columns: Any) -> int:
    """A story of Noor's that came out now; its id."""
    now = world.clock.now()
    plain_: dict[str, Any] = {
        "person": NOOR,
        "state": "PUBLISHED",
        "kind": "counter",
        "on": now.date(),
        "what": TEXT,
        "struck": ["Niemand vertelde haar hoe lang het duurde."],
        "change": ["Ik sta elke maandag aan de balie."],
        "channel": "C9",
        "at": now,
        "published_at": now,
    }
    async with world.session() as session:
        row = Story(**plain_ | columns)
        session.add(row)
        await session.flush()
        some = (choices or {}).items()
        session.add_all(StoryColleague(story=row.id, person=who, choice=choice, asked=1) for who, choice in some)
        return row.id


async def relay(world: World, **columns: Any) -> None:
    async with world.session() as session:
        session.add(Relay(**{"channel": "C9", "private": False} | columns))


async def called(world: World) -> None:
    """The ten have names of their own."""
    async with world.session() as session:
        for row in await session.scalars(select(PersonRow).where(PersonRow.key.in_(NAMES))):
            row.name = row.full_name = NAMES[row.key]


async def tale(world: World, key: int) -> Tale:
    async with world.core.turns.reading(ORG) as turn:
        return (await read(turn, [key]))[key]


async def lines(world: World, key: int, reader: str = "") -> list[str]:
    return [plain(line, NL) for line in story_lines.lines(await tale(world, key), reader)]


async def ids(world: World) -> list[int]:
    async with world.session() as session:
        return list(await session.scalars(select(Story.id).order_by(Story.id)))


async def stands(world: World, *cards: tuple[str, str]) -> None:
    at = world.clock.machine()
    async with world.session() as session:
        rows = [{"name": name, "about": subject, "place": {"channel": "C9"}} for name, subject in cards]
        session.add_all(CardRow(**row, state="shown", drawn_at=at) for row in rows)


async def redrawn(world: World) -> set[str]:
    async with world.session() as session:
        return set(await session.scalars(select(CardRow.about).where(CardRow.due_at.is_not(None))))


async def tell(world: World, fact: object) -> list[Any]:
    async with world.core.turns.writing(ORG) as turn:
        return await turn.tell(fact)


async def night(world: World, after: int) -> None:
    """The part of the nightly round that forgets former colleagues, so many days from now."""
    async with world.core.turns.writing(ORG) as turn:
        await story_kept.forget_former(turn, turn.now.date() + timedelta(days=after) - story_rules.FORMER)


async def now_told(world: World, key: int) -> str:
    for answer in await tell(world, HeardNow(((world.team, f"story:{key}"),))):
        if (found := answer.get((world.team, f"story:{key}"))) is not None:
            return plain(found, NL)
    return ""
