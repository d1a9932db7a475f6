"""The bot is stopped a moment after Slack heard that something came: it is done all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.in_flight import InFlight, over
from storage.people import Member
from tests.chat import NOORD, Chat, chatting


async def members(chat: Chat) -> int:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return await session.scalar(select(func.count()).select_from(Member)) or 0


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_what_was_acked_is_done_before_the_end(
    mode: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(sqlite_url, mode=mode, threads=True) as chat:
        if mode == "http":
            assert await chat.slack.verified()
        await chat.noord()
        before = await members(chat)
        act, held, free = chat.house.dispatcher.act, asyncio.Event(), asyncio.Event()

        async def slowly(*args: Any, **options: Any) -> Any:
            held.set()
            await free.wait()
            return await act(*args, **options)

        monkeypatch.setattr(type(chat.house.dispatcher), "act", lambda self, *args, **options: slowly(*args, **options))
        await chat.slack.leave(NOORD, chat.sanne.person)
        await held.wait()
        ending = asyncio.create_task(chat.stage.end())
        await asyncio.sleep(0.3)
        assert not ending.done()
        free.set()
        await ending
        monkeypatch.undo()
        await chat.stage.begin()
        assert await members(chat) == before - 1


async def test_what_is_begun_as_it_ends_is_waited_for() -> None:
    """Whatever counts itself when it first runs, such as what one person is told after a commit."""
    work, told = InFlight(), list[str]()

    async def whisper() -> None:
        with work.one():
            await asyncio.sleep(0.01)
            told.append("told")

    task = asyncio.create_task(whisper())
    await over(work)
    assert told
    await task


async def test_the_line_is_closed_where_work_takes_too_long(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is taken any more that nobody would wait for."""
    monkeypatch.setattr("bot.app.LEAVING", 0.2)
    async with chatting(sqlite_url, threads=True) as chat:
        await chat.noord()
        with chat.house.in_flight.one():
            ending = asyncio.create_task(chat.stage.end())
            await asyncio.sleep(0.05)
            await chat.slack.leave(NOORD, chat.sanne.person)
            await ending
        await chat.slack.connected(0)
        assert chat.slack.unacked_events
        await chat.stage.begin()
        chat.slack.late_acks.clear()


async def test_an_ack_that_bolt_has_yet_to_send_is_sent(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt looks a hundred times a second whether a listener has acked; the line stays until then."""

    async def nothing(*_: object) -> None:
        return

    async with chatting(sqlite_url, threads=True) as chat:
        await chat.noord()
        monkeypatch.setattr("bot.slack.listeners.Listeners._command", nothing)
        pressing = asyncio.create_task(chat.sanne.person.types("/klant", channel=NOORD))
        before = chat.house.in_flight.came
        while chat.house.in_flight.came == before:  # noqa: ASYNC110
            await asyncio.sleep(0)  # the listener has ended by then, and Bolt is yet to look
        await chat.stage.end()
        await pressing
        assert not chat.slack.late_acks
        await chat.stage.begin()
