"""The page as a browser asks for it, and blocks of every type."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from sandbox import Person, Sandbox
from sandbox.page import Page
from sandbox.page.guard import TOKEN_HEADER
from tests.waiting import PATIENCE

Json = dict[str, Any]


class Browser:
    def __init__(self, page: Page, session: aiohttp.ClientSession) -> None:
        self.page = page
        self.session = session
        self.root = f"http://127.0.0.1:{page.port}"
        self.headers = {TOKEN_HEADER: page.token}

    async def html(self, person: Person, at: str = "", **more: str) -> str:
        query = {"as": person.handle, "at": at, **more}
        async with self.session.get(f"{self.root}/", params=query, headers=self.headers) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    async def post(self, path: str, person: Person, **said: Any) -> tuple[int, Json]:
        query = {"as": person.handle}
        async with self.session.post(f"{self.root}{path}", params=query, json=said, headers=self.headers) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else {}

    async def traffic(self, opened: str = "") -> str:
        url = f"{self.root}/traffic"
        async with self.session.get(url, params={"open": opened}, headers=self.headers) as answer:
            return await answer.text()

    async def does(self, act: str, person: Person, **said: Any) -> Json:
        status, answer = await self.post(f"/do/{act}", person, **said)
        assert status == 200, answer
        return answer

    @asynccontextmanager
    async def follows(self, person: Person, at: str, **more: str) -> AsyncIterator[Events]:
        query = {"as": person.handle, "at": at, **more}
        async with self.session.get(f"{self.root}/events", params=query, headers=self.headers) as answer:
            yield Events(answer)


class Events:
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def fragment(self, name: str, holds: str = "", seconds: float = PATIENCE) -> str:
        """The next fragment of that name with that text in it."""
        async with asyncio.timeout(seconds):
            async for line in self._answer.content:
                if line.startswith(b"data: {"):
                    said = json.loads(line[6:])
                    if said.get("name") == name and holds in said["html"]:
                        return str(said["html"])
        raise AssertionError("the stream ended")


class Clockwork:
    """A backstage whose clock only stands where it was put. Something is due `every` so often, and `takes` seconds."""

    language = "nl"
    zone = "Europe/Amsterdam"

    def __init__(self, team: str, name: str = "noord") -> None:
        self.at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        self.team = team
        self.name = name
        self.turned = asyncio.Event()
        self.turned.set()
        self.due: datetime | None = None
        self.every = timedelta(days=400)
        self.takes = 0.02
        self.watched: Callable[[str], bool] = lambda _: False
        self._one = asyncio.Lock()
        self._stepped = asyncio.Event()

    def now(self) -> datetime:
        return self.at

    async def forward(self, target: datetime) -> None:
        await self.turned.wait()
        while not await asyncio.shield(self._step(target)):
            pass

    async def _step(self, target: datetime) -> bool:
        async with self._one:
            if self.at + self.every <= target:
                await asyncio.sleep(self.takes)
            self.at = max(self.at, min(target, self.at + self.every))
            self._stepped.set()
            return self.at >= target

    async def reaches(self, days: int) -> None:
        began = self.at
        async with asyncio.timeout(PATIENCE):
            while self.at < began + timedelta(days=days):
                self._stepped.clear()
                await self._stepped.wait()

    async def next_due(self) -> datetime | None:
        return self.due

    async def next_morning(self) -> datetime:
        return self.at + timedelta(hours=23, minutes=40)

    def teams(self) -> Sequence[tuple[str, str]]:
        return [(self.team, self.name)]

    async def rehearse(
        self, channel: str, say: Callable[[str], Awaitable[None]], watched: Callable[[str], bool]
    ) -> None:
        self.watched = watched
        await say("Maandag: de week begint.")
        await asyncio.Event().wait()


@asynccontextmanager
async def browsing(slack: Sandbox, backstage: Clockwork | None = None) -> AsyncIterator[Browser]:
    async with Page(slack, backstage, pace=0.01) as page, aiohttp.ClientSession() as session:
        yield Browser(page, session)
