"""On which days an agreement is recalled."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from rituals.alsdan import aids, fading, life
from rituals.alsdan.holding import hold, moved
from rituals.calendar import DAY, Calendar
from storage.alsdan import Agreement, Aid
from storage.dagstart import DagstartSettings
from tests.chat import Chat, chatting
from tests.rituals.dagstart_talk import improve, rows
from tests.rituals.look_talk import AID, agreed
from tests.rituals.nudges_talk import change

DUTCH = Calendar()
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
WEEKS = st.sets(st.integers(1, 7), min_size=1).map(frozenset)


def due(began: date, first: date, last: date, calendar: Calendar = DUTCH) -> list[date]:
    days = [first + n * DAY for n in range((last - first).days + 1)]
    return [day for day in days if fading.is_due(fading.level(began, day), day, fading.days_of(calendar, day))]


def november(*days: int) -> list[date]:
    return [date(2026, 11, day) for day in days]


def test_ac_als_05_fading_day_by_day() -> None:
    """Begun on Monday 2 November 2026."""
    began = date(2026, 11, 2)
    assert due(began, began, date(2026, 11, 15)) == november(2, 3, 4, 5, 6, 9, 10, 11, 12, 13)
    twice = november(16, 19, 23, 26, 30) + [date(2026, 12, day) for day in (3, 7, 10)]
    assert due(began, date(2026, 11, 16), date(2026, 12, 13)) == twice
    once = [date(2026, 12, 14), date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]
    assert due(began, date(2026, 12, 14), date(2027, 1, 17)) == once


def test_ac_als_05_week_53_is_a_week_between_two_others() -> None:
    began = date(2026, 12, 17)
    weeks = [fading.week_number(began, date(2026, 12, 28) + n * DAY) for n in (-1, 0, 6, 7)]
    assert weeks == [2, 3, 3, 4]
    # New Year's Day is free: four days, of which the fourth is Thursday.
    assert due(began, date(2026, 12, 28), date(2027, 1, 3)) == [date(2026, 12, 28), date(2026, 12, 31)]


def test_ac_als_05_kings_day_is_no_first_working_day() -> None:
    """Monday 27 April 2026 is free: Tuesday is the first, Friday the fourth."""
    assert due(date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 3)) == [date(2026, 4, 28), date(2026, 5, 1)]
    assert due(date(2026, 3, 2), date(2026, 4, 27), date(2026, 5, 3)) == [date(2026, 4, 28)]


def test_a_week_without_a_fourth_working_day_has_its_second_reminder_on_the_last() -> None:
    tuesday_to_thursday = Calendar(workdays=frozenset({2, 3, 4}))
    first, last = date(2026, 11, 16), date(2026, 11, 22)
    assert due(date(2026, 11, 3), first, last, tuesday_to_thursday) == november(17, 19)
    assert due(date(2026, 11, 3), first, last, Calendar(workdays=frozenset({3}))) == november(18)
    free = Calendar(free=frozenset(november(16, 17, 18, 19, 20)))
    assert due(date(2026, 11, 3), first, last, free) == []


def test_reshaping_is_as_new_and_taken_up_again_is_as_week_three() -> None:
    day = date(2026, 11, 18)
    assert fading.level(date(2026, 1, 5), day, restarting=True) == 1
    assert [fading.level(fading.taken_up(day), day + n * timedelta(weeks=1)) for n in range(5)] == [3, 4, 5, 6, 7]


@given(DAYS, DAYS, WEEKS)
def test_each_week_has_just_as_many_as_its_place(began: date, day: date, workdays: frozenset[int]) -> None:
    calendar = Calendar(workdays=workdays)
    days, week = fading.days_of(calendar, day), fading.level(began, day)
    found = [each for each in days if fading.is_due(week, each, days)]
    most = len(days) if week <= 2 else 2 if week <= 6 else 1
    assert len(found) == min(most, len(days))
    assert all(calendar.is_workday(each) for each in found)
    assert found[:1] == days[:1]


@given(DAYS, st.integers(0, 400))
def test_weeks_follow_each_other_whatever_the_year(began: date, later: int) -> None:
    day = began + later * DAY
    assert fading.week_number(began, day + 7 * DAY) == fading.week_number(began, day) + 1
    assert fading.week_number(began, day) >= 1
    same = began.isocalendar()[:2] == day.isocalendar()[:2]
    assert (fading.week_number(began, day) == 1) is same


# --- which of several -------------------------------------------------------------------------------------------------
def test_of_several_that_are_due_the_one_of_longest_ago_comes() -> None:
    rows = [Agreement(id=n) for n in (1, 2, 3)]
    newest = {1: date(2026, 11, 2), 2: date(2026, 11, 3)}
    order = []
    for n in range(6):
        row = aids.in_turn(rows, newest)
        assert row is not None
        order.append(row.id)
        newest[row.id] = date(2026, 11, 4 + n)
    assert order == [3, 1, 2, 3, 1, 2]
    assert aids.in_turn([], newest) is None


@given(st.integers(1, 3), st.lists(st.sampled_from((1, 4, 9)), min_size=3, max_size=3), WEEKS)
def test_what_lost_its_turn_comes_later_in_the_week(several: int, levels: list[int], workdays: frozenset[int]) -> None:
    """One a day, and as often as the table says as far as the week has days; one alone comes on its own days."""
    days = fading.days_of(Calendar(workdays=workdays), date(2026, 11, 23))
    given_: dict[int, list[date]] = {n: [] for n in range(several)}
    taken: set[date] = set()
    for day in days:
        newest = {n: dates[-1] for n, dates in given_.items() if dates}
        some = [
            Agreement(id=n)
            for n in given_
            if fading.comes_on(levels[n], day, days, newest.get(n), taken, date(2026, 11, 1))
        ]
        if (row := aids.in_turn(some, newest)) is not None:
            given_[row.id].append(day)
            taken.add(day)
    wanted = {n: fading.days_due(levels[n], days) for n in given_}
    assert all(len(dates) <= len(wanted[n]) for n, dates in given_.items())
    if several == 1:
        assert given_ == wanted
    if all(levels[n] == 9 for n in given_):
        assert sum(map(len, given_.values())) == min(several, len(days))
    assert len(taken) == sum(map(len, given_.values()))


def test_what_began_later_has_lost_nothing() -> None:
    days = november(23, 24, 25, 26, 27)
    lost = [fading.comes_on(9, days[1], days, None, {days[0]}, since) for since in (days[0], days[1])]
    assert lost == [True, False]
    assert not fading.comes_on(9, days[1], days, None, set(), days[0])


def test_a_fixed_day_that_is_free_by_now_is_the_next_working_one() -> None:
    assert [fading.weekday_of(chosen, {1, 2, 4}) for chosen in (1, 3, 6)] == [1, 4, 1]
    assert fading.weekday_of(6, set()) == 6


# --- dialogues --------------------------------------------------------------------------------------------------------
async def recalled(chat: Chat, *mornings: str) -> list[str]:
    """The mornings on whose card there is a reminder."""
    found = []
    for day in mornings:
        await chat.jump(f"{day} 09:00")
        if AID in chat.card().text:
            found.append(day)
    return found


async def test_ac_als_05_fading(sqlite_url: str) -> None:
    """On the board itself; the whole table is played in the year of one team."""
    async with chatting(sqlite_url, moment="2026-10-30 10:00") as chat:
        await chat.noord()
        await chat.jump("2026-11-02 08:30")
        mine = await agreed(chat, "2026-11-02")
        assert await recalled(chat, "2026-11-02", "2026-11-03") == ["2026-11-02", "2026-11-03"]
        assert await recalled(chat, "2026-11-16", "2026-11-17") == ["2026-11-16"]
        assert [(row.agreement, row.day.day, row.board) for row in await rows(chat, Aid)][-1] == (mine, 16, True)


async def test_the_card_keeps_its_reminder_and_loses_it_only_when_that_ends(chat: Chat) -> None:
    """Two agreements take turns; however often a card is drawn, it has the one that it began with."""
    await chat.noord()
    await agreed(chat, "2026-11-23")
    other = "Vandaag misschien: als we een brief versturen, dan leest een collega hem eerst."
    await agreed(chat, "2026-11-23", "we een brief versturen", "leest een collega hem eerst")
    await chat.jump("2026-11-23 09:00")
    await agreed(chat, "2026-11-23", "er iets nieuws is", "vertellen we het")
    await improve(chat.mila, "De brief is onduidelijk")
    await chat.settle()
    monday = chat.card()
    assert (AID in monday.text, other in monday.text, "iets nieuws" in monday.text) == (True, False, False)
    assert "De brief is onduidelijk" in monday.text
    await chat.jump("2026-11-24 09:00")
    tuesday = chat.card()
    assert (AID in tuesday.text, other in tuesday.text) == (False, True)
    async with chat.house.turns.writing(chat.house.org) as turn:
        held = await hold(turn, [1, 2])
        for row in held.rows.values():
            life.pause(turn, held, row)
        await moved(turn, held, list(held.rows.values()))
        turn.changed("dagstart.card", "1:2026-11-23")
    await chat.settle()
    assert (AID in monday.text, other in tuesday.text) == (True, False)
    assert await recalled(chat, "2026-11-25", "2026-11-26") == []


async def test_without_a_board_it_comes_on_monday_and_thursday_at_nine(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await agreed(chat, "2026-11-23", "er post is", "lezen we die", aid="fixed", weekday=2, clock=time(14, 30))
    await agreed(chat, "2026-11-23", "er niets is", "zwijgen we", aid="look")
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(DagstartSettings).values(paused_until=date(2027, 3, 1)))
    fixed = "Vandaag misschien: als er post is, dan lezen we die."
    for moment in ("23 09:00", "24 14:29"):
        await chat.jump(f"2026-11-{moment}")
    assert [text for text in chat.channel() if text.startswith("Vandaag misschien")] == [AID]
    await chat.restart()
    for moment in ("24 14:30", "26 09:00", "27 09:00"):
        await chat.jump(f"2026-11-{moment}")
    assert [text for text in chat.channel() if text.startswith("Vandaag misschien")] == [AID, fixed, AID]
    await chat.jump("2026-11-30 10:01")  # more than an hour late: it isn't made up for
    await change(chat, update(Agreement).values(state="PAUSED"))
    for moment in ("12-01 14:30", "12-03 09:00"):
        await chat.jump(f"2026-{moment}")
    assert len([text for text in chat.channel() if text.startswith("Vandaag misschien")]) == 3
