"""Opening App Home: with ten thousand members and a hundred thousand contributions, and with ten times as many."""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.bulk import Values, fill
from benchmarks.scale import analysed, scaled
from bot.app import Core, core, settle_memory
from bot.catalogs import Catalogs
from bot.clock import TurnedClock
from bot.database import migrate
from bot.readers import Readers
from bot.settings import Settings
from bot.slack.home import Homes
from storage import dagstart, organisations, people

ORG = "T1"
TEAMS = scaled(1_250, 10)
MEMBERS = 8  # of each team
DAYS = 10  # with a board
SHARED = 8  # contributions on each
OPENINGS = scaled(100, 1)  # of each size; the median is quoted
BAR = 0.1  # seconds
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 8, 5, tzinfo=UTC)  # the dagstart of nine o'clock is on


async def rows(folder: Path) -> list[list[str]]:
    async with _filled(folder / "home.db", TEAMS) as small, _filled(folder / "homes.db", 10 * TEAMS) as large:
        settle_memory()
        both = [(await _opens(small, n), await _opens(large, n)) for n in range(OPENINGS)]  # in turn: equally busy
    few, many = (statistics.median(spans) for spans in zip(*both, strict=True))
    return [
        [
            f"App Home drawn, {TEAMS * MEMBERS:,} members and {TEAMS * DAYS * SHARED:,} contributions",
            f"{few * 1000:.1f} ms",
            "",
            f"{few / BAR:.2f}",
            "at most 100 ms",
        ],
        ["… ten times as many", f"{many * 1000:.1f} ms", f"{few * 1000:.1f} ms", f"{many / few:.2f}", "at most 2"],
    ]


class Taking(AsyncWebClient):
    """Slack's part of the time is not ours."""

    async def views_publish(self, **_how: Any) -> Any:
        return None


async def _opens(parts: Core, n: int) -> float:
    async def meeting(do: Any) -> Any:
        return await do()

    homes = Homes(ORG, parts.turns, Readers(Catalogs.load()), Taking(), meeting)
    began = time.perf_counter()
    await homes.show(f"U{n % TEAMS}X{n % MEMBERS}")
    return time.perf_counter() - began


@asynccontextmanager
async def _filled(file: Path, teams: int) -> AsyncIterator[Core]:
    url = f"sqlite:///{file}"
    await migrate(url)
    fill(url, organisations.Organisation, [{"id": ORG, "name": "Bench", "url": "https://bench.example/"}])
    for table, values in _rows(range(1, teams + 1)):
        fill(url, table, ({"org": ORG, **row} for row in values))
    async with core(Settings(_env_file=None, database_url=url), TurnedClock(NOW)) as parts:
        await analysed(parts.sessions)
        yield parts


def _rows(ids: range) -> Iterable[tuple[Any, Iterable[Values]]]:
    """Each with its members, a lead, two weeks of days, and what was shared on their boards."""
    who = [(team, f"U{team - 1}X{n}", n) for team in ids for n in range(MEMBERS)]
    days = [TODAY - timedelta(days=n) for n in range(14) if (TODAY - timedelta(days=n)).isoweekday() < 6]
    boards = [(team, day) for team in ids for day in days]
    member = {"joined_on": TODAY - timedelta(days=60), "seasoned": True}
    return [
        (people.Team, [{"id": t, "channel": f"C{t}", "name": f"Team {t}", "started_on": days[-1]} for t in ids]),
        (people.PersonRow, [{"key": key, "name": key} for _team, key, _n in who]),
        (people.Member, [{"team": team, "person": key, **member} for team, key, _n in who]),
        (people.Role, [{"team": team, "person": key, "role": "lead"} for team, key, n in who if n == 0]),
        (dagstart.DagstartSettings, [{"team": team} for team in ids]),
        (dagstart.DagstartDay, [_day(team, day) for team, day in boards]),
        (dagstart.DagstartItem, (_item(team, day, n) for team, day in boards for n in range(SHARED))),
    ]


def _day(team: int, day: date) -> dict[str, Any]:
    start = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    state = "OPEN" if day == TODAY else "CLOSED"
    return {"team": team, "day": day, "starts_at": start, "ends_at": start + timedelta(minutes=15), "state": state}


def _item(team: int, day: date, n: int) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 8, 5, tzinfo=UTC)
    author, told = f"U{team - 1}X{n % MEMBERS}", f"Een klant vertelde iets, nummer {n} van {day}"
    return {"team": team, "day": day, "origin": day, "at": at, "block": n % 2 + 1, "author": author, "text": told}
