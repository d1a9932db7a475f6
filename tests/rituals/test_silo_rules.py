"""What becomes of a signal, who reads it, what is counted, and what coaches are told on which morning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.stage import local
from rituals.calendar import Calendar
from rituals.called import Called
from rituals.contract import Event, Note
from rituals.facts import Deactivated, Reactivated
from rituals.keeping import Erase
from rituals.names import names_somebody, rings
from rituals.shown import Form
from rituals.silo import hearing, kept, news, own_data, panel
from rituals.silo.holding import Signal, Talk
from rituals.silo.rules import NEXT, Counted, Reader, State, Tally, Theme, is_new, is_still, may_park, reads, themes
from storage.house import CardRow, Timer
from storage.silo import SiloSignal
from tests.scenes_silo import AGREED, signals
from tests.test_statements import counting
from tests.world import MONDAY, ORG, TEN, World, peopled

DAY = timedelta(days=1)
POINT = "Twee afdelingen sturen de klant elk een brief"
PEOPLE = [Called("U1", "Omar", "Omar Haddad", "omar.h"), Called("U2", "Wil", "Wil de Boer")]


# --- counts -----------------------------------------------------------------------------------------------------------
COUNTED = st.builds(Counted, st.integers(1, 3), st.sampled_from(Theme), st.booleans())


@given(st.lists(COUNTED, max_size=20))
def test_a_theme_is_shown_from_three_signals_of_two_teams(some: list[Counted]) -> None:
    found = themes(some)
    for theme in Theme:
        mine = [one for one in some if one.theme is theme]
        assert (theme in found) is (len(mine) >= 3 and len({one.team for one in mine}) >= 2)
        if theme in found:
            assert found[theme].open + found[theme].solved == len(mine)


def test_ac_sil_03_four_of_one_team_show_nothing() -> None:
    assert themes([Counted(1, Theme.AIMS)] * 4) == {}
    assert themes([*[Counted(1, Theme.AIMS)] * 2, Counted(2, Theme.RULES)]) == {}
    both = [*[Counted(1, Theme.AIMS)] * 2, Counted(2, Theme.AIMS, solved=True)]
    assert themes(both) == {Theme.AIMS: Tally(2, 1)}


# --- who reads it -----------------------------------------------------------------------------------------------------
@given(st.sampled_from(State), st.sets(st.integers(1, 4)), st.booleans(), st.integers(1, 4), st.sets(st.integers(1, 4)))
def test_leads_read_what_names_their_team_and_their_own_once_it_is_talked_about(
    state: State, leads: set[int], coach: bool, team: int, named: set[int]
) -> None:
    may = reads(Reader(coach, frozenset(leads)), state, team, named)
    talked = state in (State.IN_TALK, State.AGREED, State.SOLVED)
    assert may is (coach or bool(leads & named) or (team in leads and talked))


def test_every_state_but_the_last_leads_on_and_none_is_out_of_reach() -> None:
    assert {state for state, to in NEXT.items() if not to} == {State.SOLVED, State.MERGED}
    assert {to for some in NEXT.values() for to in some} == set(State)


# --- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Omar wil alles snel", True),
        ("het team van omar wil alles snel", True),
        ("Omars lijst is te lang", True),
        ("wij wil de klant niet laten wachten", False),
        ("dat is wat Wil altijd zegt", True),
        ("Wil een klant bellen, dan is er niemand", False),
        ("Het moet snel. “Wil een klant bellen”", False),
        ("@Wil een klant bellen", True),
        ("roman en komargebied", False),
        ("<@U7> belt niet terug", True),
        ("vraag het aan @omar.h", True),
    ],
)
def test_who_is_named_and_what_is_only_a_word(text: str, named: bool) -> None:
    assert (rings(text) or names_somebody(text, PEOPLE)) is named


# --- mornings ---------------------------------------------------------------------------------------------------------
@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(0, 30))
def test_what_is_new_is_told_in_the_week_after(given_on: date, later: int) -> None:
    today = given_on + later * DAY
    assert is_new(given_on, None, today) is (today.isocalendar()[:2] > given_on.isocalendar()[:2])
    assert not is_new(given_on, today, today)


@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(0, 60))
def test_twenty_working_days_without_movement(moved: date, later: int) -> None:
    today, days = moved + later * DAY, Calendar()
    between = len(days.workdays_between(moved + DAY, today))
    assert is_still(moved, None, today, days) is (between >= 20)
    assert not is_still(moved, moved, today, days)


@given(st.integers(-5, 120))
def test_a_signal_waits_from_tomorrow_to_ninety_days(ahead: int) -> None:
    assert may_park(MONDAY + ahead * DAY, MONDAY) is (1 <= ahead <= 90)


async def mornings(world: World, *days: str) -> list[set[str]]:
    """The coaches' messages that each of these mornings put up."""
    found: list[set[str]] = []
    for day in days:
        world.clock.turn_to(local(f"{day} 09:00"))
        before = await cards(world)
        async with world.core.turns.writing(ORG) as turn:
            await news.morning(turn, ())
        found.append({one.partition(":")[2].partition(":")[0] for one in await cards(world) - before})
    return found


async def cards(world: World, name: str = "silo.news") -> set[str]:
    async with world.core.sessions(info={"org": ORG}) as session:
        return set(await session.scalars(select(CardRow.about).where(CardRow.name == name)))


async def rows(world: World, *fields: str) -> list[Any]:
    async with world.core.sessions(info={"org": ORG}) as session:
        some = await session.scalars(select(SiloSignal).order_by(SiloSignal.id))
        return [tuple(getattr(row, field) for field in fields) for row in some]


async def test_once_a_week_what_is_new_and_once_what_stands_still_or_comes_back(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        back: dict[str, Any] = {
            "state": ("OPEN", "PARKED"),
            "review_on": (None, date(2026, 12, 5)),
            "parked": (None, "even niet"),
        }
        await signals(world, 2, **back)
        week = ["2026-11-24", "2026-11-30", "2026-12-01"]
        assert await mornings(world, *week) == [set(), {"2026-11-30"}, set()]
        # On Saturday its time is over: on Monday it is open again.
        assert await mornings(world, "2026-12-04", "2026-12-07", "2026-12-08") == [set(), {"2026-12-07"}, set()]
        assert await rows(world, "state", "moved_on") == [("OPEN", MONDAY), ("OPEN", date(2026, 12, 7))]
        # The first hasn't moved for twenty working days on 21 December, the other on 6 January.
        still = ["2026-12-18", "2026-12-21", "2026-12-22", "2027-01-05", "2027-01-06", "2027-01-07"]
        told = [set(), {"2026-12-21"}, set(), set(), {"2027-01-06"}, set()]
        assert await mornings(world, *still) == told
        async with world.core.turns.reading(ORG) as turn:
            drawn = await news.draw(turn, [":2026-12-07:U3", ":2026-12-07:nobody", ":nonsense:U3", "1"])
        assert [bool(one) for one in drawn.values()] == [True, False, False, False]


async def test_the_next_morning_is_planned_while_there_is_something_to_look_at(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        for there, expected in ((False, None), (True, local("2026-11-23 09:00"))):
            if there:
                await signals(world)
            async with world.core.turns.writing(ORG) as turn:
                await hearing.went_round(turn, None)  # type: ignore[arg-type]
            async with world.core.sessions(info={"org": ORG}) as session:
                due = await session.scalar(select(Timer.due_at).where(Timer.name == "silo.morning"))
            assert due == expected


# --- what is kept -----------------------------------------------------------------------------------------------------
async def test_names_and_signals_go_when_their_time_is_over(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        state = ("SOLVED", "MERGED", "SOLVED", "OPEN")
        moved = (MONDAY, MONDAY, MONDAY + 10 * DAY, MONDAY)
        await signals(
            world, 4, state=state, moved_on=moved, into=(None, 1, None, None), person=("U1", "U2", "U1", "U3")
        )
        async with world.core.turns.writing(ORG) as turn:
            await hearing.deactivated(turn, Deactivated("U1"))
            await hearing.deactivated(turn, Deactivated("U2"))
            await hearing.reactivated(turn, Reactivated(("U2",)))
        async with world.core.turns.writing(ORG) as turn:
            await kept.forget_former(turn, date(2026, 11, 21))
            await kept.forget(turn, MONDAY + DAY)
        assert await rows(world, "id", "person") == [(3, None), (4, "U3")]


@pytest.mark.parametrize("how", list(Erase))
async def test_what_is_taken_back_leaves_those_merged_into_it(sqlite_url: str, how: Erase) -> None:
    async with peopled(sqlite_url) as world:
        state, into = ("AGREED", "MERGED", "MERGED", "OPEN"), (None, 1, 1, None)
        await signals(
            world, 4, state=state, into=into, person=("U1", "U1", None, "U2"), agreed=(AGREED, None, None, None)
        )
        async with world.core.turns.writing(ORG) as turn:
            await own_data.erase(turn, "U1", how)
        withdrawn = [(3, None, "AGREED", None, AGREED), (4, "U2", "OPEN", None, None)]
        stays = [(1, None, "AGREED", None, AGREED), (2, None, "MERGED", 1, None), (3, None, "MERGED", 1, None)]
        left = withdrawn if how is Erase.WITHDRAW else [*stays, withdrawn[1]]
        assert await rows(world, "id", "person", "state", "into", "agreed") == left


def test_each_team_reads_the_oldest_that_it_is_in() -> None:
    def of(key: int, team: int, *named: int) -> Signal:
        row = SiloSignal(id=key, team=team, state="OPEN")
        return Signal(row, row, named)

    talk = Talk(of(1, 10, 20), (of(2, 20, 30), of(3, 40)))
    assert {team: one.row.id for team, one in talk.of_team().items()} == {10: 1, 20: 1, 30: 2, 40: 3}


# --- where it comes from ----------------------------------------------------------------------------------------------
async def test_a_point_with_aims_behind_it_leads_on_with_its_text(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await world.opened()
        action: dict[str, Any] = {"what": "Samen één brief sturen", "effect": "Zij lezen één datum", "owner": TEN[1]}
        action |= {"check_on": MONDAY + 7 * DAY}
        for does, given in (("dagstart.improve", {"text": POINT, "cause": "targets"}), ("action.new", action)):
            about, link = (world.card, {}) if does.startswith("dagstart") else (str(world.team), {"link": "point:1"})
            event = Event(id=does, org=ORG, person=TEN[1], does=does, about=about, values=given | link)
            answer = await world.core.dispatcher.submit(event)
            assert isinstance(answer, Note)
            (button,) = answer.buttons
            form = await world.core.dispatcher.open(
                Event(id="open", org=ORG, person=TEN[1], does=button.does, about=button.about)
            )
            assert isinstance(form, Form)
            assert {field.name: field.initial for field in form.fields}["effect"] == POINT


async def test_a_home_takes_as_many_statements_however_many_signals(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        counts, seen = [], []
        for n in (1, 9):
            await signals(world, n, coaches=n == 1, team_too=n == 1, state="IN_TALK")
            for person in TEN[:2]:
                with counting(world) as found:
                    async with world.core.turns.reading(ORG) as turn:
                        seen.append(len(await panel.panel(turn, person)))
                counts.append(found["SELECT"])
        assert counts[:2] == counts[2:]
        assert seen == [3, 3, 12, 12]
