"""Thirty-eight weeks of one team, on the real handlers: holidays, absences, people who leave, a pause, a relapse."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from bot.app import core
from bot.clock import TurnedClock
from bot.stage import local
from rituals.alsdan import RITUAL as ALSDAN
from rituals.alsdan import life
from rituals.alsdan.holding import Held, hold, moved
from rituals.calendar import Calendar
from rituals.contract import Event, Ritual, Turn
from rituals.facts import BoardDays, BoardsBetween, BoardsOpened, MemberLeft
from rituals.people import RITUAL as PEOPLE
from storage import memberships
from storage.alsdan import Agreement, Aid, LookAnswer, LookBack, LookResult
from storage.house import Once
from storage.people import Profile, Team
from tests.rituals.look_talk import running
from tests.world import CHANNEL, ORG, TEN, World, settings_of

MONDAY, WEEKS = date(2026, 11, 30), 38  # over week 53, Christmas, Easter, Kings' Day and Whitsun
DUTCH, TEAM, DAY = Calendar(), 1, timedelta(days=1)
REST = range(14, 18)  # weeks in which the second rests
OLD_WEEKS = range(25, 27)  # in which the old pattern wins
SEED = 36


async def every_day(turn: Turn, fact: BoardDays) -> Mapping[int, str]:
    return dict.fromkeys(fact.teams, "12345")


async def each_workday(turn: Turn, fact: BoardsBetween) -> Mapping[tuple[int, date], Any]:
    days = DUTCH.workdays_between(fact.first, fact.last)
    return {(team, day): DUTCH.at(day, time(9)) for team in fact.teams for day in days}


BOARDS = Ritual("boards", hears={BoardDays: every_day, BoardsBetween: each_workday})


@dataclass
class Year:
    world: World
    file: Path
    chance: Random = field(default_factory=lambda: Random(SEED))
    people: list[str] = field(default_factory=lambda: list(TEN))
    expected: set[tuple[int, date]] = field(default_factory=set)
    last: dict[int, date] = field(default_factory=dict)
    waiting: dict[int, str] = field(default_factory=dict)
    week: int = 0
    answered: int = 0
    states: set[str] = field(default_factory=set)

    async def rows(self, of: Any) -> Sequence[Any]:
        async with self.world.core.turns.reading(ORG) as turn:
            return list(await turn.session.scalars(select(of).order_by(of.id)))

    # --- what happens -------------------------------------------------------------------------------------------------
    async def begins(self, day: date, **fields: Any) -> None:
        async with self.world.core.turns.writing(ORG) as turn:
            await running(turn, TEAM, day, f"moment {day}", "doen we het", **fields)

    async def morning(self, day: date) -> None:
        """The board opens; what it then has to carry is worked out here a second time.

        The board has room for one: who is passed over is next in line on the days that follow, till the week is over.
        """
        await self.world.until(f"{day} 09:00")
        if day.isocalendar().week != self.week:
            self.week, self.waiting = day.isocalendar().week, {}
        rows = await self.rows(Agreement)
        self.waiting |= {row.id: row.state for row in rows if self._is_due(row, day)}
        due = [row for row in rows if self.waiting.get(row.id) == row.state]
        if due:
            row = min(due, key=lambda each: (self.last.get(each.id, date.min), each.id))
            del self.waiting[row.id]
            self.expected.add((row.id, day))
            self.last[row.id] = day
        async with self.world.core.turns.writing(ORG) as turn:
            await turn.tell(BoardsOpened(((TEAM, day),)))

    def _is_due(self, row: Agreement, day: date) -> bool:
        self.states.add(row.state)
        if row.state not in ("ACTIVE", "RESTARTING") or row.aid != "dagstart":
            return False
        monday, began = day - (day.isoweekday() - 1) * DAY, row.activated_on or day
        week = (monday - (began - (began.isoweekday() - 1) * DAY)).days // 7 + 1
        at = [each for n in range(7) if DUTCH.is_workday(each := monday + n * DAY)]
        if week <= 2 or row.state == "RESTARTING":
            return True
        return day == at[0] or (week <= 6 and day == (at[3] if len(at) > 3 else at[-1]))

    async def answers(self, look: LookBack, kind: str) -> None:
        """Two, or five or six of those who are there."""
        there = self.chance.sample(self.people, 2 if kind == "few" else self.chance.randint(5, 6))
        for person in there:
            for agreement in look.agreements:
                said = self.chance.choices(("did", "old", "none"), (2, 90, 8) if kind == "old" else (75, 15, 10))[0]
                await self.presses(person, f"{agreement}:{said}")
                if agreement in look.checks:
                    await self.presses(person, f"{agreement}:{self.chance.randint(1, 4)}", "alsdan.by_itself")

    async def presses(self, person: str, about: str, does: str = "alsdan.answer") -> None:
        self.answered += 1
        year, week, _day = self.world.clock.moment.date().isocalendar()
        key = f"e{self.answered}"
        event = Event(key, ORG, person, does, f"{TEAM}:{year}-{week:02}:{about}", request=key)
        await self.world.core.dispatcher.act(event)

    async def changes(self, ids: Sequence[int], to: Callable[[Turn, Held, Agreement], None]) -> None:
        async with self.world.core.turns.writing(ORG) as turn:
            held = await hold(turn, ids)
            for row in held.rows.values():
                to(turn, held, row)
            await moved(turn, held, list(held.rows.values()))

    async def leaves(self, person: str) -> None:
        self.people.remove(person)
        async with self.world.core.turns.writing(ORG) as turn:
            await memberships.leave(turn.session, TEAM, [person])
            await turn.tell(MemberLeft(TEAM, person))

    # --- what must hold -----------------------------------------------------------------------------------------------
    async def holds(self) -> None:
        assert sum(row.state in ("ACTIVE", "RESTARTING") for row in await self.rows(Agreement)) <= 3
        assert await self.rows(LookAnswer) == []
        assert [row.key for row in await self.rows(Once) if row.key.startswith("e")] == []
        assert list(self.links()) == []

    def links(self) -> Iterator[str]:
        """Wherever in the raw file or its log an answer stands beside a person."""
        for file in (self.file, self.file.with_name(f"{self.file.name}-wal")):
            raw = file.read_bytes() if file.is_file() else b""
            yield from (f"{p} {a}" for p in TEN for a in ("did", "old", "none") if f"{p}{a}".encode() in raw)


@asynccontextmanager
async def year(url: str) -> AsyncIterator[Year]:
    """A team of ten, which has nothing but its agreements."""
    clock = TurnedClock(local(f"{MONDAY} 08:00"))
    async with core(settings_of(url), clock, (PEOPLE, BOARDS, ALSDAN)) as parts:
        world = World(parts, clock)
        profiles = tuple(Profile(person, f"Collega {person}") for person in TEN)
        await world.tell("people.installed", name="Proef", url="https://proef.test/", admins=(), profiles=profiles)
        async with world.session() as session:
            session.add(Team(channel=CHANNEL, name="noord", started_on=MONDAY))
            await session.flush()
            await memberships.join(session, ORG, TEAM, TEN, MONDAY, seasoned=True)
        yield Year(world, Path(url.removeprefix("sqlite:///")))


async def test_a_year_of_one_team(sqlite_url: str) -> None:
    async with year(sqlite_url) as one:
        for week in range(1, WEEKS + 1):
            monday = MONDAY + (week - 1) * timedelta(weeks=1)
            await one.world.until(f"{monday} 08:30")
            if week in (1, 5, 9):
                await one.begins(monday, aid="fixed" if week == 5 else "dagstart", weekday=2, clock=time(10, 0))
            if week in (REST.start, REST.stop):
                await one.changes([2], life.pause if week == REST.start else life.go_on)
            if week == OLD_WEEKS.stop + 1:
                await one.changes([1, 2, 3], life.go_on)
            if week in (11, 22):
                await one.leaves(one.people[-1])
            await whole_week(one, monday, "old" if week in OLD_WEEKS else "few" if week % 7 == 0 else "")
        await told(one)


async def whole_week(one: Year, monday: date, kind: str) -> None:
    days = DUTCH.workdays_between(monday, monday + 6 * DAY)
    look_day = min((day for day in days if day.isoweekday() >= 4), default=None) if len(days) >= 3 else None
    looked = None
    for day in days:
        await one.morning(day)
        if looked is not None:
            await one.world.until(f"{day} 12:00")
            await one.holds()
        if day == look_day:
            await one.world.until(f"{day} 15:00")
            looked = (await one.rows(LookBack))[-1]
            assert looked.opens_at == DUTCH.at(day, time(15))
            await one.answers(looked, kind)
            assert list(one.links()) or not await one.rows(LookAnswer)


async def told(one: Year) -> None:
    """The reminders are those of the table, no more and no fewer; nothing stands beside a number that is too small."""
    given = await one.rows(Aid)
    assert {(row.agreement, row.day) for row in given if row.board} == one.expected
    fixed = [row.day for row in given if not row.board]
    assert {day.isoweekday() for day in fixed} == {2}
    resting = [MONDAY + (week - 1) * timedelta(weeks=1) for week in REST]
    assert [day for day in fixed if resting[0] <= day < resting[-1] + timedelta(weeks=1)] == []
    kept = await one.rows(LookResult)
    assert len(kept) > 60
    assert {row.line for row in kept} >= {"few", "good", "old"}
    for row in kept:
        counts = (row.did, row.old, row.none)
        assert counts == (None, None, None) if row.line == "few" else sum(counts) >= 5
    rests = {(2, (day + 3 * DAY).isocalendar()[:2]) for day in resting}
    assert rests.isdisjoint({(row.agreement, (row.year, row.week)) for row in kept})
    looks = await one.rows(LookBack)
    short = [day for day in (MONDAY + n * timedelta(weeks=1) for n in range(WEEKS)) if _is_short(day)]
    assert len(looks) == WEEKS - len(short)
    assert one.states >= {"ACTIVE", "RESTARTING"}


def _is_short(monday: date) -> bool:
    days = DUTCH.workdays_between(monday, monday + 6 * DAY)
    return len(days) < 3 or not any(day.isoweekday() >= 4 for day in days)
