"""Ten thousand dagstarts due in the same second: claimed, opened, and handed to the sender."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import func, insert, select, text

from benchmarks.timing import watching
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.settings import Settings
from rituals.contract import Turn, about
from storage import dagstart, house, organisations, people

TEAMS = 10_000
MEMBERS = 8  # of each team
ORG = "T1"
PERSON = {"kind": "member", "admin": False, "active": True}
DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Amsterdam
LIMIT = 60  # seconds the job store may take before its share is counted as what it managed


async def rows(name: str, url: str) -> list[list[str]]:
    clock = TurnedClock(NINE - timedelta(minutes=1))
    async with core(Settings(_env_file=None, database_url=url), clock) as parts:
        await _teams(parts)
        async with parts.sessions(info={"org": ORG}) as session, session.begin():
            await session.execute(text("ANALYZE"))  # what autovacuum does in the weeks in which a real one fills up
        clock.turn_to(NINE)
        settle_memory()
        async with watching() as watch:
            await parts.timers.tick()
        async with parts.sessions(info={"org": ORG}) as session:
            opened = await session.scalar(
                select(func.count()).select_from(dagstart.DagstartDay).where(dagstart.DagstartDay.state == "OPEN")
            )
            handed = await session.scalar(
                select(func.count()).select_from(house.CardRow).where(house.CardRow.due_at.is_not(None))
            )
    assert opened == handed == TEAMS, (opened, handed)
    blocked = f"{watch.blocked * 1000:.0f} ms"
    return [
        [
            f"10,000 dagstarts due at once, {name}",
            f"{watch.seconds:.1f} s",
            "",
            f"{watch.seconds / 10:.2f}",
            "at most 10 s",
        ],
        [f"… the event loop blocked, {name}", blocked, "", f"{watch.blocked / 0.1:.2f}", "at most 100 ms"],
    ]


async def beside(folder: Path) -> list[list[str]]:
    """One APScheduler job a team on its SQLAlchemy store: every job only counts itself."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.db'}")
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.start(paused=True)
    due = datetime.now(UTC) + timedelta(seconds=1)
    for team in range(TEAMS):
        scheduler.add_job(count, "date", run_date=due, args=[team], misfire_grace_time=None)
    DONE.clear()
    all_done.clear()
    async with watching() as watch:
        scheduler.resume()
        with suppress(TimeoutError):
            async with asyncio.timeout(LIMIT):
                await all_done.wait()
    scheduler.shutdown(wait=False)
    what = f"one APScheduler job a team: {len(DONE)} of {TEAMS:,} run"
    return [[what, f"{watch.seconds:.1f} s", f"loop blocked {watch.blocked:.1f} s", "", "for comparison"]]


DONE: set[int] = set()
all_done = asyncio.Event()  # a job's arguments are pickled, so what it tells stands here


async def count(team: int) -> None:
    DONE.add(team)
    if len(DONE) == TEAMS:
        all_done.set()


async def _teams(parts: Core) -> None:
    """Teams as they stand a minute before nine: settings, eight members, the day planned and its timer."""
    async with parts.turns.writing(ORG) as turn:
        await organisations.know(turn.session, ORG, "Bench", "https://bench.example/")
    for start in range(0, TEAMS, 1000):
        async with parts.turns.writing(ORG) as turn:
            made = [
                people.Team(channel=f"C{n}", name=f"Team {n}", started_on=DAY - timedelta(days=30))
                for n in range(start, start + 1000)
            ]
            turn.session.add_all(made)
            await turn.session.flush()
            await _members(turn, [team.id for team in made])
            _plan(turn, [team.id for team in made])


async def _members(turn: Turn, teams: list[int]) -> None:
    keys = {team: [f"U{team}X{n}" for n in range(MEMBERS)] for team in teams}
    known = [{"org": ORG, "key": key, "name": key, **PERSON} for own in keys.values() for key in own]
    await turn.session.execute(insert(people.PersonRow), known)
    joined = [
        {"org": ORG, "team": team, "person": key, "joined_on": DAY - timedelta(days=30), "seasoned": True}
        for team, own in keys.items()
        for key in own
    ]
    await turn.session.execute(insert(people.Member), joined)


def _plan(turn: Turn, teams: list[int]) -> None:
    for team in teams:
        turn.session.add_all(
            [
                dagstart.DagstartSettings(team=team),
                dagstart.DagstartDay(team=team, day=DAY, starts_at=NINE),
            ]
        )
        turn.at("dagstart.open", about(team, DAY.isoformat()), NINE)
