"""`make demo`: everything in one process, with a page to look at it, until it is stopped."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import typer

from bot.app import settle_memory
from bot.demo.seed import BEGINS, OPENS, SEEDS, Seed, seed
from bot.demo.tongue import Both, Language, Tongue
from bot.demo.turning import Turning
from bot.stage import staged
from sandbox.page import Page
from storage import inline

CLEARING, CLEAR = 20, 0.05  # times, and seconds between them, that the folder of an ended demo is emptied
LOOK = 1.0  # seconds between two looks whether the one who started this is still there
PREPARING = Both("Ik zet een organisatie klaar; dat duurt even.", "Setting up an organisation; one moment.")
TAKEN = Both("Poort {port} is bezet, dus ik neem een andere.", "Port {port} is taken, so I use another one.")
READY = Both(
    "Klantritme staat klaar. Open dit adres in je browser (alleen op deze computer):\n\n    {address}\n\n"
    "Kies wie je bent, en zet de klok vooruit: om negen uur komt de kaart. Stoppen: Ctrl-C.",
    "Klantritme is ready. Open this address in your browser (on this computer only):\n\n    {address}\n\n"
    "Choose who you are, and turn the clock: the card comes at nine. To stop: Ctrl-C.",
)


async def serve(language: Language = "nl", port: int = 0) -> None:
    """Returns after SIGINT or SIGTERM, or when whoever started it is gone; nothing is left behind."""
    showing = asyncio.create_task(_show(Tongue(language), port, os.getppid()))
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(each, _end, showing)
    with suppress(asyncio.CancelledError):
        await showing


def _end(showing: asyncio.Task[None]) -> None:
    """Requests are broken off halfway now, which is nobody's error."""
    logging.disable()
    showing.cancel()


async def _show(tongue: Tongue, port: int, parent: int) -> None:
    typer.echo(tongue(PREPARING))
    async with playing(tongue) as turning, AsyncExitStack() as stack:
        page = await opened(stack, turning, port)
        typer.echo(tongue(READY).format(address=page.address))
        while os.getppid() == parent:  # noqa: ASYNC110  (of a parent that was killed nothing tells)
            await asyncio.sleep(LOOK)


@asynccontextmanager
async def playing(
    tongue: Tongue, seeds: Sequence[Seed] = SEEDS, *, begins: str = BEGINS, opens: str = OPENS
) -> AsyncIterator[Turning]:
    """The seeded workspace, with the bot at work in it.

    Its machine time is real: triggers expire and the rest of Slack's patience runs as it does for people.
    """
    with scratch() as folder:
        url = inline.address(f"sqlite:///{folder / 'demo.db'}")
        async with staged(url, moment=begins, machine=time.monotonic, rate_limits=False) as stage:
            with uncollected():
                turning = Turning(await seed(stage, tongue, seeds, opens))
            settle_memory()
            async with turning.working():
                yield turning


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes. What is under way when the demo is ended may still write there, so it is looked at again."""
    folder = Path(tempfile.mkdtemp(prefix="klantritme-demo-"))
    try:
        yield folder
    finally:
        for _ in range(CLEARING):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(CLEAR)


@contextmanager
def uncollected() -> Iterator[None]:
    """Nearly all that a seed makes stays: looking for garbage in it costs a tenth of its time, and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def opened(stack: AsyncExitStack, turning: Turning, port: int = 0) -> Page:
    """The page on this port, or on a free one when that is taken."""
    slack = turning.here.stage.slack
    try:
        return await stack.enter_async_context(Page(slack, turning, port=port))
    except OSError:
        if not port:
            raise
    typer.echo(turning.here.tongue(TAKEN).format(port=port))
    return await stack.enter_async_context(Page(slack, turning))
