"""The one road out on a bad day: turned away, refused, unclear, too quick. Machine time is virtual, Slack is strict."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import select

from rituals.facts import Delivered, GaveUp
from rituals.shown import CardRef, Message, Place, Text
from rituals.words import Sentence
from sandbox import Fault
from storage.dagstart import DagstartDay
from storage.house import CardRow, Outgoing
from tests.badly import SUBJECT, Bad
from tests.chat import Chat


# --- order ------------------------------------------------------------------------------------------------------------
async def test_cards_of_one_moment_come_in_order_however_slow_the_first_is(bad: Bad) -> None:
    bad.fault("slow")
    house = bad.chat.house
    async with house.turns.writing(house.org) as turn:
        for subject in ("1:first", "1:second", "1:third"):
            turn.show("proof.card", subject, Place(channel=bad.channel))
    await bad.after()
    await bad.after(5)
    async with house.sessions(info={"org": house.org}) as session:
        stamps = select(CardRow.stamp).where(CardRow.name == "proof.card").order_by(CardRow.id)
        found = list(await session.scalars(stamps))
    assert len(found) == 3
    assert found == sorted(found)


# --- turned away ------------------------------------------------------------------------------------------------------
async def test_turned_away_is_neither_lost_nor_doubled_and_costs_no_try(bad: Bad) -> None:
    bad.fault("429", retry_after=30)
    await bad.show()
    await bad.after()
    await bad.after(25)
    assert not bad.standing
    assert (await bad.card()).tries == 0
    assert bad.calls("chat.postMessage") == 1
    await bad.after(7)
    await bad.after(600)
    assert len(bad.standing) == 1
    assert [type(fact) for fact in bad.proof.told] == [Delivered]


async def test_turned_away_four_times_is_still_no_failure(bad: Bad) -> None:
    bad.fault("429", retry_after=5, times=4)
    await bad.say("version said")
    for _ in range(6):
        await bad.after(7)
    assert [seen.text for seen in bad.standing] == ["version said"]
    assert not bad.proof.told


# --- refused ----------------------------------------------------------------------------------------------------------
async def test_three_failures_in_five_minutes_and_the_ritual_is_told(bad: Bad) -> None:
    bad.fault("ok_false", error="no_permission", times=3)
    await bad.show()
    await bad.after()
    await bad.after(50)
    assert bad.calls("chat.postMessage") == 1
    await bad.after(11)
    assert bad.calls("chat.postMessage") == 2
    await bad.after(235)
    assert not bad.proof.told
    await bad.after(6)
    assert bad.proof.told == [GaveUp("proof.card", SUBJECT, bad.channel, "", refused=True)]
    await bad.after(3600)
    assert bad.calls("chat.postMessage") == 3
    assert not bad.standing
    assert (await bad.card()).state == "dropped"


async def test_a_dagstart_that_never_came_is_missed_and_the_lead_is_told(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:59")
    chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="no_permission", times=3))
    await chat.until("2026-11-23 09:00")
    for minutes in (1, 4):
        chat.clock.wait(timedelta(minutes=minutes, seconds=1))
        await chat.house.delivery.flush()
    await chat.settle()
    assert not chat.cards()
    assert [seen.text for seen in chat.anna.dm()][-1].startswith("Het lukt me niet om iets te plaatsen in")
    assert not [seen for seen in chat.bram.dm() if "plaatsen" in seen.text]
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        days = (await session.scalars(select(DagstartDay).order_by(DagstartDay.day))).all()
    assert next(row.state for row in days if row.day.day == 23) == "MISSED"


async def test_a_card_that_is_too_wrong_to_repeat_is_given_up_at_once(bad: Bad) -> None:
    bad.fault("ok_false", error="invalid_blocks")
    await bad.show()
    await bad.after()
    await bad.after(600)
    assert bad.calls("chat.postMessage") == 1
    assert bad.proof.told == [GaveUp("proof.card", SUBJECT, bad.channel, "")]


async def test_what_goes_wrong_on_our_side_was_refused_by_nobody(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bad.proof, "message", None)
    await bad.show()
    for seconds in (0, 61, 241):
        await bad.after(seconds)
    assert bad.proof.told == [GaveUp("proof.card", SUBJECT, bad.channel, "")]


# --- unclear ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["cut", "500"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_unclear_card_is_sent_again_after_the_quiet_minute(
    bad: Bad, kind: Literal["cut", "500"], when: str
) -> None:
    bad.fault(kind, when=when)
    await bad.show()
    await bad.after()
    await bad.after(58)
    assert bad.calls("chat.postMessage") == 1, "never repeated blindly"
    await bad.after(3)
    assert bad.calls("chat.postMessage") == 2
    await bad.after(600)
    assert bad.calls("chat.postMessage") == 2
    copies = bad.standing
    assert len(copies) == (2 if when == "after" else 1)
    await bad.chat.bram.presses("Press", copies[0])
    assert len(bad.standing) == 1
    assert (await bad.card()).stamp == bad.standing[0].ts
    await bad.change("version 2")
    await bad.after(4)
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 2"]


async def test_a_click_within_the_quiet_minute_finds_the_card(bad: Bad) -> None:
    bad.fault("cut", when="after")
    await bad.show()
    await bad.after()
    await bad.chat.bram.presses("Press", bad.standing[0])
    await bad.after(61)
    await bad.after(600)
    assert bad.calls("chat.postMessage") == 1
    assert len(bad.standing) == 1
    assert (await bad.card()).stamp == bad.standing[0].ts


@pytest.mark.parametrize("when", ["before", "after"])
async def test_what_is_said_is_not_said_again_when_it_is_unclear(bad: Bad, when: str) -> None:
    bad.fault("cut", when=when)
    await bad.say("version said")
    await bad.after()
    for _ in range(4):
        await bad.after(3600)
    assert bad.calls("chat.postMessage") == 1
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        assert "unsure" in (await session.scalars(select(Outgoing.state))).all()


async def test_an_unclear_edit_is_repeated(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    bad.fault("500", method="chat.update", when="after")
    await bad.change("version 2")
    await bad.after(4)
    await bad.after(61)
    assert bad.calls("chat.update") == 2
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 2"]
    card = await bad.card()
    assert (card.state, card.tries, card.wanted - card.shown) == ("shown", 0, 0)


async def test_of_a_card_that_stood_it_is_told_that_only_its_edit_failed(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    bad.fault("ok_false", method="chat.update", error="message_not_found", times=3)
    await bad.change("version 2")
    for seconds in (4, 61, 241):
        await bad.after(seconds)
    assert bad.proof.told[1:] == [GaveUp("proof.card", SUBJECT, bad.channel, "", refused=True, stood=True)]


# --- cards ------------------------------------------------------------------------------------------------------------
async def test_a_card_that_draws_nothing_is_deleted_and_can_come_back(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    await bad.change(None)
    await bad.after(4)
    assert not bad.standing
    assert (await bad.card()).state == "gone"
    bad.proof.text = "version 2"
    await bad.show()
    await bad.after(4)
    assert len(bad.standing) == 1


async def test_edits_within_three_seconds_are_one(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    for n in range(2, 7):
        await bad.change(f"version {n}")
        await bad.after(0.2)
    assert bad.calls("chat.update") == 0
    await bad.after(3)
    assert bad.calls("chat.update") == 1
    await bad.after(60)
    assert bad.calls("chat.update") == 1
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 6"]


async def test_an_idle_card_is_edited_at_once(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    bad.chat.clock.wait(timedelta(seconds=30))
    await bad.change("version 2")
    await bad.after()
    assert bad.calls("chat.update") == 1


async def test_a_line_in_a_thread_waits_for_its_card(bad: Bad) -> None:
    bad.fault("429", retry_after=30)
    async with bad.chat.house.turns.writing(bad.chat.house.org) as turn:
        turn.say(Place(under=CardRef("proof.card", SUBJECT)), Message((Text(Sentence("version said")),)))
        turn.show("proof.card", SUBJECT, Place(channel=bad.channel))
    for _ in range(5):
        await bad.after(5)
    assert bad.calls("chat.postMessage") == 1
    for _ in range(3):
        await bad.after(5)
    (card,) = bad.standing
    assert [reply.text for reply in card.thread] == ["version said"]
