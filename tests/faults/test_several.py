"""Several processes on one PostgreSQL: they begin together, share the work, and take over from who dies."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import versions
from bot.manifest import manifest_for
from rituals import RITUALS
from sandbox import Sandbox
from tests.faults.takeover import IMPROVES, PEOPLE, WHAT, cards, free_port, measured, planned
from tests.running import PATIENCE, environment, forked, run
from tests.sound import unsound


async def test_four_begin_on_an_empty_database(postgres: str, tmp_path: Path) -> None:
    name = f"empty_{secrets.token_hex(4)}"
    engine = create_async_engine(postgres, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgres).set(database=name).render_as_string(hide_password=False)
    ended = await asyncio.gather(*(forked("migrate", env=environment(None, url), folder=tmp_path) for _ in range(4)))
    assert [each.code for each in ended] == [0] * 4, [each.err for each in ended]
    now, newest = await versions(url)
    assert now == newest
    assert not await unsound(url)
    async with engine.connect() as connection:
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await engine.dispose()


async def test_one_is_killed_every_few_seconds(postgres_url: str, tmp_path: Path) -> None:
    found = await measured(postgres_url, tmp_path, seconds=8, processes=4, every=2.5, rate=3)
    assert found.kills >= 3
    assert not found.lost
    assert not found.double
    assert found.late(1) < 60
    assert not await unsound(postgres_url)


# --- behind a balancer ------------------------------------------------------------------------------------------------
@dataclass
class Balancer:
    """Hands each request to the next of its processes that takes it, as any does."""

    ports: list[int]
    turn: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    port: int = 0

    async def carry(self, request: web.Request) -> web.Response:
        body = await request.read()
        for _ in self.ports:
            self.turn += 1
            port = self.ports[self.turn % len(self.ports)]
            with suppress(aiohttp.ClientError):
                return await self._carried(port, request, body)
        return web.Response(status=503)

    async def _carried(self, port: int, request: web.Request, body: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        address = f"http://127.0.0.1:{port}{request.path_qs}"
        async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
            self.taken[port] += 1
            said, kind = await answer.read(), answer.headers.get("Content-Type", "text/plain")
            return web.Response(body=said, status=answer.status, headers={"Content-Type": kind})


@asynccontextmanager
async def balancer(ports: list[int]) -> AsyncIterator[Balancer]:
    made, site = Balancer(ports), web.Application()
    site.router.add_post("/slack/events", made.carry)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        await runner.cleanup()


async def test_http_mode_behind_a_balancer(postgres_url: str, tmp_path: Path) -> None:
    """A form that one process opened is sent to another, and what one of them saved the card of another shows."""
    ports = [free_port(random.Random()) for _ in range(2)]
    async with Sandbox(manifest_for(RITUALS, "both"), rate_limits=False) as slack, balancer(ports) as between:
        members = [slack.user(name) for name in PEOPLE]
        due = (await planned(slack, postgres_url, members, [datetime.now(UTC)]))[0]
        async with (
            run(slack, postgres_url, tmp_path, ports[0], SLACK_MODE="http") as one,
            run(slack, postgres_url, tmp_path, ports[1], SLACK_MODE="http") as two,
        ):
            await asyncio.gather(one.until("/readyz", 200), two.until("/readyz", 200))
            slack.request_url = f"http://127.0.0.1:{between.port}/slack/events"
            assert await slack.verified()
            await slack.until(lambda: cards(members[0], due), PATIENCE)
            texts = [f"{person.name} hoorde iets" for person in members]
            for person, said in zip(members, texts, strict=True):
                await person.presses(IMPROVES, cards(person, due)[-1])
                await slack.until(lambda: person.view, PATIENCE)  # noqa: B023  (awaited within the turn of the loop)
                await person.fills({WHAT: said})
                await person.submits()
            await slack.until(lambda: all(cards(members[0], due)[-1].text.count(each) == 1 for each in texts), PATIENCE)
            assert len(cards(members[0], due)) == 1
            assert set(between.taken) == set(ports)
            assert not slack.late_acks
