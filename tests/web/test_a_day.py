"""Two colleagues live through a dagstart in the browser: with the mouse at two widths, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.seed import EMPTY
from bot.demo.serving import opened, playing
from bot.demo.tongue import Both, Language, Tongue
from tests.web.browsing import CLOSE, HOUR, MISSING, MORNING, NARROW, NEXT, WIDE, Keys, Tab, browsing, chromium

pytestmark = [pytest.mark.skipif(chromium() is None, reason=MISSING), pytest.mark.asyncio(loop_scope="session")]

YES, SENDS = Both("Ja, graag", "Yes, please"), Both("Versturen", "Send")
ANNOUNCED = Both("zette hier een dagstart klaar", "set up a day start here")
TUESDAY = Both("Dagstart dinsdag 24 november", "Day start Tuesday 24 November")
SAVED = Both("Bewaard. Dank je wel.", "Saved. Thank you.")
NOTICED = Both("Gedeeld. Mooi dat je het opmerkte.", "Shared. How good that you noticed.")
DONE = Both("Klaar. De eerste dagstart is", "Done. The first day start is")
MENU = Both("/dagstart", "/daystart")
CLOSED = Both("Afgerond.", "Wrapped up.")
SHORT = Both("Kort", "Short")
TOO_SHORT = Both("Minstens 10 tekens", "At least 10 characters")
PRAISE = Both("Een klant zei: wat fijn dat jullie terugbelden.", "A customer said: how nice that you rang back.")
POINT = Both("Een klant vond de retourbon niet in de doos.", "A customer didn't find the returns slip in the box.")


@dataclass(frozen=True)
class Two:
    """Nadia, who begins, and Joris."""

    nadia: Tab
    joris: Tab


@asynccontextmanager
async def two(chrome: Browser, language: Language, width: int, hand: type[Tab]) -> AsyncIterator[Two]:
    async with AsyncExitStack() as stack:
        turning = await stack.enter_async_context(playing(Tongue(language), EMPTY))
        page = await opened(stack, turning)
        browser = await stack.enter_async_context(browsing(chrome, page.address, turning.here.tongue))
        channel = turning.here.channel(cast.RETOUREN)
        nadia, joris = [await browser.tab(who, channel, width=width, hand=hand) for who in ("nadia", "joris")]
        yield Two(nadia, joris)
        slack = turning.here.stage.slack
        assert not slack.refusals
        assert not slack.late_acks


async def accessible(tab: Tab) -> None:
    found = (await Axe().run(tab.page)).response["violations"]
    bad = [each for each in found if each["impact"] in ("serious", "critical")]
    assert not bad, [(each["id"], each["help"], each["nodes"][0]["html"]) for each in bad]


@pytest.mark.parametrize(("language", "width", "hand"), [("nl", WIDE, Tab), ("en", NARROW, Tab), ("nl", WIDE, Keys)])
async def test_a_day_of_two_colleagues(chrome: Browser, language: Language, width: int, hand: type[Tab]) -> None:
    async with two(chrome, language, width, hand) as day:
        await _begins(day.nadia)
        await _card_of_tuesday(day.nadia)
        await accessible(day.nadia)
        await _contributes_by_button(day.joris, day.nadia)
        await _contributes_by_command(day.nadia, day.joris)
        await _hears_alone(day.nadia, day.joris)
        await _closes(day.nadia, day.joris)


async def _begins(lead: Tab) -> None:
    await lead.fits()
    await lead.types(t.START)
    await lead.press(lead.button(YES, lead.modal))
    await expect(lead.modal).to_contain_text(lead.tongue(DONE))
    await lead.closes()
    await expect(lead.messages.last).to_contain_text(lead.tongue(ANNOUNCED))


async def _card_of_tuesday(tab: Tab) -> None:
    await tab.turns(MORNING)
    await expect(tab.page.get_by_test_id("now")).to_contain_text("08:40")
    while "09:00" not in (before := await tab.page.get_by_test_id("now").inner_text()):
        await tab.turns(NEXT)
        await expect(tab.page.get_by_test_id("now")).not_to_have_text(before)
        await expect(tab.page.locator("[aria-busy=true]")).to_have_count(0)
    await expect(tab.card(TUESDAY)).to_be_visible()


async def _contributes_by_button(tab: Tab, other: Tab) -> None:
    """Too short first: the sentence stands at the field, and what was typed stays."""
    await tab.press(tab.button(t.COMPLIMENT, tab.card(TUESDAY)))
    await tab.picks(t.CUSTOMER)
    text = tab.field(t.WHAT_HAPPENED)
    await tab.write(text, SHORT)
    await tab.press(tab.button(SENDS, tab.modal))
    await expect(tab.modal.locator(".error")).to_contain_text(tab.tongue(TOO_SHORT))
    await expect(text).to_have_value(tab.tongue(SHORT))
    await expect(text).to_have_attribute("aria-invalid", "true")
    await accessible(tab)
    await tab.fits()
    await tab.write(text, PRAISE)
    await tab.press(tab.button(SENDS, tab.modal))
    await expect(tab.modal).to_contain_text(tab.tongue(NOTICED))
    await tab.closes()
    await expect(other.card(TUESDAY)).to_contain_text(tab.tongue(PRAISE))


async def _contributes_by_command(tab: Tab, other: Tab) -> None:
    await tab.types(t.IMPROVES)
    await tab.write(tab.field(t.WHAT_NOTICED), POINT)
    await tab.press(tab.button(SENDS, tab.modal))
    await expect(tab.modal).to_contain_text(tab.tongue(SAVED))
    await tab.press(tab.button(CLOSE, tab.modal).last)
    await expect(other.card(TUESDAY)).to_contain_text(tab.tongue(POINT))
    await expect(other.card(TUESDAY)).to_contain_text(tab.tongue(PRAISE))


async def _hears_alone(tab: Tab, other: Tab) -> None:
    before = await tab.private.count()
    await tab.types(MENU)
    await expect(tab.private).to_have_count(before + 1)
    await expect(other.private).to_have_count(0)


async def _closes(tab: Tab, other: Tab) -> None:
    """Three hours after the card came up."""
    for hour in ("10:00", "11:00", "12:00"):
        await tab.turns(HOUR)
        await expect(tab.page.get_by_test_id("now")).to_contain_text(hour)
    for one in (tab, other):
        await expect(one.card(TUESDAY)).to_contain_text(one.tongue(CLOSED))
        await expect(one.button(t.COMPLIMENT, one.card(TUESDAY))).to_have_count(0)
        await one.fits()
