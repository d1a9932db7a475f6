"""A compliment in the browser: giver, receiver and colleague, each in a tab, with keys alone."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, expect

from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.seed import EMPTY
from bot.demo.serving import opened, playing
from bot.demo.tongue import Both, Language, Tongue
from bot.stage import Actor
from tests.waiting import until
from tests.web.browsing import MISSING, NARROW, Keys, Tab, browsing, chromium
from tests.web.test_a_day import SENDS, accessible

pytestmark = [pytest.mark.skipif(chromium() is None, reason=MISSING), pytest.mark.asyncio(loop_scope="session")]

JORIS = Both("Joris Smit", "Joris Smit")
TEXT = Both("Joris liep met een klant mee naar de winkel.", "Joris walked a customer over to the shop.")
UNNAMED = Both("Een collega liep met een klant mee naar de winkel.", "A colleague walked a customer over to the shop.")
ON_ITS_WAY = Both(
    "Onderweg. Joris Smit beslist of het team het leest.", "On its way. Joris Smit decides whether the team reads it."
)
AGREED = Both("Je deelt het met je naam.", "You share it with your name.")
TO_JORIS = Both("Nadia Amrani aan Joris Smit: “", "Nadia Amrani to Joris Smit: “")
REMOVE = Both("Haal mijn naam weg", "Remove my name")


async def test_its_receiver_decides(chrome: Browser) -> None:
    language: Language = "en"
    width, hand = NARROW, Keys
    async with AsyncExitStack() as stack:
        turning = await stack.enter_async_context(playing(Tongue(language), EMPTY))
        here, channel = turning.here, turning.here.channel(cast.RETOUREN)
        await here.hands.starts(here.actor("Nadia"), channel)
        page = await opened(stack, turning)
        browser = await stack.enter_async_context(browsing(chrome, page.address, here.tongue))
        nadia, willem = [await browser.tab(who, channel, width=width, hand=hand) for who in ("nadia", "willem")]
        await _gives(nadia)
        joris = await browser.tab("joris", await _conversation(here.actor("Joris")), width=width, hand=hand)
        await expect(joris.messages.last).to_contain_text(joris.tongue(TEXT))
        await expect(willem.messages.filter(has_text="💛")).to_have_count(0)
        await _decides(joris, willem)
        assert not here.stage.slack.refusals
        assert not here.stage.slack.late_acks


async def _gives(tab: Tab) -> None:
    await tab.types(t.COMPLIMENTS)
    await tab.picks(t.COLLEAGUE)
    await tab.write(tab.field(t.WHAT_HAPPENED), TEXT)
    await tab.picks(JORIS)
    await accessible(tab)
    await tab.fits()
    await tab.press(tab.button(SENDS, tab.modal))
    await expect(tab.modal).to_contain_text(tab.tongue(ON_ITS_WAY))
    await tab.closes()


async def _conversation(actor: Actor) -> str:
    await until(actor.dm)
    return actor.dm()[-1].channel


async def _decides(joris: Tab, willem: Tab) -> None:
    """At first with the name; later it goes, wherever it stood."""
    await accessible(joris)
    await joris.fits()
    await joris.press(joris.button(t.WITH_NAME, joris.messages.last))
    await expect(joris.messages.last).to_contain_text(joris.tongue(AGREED))
    post = willem.messages.filter(has_text="💛")
    await expect(post).to_contain_text(willem.tongue(TO_JORIS) + willem.tongue(TEXT))
    await accessible(willem)
    await joris.press(joris.button(REMOVE, joris.messages.last))
    await expect(post).to_contain_text(willem.tongue(UNNAMED))
    await expect(post).not_to_contain_text("Joris")
    await willem.fits()
