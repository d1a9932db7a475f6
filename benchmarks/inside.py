"""Thirty people contribute to one board at once: saved and then posted, beside a handler that posts in its transaction.

Slack answers each call after a tenth of a second; the peer's handler does no more than keep the text and post it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from benchmarks.bulk import Values, fill
from benchmarks.process import unpaced
from benchmarks.scale import RUNS, Rows, median, ratio, scaled
from benchmarks.slack import ORG, Slack, taking
from bot.app import House, running
from bot.clock import TurnedClock
from bot.database import migrate
from rituals.contract import Event, Note, about
from storage import dagstart, organisations, people
from storage.base import make_engine

LATENCY = 0.1  # seconds
PEOPLE = scaled(30, 5)
TEAM = PEOPLE * (RUNS + 1)  # others in each run: nobody shares as much as makes the bot ask to go easy
DAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 8, 5, tzinfo=UTC)
PATIENCE_MS = 60_000  # the peer waits for its turn as long as it takes: with our five seconds some never get it
WORDS = "Een klant wachtte te lang op antwoord"
fresh = count()


@dataclass
class Held:
    """For how long transactions were open, in seconds; on SQLite that is for how long nobody else could write."""

    spans: list[float] = field(default_factory=list)

    def follow(self, engine: AsyncEngine) -> None:
        """Only those that wrote: a commit, and no rollback, ends them."""
        began: dict[int, float] = {}
        event.listen(engine.sync_engine, "begin", lambda each: began.__setitem__(id(each), time.perf_counter()))
        event.listen(
            engine.sync_engine, "commit", lambda each: self.spans.append(time.perf_counter() - began.pop(id(each)))
        )


@dataclass(frozen=True)
class Taken:
    """`seconds` until all have been saved; `held` the median of a transaction."""

    seconds: float
    held: float


async def rows(name: str, url: str, peer: str) -> Rows:
    """On two databases of this kind, of which these are the addresses."""
    await _board(url)
    async with taking(LATENCY) as slack, _peers(slack, peer) as theirs, _ours(slack, url) as ours:
        runs = [(await theirs(), await ours()) for _ in range(RUNS + 1)][-RUNS:]
    peers, mine = [peer for peer, _ in runs], [our for _, our in runs]
    took, held = (_beside(mine, peers, what) for what in ("seconds", "held"))
    what = f"{PEOPLE} contribute to one board at once, until all are saved, {name}"
    saved = [[what, *took, "for comparison"]]
    if not url.startswith("sqlite"):
        return saved
    return [*saved, ["… for how long one of them keeps everybody from writing, SQLite", *held, "for comparison"]]


def _beside(ours: Sequence[Taken], theirs: Sequence[Taken], what: str) -> tuple[str, str, str]:
    mine, others = ([getattr(run, what) for run in runs] for runs in (ours, theirs))
    figure, beside = (f"{median(each) * 1000:.0f} ms" for each in (mine, others))
    return figure, f"posted in the transaction: {beside}", f"{ratio(mine, others):.2f}"


async def _all(held: Held, one: Callable[[int], Awaitable[None]]) -> Taken:
    held.spans.clear()
    began = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(PEOPLE)))
    return Taken(time.perf_counter() - began, median(held.spans))


# --- ours -------------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def _ours(slack: Slack, url: str) -> AsyncIterator[Callable[[], Awaitable[Taken]]]:
    held = Held()
    with unpaced():
        async with running(slack.settings(url), TurnedClock(NOW)) as house:
            held.follow(house.sessions.kw["bind"])

            async def shared() -> Taken:
                return await _all(held, lambda _n: _shares(house, next(fresh)))

            yield shared


async def _shares(house: House, n: int) -> None:
    key = f"bench-{n}"
    values = {"text": f"{WORDS}, nummer {key}"}
    given = Event(key, ORG, f"U{n % TEAM}", "dagstart.improve", about(1, DAY.isoformat()), key, values=values)
    answer = await house.dispatcher.submit(given)
    assert isinstance(answer, Note), answer


async def _board(url: str) -> None:
    """One team; its board is open, and room is left for what each shares in a run."""
    await migrate(url)
    joined, start = DAY - timedelta(days=60), NOW - timedelta(minutes=5)
    open_: Values = {"day": DAY, "starts_at": start, "ends_at": NOW + timedelta(minutes=10), "state": "OPEN"}
    everybody = [f"U{n}" for n in range(TEAM)]
    fill(url, organisations.Organisation, [{"id": ORG, "name": "Bench"}])
    filled: list[tuple[Any, list[Values]]] = [
        (people.Team, [{"id": 1, "channel": "C1", "name": "Team", "started_on": joined}]),
        (people.PersonRow, [{"key": person, "name": person} for person in everybody]),
        (people.Member, [{"team": 1, "person": each, "joined_on": joined, "seasoned": True} for each in everybody]),
        (dagstart.DagstartSettings, [{"team": 1}]),
        (dagstart.DagstartDay, [{"team": 1, **open_}]),
    ]
    for table, values in filled:
        fill(url, table, ({"org": ORG, **row} for row in values))


# --- as the peers do it -----------------------------------------------------------------------------------------------
@asynccontextmanager
async def _peers(slack: Slack, url: str) -> AsyncIterator[Callable[[], Awaitable[Taken]]]:
    """A transaction that takes the board's row, keeps what was shared, posts it, and writes down where it stands."""
    engine, held = make_engine(url, PATIENCE_MS), Held()
    sessions = async_sessionmaker(engine)
    held.follow(engine)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-bench", base_url=slack.tokens["api_url"], session=session)
        await _tables(sessions)

        async def shared() -> Taken:
            return await _all(held, lambda n: _posts(sessions, client, n))

        yield shared
    await engine.dispose()


async def _tables(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session, session.begin():
        for made in ("boards (id integer, shared integer)", "items (board integer, words text, stamp text)"):
            await session.execute(text(f"CREATE TABLE {made}"))
        await session.execute(text("INSERT INTO boards VALUES (1, 0)"))


async def _posts(sessions: async_sessionmaker[AsyncSession], client: AsyncWebClient, n: int) -> None:
    mine = {"words": f"{WORDS}, nummer {n}"}
    async with sessions() as session, session.begin():
        await session.execute(text("UPDATE boards SET shared = shared + 1 WHERE id = 1"))
        await session.execute(text("INSERT INTO items VALUES (1, :words, '')"), mine)
        answer = await client.chat_postMessage(channel="C1", text=WORDS)
        at = {"stamp": answer["ts"], **mine}
        await session.execute(text("UPDATE items SET stamp = :stamp WHERE words = :words"), at)
