"""How the seed comes by meetings with the cap and by signals: from its people, but for what lies before the demo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.demo.handing import Handing
from bot.demo.meetings import Closed, Collides, Met, Registered, Series, Talk
from bot.stage import ZONE
from rituals.contract import about
from storage import people
from storage.klantpet import Meeting, MeetingDay
from storage.silo import SiloSignal

Kept = Series | Registered | Closed | Collides | Talk
ROLE: Final = "wearer"
MINUTES: Final = 60
CONSIDERED, LITTLE = "yes", "little"


@dataclass(frozen=True)
class Capping:
    """`crews`: the channel of each crew by its key."""

    by: Handing
    crews: dict[str, str]

    async def does(self, what: Kept) -> None:
        match what:
            case Series():
                await self.had(what)
            case Registered():
                await self.registers(what)
            case Closed():
                await self.looks_back(what)
            case Collides():
                await self.signals(what)
            case Talk():
                await self.invites(what)

    # --- meetings -----------------------------------------------------------------------------------------------------
    async def had(self, series: Series) -> None:
        """No clock goes back to when this began. What is to come is planned the night after."""
        house, team = self.by.stage.house, await self.by.team()
        async with house.turns.writing(house.org) as turn:
            meeting = Meeting(
                team=team,
                name=self.by.tongue(series.name),
                repeats="weekly",
                first=series.met[0].day,
                clock=series.clock,
                minutes=MINUTES,
                owner=self.by.who(series.who),
                at=turn.now,
                asked=len(series.met),
            )
            turn.session.add(meeting)
            await turn.session.flush()
            turn.session.add_all(self._met(meeting, number, met) for number, met in enumerate(series.met))
            worn = [(team, self.by.who(met.wearer), met.day) for met in series.met]
            await people.carried_out(turn.session, turn.org, ROLE, worn)

    def _met(self, meeting: Meeting, number: int, met: Met) -> MeetingDay:
        wearer, start = self.by.who(met.wearer), datetime.combine(met.day, meeting.clock, ZONE)
        return MeetingDay(
            team=meeting.team,
            meeting=meeting.id,
            day=met.day,
            starts_at=start,
            minutes=meeting.minutes,
            state="DONE",
            wearer=wearer,
            question=f"{number + 1:02}",
            begun=True,
            considered=CONSIDERED if met.decided else LITTLE,
            decided=self.by.tongue(met.decided) if met.decided else None,
            looked_by=wearer,
            looked_at=start,
        )

    async def registers(self, new: Registered) -> None:
        values = {
            "name": self.by.tongue(new.name),
            "repeats": "fortnightly",
            "first": new.first,
            "clock": new.clock,
            "minutes": MINUTES,
            "people": tuple(self.by.who(name) for name in new.people),
            "rotates": True,
            "confidential": True,
        }
        await self.by.sends(self.by.who(new.who), "klantpet.meeting", about(await self.by.team()), values)

    async def looks_back(self, closed: Closed) -> None:
        house = self.by.stage.house
        async with house.turns.reading(house.org) as turn:
            mine = select(MeetingDay).where(MeetingDay.state == "CHECKOUT")
            (row,) = (await turn.session.scalars(mine)).all()
        values = {"considered": CONSIDERED, "decided": self.by.tongue(closed.decided)}
        await self.by.sends(row.wearer or "", "klantpet.checkout", about(row.team, row.id), values)

    # --- signals ------------------------------------------------------------------------------------------------------
    async def signals(self, new: Collides) -> None:
        there = self._of(new.crew.key)
        values = {
            "ours": self.by.tongue(new.ours),
            "theirs": self.by.tongue(new.theirs),
            "effect": self.by.tongue(new.effect),
            "teams": (str(await self._of(new.of.key).team()),),
            "theme": new.theme,
        }
        await there.sends(there.who(new.who), "silo.new", about(await there.team()), values)

    async def invites(self, talk: Talk) -> None:
        house, other = self.by.stage.house, await self._of(talk.signal.of.key).team()
        async with house.turns.reading(house.org) as turn:
            ours = self.by.tongue(talk.signal.ours)
            row = (await turn.session.scalars(select(SiloSignal).where(SiloSignal.ours == ours))).one()
        subject, values = about(row.team, row.id), {"teams": (str(other),)}
        await self.by.sends(self.by.who(talk.who), "silo.invite", subject, values)

    def _of(self, key: str) -> Handing:
        return replace(self.by, channel=self.crews[key])
