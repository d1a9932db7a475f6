"""Where the relay could stop in silence, hold two batons, or say something that isn't so: it does none of these."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from rituals.contract import Event, Refused
from rituals.estafette import batons, relaying, weeks
from rituals.estafette.names import TURN
from rituals.facts import GaveUp
from storage.estafette import Runner
from storage.roles import OrgRole
from tests.chat import Chat, chatting
from tests.rituals.estafette_running import (
    BEFORE,
    DARE,
    MONDAY,
    NAMES,
    NEXT,
    asked,
    away,
    passes,
    states,
    tells,
    types,
    under_way,
)
from tests.rituals.estafette_stage import change
from tests.rituals.estafette_stage import leg as leg_of
from tests.rituals.estafette_talk import (
    ACCEPT,
    AWAY,
    BOARD,
    DECLINE,
    LATER,
    MORE,
    SWAP,
    begins,
    board,
    legs,
    newest,
    offers,
    posts,
    press,
    relay,
    runners,
)

RUNS = "🏃 Deze week heeft {name} het stokje. Vraag gerust welke klant het wordt."
NOT_BEGUN = "De estafette is nog niet begonnen: de eerste beurt staat open."


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On Thursday 21 January 2027."""
    allowed = {"not_in_channel", "message_not_found"}
    async with chatting(database_url, moment="2027-01-21 10:00", allowed=allowed) as chat:
        await board(chat)
        yield chat


def everybody_read(chat: Chat) -> str:
    return " ".join(seen.text for actor in chat.people.values() for seen in actor.dm())


# --- the channel ------------------------------------------------------------------------------------------------------
async def test_a_line_that_somebody_deletes_stops_nothing(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    workspace = chat.slack.site.workspace
    (post,) = [seen for seen in chat.petra.sees(BOARD) if seen.text.startswith("🏃")]
    workspace.delete(post.message)
    await press(chat, chat.eva, MORE)
    gone = GaveUp(TURN, ":l1:2027-01-25", chat.slack.channel_of(BOARD).id, "", stood=True)
    await chat.house.dispatcher.tell(chat.house.org, gone)  # after three tries
    await chat.until("2027-01-25 10:00")
    assert (await relay(chat)).state == "RUNNING"
    assert (posts(chat), chat.petra.dm()) == ([], [])
    await press(chat, chat.eva, AWAY)
    await chat.until("2027-01-25 11:00")
    (following,) = asked(chat)
    await press(chat, chat.people[following], ACCEPT)
    assert posts(chat) == [f"Het stokje gaat deze week naar {chat.people[following].name}."]


async def test_a_rest_that_cant_be_said_pauses_it(chat: Chat) -> None:
    await change(chat, off=["2027-W04"])
    await under_way(chat, leg_of(chat.eva, "PASSED", BEFORE))
    (following,) = asked(chat)
    await press(chat, chat.people[following], ACCEPT)
    await chat.until("2027-01-25 08:50")
    chat.slack.channel_of(BOARD).members.remove(chat.slack.bot_user)
    await chat.until("2027-01-25 09:10")
    assert (await relay(chat)).paused_by == "channel"
    assert "Het lukt me niet om iets te plaatsen" in newest(chat.petra).text


async def test_what_the_channel_reads_of_a_pass_stays_true(chat: Chat) -> None:
    """Daan took it and gives it back: no line says any more that he has it, and none says why."""
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan, chat.noor)
    await press(chat, chat.daan, ACCEPT)
    assert posts(chat) == [f"Eva Hendriks geeft het stokje aan Daan Mulder: “{DARE}”"]
    await press(chat, chat.daan, AWAY)
    assert posts(chat) == ["Eva Hendriks gaf het stokje door."]
    assert asked(chat) == ["noor"]  # whom Eva named next, with what she asked
    assert DARE in offers(chat.noor)[0].text
    await press(chat, chat.noor, ACCEPT)
    assert posts(chat)[1:] == [f"Eva Hendriks geeft het stokje aan Noor Jansen: “{DARE}”"]


async def test_a_line_of_this_week_follows_also_after_a_pause(chat: Chat) -> None:
    """Paused and resumed on Tuesday, the baton is Eva's from next Monday; on Wednesday she gives it back."""
    await begins(chat)
    await chat.until("2027-01-26 10:00")
    await types(chat, "/estafette pauze")
    await types(chat, "/estafette start")
    await chat.until("2027-01-27 10:00")
    await press(chat, chat.eva, AWAY)
    assert posts(chat) == ["🏃 Het stokje is onderweg naar een collega."]
    (following,) = asked(chat)
    assert (following != "eva", (await legs(chat))[-1].week) == (True, NEXT)  # weeks don't go back
    await types(chat, "/estafette stop")
    assert posts(chat) == ["🏃 Het stokje is onderweg naar een collega."]


async def test_what_stops_with_a_runner_says_no_more_that_they_run(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    await types(chat, "/estafette stop")
    assert posts(chat) == ["🏃 Het stokje rust."]


# --- nobody is there --------------------------------------------------------------------------------------------------
async def test_with_nobody_to_tell_it_goes_on_by_itself(chat: Chat) -> None:
    """No coordinator, no admin: after three who say no the week rests, and then somebody is asked again."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(delete(OrgRole).where(OrgRole.role == "relay_coordinator"))
    await under_way(chat, leg_of(chat.eva, "PASSED", BEFORE))
    for _n in range(3):
        await press(chat, chat.people[asked(chat)[0]], DECLINE)
    assert (asked(chat), chat.petra.dm()) == ([], [])
    await chat.until("2027-01-29 15:00")
    assert len(asked(chat)) == 1
    assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 1 februari gaat het verder."]


@pytest.mark.parametrize("answer", [AWAY, "silence"])
async def test_whom_the_passer_named_next_is_asked_then_the_others(chat: Chat, answer: str) -> None:
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan, chat.ruben)
    if answer == "silence":
        await chat.until("2027-01-25 10:00")
    else:
        await press(chat, chat.daan, answer)
    assert asked(chat) == ["ruben"]
    assert DARE in offers(chat.ruben)[0].text
    assert "Ik vraag Ruben de Vries." in newest(chat.petra).text
    await press(chat, chat.ruben, DECLINE)
    (third,) = asked(chat)
    assert third in ("aisha", "noor")
    assert DARE not in offers(chat.people[third])[0].text
    assert posts(chat) == []


async def test_the_only_one_who_is_still_to_go_is_asked_again(chat: Chat) -> None:
    """Noor's week went by without a story. Nobody else is to go: it doesn't rest for ever, she is asked anew."""
    done = [leg_of(chat.people[name], "PASSED", BEFORE - n * weeks.WEEK) for n, name in enumerate(NAMES[:4], start=1)]
    await under_way(chat, *reversed(done), leg_of(chat.noor, "ACCEPTED", BEFORE))
    await chat.until("2027-01-26 12:00")
    assert ((await states(chat))[4:], asked(chat)) == ([("noor", "LAPSED"), ("noor", "OFFERED")], ["noor"])
    assert await tells(chat, chat.noor) == batons.Shared(late=True, may_pass=False)
    assert (await states(chat))[4:6] == [("noor", "LAPSED"), ("noor", "HANDED_BACK")]  # she isn't to run twice
    assert (await relay(chat)).round == 2
    assert len([line for line in posts(chat) if "ronde is rond" in line]) == 1
    assert (len(asked(chat)), "noor" in asked(chat)) == (1, False)


async def test_weeks_that_are_all_off_pause_it_and_the_coordinator_knows(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "PASSED", BEFORE))
    (first,) = asked(chat)
    await change(chat, off=[weeks.key(BEFORE + n * weeks.WEEK) for n in range(80)])
    await press(chat, chat.people[first], DECLINE)
    assert ((await relay(chat)).state, (await relay(chat)).paused_by) == ("PAUSED", "weeks")
    assert "Er komt voorlopig geen week met estafette. De estafette rust." in newest(chat.petra).text
    assert (await types(chat, "/estafette start")).startswith("Er komt geen week zonder rust in zicht.")
    await chat.until("2027-01-22 10:00")
    await change(chat, off=[])
    await press(chat, chat.petra, "Verder")
    assert len(asked(chat)) == 1
    assert not any("Verder" in seen.buttons for seen in chat.petra.dm())


# --- the CEO ----------------------------------------------------------------------------------------------------------
async def test_a_ceo_who_is_away_is_asked_all_the_same_and_silence_is_told(chat: Chat) -> None:
    await away(chat, date(2027, 1, 20), date(2027, 2, 12), "eva")
    said = await types(chat, "/estafette start")
    assert said == "De estafette begint. Ik vraag Eva Hendriks voor de week van maandag 25 januari."
    assert asked(chat) == ["eva"]
    await chat.until("2027-01-25 10:00")
    assert (await states(chat), (await relay(chat)).state) == ([("eva", "UNANSWERED")], "READY")
    assert newest(chat.petra).text.startswith(NOT_BEGUN)
    await press(chat, chat.petra, "Begin de estafette")
    assert asked(chat) == ["eva"]
    assert "Begin de estafette" not in newest(chat.petra).buttons


async def test_a_ceo_who_takes_it_in_its_week_begins_at_once_or_chooses_who_is_there(chat: Chat) -> None:
    await chat.until("2027-01-22 16:00")
    await types(chat, "/estafette start")
    await away(chat, MONDAY, date(2027, 1, 29), "daan")
    await chat.until("2027-01-26 11:00")
    await press(chat, chat.eva, LATER)
    assert chat.eva.form.options("Begin maar met") == ["Aisha El Idrissi", "Ruben de Vries", "Noor Jansen"]
    await chat.eva.leaves()
    await press(chat, chat.eva, ACCEPT)
    assert posts(chat) == [RUNS.format(name="@Eva Hendriks")]


# --- by the coordinator -----------------------------------------------------------------------------------------------
async def test_of_a_turn_with_more_time_the_week_that_it_is_in_is_taken_off(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    await press(chat, chat.eva, MORE)
    await chat.until("2027-02-02 10:00")
    async with chat.house.turns.writing(chat.house.org) as turn:
        await relaying.cancel_week(turn, Event("x", chat.house.org, chat.petra.id, "", ":l1"))
    await chat.settle()
    assert (await relay(chat)).off == ["2027-W05"]
    assert (await legs(chat))[-1].week == NEXT + timedelta(days=7)
    assert newest(chat.eva).text == "Het stokje is weer bij mij. Je hoeft niets te doen."


async def test_only_who_has_a_baton_gives_one_back(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "ACCEPTED", BEFORE))
    for whom in (f"@{chat.bram.person.handle}", f"@{chat.daan.person.handle}", "Daan", "Sinterklaas"):
        assert await types(chat, f"/estafette terug {whom}") == "Niemand heeft een stokje dat terug kan."
    assert await types(chat, f"/estafette terug @{chat.eva.person.handle}", chat.daan) == "Je hebt het stokje nu niet."
    assert await states(chat) == [("eva", "ACCEPTED")]
    assert await types(chat, "/estafette terug", chat.eva) == "Het stokje is weer bij mij. Ik vraag een collega."
    assert (await states(chat))[0] == ("eva", "HANDED_BACK")


async def test_a_first_turn_that_is_given_back_names_no_colleague_who_would_be_asked(chat: Chat) -> None:
    """The relay waits for whoever looks after it: nobody is asked."""
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    assert await types(chat, "/estafette terug", chat.eva) == "Het stokje is weer bij mij. Je hoeft niets te doen."
    assert asked(chat) == []


async def test_after_a_stop_nobody_passes_what_they_had(chat: Chat) -> None:
    """It begins anew with the CEO, and with one baton."""
    await under_way(chat, leg_of(chat.daan, "SHARED", BEFORE))
    await types(chat, "/estafette stop")
    await types(chat, "/estafette start")
    assert asked(chat) == ["eva"]
    assert "Het stokje is al verder gegaan." in await types(chat, "/estafette geef", chat.daan)
    await chat.until("2027-01-22 17:00")
    assert await states(chat) == [("daan", "PASSED"), ("eva", "OFFERED")]


async def test_who_leaves_while_it_rests_is_not_waited_for(chat: Chat) -> None:
    await begins(chat)
    await types(chat, "/estafette pauze")
    await types(chat, f"/klant rol neem ceo @{chat.eva.person.handle}")
    await types(chat, f"/klant rol neem bestuurder @{chat.eva.person.handle}")
    assert (await states(chat), asked(chat)) == ([("eva", "HANDED_BACK")], [])
    await types(chat, "/estafette start")
    assert (len(asked(chat)), (await legs(chat))[-1].week) == (1, MONDAY)
    assert posts(chat) == []


async def test_time_that_was_taken_is_not_lost_by_a_pause(chat: Chat) -> None:
    await begins(chat)
    await press(chat, chat.eva, MORE)
    await types(chat, "/estafette pauze")
    await chat.until("2027-01-27 10:00")
    await types(chat, "/estafette start")
    (row,) = await legs(chat)
    assert (row.week, row.ends_at.date()) == (NEXT, date(2027, 2, 12))


# --- two at once ------------------------------------------------------------------------------------------------------
async def test_a_swap_asks_one_colleague_and_the_first_click_wins(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Runner).values(last_in=0))
    await press(chat, chat.daan, SWAP)
    assert chat.daan.form.options("Met wie?") == ["Aisha El Idrissi", "Ruben de Vries", "Noor Jansen"]
    assert "Ik vraag Noor Jansen. Jij blijft meedoen." in await chat.daan.sends({"Met wie?": "Noor Jansen"})
    await chat.settle()
    assert (asked(chat), posts(chat)) == (["noor"], [])
    assert DARE in offers(chat.noor)[0].text
    await press(chat, chat.noor, ACCEPT)
    assert {row.last_in for row in await runners(chat)} == {0}  # who swaps keeps their place
    assert (await states(chat))[1:] == [("daan", "HANDED_BACK"), ("noor", "ACCEPTED")]


async def test_of_two_who_take_it_the_first_has_it(chat: Chat) -> None:
    """Daan's yes comes with an old message, after his offer went on to Noor, who took it."""
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan, chat.noor)
    await chat.until("2027-01-25 10:00")
    await press(chat, chat.noor, ACCEPT)
    late = Event("late", chat.house.org, chat.daan.id, "estafette.accept", ":l2")
    with pytest.raises(Refused, match="was just ahead of you"):
        await chat.house.dispatcher.act(late)
    assert (await states(chat))[1:] == [("daan", "UNANSWERED"), ("noor", "ACCEPTED")]


async def test_nothing_names_who_said_no(chat: Chat) -> None:
    """In any order of noes: in the channel, and with anybody else."""
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan, chat.ruben)
    await press(chat, chat.daan, DECLINE)
    await press(chat, chat.ruben, DECLINE)
    assert "Daan" not in everybody_read(chat)
    assert newest(chat.petra).text.count("Ruben") == 0
    assert posts(chat) == []


async def test_the_relay_begins_with_nobody_who_is_away_in_its_first_week(chat: Chat) -> None:
    """Not in the form; and who became away while it was open is refused, with what was chosen still in it."""
    await away(chat, MONDAY, date(2027, 1, 29), "daan")
    await types(chat, "/estafette start")
    await press(chat, chat.eva, LATER)
    assert chat.eva.form.options("Begin maar met") == ["Aisha El Idrissi", "Ruben de Vries", "Noor Jansen"]
    await chat.eva.fills({"Begin maar met": "Noor Jansen"})
    await away(chat, MONDAY, date(2027, 1, 29), "noor")
    await chat.eva.submits()
    assert chat.eva.form.errors == {"Begin maar met": "Noor Jansen kan die week niet. Kies iemand anders."}
    assert asked(chat) == ["eva"]
    await away(chat, MONDAY, date(2027, 1, 29), "aisha", "ruben")
    await chat.eva.leaves()
    await press(chat, chat.eva, LATER)
    assert "Er is nu niemand anders om te vragen." in newest(chat.eva).text
    assert asked(chat) == ["eva"]
