"""A message's menu in the browser: its entry opens the form with the message in it, at two widths."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.demo.tongue import Tongue
from sandbox.page import Page
from tests.chat import NOORD, chatting
from tests.sandbox.pages import Clockwork
from tests.web.browsing import MISSING, NARROW, WIDE, browsing, chromium

pytestmark = [pytest.mark.skipif(chromium() is None, reason=MISSING), pytest.mark.asyncio(loop_scope="session")]

SAID = "Een klant belde om ons te bedanken & <groette>"


async def test_a_message_is_taken_over_from_its_menu(chrome: Browser, sqlite_url: str) -> None:
    async with chatting(sqlite_url) as chat:
        await chat.noord()
        place = next(each.id for each in chat.slack.site.workspace.channels.values() if each.name == NOORD)
        await chat.omar.person.types(SAID, channel=NOORD)
        async with (
            Page(chat.slack, Clockwork(place, NOORD)) as page,
            browsing(chrome, page.address, Tongue("nl")) as browser,
        ):
            for width in (WIDE, NARROW):
                tab = await browser.tab("sanne", place, width=width)
                message = tab.messages.filter(has_text=SAID)
                await message.hover()
                await message.locator("[data-menu] summary").click()
                await message.get_by_role("button", name="Deel als compliment").click()
                await expect(tab.modal.locator("textarea").first).to_have_value(SAID)
                await tab.fits()
                await tab.closes()
