"""`make screenshots`: pictures of every flow, as each role, in Dutch and English, wide and narrow, in `screenshots/`.

A flow plays through the people themselves and takes pictures on the way. Later rituals add theirs to FLOWS.
`python -m tests.web.screenshots figures actions` takes these only, each as far as those before left it the day.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final

from playwright.async_api import expect

from bot import logs
from bot.demo import captions as c
from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.serving import opened, playing
from bot.demo.tongue import Both, Language, Tongue
from bot.stage import Actor
from tests.web import (
    agreement_pictures,
    cap_pictures,
    compliment_pictures,
    house_pictures,
    improving_pictures,
    relay_pictures,
)
from tests.web.browsing import MISSING, NARROW, PICTURES, WIDE, browsing, chromium, started
from tests.web.camera import Camera, Flow

PLAY, STOP = Both("Speel een week", "Play a week"), Both("Stop", "Stop")
EVERYTHING = Both("Alles bekijken", "See everything")


async def start(camera: Camera) -> None:
    """A lead begins a dagstart in a channel that has none."""
    nadia, retouren = camera.actor("Nadia"), camera.turning.here.channel(cast.RETOUREN)
    await camera.hands.types(nadia, t.START, retouren)
    await camera.snap("form", "lead", nadia, retouren)
    await nadia.submits()
    await camera.snap("done", "lead", nadia, retouren)
    await nadia.leaves()
    await camera.snap("announced", "member", camera.actor("Joris"), retouren)


async def dagstart(camera: Camera) -> None:
    """One Monday of the team of nine."""
    anna, bram, fatima, joris = (camera.actor(name) for name in ("Anna", "Bram", "Fatima", "Joris"))
    words = camera.turning.here.tongue
    await camera.snap("morning", "lead", anna)
    await camera.until("09:00")
    await camera.snap("card", "member", joris)
    await camera.snap("card", "guest", camera.actor("Lotte"))
    await camera.hands.on_card(bram, camera.noord, t.COMPLIMENT)
    await bram.fills({words(t.WHAT_KIND): words(t.CUSTOMER), words(t.WHAT_HAPPENED): "Kort"})
    await bram.submits()
    await camera.snap("too-short", "deputy", bram)
    await bram.fills({words(t.WHAT_HAPPENED): words(c.PRAISED)})
    await bram.submits()
    await camera.snap("saved", "deputy", bram)
    await bram.leaves()
    await camera.hands.types(fatima, t.IMPROVES, camera.noord)
    await camera.snap("improve", "member", fatima)
    await camera.hands.sends(fatima, {t.WHAT_NOTICED: words(c.IMPROVED)})
    await _helping(camera, joris, anna)
    await camera.snap("shared", "member", joris)
    await camera.hands.on_card(bram, camera.noord, EVERYTHING)
    await camera.snap("everything", "deputy", bram)
    await bram.leaves()
    await camera.until("09:15")
    await camera.snap("summary", "member", fatima, thread=True)
    await camera.until("11:15")
    await camera.snap("closed", "member", fatima)


async def _helping(camera: Camera, joris: Actor, anna: Actor) -> None:
    await camera.hands.on_card(joris, camera.noord, t.TODAY)
    await camera.snap("today", "member", joris)
    words = camera.turning.here.tongue
    await camera.hands.sends(joris, {t.KIND: t.HELP, t.TEXT: words(c.ASKED), t.TO_WHOM: anna})
    await camera.snap("help-asked", "lead", anna, "dm")
    await camera.hands.answers(anna, t.HELPS)
    await camera.snap("help-answered", "member", joris, "dm")


async def leading(camera: Camera) -> None:
    """What only a lead meets, and the invitation to host."""
    anna, ruben = camera.actor("Anna"), camera.actor("Ruben")
    await camera.write(anna, t.SETTINGS)
    await camera.snap("settings", "lead", anna)
    await anna.leaves()
    await camera.snap("stayed-quiet", "lead", ruben, "dm")
    await camera.until("15:30")
    asked = [one for one in camera.turning.here.stage.people.values() if one.dm()]
    await camera.snap("invited", "host", max(asked, key=lambda one: one.dm()[-1].ts), "dm")


async def directie(camera: Camera) -> None:
    """The board has its own card, on another day and at another time."""
    await camera.turning.forward(camera.turning.now() + timedelta(minutes=1))
    await camera.snap("board", "lead", camera.actor("Marijke"), camera.turning.here.channel(cast.DIRECTIE))


async def week(camera: Camera) -> None:
    """What plays by itself, with its caption; then stopped."""
    tab, number = camera.tabs[WIDE], 1
    await tab.page.goto(camera.browsing.place("sanne", camera.noord))
    await camera.tabs[NARROW].page.goto(camera.browsing.place("sanne", camera.noord))
    await tab.button(PLAY).click()
    for caption in (c.BEGIN, c.CARD):
        text = camera.turning.here.tongue(caption).partition(" ")[0]
        for width, each in camera.tabs.items():
            await expect(each.page.get_by_test_id("caption-text")).to_contain_text(text)
            name = f"week-{number:02}-playing-member-{camera.turning.language}-{width}.png"
            await each.page.screenshot(path=PICTURES / name)
        number += 1
    await tab.button(STOP).click()
    await expect(tab.button(STOP)).to_have_count(0)


FLOWS: Final[dict[str, Flow]] = {
    "start": start,
    "people": house_pictures.people,
    "home": house_pictures.home,
    "settings": house_pictures.settings,
    "dagstart": dagstart,
    "leading": leading,
    "directie": directie,
    "figures": improving_pictures.figures,
    "actions": improving_pictures.actions,
    "quarter": improving_pictures.quarter,
    "picture": improving_pictures.picture,
    "agreement": agreement_pictures.agreement,
    "compliment": compliment_pictures.compliment,
    "look-back": agreement_pictures.look_back,
    "cap": cap_pictures.cap,
    "silo": cap_pictures.silo,
    "relay": relay_pictures.relay,
    "week": week,
}


async def take(language: Language, flows: Sequence[str]) -> None:
    async with AsyncExitStack() as stack:
        turning = await stack.enter_async_context(playing(Tongue(language)))
        page = await opened(stack, turning)
        chrome = await stack.enter_async_context(started())
        browser = await stack.enter_async_context(browsing(chrome, page.address, turning.here.tongue))
        noord = turning.here.channel(cast.NOORD)
        tabs = {width: await browser.tab("anna", noord, width=width) for width in (WIDE, NARROW)}
        await tabs[WIDE].page.locator("[data-known]").click()
        camera = Camera(turning, browser, tabs)
        for camera.flow in flows:
            await FLOWS[camera.flow](camera)


def main() -> None:
    if chromium() is None:
        sys.exit(MISSING)
    logs.configure("WARNING")
    flows = sys.argv[1:] or list(FLOWS)
    PICTURES.mkdir(exist_ok=True)
    for old in (each for flow in flows for each in PICTURES.glob(f"{flow}-*.png")):
        old.unlink()
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        asyncio.run(take(language, flows))
    sys.stdout.write(f"{len(list(PICTURES.iterdir()))} pictures are in {PICTURES.name}/\n")


if __name__ == "__main__":
    main()
