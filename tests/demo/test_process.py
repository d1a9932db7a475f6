"""The demo as a process: what it offers, and how it begins and ends."""

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
from pathlib import Path

from typer.testing import CliRunner

from bot import cli
from bot.app import running
from bot.clock import SystemClock
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 100.0  # seconds for a process that takes ten on a machine that is not busy


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
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert nothing_in(tmp_path)


async def test_once_plays_a_day_and_ends() -> None:
    async with demo("--once") as process:
        out, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    told = out.decode()
    assert told.count("#klantenservice-noord, as ") == 4
    card = told.rpartition("as Omar sees it")[2]
    assert "• Klanttevredenheid: 8,1 (doel 8,0)\n" in card
    assert "• Elke factuurvraag in één gesprek afronden (Joris Smit, we kijken maandag 7 december)\n" in card
    assert "    Nu: Verbeterpunten, tot 09:0" in told
