"""How the seed comes by what the first team agreed on: from its people, but for what lies before the demo begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from sqlalchemy import select

from bot.demo.agreements import Agreed, Habit, Looked
from bot.demo.handing import Handing
from rituals.contract import about
from rituals.words import Typed
from storage.alsdan import Agreement, AgreementVersion, Aid, LookBack, LookResult

WEEK: Final = timedelta(days=7)
EVERY_DAY, TWICE = 2, 6  # the last week with a reminder a day, and with two
MEMBERS, NEEDED = 9, 5  # of the team, and of these whose answers may be counted
MONDAY, MORNING = "1", time(9, 0)


@dataclass(frozen=True)
class Agreeing:
    by: Handing

    async def makes(self, new: Agreed) -> None:
        """Worded, read in the channel, and joined."""
        tongue, team = self.by.tongue, await self.by.team()
        kept = {"whom": "team" if new.why else "me", "x": Typed(tongue(new.x)), "y": Typed(tongue(new.y))}
        own = {"aid": "fixed", "weekday": MONDAY, "clock": MORNING}
        values = {"why": tongue(new.why), "aid": "dagstart"} if new.why else own
        await self.by.sends(self.by.who(new.who), "alsdan.more", about(team), values, kept=kept)
        if new.joined:
            await self.by.stage.settle()
        for name in new.joined:
            agreement = await self.by.id_of(Agreement.id, Agreement.x == tongue(new.x))
            await self.by.presses(self.by.who(name), "alsdan.join", about(team, agreement))

    async def looks_back(self, looked: Looked) -> None:
        house, team = self.by.stage.house, await self.by.team()
        async with house.turns.reading(house.org) as turn:
            (look,) = (await turn.session.scalars(select(LookBack).where(LookBack.team == team))).all()
        week = f"{look.year}-{look.week:02}"
        for name, said in looked.said.items():
            for agreement, answer in zip(look.agreements, said, strict=True):
                await self.by.presses(self.by.who(name), "alsdan.answer", about(team, week, agreement, answer))

    async def had(self, habit: Habit) -> None:
        """No clock goes back to when this began."""
        house, tongue, team = self.by.stage.house, self.by.tongue, await self.by.team()
        words = {"x": tongue(habit.x), "y": tongue(habit.y)}
        known = {"state": "ACTIVE", "aid": "dagstart", "version": 2, "joined": habit.joined, "checked": habit.checked}
        since = {"since": habit.began, "activated_on": habit.began, "aids_from": habit.began}
        async with house.turns.writing(house.org) as turn:
            row = Agreement(team=team, why=tongue(habit.why), at=turn.now, **words, **known, **since)
            turn.session.add(row)
            await turn.session.flush()
            first = {"x": words["x"], "y": tongue(habit.y_first)}
            turn.session.add(AgreementVersion(agreement=row.id, version=1, first=habit.began, **first))
            turn.session.add(AgreementVersion(agreement=row.id, version=2, first=habit.reworded, **words))
            turn.session.add_all(LookResult(agreement=row.id, **each) for each in _results(habit))
            turn.session.add_all(Aid(team=team, agreement=row.id, day=day, board=True) for day in _reminders(habit))


def _results(habit: Habit) -> Iterator[dict[str, Any]]:
    for n, found in enumerate(habit.weeks):
        friday = habit.began + n * WEEK + timedelta(days=4)
        year, week, _day = friday.isocalendar()
        yield {"year": year, "week": week, "on": friday, "line": "few"} | ({} if found is None else _counted(*found))


def _counted(line: str, did: int, old: int, none: int) -> dict[str, Any]:
    return {"line": line, "did": did, "old": old, "none": none, "members": MEMBERS, "k": NEEDED}


def _reminders(habit: Habit) -> Iterator[date]:
    """As they fade, up to that of the week in which the demo comes by it."""
    for n in range(len(habit.weeks) + 1):
        days = range(5) if n < EVERY_DAY else (0, 3) if n < TWICE else (0,)
        yield from (habit.began + n * WEEK + timedelta(days=day) for day in days)
