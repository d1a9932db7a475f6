"""Ten thousand dagstarts due in the same second: claimed, opened, and handed to the sender."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import func, select

from benchmarks import scale, teams
from benchmarks.scale import RUNS, Rows, median
from benchmarks.teams import ORG, TEAMS
from benchmarks.timing import Watch, watching
from bot.app import core, settle_memory
from bot.clock import TurnedClock
from bot.database import migrate
from bot.settings import Settings
from storage import dagstart, house
from storage.base import open_database

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Amsterdam
LIMIT = 60  # seconds the job store may take before its share is counted as what it managed
BAR, BLOCKED = 10.0, 0.1  # seconds


async def on_sqlite(folder: Path) -> Rows:
    kept = folder / "due.db"
    await _prepared(f"sqlite:///{kept}")
    return _rows("SQLite", [await _opened(f"sqlite:///{_copy(kept, folder / f'due{n}.db')}") for n in range(RUNS)])


async def on_postgres(url: str) -> Rows:
    await _prepared(await scale.database(url, "due"))
    return _rows("PostgreSQL", [await _opened(await scale.database(url, f"due{n}", "due")) for n in range(RUNS)])


async def _prepared(url: str) -> None:
    await migrate(url)
    teams.due(url, DAY, NINE)
    async with open_database(url) as sessions:
        await scale.analysed(sessions)


def _copy(kept: Path, file: Path) -> Path:
    return Path(shutil.copy(kept, file))


async def _opened(url: str) -> Watch:
    clock = TurnedClock(NINE)
    async with core(Settings(_env_file=None, database_url=url), clock) as parts:
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
    return watch


def _rows(name: str, runs: list[Watch]) -> Rows:
    seconds, blocked = median(run.seconds for run in runs), median(run.blocked for run in runs)
    what = f"{TEAMS:,} dagstarts due at once, {name}"
    return [
        [what, f"{seconds:.1f} s", "", f"{seconds / BAR:.2f}", f"at most {BAR:.0f} s"],
        [
            f"… the event loop blocked, {name}",
            f"{blocked * 1000:.0f} ms",
            "",
            f"{blocked / BLOCKED:.2f}",
            "at most 100 ms",
        ],
    ]


# --- as the peers do it -----------------------------------------------------------------------------------------------
async def beside(folder: Path) -> Rows:
    """One APScheduler job a team on its SQLAlchemy store: every job only counts itself."""
    kept = folder / "jobs.db"
    _jobs(kept)
    runs = [await _run(_copy(kept, folder / f"jobs{n}.db")) for n in range(RUNS)]
    seconds, blocked = median(watch.seconds for watch, _ in runs), median(watch.blocked for watch, _ in runs)
    done = min(done for _, done in runs)
    what = f"one APScheduler job a team: {done:,} of {TEAMS:,} run"
    return [[what, f"{seconds:.1f} s", f"loop blocked {blocked:.1f} s", "", "for comparison"]]


def _jobs(file: Path) -> None:
    """Planned a minute ago, so that all are due when a scheduler begins."""
    scheduler = _scheduler(file)
    scheduler.start(paused=True)
    due = datetime.now(UTC) - timedelta(minutes=1)
    for team in range(TEAMS):
        scheduler.add_job(count, "date", run_date=due, args=[team], misfire_grace_time=None)
    scheduler.shutdown(wait=False)


async def _run(file: Path) -> tuple[Watch, int]:
    scheduler = _scheduler(file)
    scheduler.start(paused=True)
    DONE.clear()
    all_done.clear()
    async with watching() as watch:
        scheduler.resume()
        with suppress(TimeoutError):
            async with asyncio.timeout(LIMIT):
                await all_done.wait()
    scheduler.shutdown(wait=False)
    return watch, len(DONE)


def _scheduler(file: Path) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    return AsyncIOScheduler(jobstores={"default": store}, timezone="UTC")


DONE: set[int] = set()
all_done = asyncio.Event()  # a job's arguments are pickled, so what it tells stands here


async def count(team: int) -> None:
    DONE.add(team)
    if len(DONE) == TEAMS:
        all_done.set()
