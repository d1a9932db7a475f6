"""Nine o'clock in fifty organisations of one database: whoever has many teams keeps nobody else waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.app import core
from bot.catalogs import Catalogs
from bot.clock import TurnedClock
from bot.delivery import Delivery
from bot.i18n import Reader
from bot.readers import Readers
from bot.scheduler import delivering, ticking
from bot.stage import local
from bot.surface import Later, Outcome, Sent, Target
from bot.timers import SHARE
from rituals.contract import Card, Due, Ritual, Timer, Turn
from rituals.shown import Message, Place, Text
from rituals.words import Sentence
from storage import house
from tests.load.steady import BLOCKED, longest
from tests.waiting import until
from tests.willing import Willing
from tests.world import settings_of

NINE = local("2026-11-23 09:00")
LARGE, MANY = "T-large", 1_000  # teams of one organisation, all at nine
SMALL = [f"T{n:02}" for n in range(49)]
SLOW = 0.05  # seconds that each answer to the large one takes


async def nine(turn: Turn, due: Sequence[Due]) -> None:
    for one in due:
        turn.show("nine.card", one.about, Place(channel=f"{turn.org}/{one.about}"))


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message]:
    return dict.fromkeys(subjects, Message((Text(Sentence("Good morning.")),)))


RITUAL = Ritual("nine", timers={"nine.nine": Timer(nine)}, cards={"nine.card": Card(draw)})


@dataclass
class Posted(Willing):
    """By organisation, in the order in which they came."""

    posts: list[str] = field(default_factory=list)

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome:
        org = target.channel.partition("/")[0]
        if org == LARGE:
            await asyncio.sleep(SLOW)
        self.posts.append(org)
        return Sent(target.channel, f"{len(self.posts)}.000001")

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        return at

    async def remove(self, at: Sent) -> Outcome:
        return Sent("", "")

    async def membership(self, channel: str) -> Later:
        return Later(60)

    async def look_up(self, person: str) -> Later:
        return Later(60)

    async def look_at(self, channel: str) -> Later:
        return Later(60)


async def test_one_nine_oclock_delays_no_other(postgres_url: str) -> None:
    """The large one was there first, and everything of it is due before anything of another."""
    clock = TurnedClock(NINE)
    async with core(settings_of(postgres_url), clock, (RITUAL,)) as parts:
        planned = [(LARGE, n) for n in range(MANY)] + [(org, 0) for org in SMALL]
        for org in (LARGE, *SMALL):
            async with parts.sessions(info={"org": org}) as session, session.begin():
                at = NINE - timedelta(seconds=org == LARGE)
                some = [house.Timer(name="nine.nine", about=f"1:{n}", due_at=at) for own, n in planned if own == org]
                session.add_all(some)
        surface = Posted()
        registry = parts.dispatcher.registry
        delivery = Delivery(registry, parts.turns, parts.dispatcher, Readers(Catalogs.load()), surface, None)
        with longest() as found:
            async with ticking(parts.timers, delivery), delivering(delivery, parts.bell):
                await until(lambda: set(SMALL) <= set(surface.posts))
                before = surface.posts.count(LARGE)
    assert before <= SHARE, f"{before} of {MANY} went out before the last of the others"
    assert found.seconds < BLOCKED
