"""`klantritme outbox`: what didn't go out can be seen, and settled by hand; without a word of what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import outbox
from rituals.shown import Place
from storage.base import open_database
from storage.house import CardRow, Outgoing
from tests.badly import SUBJECT, Bad, badly
from tests.running import Ended, environment, forked
from tests.waiting import PATIENCE


async def ask(folder: Path, url: str, *arguments: str) -> Ended:
    return await forked("outbox", *arguments, env=environment(None, url), folder=folder)


async def doctor(folder: Path, url: str) -> tuple[int, list[str]]:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    ended = await forked("doctor", env=environment(None, url, **tokens), folder=folder)
    return ended.code, ended.out.splitlines()


async def lost(bad: Bad) -> None:
    """One message of unclear fate, one card that was refused for good, one message that was sent."""
    await bad.say("version that is sent")
    await bad.after()
    bad.fault("cut", when="before")
    await bad.say("version secret", Place(person=bad.chat.anna.id))
    await bad.after()
    bad.fault("ok_false", error="invalid_blocks")
    await bad.show()
    await bad.after()


async def test_it_shows_what_is_open_and_nothing_that_was_said(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        assert (await ask(tmp_path, database_url)).out == "All that was due went out.\n"
        await lost(bad)
        shown = await ask(tmp_path, database_url)
        lines = shown.out.splitlines()
        assert shown.code == 0
        assert len(lines) == 2
        assert "proof.card" in lines[0]
        assert "in a channel" in lines[0]
        assert "given up" in lines[0]
        assert lines[0].endswith("invalid_blocks")
        assert "to a person" in lines[1]
        assert "unclear" in lines[1]
        assert "secret" not in shown.out
        assert bad.chat.anna.id not in shown.out


async def test_each_is_settled_once(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await lost(bad)
        card, said = (line.split()[0] for line in (await ask(tmp_path, database_url)).out.splitlines())
        assert (await ask(tmp_path, database_url, "settle", said, "again")).out == f"{said} is sent again.\n"
        assert (await ask(tmp_path, database_url, "settle", card, "again")).code == 0
        await bad.after(61)
        assert [seen.text for seen in bad.chat.anna.dm()].count("version secret") == 1
        assert len(bad.standing) == 2
        assert (await ask(tmp_path, database_url)).out == "All that was due went out.\n"
        for wrong in (said, "x1", "c", "s999999"):
            ended = await ask(tmp_path, database_url, "settle", wrong, "drop")
            assert (ended.code, ended.out) == (1, "")
            assert wrong in ended.err


async def test_what_somebody_saw_counts_as_sent_and_a_card_is_told_by_a_click(
    database_url: str, tmp_path: Path
) -> None:
    async with badly(database_url) as bad:
        bad.fault("cut", when="after", times=2)
        await bad.say("version said")
        await bad.show()
        await bad.after()
        lines = (await ask(tmp_path, database_url)).out.splitlines()
        card, said = (line.split()[0] for line in lines)
        assert (await ask(tmp_path, database_url, "settle", said, "sent")).out == f"{said} counts as sent.\n"
        ended = await ask(tmp_path, database_url, "settle", card, "sent")
        assert ended.code == 1
        assert "presses a button" in ended.err
        assert (await ask(tmp_path, database_url, "settle", card, "drop")).out == f"{card} is not sent any more.\n"
        await bad.after(3600)
        assert bad.calls("chat.postMessage") == 2


async def test_sent_again_in_the_quiet_minute_it_goes_after_it(database_url: str, tmp_path: Path) -> None:
    """A late post may still land until then."""
    async with badly(database_url) as bad:
        bad.fault("cut", when="before")
        await bad.say("version said")
        await bad.after()
        (line,) = (await ask(tmp_path, database_url)).out.splitlines()
        assert "1 try" in line
        await ask(tmp_path, database_url, "settle", line.split()[0], "again")
        await bad.after(30)
        assert not bad.standing
        await bad.after(31)
        assert [seen.text for seen in bad.standing] == ["version said"]


async def test_one_that_can_not_be_read_is_listed(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await bad.say("version said")
        async with bad.chat.house.sessions() as session, session.begin():
            spoilt = update(Outgoing).where(Outgoing.state == "waiting").values(place={"is": "Nowhere"})
            await session.execute(spoilt.execution_options(all_orgs=True, synchronize_session=False))
        await bad.after()
        (line,) = (await ask(tmp_path, database_url)).out.splitlines()
        assert "unreadable" in line
        assert "its row can't be read" in line


async def test_a_card_that_stands_is_edited_again(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await bad.show()
        await bad.after()
        bad.fault("ok_false", method="chat.update", error="cant_update_message")
        await bad.change("version 2")
        await bad.after(4)
        (line,) = (await ask(tmp_path, database_url)).out.splitlines()
        org = bad.chat.house.org
        await ask(tmp_path, database_url, "settle", line.split()[0], "again")
        await bad.after(4)
        assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 2"]
    async with open_database(database_url) as sessions, sessions(info={"org": org}) as session:
        row = await session.get(CardRow, int(line.split()[0][1:]))
        assert row is not None
        assert (row.about, row.state) == (SUBJECT, "shown")


# --- what is being posted at this moment ------------------------------------------------------------------------------
@asynccontextmanager
async def posting(bad: Bad, what: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Slack has been asked to post a card or a message, and answers when this ends; gives its id."""
    answers, asked, surface = asyncio.Event(), asyncio.Event(), type(bad.chat.house.delivery.surface)
    posts = surface.post

    async def slow(self: Any, *how: Any) -> Any:
        asked.set()
        await answers.wait()
        return await posts(self, *how)

    monkeypatch.setattr(surface, "post", slow)
    await (bad.show() if what == "card" else bad.say("version said"))
    under_way = asyncio.create_task(bad.after())
    try:
        async with asyncio.timeout(PATIENCE):
            await asked.wait()
        yield (await ids(bad))[what]
    finally:
        answers.set()
        await under_way


async def ids(bad: Bad) -> dict[str, str]:
    """Of the card, and of what was said last."""
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        card = await session.scalar(select(CardRow.id).where(CardRow.name == "proof.card"))
        said = await session.scalar(select(func.max(Outgoing.id)))
    return {"card": f"c{card}", "said": f"s{said}"}


@pytest.mark.parametrize(("what", "hows"), [("card", ("again", "drop")), ("said", ("again", "sent", "drop"))])
async def test_what_is_being_posted_is_not_unclear_and_cannot_be_settled(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, hows: tuple[str, ...]
) -> None:
    async with badly(database_url) as bad:
        async with posting(bad, what, monkeypatch) as id_:
            assert (await ask(tmp_path, database_url)).out == "All that was due went out.\n"
            assert await doctor(tmp_path, database_url) == (0, ["All is well."])
            for how in hows:
                ended = await ask(tmp_path, database_url, "settle", id_, how)
                assert (ended.code, ended.out, ended.err) == (1, "", outbox.BEING_SENT.format(id=id_) + "\n")
        await bad.after(120)
        assert len(bad.standing) == 1


@pytest.mark.parametrize(("what", "how"), [("card", "drop"), ("said", "sent")])
async def test_what_a_dead_process_was_posting_is_unclear_after_a_minute(
    database_url: str, monkeypatch: pytest.MonkeyPatch, what: str, how: outbox.How
) -> None:
    async with badly(database_url) as bad, posting(bad, what, monkeypatch) as id_:
        later = bad.chat.clock.machine() + timedelta(seconds=61)
        assert [(each.id, each.state) for each in await outbox.letters(database_url, later)] == [(id_, "unclear")]
        assert await outbox.settle(database_url, id_, how, later) == outbox.DONE[how].format(id=id_)
        assert await outbox.letters(database_url, later) == []


@pytest.mark.parametrize("what", ["card", "said"])
async def test_what_was_late_already_is_listed_as_under_way(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async with badly(database_url) as bad, posting(bad, what, monkeypatch) as id_:
        async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session, session.begin():
            for table in (CardRow, Outgoing):
                await session.execute(update(table).where(table.lease_until.is_not(None)).values(tries=1))
        (line,) = (await ask(tmp_path, database_url)).out.splitlines()
        assert line.startswith(id_)
        assert "under way" in line
        assert line.endswith("1 try")


async def test_nothing_that_stands_or_was_sent_is_settled(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await bad.say("version said")
        await bad.show()
        await bad.after()
        for each in (await ids(bad)).values():
            for how in ("again", "drop"):
                ended = await ask(tmp_path, database_url, "settle", each, how)
                assert (ended.code, ended.err) == (1, outbox.NO_SUCH.format(id=each) + "\n")


async def test_what_was_dropped_by_hand_is_settled(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await lost(bad)
        lines = (await ask(tmp_path, database_url)).out.splitlines()
        assert len(lines) == 2
        for id_ in (line.split()[0] for line in lines):
            assert (await ask(tmp_path, database_url, "settle", id_, "drop")).out == f"{id_} is not sent any more.\n"
        assert (await ask(tmp_path, database_url)).out == "All that was due went out.\n"
        assert await doctor(tmp_path, database_url) == (0, ["All is well."])


# --- the doctor -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        ({"kind": "cut", "when": "before"}, "unclear", "may or may not have been posted"),
        ({"kind": "ok_false", "error": "invalid_blocks"}, "given up", "were given up"),
    ],
)
async def test_the_doctor_counts_what_the_outbox_lists(
    database_url: str, tmp_path: Path, fault: dict[str, Any], state: str, said: str
) -> None:
    async with badly(database_url) as bad:
        bad.fault(**fault, times=3)
        await bad.say("version 1")
        await bad.say("version 2")
        await bad.show()
        for _ in range(3):
            await bad.after(4)
        lines = (await ask(tmp_path, database_url)).out.splitlines()
        assert len(lines) == 3
        assert all(state in line for line in lines)
        code, found = await doctor(tmp_path, database_url)
        assert (code, [line.split(".")[0] for line in found]) == (1, [f"2 message(s) {said}", f"1 card(s) {said}"])
        assert all("`klantritme outbox`" in line for line in found)
