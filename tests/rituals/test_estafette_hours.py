"""When the relay writes, and to whom: in their hours, not while they are away or want quiet, and never too often."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import update

from rituals.facts import CalendarChanged
from storage.estafette import Runner
from storage.nudges import Mute
from storage.organisations import Organisation
from storage.roles import OrgRole
from tests.chat import Chat, chatting, local
from tests.rituals.estafette_running import (
    BEFORE,
    MONDAY,
    NEXT,
    asked,
    away,
    passes,
    states,
    tells,
    types,
    under_way,
)
from tests.rituals.estafette_stage import leg as leg_of
from tests.rituals.estafette_talk import (
    ACCEPT,
    AWAY,
    DECLINE,
    MORE,
    begins,
    board,
    legs,
    newest,
    posts,
    press,
    relay,
    runners,
)

AISHA = "Aisha El Idrissi"
RUNS = "🏃 Deze week heeft {name} het stokje. Vraag gerust welke klant het wordt."


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On Thursday 21 January 2027."""
    async with chatting(database_url, moment="2027-01-21 10:00") as chat:
        await board(chat)
        yield chat


async def role(chat: Chat, person: str, role: str, of: str) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(OrgRole(person=chat.people[person].id, role=role, exec=chat.people[of].id))


# --- the offer --------------------------------------------------------------------------------------------------------
async def test_an_offer_waits_for_the_morning_and_its_two_days_count_from_there(chat: Chat) -> None:
    """Said no on Friday evening: the next reads of it on Monday at half past eight, and has until Wednesday."""
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan)
    await chat.until("2027-01-22 18:10")
    await press(chat, chat.daan, DECLINE)
    assert (asked(chat), (await states(chat))[2][1]) == ([], "OFFERED")
    await chat.until("2027-01-25 08:29")
    assert asked(chat) == []
    await chat.until("2027-01-25 08:30")
    (following,) = asked(chat)
    await chat.until("2027-01-27 08:29")
    assert asked(chat) == [following]
    await chat.until("2027-01-27 08:30")
    assert following not in asked(chat)
    assert (await legs(chat))[2].state == "UNANSWERED"


async def test_an_answer_is_due_by_five(chat: Chat) -> None:
    await chat.until("2027-01-22 17:20")
    await under_way(chat, leg_of(chat.eva, "PASSED", BEFORE))
    assert [row.answer_by for row in await legs(chat)][1:] == [local("2027-01-26 17:00")]


async def test_what_was_over_before_anybody_read_it_is_read_by_nobody(chat: Chat) -> None:
    await role(chat, "bram", "preparer", "aisha")
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan)
    await chat.until("2027-01-22 18:10")
    await press(chat, chat.daan, DECLINE)
    following = (await legs(chat))[-1].person
    assert following == chat.aisha.id
    await chat.until("2027-01-23 12:00")
    await types(chat, "/estafette stop")
    await chat.until("2027-01-25 12:00")
    assert (chat.aisha.dm(), chat.bram.dm()) == ([], [])


async def test_who_is_away_for_most_of_it_is_not_asked_and_who_is_back_is(chat: Chat) -> None:
    """All are away next week, so that it rests; then Aisha's holiday is off, and she is asked after all."""
    for name in ("aisha", "daan", "ruben", "noor"):
        await types(chat, "/klant afwezig 25-01 t/m 29-01", chat.people[name])
    await under_way(chat, leg_of(chat.eva, "PASSED", BEFORE))
    assert (asked(chat), (await relay(chat)).rests_until) == ([], NEXT)
    assert "Er is deze week niemand om te vragen." in newest(chat.petra).text
    await types(chat, "/klant afwezig weg 25-01", chat.aisha)
    assert (asked(chat), (await relay(chat)).rests_until) == (["aisha"], None)
    assert (
        newest(chat.petra).text == "De beurt van de week van maandag 25 januari staat open. Ik vraag Aisha El Idrissi."
    )
    await press(chat, chat.aisha, ACCEPT)
    await chat.until("2027-01-25 09:00")
    assert posts(chat) == [RUNS.format(name=f"@{AISHA}")]


async def test_whoever_told_and_is_away_holds_nothing_up(chat: Chat) -> None:
    """The baton goes on after one working day of the organisation, not of whoever had it."""
    await under_way(chat, leg_of(chat.eva, "ACCEPTED", BEFORE))
    await away(chat, date(2027, 1, 22), date(2027, 2, 19), "eva")
    await tells(chat, chat.eva)
    await chat.until("2027-01-22 09:59")
    assert asked(chat) == []
    await chat.until("2027-01-22 10:00")
    assert len(asked(chat)) == 1


# --- who prepares -----------------------------------------------------------------------------------------------------
async def test_who_prepares_reads_along_until_it_is_over(chat: Chat) -> None:
    await role(chat, "bram", "preparer", "daan")
    await under_way(chat, leg_of(chat.eva, "SHARED", BEFORE))
    await passes(chat, chat.daan)
    assert (
        newest(chat.bram).text
        == "Daan Mulder krijgt de vraag om het stokje te nemen. Zodra dat rond is, lees je het hier."
    )
    assert newest(chat.bram).buttons == []
    await press(chat, chat.daan, ACCEPT)
    assert newest(chat.bram).text == (
        "Daan Mulder heeft het stokje. Je kunt alvast een concept klaarzetten; Daan Mulder plaatst het zelf."
    )
    assert len(newest(chat.bram).buttons) == 1
    await press(chat, chat.daan, AWAY)
    assert (newest(chat.bram).buttons, len(chat.bram.dm())) == ([], 1)
    assert newest(chat.bram).text == "Voor Daan Mulder hoef je nu niets klaar te zetten."


# --- in the middle of the week, and on its last day -------------------------------------------------------------------
async def test_two_messages_a_turn_also_with_more_time(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-29 12:00")
    texts = [seen.text for seen in chat.eva.dm()][1:]
    assert [text.split(".")[0].split("?")[0] for text in texts] == ["Halverwege de week", "Sprak je een klant"]
    await press(chat, chat.eva, MORE)
    await chat.until("2027-02-08 12:00")
    assert len([seen for seen in chat.eva.dm() if not seen.ephemeral and "Je hebt tot" not in seen.text]) == 3
    assert not any(MORE in seen.buttons for seen in chat.eva.dm())
    (row,) = await legs(chat)
    assert (row.written, row.state) == (2, "ACCEPTED")


async def test_the_last_day_of_a_week_more_has_a_message_of_its_own(chat: Chat) -> None:
    """Eva was away in the middle of the first week, so one may still come; the earlier one offers no more time."""
    await begins(chat)
    await away(chat, date(2027, 1, 27), date(2027, 1, 27), "eva")
    await chat.until("2027-01-29 12:00")
    first = newest(chat.eva)
    assert first.text.startswith("Sprak je een klant")
    await press(chat, chat.eva, MORE)
    before = len(chat.eva.dm())
    await chat.until("2027-02-05 12:00")
    assert len(chat.eva.dm()) == before + 1
    assert newest(chat.eva).text.startswith("Sprak je een klant")
    await tells(chat, chat.eva)
    texts = [seen.text for seen in chat.eva.dm()]
    assert not any(text.startswith("Sprak je een klant") for text in texts)


async def test_who_is_away_that_day_or_wants_quiet_is_not_asked(chat: Chat) -> None:
    await begins(chat)
    await away(chat, date(2027, 1, 27), date(2027, 1, 27), "eva")
    await chat.until("2027-01-27 12:00")
    assert len(chat.eva.dm()) == 1
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(Mute(person=chat.eva.id, ritual="estafette", until=None))
    await chat.until("2027-01-29 12:00")
    assert len(chat.eva.dm()) == 1
    assert [row.written for row in await legs(chat)] == [0]


# --- days off ---------------------------------------------------------------------------------------------------------
async def test_other_days_off_move_what_has_yet_to_begin(chat: Chat) -> None:
    """The organisation is free from Wednesday on: two days are no week, and Eva's begins a week later."""
    await begins(chat)
    extra = ["2027-01-27", "2027-01-28", "2027-01-29"]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Organisation).values(holidays={"extra": extra}))
        await turn.tell(CalendarChanged(()))
    await chat.settle()
    assert [row.week for row in await legs(chat)] == [NEXT]
    assert newest(chat.eva).text == (
        "De weken van de estafette zijn veranderd. Het stokje is van jou vanaf maandag 1 februari."
    )
    await chat.until("2027-01-25 09:00")
    assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 1 februari gaat het verder."]
    await chat.until("2027-02-01 09:00")
    assert posts(chat)[1:] == [RUNS.format(name="@Eva Hendriks")]


# --- late, and new ----------------------------------------------------------------------------------------------------
async def test_who_takes_it_late_in_the_week_has_it_to_the_end_of_the_next(chat: Chat) -> None:
    """One line in the channel, as it begins; none on the Monday in between, and no second turn beside it."""
    await under_way(chat, leg_of(chat.eva, "ACCEPTED", MONDAY))
    await chat.until("2027-01-28 10:00")
    await press(chat, chat.eva, AWAY)
    (following,) = asked(chat)
    name = chat.people[following].name
    await press(chat, chat.people[following], ACCEPT)
    row = (await legs(chat))[-1]
    assert (row.starts_at, row.ends_at) == (local("2027-01-28 10:00"), local("2027-02-05 15:00"))
    await chat.until("2027-02-02 12:00")
    assert posts(chat)[-1] == f"Het stokje gaat deze week naar {name}."
    assert len(posts(chat)) == 1
    assert [state for _name, state in await states(chat)] == ["HANDED_BACK", "ACCEPTED"]


async def test_who_comes_into_the_circle_is_in_play_at_once_and_placed_last(chat: Chat) -> None:
    await begins(chat)
    await chat.until("2027-01-25 09:00")
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Runner).values(ran_at=local("2027-01-04 12:00")))
    await types(chat, f"/klant rol geef bestuurder @{chat.bram.person.handle}")
    (new,) = [row for row in await runners(chat) if row.person == chat.bram.id]
    assert (new.last_in, new.ran_at) == ((await relay(chat)).round, None)
    said_no = []
    await press(chat, chat.eva, AWAY)
    for _n in range(2):
        (name,) = asked(chat)
        said_no.append(name)
        await press(chat, chat.people[name], DECLINE)
    assert "bram" not in said_no


async def test_that_there_are_enough_again_is_said_once(chat: Chat) -> None:
    await begins(chat)
    for name in ("aisha", "daan", "ruben"):
        await types(chat, f"/klant rol neem bestuurder @{chat.people[name].person.handle}")
    await chat.until("2027-01-22 10:00")
    await types(chat, f"/klant rol geef bestuurder @{chat.daan.person.handle}")
    enough = "Er zijn weer drie bestuurders in de kring. De estafette kan verder."
    assert newest(chat.petra).text == enough
    await chat.until("2027-01-25 10:00")
    await types(chat, f"/klant rol geef bestuurder @{chat.ruben.person.handle}")
    assert [seen.text for seen in chat.petra.dm()].count(enough) == 1
