"""The line to Slack cut, silent, or pulled out for an hour, and the token refused: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio

import pytest

from bot import app
from bot.slack import line as slack_line
from sandbox import ClientRefused, Person
from tests.faults import AT_LENGTH, lasts
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


# --- the answer cut off, after its effect -----------------------------------------------------------------------------
async def test_edit_whose_answer_is_cut_off(sqlite_url: str) -> None:
    """Nobody knows whether it came through: the same again does no harm."""
    async with office(sqlite_url) as at:
        at.cable.cut_after(b"/api/chat.update")
        sanne = await at.writes("sanne", TEXT)
        await at.sends(sanne)
        await at.until(lambda: at.cable.cuts)
        await at.until(lambda: at.logged("delivery.unsure"))
        assert await at.metric('klantritme_deliveries_total{method="edit",outcome="unsure"}') >= 1
        at.waits(120)
        await at.shows(TEXT)
        assert len(at.cards("23")) == 1
        await at.ready()


async def test_card_whose_answer_is_cut_off(sqlite_url: str) -> None:
    """After the quiet period it is sent again; the first click on a copy leaves one."""
    async with office(sqlite_url) as at:
        at.cable.cut_after(b"/api/chat.postMessage")
        at.moves("2026-11-30 09:00")
        await at.until(lambda: at.cable.cuts)
        await at.until(lambda: at.logged("delivery.unsure"))
        assert len(at.cards("30")) == 1
        at.waits(120)
        await at.until(lambda: len(at.cards("30")) == 2)
        await clicks(at, "30")
        assert len(at.cards("30")) == 1
        await at.ready()


async def clicks(at: Office, day: str) -> None:
    """On the older copy, until there is one."""
    async with asyncio.timeout(60):
        while len(at.cards(day)) > 1:
            await at.person("sanne").presses("Alles bekijken", at.cards(day)[0])
            await asyncio.sleep(1)
            await at.person("sanne").closes(all_=True)


async def test_calls_that_are_never_answered(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack takes the connection, and then nothing: each call ends by itself, and what was due stands afterwards."""
    monkeypatch.setattr(app, "TIMEOUT", lasts(app.TIMEOUT, 2.0))
    async with office(sqlite_url) as at:
        at.cable.stall()
        at.moves("2026-11-30 09:00")
        await at.until(lambda: at.logged("delivery.unsure"), seconds=20)
        await at.ready("Slack does not answer")
        assert await at.metric('klantritme_slack_calls_total{answer="line"') >= 1
        at.cable.flow()
        at.waits(120)
        await at.until(lambda: len(at.cards("30")) == 1)
        await at.ready()


# --- Slack pulled out, and a token that it refuses --------------------------------------------------------------------
async def test_away_for_an_hour(sqlite_url: str) -> None:
    """What was due meanwhile happened; it stands when Slack is back, once, and what people do works again."""
    async with office(sqlite_url) as at:
        sanne = await at.writes("sanne", TEXT)
        await at.cable.pull_out()
        await at.ready("no connection to Slack")
        for minutes in range(0, 60, 10):
            at.moves(f"2026-11-23 09:{minutes:02}")
            at.waits(600)
            await asyncio.sleep(lasts(600, 0.3))
        await at.ready("Slack does not answer")
        assert await at.metric("klantritme_line_open") == 0
        assert at.logged("not_ready")
        assert not at.logged("delivery.gave_up")
        await at.cable.plug_in()
        at.waits(60)
        await at.ready()
        await at.sends(sanne)
        await at.shows(TEXT)
        assert len(at.cards("23")) == 1


async def test_token_refused(sqlite_url: str) -> None:
    """The workspace took the app away, and put it back within the hour: nothing was dropped for it."""
    async with office(sqlite_url) as at:
        at.slack.site.app.active = False
        at.moves("2026-11-30 09:00")
        await at.ready("bot token refused (account_inactive)")
        for _ in range(5):
            at.waits(600)
            await asyncio.sleep(lasts(600, 0.2))
        assert await at.metric('klantritme_slack_calls_total{answer="token"') >= 1
        assert not at.cards("30")
        assert not at.logged("delivery.gave_up")
        at.slack.site.app.active = True
        at.waits(60)
        await at.until(lambda: len(at.cards("30")) == 1)
        await at.ready()
