"""What the relay keeps of a person: what they read and take back, how long it stays, and what a leaver leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from rituals.estafette import coordinating, showing
from rituals.estafette.holding import hold
from rituals.estafette.kept import KEPT
from storage.estafette import FORMER, Leg, RelayLine, Story
from tests.chat import Chat, local
from tests.rituals.estafette_stage import THIS, WEEK, change, leg, put, under_way
from tests.rituals.estafette_talk import ACCEPT, BOARD, legs, offers, posts, press, relay, runners

NEXT = THIS + WEEK
TODAY = date(2026, 11, 20)
TURNS, CHALLENGES = "Mijn beurten in de estafette", "Waarmee ik het stokje doorgaf"
DARE = "Vraag eens wat ze de buren vertellen."
PASSED: Mapping[str, Any] = {"challenge": DARE, "told": "pass"}
FORGET = {kept.name: kept.forget for kept in KEPT if kept.forget is not None}


async def forgets(chat: Chat, name: str = "relay_turns", days: int = 400, today: date = TODAY) -> None:
    """Its nightly round."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        await FORGET[name](turn, today - timedelta(days=days))
    await chat.settle()


async def named(chat: Chat) -> list[tuple[str | None, str | None, str | None]]:
    return [(row.person, row.passed_by, row.challenge) for row in await legs(chat)]


async def tells(chat: Chat, leg: Leg, person: str) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        at = local("2026-11-18 12:00")
        turn.session.add(Story(leg=leg.id, person=person, state="PUBLISHED", kind="visit", at=at, published_at=at))


async def exported(chat: Chat, actor: Actor) -> Mapping[str, Any]:
    await actor.types("/klant mijn", channel=BOARD)
    await actor.presses("Exporteer")
    await actor.leaves()
    await chat.settle()
    sent = next(seen for seen in reversed(actor.dm()) if seen.message.files)
    contents = chat.slack._site.workspace.contents
    found = {file["name"].rsplit(".")[-1]: contents[file["id"]] for file in sent.message.files}
    return dict(json.loads(found["json"]))


async def deletes(chat: Chat, actor: Actor, *kinds: str, shared: str = "Haal het weg") -> None:
    await actor.types("/klant mijn", channel=BOARD)
    await actor.presses("Verwijder")
    await actor.sends({"Wat zal ik verwijderen?": list(kinds), "Wat collega's kunnen zien": shared})
    await actor.leaves()
    await chat.settle()


# --- one's own --------------------------------------------------------------------------------------------------------
async def test_a_person_reads_what_is_kept_of_their_turns(chat: Chat) -> None:
    """Their own, with what the coordinator read of them; nothing of a colleague's."""
    await under_way(chat, ("daan", "DECLINED", THIS - WEEK), ("eva", "PASSED", THIS), ("noor", "DECLINED", THIS))
    passed = leg(chat.daan, "PLANNED", NEXT, passed_by=chat.eva.id, **PASSED, contact_on=NEXT, contact_kind="visit")
    await put(chat, passed)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await coordinating.tell(turn, await hold(turn), coordinating.TALK, chat.daan.id)
        standing = await hold(turn)
        standing.runners[chat.daan.id].sits_out = True
    mine = (await exported(chat, chat.daan))["relay_turns"]
    assert [{key: value for key, value in row.items() if key != "on"} for row in mine] == [
        {"kind": "stays out"},
        {
            "kind": "turn",
            "week": "2026-11-23",
            "state": "PLANNED",
            "contact_on": "2026-11-23",
            "contact_kind": "visit",
        },
        {"kind": "turn", "week": "2026-11-09", "state": "DECLINED"},
        {"kind": "told to the coordinator", "about": "talk"},
    ]
    assert (await exported(chat, chat.daan))["relay_challenges"] == []


async def test_what_is_deleted_goes_but_for_what_the_round_goes_by(chat: Chat) -> None:
    """Where Eva's name stood in the channel it reads a colleague; she isn't asked again in a round she ran in."""
    await under_way(chat, round=3)
    rows = [
        leg(chat.eva, "LAPSED", THIS - 5 * WEEK, round=2, contact_on=THIS - 5 * WEEK, contact_kind="visit"),
        leg(chat.eva, "DECLINED", THIS - 4 * WEEK, round=3),
        leg(chat.eva, "PASSED", THIS - 2 * WEEK, round=3),
        leg(chat.daan, "PASSED", THIS - WEEK, round=3, passed_by=chat.eva.id, second=chat.noor.id, **PASSED),
        leg(chat.noor, "ACCEPTED", THIS, round=3, second=chat.eva.id),
    ]
    await put(chat, *rows)
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        showing.passed(turn, standing, rows[3])
        standing.runners[chat.eva.id].sits_out = True
        await coordinating.tell(turn, standing, coordinating.OPEN, chat.eva.id, NEXT)
        await coordinating.tell(turn, standing, coordinating.OPEN, chat.daan.id, NEXT)
    await chat.settle()
    assert posts(chat) == [f"Eva Hendriks geeft het stokje aan Daan Mulder: “{DARE}”"]
    await deletes(chat, chat.eva, TURNS)
    kept = [row for row in await legs(chat) if row.person == chat.eva.id]
    assert [row.state for row in kept] == ["PASSED"], "she ran in this round"
    assert [row.second for row in await legs(chat)] == [None, None, None, chat.noor.id, None]
    assert not any(row.contact_on for row in await legs(chat))
    assert not any(row.sits_out for row in await runners(chat))
    assert [row.person for row in await lines(chat)] == [chat.daan.id]
    assert "Eva" not in chat.petra.dm()[-1].text
    assert "Daan" in chat.petra.dm()[-1].text
    await deletes(chat, chat.eva, CHALLENGES, shared="Laat het staan, van een oud-collega")
    assert posts(chat) == [f"Een oud-collega geeft het stokje aan Daan Mulder: “{DARE}”"]
    assert not any(row.passed_by for row in await legs(chat))


async def test_a_challenge_that_is_taken_away_is_nowhere_any_more(chat: Chat) -> None:
    await under_way(chat)
    passed = leg(chat.daan, "ACCEPTED", THIS, passed_by=chat.eva.id, **PASSED)
    await put(chat, passed)
    async with chat.house.turns.writing(chat.house.org) as turn:
        showing.passed(turn, await hold(turn), passed)
    await chat.settle()
    await deletes(chat, chat.eva, CHALLENGES)
    assert posts(chat) == ["Een oud-collega geeft het stokje aan Daan Mulder."]
    assert not any(row.challenge for row in await legs(chat))


async def lines(chat: Chat) -> list[RelayLine]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(RelayLine).order_by(RelayLine.id)))


# --- how long ---------------------------------------------------------------------------------------------------------
async def test_a_turn_goes_after_its_days_and_who_ran_not_before_the_round_is_over(chat: Chat) -> None:
    """Where a story stands in it, its row stays and names nobody; what is open stays."""
    old = local("2025-10-16 14:00")
    last = local("2025-10-15 23:59")
    await under_way(chat, round=2)
    rows = [
        leg(chat.eva, "LAPSED", THIS, closed_at=last),
        leg(chat.daan, "LAPSED", THIS, closed_at=old),
        leg(chat.noor, "PASSED", THIS, closed_at=last, passed_by=chat.eva.id, **PASSED),
        leg(chat.ruben, "PASSED", THIS, round=2, closed_at=last),
        leg(chat.aisha, "ACCEPTED", THIS, round=2),
    ]
    await put(chat, *rows)
    await tells(chat, rows[2], chat.noor.id)
    await forgets(chat)
    assert await named(chat) == [
        (chat.daan.id, None, None),
        (None, None, None),
        (chat.ruben.id, None, None),
        (chat.aisha.id, None, None),
    ]
    assert not offers(chat.ruben)
    await change(chat, round=3)
    await forgets(chat)
    assert chat.ruben.id not in {row.person for row in await legs(chat)}


async def test_who_said_no_is_known_for_one_round_more(chat: Chat) -> None:
    await under_way(chat, round=2)
    some = ("DECLINED", "UNANSWERED", "HANDED_BACK", "CANCELLED", "LAPSED", "PASSED")
    people = (chat.eva, chat.aisha, chat.daan, chat.ruben, chat.noor, chat.eva)
    await put(chat, *(leg(who, state, THIS - WEEK) for who, state in zip(people, some, strict=True)))
    await put(chat, leg(chat.daan, "ACCEPTED", THIS, round=2))
    await forgets(chat)
    assert all(row.person for row in await legs(chat)), "the round after theirs isn't complete"
    await change(chat, round=3)
    await forgets(chat)
    mine = {row.state: row.person for row in await legs(chat) if row.round == 1}
    assert {state for state, person in mine.items() if person is not None} == {"LAPSED", "PASSED"}


async def test_messages_to_the_coordinator_go_after_a_month(chat: Chat) -> None:
    await under_way(chat)
    await put(chat, leg(chat.daan, "ACCEPTED", THIS))
    async with chat.house.turns.writing(chat.house.org) as turn:
        await coordinating.tell(turn, await hold(turn), coordinating.OPEN, chat.daan.id, NEXT)
    await chat.settle()
    assert any("Ik vraag Daan Mulder." in seen.text for seen in chat.petra.dm())
    await forgets(chat, "relay_lines", 0)
    assert len(await lines(chat)) == 1
    await forgets(chat, "relay_lines", 0, TODAY + timedelta(days=1))
    assert await lines(chat) == []
    assert not any("Ik vraag Daan Mulder." in seen.text for seen in chat.petra.dm())


# --- who leaves -------------------------------------------------------------------------------------------------------
async def test_whose_account_closes_is_named_only_where_a_story_stands(chat: Chat) -> None:
    """What they passed on is from a colleague from then on; once the story isn't theirs either, the night ends it."""
    await under_way(chat)
    rows = [
        leg(chat.daan, "DECLINED", THIS - 3 * WEEK),
        leg(chat.daan, "PASSED", THIS - 2 * WEEK),
        leg(chat.eva, "PASSED", THIS - WEEK, second=chat.daan.id),
        leg(chat.noor, "ACCEPTED", THIS, passed_by=chat.daan.id, **PASSED),
    ]
    await put(chat, *rows)
    await tells(chat, rows[1], chat.daan.id)
    async with chat.house.turns.writing(chat.house.org) as turn:
        showing.passed(turn, await hold(turn), rows[3])
    await chat.settle()
    await change(chat, starts_with=chat.daan.id)
    await chat.slack.deactivate(chat.daan.person)
    await chat.settle()
    found = await legs(chat)
    assert [row.person for row in found[:2]] == [None, chat.daan.id]
    assert not {chat.daan.id} & {person for row in found for person in (row.passed_by, row.second)}
    assert (await relay(chat)).starts_with is None
    assert chat.daan.id not in {row.person for row in await runners(chat)}
    assert posts(chat) == [f"Een oud-collega geeft het stokje aan Noor Jansen: “{DARE}”"]
    await forgets(chat)
    assert [row.person for row in (await legs(chat))[1:]] == [chat.daan.id, chat.eva.id, chat.noor.id]
    async with chat.house.turns.writing(chat.house.org) as turn:
        for story in await turn.session.scalars(select(Story)):
            story.person = FORMER
    await forgets(chat)
    assert [row.person for row in (await legs(chat))[1:]] == [None, chat.eva.id, chat.noor.id]


async def test_the_baton_of_whom_the_account_closes_goes_on_and_the_night_forgets_them(chat: Chat) -> None:
    await under_way(chat, ("daan", "OFFERED", NEXT))
    await press(chat, chat.daan, ACCEPT)
    await chat.slack.deactivate(chat.daan.person)
    await chat.settle()
    first, second = await legs(chat)
    assert (first.state, second.state) == ("HANDED_BACK", "OFFERED")
    await forgets(chat)
    assert [row.person for row in await legs(chat)] == [None, second.person]
