"""A team, Slack at the other end of a cable, and `klantritme run` in this process with its loops, sockets and pages."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.app import House, running
from bot.clock import TurnedClock
from bot.manifest import manifest_for
from bot.stage import local
from rituals import RITUALS
from sandbox import Person, Sandbox, Seen
from storage.base import open_database
from storage.dagstart import DagstartItem
from tests.chat import NAMES, NOORD
from tests.faults import AT_LENGTH, lasts
from tests.faults.cable import Cable, cable
from tests.overheard import overheard
from tests.running import settings

PATIENCE = lasts(180.0, 60.0)  # seconds for what takes one on a machine that is not busy, or two quiet minutes
IMPROVES, WHAT = "Verbeterpunt", "Wat merkte of vroeg een klant?"
AWAY = "Ik kan nu even niet bij mijn notities. Probeer het over een paar minuten nog eens."
SLOW = "Dat duurde te lang. Probeer het nog een keer."
SAVED = ("Bewaard.", "Deze had ik al van je.")


@dataclass
class Office:
    slack: Sandbox
    cable: Cable
    clock: TurnedClock
    house: House
    url: str
    heard: io.StringIO

    # --- what people do and see ---------------------------------------------------------------------------------------
    def person(self, name: str) -> Person:
        return self.slack.person(name)

    def cards(self, day: str) -> list[Seen]:
        return [seen for seen in self.person("sanne").sees(NOORD) if f"Dagstart maandag {day}" in seen.text]

    async def card(self, day: str = "23") -> Seen:
        await self.until(lambda: self.cards(day))
        return self.cards(day)[-1]

    async def writes(self, name: str, text: str, day: str = "23") -> Person:
        """The form for an improvement point, filled in and not yet sent."""
        person = self.person(name)
        await person.presses(IMPROVES, await self.card(day))
        await self.until(lambda: person.view)
        await person.fills({WHAT: text})
        return person

    async def sends(self, person: Person) -> None:
        """Until it is saved: whoever reads that it was not sends it again."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await person.submits()
                assert person.view is not None
                if any(word in person.view.text for word in SAVED):
                    await person.closes()
                    return
                await asyncio.sleep(0.2)

    def complaint(self, person: Person) -> str:
        """What stands at the form, which is still there with all that was typed."""
        view = person.view
        assert view is not None
        assert view.fields, view.text
        return " ".join(view.state.errors.values())

    async def shows(self, text: str, day: str = "23") -> None:
        await self.until(lambda: sum(card.text.count(text) for card in self.cards(day)) == 1)

    async def kept(self) -> list[str]:
        async with open_database(self.url) as sessions, sessions() as session:
            await session.connection(execution_options={"reads": True})
            return [*await session.scalars(select(DagstartItem.text).execution_options(all_orgs=True))]

    # --- what an operator sees ----------------------------------------------------------------------------------------
    async def page(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.house.health.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return (await answer.text()).strip()

    async def ready(self, *words: str) -> None:
        """Until /readyz says this; without words: until it is ready."""
        async with asyncio.timeout(PATIENCE):
            while True:
                said = await self.page("/readyz")
                if all(word in said for word in words or ("ready",)) and "not" not in said[:3]:
                    return
                await asyncio.sleep(0.05)

    async def metric(self, name: str) -> float:
        """Of one series as it is written, or of all of that name."""
        lines = [line for line in (await self.page("/metrics")).splitlines() if line.startswith(name)]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.heard.getvalue().splitlines()) if line["event"] == event]

    # --- time ---------------------------------------------------------------------------------------------------------
    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110  (the bot's own loops bring it about)
                await asyncio.sleep(0.02)

    def moves(self, moment: str) -> None:
        """On the clock that people see."""
        self.clock.moment = local(moment)

    def waits(self, seconds: float) -> None:
        """Machine time goes by."""
        if not AT_LENGTH:
            self.clock.offset += timedelta(seconds=seconds)


@asynccontextmanager
async def office(url: str, names: Sequence[str] = NAMES) -> AsyncIterator[Office]:
    """On Monday 23 November 2026 at nine, with the card of that day up."""
    clock = TurnedClock(local("2026-11-20 10:00"))
    manifest = manifest_for(RITUALS, "both")
    machine = lambda: clock.machine().timestamp()  # noqa: E731
    async with Sandbox(manifest, now=clock.now, machine=machine, rate_limits=False) as slack:
        host, _, port = slack.site.root.removeprefix("http://").partition(":")
        people = [slack.user(name) for name in names]
        slack.channel(NOORD, members=people)
        async with cable(host, int(port)) as between:
            slack.site.root = f"http://{host}:{between.near}"
            with overheard() as heard:
                async with running(settings(slack, url), clock) as house:
                    made = Office(slack, between, clock, house, url, heard)
                    await begin(made, people[0])
                    yield made


async def begin(office: Office, lead: Person) -> None:
    await lead.types("/dagstart start", channel=NOORD)
    await office.until(lambda: lead.view)
    await lead.submits()
    await lead.closes()
    office.moves("2026-11-23 09:00")
    await office.card()
    await office.ready()
