"""The workspace as one process sees it: through the pace that it keeps by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Reader
from bot.simulation.workspace import Workspace
from bot.slack.pace import Pace
from bot.surface import Away, Failed, Later, Membership, Outcome, Sent, Target, row_of
from rituals.facts import ChannelIs
from rituals.shown import Message
from storage.people import Profile

NOBODY = Failed("nobody asks this here")


@dataclass(frozen=True)
class Paced:
    """What `SlackSurface` does around its calls."""

    workspace: Workspace
    pace: Pace

    @property
    def history(self) -> bool:
        return self.workspace.history

    def wait(self, target: Target, *, edit: bool) -> float:
        where = target.channel or target.person
        waits = self.pace.edit(target.row) if edit else self.pace.post(where, target.row)
        if not waits:
            self.workspace.let_through(target.mark)
        return waits

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome:
        outcome = await self.workspace.post(target, message)
        if isinstance(outcome, Later):
            self.pace.turned_away(target.channel or target.person, target.row, outcome.seconds, edit=False)
        return outcome

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        outcome = await self.workspace.edit(at, message, mark)
        if isinstance(outcome, Later):
            self.pace.turned_away(at.channel, row_of(mark), outcome.seconds, edit=True)
        return outcome

    async def remove(self, at: Sent) -> Outcome:
        return await self.workspace.remove(at)

    async def find(self, target: Target, since: datetime) -> Sent | Later | Failed | Away | None:
        return await self.workspace.find(target, since)

    async def membership(self, channel: str) -> Membership | Later | Failed:
        return NOBODY

    async def look_up(self, person: str) -> Profile | Later | Failed:
        return NOBODY

    async def look_at(self, channel: str) -> ChannelIs | Later | Failed:
        return NOBODY
