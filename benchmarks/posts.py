"""What goes out: ten thousand cards due at once on several processes, and messages beside a bare loop over the SDK.

Slack answers each post after a tenth of a second.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select

from benchmarks import scale, teams
from benchmarks.process import unpaced
from benchmarks.scale import QUICK, RUNS, Rows, median, ratio, scaled
from benchmarks.slack import ORG, Slack, taking
from benchmarks.teams import TEAMS
from bot.app import House, running
from bot.database import migrate
from bot.delivery import AT_ONCE
from rituals.calendar import Calendar
from rituals.compliment.placing import SENT
from rituals.shown import Message, Place, Text
from storage import house
from storage.base import open_database

LATENCY = 0.1  # seconds
PROCESSES = (2,) if QUICK else (1, 2, 4)
AHEAD = timedelta(seconds=scaled(12, 2))  # in which the teams are written, before their moment comes
PATIENCE = 600.0  # seconds for all of them
MESSAGES = scaled(1_000, 20)
ROOT = Path(__file__).resolve().parent.parent


# --- ten thousand cards -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Posted:
    """`last`: seconds from the moment at which they fall due until all are posted; `most`: all but a hundredth.

    `fifths`: the seconds that each fifth of them took, from the first post on.
    """

    last: float
    most: float
    fifths: list[float]

    @property
    def rate(self) -> float:
        """Cards a second, the median of the fifths."""
        return TEAMS / 5 / median(self.fifths)


async def cards(folder: Path, url: str) -> Rows:
    """On one PostgreSQL, of which this is the address. One run each, as it is long: its fifths tell how even it is."""
    await migrate(await scale.database(url, "empty"))
    async with taking(LATENCY) as slack:
        found = [await _posted(folder, url, slack, count) for count in PROCESSES]
    return [_row_of_cards(count, one, found[0]) for count, one in zip(PROCESSES, found, strict=True)]


def _row_of_cards(processes: int, found: Posted, first: Posted) -> list[str]:
    what = f"{TEAMS:,} cards due at once, Slack at 100 ms, PostgreSQL, until the last is posted: one process"
    return [
        what if processes == PROCESSES[0] else f"… {processes} processes",
        f"{found.last:.1f} s",
        f"{found.rate:.0f}/s; all but a hundredth in {found.most:.1f} s",
        f"{found.last / first.last:.2f}",
        "",
    ]


async def _posted(folder: Path, server: str, slack: Slack, count: int) -> Posted:
    url = await scale.database(server, "cards", "empty")
    await slack.forget()
    async with _processes(folder, {**slack.environment, "DATABASE_URL": url}, count):
        await slack.connected(count)
        await asyncio.sleep(1)  # they tick by now
        moment = datetime.now(UTC) + AHEAD
        due = time.monotonic() + AHEAD.total_seconds()
        teams.due(url, Calendar().day_of(moment), moment, org=False)
        assert time.monotonic() < due, "the teams took too long to write"
        told = await slack.until(TEAMS, PATIENCE)
        shown = await _shown(url)
    assert (told["posts"], told["twice"], shown) == (TEAMS, 0, TEAMS), (told, shown)
    fifths = [end - begin for begin, end in pairwise(told["marks"])]
    return Posted(told["marks"][-1] - due, told["most"] - due, fifths)


async def _shown(url: str) -> int:
    """Cards that are known to stand, once those that were just answered are written down too."""
    async with open_database(url) as sessions:
        for _look in range(50):
            async with sessions(info={"org": ORG}) as session:
                stand = select(func.count()).select_from(house.CardRow).where(house.CardRow.state == "shown")
                shown = await session.scalar(stand) or 0
            if shown == TEAMS:
                break
            await asyncio.sleep(0.2)
    return shown


@asynccontextmanager
async def _processes(folder: Path, env: dict[str, str], count: int) -> AsyncIterator[None]:
    """They end on SIGTERM."""
    command = (sys.executable, "-m", "benchmarks.process")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HTTP_PORT": "0", "LOG_LEVEL": "ERROR", **env}
    started = [await asyncio.create_subprocess_exec(*command, cwd=folder, env=env) for _ in range(count)]
    try:
        yield
    finally:
        for process in started:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        codes = [await process.wait() for process in started]
        assert codes == [0] * count, codes


# --- messages beside a bare loop --------------------------------------------------------------------------------------
async def messages(folder: Path, url: str) -> Rows:
    """Said in one turn to as many channels, with as many calls under way as delivery has; on both databases."""
    async with taking(LATENCY) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-bench", base_url=slack.tokens["api_url"], session=session)
        made = []
        for name, address in (("SQLite", f"sqlite:///{folder / 'said.db'}"), ("PostgreSQL", url)):
            with unpaced():
                async with running(slack.settings(address)) as house:
                    runs = [(await _bare(slack, client), await _said(slack, house)) for _ in range(RUNS + 1)][-RUNS:]
            made.append(_row(name, [one for one, _ in runs], [other for _, other in runs]))
    return made


def _row(name: str, bare: list[float], ours: list[float]) -> list[str]:
    what = f"posts a second, {AT_ONCE} under way, Slack at 100 ms, {name}"
    rate, beside = MESSAGES / median(ours), f"a bare loop over the SDK: {MESSAGES / median(bare):.0f}/s"
    return [what, f"{rate:.0f}/s", beside, f"{ratio(bare, ours):.2f}", "for comparison"]


async def _bare(slack: Slack, client: AsyncWebClient) -> float:
    """One shared session, and nothing written down."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def post(n: int) -> None:
        async with gate:
            await client.chat_postMessage(channel=f"C{n}", text=WORDS, blocks=BLOCKS)

    async def all_of_them() -> None:
        await asyncio.gather(*(post(n) for n in range(MESSAGES)))

    return await _until_posted(slack, all_of_them)


async def _said(slack: Slack, house: House) -> float:
    async def said() -> None:
        async with house.turns.writing(ORG) as turn:
            for n in range(MESSAGES):
                turn.say(Place(channel=f"C{n}"), SAID)

    return await _until_posted(slack, said)


async def _until_posted(slack: Slack, do: Callable[[], Awaitable[None]]) -> float:
    await slack.forget()
    began = time.monotonic()
    await do()
    told = await slack.until(MESSAGES, PATIENCE)
    assert told["twice"] == 0, told
    return told["marks"][-1] - began


WORDS = "Gedeeld. Wat goed dat je dit zag."
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": WORDS}}]
SAID = Message((Text(SENT),))
