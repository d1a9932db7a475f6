"""Slash commands over the real Socket Mode: the bot, beside a bare Bolt app that only acks, in the same workspace."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from benchmarks.bare import COMMAND, bare
from benchmarks.scale import MARK, RUNS, Rows, median, ratio, scaled
from bot.app import running
from bot.settings import Settings

IN_FLIGHT = scaled(200, 20)
WAVES = RUNS + 1  # of each kind; the first of each warms up and is not counted
ALONE = scaled(60, 2)  # commands handled one at a time
HURRIED = scaled(1000, 20)  # commands of one person,
WITHIN = float(scaled(20, 1))  # in so many seconds: three times what is asked of us
LINE = 1024 * 1024  # bytes of one line from the workspace


class Wave(TypedDict):
    """What the workspace measured: seconds."""

    acks: list[float]
    acked: float
    answered: float


@dataclass
class Rates:
    """Of waves of IN_FLIGHT commands each: acks and answers a second, and the slowest hundredth of each wave's acks."""

    waves: Sequence[Wave]

    def __post_init__(self) -> None:
        self.waves = self.waves[-RUNS:]

    @property
    def acked(self) -> list[float]:
        return [IN_FLIGHT / wave["acked"] for wave in self.waves]

    @property
    def answered(self) -> list[float]:
        return [IN_FLIGHT / wave["answered"] for wave in self.waves]

    @property
    def p99(self) -> list[float]:
        return [_slowest(wave["acks"]) for wave in self.waves]


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

    async def wave(self, *, answered: bool) -> Wave:
        wave: Wave = await self.order("wave", command=COMMAND, people=IN_FLIGHT, answered=answered)
        return wave

    async def alone(self) -> float:
        """The median of the seconds between typing a command and its answer, when nothing else happens."""
        how = {"command": COMMAND, "people": 1, "answered": True}
        waves: list[Wave] = [await self.order("wave", **how) for _ in range(ALONE)]
        return statistics.median(wave["answered"] for wave in waves)


@dataclass(frozen=True)
class Measured:
    """`alone` and, of each run, `others` in seconds."""

    bare: Rates
    ours: Rates
    alone: float
    others: list[float]


async def rows(folder: Path) -> Rows:
    """Each has a workspace of its own, and they take turns: a machine that is busy for a while slows both."""
    async with _workspace() as theirs, _workspace() as workspace:
        async with bare(theirs.tokens), running(_settings(workspace.tokens, folder)):
            await workspace.order("start")
            both = [(await theirs.wave(answered=False), await workspace.wave(answered=True)) for _ in range(WAVES)]
            alone = await workspace.alone()
            others = [
                await workspace.order("hurry", command=COMMAND, times=HURRIED, seconds=WITHIN) for _ in range(RUNS)
            ]
        refused = [*await workspace.order("refused"), *await theirs.order("refused")]
    assert not refused, refused
    waves = list(zip(*both, strict=True))
    return _rows(Measured(Rates(waves[0]), Rates(waves[1]), alone, [_slowest(run) for run in others]))


def _rows(found: Measured) -> Rows:
    bare_, ours = found.bare, found.ours
    hurried = f"one person types {HURRIED:,} in {WITHIN:.0f} s: the slowest hundredth of the others' acks"
    return [
        [f"commands acked, {IN_FLIGHT} in flight", *_rate(ours.acked, bare_.acked), "at least 0.7"],
        [
            "… the slowest hundredth of the acks",
            *_time(median(ours.p99), f"bare Bolt: {median(bare_.p99) * 1000:.0f} ms"),
            "under 1 s",
        ],
        ["… read from the database and answered", *_rate(ours.answered, bare_.acked), "at least 0.15"],
        [hurried, *_time(median(found.others)), "under 1 s"],
        ["one command at a time, answered", *_time(found.alone, bar=0.015), "at most 15 ms"],
    ]


def _rate(ours: list[float], theirs: list[float]) -> tuple[str, str, str]:
    return f"{median(ours):.0f}/s", f"bare Bolt: {median(theirs):.0f}/s", f"{ratio(ours, theirs):.2f}"


def _time(seconds: float, beside: str = "", bar: float = 1.0) -> tuple[str, str, str]:
    return f"{seconds * 1000:.{1 if bar < 1 else 0}f} ms", beside, f"{seconds / bar:.2f}"


@asynccontextmanager
async def _workspace() -> AsyncIterator[Workspace]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.workspace", *MARK, stdin=pipe, stdout=pipe, limit=LINE
    )
    workspace = Workspace(process)
    workspace.tokens = await workspace.hear()
    try:
        yield workspace
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def _settings(tokens: dict[str, str], folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=tokens["bot_token"],
        slack_app_token=tokens["app_token"],
        slack_api_url=tokens["api_url"],
        database_url=f"sqlite:///{folder / 'commands.db'}",
        http_port=0,
    )
