"""kill -9 in the middle of posting, of a form, of an answer and of a tick: one card a day, each colleague asked once,
and nothing that was saved is lost.

`KILLS=300 python -m pytest -s tests/test_kills.py` kills as often on each database; by itself it is some thirty times.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.manifest import manifest_for
from bot.stage import local
from rituals import RITUALS
from sandbox import ClientRefused, Person, Sandbox, Seen
from storage.base import open_database
from storage.compliment import Compliment, Receiver
from storage.dagstart import DagstartDay, DagstartItem
from storage.house import CardRow, Outgoing, Timer
from tests.chat import NAMES, NOORD
from tests.killed import POINTS, FileClock, Life
from tests.sound import unsound

MONDAY = date(2026, 11, 23)
KILLS = int(os.environ.get("KILLS", "0"))  # on each database; 0: a few
FEW = 50  # kills, beyond which the bot dies more often at each moment
TIMEOUT, SECONDS_A_KILL = 120, 10
MOMENTS = ("09:00", "09:10", "09:15")  # the card, the reminder, the summary
CLOSED = "11:45"  # also where a card that came late, after kills, stays up longer
LEASES = 61.0  # seconds of machine time: whatever a dead process held is free again
# Where the first lives of each day end for certain: the tick that opens the day, and the card that went out unnoted.
SURE = ("a turn, with its card put up", "a post, after it")
STEP = 5.0  # seconds of machine time at once in a bot that lives: no lease ends in the middle of a call
PATIENCE = 60.0  # real seconds for what takes one on a machine that is not busy
ACK = 0.7  # real seconds that a form waits for its answer
SAVED = ("Bewaard. Dank je wel.", "Fijn, ik heb het nog toegevoegd.", "Deze had ik al van je.", "Onderweg.")
IMPROVES, PRAISES = "Verbeterpunt", "Compliment delen"
FORMS = {IMPROVES: "Wat merkte of vroeg een klant", PRAISES: "Wat gebeurde er"}
SHARE = "Deel met naam"
SHOWN = 5  # of each kind a day: a board shows six, and one is added when all is calm


@dataclass
class Told:
    """A form that somebody filled in: `saved` is that they read so. `to` is for whom a compliment is."""

    person: Person
    text: str
    to: Person | None = None
    saved: bool = False


@dataclass
class Lives:
    """One bot after the other on the same database, in the same workspace."""

    slack: Sandbox
    clock: FileClock
    server: asyncio.subprocess.Process
    settings: dict[str, Any]
    moment: datetime
    ahead: float = 0.0
    kills: int = 0
    points: list[str] = field(default_factory=list)
    struck: set[str] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)
    pid: int = 0

    def turn(self, moment: str = "", *, ahead: float = 0.0) -> None:
        self.moment = local(moment) if moment else self.moment
        self.ahead += ahead
        self.clock.write(self.moment, self.ahead)

    # --- a life -------------------------------------------------------------------------------------------------------
    async def begin(self, point: str = "", nth: int = 1) -> None:
        """Returns when the bot is up, or has died on its way there."""
        assert self.server.stdin is not None
        self.turn(ahead=LEASES)
        self.server.stdin.write(Life(str(self.clock.file), self.settings, point, nth).line())
        self.points.append(point)
        self.pid = int((await self.word()).split()[1])
        assert await self.word() == "up"

    async def word(self) -> str:
        assert self.server.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self.server.stdout.readline()).decode().strip()

    async def end(self) -> None:
        """By kill -9, if it has not died already."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.struck.add(self.points[-1])
        assert await self.word() == f"dead {-signal.SIGKILL}"
        self.kills += 1

    async def dies(self) -> None:
        """Waits until the point is reached at which this life ends for certain, however busy the machine is."""
        async with asyncio.timeout(PATIENCE):
            while await self._alive():  # noqa: ASYNC110  (what is waited for is another process)
                await asyncio.sleep(0.05)

    async def _alive(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def settle(self) -> None:
        """All that is due happens and is sent: every back-off and quiet period passes, step by step."""
        async with asyncio.timeout(PATIENCE):
            while await self.busy():
                await asyncio.sleep(0.1)
                self.turn(ahead=STEP)
        await self.slack.settles(0.1)

    async def busy(self) -> bool:
        timers = [timer for timer in await self.rows(select(Timer)) if timer.due_at <= self.moment]
        waiting = [await self.rows(select(table).where(table.due_at.is_not(None))) for table in (CardRow, Outgoing)]
        return bool(timers or any(waiting))

    # --- what people do -----------------------------------------------------------------------------------------------
    def cards(self, person: Person) -> list[Seen]:
        return [seen for seen in person.sees(NOORD) if seen.text.startswith("☀️ Dagstart")]

    def todays(self, person: Person) -> list[Seen]:
        return [seen for seen in self.cards(person) if f" {self.moment.day} " in seen.text.splitlines()[0]]

    async def opens(self, person: Person, form: str, text: str) -> None:
        """From the newest card; without a bot or a card nothing opens, and nothing was typed."""
        with suppress(TimeoutError, ClientRefused):
            await self.slack.until(lambda: self.todays(person), ACK)
            await person.presses(form, self.todays(person)[-1])
            await self.slack.until(lambda: person.view and person.view.fields, ACK)
            await person.fills({FORMS[form]: text})
            to = self.beside(person) if form == PRAISES else None
            if to is not None:
                await person.fills({"Wat voor compliment": "aan een collega", "Voor wie": [to]})
            self.told.append(Told(person, text, to))

    def beside(self, person: Person) -> Person:
        """Always the same colleague."""
        people = self.slack.people
        return people[(people.index(person) + 1) % len(NAMES)]

    def asks(self, told: Told) -> list[Seen]:
        """The messages in which the colleague can read this compliment."""
        return [seen for seen in told.to.dm() if told.text in seen.text and not seen.deleted] if told.to else []

    async def answers(self, told: Told) -> None:
        """In every message that asks; of two alike the second is taken away for it."""
        for seen in self.asks(told):
            with suppress(TimeoutError, ClientRefused):
                if told.to is not None and SHARE in seen.buttons:
                    await told.to.presses(SHARE, seen)

    async def agree(self) -> None:
        """All who are asked, until nothing asks them any more: a press, too, may be answered too late."""
        async with asyncio.timeout(PATIENCE):
            while any(SHARE in seen.buttons for told in self.told for seen in self.asks(told)):
                for told in self.told:
                    await self.answers(told)
                await self.settle()

    async def submits(self, told: Told) -> None:
        """Once more if the answer was lost: the view is still there, and its token decides."""
        if told.person.view is None or told.saved:
            return
        await told.person.submits()
        assert told.person.view is not None, "a form that is saved says so"
        told.saved = any(words in told.person.view.text for words in SAVED)
        if told.saved:
            await told.person.closes()
        else:
            assert told.person.view.fields, f"answered, and not saved: {told.person.view.text}"

    async def insists(self, told: Told) -> None:
        """Until it is saved: on a busy machine an answer comes too late for its form more than once."""
        async with asyncio.timeout(PATIENCE):
            while not told.saved and told.person.view is not None:
                await self.submits(told)
                await asyncio.sleep(0.05)  # without a line each try ends at once, and the line needs time to come back

    async def rows(self, statement: Any) -> list[Any]:
        async with open_database(self.settings["database_url"]) as sessions, sessions() as session:
            await session.connection(execution_options={"reads": True})
            return list((await session.scalars(statement.execution_options(all_orgs=True))).all())


@asynccontextmanager
async def living(database_url: str, folder: Path) -> AsyncIterator[Lives]:
    clock = FileClock(folder / "clock")
    clock.write(local("2026-11-20 10:00"), 0.0)
    slack = Sandbox(
        manifest_for(RITUALS, "both"),
        now=clock.now,
        machine=lambda: clock.machine().timestamp(),
        ack_seconds=ACK,
        rate_limits=False,
    )
    with (folder / "errors").open("wb") as errors:
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.killed"), stdin=PIPE, stdout=PIPE, stderr=errors
        )
    async with slack:
        settings = {
            "slack_bot_token": slack.bot_token,
            "slack_app_token": slack.app_token,
            "slack_api_url": slack.api_url,
            "database_url": database_url,
            "http_port": 0,
        }
        lives = Lives(slack, clock, server, settings, clock.now())
        try:
            yield lives
        finally:
            if lives.pid:
                with suppress(ProcessLookupError):
                    os.kill(lives.pid, signal.SIGKILL)
            server.kill()
            await server.communicate()


async def play(lives: Lives, seed: int, days: Sequence[str], each: int) -> None:
    """Days on which the bot dies `each` times at each of the moments."""
    choice = random.Random(seed)
    people = [lives.slack.user(name) for name in NAMES]
    lives.slack.channel(NOORD, members=people)
    await lives.begin()
    await people[0].types("/dagstart start", channel=NOORD)
    await lives.slack.until(lambda: people[0].view)
    await people[0].submits()
    await people[0].closes()
    await lives.settle()
    deck: list[str] = []
    for day in days:
        sure = [*reversed(SURE)]
        for moment in MOMENTS:
            for _ in range(each):
                deck = deck or choice.sample([*POINTS, "", ""], len(POINTS) + 2)
                await lives.end()
                certain = bool(sure)
                await (lives.begin(sure.pop()) if certain else lives.begin(deck.pop(), choice.choice([1, 1, 2])))
                await act(lives, choice, people, f"{day} {moment}")
                if certain:
                    await lives.dies()
        await calm(lives, f"{day} {CLOSED}")


async def act(lives: Lives, choice: random.Random, people: list[Person], moment: str) -> None:
    """Time goes on, somebody shares something, and whoever waits for an answer tries again."""
    lives.turn(moment)
    lost = [told for told in lives.told if not told.saved]
    idle = [person for person in people if person.view is None]
    await asyncio.sleep(choice.uniform(0.0, 0.2))
    form = choice.choice([*FORMS])
    today = [
        told for told in lives.told if f" {moment[8:10]}e " in told.text and (told.to is not None) is (form == PRAISES)
    ]
    if idle and len(today) < SHOWN:
        await lives.opens(choice.choice(idle), form, f"Nummer {len(lives.told)} van de {moment[8:10]}e vroeg om rust")
        lost = [told for told in lives.told if not told.saved]
    await asyncio.gather(*(lives.submits(told) for told in lost))
    for told in choice.sample(lives.told, min(2, len(lives.told))):
        await lives.answers(told)


async def calm(lives: Lives, moment: str) -> None:
    """A life without a kill: everybody whose answer was lost gets it, every copy is clicked, and the day closes."""
    await lives.end()
    await lives.begin()
    await lives.settle()
    for told in lives.told:
        await lives.insists(told)
    await lives.settle()
    await lives.agree()
    reader = lives.slack.people[-1]
    assert lives.todays(reader), "the day never opened"
    await lives.opens(reader, IMPROVES, f"Nummer {len(lives.told)} van de {moment[8:10]}e wilde nog iets zeggen")
    await lives.insists(lives.told[-1])
    for copy in lives.cards(reader):
        if not copy.deleted and "Alles bekijken" in copy.buttons:
            await reader.presses("Alles bekijken", copy)
            await lives.slack.settles(0.1)
            while reader.view is not None:
                await reader.closes()
    lives.turn(moment)
    await lives.settle()


async def right(lives: Lives, days: Sequence[str]) -> None:
    """One card a day, each contribution on it once, every day ended, no timer lost."""
    reader = lives.slack.people[-1]
    cards = lives.cards(reader)
    assert len(cards) == len(days), [card.text.splitlines()[0] for card in cards]
    assert all(told.saved for told in lives.told), [told.text for told in lives.told if not told.saved]
    board = "\n".join(card.text for card in cards)
    given = await lives.rows(select(Compliment))
    texts = [row.text for row in await lives.rows(select(DagstartItem))] + ["".join(row.text) for row in given]
    for told in lives.told:
        assert texts.count(told.text) == 1, told.text
        assert board.count(told.text) == 1, told.text
        assert len(lives.asks(told)) == (told.to is not None), told.text
    assert sorted(texts) == sorted(told.text for told in lives.told)
    assert {(row.state, row.place) for row in given} == {("PUBLISHED", "board")}
    assert {row.choice for row in await lives.rows(select(Receiver))} == {"named"}
    states = {row.day.isoformat(): row.state for row in await lives.rows(select(DagstartDay))}
    assert [states[day] for day in days] == ["CLOSED"] * len(days)
    timers = await lives.rows(select(Timer))
    assert {timer.name for timer in timers} >= {"dagstart.plan", "dagstart.expire", "dagstart.draw", "people.nightly"}
    assert all(timer.due_at.astimezone(UTC) > lives.moment and not timer.parked for timer in timers), timers
    shown = await lives.rows(select(CardRow).where(CardRow.name.in_(["dagstart.card", "dagstart.summary"])))
    assert {(row.state, row.wanted - row.shown) for row in shown} == {("shown", 0)}
    assert len(shown) == 2 * len(days)


async def kill(database_url: str, folder: Path, seed: int, days: Sequence[str], each: int) -> int:
    async with living(database_url, folder) as lives:
        try:
            await play(lives, seed, days, each)
            await right(lives, days)
            assert lives.struck >= {*SURE}
        except BaseException:
            print(lives.points, (folder / "errors").read_text()[-4000:])  # noqa: T201  (what to begin with)
            raise
        await lives.end()
        return lives.kills


def schedule(kills: int) -> tuple[list[str], int]:
    """Working days, and how often the bot dies at each of their moments, for at least so many kills."""
    each = 3 if kills <= FEW else 6
    count = -(-(kills - 1) // (len(MOMENTS) * each + 1))
    weeks, days = range(count // 5 + 1), range(5)
    return [(MONDAY + timedelta(weeks=week, days=day)).isoformat() for week in weeks for day in days][:count], each


async def killed(url: str, folder: Path, seed: int, kills: int) -> None:
    days, each = schedule(kills)
    counted = await kill(url, folder, seed, days, each)
    assert counted >= kills
    assert not await unsound(url)
    print(f"{url.split(':')[0]}: {counted} kills in {len(days)} days, 0 lost, 0 double, sound")  # noqa: T201


@pytest.mark.timeout(TIMEOUT + SECONDS_A_KILL * KILLS)
async def test_killed_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    await killed(sqlite_url, tmp_path, 23, KILLS or 20)


@pytest.mark.timeout(TIMEOUT + SECONDS_A_KILL * KILLS)
async def test_killed_on_postgres(postgres_url: str, tmp_path: Path) -> None:
    await killed(postgres_url, tmp_path, 11, KILLS or 10)
