"""Several processes on one PostgreSQL, under load, one of them killed every few seconds.

    python -m tests.faults.takeover --seconds 120 --processes 4 --every 4

prints one line: cards, kills, lost, double, and how late cards were.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.manifest import manifest_for
from rituals import RITUALS
from rituals.calendar import KEYS, Calendar
from rituals.contract import about
from sandbox import ClientRefused, Person, Sandbox, Seen
from storage import dagstart, house, organisations, people
from storage.base import open_database
from tests.running import Run, run

IMPROVES, WHAT = "Verbeterpunt", "Wat merkte of vroeg een klant?"
SAVED = ("Bewaard.", "Deze had ik al van je.")
PEOPLE = ("Anna Bakker", "Bram Visser", "Fatima Yilmaz", "Joris Smit")
TAKEN_OVER = "klantritme_claims_taken_over_total"
LEAST = 3  # kills, also where the machine is slow
SETTLED = 90.0  # seconds after the last card was due: a lease, a quiet period, and room
STARTING = 8.0  # seconds until the first card is due


@dataclass
class Due:
    channel: str
    at: datetime


@dataclass
class Figures:
    cards: int
    kills: int
    lost: list[str]
    double: list[str]
    lateness: list[float]
    shared: int
    taken_over: float = 0.0

    def late(self, share: float) -> float:
        return sorted(self.lateness)[min(int(share * len(self.lateness)), len(self.lateness) - 1)]

    def line(self) -> str:
        late = (
            f"late {self.late(0.5):.1f} s at the median, {self.late(0.99):.1f} s at p99, {self.late(1):.1f} s at most"
        )
        ended, over = f"{len(self.lost)} lost, {len(self.double)} double", f"{self.taken_over:g} claims taken over"
        return f"{self.cards} cards, {self.shared} contributions, {self.kills} kills: {ended}; {late}; {over}"


def free_port(choice: random.Random) -> int:
    """Of those that the system gives to nobody by itself: it must be free a moment later, too."""
    while True:
        port = choice.randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port))
            return port


@dataclass
class Crowd:
    """`each` are processes that live; a place that was killed gets another at once."""

    slack: Sandbox
    url: str
    folder: Path
    choice: random.Random
    living: dict[int, tuple[Run, AsyncExitStack]] = field(default_factory=dict)
    kills: int = 0

    async def start(self, place: int) -> Run:
        stack = AsyncExitStack()
        made = await stack.enter_async_context(run(self.slack, self.url, self.folder, free_port(self.choice)))
        self.living[place] = (made, stack)
        return made

    async def kill(self, place: int) -> None:
        made, stack = self.living.pop(place)
        made.process.send_signal(signal.SIGKILL)
        await made.process.wait()
        await stack.aclose()
        self.kills += 1
        await self.start(place)

    async def taken_over(self) -> float:
        pages = [(await made.get("/metrics"))[1] for made, _ in self.living.values()]
        lines = [
            line
            for page in pages
            for line in page.splitlines()
            if line.startswith("klantritme_claims_taken_over_total")
        ]
        return sum(float(line.rpartition(" ")[2]) for line in lines)


@asynccontextmanager
async def crowd(slack: Sandbox, url: str, folder: Path, processes: int) -> AsyncIterator[Crowd]:
    made = Crowd(slack, url, folder, random.Random())
    try:
        await asyncio.gather(*(made.start(place) for place in range(processes)))
        await asyncio.gather(*(each.until("/readyz", 200) for each, _ in made.living.values()))
        yield made
    finally:
        await asyncio.gather(*(stack.aclose() for _, stack in made.living.values()))


async def planned(slack: Sandbox, url: str, members: Sequence[Person], moments: Sequence[datetime]) -> list[Due]:
    """A team for each moment, whose dagstart is due then."""
    org, begun = slack.team_id, datetime.now(UTC) - timedelta(days=30)
    dues = [Due(slack.channel(f"team-{n}", members=members), at) for n, at in enumerate(moments)]
    async with open_database(url) as sessions, sessions(info={"org": org}) as session, session.begin():
        session.add(organisations.Organisation(id=org, holidays={"off": sorted(KEYS.values())}, admins=[]))
        always = {"workdays": "1234567", "started_on": begun.date()}
        teams = [people.Team(channel=due.channel, name=due.channel, **always) for due in dues]
        session.add_all(teams)
        await session.flush()
        session.add_all(dagstart.DagstartSettings(team=team.id, days="1234567") for team in teams)
        days = [Calendar().day_of(due.at) for due in dues]
        rows = [(team, day, due) for team, day, due in zip(teams, days, dues, strict=True)]
        session.add_all(dagstart.DagstartDay(team=team.id, day=day, starts_at=due.at) for team, day, due in rows)
        await session.flush()
        timers = [("dagstart.open", about(team.id, day.isoformat()), due.at) for team, day, due in rows]
        await house.plan(session, org, timers)
    return dues


def cards(reader: Person, due: Due) -> list[Seen]:
    return [seen for seen in reader.sees(due.channel) if seen.text.startswith("☀️ Dagstart") and not seen.deleted]


@dataclass
class Sharing:
    """One person who goes from card to card, and sends what was not saved again."""

    slack: Sandbox
    person: Person
    dues: Sequence[Due]
    choice: random.Random
    over: asyncio.Event
    saved: list[str] = field(default_factory=list)

    async def go_on(self) -> None:
        while not self.over.is_set():
            await asyncio.sleep(self.choice.uniform(0.1, 0.4))
            up = [due for due in self.dues if cards(self.person, due)]
            if up:
                await self.shares(self.choice.choice(up), f"{self.person.name} zag nummer {len(self.saved)}")

    async def shares(self, due: Due, text: str) -> None:
        with suppress(TimeoutError, ClientRefused):
            if self.person.view is None:
                await self.person.presses(IMPROVES, cards(self.person, due)[-1])
                await self.slack.until(lambda: self.person.view, 2.0)
            await self.person.fills({WHAT: text})
        async with asyncio.timeout(SETTLED):
            while self.person.view is not None and self.person.view.fields:
                await self.person.submits()
                assert self.person.view is not None
                if any(word in self.person.view.text for word in SAVED):
                    self.saved.append(text)
                    await self.person.closes()
                    return
                await asyncio.sleep(0.2)
        while self.person.view is not None:
            await self.person.closes()


async def measured(
    url: str, folder: Path, *, seconds: float, processes: int, every: float, rate: float, seed: int = 1
) -> Figures:
    choice, over = random.Random(seed), asyncio.Event()
    async with Sandbox(manifest_for(RITUALS, "both"), rate_limits=False) as slack:
        members = [slack.user(name) for name in PEOPLE]
        first = datetime.now(UTC) + timedelta(seconds=STARTING)
        moments = [first + timedelta(seconds=n / rate) for n in range(int(seconds * rate))]
        dues = await planned(slack, url, members, moments)
        async with crowd(slack, url, folder, processes) as bots:
            sharing = [Sharing(slack, each, dues, random.Random(choice.random()), over) for each in members[1:]]
            going = [asyncio.create_task(each.go_on()) for each in sharing]
            while datetime.now(UTC) < moments[-1] or bots.kills < LEAST:
                await asyncio.sleep(every)
                await bots.kill(choice.choice([*bots.living]))
            over.set()
            await asyncio.gather(*going)
            reader = members[0]
            await slack.until(lambda: all(cards(reader, due) for due in dues), SETTLED)
            await asyncio.gather(*(each.until("/readyz", 200) for each, _ in bots.living.values()))
            await healed(slack, reader, dues)
            counts = await in_database(url, slack.team_id)
            texts = [text for each in sharing for text in each.saved]
            boards = "\n".join(card.text for due in dues for card in cards(reader, due))
            lost = [due.channel for due in dues if not cards(reader, due)]
            lost += [text for text in texts if not counts.get(text)]
            double = [due.channel for due in dues if len(cards(reader, due)) > 1]
            double += [text for text, count in counts.items() if count > 1 or boards.count(f"{text}\n") > 1]
            late = [float(cards(reader, due)[0].ts) - due.at.timestamp() for due in dues if cards(reader, due)]
            return Figures(len(dues), bots.kills, lost, double, late, len(texts), await bots.taken_over())


async def healed(slack: Sandbox, reader: Person, dues: Sequence[Due]) -> None:
    """Where nobody knew whether a card had arrived there may be two of it: the first click takes one away."""
    for due in dues:
        for copy in cards(reader, due):
            if len(cards(reader, due)) > 1 and "Alles bekijken" in copy.buttons:
                with suppress(TimeoutError, ClientRefused):  # then it is counted as double
                    await reader.presses("Alles bekijken", copy)
                    await slack.until(lambda: len(cards(reader, due)) < 2, 20.0)  # noqa: B023  (awaited here)
                while reader.view is not None:
                    await reader.closes()


async def in_database(url: str, org: str) -> Counter[str]:
    async with open_database(url) as sessions, sessions(info={"org": org}) as session:
        return Counter(text for text in await session.scalars(select(dagstart.DagstartItem.text)) if text)


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--seconds", type=float, default=120)
    ask.add_argument("--processes", type=int, default=4)
    ask.add_argument("--every", type=float, default=4, help="seconds between two kills")
    ask.add_argument("--rate", type=float, default=1.5, help="cards that fall due in a second")
    asked = ask.parse_args()
    from tests.faults.server import server

    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as url:
        how = {"seconds": asked.seconds, "processes": asked.processes, "every": asked.every, "rate": asked.rate}
        found = asyncio.run(measured(url, Path(folder), **how))
    print(found.line())  # noqa: T201
    sys.exit(bool(found.lost or found.double))


if __name__ == "__main__":
    main()
