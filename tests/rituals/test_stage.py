"""A customer story for who will speak on a stage: when it comes, which it is, and that nothing is asked afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.stage import Actor
from rituals.calendar import Calendar, Holidays
from rituals.facts import BecameAway, CalendarChanged
from rituals.stage import kept, rules
from sandbox import Seen
from storage import estafette_stories, stage_own
from storage.organisations import Organisation
from storage.people import Absence
from storage.stage import Appearance
from tests.chat import Chat, local
from tests.rituals.estafette_talk import BOARD, board
from tests.rituals.story_talk import REMOVE, on_archive, out, role

DAY, OCCASION, MINUTES, WHO = "Datum", "Gelegenheid", "Duur in minuten", "Wie spreekt er?"
COMES = "Jaarcongres komt eraan."
FITS = f"{COMES} Misschien past dit klantverhaal: "
NONE = f"{COMES} Vertel gerust over de laatste klant die je sprak."
MARCH = date(2027, 3, 30)
THURSDAY = date(2026, 11, 26)  # two working days before it is Tuesday


async def registers(chat: Chat, actor: Actor, day: date = THURSDAY, **more: Any) -> str:
    await actor.types("/klant podium nieuw", channel=BOARD)
    said = await actor.sends({DAY: day, OCCASION: "Jaarcongres", MINUTES: 15} | more)
    await actor.leaves()
    await chat.settle()
    return said


async def on_list(chat: Chat, actor: Actor, label: str) -> None:
    await actor.types("/klant podium", channel=BOARD)
    await actor.presses(label, actor.form)
    await chat.settle()


def brought(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if seen.text.startswith(COMES)]


async def rows(chat: Chat) -> list[Appearance]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Appearance).order_by(Appearance.id)))


@pytest.mark.parametrize(("on", "day"), [(True, 24), (False, 25)])
def test_ac_sta_01_two_working_days(on: bool, day: int) -> None:
    """Monday 29 March is Easter Monday in both."""
    calendar = Calendar(holidays=Holidays(also=frozenset({"good_friday"} if on else ())))
    assert rules.brings_at(MARCH, calendar) == local(f"2027-03-{day} 10:00")


async def test_ac_sta_01_the_story_comes_two_working_days_before(chat: Chat) -> None:
    """Good Friday is switched on after it was registered; the days are counted anew."""
    await board(chat)
    await chat.jump("2027-03-22 09:00")
    await out(chat, "daan", what=["De oude klant kwam terug. " + "Hij vertelde ons waarom hij was gebleven. " * 10])
    assert "Genoteerd: Jaarcongres, dinsdag 30 maart" in await registers(chat, chat.noor, MARCH)
    async with chat.house.turns.writing(chat.house.org) as turn:
        org = (await turn.session.scalars(select(Organisation))).one()
        org.holidays = {"on": ["good_friday"]}
        await turn.tell(CalendarChanged(()))
    await chat.until("2027-03-24 09:59")
    assert brought(chat.noor) == []
    await chat.until("2027-03-24 10:01")
    (message,) = brought(chat.noor)
    story = message.text.removeprefix(FITS).partition("Om mee te beginnen: ")
    assert 60 <= len(story[0].split()) <= 90
    assert story[2] == "De oude klant kwam terug."
    assert message.buttons == []
    assert message.fallback == "Iets voor je podium."
    before = len(chat.noor.dm())
    await chat.until("2027-04-02 17:00")
    assert len(chat.noor.dm()) == before, "afterwards nothing is asked"


async def test_ac_sta_02_every_story_was_withdrawn(chat: Chat) -> None:
    await board(chat)
    await out(chat, "daan")
    await registers(chat, chat.noor)
    await on_archive(chat, chat.daan, REMOVE)
    await chat.until("2026-11-24 10:01")
    (message,) = brought(chat.noor)
    assert message.text == NONE


async def test_a_story_that_is_withdrawn_later_is_told_no_more(chat: Chat) -> None:
    """Of those that there are the newest comes, and none of them twice."""
    await chat.noord()
    await board(chat)
    for name, words in (("eva", "De eerste klant belde."), ("daan", "De tweede klant schreef.")):
        await out(chat, name, what=[words])
    await registers(chat, chat.noor)
    await registers(chat, chat.noor, date(2026, 11, 27))
    await registers(chat, chat.aisha, date(2026, 11, 26))
    await chat.until("2026-11-25 10:01")
    first, second = brought(chat.noor)
    assert ("tweede" in first.text, "eerste" in second.text) == (True, True)
    assert "tweede" in brought(chat.aisha)[0].text, "it was new to her"
    await on_archive(chat, chat.daan, REMOVE)
    assert [seen.text == NONE for seen in brought(chat.noor)] == [True, False]


@pytest.mark.parametrize("goes", ["its time", "its speaker"])
async def test_a_story_that_came_along_once_stays_used_as_long_as_it_is_kept(chat: Chat, goes: str) -> None:
    """Also once the stage it came along to is gone: after its year, or as it was removed."""
    await board(chat)
    key = await out(chat, "daan", what=["De klant belde."])
    await registers(chat, chat.noor)
    await chat.until("2026-11-24 10:01")
    assert [seen.text == NONE for seen in brought(chat.noor)] == [False]
    if goes == "its time":
        async with chat.house.turns.writing(chat.house.org) as turn:
            await kept.forget(turn, date(2027, 11, 27))
    else:
        await on_list(chat, chat.noor, "Weghalen")
    assert await rows(chat) == []
    await registers(chat, chat.noor, date(2026, 11, 26))
    assert brought(chat.noor)[-1].text == NONE
    async with chat.house.turns.writing(chat.house.org) as turn:
        await estafette_stories.drop(turn.session, [key])
        assert await stage_own.brought(turn.session, [chat.noor.id]) == {}, "nothing is known of it any more"


async def test_what_is_registered_late_comes_at_once_in_their_hours(chat: Chat) -> None:
    await board(chat)
    await registers(chat, chat.noor, date(2026, 11, 23))
    assert len(brought(chat.noor)) == 1, "Friday at ten, two working days before Tuesday"
    await chat.jump("2026-11-23 20:00")
    await registers(chat, chat.daan, date(2026, 11, 24))
    assert brought(chat.daan) == []
    await chat.until("2026-11-24 08:31")
    assert len(brought(chat.daan)) == 1
    await chat.jump("2026-11-24 20:00")
    await registers(chat, chat.aisha, date(2026, 11, 24))
    await chat.until("2026-11-25 17:00")
    assert brought(chat.aisha) == [], "the day is over when her hours come"


async def test_by_the_days_on_which_they_work(chat: Chat) -> None:
    """Away from Monday to Wednesday: it comes on the two working days before those."""
    await board(chat)
    await registers(chat, chat.noor)
    span = {"first": date(2026, 11, 23), "last": date(2026, 11, 25)}
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(Absence(person=chat.noor.id, **span))
        await turn.session.flush()
        await turn.tell(BecameAway(chat.noor.id, *span.values()))
    await chat.settle()
    assert len(brought(chat.noor)) == 1, "on this Friday: Thursday is over"


async def test_who_registers_changes_and_removes(chat: Chat) -> None:
    """A preparer for their executive; another executive sees nothing of it."""
    await board(chat)
    await role(chat, "bram", "preparer", "noor")
    await role(chat, "bram", "preparer", "aisha")
    await chat.petra.types("/klant podium nieuw", channel=BOARD)
    assert "Dit kan alleen een bestuurder of een voorbereider" in chat.petra.hears(BOARD)
    await chat.bram.types("/klant podium nieuw", channel=BOARD)
    assert (chat.bram.form.title, chat.bram.form.options(WHO)) == (
        "Podium melden",
        ["Noor Jansen", "Aisha El Idrissi"],
    )
    for field, wrong in ((DAY, date(2026, 11, 19)), (OCCASION, "ab"), (MINUTES, 0)):
        await chat.bram.fills({DAY: THURSDAY, OCCASION: "Jaarcongres", MINUTES: 15} | {field: wrong})
        await chat.bram.submits()
        assert list(chat.bram.form.errors) == [field]
    await chat.bram.leaves()
    await registers(chat, chat.bram)
    await chat.daan.types("/klant podium", channel=BOARD)
    assert "Er is geen podium gemeld." in chat.daan.form.text
    await chat.daan.leaves()
    await on_list(chat, chat.noor, "Aanpassen")
    await chat.noor.sends({DAY: date(2026, 11, 24)})
    await chat.noor.leaves()
    await chat.settle()
    assert len(brought(chat.noor)) == 1
    await on_list(chat, chat.bram, "Aanpassen")
    await chat.bram.sends({WHO: "Aisha El Idrissi"})
    await chat.bram.leaves()
    await chat.settle()
    assert (len(brought(chat.noor)), len(brought(chat.aisha))) == (0, 1), "it is somebody else's now"
    await chat.aisha.person.opens_home()
    await chat.idle()
    assert "Jaarcongres: dinsdag 24 november, Aisha El Idrissi spreekt." in chat.aisha.person.home.text
    await on_list(chat, chat.bram, "Weghalen")
    assert (await rows(chat), brought(chat.aisha)) == ([], [])


async def test_who_leaves(chat: Chat) -> None:
    await board(chat)
    await role(chat, "bram", "preparer", "noor")
    await registers(chat, chat.bram)
    await registers(chat, chat.daan)
    await chat.slack.deactivate(chat.daan.person)
    await chat.slack.deactivate(chat.bram.person)
    await chat.settle()
    (row,) = await rows(chat)
    assert (row.person, row.by) == (chat.noor.id, None)
    await chat.until("2026-11-24 10:01")
    assert len(brought(chat.noor)) == 1


def test_who_works_on_no_day_gets_it_two_days_before() -> None:
    """And what lies far ahead is looked at once more a month before."""
    never = Calendar(workdays=frozenset())
    assert rules.brings_at(MARCH, never) == local("2027-03-28 10:00")
    calendar, early = Calendar(), local("2026-11-20 10:00")
    again = rules.looks_at(MARCH, calendar, early)
    assert again == local("2027-02-28 10:00")
    assert rules.looks_at(MARCH, calendar, again) == rules.brings_at(MARCH, calendar)
