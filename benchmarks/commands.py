"""Slash commands over the real Socket Mode: the bot, beside a bare Bolt app that only acks, in the same workspace."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import running
from bot.settings import Settings

IN_FLIGHT = 200
WAVES = 5  # of each kind; the first of each warms up and is not counted
ALONE = 60  # commands handled one at a time
HURRIED, WITHIN = 1000, 20.0  # commands of one person, in so many seconds: three times what is asked of us
COMMAND = "/dagstart"  # reads the team, its settings and its days, and answers
LINE = 1024 * 1024  # bytes of one line from the workspace


class Wave(TypedDict):
    """What the workspace measured: seconds."""

    acks: list[float]
    acked: float
    answered: float


@dataclass
class Rates:
    """Of waves of IN_FLIGHT commands each: acks and answers a second, and the slowest hundredth of the acks."""

    waves: list[Wave]
    acks: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.waves = self.waves[1:]
        self.acks = sorted(ack for wave in self.waves for ack in wave["acks"])

    @property
    def acked(self) -> float:
        return len(self.acks) / sum(wave["acked"] for wave in self.waves)

    @property
    def answered(self) -> float:
        return len(self.acks) / sum(wave["answered"] for wave in self.waves)

    @property
    def p99(self) -> float:
        return _slowest(self.acks)


def _slowest(seconds: list[float]) -> float:
    """What all but a hundredth of them stay below."""
    return sorted(seconds)[int(len(seconds) * 0.99)]


@dataclass
class Workspace:
    process: asyncio.subprocess.Process
    tokens: dict[str, str] = field(default_factory=dict)

    async def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(await self.process.stdout.readline())

    async def order(self, does: str, **how: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"does": does, **how}).encode() + b"\n")
        await self.process.stdin.drain()
        return await self.hear()

    async def waves(self, *, answered: bool) -> Rates:
        how = {"command": COMMAND, "people": IN_FLIGHT, "answered": answered}
        return Rates([await self.order("wave", **how) for _ in range(WAVES)])

    async def alone(self) -> float:
        """The median of the seconds between typing a command and its answer, when nothing else happens."""
        how = {"command": COMMAND, "people": 1, "answered": True}
        waves: list[Wave] = [await self.order("wave", **how) for _ in range(ALONE)]
        return statistics.median(wave["answered"] for wave in waves)


@dataclass(frozen=True)
class Measured:
    """`alone` and `others` in seconds."""

    bare: Rates
    ours: Rates
    alone: float
    others: list[float]


async def rows(folder: Path) -> list[list[str]]:
    async with _workspace() as workspace:
        async with _bare(workspace.tokens):
            bare = await workspace.waves(answered=False)
        async with running(_settings(workspace.tokens, folder)):
            await workspace.order("start")
            ours = await workspace.waves(answered=True)
            alone = await workspace.alone()
            others = await workspace.order("hurry", command=COMMAND, times=HURRIED, seconds=WITHIN)
        refused = await workspace.order("refused")
    assert not refused, refused
    return _rows(Measured(bare, ours, alone, others))


def _rows(found: Measured) -> list[list[str]]:
    bare, ours = found.bare, found.ours
    beside, late = f"bare Bolt: {bare.acked:.0f}/s", f"bare Bolt: {bare.p99 * 1000:.0f} ms"
    hurried = f"one person types {HURRIED:,} in {WITHIN:.0f} s: the slowest hundredth of the others' acks"
    return [
        ["commands acked, 200 in flight", *_rate(ours.acked, beside, bare), "at least 0.7"],
        ["… the slowest hundredth of the acks", *_time(ours.p99, late), "under 1 s"],
        ["… read from the database and answered", *_rate(ours.answered, beside, bare), "at least 0.15"],
        [hurried, *_time(_slowest(found.others)), "under 1 s"],
        ["one command at a time, answered", *_time(found.alone, bar=0.015), "at most 15 ms"],
    ]


def _rate(ours: float, beside: str, bare: Rates) -> tuple[str, str, str]:
    return f"{ours:.0f}/s", beside, f"{ours / bare.acked:.2f}"


def _time(seconds: float, beside: str = "", bar: float = 1.0) -> tuple[str, str, str]:
    return f"{seconds * 1000:.{1 if bar < 1 else 0}f} ms", beside, f"{seconds / bar:.2f}"


@asynccontextmanager
async def _workspace() -> AsyncIterator[Workspace]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.workspace", stdin=pipe, stdout=pipe, limit=LINE
    )
    workspace = Workspace(process)
    workspace.tokens = await workspace.hear()
    try:
        yield workspace
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def _bare(tokens: dict[str, str]) -> AsyncIterator[None]:
    app = AsyncApp(client=AsyncWebClient(token=tokens["bot_token"], base_url=tokens["api_url"]))

    @app.command(COMMAND)
    async def only_acks(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSocketModeHandler(app, tokens["app_token"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


def _settings(tokens: dict[str, str], folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=tokens["bot_token"],
        slack_app_token=tokens["app_token"],
        slack_api_url=tokens["api_url"],
        database_url=f"sqlite:///{folder / 'commands.db'}",
        http_port=0,
    )
