"""`klantritme run` as the process that it is: it connects, answers, posts what is due, and ends when it is asked to.

One is started as people start it; the others share their imports.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import func, select

from bot.manifest import manifest_for
from rituals import RITUALS
from rituals.calendar import KEYS, Calendar
from rituals.contract import about
from sandbox import Fault, Person, Sandbox
from storage import dagstart, house, organisations, people
from storage.base import open_database
from tests.running import PATIENCE, Run, run

MARKER = "Een klant zei: wortelstamppotrecept zoekgeraakt"
IMPROVE, WHAT = "Verbeterpunt", "Wat merkte of vroeg een klant?"


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest_for(RITUALS, "both"), rate_limits=False) as slack:
        yield slack


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


async def due_now(slack: Sandbox, url: str, channels: Sequence[str]) -> None:
    """A dagstart in each of these channels, due this second, whatever day it is."""
    now = datetime.now(UTC)
    always = {"workdays": "1234567", "started_on": (now - timedelta(days=30)).date()}
    org = slack.team_id
    async with open_database(url) as sessions, sessions(info={"org": org}) as session, session.begin():
        session.add(organisations.Organisation(id=org, holidays={"off": sorted(KEYS.values())}, admins=[]))
        teams = [people.Team(channel=channel, name=channel, **always) for channel in channels]
        session.add_all(teams)
        await session.flush()
        day = Calendar().day_of(now)
        session.add_all(dagstart.DagstartSettings(team=team.id, days="1234567") for team in teams)
        session.add_all(dagstart.DagstartDay(team=team.id, day=day, starts_at=now) for team in teams)
        await session.flush()
        await house.plan(session, org, [("dagstart.open", about(team.id, day.isoformat()), now) for team in teams])


def cards(person: Person, channel: str) -> list[Any]:
    return [seen for seen in person.sees(channel) if IMPROVE in seen.buttons]


async def noord(slack: Sandbox, url: str) -> Person:
    """Sanne, in a channel where a card is about to appear."""
    sanne = slack.user("Sanne de Wit")
    await due_now(slack, url, [slack.channel("noord", members=[sanne])])
    return sanne


async def opened(slack: Sandbox, sanne: Person) -> None:
    """The form for an improvement point, filled in."""
    await slack.until(lambda: cards(sanne, "noord"), PATIENCE)
    await sanne.presses(IMPROVE)
    await slack.until(lambda: sanne.view, PATIENCE)
    await sanne.fills({WHAT: MARKER})


async def saved(url: str, org: str) -> int:
    async with open_database(url) as sessions, sessions(info={"org": org}) as session:
        mine = select(func.count()).select_from(dagstart.DagstartItem).where(dagstart.DagstartItem.text == MARKER)
        return await session.scalar(mine) or 0


def nothing_wrong(slack: Sandbox, *runs: Run) -> None:
    assert not slack.refusals
    assert not slack.late_acks
    assert not [line for each in runs for line in each.logged if line["level"] == "error"]


async def test_it_is_ready_when_it_hears_slack(slack: Sandbox, sqlite_url: str, tmp_path: Path, port: int) -> None:
    slack.faults.add(Fault("apps.connections.open", "slow", seconds=2))
    async with run(slack, sqlite_url, tmp_path, port) as bot:
        assert await bot.until("/readyz", 503) == "starting or stopping"
        assert await bot.get("/livez") == (200, "alive")
        assert await bot.until("/readyz", 200) == "ready"
        await slack.connected()
        slack.faults.add(Fault("apps.connections.open", "slow", seconds=2))
        await slack.cut_socket()
        assert await bot.until("/readyz", 503) == "no connection to Slack"
        assert await bot.get("/livez") == (200, "alive")
        assert await bot.until("/readyz", 200) == "ready"
        assert (await bot.stop())[0] == 0


async def test_it_posts_what_is_due_and_ends(slack: Sandbox, sqlite_url: str, tmp_path: Path, port: int) -> None:
    sanne = await noord(slack, sqlite_url)
    async with run(slack, sqlite_url, tmp_path, port, imported=False) as bot:
        await slack.until(lambda: cards(sanne, "noord"), PATIENCE)
        await bot.until("/readyz", 200)
        code, seconds = await bot.stop()
    assert code == 0
    assert seconds < 10
    nothing_wrong(slack, bot)


async def test_a_form_that_is_being_answered_is_answered(
    slack: Sandbox, sqlite_url: str, tmp_path: Path, port: int
) -> None:
    """SIGTERM comes while a submission waits for the database."""
    sanne = await noord(slack, sqlite_url)
    async with run(slack, sqlite_url, tmp_path, port) as bot:
        await opened(slack, sanne)
        async with aiosqlite.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None) as other:
            await other.execute("BEGIN IMMEDIATE")
            submitting = asyncio.create_task(sanne.submits())
            await asyncio.sleep(0.4)
            stopping = asyncio.create_task(bot.stop())
            await asyncio.sleep(0.6)
            assert not submitting.done()
            await other.execute("ROLLBACK")
        await submitting
        code, seconds = await stopping
    assert code == 0
    assert seconds < 10
    assert await saved(sqlite_url, slack.team_id) == 1
    nothing_wrong(slack, bot)


async def test_the_log_holds_neither_tokens_nor_what_was_typed(
    slack: Sandbox, sqlite_url: str, tmp_path: Path, port: int
) -> None:
    sanne = await noord(slack, sqlite_url)
    async with run(slack, sqlite_url, tmp_path, port, LOG_LEVEL="DEBUG") as bot:
        await opened(slack, sanne)
        await sanne.submits()
        await slack.until(lambda: MARKER in cards(sanne, "noord")[-1].text, PATIENCE)
        slack.faults.add(Fault("chat.update", "500", times=2))
        await slack.cut_socket()
        await slack.connected(seconds=PATIENCE)
        assert (await bot.stop())[0] == 0
    assert await saved(sqlite_url, slack.team_id) == 1
    said = "\n".join(bot.lines)
    assert all(line["event"] for line in bot.logged), "every line is JSON"
    for secret in (MARKER, "wortelstamppotrecept", slack.bot_token, slack.app_token, slack.signing_secret, "ticket="):
        assert secret not in said


async def test_two_processes_share_what_is_due(slack: Sandbox, postgres_url: str, tmp_path: Path, port: int) -> None:
    sanne = slack.user("Sanne de Wit")
    names = [f"team-{n}" for n in range(20)]
    channels = [slack.channel(name, members=[sanne]) for name in names]
    url = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    async with run(slack, url, tmp_path, port) as one, run(slack, url, tmp_path, port + 1) as two:
        await asyncio.gather(one.until("/readyz", 200), two.until("/readyz", 200))
        await due_now_more(slack, url, channels)
        await slack.until(lambda: all(cards(sanne, name) for name in names), PATIENCE)
        await slack.settles(quiet=2.5, seconds=PATIENCE)
        assert [len(cards(sanne, name)) for name in names] == [1] * len(names)
        assert [(await bot.stop())[0] for bot in (one, two)] == [0, 0]
    nothing_wrong(slack, one, two)


async def due_now_more(slack: Sandbox, url: str, channels: Sequence[str]) -> None:
    """The same, where the organisation is known by now."""
    async with open_database(url) as sessions, sessions(info={"org": slack.team_id}) as session, session.begin():
        known = await organisations.of(session, slack.team_id)
        assert known is not None
        await session.delete(known)
    await due_now(slack, url, channels)
