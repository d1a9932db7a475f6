"""A browser on the demo's page: tabs in which one acts as somebody. Words are the page's own, by what a reader sees."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.async_api import Browser, Dialog, Locator, Page, async_playwright, expect

from bot.demo.tongue import Both, Tongue
from sandbox.page import Page as Served
from tests.sandbox.pages import Clockwork

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
MISSING = "there is no chromium on this machine; apt-get install chromium brings it"
WIDE, NARROW = 1280, 390
HEIGHT = 860
TEAM = "klantenservice-noord-en-de-eilanden-voor-de-kust"
PATIENCE = 20_000  # milliseconds; on a machine that is not busy a tenth of a second is enough

NEXT = Both("Volgende gebeurtenis", "Next event")
MORNING = Both("Volgende werkdag 08:40", "Next working day 08:40")
CLOCK = Both("Klok", "Clock")
HOUR = Both("+1 uur", "+1 hour")
SEND = Both("Verstuur", "Send")
CLOSE = Both("Sluiten", "Close")


expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass(frozen=True)
class Tab:
    """One browser tab, of one person."""

    page: Page
    tongue: Tongue

    def button(self, label: Both, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=self.tongue(label), exact=True)

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer-main textarea")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_test_id("timeline").get_by_test_id("message")

    @property
    def private(self) -> Locator:
        return self.page.get_by_test_id("timeline").locator(".message.private")

    def card(self, day: Both) -> Locator:
        """What all see; the answer to `/dagstart` names the card as well."""
        shared = self.page.get_by_test_id("timeline").locator(".message:not(.private)")
        return shared.filter(has_text=self.tongue(day)).last

    def field(self, label: Both) -> Locator:
        return self.modal.get_by_label(self.tongue(label))

    async def press(self, wanted: Locator) -> None:
        await wanted.click()

    async def write(self, where: Locator, text: Both) -> None:
        await where.fill(self.tongue(text))

    def option(self, label: Both) -> Locator:
        return self.modal.get_by_label(self.tongue(label), exact=True)

    async def picks(self, option: Both) -> None:
        await self.option(option).check()

    async def types(self, text: Both) -> None:
        await self.write(self.composer, text)
        await self.press(self.page.locator("#composer-main").get_by_role("button", name=self.tongue(SEND)))

    async def turns(self, label: Both) -> None:
        """One of the clock's buttons; in a narrow window they are folded away at first."""
        fold = self.button(CLOCK)
        if await fold.is_visible() and await fold.get_attribute("aria-expanded") == "false":
            await self.press(fold)
        await self.press(self.button(label))

    async def closes(self) -> None:
        await self.page.keyboard.press("Escape")
        await expect(self.modal).to_be_hidden()

    async def fits(self) -> None:
        """Nothing stands outside the window, and no text of what one presses is cut off."""
        wide = await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{wide} pixels stick out to the right"
        assert await self.page.evaluate(CUT) == []


STEPS = 150  # presses of a key; more of these to come anywhere would be no way to work


@dataclass(frozen=True)
class Keys(Tab):
    """Of somebody who has no mouse."""

    async def press(self, wanted: Locator) -> None:
        await self.reach(wanted)
        await self.page.keyboard.press("Enter")

    async def write(self, where: Locator, text: Both) -> None:
        await self.reach(where)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(self.tongue(text))

    async def picks(self, option: Both) -> None:
        """Of one of several that exclude each other, the group is reached; the others are an arrow key away."""
        wanted = self.option(option)
        name = await wanted.get_attribute("name")
        await self.reach(self.modal.locator(f"input[name='{name}']").first if name else wanted)
        await self.page.keyboard.press("Space")
        for _ in range(STEPS):
            if await wanted.is_checked():
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the keyboard does not choose {wanted}")

    async def types(self, text: Both) -> None:
        await self.write(self.composer, text)
        await self.page.keyboard.press("Enter")

    async def reach(self, wanted: Locator) -> None:
        await wanted.wait_for()
        for _ in range(STEPS):
            if await wanted.evaluate("each => each === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {wanted}")


# What can be pressed or filled in, is shown, and yet sticks out of the window or of itself.
CUT = """() => [...document.querySelectorAll('button, summary, input, textarea, select, .message, dialog[open]')]
  .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(each => !each.closest('.hidden, [inert]') && each.getBoundingClientRect().width > 2)
  .filter(each => {
    const box = each.getBoundingClientRect()
    const cut = each.matches('button') && each.scrollWidth > each.clientWidth + 1
    return box.right > innerWidth + 1 || box.left < -1 || cut
  })
  .filter(each => !each.closest('#sidebar, .menu-list, .skip, .traffic'))
  .map(each => each.outerHTML.slice(0, 160))"""


@dataclass(frozen=True)
class Browsing:
    """`root` is the page's address without its query."""

    browser: Browser
    address: str
    tongue: Tongue

    @property
    def root(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}/"

    async def tab(self, handle: str, at: str, *, width: int = WIDE, hand: type[Tab] = Tab) -> Tab:
        """In a context of its own: as another computer would."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            locale={"nl": "nl-NL", "en": "en-GB"}[self.tongue.language],
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("dialog", _never)
        page.on("pageerror", _raised)
        await page.goto(self.address + "&" + urlencode({"as": handle, "at": at}))
        await page.wait_for_url(self.place(handle, at))
        return hand(page, self.tongue)

    def place(self, handle: str, at: str, thread: str = "") -> str:
        return self.root + "?" + urlencode({"as": handle, "at": at} | ({"thread": thread} if thread else {}))


def _never(dialog: Dialog) -> None:
    raise AssertionError(f"the page asks through the browser: {dialog.message}")


def _raised(error: Exception) -> None:
    raise AssertionError(f"the page's script failed: {error}")


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def browsing(chrome: Browser, address: str, tongue: Tongue) -> AsyncIterator[Browsing]:
    """On leaving, every tab is closed."""
    try:
        yield Browsing(chrome, address, tongue)
    finally:
        for context in list(chrome.contexts):
            await context.close()


@asynccontextmanager
async def looking(
    chrome: Browser, page: Served, clock: Clockwork, width: int = WIDE, at: str = ""
) -> AsyncIterator[Tab]:
    async with browsing(chrome, page.address, Tongue("nl")) as browser:
        yield await browser.tab("sanne", at or clock.team, width=width)


PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
