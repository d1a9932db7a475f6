"""Dialogues about the weekly look-back, and the rules behind them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import update

from storage.alsdan import Agreement, LookAnswer, LookBack
from storage.house import CardRow, Once, Outgoing, Timer
from storage.organisations import Organisation
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import rows
from tests.rituals.look_talk import (
    ALREADY,
    ASK,
    CLOSED,
    DID,
    FEW,
    GOOD,
    NEVER,
    NONE,
    OLD,
    PRIVACY,
    RELAPSE,
    SAVED,
    SLIPPING,
    WON,
    agreed,
    answers,
    looks,
    results,
    says,
    thread,
    week,
)


async def test_ac_als_06_small_group(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await chat.jump("2026-11-26 14:59")
    assert looks(chat) == []
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert look.buttons == [DID, OLD, NONE, RELAPSE, SLIPPING]
    assert (ASK in look.text, PRIVACY in look.text) == (True, True)
    await answers(chat, look, anna=DID, bram=OLD, fatima=OLD, joris=NONE)
    await chat.jump("2026-11-27 11:59")
    assert thread(look) == []
    await chat.jump("2026-11-27 12:00")
    assert thread(look) == [FEW]
    assert look.buttons == []
    (kept,) = await results(chat)
    assert (kept.line, kept.did, kept.old, kept.none, kept.halves) == ("few", None, None, None, None)


async def test_ac_als_07_relapse_kindly(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    said = {"anna": OLD, "bram": OLD, "fatima": OLD, "joris": OLD, "mila": DID, "nadia": NONE}
    first = await week(chat, "2026-11-26", said)
    assert thread(first) == [WON]
    assert [row.state for row in await rows(chat, Agreement)] == ["ACTIVE"]
    second = await week(chat, "2026-12-03", dict.fromkeys(("anna", "bram", "fatima", "joris", "mila"), OLD))
    assert thread(second) == [WON]
    assert [row.state for row in await rows(chat, Agreement)] == ["RESTARTING"]
    asked = chat.anna.sees(NOORD)[-1]
    assert asked.text.startswith("We vallen een paar weken terug. Geen punt, de afspraak staat nog.")
    assert asked.buttons == ["Kleiner maken", "Ander moment", "Zo houden"]


async def test_ac_als_12_change_of_answer(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert await says(chat.omar, OLD, look) == SAVED
    assert await says(chat.omar, DID, look) == SAVED
    assert await says(chat.omar, DID, look) == ALREADY
    assert [row.answer for row in await rows(chat, LookAnswer)] == ["did"]
    await answers(chat, look, anna=DID, bram=DID, fatima=DID, joris=DID)
    old = look.remembered()
    assert links(chat, chat.omar.id) != (0, 0) or "postgres" in chat.settings.database_url
    await chat.jump("2026-11-27 12:00")
    assert thread(look) == [GOOD]
    assert await says(chat.omar, DID, old) == CLOSED
    assert await says(chat.omar, SLIPPING, old) == CLOSED
    (kept,) = await results(chat)
    assert (kept.did, kept.old, kept.none) == (5, 0, 0)
    assert await rows(chat, LookAnswer) == []
    assert links(chat, chat.omar.id) == (0, 0)
    for table in (Once, Outgoing, Timer, CardRow):
        about = [str(vars(row)) for row in await rows(chat, table)]
        assert [one for one in about if "alsdan" in one and chat.omar.id in one] == []
        assert [one for one in about if ":did" in one or ":old" in one] == []


def links(chat: Chat, person: str) -> tuple[int, int]:
    """How often an answer stands beside this person in SQLite's file and in its log; a row has them side by side."""
    file = Path(chat.settings.database_url.removeprefix("sqlite:///").partition("?")[0])
    both = (file, file.with_name(f"{file.name}-wal"))
    bytes_ = [each.read_bytes() if each.is_file() else b"" for each in both]
    found = [sum(raw.count(person.encode() + said) for said in (b"did", b"old", b"none")) for raw in bytes_]
    return found[0], found[1]


async def test_what_was_answered_leaves_no_request_behind(chat: Chat) -> None:
    """Not even a hash of one: of eight people and three answers each can be tried."""
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    before = [row.key for row in await rows(chat, Once)]
    await answers(chat, look, anna=DID, bram=OLD, mila=SLIPPING)
    assert [row.key for row in await rows(chat, Once)] == before


async def test_several_agreements_each_have_their_question_and_their_line(chat: Chat) -> None:
    await chat.noord()
    first = await agreed(chat, "2026-11-23")
    second = await agreed(
        chat, "2026-11-23", "we een brief versturen", "leest een collega hem eerst", state="RESTARTING"
    )
    await agreed(chat, "2026-11-23", "er pauze is", "zeggen we niets", state="PAUSED")
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert look.buttons == [DID, OLD, NONE, DID, OLD, NONE, RELAPSE, SLIPPING]
    assert "Kwam dit deze week voor: Als we een brief versturen, dan leest een collega hem eerst?" in look.text
    assert "er pauze is" not in look.text
    for name in ("anna", "bram", "fatima", "joris", "mila"):
        await chat.people[name].presses(DID, look)
        await chat.people[name].presses(NONE, look, near="brief")
    for name in ("nadia", "omar"):
        await chat.people[name].presses(SLIPPING, look)
        asked = chat.people[name].sees(NOORD)[-1]
        assert asked.text.startswith("Over welke afspraak gaat het?")
        await chat.people[name].selects("Over welke afspraak gaat het?", "Als we een brief versturen", asked)
    await chat.jump("2026-11-27 12:00")
    assert thread(look) == [
        f"{ASK.partition(': ')[2][:-1]}\n{GOOD}\nAls we een brief versturen, dan leest een collega hem eerst\n{NEVER}"
    ]
    assert [(one.agreement, one.line, one.slipped) for one in await results(chat)] == [
        (first, "good", False),
        (second, "none", True),
    ]


async def test_two_who_notice_a_relapse_twice_in_a_row_are_enough_in_a_small_team(chat: Chat) -> None:
    """Once a person and week, and no number of anybody is needed."""
    await chat.noord()
    await agreed(chat, "2026-11-23")
    for day, state in (("2026-11-26", "ACTIVE"), ("2026-12-03", "RESTARTING")):
        await chat.jump(f"{day} 15:00")
        look = looks(chat)[-1]
        assert await says(chat.mila, SLIPPING, look) == SAVED
        assert await says(chat.mila, SLIPPING, look) == ALREADY
        await chat.omar.presses(SLIPPING, look)
        friday = date.fromisoformat(day).replace(day=int(day[-2:]) + 1)
        await chat.jump(f"{friday} 12:00")
        assert thread(look) == [FEW]
        assert [row.state for row in await rows(chat, Agreement)] == [state]


async def test_nobody_answers_four_times_and_the_team_is_asked_once(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23", silent=2)
    await chat.jump("2026-12-14 09:00")
    assert thread(await week(chat, "2026-12-17", {})) == [FEW]
    assert [seen for seen in chat.anna.sees(NOORD) if "Loslaten" in seen.buttons] == []
    await chat.jump("2026-12-24 15:00")
    await chat.jump("2026-12-28 11:59")  # Friday is Christmas Day
    assert thread(looks(chat)[-1]) == []
    await chat.jump("2026-12-28 12:00")
    assert thread(looks(chat)[-1]) == [FEW]
    (asked,) = [seen for seen in chat.anna.sees(NOORD) if "Loslaten" in seen.buttons]
    assert asked.buttons == ["Zo houden", "Pauze", "Loslaten"]
    await chat.jump("2027-01-05 09:00")
    await week(chat, "2027-01-07", {})
    assert len([seen for seen in chat.anna.sees(NOORD) if "Loslaten" in seen.buttons]) == 1


async def test_a_free_thursday_moves_it_and_a_short_week_has_none(sqlite_url: str) -> None:
    """Ascension is Thursday 14 May 2026; in Easter's week after it three days are left to work."""
    async with chatting(sqlite_url, moment="2026-05-08 10:00") as chat:
        await chat.noord()
        await agreed(chat, "2026-05-08")
        await chat.jump("2026-05-14 15:00")
        assert looks(chat) == []
        await chat.jump("2026-05-15 15:00")
        (look,) = looks(chat)
        assert "Tot maandag 12:00 kun je wijzigen." in look.text
        await chat.jump("2026-05-18 12:00")
        assert thread(look) == [FEW]
        await change_org(chat, holidays={"extra": ["2026-05-18", "2026-05-19", "2026-05-20"]})
        await chat.jump("2026-05-21 15:00")
        assert len(looks(chat)) == 1


async def change_org(chat: Chat, **values: object) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Organisation).values(**values))


async def test_paused_while_it_is_open_nothing_is_told_of_it(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    await answers(chat, look, **dict.fromkeys(("anna", "bram", "fatima", "joris", "mila"), DID))
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Agreement).values(state="PAUSED"))
    assert await says(chat.omar, DID, look) == CLOSED
    await chat.jump("2026-11-27 12:00")
    assert thread(look) == []
    assert await results(chat) == []
    assert await rows(chat, LookAnswer) == []
    await chat.jump("2026-12-03 15:00")
    assert [row.week for row in await rows(chat, LookBack)] == [48]


async def test_after_an_outage_it_is_counted_all_the_same_and_a_restart_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    await answers(chat, look, **dict.fromkeys(("anna", "bram", "fatima", "joris", "mila"), OLD))
    await chat.restart()
    await chat.jump("2026-11-30 08:00")
    await chat.restart()
    await chat.settle()
    assert thread(look) == [WON]
    assert await rows(chat, LookAnswer) == []
    assert len(await results(chat)) == 1
