"""The line to Slack cut, silent, or pulled out for an hour, and the token refused: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack import line as slack_line
from sandbox import ClientRefused, Person
from tests.faults import AT_LENGTH
from tests.faults.office import IMPROVES, Office, office

TEXT = "Een klant vroeg waar de factuur blijft"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    if not AT_LENGTH:
        for name, seconds in {"PING": 0.4, "GREETING": 0.4, "STUCK": 1.0, "SILENCE": 3.0}.items():
            monkeypatch.setattr(slack_line, name, seconds)


async def reaches(at: Office, name: str) -> Person:
    """Presses until the bot hears it: Slack says meanwhile that it could not."""
    person = at.person(name)
    async with asyncio.timeout(60):
        while person.view is None:
            try:
                await person.presses(IMPROVES, await at.card())
            except ClientRefused:
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.1)
    return person


# --- an open line on which nothing comes ------------------------------------------------------------------------------
async def test_silent_line(sqlite_url: str) -> None:
    """What lies between has forgotten the connection: no end of it comes, and no frame."""
    async with office(sqlite_url) as at:
        sanne = await at.writes("sanne", TEXT)
        before = await at.metric("klantritme_line_heard_timestamp_seconds")
        at.cable.hush()
        await at.ready("Slack")
        await at.ready()
        await at.sends(sanne)
        await at.shows(TEXT)
        assert await at.metric("klantritme_line_heard_timestamp_seconds") > before


async def test_line_without_a_hello(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pings are answered, and Slack never says that it will send anything: the SDK takes that for a line."""
    async with office(sqlite_url) as at:
        with monkeypatch.context() as mute:
            mute.setattr(at.slack.site.sockets, "_hello", lambda: {"type": "numb"})
            await at.slack.cut_socket()
            await at.ready("the line to Slack is silent")
            await at.until(lambda: at.logged("line.renewed"))
            assert await at.metric('klantritme_line_renewed_total{why="no hello"}') >= 1
        await at.ready()
        await reaches(at, "sanne")


async def test_an_address_is_used_once(sqlite_url: str) -> None:
    """The line breaks while it is being opened, and by then Slack takes that address no more."""
    async with office(sqlite_url) as at:
        at.cable.cut_after(b"GET /link")
        await at.slack.cut_socket()
        await at.until(lambda: at.cable.cuts)
        await at.ready("no connection to Slack")
        await at.ready()
        await reaches(at, "sanne")


async def test_old_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack says how long a line lives, and asks for a new one by then; this time it does not."""
    monkeypatch.setattr(slack_line, "OVERDUE", 0.0)
    async with office(sqlite_url) as at:
        line = at.house.health.line
        assert line is not None
        line.life = 0.5
        await at.until(lambda: at.logged("line.renewed"))
        await at.ready()
        await reaches(at, "sanne")
