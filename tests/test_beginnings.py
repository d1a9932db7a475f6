"""A beginning that is put back is the one that was played: nothing tells the two apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

import storage.tables  # noqa: F401  (every table, known to the metadata)
from storage.base import Base
from tests import beginnings, states
from tests.chat import NOORD, Chat, chatting, local
from tests.rituals.dagstart_talk import improve

THURSDAY = "2026-11-26 09:30"  # after quiet days, the question about them, and somebody asked to host who said nothing
# The domain's moments have no fractions of a second; who sent something drew a token for it.
OF_MACHINE = re.compile(r"datetime\.datetime\((\d+, ){6}\d+|'[0-9a-f]{16}'")
OWN_KEYS = {"once"}  # a table with keys that Slack draws


async def rows(chat: Chat) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    async with chat.house.turns.reading(chat.house.org) as turn:
        for table in Base.metadata.sorted_tables:
            some = (await turn.session.execute(select(table))).all()
            told = sorted(OF_MACHINE.sub("then", repr(row)) for row in some)
            found[table.name] = len(some) if table.name in OWN_KEYS else told
    return found


def seen(chat: Chat) -> Mapping[str, Any]:
    """By each person: in the channel, from the bot, on their Home and on their phone."""
    found: dict[str, Any] = {}
    for name, actor in chat.people.items():
        told = [(each.ts, each.text, each.buttons) for each in (*actor.sees(NOORD), *actor.dm())]
        home = actor.person.home
        found[name] = (told, home and home.text, actor.notifications)
    return found


async def played(url: str, *, anew: bool) -> tuple[Any, ...]:
    """What there is after somebody did something at the end of it. (Bolt asks Slack who it is whenever it likes.)"""
    async with chatting(url, anew=anew) as chat:
        await chat.noord()
        await chat.until(THURSDAY)
        await improve(chat.sanne, "Drie keer doorverbonden voor één vraag")
        await chat.settle()
        calls = sorted(method for method, _arguments in chat.slack.calls if method != "auth.test")
        return await rows(chat), seen(chat), calls, chat.slack.refusals


async def test_nothing_tells_the_two_apart(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "KEPT", {})
    monkeypatch.setattr(beginnings, "INSTALLED", {})
    empty = states.keep(database_url)
    first = await played(database_url, anew=True)
    assert not beginnings.KEPT
    assert not beginnings.INSTALLED
    for _turn in ("kept", "put back"):
        empty.put(database_url)
        assert await played(database_url, anew=False) == first
    assert len(beginnings.KEPT) == 9  # Friday, and two moments of each of four mornings


async def installed(url: str, *, anew: bool) -> tuple[Any, ...]:
    """What there is before anybody did anything."""
    async with chatting(url, anew=anew) as chat:
        calls = sorted(method for method, _arguments in chat.slack.calls if method != "auth.test")
        return await rows(chat), calls


async def test_a_bot_finds_what_it_would_have_written_at_its_first_start(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "INSTALLED", {})
    empty = states.keep(database_url)
    first = await installed(database_url, anew=True)
    assert not beginnings.INSTALLED
    assert any(first[0].values())
    for _turn in ("kept", "put back"):
        empty.put(database_url)
        assert await installed(database_url, anew=False) == first
    assert len(beginnings.INSTALLED) == 1


async def test_what_somebody_did_is_not_kept(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "KEPT", {})
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        assert chat.anna.name
        await chat.until("2026-11-23 09:00")
    assert [moment for _kind, moment in beginnings.KEPT] == [local(beginnings.FRIDAY)]
