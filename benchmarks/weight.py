"""How heavy the bot is and how soon it is there: processes of both kinds in turn, beside a bare Bolt app.

Both are started as people start them, and hear the same Slack; nothing happens in it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale import RUNS, Rows, median, ratio, scaled
from benchmarks.slack import Slack, taking

ROOT = Path(__file__).resolve().parent.parent
SETTLED = scaled(3, 1)  # seconds after which what a start needed has been given back
BARE, OURS = ("benchmarks.bare",), ("bot", "run")


@dataclass(frozen=True)
class Weighed:
    """`seconds` from the start of the process until Slack hears its socket; `memory` in bytes."""

    seconds: float
    memory: float


async def rows(folder: Path) -> Rows:
    async with taking(0) as slack:
        first = [await _weighed(slack, folder, f"new{n}.db", OURS) for n in range(RUNS)]
        both = [
            (await _weighed(slack, folder, "", BARE), await _weighed(slack, folder, "new0.db", OURS))
            for _ in range(RUNS)
        ]
    bare, ours = zip(*both, strict=True)
    return [
        _row("from starting the process until Slack hears it", [a.seconds for a in ours], [a.seconds for a in bare], 1),
        [
            "… the first time, when it makes its database (SQLite)",
            f"{median(each.seconds for each in first):.1f} s",
            "",
            "",
            "",
        ],
        _row("memory of the idle process (RSS)", [a.memory for a in ours], [a.memory for a in bare], 1024 * 1024),
    ]


def _row(what: str, ours: list[float], bare: list[float], unit: int) -> list[str]:
    named = "{:.1f} s" if unit == 1 else "{:.0f} MB"
    figure, beside = (named.format(median(each) / unit) for each in (ours, bare))
    return [what, figure, f"bare Bolt: {beside}", f"{ratio(ours, bare):.1f}", "for comparison"]


async def _weighed(slack: Slack, folder: Path, file: str, module: tuple[str, ...]) -> Weighed:
    await slack.forget()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HTTP_PORT": "0", **slack.environment}
    env |= {"LOG_LEVEL": "ERROR", "DATABASE_URL": f"sqlite:///{folder / file}"}
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *module, cwd=folder, env=env)
    try:
        told = await slack.connected(1)
        await asyncio.sleep(SETTLED)
        return Weighed(told["sockets"][0] - began, _memory(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def _memory(process: int) -> int:
    """As Linux counts it; elsewhere it isn't told."""
    status = Path(f"/proc/{process}/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0
