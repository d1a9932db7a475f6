"""Which moment the clock is turned to when it is put forward or back, and where something happens next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.pages import Browser, Clockwork, browsing

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


@asynccontextmanager
async def standing(slack: Sandbox, at: datetime) -> AsyncIterator[tuple[Browser, Person, Clockwork]]:
    sanne = slack.user("Sanne")
    backstage = Clockwork(slack.channel("noord", members=[sanne]))
    backstage.at = at
    async with browsing(slack, backstage) as browser:
        yield browser, sanne, backstage


@pytest.mark.parametrize(
    ("began", "to", "moment", "shown"),
    [
        ("2027-10-31T02:30+02:00", "hour", "2027-10-31T02:30+01:00", "02:30"),
        ("2027-10-31T02:30+01:00", "hour", "2027-10-31T03:30+01:00", "03:30"),
        ("2027-03-28T01:30+01:00", "hour", "2027-03-28T03:30+02:00", "03:30"),
        ("2027-03-27T12:00+01:00", "2027-03-28T02:30", "2027-03-28T03:00+02:00", "03:00"),
        ("2027-03-27T12:00+01:00", "2027-03-28T02:00", "2027-03-28T03:00+02:00", "03:00"),
        ("2027-10-30T12:00+02:00", "2027-10-31T02:30", "2027-10-31T02:30+02:00", "02:30"),
    ],
)
async def test_hours_are_real_ones(slack: Sandbox, began: str, to: str, moment: str, shown: str) -> None:
    """Also for a bot whose own moments are in the zone, where Python reckons by the hands of the clock."""
    at = datetime.fromisoformat(began).astimezone(ZONE)
    async with standing(slack, at) as (browser, sanne, backstage):
        assert await browser.post("/clock", sanne, to=to) == (200, {"answer": ""})
        assert backstage.at.timestamp() == datetime.fromisoformat(moment).timestamp()
        assert f"2027, {shown}</b>" in await browser.html(sanne)


async def test_a_time_that_is_skipped_is_never_shown(slack: Sandbox) -> None:
    async with standing(slack, datetime(2027, 3, 28, 2, 30, tzinfo=ZONE)) as (browser, sanne, _):
        assert "28 maart 2027, 03:30</b>" in await browser.html(sanne)


async def test_the_first_of_two_times_may_be_past(slack: Sandbox) -> None:
    at = datetime.fromisoformat("2027-10-31T02:10+01:00").astimezone(ZONE)
    async with standing(slack, at) as (browser, sanne, backstage):
        said = await browser.post("/clock", sanne, to="2027-10-31T02:30")
        assert said == (400, {"refused": "De klok kan alleen vooruit."})
        assert backstage.at == at


class Planned(Clockwork):
    """Something is due at each moment of `plan`; of some of it a person hears."""

    def __init__(self, team: str) -> None:
        super().__init__(team)
        self.plan: dict[datetime, Callable[[], Awaitable[object]] | None] = {}

    async def next_due(self) -> datetime | None:
        return min((each for each in self.plan if each > self.at), default=None)

    async def forward(self, target: datetime) -> None:
        await super().forward(target)
        if (says := self.plan.get(target)) is not None:
            await says()


async def test_the_next_event_is_one_that_somebody_sees(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    backstage = Planned(slack.channel("noord", members=[sanne, joost]))
    began = backstage.at
    says = lambda: joost.types("hoi", channel="noord")  # noqa: E731
    backstage.plan = {
        began + DAY: None,
        began + 3 * DAY: says,
        began + 4 * DAY: None,
        began + 50 * DAY: says,
    }
    async with browsing(slack, backstage) as browser:
        assert await browser.post("/clock", sanne, to="next") == (200, {"answer": ""})
        assert backstage.at == began + 3 * DAY
        assert await browser.post("/clock", sanne, to="next") == (200, {"answer": "Er staat niets te gebeuren."})
        assert backstage.at <= began + 4 * DAY


async def test_looking_for_the_next_event_is_stopped(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    backstage = Planned(slack.channel("noord", members=[sanne]))
    began = backstage.at
    backstage.plan = {began + each * DAY: None for each in range(1, 31)}
    backstage.every = timedelta(hours=12)
    async with browsing(slack, backstage) as browser:
        turn = asyncio.create_task(browser.post("/clock", sanne, to="next"))
        await backstage.reaches(2)
        assert await browser.post("/clock", sanne, stop=True) == (200, {"answer": ""})
        assert await turn == (200, {"answer": ""})
        assert backstage.at < began + 25 * DAY
