"""The demo without its page: what is seeded, the clock that is turned, the week, and the process itself."""

from __future__ import annotations

import asyncio
import inspect
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.app import running
from bot.clock import SystemClock
from bot.demo import cast
from bot.demo.serving import playing
from bot.demo.tongue import Language, Tongue
from bot.demo.turning import SILENT, Turning
from bot.demo.week import Week
from bot.registry import make
from bot.settings import Settings
from bot.stage import local
from rituals import RITUALS

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds for a process that takes ten on a machine that is not busy
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_two_weeks_have_passed_and_a_third_is_played(language: Language) -> None:
    async with playing(Tongue(language)) as turning:
        await _first_card(turning)
        await _week(turning)
        await _next_morning(turning)
        slack = turning.here.stage.slack
    assert not slack.refusals
    assert not slack.late_acks


async def _first_card(turning: Turning) -> None:
    """The first turn brings the card of nine."""
    anna, noord = turning.here.actor("Anna"), turning.here.channel(cast.NOORD)
    assert len([seen for seen in anna.sees(noord) if seen.text.startswith("☀️")]) == 10
    assert turning.now() == local("2026-11-23 08:40")
    assert await turning.next_morning() == local("2026-11-24 08:40")
    due = await turning.next_due()
    assert due == local("2026-11-23 09:00")
    assert anna.sees(noord)[0].text.count("Anna de Boer")
    title = {"nl": "☀️ Dagstart maandag 9 november", "en": "☀️ Day start Monday 9 November"}[turning.language]
    assert [seen for seen in anna.sees(noord) if seen.text.startswith(title)]
    assert not turning.here.actor("Nadia").sees(turning.here.channel(cast.RETOUREN))


async def _week(turning: Turning) -> None:
    """All its stops are made, and it ends where one would think; time is never turned back."""
    said: list[str] = []

    async def say(caption: str) -> None:
        said.append(caption)

    channel, _ = turning.teams()[-1]
    await Week(turning.here, cast.FACTURATIE, turning, say, pause=0).play()
    assert len(said) == 23
    assert turning.now() == local("2026-11-27 11:15")
    lead = turning.here.actor(cast.FACTURATIE.people[0])
    cards = [seen.text for seen in lead.sees(channel) if seen.text.startswith("☀️")][-5:]
    assert [len(card.split("\n")) > 2 for card in cards] == [True, True, False, True, True]  # Wednesday stays quiet
    with pytest.raises(ValueError, match="not turned back"):
        await turning.forward(turning.now() - timedelta(minutes=1))


async def _next_morning(turning: Turning) -> None:
    assert await turning.next_morning() == local("2026-11-30 08:40")


def test_what_is_silent_exists() -> None:
    assert make(RITUALS).timers.keys() >= SILENT


def test_run_has_no_clock_that_can_be_turned_and_no_page() -> None:
    """The bot that people work with takes the system's clock, and the command line offers no other."""
    assert not hasattr(SystemClock(), "turn_to")
    assert not hasattr(SystemClock(), "wait")
    assert inspect.signature(cli.run).parameters == {}
    assert "running(chosen)" in inspect.getsource(cli._run)
    assert inspect.signature(running).parameters["clock"].default is None
    assert not [name for name in Settings.model_fields if re.search("clock|page|demo|time", name)]
    code = "import bot.cli, bot.app, sys; sys.exit(any(m.split('.')[0] == 'sandbox' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert CliRunner().invoke(cli.app, ["run", "--port", "1"]).exit_code == 2


@asynccontextmanager
async def demo(*arguments: str, **env: str) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        *arguments,
        stdout=pipe,
        stderr=pipe,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | env,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def nothing_in(folder: Path) -> bool:
    return not list(folder.iterdir())


async def heard(process: asyncio.subprocess.Process, wanted: str) -> list[str]:
    """What it says until a line with `wanted`, or to the end."""
    assert process.stdout is not None
    lines = []
    while line := (await process.stdout.readline()).decode():
        lines.append(line)
        if wanted in line:
            break
    return lines


async def test_a_taken_port_gives_another_and_sigterm_leaves_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with demo("--language", "en", "--port", port, TMPDIR=str(tmp_path)) as process:
            lines = await heard(process, "http://")
            assert f"Port {port} is taken, so I use another one." in "".join(lines)
            assert f":{port}/" not in lines[-1]
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert nothing_in(tmp_path)


async def test_ctrl_c_ends_it_while_it_prepares(tmp_path: Path) -> None:
    async with demo(TMPDIR=str(tmp_path)) as process:
        assert await heard(process, "organisatie")
        await asyncio.sleep(2)
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert nothing_in(tmp_path)


async def test_once_plays_a_day_and_ends() -> None:
    async with demo("--once") as process:
        out, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert out.decode().count("#klantenservice-noord, as ") == 3
