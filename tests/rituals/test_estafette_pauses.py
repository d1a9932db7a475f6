"""The relay rests, and goes on: by its coordinator, by itself where it must, and never in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import delete, update

from rituals.contract import Event
from rituals.estafette import batons, offering, relaying
from rituals.estafette.holding import hold, mine
from rituals.estafette.rules import Happens
from storage.estafette import Leg
from storage.people import PersonRow
from storage.roles import OrgRole
from tests.chat import Chat, chatting
from tests.rituals.estafette_stage import change, put
from tests.rituals.estafette_stage import leg as leg_of
from tests.rituals.estafette_talk import (
    ACCEPT,
    AWAY,
    BOARD,
    DECLINE,
    SHARE,
    begins,
    board,
    legs,
    newest,
    offers,
    posts,
    press,
    relay,
)

MONDAY, NEXT, AFTER = date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 8)
NAMES = ("eva", "aisha", "daan", "ruben", "noor")
RUNS = "🏃 Deze week heeft {name} het stokje. Vraag gerust welke klant het wordt."
GONE = "Dit bericht is ingetrokken."
RESTS = "De estafette rust even. Het stokje blijft bij jou, en je hoort het als het verder gaat."


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On Thursday 21 January 2027."""
    async with chatting(database_url, moment="2027-01-21 10:00", allowed={"not_in_channel"}) as chat:
        await board(chat)
        yield chat


def asked(chat: Chat) -> list[str]:
    return [name for name in NAMES if offers(chat.people[name])]


async def under_way(chat: Chat, *rows: Leg) -> None:
    await change(chat, state="RUNNING", begun=True, round=1)
    await put(chat, *rows)


async def types(chat: Chat, text: str) -> str:
    """By Petra; what she reads in answer."""
    said = await chat.petra.types(text, channel=BOARD)
    await chat.settle()
    return said.text if said is not None else ""


# --- by the coordinator -----------------------------------------------------------------------------------------------
async def test_an_offer_is_withdrawn_and_somebody_is_asked_for_the_next_week(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "PASSED", date(2027, 1, 18)))
    (first,) = asked(chat)
    said = await types(chat, "/estafette pauze")
    assert (
        said == "De estafette rust. Wie het stokje heeft, houdt het, zonder data. Met /estafette start gaat het verder."
    )
    assert (newest(chat.people[first]).text, asked(chat)) == (GONE, [])
    await chat.until("2027-02-03 10:00")
    assert (posts(chat), [leg.state for leg in await legs(chat)]) == ([], ["PASSED", "CANCELLED"])
    assert "De estafette" in await types(chat, "/estafette start")
    (following,) = asked(chat)
    assert (await legs(chat))[-1].week == AFTER
    assert "in de week van maandag 8 februari" in offers(chat.people[following])[0].text


async def test_who_holds_the_baton_keeps_it_and_begins_anew_with_a_line_of_its_own(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    await types(chat, "/estafette pauze")
    assert (newest(chat.eva).text, newest(chat.eva).buttons) == (RESTS, [SHARE])
    await chat.until("2027-02-04 10:00")
    assert posts(chat) == [RUNS.format(name="Eva Hendriks")]
    assert len(chat.eva.dm()) == 1  # nobody asks her anything meanwhile
    said = await types(chat, "/estafette start")
    assert said == "De estafette gaat verder. Eva Hendriks heeft het stokje vanaf maandag 8 februari."
    await chat.until("2027-02-08 09:00")
    assert posts(chat)[1:] == [RUNS.format(name="@Eva Hendriks")]
    assert AWAY in chat.eva.dm()[0].buttons


async def test_who_is_away_by_then_hands_it_back_without_a_word(chat: Chat) -> None:
    await begins(chat)
    await types(chat, "/estafette pauze")
    await chat.eva.types("/klant afwezig 01-02 t/m 12-02", channel=BOARD)
    await chat.until("2027-01-28 10:00")
    assert [leg.state for leg in await legs(chat)] == ["ACCEPTED"]
    await types(chat, "/estafette start")
    assert [leg.state for leg in await legs(chat)] == ["HANDED_BACK", "OFFERED"]
    assert (len(asked(chat)), "eva" in asked(chat)) == (1, False)
    assert posts(chat) == []


async def test_a_round_that_is_complete_while_it_rests_is_said_as_it_goes_on(chat: Chat) -> None:
    done = [leg_of(chat.people[name], "PASSED", date(2026, 12, 7 + 7 * n)) for n, name in enumerate(NAMES[:3])]
    done.append(leg_of(chat.ruben, "PASSED", date(2027, 1, 11)))
    await under_way(chat, *done, leg_of(chat.noor, "ACCEPTED", date(2027, 1, 18)))
    await types(chat, "/estafette pauze")
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        leg = mine(standing, chat.noor.id)
        assert leg is not None
        await batons.shared(turn, standing, leg)
    await chat.settle()
    assert ((await relay(chat)).round, posts(chat)) == (1, [])
    await types(chat, "/estafette start")
    done_line = "De ronde is rond: alle bestuurders spraken een klant. De volgende ronde begint op maandag 25 januari."
    assert ((await relay(chat)).round, posts(chat)) == (2, [done_line])
    await types(chat, "/estafette pauze")
    await types(chat, "/estafette start")
    assert posts(chat) == [done_line]


async def test_stopping_ends_what_is_open_and_starting_begins_with_the_ceo(chat: Chat) -> None:
    await begins(chat)
    assert "Alle verhalen blijven." in await types(chat, "/estafette stop")
    assert chat.eva.dm()[0].text == GONE
    assert newest(chat.eva).text.startswith("De estafette is gestopt.")
    await chat.until("2027-01-25 09:00")
    assert (posts(chat), asked(chat)) == ([], [])
    await types(chat, "/estafette start")
    assert (asked(chat), (await relay(chat)).round) == (["eva"], 2)


async def test_a_baton_that_was_given_back_is_on_its_way_only_as_long_as_the_relay_runs(chat: Chat) -> None:
    """Also where nobody has taken it since: what the channel reads of it follows a pause, and the end."""
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    await press(chat, chat.eva, AWAY)
    on_its_way, rests = "🏃 Het stokje is onderweg naar een collega.", "🏃 Het stokje rust."
    assert posts(chat) == [on_its_way]
    await types(chat, "/estafette pauze")
    assert posts(chat) == [rests]
    await types(chat, "/estafette start")
    assert posts(chat) == [on_its_way]
    await types(chat, "/estafette stop")
    assert posts(chat) == [rests]


async def test_a_week_off_by_the_coordinator_is_said_once_and_the_next_is_asked_for(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-26 10:00")
    leg = (await legs(chat))[0]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await relaying.cancel_week(turn, Event("x", chat.house.org, chat.petra.id, "", f":l{leg.id}"))
    await chat.settle()
    assert newest(chat.eva).text == "Het stokje is weer bij mij. Je hoeft niets te doen."
    (following,) = asked(chat)
    assert (await legs(chat))[-1].week == NEXT
    assert posts(chat)[1:] == ["Deze week rust het stokje. Vanaf maandag 1 februari gaat het verder."]
    await press(chat, chat.people[following], ACCEPT)
    await chat.until("2027-02-01 09:00")
    assert len(posts(chat)) == 3


async def test_every_two_weeks_the_week_between_is_no_rest(chat: Chat) -> None:
    """Nothing was to happen in it: only of the week that somebody would have run is said that it rests."""
    await change(chat, every=2, anchor=MONDAY)
    await under_way(chat, leg_of(chat.eva, "PASSED", date(2027, 1, 11)))
    for _n in range(3):
        (name,) = asked(chat)
        await press(chat, chat.people[name], DECLINE)
    await chat.until("2027-02-05 12:00")
    assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 8 februari gaat het verder."]


# --- by itself --------------------------------------------------------------------------------------------------------
async def test_a_channel_that_takes_no_message_pauses_it_and_the_coordinator_knows(chat: Chat) -> None:
    await begins(chat)
    chat.stage.slack.channel_of(BOARD).members.remove(chat.stage.slack.bot_user)
    await chat.until("2027-01-25 09:10")
    row = await relay(chat)
    assert (row.state, row.paused_by) == ("PAUSED", "channel")
    told = newest(chat.petra)
    assert told.text == (
        f"Het lukt me niet om iets te plaatsen in #{BOARD}. De estafette rust. Wil je kijken of ik er nog lid ben?"
    )
    chat.stage.slack.channel_of(BOARD).members.append(chat.stage.slack.bot_user)
    await press(chat, chat.petra, "Verder")
    await chat.until("2027-02-01 09:00")
    assert posts(chat) == [RUNS.format(name="@Eva Hendriks")]


async def test_two_executives_are_no_circle(chat: Chat) -> None:
    """Who holds the baton leaves; then too few are left, and with a third again it can go on."""
    await begins(chat)
    for name in ("aisha", "daan", "ruben"):
        await types(chat, f"/klant rol neem bestuurder @{chat.people[name].person.handle}")
    row = await relay(chat)
    assert (row.state, row.paused_by) == ("PAUSED", "circle")
    assert newest(chat.petra).text.startswith("Er zijn minder dan drie bestuurders in de kring.")
    assert await types(chat, "/estafette start") == (
        "Een estafette heeft minstens drie bestuurders. Kies ze met /estafette instellen."
    )
    await types(chat, f"/klant rol geef bestuurder @{chat.daan.person.handle}")
    assert "Er zijn weer drie bestuurders in de kring. De estafette kan verder." in newest(chat.petra).text
    await types(chat, "/estafette start")
    assert (await relay(chat)).state == "RUNNING"


async def test_who_leaves_the_circle_hands_it_on_and_no_line_says_that_they_run(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    await types(chat, f"/klant rol neem ceo @{chat.eva.person.handle}")
    await types(chat, f"/klant rol neem bestuurder @{chat.eva.person.handle}")
    assert posts(chat) == ["🏃 Het stokje is onderweg naar een collega."]
    (following,) = asked(chat)
    assert following != "eva"
    await press(chat, chat.people[following], ACCEPT)
    assert posts(chat)[1:] == [f"Het stokje gaat deze week naar {chat.people[following].name}."]


async def test_after_three_who_cant_the_week_rests_and_the_coordinator_knows(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "PASSED", date(2027, 1, 18)))
    said_no = []
    for _n in range(3):
        (name,) = asked(chat)
        said_no.append(name)
        await press(chat, chat.people[name], DECLINE)
    assert (len(set(said_no)), asked(chat)) == (3, [])
    told = newest(chat.petra).text
    assert "Er is deze week niemand om te vragen. Het stokje rust tot maandag 1 februari" in told
    assert not any(chat.people[said_no[-1]].name in line for line in told.splitlines()[-1:])
    await chat.until("2027-01-25 09:00")
    assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 1 februari gaat het verder."]
    await chat.until("2027-01-29 15:00")
    assert len(asked(chat)) == 1
    assert (await legs(chat))[-1].week == NEXT


async def test_without_a_coordinator_the_admins_read_it(chat: Chat) -> None:
    await under_way(chat, leg_of(chat.eva, "PASSED", date(2027, 1, 18)))
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(delete(OrgRole).where(OrgRole.role == "relay_coordinator"))
        await session.execute(update(PersonRow).where(PersonRow.key == chat.bram.id).values(admin=True))
    (first,) = asked(chat)
    await press(chat, chat.people[first], DECLINE)
    assert len(asked(chat)) == 1
    assert chat.petra.dm() == []
    assert newest(chat.bram).text.startswith("De beurt van de week van maandag 25 januari staat open.")


async def test_two_rounds_without_a_yes_ask_for_a_talk_once(chat: Chat) -> None:
    """Declined in the round before, and in this one: the coordinator reads it once, and nothing else happens."""
    before = [leg_of(chat.daan, "DECLINED", date(2026, 12, 7), round=1)]
    here = [leg_of(chat.eva, "PASSED", date(2027, 1, 18), round=2)]
    await change(chat, state="RUNNING", begun=True, round=2)
    await put(chat, *before, *here)
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        for leg in [each for each in standing.legs if each.state == "OFFERED"]:
            offering.close(turn, standing, leg, Happens.GONE)
        await offering.offer(turn, standing, chat.daan.id, MONDAY, offering.NOBODY)
    await chat.settle()
    await press(chat, chat.daan, DECLINE)
    talk = "De estafette past nu misschien niet bij Daan Mulder. Een gesprekje helpt meer dan een bericht van mij."
    assert newest(chat.petra).text.splitlines().count(talk) == 1
    assert not any("past nu misschien niet" in seen.text for name in NAMES for seen in chat.people[name].dm())
