"""The page in a browser: the way in, what it says when there is no answer, and the clock's buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from playwright.async_api import Browser, Route, expect
from playwright.async_api import Page as Shown

from bot.demo.tongue import Tongue
from sandbox import Sandbox
from sandbox.page import Page
from sandbox.page.words import NL
from tests.sandbox.pages import Clockwork
from tests.web.browsing import CLOCK, HOUR, MISSING, NARROW, TEAM, WIDE, Tab, browsing, chromium, looking

pytestmark = [pytest.mark.skipif(chromium() is None, reason=MISSING), pytest.mark.asyncio(loop_scope="session")]


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


async def test_a_link_in_a_mail_leads_in(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    async with (
        Page(slack, clock) as page,
        mail(f"{page.address}&as=sanne") as elsewhere,
        await chrome.new_page() as tab,
    ):
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


async def test_without_an_answer_it_says_so(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    async def lost(route: Route) -> None:
        await route.abort()

    async def failed(route: Route) -> None:
        await route.fulfill(status=500, body="<h1>Oeps</h1>")

    async with Page(slack, clock) as page, looking(chrome, page, clock) as tab:
        for answer, word in ((lost, "not_arrived"), (failed, "broken")):
            await tab.page.route("**/do/say*", answer)
            await says(tab, NL[word])
        await tab.page.unroute("**/do/say*")
        await slack.archive(TEAM)
        await says(tab, NL["archived"])


async def test_after_a_restart_it_names_the_new_address(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock) as first, looking(chrome, first, clock) as tab:
        await first.__aexit__(None, None, None)
        async with Page(slack, clock, port=first.port):
            await says(tab, NL["restarted"])


async def test_a_long_turn_is_stopped_by_hand(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    began, clock.every = clock.at, timedelta(days=1)
    async with Page(slack, clock) as page, looking(chrome, page, clock) as tab:
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


async def test_while_a_week_plays_the_clock_waits(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    """Of another team, so that the tab goes there."""
    elsewhere = slack.channel("elders", members=slack.people)
    async with Page(slack, clock, pace=0.01) as page, looking(chrome, page, clock, at=elsewhere) as tab:
        play = tab.page.get_by_test_id("rehearsal").get_by_role("button")
        await play.click()
        await tab.page.wait_for_url(f"**at={clock.team}")
        for each in (tab.button(HOUR), play, tab.page.locator("[data-turn-to] button")):
            await expect(each).to_be_disabled()
        await tab.page.locator("[data-stop]").click()
        for each in (tab.button(HOUR), play):
            await expect(each).to_be_enabled()


async def test_the_top_is_low_in_a_narrow_window(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock) as page, looking(chrome, page, clock, NARROW) as tab:
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


async def test_a_name_is_cut_off_only_where_there_is_no_room(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    clock.name = "customer-service-north-and-islands"
    for each in slack.site.app.features["slash_commands"]:
        each["usage_hint"] = "begin | stop | pauze <datum> | verder | instellen | wie [@naam] | wanneer [datum]"
    async with Page(slack, clock) as page, browsing(chrome, page.address, Tongue("nl")) as browser:
        wide, narrow = [await browser.tab("sanne", clock.team, width=width) for width in (WIDE, NARROW)]
        team = wide.page.get_by_test_id("rehearsal").locator("select")
        assert await team.evaluate("each => each.offsetWidth") >= await team.evaluate(WISHED)
        await narrow.composer.fill("/")
        commands = narrow.page.locator("#completions [data-complete^='/']")
        heights = await commands.evaluate_all("all => all.map(each => each.offsetHeight)")
        assert 20 < max(heights) < 40


WISHED = """each => {
  const whole = each.cloneNode(true)
  whole.style.cssText = 'position: absolute; width: auto; max-width: none'
  each.after(whole)
  const wide = whole.offsetWidth
  whole.remove()
  return wide
}"""


async def test_behind_the_scenes_nothing_is_fetched_that_nobody_looks_at(
    chrome: Browser, slack: Sandbox, clock: Clockwork
) -> None:
    fetched: list[str] = []
    async with Page(slack, clock) as page, looking(chrome, page, clock) as tab:
        tab.page.on("request", lambda request: fetched.append(request.url) if "/traffic" in request.url else None)
        slack.site.notes.called("chat.update", {"text": "een"})
        await tab.turns(HOUR)
        await expect(tab.page.get_by_test_id("now")).to_contain_text("10:00")
        assert fetched == []
        curtain = tab.page.get_by_test_id("curtain")
        await curtain.locator("summary").first.click()
        act = curtain.locator(".act").first
        await act.locator("summary").click()
        await expect(act.locator("pre")).to_have_count(1)
        slack.site.notes.called("chat.update", {"text": "twee"})
        await expect(act.locator("summary")).to_contain_text("chat.update ×2")
        await expect(act.locator("pre").last).to_contain_text("twee")
        await expect(act.locator("summary")).to_be_focused()
        settled = len(fetched)
        await tab.page.wait_for_timeout(400)
        assert len(fetched) == settled


async def _height(page: Shown) -> int:
    return int(await page.evaluate("document.querySelector('header').offsetHeight"))
