"""What the seed hands to the bot without a Slack in between: the same handlers, in a fraction of the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from sqlalchemy import select

from bot.demo.improving import FIGURES, Followed, Tried, Went
from bot.demo.tongue import Both, Tongue
from bot.stage import Actor, Stage
from rituals.contract import Event, Note, Opens, about
from storage import people
from storage.action import ImprovementAction
from storage.dagstart import DagstartItem
from storage.kpi import Kpi

WEEKDAYS: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Handing:
    """Of the team of one channel. Raises RuntimeError when the bot takes something otherwise than it was meant."""

    stage: Stage
    tongue: Tongue
    channel: str
    lead: Actor
    made: count[int] = field(default_factory=count)

    def who(self, name: str) -> str:
        return self.stage.people[name.lower()].id

    # --- figures ------------------------------------------------------------------------------------------------------
    async def sets_up(self) -> None:
        """Whoever followed the last one has left."""
        team = await self.team()
        for each in FIGURES:
            await self.sends(self.lead.id, "kpi.edit", about(team), self._figure(each))
        house = self.stage.house
        async with house.turns.writing(house.org) as turn:
            named = [self.tongue(each.name) for each in FIGURES if not each.owner]
            for row in await turn.session.scalars(select(Kpi).where(Kpi.name.in_(named))):
                row.owner, row.state = None, "OWNERLESS"

    def _figure(self, figure: Followed) -> dict[str, Any]:
        return {
            "name": self.tongue(figure.name),
            "unit": figure.unit,
            "better": figure.better,
            "target": figure.target,
            "owner": self.who(figure.owner) if figure.owner else self.lead.id,
            "deputy": self.who(figure.deputy) if figure.deputy else None,
            "days": WEEKDAYS,
            "decimals": str(figure.decimals),
        }

    async def reads_in(self) -> None:
        text = "\n".join(line for each in FIGURES for line in each.lines(self.tongue))
        event = self._event("", "kpi.read_in", about(await self.team()), values={"text": text, "dry": False})
        _taken(await self.stage.house.dispatcher.act(event, edge=True))

    # --- actions ------------------------------------------------------------------------------------------------------
    async def proposes(self, tried: Tried) -> None:
        point = await self.id_of(DagstartItem.id, DagstartItem.text == self.tongue(tried.point))
        values = {
            "what": self.tongue(tried.what),
            "effect": self.tongue(tried.effect),
            "owner": self.who(tried.asks or tried.who),
            "check_on": tried.check_on,
            "link": f"point:{point}",
        }
        await self.sends(self.who(tried.who), "action.new", about(await self.team(), "point", point), values)

    async def goes_on(self, went: Went) -> None:
        action = await self.id_of(ImprovementAction.id, ImprovementAction.what == self.tongue(went.what))
        subject, who = about(await self.team(), "action", action), self.who(went.who)
        if went.values:
            values = {key: self.tongue(one) if isinstance(one, Both) else one for key, one in went.values.items()}
            await self.sends(who, went.does, subject, values)
        else:
            await self.presses(who, went.does, subject)

    # --- by the road in -----------------------------------------------------------------------------------------------
    async def sends(self, who: str, does: str, subject: str, values: dict[str, Any], **more: Any) -> None:
        _taken(await self.stage.house.dispatcher.submit(self._event(who, does, subject, values=values, **more)))

    async def presses(self, who: str, does: str, subject: str) -> None:
        _taken(await self.stage.house.dispatcher.act(self._event(who, does, subject)))

    def _event(self, who: str, does: str, subject: str, **more: Any) -> Event:
        key = f"seed-{self.channel}-{next(self.made)}"
        return Event(key, self.stage.house.org, who, does, subject, key, **more)

    async def team(self) -> int:
        return await self.id_of(people.Team.id, people.Team.channel == self.channel)

    async def id_of(self, column: Any, only: Any) -> int:
        house = self.stage.house
        async with house.turns.reading(house.org) as turn:
            return int((await turn.session.scalars(select(column).where(only))).one())


def _taken(answer: object) -> None:
    if not isinstance(answer, (Note, Opens)):
        raise RuntimeError(f"the seed was asked something: {answer}")
