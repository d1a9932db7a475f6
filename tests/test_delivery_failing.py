"""The one road out where something is wrong that no second try mends: errors of ours, rows that can't be read, a guess
that never becomes certain. It ends, with a reason, and keeps nothing else waiting.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from bot.settling import UNCLEAR
from bot.slack import surface
from bot.slack.searching import found, marker
from bot.surface import Sent, Target
from rituals.facts import Delivered, GaveUp
from rituals.shown import CardRef, Place
from storage.house import Outgoing
from tests.badly import SUBJECT, Bad


# --- unclear, time after time -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("last", ["before", "after"])
async def test_a_card_is_given_up_only_after_a_last_look(reads: Bad, last: str) -> None:
    for nth in range(UNCLEAR):
        reads.fault("cut", when=last if nth == UNCLEAR - 1 else "before")
    await reads.show()
    await reads.after()
    for nth in range(UNCLEAR - 1):
        await reads.after(61 * 2**nth)
    await reads.after(61)
    card = await reads.card()
    assert reads.calls("chat.postMessage") == UNCLEAR
    if last == "after":
        assert (card.state, card.stamp) == ("shown", reads.standing[0].ts)
        assert [type(fact) for fact in reads.proof.told] == [Delivered]
    else:
        assert (card.state, card.why) == ("dropped", "unclear 6 times: looked for, and not found")
        assert [type(fact) for fact in reads.proof.told] == [GaveUp]


async def test_what_is_unclear_is_no_refusal(bad: Bad) -> None:
    """Twice unclear and once refused: two refusals are left."""
    bad.fault("cut", when="before", times=2)
    await bad.show()
    await bad.after()
    await bad.after(61)
    bad.fault("ok_false", error="edit_window_closed")
    await bad.after(121)
    assert (await bad.card()).state == "waiting"
    await bad.after(61)
    assert len(bad.standing) == 1
    card = await bad.card()
    assert (card.tries, card.unclear) == (0, 0)


# --- errors of ours ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("shown", [True, False])
async def test_what_can_not_be_drawn_is_given_up_and_told(
    bad: Bad, monkeypatch: pytest.MonkeyPatch, shown: bool
) -> None:
    def render(*_what: Any, **_how: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(surface, "render", render)
    await (bad.show() if shown else bad.say("version said"))
    for _ in range(40):
        await bad.after(30)
    row: Any = await (bad.card() if shown else bad.last_said())
    assert (row.state, row.why) == ("dropped", "not drawn: ZeroDivisionError")
    assert bad.calls("chat.postMessage") == 0
    assert [type(fact) for fact in bad.proof.told] == [GaveUp]


@pytest.mark.parametrize("shown", [True, False])
async def test_what_breaks_before_a_call_is_a_try(bad: Bad, monkeypatch: pytest.MonkeyPatch, shown: bool) -> None:
    async def parents(*_what: Any) -> Any:
        raise ZeroDivisionError

    target = "_target" if shown else "_say"
    delivery = bad.chat.house.delivery
    monkeypatch.setattr(type(delivery), target, (lambda *_: 1 / 0) if shown else parents)
    await (bad.show() if shown else bad.say("version said"))
    for _ in range(40):
        await bad.after(30)
    row: Any = await (bad.card() if shown else bad.last_said())
    assert (row.state, row.why, row.tries) == ("dropped", "an error of ours: ZeroDivisionError", 2)


async def test_what_breaks_in_a_call_may_have_had_its_effect(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    client = type(bad.chat.house.bolt.client)
    posts = client.chat_postMessage

    async def broken(*what: Any, **how: Any) -> Any:
        await posts(*what, **how)
        raise ZeroDivisionError

    monkeypatch.setattr(client, "chat_postMessage", broken)
    await bad.say("version said")
    for _ in range(20):
        await bad.after(30)
    row = await bad.last_said()
    assert (row.state, row.why) == ("unsure", "an error of ours: ZeroDivisionError")
    assert len(bad.standing) == 1


async def test_one_row_that_can_not_be_read_keeps_no_other_waiting(bad: Bad) -> None:
    await bad.say("version that can't be read")
    await bad.change_last(place={"is": "Nowhere", "channel": 1})
    unread = await bad.last_said()
    await bad.show()
    await bad.say("version said")
    await bad.after()
    assert sorted(seen.text.splitlines()[0] for seen in bad.standing) == ["version 1", "version said"]
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        row = (await session.scalars(select(Outgoing).where(Outgoing.id == unread.id))).one()
    assert (row.state, row.why) == ("dropped", "its row can't be read")


# --- whose it is ------------------------------------------------------------------------------------------------------
async def test_what_is_for_another_workspace_waits_for_its_own_process(bad: Bad) -> None:
    """Two workspaces on one database: the token of one posts nothing of the other."""
    await bad.say("version of others")
    await bad.change_last(org="T0OTHER", line="T0OTHER/in C1")
    await bad.say("version of ours")
    await bad.after(5)
    assert [seen.text for seen in bad.standing] == ["version of ours"]
    others = replace(bad.chat.house.delivery, org="T0OTHER")
    (portion,) = await others.claim()
    assert [one.org for one in portion] == ["T0OTHER"]


@pytest.mark.parametrize(("bot", "stands"), [("B0OURS", True), ("B0STAGING", False)])
async def test_a_message_of_another_bot_of_this_make_is_not_ours(bot: str, stands: bool) -> None:
    """One for trying out, on a database of its own, numbers its rows as we do."""
    target = Target("C1", "", "", "s7.1")
    message = {"ts": "1.0", "bot_id": bot, "metadata": marker(target)}

    async def history(**_how: Any) -> Any:
        return {"messages": [message]}

    client: Any = SimpleNamespace(conversations_history=history)
    sent = await found(client, target, datetime(2026, 11, 23, 8, tzinfo=UTC), "B0OURS")
    assert sent == (Sent("C1", "1.0") if stands else None)


# --- one place that waits ---------------------------------------------------------------------------------------------
async def test_after_being_turned_away_a_channel_goes_on_in_order(bad: Bad) -> None:
    """What had its turn already waits as well: each of those calls would be turned away too."""
    for nth in range(6):
        await bad.say(f"version {nth}")
    bad.fault("429", times=1, retry_after=30)
    await bad.after()
    tried = bad.calls("chat.postMessage")
    for _ in range(30):
        await bad.after(1)
    assert bad.calls("chat.postMessage") == tried, "not while Slack said not to"
    for _ in range(12):
        await bad.after(1)
    assert [seen.text for seen in bad.standing] == [f"version {nth}" for nth in range(6)]


async def test_of_a_line_in_a_thread_it_is_told_in_which_channel(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    bad.fault("ok_false", error="invalid_blocks")
    await bad.say("version under it", Place(under=CardRef("proof.card", SUBJECT)))
    await bad.after()
    (fact,) = [fact for fact in bad.proof.told if isinstance(fact, GaveUp)]
    assert (fact.channel, fact.person, fact.lost, fact.refused) == (bad.channel, "", False, False)
