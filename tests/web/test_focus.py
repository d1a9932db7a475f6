"""Where the keyboard is when what it was at goes away."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.demo.tongue import Tongue
from sandbox import Sandbox
from sandbox.page import Page
from tests.sandbox.pages import Clockwork
from tests.web.browsing import HOUR, MISSING, NARROW, Tab, browsing, chromium

pytestmark = [pytest.mark.skipif(chromium() is None, reason=MISSING), pytest.mark.asyncio(loop_scope="session")]


async def test_escape_leads_back(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    [sanne] = slack.people
    await sanne.types("hoi", channel=clock.team)
    [first] = sanne.sees(clock.team)
    await sanne.types("zelf hoi", channel=clock.team, thread=first)
    async with Page(slack, clock) as page, browsing(chrome, page.address, Tongue("nl")) as browser:
        await _from_the_drawer(await browser.tab("sanne", clock.team, width=NARROW))
        wide = await browser.tab("sanne", clock.team)
        await _from_a_thread(wide)
        await _from_the_hint(wide)


async def _from_the_drawer(tab: Tab) -> None:
    menu = tab.page.locator("[data-drawer]")
    await menu.click()
    await expect(tab.page.locator("#sidebar a").first).to_be_focused()
    await tab.page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await expect(menu).to_have_attribute("aria-expanded", "false")
    await tab.fits()


async def _from_a_thread(tab: Tab) -> None:
    await tab.page.get_by_test_id("replies").click()
    await expect(tab.page.get_by_test_id("thread").locator("textarea")).to_be_focused()
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.get_by_test_id("replies")).to_be_focused()


async def _from_the_hint(tab: Tab) -> None:
    """Which is sent away."""
    caption = tab.page.get_by_test_id("caption")
    await expect(caption).to_contain_text("Je bent Sanne.")
    await caption.get_by_role("button").press("Enter")
    await expect(caption).to_be_empty()
    await expect(tab.page.locator("[data-turn=five]")).to_be_focused()


async def test_stop_in_another_tab_leads_on_to_the_clock(chrome: Browser, slack: Sandbox, clock: Clockwork) -> None:
    async with Page(slack, clock, pace=0.01) as page, browsing(chrome, page.address, Tongue("nl")) as browser:
        one, other, narrow = [await browser.tab("sanne", clock.team, width=width) for width in (1280, 1280, NARROW)]
        await _stops(one, other)
        await expect(other.page.locator("[data-turn=five]")).to_be_focused()
        await _stops(other, narrow)
        await expect(narrow.page.locator("[data-fold]")).to_be_focused()


async def _stops(one: Tab, other: Tab) -> None:
    await one.page.get_by_test_id("rehearsal").get_by_role("button").click()
    await expect(one.button(HOUR)).to_be_disabled()
    stop = other.page.locator("[data-stop]")
    await stop.focus()
    await other.page.keyboard.press("Enter")
    await expect(stop).to_have_count(0)
