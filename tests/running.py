"""`klantritme` as a process of its own, beside a sandbox: what the tests of the command line and of `run` share."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

from bot.settings import Settings
from sandbox import Sandbox
from tests.forked import command

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds for what takes one on a machine that is not busy

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.cli", "bot.app", "tests.forked"])


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def environment(slack: Sandbox | None, database_url: str, **more: str) -> dict[str, str]:
    """Nothing of whoever runs the tests but the path."""
    made = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": database_url, "HTTP_PORT": "0"}
    if slack is not None:
        made |= {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        made |= {"SLACK_API_URL": slack.api_url, "SLACK_SIGNING_SECRET": slack.signing_secret}
    return made | more


async def klantritme(*arguments: str, env: dict[str, str], folder: Path) -> Ended:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=env, stdout=pipe, stderr=pipe)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


async def forked(*arguments: str, env: dict[str, str], folder: Path) -> Ended:
    """The same without the seconds in which a process imports itself."""
    with tempfile.TemporaryDirectory() as streams:
        out, err = Path(streams) / "out", Path(streams) / "err"
        process = FORKS.Process(target=command, args=(arguments, env, folder, out, err))
        process.start()
        await asyncio.to_thread(process.join, PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"klantritme {' '.join(arguments)}")
        return Ended(process.exitcode, out.read_text(), err.read_text())


@dataclass(frozen=True)
class Forked:
    """One that was forked, as asyncio has one that was started."""

    process: ForkServerProcess

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, which: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, which)

    def kill(self) -> None:
        self.process.kill()

    async def wait(self) -> int:
        await asyncio.to_thread(self.process.join)
        return self.process.exitcode or 0


@dataclass
class Run:
    """`klantritme run`; what it logged is there when it has ended."""

    process: asyncio.subprocess.Process | Forked
    port: int
    lines: list[str] = field(default_factory=list)

    async def get(self, path: str) -> tuple[int, str]:
        """Status 0 while nobody listens."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, (await answer.text()).strip()
        except aiohttp.ClientError:
            return 0, ""

    async def until(self, path: str, status: int) -> str:
        async with asyncio.timeout(PATIENCE):
            while (answer := await self.get(path))[0] != status:  # noqa: ASYNC110  (another process: nothing to wait on)
                await asyncio.sleep(0.05)
        return answer[1]

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit code and the seconds it took."""
        began = asyncio.get_running_loop().time()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
        return code, asyncio.get_running_loop().time() - began

    @property
    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@asynccontextmanager
async def run(
    slack: Sandbox, database_url: str, folder: Path, port: int, *, imported: bool = True, **more: str
) -> AsyncIterator[Run]:
    """Begun, not yet ready. Killed on leaving, unless it has ended. `imported`: forked, else as people start it."""
    env = environment(slack, database_url, HTTP_PORT=str(port), **more)
    log = folder / f"{port}.log"
    process = await (_forked(env, folder, log) if imported else _started(env, folder, log))
    running = Run(process, port)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        running.lines += log.read_text().splitlines()


async def _forked(env: dict[str, str], folder: Path, log: Path) -> Forked:
    process = FORKS.Process(target=command, args=(("run",), env, folder, Path(os.devnull), log))
    process.start()
    return Forked(process)


async def _started(env: dict[str, str], folder: Path, log: Path) -> asyncio.subprocess.Process:
    with log.open("wb") as into:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=env, stdout=asyncio.subprocess.DEVNULL, stderr=into
        )


def settings(slack: Sandbox, database_url: str) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=database_url,
        http_port=0,
    )
