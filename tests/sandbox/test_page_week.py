"""The week that plays by itself: where it is seen, and who is looking."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from sandbox import Sandbox
from tests.sandbox.pages import Clockwork, browsing
from tests.waiting import until


async def test_a_week_is_played_with_captions_and_stopped(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack, Clockwork(noord)) as browser, browser.follows(sanne, noord) as events:
        said = await browser.post("/rehearsal", sanne, channel="C404")
        assert said == (404, {"refused": "Dit team is er niet."})
        await browser.post("/rehearsal", sanne, channel=noord)
        assert "Stop" in await events.fragment("caption", "Maandag: de week begint.")
        assert (await browser.post("/rehearsal", sanne, channel=noord))[0] == 409
        await browser.post("/rehearsal", sanne, stop=True)
        assert (await events.fragment("caption")).strip() == ""


async def test_while_a_week_plays_the_clock_is_busy(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack, Clockwork(noord)) as browser, browser.follows(sanne, noord) as events:
        assert "data-busy" not in await events.fragment("clock")
        await browser.post("/rehearsal", sanne, channel=noord)
        await events.fragment("clock", "data-busy")
        assert await browser.post("/clock", sanne, to="five") == (409, {"refused": "De klok wordt vooruitgezet …"})
        await browser.post("/rehearsal", sanne, stop=True)
        assert "data-busy" not in await events.fragment("clock")


class Breaks(Clockwork):
    async def rehearse(
        self, channel: str, say: Callable[[str], Awaitable[None]], watched: Callable[[str], bool]
    ) -> None:
        raise RuntimeError("a private matter")


async def test_a_week_that_breaks_off_says_so_in_words(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(str(context["exception"])))
    async with browsing(slack, Breaks(noord)) as browser, browser.follows(sanne, noord) as events:
        await browser.post("/rehearsal", sanne, channel=noord)
        html = await events.fragment("caption", "De week is afgebroken")
        assert "private matter" not in html
        await browser.post("/clock", sanne, to="five")
        assert (await events.fragment("caption")).strip() == ""
    assert told == ["a private matter"]


async def test_the_week_of_a_team_is_seen_in_its_channel(slack: Sandbox) -> None:
    sanne, gast = slack.user("Sanne"), slack.user("Gast", guest=True)
    thuis, noord = slack.channel("thuis", members=[sanne, gast]), slack.channel("noord")
    async with browsing(slack, Clockwork(noord)) as browser:
        for person, expected in ((sanne, noord), (gast, "")):
            assert await browser.post("/rehearsal", person, channel=noord) == (200, {"answer": expected})
            html = await browser.html(person, thuis)
            assert bool(re.search(r'<a href="[^"]*" id="elsewhere">#noord</a>', html)) is bool(expected)
            assert ("<b>#noord</b>" in html) is not bool(expected)
            await browser.post("/rehearsal", person, stop=True)
        await browser.post("/rehearsal", sanne, channel=noord)
        assert "#noord</" not in await browser.html(sanne, noord)


async def test_the_team_menu_begins_where_one_is(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    thuis, noord = slack.channel("thuis", members=[sanne]), slack.channel("noord", members=[sanne])
    async with browsing(slack, Clockwork(noord)) as browser:
        assert f'<option value="{noord}" selected>' in await browser.html(sanne, noord)
        assert f'<option value="{noord}">' in await browser.html(sanne, thuis)


async def test_a_week_knows_who_has_a_tab(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    backstage = Clockwork(noord)
    async with browsing(slack, backstage) as browser:
        async with browser.follows(sanne, noord) as one, browser.follows(sanne, noord):
            await browser.post("/rehearsal", sanne, channel=noord)
            await one.fragment("caption", "Maandag")
            assert backstage.watched(sanne.id)
            assert not backstage.watched(joost.id)
        await until(lambda: not backstage.watched(sanne.id))
