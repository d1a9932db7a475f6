"""The page in a browser: the way in, what it says when there is no answer, and the clock's buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from playwright.async_api import Page as Shown
from playwright.async_api import Route, expect

from bot.demo.tongue import Tongue
from sandbox import Sandbox
from sandbox.page import Page
from sandbox.page.words import NL
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.pages import Clockwork
from tests.web.browsing import CLOCK, HOUR, MISSING, NARROW, WIDE, Tab, browsing, chromium, started

pytestmark = pytest.mark.skipif(chromium() is None, reason=MISSING)

TEAM = "klantenservice-noord-en-de-eilanden-voor-de-kust"


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as slack:
        slack.channel(TEAM, members=[slack.user("Sanne")])
        yield slack


@pytest.fixture
def clock(slack: Sandbox) -> Clockwork:
    channel = next(each.id for each in slack.site.workspace.channels.values() if each.name == TEAM)
    return Clockwork(channel, TEAM)


@asynccontextmanager
async def looking(page: Page, clock: Clockwork, width: int = WIDE) -> AsyncIterator[Tab]:
    async with browsing(page.address, Tongue("nl")) as browser:
        yield await browser.tab("sanne", clock.team, width=width)


@asynccontextmanager
async def mail(link: str) -> AsyncIterator[str]:
    """The address of a page of another site that links there."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=f'<a href="{link}">Kijk eens</a>', content_type="text/html")

    app = web.Application()
    app.router.add_get("/", show)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://localhost:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_link_in_a_mail_leads_in(slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock) as page, started() as browser, mail(f"{page.address}&as=sanne") as elsewhere:
        tab = await browser.new_page()
        await tab.goto(elsewhere)
        await tab.get_by_text("Kijk eens").click()
        await tab.wait_for_url(f"http://127.0.0.1:{page.port}/?as=sanne")
        await expect(tab.get_by_test_id("timeline")).to_be_visible()
        await tab.go_back()
        assert tab.url == elsewhere


async def says(tab: Tab, text: str) -> None:
    await tab.composer.fill("hoi")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.get_by_test_id("toast")).to_have_text(text)
    await expect(tab.page.get_by_test_id("toast")).to_be_visible()
    await expect(tab.composer).to_have_value("hoi")


async def test_without_an_answer_it_says_so(slack: Sandbox, clock: Clockwork) -> None:
    async def lost(route: Route) -> None:
        await route.abort()

    async def failed(route: Route) -> None:
        await route.fulfill(status=500, body="<h1>Oeps</h1>")

    async with Page(slack, clock) as page, looking(page, clock) as tab:
        for answer, word in ((lost, "not_arrived"), (failed, "broken")):
            await tab.page.route("**/do/say*", answer)
            await says(tab, NL[word])
        await tab.page.unroute("**/do/say*")
        await slack.archive(TEAM)
        await says(tab, NL["archived"])


async def test_after_a_restart_it_names_the_new_address(slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock) as first, looking(first, clock) as tab:
        await first.__aexit__(None, None, None)
        async with Page(slack, clock, port=first.port):
            await says(tab, NL["restarted"])


async def test_a_long_turn_is_stopped_by_hand(slack: Sandbox, clock: Clockwork) -> None:
    began, clock.every = clock.at, timedelta(days=1)
    async with Page(slack, clock) as page, looking(page, clock) as tab:
        to, go = tab.page.locator("[data-turn-to] input"), tab.page.locator("[data-turn-to] button")
        await expect(to).to_have_attribute("max", "2027-03-03T09:00")
        await expect(to).to_have_attribute("min", "2026-03-02T09:00")
        await to.fill("2027-03-01T09:00")
        await go.click()
        stop = tab.page.locator("[data-stop]")
        await expect(stop).to_be_visible()
        await expect(tab.button(HOUR)).to_be_disabled()
        await stop.click()
        await expect(stop).to_have_count(0)
        await expect(tab.button(HOUR)).to_be_enabled()
        await expect(go).to_be_focused()
        assert clock.at < began + timedelta(days=300)


async def test_while_a_week_plays_the_clock_waits(slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock, pace=0.01) as page, looking(page, clock) as tab:
        play = tab.page.get_by_test_id("rehearsal").get_by_role("button")
        await play.click()
        for each in (tab.button(HOUR), play, tab.page.locator("[data-turn-to] button")):
            await expect(each).to_be_disabled()
        await tab.page.locator("[data-stop]").click()
        for each in (tab.button(HOUR), play):
            await expect(each).to_be_enabled()


async def test_the_top_is_low_in_a_narrow_window(slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock) as page, looking(page, clock, NARROW) as tab:
        await expect(tab.button(HOUR)).to_be_hidden()
        assert await _height(tab.page) <= 120
        await tab.turns(HOUR)
        await expect(tab.page.get_by_test_id("now")).to_contain_text("10:00")
        await expect(tab.button(CLOCK)).to_have_attribute("aria-expanded", "true")
        await tab.fits()
        team = tab.page.get_by_test_id("rehearsal").locator("select")
        assert await team.evaluate("each => getComputedStyle(each).textOverflow") == "ellipsis"
        await tab.button(CLOCK).click()
        await expect(tab.button(HOUR)).to_be_hidden()
        assert await _height(tab.page) <= 120


async def _height(page: Shown) -> int:
    return int(await page.evaluate("document.querySelector('header').offsetHeight"))
