"""What becomes of a message of which nobody knows whether it was posted, or that could not be posted in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.delivery import Delivery
from bot.postbox import QUIET
from rituals.facts import Delivered, GaveUp
from rituals.shown import CardRef, Place
from sandbox import Fault
from storage.house import Outgoing
from tests.badly import SUBJECT, Bad, badly
from tests.chat import NOORD

HOUR = 3600.0
SHUT = "account_inactive"


@pytest.fixture
async def bad(database_url: str) -> AsyncIterator[Bad]:
    async with badly(database_url, allowed=(SHUT,)) as found:
        yield found


async def said(bad: Bad) -> list[str]:
    """How each message stands, of those of which the text isn't a team's announcement."""
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        rows = await session.scalars(select(Outgoing).where(Outgoing.kind == "message").order_by(Outgoing.id))
        return [row.state for row in rows]


# --- with a scope to read history -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["cut", "500"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("shown", [True, False])
async def test_an_unclear_message_is_looked_for_and_stands_once(
    reads: Bad, kind: Literal["cut", "500"], when: str, shown: bool
) -> None:
    reads.fault(kind, when=when)
    await (reads.show() if shown else reads.say("version said"))
    await reads.after()
    await reads.after(QUIET.total_seconds() - 2)
    assert reads.calls("conversations.history", "") == 0, "a late one may still land"
    await reads.after(3)
    await reads.after(HOUR)
    assert len(reads.standing) == 1
    assert reads.calls("chat.postMessage") == (1 if when == "after" else 2)
    assert (await said(reads))[-1] == "sent"
    if shown:
        assert [type(fact) for fact in reads.proof.told] == [Delivered]
        assert (await reads.card()).stamp == reads.standing[0].ts


async def test_one_in_a_thread_and_one_to_a_person_are_found_where_they_stand(reads: Bad) -> None:
    await reads.show()
    await reads.after()
    reads.fault("cut", when="after", times=2)
    await reads.say("version under it", Place(under=CardRef("proof.card", SUBJECT)))
    await reads.say("version for Anna", Place(person=reads.chat.anna.id))
    await reads.after()
    for _ in range(4):
        await reads.after(62)
    assert (await said(reads))[-2:] == ["sent", "sent"]
    assert [reply.text for reply in reads.standing[0].thread] == ["version under it"]
    assert [seen.text for seen in reads.chat.anna.dm()].count("version for Anna") == 1


async def test_where_looking_is_not_allowed_all_goes_as_without(reads: Bad) -> None:
    """A scope that was taken back, or that never covered this channel."""
    reads.fault("cut", when="before")
    reads.chat.slack.faults.add(Fault("conversations.history", "ok_false", error="missing_scope", times=9))
    await reads.say("version said")
    await reads.after()
    await reads.after(62)
    await reads.after(HOUR)
    assert reads.calls("chat.postMessage") == 1
    assert (await said(reads))[-1] == "unsure"


async def test_whoever_asks_reads_that_it_may_look(reads: Bad) -> None:
    said = await reads.chat.sanne.types("/klant privacy", NOORD)
    text = said.text if said is not None else reads.chat.sanne.form.text
    assert "Ik mag kijken of een bericht van mij is aangekomen" in text
    assert "kan ik niet lezen" not in text


# --- Slack is away, or doesn't know us --------------------------------------------------------------------------------
async def test_while_slack_is_away_nothing_is_given_up(bad: Bad) -> None:
    """Only what asks whether it is back is tried, and less and less often: then all goes on by itself."""
    await bad.show()
    await bad.say("version said")
    port = bad.chat.slack.api_url
    bad.chat.house.bolt.client.base_url = "http://127.0.0.1:9/api/"  # nobody answers there
    for _ in range(60):
        await bad.after(45)
    assert not bad.standing
    assert not bad.proof.told
    bad.chat.house.bolt.client.base_url = port
    for _ in range(3):
        await bad.after(31)
    assert sorted(seen.text.splitlines()[0] for seen in bad.standing) == ["version 1", "version said"]
    assert [type(fact) for fact in bad.proof.told] == [Delivered]


async def test_a_token_that_is_refused_costs_nothing_but_time(bad: Bad) -> None:
    await bad.show()
    bad.chat.slack.site.app.active = False
    for _ in range(20):
        await bad.after(31)
    assert (await bad.card()).tries == 0
    bad.chat.slack.site.app.active = True
    await bad.after(31)
    assert len(bad.standing) == 1


async def test_while_it_is_away_one_message_asks_for_all(bad: Bad) -> None:
    people = [*bad.chat.people.values()]
    for actor in people:
        await bad.say("version for one", Place(person=actor.id))
    bad.chat.slack.site.app.active = False
    for _ in range(60):
        await bad.after(5)
    looks = 15  # after 1, 2, 4, 8, 16 seconds, and then every half a minute
    assert len(people) >= 8
    assert bad.calls("chat.postMessage") <= len(people) + looks
    bad.chat.slack.site.app.active = True
    for _ in range(3):
        await bad.after(31)
    assert all("version for one" in [seen.text for seen in actor.dm()] for actor in people)


async def test_what_should_have_stood_an_hour_ago_is_given_up_and_told(bad: Bad) -> None:
    bad.chat.slack.site.app.active = False
    await bad.show()
    await bad.say("version said")
    await bad.say("version for Anna", Place(person=bad.chat.anna.id))
    for _ in range(130):
        await bad.after(31)
    bad.chat.slack.site.app.active = True
    await bad.after(31)
    await bad.after(31)
    assert not bad.standing
    assert "version for Anna" in [seen.text for seen in bad.chat.anna.dm()], "a person may read it later"
    assert [type(fact) for fact in bad.proof.told if getattr(fact, "card", "") == "proof.card"] == [GaveUp]
    card = await bad.card()
    assert (card.state, card.why) == ("dropped", "too late")


async def test_a_line_under_a_card_that_never_comes_is_given_up(bad: Bad) -> None:
    await bad.say("version under it", Place(under=CardRef("proof.card", "1:never")))
    for _ in range(31):
        await bad.after(120)
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        row = (await session.scalars(select(Outgoing).order_by(Outgoing.id.desc()).limit(1))).one()
    assert (row.state, row.why, row.body) == ("dropped", "too late", None)


# --- two processes ----------------------------------------------------------------------------------------------------
def beside(bad: Bad) -> Delivery:
    """Another process on the same database."""
    house = bad.chat.house
    mine = house.delivery
    return Delivery(mine.registry, house.turns, mine.dispatcher, mine.readers, mine.surface, mine.org)


async def test_who_lost_a_row_posts_nothing(bad: Bad) -> None:
    other = beside(bad)
    await bad.show()
    claimed = await bad.chat.house.delivery.claim()
    bad.chat.clock.wait(timedelta(seconds=11))
    await other.flush()
    for some in claimed:
        await bad.chat.house.delivery.deliver(some)
    assert bad.calls("chat.postMessage") == 1
    assert len(bad.standing) == 1


async def test_of_two_copies_one_goes_when_the_slow_one_learns_of_the_other(bad: Bad) -> None:
    """A process that slept through its own call: the other has posted meanwhile."""
    other = beside(bad)
    await bad.show()
    delivery = bad.chat.house.delivery
    post = type(delivery.surface).post

    async def slowly(surface: Any, *what: Any) -> Any:
        answer = await post(surface, *what)
        if not slept:
            slept.append(True)
            bad.chat.clock.wait(QUIET + timedelta(seconds=1))
            await other.flush()
        return answer

    slept: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(delivery.surface), "post", slowly)
        await delivery.flush()
    assert bad.calls("chat.postMessage") == 2
    assert len(bad.standing) == 1
    await bad.after(4)
    assert (await bad.card()).stamp == bad.standing[0].ts
    await bad.change("version 2")
    await bad.after(10)
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 2"]


async def test_what_a_dead_process_had_claimed_is_sent_within_seconds(bad: Bad) -> None:
    await bad.show()
    await bad.say("version said")
    assert await beside(bad).claim(), "and then it dies"
    await bad.after(5)
    assert not bad.standing
    await bad.after(6)
    assert len(bad.standing) == 2


async def test_an_edit_of_a_dead_process_can_not_land_on_a_newer_one(bad: Bad) -> None:
    await bad.show()
    await bad.after()
    await bad.change("version 2")
    bad.chat.clock.wait(timedelta(seconds=4))
    assert await beside(bad).claim()
    await bad.change("version 3")
    await bad.after(45)
    assert bad.calls("chat.update") == 0
    await bad.after(12)
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 3"]


# --- fair -------------------------------------------------------------------------------------------------------------
async def test_one_organisation_with_much_to_say_keeps_no_other_waiting(bad: Bad) -> None:
    house = bad.chat.house
    for _ in range(400):
        await bad.say("version of many")
    async with house.sessions(info={"org": house.org}) as session, session.begin():
        some = (await session.scalars(select(Outgoing.id).order_by(Outgoing.id.desc()).limit(400))).all()
        await session.execute(
            update(Outgoing)
            .where(Outgoing.id == some[0])
            .values(org="T0OTHER", line="T0OTHER/in C1")
            .execution_options(all_orgs=True, synchronize_session=False)
        )
    delivery = replace(house.delivery, org=None)
    portions = await delivery.claim()
    sizes = {portion[0].org: len(portion) for portion in portions}
    assert sizes["T0OTHER"] == 1
    assert 200 <= sizes[house.org] <= 260
    again = await delivery.claim(busy=[house.org])
    assert not again


async def test_a_channel_with_a_long_line_leaves_room_for_the_next_channel(bad: Bad) -> None:
    anna = bad.chat.anna
    elsewhere = bad.chat.slack.channel("elders", members=[anna.person])
    for _ in range(60):
        await bad.say("version of a line")
    await bad.say("version elsewhere", Place(channel=str(bad.chat.slack.channel_of("elders").id)))
    assert elsewhere
    await bad.after()
    assert "version elsewhere" in [seen.text for seen in anna.sees("elders")]
    assert len(bad.standing) <= 4
    for _ in range(70):
        await bad.after(1)
    assert len(bad.standing) == 60, "one a second, and none lost"


async def test_a_card_that_reached_slack_is_written_down_though_the_database_was_away(
    bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.settling.AGAIN", 0.01)
    settling = bad.chat.house.delivery.settling
    sent = settling.postbox.sent
    failures: list[int] = []

    async def late(_self: Any, *what: Any) -> Any:
        if len(failures) < 5:
            failures.append(1)
            raise OperationalError("COMMIT", {}, Exception("database is locked"))
        return await sent(*what)

    await bad.show()
    monkeypatch.setattr(type(settling.postbox), "sent", late)
    await bad.after()
    assert len(failures) == 5
    assert (await bad.card()).state == "shown"
    await bad.after(HOUR)
    assert len(bad.standing) == 1


# --- of what was posted unclear, and changed meanwhile ----------------------------------------------------------------
async def test_what_is_found_is_brought_up_to_date(reads: Bad) -> None:
    reads.fault("500", when="after")
    await reads.show()
    await reads.after()
    await reads.change("version 2")
    await reads.after(62)
    await reads.after(10)
    assert [seen.text.splitlines()[0] for seen in reads.standing] == ["version 2"]
    assert reads.calls("chat.postMessage") == 1


async def test_what_should_not_stand_any_more_is_found_and_taken_away(reads: Bad) -> None:
    reads.fault("500", when="after")
    await reads.show()
    await reads.after()
    await reads.change(None)
    await reads.after(62)
    await reads.after(10)
    assert not reads.standing
    assert (await reads.card()).state == "gone"


async def test_without_looking_the_first_click_takes_it_away(bad: Bad) -> None:
    bad.fault("500", when="after")
    await bad.show()
    await bad.after()
    await bad.change(None)
    await bad.after(62)
    await bad.chat.bram.presses("Press", bad.standing[0])
    await bad.after(4)
    assert not bad.standing


async def test_its_ritual_hears_once_that_a_card_stands_that_a_press_revealed(bad: Bad) -> None:
    bad.fault("cut", when="after")
    await bad.show()
    await bad.after()
    await bad.chat.bram.presses("Press", bad.standing[0])
    await bad.after(61)
    assert [type(fact) for fact in bad.proof.told] == [Delivered]


async def test_of_a_message_whose_process_died_it_says_so(bad: Bad) -> None:
    await bad.say("version said")
    (portion,) = await bad.chat.house.delivery.claim()
    machine = bad.chat.clock.machine()
    assert await bad.chat.house.delivery.postbox.calling(portion[-1], machine, looks=False)
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        row = (await session.scalars(select(Outgoing).where(Outgoing.id == portion[-1].id))).one()
        assert (row.state, row.due_at, row.why) == ("unsure", None, "its process ended while it was sent")
