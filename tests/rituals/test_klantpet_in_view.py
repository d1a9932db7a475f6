"""The figure of a month: in how many meetings the customer was considered, where that tells of nobody."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.stage import Actor
from rituals.klantpet.in_view import LOOKED_BACK, PEOPLE, Answer, counted, month
from storage.klantpet import Meeting, MeetingDay
from storage.organisations import Organisation
from tests.chat import Chat, chatting, local
from tests.rituals.klantpet_talk import MT, page

TITLE = "Kwam de klant aan bod?"
SMALL = f"{TITLE}\n• November 2026: Te kleine groep om te tonen."


async def gate(chat: Chat, state: str) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Organisation).values(gate=state))


async def look_backs(chat: Chat, *given: tuple[Actor, str]) -> None:
    """What these answered on meetings of November, all of the days after one another."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        when = {"first": date(2026, 11, 2), "clock": time(10), "minutes": 60}
        turn.session.add(row := Meeting(team=1, name=MT, repeats="weekly", at=turn.now, **when))
        await turn.session.flush()
        for n, (actor, answer) in enumerate(given):
            start = local("2026-11-02 10:00") + n * timedelta(days=1)
            day = MeetingDay(team=1, meeting=row.id, day=start.date(), starts_at=start, minutes=60, state="DONE")
            day.looked_by, day.considered = actor.id, answer
            turn.session.add(day)


async def test_ac_pet_12_the_figure_of_a_month(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-12-09 14:00") as chat:
        await chat.noord()
        await gate(chat, "OPEN")
        assert TITLE not in await page(chat.anna)
        await look_backs(chat, *[(chat.bram, "yes")] * 2, (chat.mila, "little"), (chat.joris, "no"))
        assert SMALL in await page(chat.anna)  # four
        await look_backs(chat, (chat.bram, "yes"), (chat.mila, "yes"))
        told = f"{TITLE}\n• November 2026: ja 4, een beetje 1, nee 1"
        assert told in await page(chat.anna)  # six, by three
        assert told in await page(chat.sanne)
        async with chat.house.turns.writing(chat.house.org) as turn:
            by = update(MeetingDay).where(MeetingDay.looked_by == chat.joris.id).values(looked_by=chat.mila.id)
            await turn.session.execute(by)
        assert SMALL in await page(chat.anna)  # six, by two
        await gate(chat, "CLOSED")
        assert TITLE not in await page(chat.anna)


# --- pure -------------------------------------------------------------------------------------------------------------
ANSWERS: st.SearchStrategy[Answer] = st.tuples(
    st.sampled_from(["yes", "little", "no", None]), st.sampled_from(["U1", "U2", "U3", "U4", "", None])
)


@given(st.lists(ANSWERS, max_size=12))
def test_it_tells_of_enough_meetings_and_people_or_nothing(some: list[Answer]) -> None:
    found = counted(some)
    people = {person for _answer, person in some} - {"", None}
    taken_back = any(answer is None for answer, _person in some)
    assert (found is not None) == (len(some) >= LOOKED_BACK and len(people) >= PEOPLE and not taken_back)
    if found is not None:
        assert sum(found.values()) == len(some)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-12-07", "2026-10-01"),
        ("2026-12-08", "2026-11-01"),
        ("2027-01-07", "2026-11-01"),
        ("2027-01-08", "2026-12-01"),
        ("2028-03-08", "2028-02-01"),
    ],
)
def test_a_month_is_told_of_when_nothing_in_it_changes_any_more(today: str, first: str) -> None:
    found, last = month(date.fromisoformat(today))
    assert found == date.fromisoformat(first)
    assert (last + timedelta(days=1)).day == 1
    assert last.month == found.month
