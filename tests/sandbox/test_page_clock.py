"""The page's clock, and the week that plays by itself."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.page import Page
from tests.sandbox.pages import Clockwork, browsing

DAY = timedelta(days=1)


async def test_there_is_no_clock_without_a_backstage(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    async with browsing(slack) as browser:
        assert 'data-testid="clock"' not in await browser.html(sanne)
        for path in ("/clock", "/rehearsal"):
            status, _ = await browser.post(path, sanne, to="hour")
            assert status == 404


async def test_the_clock_only_goes_forward(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    began = backstage.at
    async with browsing(slack, backstage) as browser, browser.follows(sanne, noord) as events:
        assert "maandag 2 maart 2026, 09:00" in await events.fragment("clock")
        for to in ("2026-03-02T08:59", "nonsense", ""):
            status, _ = await browser.post("/clock", sanne, to=to)
            assert status == 400
        assert backstage.at == began
        for to, minutes in (("five", 5), ("hour", 65), ("2026-03-02T10:30", 90)):
            assert await browser.post("/clock", sanne, to=to) == (200, {"answer": ""})
            assert backstage.at == began + timedelta(minutes=minutes)
        assert (await browser.post("/clock", sanne, to="next"))[1]["answer"] == "Er staat niets te gebeuren."
        await events.fragment("clock", "10:30")


async def test_a_turning_clock_is_busy(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    backstage.turned.clear()
    async with browsing(slack, backstage) as browser, browser.follows(sanne, noord) as events:
        first = asyncio.create_task(browser.post("/clock", sanne, to="morning"))
        await events.fragment("clock", "data-busy")
        assert (await browser.post("/clock", sanne, to="five"))[0] == 409
        backstage.turned.set()
        assert (await first)[0] == 200
        assert "data-busy" not in await events.fragment("clock", "dinsdag")


async def test_a_turn_goes_no_further_than_a_year(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    began = backstage.at
    async with browsing(slack, backstage) as browser, browser.follows(sanne, noord) as events:
        html = await events.fragment("clock")
        assert 'data-least="2026-03-02T09:00" data-most="2027-03-03T09:00"' in html
        for to in ("2027-03-03T09:01", "9999-12-31T23:59"):
            said = await browser.post("/clock", sanne, to=to)
            assert said == (400, {"refused": "Hoogstens een jaar vooruit."})
        assert backstage.at == began
        assert (await browser.post("/clock", sanne, to="2027-03-03T09:00"))[0] == 200
        assert backstage.at == began + 366 * DAY


async def test_what_is_no_date_is_not_called_the_past(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack, Clockwork(noord)) as browser:
        for to in ("", "nonsense", "2026-13-01T09:00"):
            assert (await browser.post("/clock", sanne, to=to))[1]["refused"] == "Deze datum begrijp ik niet."
        for to in ("2026-03-01T09:00", "0001-01-01T00:00"):
            assert (await browser.post("/clock", sanne, to=to))[1]["refused"] == "De klok kan alleen vooruit."


async def test_a_long_turn_is_stopped_at_the_next_thing_due(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    began, backstage.every = backstage.at, DAY
    async with browsing(slack, backstage) as browser, browser.follows(sanne, noord) as events:
        turn = asyncio.create_task(browser.post("/clock", sanne, to="2026-09-01T09:00"))
        html = await events.fragment("caption", "De klok wordt vooruitgezet tot dinsdag 1 september 2026 …")
        assert 'data-stop="/clock">Stop</button>' in html
        await backstage.reaches(2)
        await sanne.types("loopt hij?", channel="noord")
        assert "data-busy" in await events.fragment("clock", " maart 2026, 09:00")
        assert await browser.post("/clock", sanne, stop=True) == (200, {"answer": ""})
        stopped = backstage.at
        assert await turn == (200, {"answer": ""})
        assert began < stopped < began + 100 * DAY
        assert (stopped - began) % DAY == timedelta()
        assert (await events.fragment("caption")).strip() == ""
        await asyncio.sleep(3 * backstage.takes)
        assert backstage.at == stopped
        assert (await browser.post("/clock", sanne, to="five"))[0] == 200


async def test_a_turn_goes_on_when_its_tab_is_closed(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    backstage.every = DAY
    async with browsing(slack, backstage) as browser, browser.follows(sanne, noord) as events:
        turn = asyncio.create_task(browser.post("/clock", sanne, to="2026-03-12T09:00"))
        await backstage.reaches(1)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
        await events.fragment("clock", "12 maart")
        assert backstage.at.day == 12


async def test_a_turn_ends_with_the_page(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    backstage = Clockwork(noord)
    backstage.every = DAY
    async with browsing(slack, backstage) as browser:
        turn = asyncio.create_task(browser.post("/clock", sanne, to="2026-12-01T09:00"))
        await backstage.reaches(1)
        turn.cancel()
    stopped = backstage.at
    await asyncio.sleep(3 * backstage.takes)
    assert backstage.at == stopped < datetime.fromisoformat("2026-12-01T08:00Z")
    await asyncio.gather(turn, return_exceptions=True)


@pytest.mark.parametrize("body", [b"[]", b"nonsense", b"", b"\xff", b"null", b"[" * 100_000])
async def test_what_is_no_object_is_no_wish(slack: Sandbox, body: bytes) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with Page(slack, Clockwork(noord)) as page, aiohttp.ClientSession() as session:
        for path in ("/clock", "/rehearsal", "/do/close"):
            url, headers = f"http://127.0.0.1:{page.port}{path}", {"X-Page-Token": page.token}
            async with session.post(url, data=body, headers=headers) as answer:
                assert (answer.status, await answer.json()) == (400, {"refused": "Dat kan hier niet."})
