"""A workspace to talk in: the real bot over the real Bolt and SDK, a strict local Slack, and time that one sets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from bot.stage import Actor, Stage, local, staged
from sandbox import Seen
from storage import inline
from tests import beginnings

NOORD = "klantenservice-noord"
NAMES = (
    "Anna de Boer",
    "Bram Visser",
    "Fatima Yilmaz",
    "Joris Smit",
    "Mila Bakker",
    "Nadia Amrani",
    "Omar Haddad",
    "Sanne de Wit",
)

# Whoever presses on a message that was just deleted has it deleted again: of a copy of it that is what should happen.
GONE = ("chat.delete", "message_not_found")


@dataclass(repr=False)  # asyncio writes out what a task returned, even where nobody reads it: a whole workspace
class Chat:
    """A stage whose people are attributes: `chat.sanne`.

    `untouched`: whoever has it did nothing with it yet but begin Noord and let time pass, see tests/beginnings.py.
    """

    behind: Stage
    untouched: bool = False

    def __getattr__(self, name: str) -> Any:
        stage = self.stage
        return stage.people[name] if name in stage.people else getattr(stage, name)

    @property
    def stage(self) -> Stage:
        """Whoever has this may do anything."""
        self.untouched = False
        return self.behind

    async def noord(self, **fields: Any) -> int:
        """“Klantenservice Noord”, eight people, begun by Anna on Friday 20 November 2026 at 10:00; its id."""
        untouched, stage = self.untouched and not (fields or self.behind.people), self.stage
        people = [stage.person(name) for name in NAMES]
        stage.slack.channel(NOORD, members=[actor.person for actor in people])
        if not untouched:
            return await self.start(stage.people["anna"], NOORD, **fields)
        if not beginnings.put(stage, stage.clock.moment):
            await self.start(stage.people["anna"], NOORD)
            beginnings.keep(stage)
        self.untouched = True
        return 1

    async def until(self, moment: str) -> None:
        """Everything due on the way happens in order, and is delivered."""
        if self.untouched and self.behind.people:
            await beginnings.until(self.behind, moment)
        else:
            await self.stage.until(moment)

    async def start(self, lead: Actor, channel: str, **fields: Any) -> int:
        """`/dagstart start`, the confirmation, and what follows from it."""
        await lead.types("/dagstart start", channel=channel)
        await lead.sends(fields)
        await self.stage.settle()
        return 1

    @contextmanager
    def refused(self, error: str) -> Iterator[None]:
        """Slack refuses something in here with this error, and that is how the bot learns what it needs to know."""
        before = len(self.stage.slack.refusals)
        yield
        found = self.stage.slack.refusals[before:]
        assert found
        assert {each.error for each in found} == {error}, found
        del self.stage.slack.refusals[before:]

    def cards(self, channel: str = NOORD, person: str = "anna") -> list[Seen]:
        """The dagstart cards of a channel, oldest first."""
        seen = self.stage.people[person].sees(channel)
        return [each for each in seen if each.text.startswith(("☀️ Dagstart", "☀️ Day start"))]

    def card(self, channel: str = NOORD, person: str = "anna") -> Seen:
        return self.cards(channel, person)[-1]

    def channel(self, channel: str = NOORD, person: str = "anna") -> list[str]:
        """What everybody reads in the channel, oldest first."""
        return [seen.text for seen in self.stage.people[person].sees(channel) if not seen.ephemeral]


@asynccontextmanager
async def chatting(
    database_url: str,
    *,
    moment: str = beginnings.FRIDAY,
    allowed: Container[str] = (),
    threads: bool = False,
    anew: bool = True,
    **options: Any,
) -> AsyncIterator[Chat]:
    """On leaving, Slack must have refused nothing (but errors that are `allowed`), and no ack may have been late.

    `threads`: SQLite as it is when people work with it, as in all that is about races, kills and delivery. `anew`: all
    is played, nothing put back.
    """
    url = database_url if threads else inline.address(database_url)
    usual = moment == beginnings.FRIDAY and not options and not anew
    staging = staged(url, moment=moment, **options)
    async with beginnings.installed(url, staging) if usual else staging as stage:
        yield Chat(stage, untouched=usual)
        slack = stage.slack
    refused = [each for each in slack.refusals if each.error not in allowed and (each.method, each.error) != GONE]
    assert not refused, refused
    assert not slack.late_acks, slack.late_acks


__all__ = ["NAMES", "NOORD", "Chat", "chatting", "local"]
