"""The baton's way: offered, taken, handed on without a word, and what the channel reads of it and what not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import update

from rituals.estafette import batons, offering
from rituals.estafette.holding import hold
from rituals.shown import Place
from storage.estafette import Leg, Runner
from storage.organisations import Organisation
from tests.chat import Chat, chatting, local
from tests.rituals.estafette_stage import change, put
from tests.rituals.estafette_stage import leg as leg_of
from tests.rituals.estafette_talk import (
    ACCEPT,
    AWAY,
    BOARD,
    DECLINE,
    FIRST,
    LATER,
    MORE,
    PLAN,
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

MONDAY = date(2027, 1, 25)
NEXT = date(2027, 2, 1)
NAMES = ("eva", "aisha", "daan", "ruben", "noor")
EVA_RUNS = "🏃 Deze week heeft @Eva Hendriks het stokje. Vraag gerust welke klant het wordt."
DECLINED = "Helemaal goed. Ik geef het stokje verder, zonder uitleg."
FREE = "Het stokje is vrij. Spreek jij een klant in de week van maandag {date}? Een half uur is genoeg."


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On Thursday 21 January 2027."""
    async with chatting(database_url, moment="2027-01-21 10:00") as chat:
        await board(chat)
        yield chat


def asked(chat: Chat) -> list[str]:
    """Who has an offer to answer."""
    return [name for name in NAMES if offers(chat.people[name])]


async def states(chat: Chat) -> list[tuple[str, str]]:
    """Of all legs: the first name and the state."""
    known = {actor.id: name for name, actor in chat.people.items()}
    return [(known.get(row.person or "", "-"), row.state) for row in await legs(chat)]


async def at_monday(chat: Chat) -> None:
    """Eva holds the baton, and its week has begun."""
    await begins(chat)
    await chat.until("2027-01-25 09:00")


# --- start ------------------------------------------------------------------------------------------------------------
async def test_ac_est_01_start(chat: Chat) -> None:
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    assert asked(chat) == ["eva"]
    (offer,) = offers(chat.eva)
    assert (offer.text, offer.buttons) == (FIRST, [ACCEPT, DECLINE, LATER])
    assert offer.fallback == "Een stokje voor jou."
    await press(chat, chat.eva, ACCEPT)
    assert newest(chat.eva).text == "Mooi. Het stokje is van jou vanaf maandag 25 januari."
    assert newest(chat.eva).buttons == [SHARE, PLAN, MORE, AWAY]
    await chat.until("2027-01-25 08:59")
    assert posts(chat) == []
    await chat.until("2027-01-25 09:00")
    assert posts(chat) == [EVA_RUNS]
    (post,) = [seen for seen in chat.petra.sees(BOARD) if seen.text == EVA_RUNS]
    assert post.rings.users == frozenset({chat.eva.id})
    assert [len(actor.dm()) for name, actor in chat.people.items() if name in NAMES and name != "eva"] == [0, 0, 0, 0]


async def test_who_doesnt_look_after_it_starts_nothing(chat: Chat) -> None:
    said = await chat.daan.types("/estafette start", channel=BOARD)
    assert said is not None
    assert said.text == "Dit kan alleen de estafettecoördinator. Er is niets veranderd."
    await chat.settle()
    assert (asked(chat), (await relay(chat)).state) == ([], "READY")
    await begins(chat)
    said = await chat.petra.types("/estafette start", channel=BOARD)
    assert said is not None
    assert said.text == "De estafette loopt al."


async def test_the_ceo_declines_and_the_relay_waits_for_the_coordinator(chat: Chat) -> None:
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    await press(chat, chat.eva, DECLINE)
    assert newest(chat.eva).text == DECLINED
    assert newest(chat.petra).text == (
        "De estafette is nog niet begonnen: de eerste beurt staat open. Je kunt opnieuw beginnen als het uitkomt."
    )
    assert ((await relay(chat)).state, asked(chat), posts(chat)) == ("READY", [], [])
    await press(chat, chat.petra, "Begin de estafette")
    assert asked(chat) == ["eva"]


async def test_the_ceo_begins_later_and_says_with_whom(chat: Chat) -> None:
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    await press(chat, chat.eva, LATER)
    assert "Ik vraag Noor Jansen. Jij blijft meedoen." in await chat.eva.sends({"Begin maar met": "Noor Jansen"})
    await chat.settle()
    assert asked(chat) == ["noor"]
    await press(chat, chat.noor, ACCEPT)
    await chat.until("2027-01-25 09:00")
    assert posts(chat) == [EVA_RUNS.replace("Eva Hendriks", "Noor Jansen")]


# --- no ---------------------------------------------------------------------------------------------------------------
async def test_ac_est_03_decline(chat: Chat) -> None:
    """Daan is asked by Eva, says no, and nothing that anybody else reads mentions him."""
    await under_way(chat, leg_of(chat.eva, "SHARED", MONDAY))
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        along = offering.Passing(chat.eva.id, "Vraag wat er beter kan.")
        await batons.passed(turn, standing, standing.legs[0], chat.daan.id, along)
    await chat.settle()
    await press(chat, chat.daan, DECLINE)
    assert (newest(chat.daan).text, newest(chat.daan).buttons) == (DECLINED, [])
    (following,) = asked(chat)
    assert following not in ("daan", "eva")
    name = chat.people[following].name
    assert newest(chat.petra).text == f"De beurt van de week van maandag 1 februari staat open. Ik vraag {name}."
    assert offers(chat.people[following])[0].text == FREE.format(date="1 februari")
    await press(chat, chat.people[following], ACCEPT)
    await chat.until("2027-02-01 09:00")
    assert posts(chat) == [EVA_RUNS.replace("Eva Hendriks", name)]
    others = [seen.text for key, actor in chat.people.items() if key != "daan" for seen in actor.dm()]
    assert not any("Daan" in text for text in others)
    await chat.daan.types("/estafette neem", channel=BOARD)
    assert dict(await states(chat))["daan"] == "DECLINED"


async def under_way(chat: Chat, *rows: Leg) -> None:
    """The relay runs, in its first round, and this is what came of it so far."""
    await change(chat, state="RUNNING", begun=True, round=1)
    await put(chat, *rows)


async def test_ac_est_07_no_answer(chat: Chat) -> None:
    """Asked on Friday at three; by Tuesday at three somebody else is."""
    await chat.until("2027-01-29 15:00")
    await under_way(chat, leg_of(chat.eva, "PASSED", MONDAY))
    (first,) = asked(chat)
    await chat.until("2027-02-02 14:59")
    assert asked(chat) == [first]
    await chat.until("2027-02-02 15:00")
    (second,) = asked(chat)
    assert second != first
    found = dict(await states(chat))
    assert (found[first], found[second]) == ("UNANSWERED", "OFFERED")
    assert newest(chat.people[first]).buttons == []
    assert newest(chat.petra).text.startswith("De beurt van de week van maandag 1 februari staat open.")
    assert chat.people[first].name not in newest(chat.petra).text


# --- away -------------------------------------------------------------------------------------------------------------
async def test_ac_est_06_away_without_reason(chat: Chat) -> None:
    """On Tuesday Aisha says that she is away: a colleague runs, and nothing anywhere says why."""
    await under_way(chat, leg_of(chat.aisha, "ACCEPTED", MONDAY))
    async with chat.house.turns.writing(chat.house.org) as turn:
        for n, name in enumerate(("noor", "eva", "daan", "ruben")):
            mine = update(Runner).where(Runner.person == chat.people[name].id)
            await turn.session.execute(mine.values(ran_at=local(f"2027-01-0{4 + n} 12:00")))
        turn.show("estafette.offer", ":l1", Place(person=chat.aisha.id))
    await chat.until("2027-01-26 10:00")
    await press(chat, chat.aisha, AWAY)
    assert newest(chat.aisha).buttons == []
    assert dict(await states(chat))["aisha"] == "HANDED_BACK"
    assert asked(chat) == ["noor"]  # who ran longest ago
    assert posts(chat) == []
    await press(chat, chat.noor, ACCEPT)
    assert posts(chat) == ["Het stokje gaat deze week naar Noor Jansen."]
    row = (await legs(chat))[0]
    words = [value for value in vars(row).values() if isinstance(value, str) and value not in (chat.aisha.id, row.org)]
    assert sorted(words) == ["", "HANDED_BACK", "start"]


async def test_an_absence_over_more_than_half_of_the_week_gives_the_baton_back(chat: Chat) -> None:
    await at_monday(chat)
    said = await chat.eva.types("/klant afwezig 27-01 t/m 28-01", channel=BOARD)
    assert said is not None
    await chat.settle()
    assert await states(chat) == [("eva", "ACCEPTED")]
    await chat.eva.types("/klant afwezig 26-01 t/m 29-01", channel=BOARD)
    await chat.settle()
    assert (await states(chat))[0] == ("eva", "HANDED_BACK")
    assert len(asked(chat)) == 1
    assert posts(chat) == ["🏃 Het stokje is onderweg naar een collega."]


# --- time -------------------------------------------------------------------------------------------------------------
async def test_ac_est_08_more_time(chat: Chat) -> None:
    await at_monday(chat)
    await press(chat, chat.eva, MORE)
    (row,) = await legs(chat)
    assert (row.longer, row.ends_at.date()) == (True, date(2027, 2, 5))
    assert MORE not in newest(chat.eva).buttons
    assert posts(chat) == [EVA_RUNS.replace("@", "")]
    await chat.until("2027-02-08 09:00")
    assert [row.week for row in await legs(chat)] == [MONDAY]
    await chat.until("2027-02-09 12:00")
    following = (await legs(chat))[1]
    assert (following.state, following.week) == ("OFFERED", date(2027, 2, 8))
    assert all(row.written <= 2 for row in await legs(chat))


async def test_ac_est_11_lapse(chat: Chat) -> None:
    await at_monday(chat)
    await chat.until("2027-02-02 11:59")
    assert await states(chat) == [("eva", "ACCEPTED")]
    await chat.until("2027-02-02 12:00")
    (first, second) = await legs(chat)
    assert (first.state, first.written, second.state) == ("LAPSED", 2, "OFFERED")
    texts = [seen.text for seen in chat.eva.dm()]
    assert texts == ["Het stokje is verder gegaan. Je verhaal is nog steeds welkom."] * 3
    assert posts(chat) == [EVA_RUNS.replace("@", "")]
    (following,) = asked(chat)
    await press(chat, chat.people[following], ACCEPT)
    assert posts(chat)[1:] == [f"Het stokje gaat deze week naar {chat.people[following].name}."]


# --- weeks that rest --------------------------------------------------------------------------------------------------
async def test_ac_est_10_week_off(database_url: str) -> None:
    """Ascension Day on Thursday, and the organisation is free on Wednesday and Friday as well: two days are left."""
    async with chatting(database_url, moment="2027-04-29 10:00") as chat:
        await board(chat)
        async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
            await session.execute(update(Organisation).values(holidays={"extra": ["2027-05-05", "2027-05-07"]}))
        await chat.petra.types("/estafette start", channel=BOARD)
        await chat.settle()
        await press(chat, chat.eva, ACCEPT)
        (row,) = await legs(chat)
        assert row.week == date(2027, 5, 10)
        assert newest(chat.eva).text == "Mooi. Het stokje is van jou vanaf maandag 10 mei."
        await chat.until("2027-05-03 09:00")
        assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 10 mei gaat het verder."]
        await chat.until("2027-05-10 09:00")
        assert posts(chat)[1:] == [EVA_RUNS]


# --- two at once, and twice -------------------------------------------------------------------------------------------
async def test_a_second_click_and_an_old_message_change_nothing(chat: Chat) -> None:
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    (offer,) = offers(chat.eva)
    await chat.eva.presses(ACCEPT, offer)
    await chat.eva.presses(ACCEPT, offer)
    await chat.settle()
    assert await states(chat) == [("eva", "ACCEPTED")]
    said = await chat.noor.types("/estafette neem", channel=BOARD)
    assert said is not None
    assert said.text == "Er wacht nu geen stokje op je."


async def test_the_coordinator_takes_the_baton_back(chat: Chat) -> None:
    """The same as giving it back oneself: whoever had it reads one kind line, and nobody why."""
    await at_monday(chat)
    said = await chat.petra.types(f"/estafette terug @{chat.eva.person.handle}", channel=BOARD)
    assert said is not None
    assert said.text == "Het stokje is weer bij mij. Ik vraag een collega."
    await chat.settle()
    assert newest(chat.eva).text == "Het stokje is weer bij mij. Je hoeft niets te doen."
    assert (await states(chat))[0] == ("eva", "HANDED_BACK")
    assert len(asked(chat)) == 1
    said = await chat.petra.types(f"/estafette terug @{chat.eva.person.handle}", channel=BOARD)
    assert said is not None
    assert said.text == "Niemand heeft een stokje dat terug kan."
