"""Who reads that something never came to stand: once a day, and what is so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.estafette.names import PASSED, TURN
from rituals.facts import GaveUp
from storage.lead_lines import LeadLine
from tests.chat import NOORD, Chat
from tests.rituals.estafette_stage import change
from tests.rituals.estafette_talk import BOARD, board
from tests.rituals.people_talk import dms, rows, team

LATE = GaveUp("proof.card", "1:proof", "", "")  # as what was unclear too often, or went wrong on our side
REFUSED = replace(LATE, refused=True)
LOST = replace(LATE, lost=True)

MEMBER = "Het lukt me niet om iets te plaatsen in #klantenservice-noord. Wil je kijken of ik er nog lid ben?"
UNDELIVERED = "Er kwam iets niet aan in #klantenservice-noord. Wie mij draaiende houdt, kan zien wat het was."
ELSEWHERE = "Er kwam iets niet aan in #{}. Ben ik daar nog lid? Dan kan wie mij draaiende houdt zien wat het was."

COLLEAGUE = "Een bericht aan een collega kwam niet aan. Wie mij draaiende houdt, kan zien waarom."


async def admin(chat: Chat) -> None:
    """Sanne is one, of an organisation with Noord."""
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()


async def gives_up(chat: Chat, fact: GaveUp, channel: str = NOORD) -> None:
    """In this channel, unless it was for a person."""
    where = "" if fact.person else str(chat.slack.channel_of(channel).id)
    await chat.house.dispatcher.tell(chat.house.org, replace(fact, channel=where))
    await chat.settle()


def told(chat: Chat) -> dict[str, list[str]]:
    """Who reads something of it."""
    read = {name: "\n".join(dms(actor)).splitlines() for name, actor in chat.people.items()}
    of_it = ("Het lukt me niet om", "Er kwam iets niet aan", "Een bericht aan")
    found = {name: [line for line in some if line.startswith(of_it)] for name, some in read.items()}
    return {name: some for name, some in found.items() if some}


# --- a team's channel -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("fact", "says"), [(REFUSED, MEMBER), (LOST, MEMBER), (LATE, UNDELIVERED)])
async def test_a_lead_is_asked_about_the_channel_only_where_it_was_the_channel(
    chat: Chat, fact: GaveUp, says: str
) -> None:
    await chat.noord()
    await gives_up(chat, fact)
    assert told(chat) == {"anna": [says]}


@pytest.mark.parametrize(("first", "then", "says"), [(LATE, REFUSED, UNDELIVERED), (REFUSED, LATE, MEMBER)])
async def test_a_lead_reads_one_of_them_a_day(chat: Chat, first: GaveUp, then: GaveUp, says: str) -> None:
    await chat.noord()
    for fact in (first, then, first):
        await gives_up(chat, fact)
    await chat.until("2026-11-23 08:30")
    assert told(chat) == {"anna": [says]}
    await gives_up(chat, first)
    assert told(chat) == {"anna": [says, says]}


async def test_a_channel_that_turns_out_to_be_lost_is_told_and_then_the_team_rests(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:50")
    chat.slack.channel_of(NOORD).members.remove(chat.slack.bot_user)
    with chat.refused("not_in_channel"):
        await chat.until("2026-11-23 09:10")
    assert (await team(chat)).state == "SUSPENDED"
    assert told(chat) == {"anna": [MEMBER]}
    await chat.until("2026-11-24 08:50")
    await gives_up(chat, LATE)
    assert told(chat) == {"anna": [MEMBER]}


async def test_a_channel_that_is_back_is_not_called_lost_beside_it(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-20 18:00")
    await chat.slack.remove_bot(NOORD)
    await gives_up(chat, LOST)
    await chat.slack.add_bot(NOORD)
    await chat.settle()
    await chat.until("2026-11-23 08:30")
    assert told(chat) == {}
    assert [text for text in dms(chat.anna) if "Zullen we verdergaan?" in text]


# --- what stood -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("fact", "says"), [(REFUSED, []), (LATE, [UNDELIVERED]), (LOST, [MEMBER])])
async def test_a_message_that_somebody_deleted_is_told_to_nobody(chat: Chat, fact: GaveUp, says: list[str]) -> None:
    """An edit is refused then; that it went wrong on our side or that the channel is lost is something else."""
    await chat.noord()
    await gives_up(chat, replace(fact, stood=True))
    assert told(chat).get("anna", []) == says


# --- a channel of no team ---------------------------------------------------------------------------------------------
async def test_admins_read_once_a_day_of_a_channel_of_no_team(chat: Chat) -> None:
    await admin(chat)
    for channel in ("iedereen", "kantine"):
        chat.slack.channel(channel, members=[chat.sanne.person])
    for fact, channel in ((LOST, "iedereen"), (LATE, "iedereen"), (REFUSED, "kantine"), (LATE, "kantine")):
        await gives_up(chat, fact, channel)
    await chat.until("2026-11-23 08:30")
    assert sorted(told(chat).pop("sanne")) == [ELSEWHERE.format("iedereen"), ELSEWHERE.format("kantine")]
    assert list(told(chat)) == ["sanne"]
    await gives_up(chat, REFUSED, "iedereen")
    await chat.until("2026-11-24 08:30")
    assert told(chat)["sanne"].count(ELSEWHERE.format("iedereen")) == 2


@pytest.mark.parametrize(
    ("relay", "fact", "known"),
    [
        ({"state": "RUNNING"}, replace(REFUSED, card=TURN), True),
        ({"state": "RUNNING"}, replace(LATE, card=PASSED), True),
        ({"state": "RUNNING"}, LOST, True),
        ({"state": "RUNNING"}, LATE, False),
        ({"state": "PAUSED", "paused_by": "channel"}, LOST, True),
        ({"state": "PAUSED", "paused_by": "coordinator"}, LOST, False),
    ],
)
async def test_admins_read_of_the_relays_channel_what_its_coordinator_does_not(
    chat: Chat, relay: dict[str, str], fact: GaveUp, known: bool
) -> None:
    await admin(chat)
    await board(chat)
    await change(chat, begun=True, round=1, **relay)
    await gives_up(chat, fact, BOARD)
    assert told(chat).get("sanne", []) == ([] if known else [ELSEWHERE.format(BOARD)])


# --- a message to a person --------------------------------------------------------------------------------------------
async def test_admins_read_once_a_day_that_a_colleague_missed_something_and_not_who_or_what(chat: Chat) -> None:
    await admin(chat)
    for name, fact in (("omar", LATE), ("mila", REFUSED), ("omar", LOST)):
        await gives_up(chat, replace(fact, person=chat.people[name].id))
    await chat.until("2026-11-20 12:00")
    assert told(chat) == {"sanne": [COLLEAGUE]}
    assert "omar" not in str([row.about for row in await rows(chat, LeadLine)]).lower()
    await chat.until("2026-11-23 10:00")
    await gives_up(chat, replace(REFUSED, person=chat.omar.id))
    await chat.until("2026-11-24 08:30")
    assert told(chat) == {"sanne": [COLLEAGUE, COLLEAGUE]}


@pytest.mark.parametrize("became", ["deactivated", "guest", "bot"])
async def test_who_is_no_colleague_any_more_missed_nothing(chat: Chat, became: str) -> None:
    """Nobody told of it: the look-up that follows finds it out."""
    await admin(chat)
    setattr(chat.slack.user_of(chat.omar.person), became, True)
    await gives_up(chat, replace(LATE, person=chat.omar.id))
    await chat.until("2026-11-24 17:00")
    assert told(chat) == {}


async def test_a_message_of_a_person_that_somebody_deleted_is_told_to_nobody(chat: Chat) -> None:
    await admin(chat)
    await gives_up(chat, replace(REFUSED, person=chat.omar.id, stood=True))
    await chat.until("2026-11-24 17:00")
    assert told(chat) == {}


async def test_that_admins_cant_be_told_either_comes_to_an_end(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can be written to: on Friday evening that is Omar, on Monday Anna of her channel, and Sanne of both."""
    await admin(chat)
    await chat.until("2026-11-20 18:00")
    await chat.slack.remove_bot(NOORD)
    await gives_up(chat, LOST)
    await gives_up(chat, replace(LATE, person=chat.omar.id))
    monkeypatch.setitem(chat.slack.site.app.features["app_home"], "messages_tab_enabled", False)
    with chat.refused("messages_tab_disabled"):
        await chat.until("2026-12-04 18:00")
    assert [(row.kind, row.about, row.day and row.day.day) for row in await rows(chat, LeadLine)] == [
        ("people.channelfail", "1:2026-11-20", 23),
        ("people.unreached", "1:2026-11-20", 23),
        ("people.unreached", "1:2026-11-23", 24),
    ]
