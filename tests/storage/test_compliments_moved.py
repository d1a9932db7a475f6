"""What stood in the first block of the boards before compliments had a place of their own reads as it did."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from alembic import command
from sqlalchemy import Connection, select

from bot.app import core
from bot.catalogs import Catalogs
from bot.clock import TurnedClock
from bot.database import config
from bot.i18n import Reader, plain
from bot.settings import Settings
from bot.stage import local
from rituals.contract import Turn
from rituals.dagstart import board
from rituals.dagstart.days import ground
from rituals.facts import Block, Board
from storage.base import make_engine
from storage.compliment import Compliment
from storage.dagstart import DagstartDay, DagstartItem
from tests.world import MONDAY, ORG, World, peopled

FRIDAY = date(2026, 11, 20)
ON_FRIDAY = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
DUTCH = Reader(language="nl", names={"U1": "Bram"}, links={}, channels={}, catalogs=Catalogs.load())

Old = Mapping[str, Any]
# On the board of a closed day, on the open one, waiting for the next; each with what the card says of it afterwards.
ITEMS: Sequence[tuple[Old, str]] = (
    ({"day": FRIDAY, "text": "de bel werkt"}, "💛 Van een klant: de bel werkt (gedeeld door Bram)"),
    ({"day": FRIDAY, "text": "weer blij", "named": False}, "💛 Van een klant: weer blij"),
    ({"day": FRIDAY, "text": None}, ""),
    ({"day": FRIDAY, "text": "herkenbaar", "hidden": True}, ""),
    ({"day": MONDAY, "text": "van toen", "author": None}, "💛 Van een klant: van toen (gedeeld door een oud-collega)"),
    ({"day": MONDAY, "text": "nu\n\nbeter", "edited": True}, "💛 Van een klant: nu beter (gedeeld door Bram)"),
    ({"day": None, "text": "wacht nog", "reported": True}, "💛 Van een klant: wacht nog (gedeeld door Bram)"),
)
TOTALS = (2, 1, 3)  # of Friday: compliments, improvement points, and both


async def old(url: str) -> None:
    """A team with boards, as it was before, and as many rows as more than one statement takes."""
    async with peopled(url) as world:
        await world.opened()
        async with world.session() as session:
            compliments, improvements, both = TOTALS
            day = DagstartDay(team=1, day=FRIDAY, starts_at=ON_FRIDAY, state="CLOSED", compliments=compliments)
            day.improvements, day.contributions = improvements, both
            session.add(day)
            session.add_all(_item(world, of) for of, _text in ITEMS)
            session.add(_item(world, {"day": FRIDAY, "text": "te lang wachten", "block": Block.IMPROVE.value}))
            session.add_all(_item(world, {"day": date(2026, 11, 2), "text": f"nummer {n}"}) for n in range(600))


def _item(world: World, of: Old) -> DagstartItem:
    given = {"author": "U1", "named": True, "block": Block.COMPLIMENTS.value, "origin": FRIDAY, "at": ON_FRIDAY, **of}
    return DagstartItem(team=world.team, **given)


async def back(url: str) -> None:
    """To the version before compliments."""

    def down(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0002")

    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(down)
    await engine.dispose()


@asynccontextmanager
async def moved(url: str) -> AsyncIterator[Turn]:
    await old(url)
    await back(url)
    clock = TurnedClock(local("2026-11-23 09:10"))
    async with (
        core(Settings(_env_file=None, database_url=url), clock) as parts,
        parts.turns.writing(ORG) as turn,
    ):
        yield turn


async def texts(turn: Turn, day: date) -> list[str]:
    of_day = Board(1, day, day - timedelta(days=1))
    found = (await board.ask(turn, [of_day]))[of_day][Block.COMPLIMENTS]
    return [plain(item.text, DUTCH) for item in found]


async def test_the_same_is_read_on_the_same_boards(database_url: str) -> None:
    async with moved(database_url) as turn:
        for day in (FRIDAY, MONDAY):
            assert sorted(await texts(turn, day)) == sorted(text for of, text in ITEMS if text and of["day"] == day)
        rows = {row.day: row for row in await turn.session.scalars(select(DagstartDay))}
        counted = await board.tallies(turn, [rows[FRIDAY]], await ground(turn, [1]))
        one = counted[1, FRIDAY]
        assert (one.compliments, one.improvements, one.contributions) == TOTALS
        assert [item.text for item in await turn.session.scalars(select(DagstartItem))] == ["te lang wachten"]
        assert len(await texts(turn, date(2026, 11, 2))) == 600
        await _kept(turn)


async def _kept(turn: Turn) -> None:
    """What was known of each."""
    rows = list(await turn.session.scalars(select(Compliment).order_by(Compliment.id).limit(len(ITEMS))))
    assert [row.state for row in rows] == ["PUBLISHED", "PUBLISHED", "WITHDRAWN", "HIDDEN", *3 * ["PUBLISHED"]]
    for row, (of, _text) in zip(rows, ITEMS, strict=True):
        assert row.text == (None if of["text"] is None else [of["text"]])
        assert (row.place, row.day) == ("waiting" if of["day"] is None else "board", of["day"])
        assert (row.giver, row.named) == (of.get("author", "U1"), of.get("named", True))
        assert (row.edited, row.reported) == (of.get("edited", False), of.get("reported", False))
        assert (row.at, row.published_at, row.origin, row.kind) == (ON_FRIDAY, ON_FRIDAY, FRIDAY, "customer")


async def test_what_waited_comes_on_the_next_board(sqlite_url: str) -> None:
    """The timer of the day that was planned before opens it."""
    await old(sqlite_url)
    await back(sqlite_url)
    clock = TurnedClock(local("2026-11-23 09:10"))
    async with core(Settings(_env_file=None, database_url=sqlite_url), clock) as parts:
        await World(parts, clock).until("2026-11-24 09:00")
        async with parts.turns.reading(ORG) as turn:
            assert await texts(turn, date(2026, 11, 24)) == [ITEMS[-1][1]]
