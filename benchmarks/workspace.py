"""The other side of `commands`: a sandbox in a process of its own, with people who type when they are told to.

One line of JSON in, one out: an order such as `{"does": "wave", "command": "/dagstart", "people": 200}`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.scale import scaled
from bot.manifest import manifest_for
from rituals import RITUALS
from sandbox import Change, Person, Sandbox

PEOPLE = scaled(200, 20)
CHANNEL = "bench"
ANSWERED = 60.0  # seconds a wave may take until all have been answered


@dataclass
class Typists:
    """`answers` counts what the app said in the channel, to whomever."""

    slack: Sandbox
    people: list[Person]
    answers: int = 0

    def heard(self, change: Change) -> None:
        self.answers += change.kind == "message"

    async def start(self) -> str:
        """The first of them starts a dagstart in the channel; what the form says then."""
        lead = self.people[0]
        await lead.types("/dagstart start", channel=CHANNEL)
        await self.slack.until(lambda: lead.view)
        await lead.submits()
        await self.slack.settles(quiet=1.0, seconds=60.0)
        return lead.view.text if lead.view else ""

    async def wave(self, command: str, people: int, *, answered: bool) -> dict[str, Any]:
        """So many type at once. Seconds: of each until the ack, of all until the last ack, and the last answer."""
        due, began = self.answers + people, time.perf_counter()
        acks = await asyncio.gather(*(self._types(person, command) for person in self._next(people)))
        acked = time.perf_counter() - began
        if answered:
            await self.slack.until(lambda: self.answers >= due, ANSWERED)
        return {"acks": acks, "acked": acked, "answered": time.perf_counter() - began}

    def _next(self, count: int) -> list[Person]:
        """In turn: who alone types as much as this is asked to go easy."""
        self.people = [*self.people[count:], *self.people[:count]]
        return self.people[-count:]

    async def hurry(self, command: str, times: int, seconds: float) -> list[float]:
        """One person types so often; the others once each meanwhile. Seconds until the acks of those others."""
        one, *others = self.people
        hurried = [self._later(n * seconds / times, one, command) for n in range(times)]
        calm = [self._later(n * seconds / len(others), each, command) for n, each in enumerate(others)]
        acks = await asyncio.gather(*hurried, *calm)
        await self.slack.settles(quiet=1.0, seconds=ANSWERED)
        return acks[times:]

    async def _later(self, seconds: float, person: Person, command: str) -> float:
        await asyncio.sleep(seconds)
        return await self._types(person, command)

    async def _types(self, person: Person, command: str) -> float:
        began = time.perf_counter()
        await person.types(command, channel=CHANNEL)
        return time.perf_counter() - began

    def refused(self) -> list[str]:
        return [str(each) for each in (*self.slack.refusals, *self.slack.late_acks)]


async def main() -> None:
    async with Sandbox(manifest_for(RITUALS, "both"), rate_limits=False) as slack:
        typists = Typists(slack, [slack.user(f"Person {n}", handle=f"person{n}") for n in range(PEOPLE)])
        slack.channel(CHANNEL, members=typists.people)
        slack.changes.subscribe(typists.heard)
        _tell({"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url})
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            match order.pop("does"):
                case "start":
                    _tell(await typists.start())
                case "wave":
                    _tell(await typists.wave(**order))
                case "hurry":
                    _tell(await typists.hurry(**order))
                case "refused":
                    _tell(typists.refused())


def _tell(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
