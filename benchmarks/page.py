"""The page of the demo: how soon one can use it, and how soon one sees what a colleague does."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product

from playwright.async_api import Browser, expect

from benchmarks.scale import RUNS, Rows, median
from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.tongue import Both, Tongue
from tests.web.browsing import MISSING, NEXT, Browsing, Tab, chromium, started

READY = 15.0  # seconds
SEEN = 0.3
EVENTS = 5  # at most before the day's card; the morning has its messages first
NOORD, SEND = cast.NOORD.channel, Both("Versturen", "Send")
FIELDS = {t.COMPLIMENT: t.WHAT_HAPPENED, t.IMPROVE: t.WHAT_NOTICED}
CARD = Both("Dagstart maandag 23 november", "Day start Monday 23 November")


async def rows() -> Rows:
    """The medians of five starts and of twenty clicks; without a browser there is nothing to measure."""
    if chromium() is None:
        return [["the page of the demo", MISSING, "", "", ""]]
    async with started() as chrome:
        runs = [await _run(chrome, clicks=n == 0) for n in range(RUNS)]
    ready, seen = median(ready for ready, _ in runs), runs[0][1]
    return [
        ["from starting the demo to a page one can use", f"{ready:.1f} s", "", f"{ready / READY:.2f}", "at most 15 s"],
        [
            "from a click to the changed card in a colleague's tab",
            f"{seen * 1000:.0f} ms",
            "",
            f"{seen / SEEN:.2f}",
            "at most 300 ms",
        ],
    ]


async def _run(chrome: Browser, *, clicks: bool) -> tuple[float, float]:
    """Seconds from the start until one can type, and with `clicks` until a colleague sees what one did."""
    began = time.perf_counter()
    async with _demo() as address:
        browser = Browsing(chrome, address, Tongue())
        first = await browser.tab("anna", await _noord(browser))
        await expect(first.composer).to_be_visible()
        return time.perf_counter() - began, await _clicks(browser, first) if clicks else 0.0


@asynccontextmanager
async def _demo() -> AsyncIterator[str]:
    """The page's address, as the process of its own prints it."""
    command = (sys.executable, "-m", "bot", "demo")
    env = {**os.environ, "DEMO_LANGUAGE": "nl"}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=env)
    assert process.stdout is not None
    try:
        while not (found := re.search(r"http://\S+", (await process.stdout.readline()).decode())):
            assert process.returncode is None
        yield found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()


async def _noord(browser: Browsing) -> str:
    """The id of the channel, as the page's own list has it."""
    tab = await browser.tab("anna", "")
    place = await tab.page.get_by_role("link", name=NOORD.nl).first.get_attribute("href")
    found = re.search(r"at=(\w+)", place or "")
    assert found is not None
    return found[1]


async def _clicks(browser: Browsing, first: Tab) -> float:
    """Two people, five of each kind: what a day's board takes of one person."""
    second = await browser.tab("bram", await _noord(browser))
    for _event in range(EVENTS):
        await first.turns(NEXT)
        if await second.card(CARD).count():
            break
    await expect(second.card(CARD)).to_be_visible()
    took = []
    for n, (kind, (tab, other)) in product(range(5), product(FIELDS, ((first, second), (second, first)))):
        took.append(
            await _click(tab, other, kind, f"Als nr {n} gaf {'Anna' if tab is first else 'Bram'} een {kind.nl}")
        )
    return statistics.median(took)


async def _click(tab: Tab, other: Tab, kind: Both, text: str) -> float:
    await tab.button(kind, tab.card(CARD)).click()
    if kind is t.COMPLIMENT:
        await tab.picks(t.CUSTOMER)
    await tab.field(FIELDS[kind]).fill(text)
    began = time.perf_counter()
    await tab.button(SEND, tab.modal).click()
    await other.card(CARD).get_by_text(text).wait_for()
    took = time.perf_counter() - began
    await tab.closes()
    return took


if __name__ == "__main__":
    for row in asyncio.run(rows()):
        print(" | ".join(row))
