"""What becomes of a turn, who is in play, and who comes next: piece by piece, without a house around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.calendar import Calendar
from rituals.estafette import circle, holding, offering, rules
from rituals.estafette.holding import Standing
from rituals.estafette.rules import Happens, State, after
from rituals.estafette.weeks import WEEK
from rituals.executives import Executives
from storage.estafette import Leg, Relay, Runner

MONDAY = date(2027, 1, 25)
NOON = datetime(2027, 1, 27, 12, tzinfo=UTC)
FIVE = ("eva", "aisha", "daan", "ruben", "noor")
ENDS = frozenset(State) - rules.OPEN - {State.SHARED}
states, happenings = st.sampled_from(State), st.sampled_from(Happens)


def leg(person: str, state: State, week: date = MONDAY, **fields: Any) -> Leg:
    start = datetime(week.year, week.month, week.day, 8, tzinfo=UTC)
    usual = {"round": 1, "first": False, "extra": False, "ran": state in rules.RAN, "second": None, "offered_at": NOON}
    ends = {"starts_at": start, "ends_at": start + timedelta(days=4), "grace_at": start + timedelta(days=8)}
    return Leg(person=person, state=state.value, week=week, **{**usual, **ends, **fields})


def standing(
    *legs: Leg, ran: Sequence[str] = (), out: Sequence[str] = (), last: Sequence[str] = (), **own: Any
) -> Standing:
    """`ran`: these ran before, the first of them longest ago. `out`: they sit out; `last`: they are placed last."""

    def runner(n: int, one: str) -> Runner:
        at = NOON - timedelta(days=300 - ran.index(one)) if one in ran else None
        since = NOON - timedelta(days=400 - n)
        return Runner(person=one, since=since, sits_out=one in out, last_in=1 if one in last else 0, ran_at=at)

    relay = Relay(channel="C1", round=1, state="RUNNING", start_day=1, end_day=5, every=1, anchor=None, off=[], on=[])
    relay.start_clock, relay.end_clock = Relay.start_clock.default.arg, Relay.end_clock.default.arg
    offices = Executives(own.pop("circle", FIVE), own.pop("ceo", "eva"))
    runners = {one: runner(n, one) for n, one in enumerate(offices.executives)}
    return Standing(relay, Calendar(), offices, runners, list(legs), own.pop("now", NOON))


# --- a turn -----------------------------------------------------------------------------------------------------------
@given(st.lists(happenings, max_size=20))
def test_whatever_happens_a_turn_that_is_over_stays_over(some: list[Happens]) -> None:
    state, ended = State.OFFERED, False
    for happens in some:
        follows = after(state, happens)
        assert not ended or follows in (None, state)
        state = follows or state
        ended = ended or state in ENDS
    assert not (ended and state in rules.OPEN)


@given(states, happenings)
def test_nobody_gets_a_baton_that_they_did_not_take(state: State, happens: Happens) -> None:
    """Only a yes to an offer makes a runner, and only a runner can tell in time."""
    follows = after(state, happens)
    if follows in rules.RUNS and state not in rules.RUNS:
        assert (state, happens) == (State.OFFERED, Happens.ACCEPTED)
    if follows is State.SHARED:
        assert state in rules.RUNS


@pytest.mark.parametrize("state", sorted(rules.OPEN))
def test_any_open_turn_can_be_given_back_or_called_off(state: State) -> None:
    assert (after(state, Happens.GONE), after(state, Happens.CANCELLED)) == (State.HANDED_BACK, State.CANCELLED)


def test_a_story_that_comes_late_leaves_the_turn_lapsed() -> None:
    assert after(State.LAPSED, Happens.SHARED) is State.LAPSED
    assert after(State.DECLINED, Happens.SHARED) is None


# --- whose turn it is to tell, and to pass ----------------------------------------------------------------------------
def test_a_story_goes_to_the_turn_that_runs_else_to_the_last_one_that_lapsed_without() -> None:
    lapsed, runs = leg("eva", State.LAPSED, MONDAY - 3 * WEEK), leg("eva", State.PLANNED)
    assert holding.mine(standing(lapsed, runs), "eva") is runs
    assert holding.mine(standing(lapsed, leg("eva", State.DECLINED)), "eva") is lapsed
    assert holding.mine(standing(leg("eva", State.LAPSED, ran=True)), "eva") is None
    assert holding.mine(standing(lapsed, leg("eva", State.PASSED)), "eva") is None
    assert holding.mine(standing(leg("eva", State.OFFERED)), "eva") is None


def test_a_baton_is_passed_by_who_told_last_as_long_as_nobody_else_is_asked() -> None:
    told = leg("eva", State.SHARED)
    assert holding.to_pass(standing(told), "eva") is told
    assert holding.to_pass(standing(told), "daan") is None
    assert holding.to_pass(standing(told, leg("daan", State.OFFERED, MONDAY + WEEK)), "eva") is None
    assert holding.to_pass(standing(leg("eva", State.PASSED)), "eva") is None


# --- who comes next ---------------------------------------------------------------------------------------------------
def test_who_ran_longest_ago_comes_first_and_who_never_ran_before_that() -> None:
    found = standing(ran=("noor", "daan", "eva"))
    assert circle.to_go(found) == ["aisha", "ruben", "noor", "daan", "eva"]


def test_the_ceo_comes_last_only_once_they_ran() -> None:
    assert circle.to_go(standing(ran=("eva",)))[-1] == "eva"
    assert circle.to_go(standing(ran=("eva", "aisha", "daan", "ruben", "noor")))[0] == "eva"
    told = [leg(one, State.PASSED) for one in FIVE if one != "noor"]
    assert circle.repeaters(standing(*told, ran=FIVE), ())[-1] == "eva"


def test_who_was_asked_in_this_round_or_came_later_is_placed_behind() -> None:
    found = standing(leg("eva", State.PASSED), leg("aisha", State.DECLINED), last=("daan",))
    assert circle.to_go(found) == ["ruben", "noor", "aisha", "daan"]


def test_a_withdrawn_offer_costs_nobody_their_place() -> None:
    found = standing(leg("aisha", State.CANCELLED))
    assert circle.tried(found, MONDAY) == set()
    assert circle.to_go(found) == list(FIVE)


def test_who_is_away_sits_out_ran_or_is_asked_is_not_eligible() -> None:
    found = standing(leg("eva", State.PASSED), leg("daan", State.OFFERED, MONDAY + WEEK), out=("noor",))
    assert circle.eligible(found, {"ruben"}) == ["aisha"]
    assert circle.eligible(found, (), without={"aisha"}) == ["ruben"]


def test_a_round_is_complete_once_everybody_in_play_ran() -> None:
    told = [leg(one, State.PASSED) for one in FIVE[:4]]
    assert not circle.is_complete(standing(*told))
    assert circle.is_complete(standing(*told, out=("noor",)))
    assert circle.is_complete(standing(*told, leg("noor", State.LAPSED, ran=True)))
    assert not circle.is_complete(standing(*told, leg("noor", State.SHARED, extra=True)))
    assert not circle.is_complete(standing(out=FIVE))  # nobody ran


@pytest.mark.parametrize(
    ("came", "n"),
    [
        ((State.DECLINED, State.UNANSWERED, State.DECLINED), 3),
        ((State.DECLINED, State.HANDED_BACK, State.UNANSWERED), 2),  # to a colleague, or on the way out of the door
        ((State.DECLINED, State.CANCELLED, State.DECLINED), 1),  # there was a pause in between
        ((), 0),
    ],
)
def test_only_a_no_and_no_answer_count_as_failures(came: tuple[State, ...], n: int) -> None:
    legs = [leg(one, state) for one, state in zip(FIVE, came, strict=False)]
    assert circle.failed_in_a_row(standing(leg("noor", State.PASSED, MONDAY - WEEK), *legs)) == n


def test_failures_are_counted_over_weeks_and_anew_after_a_rest() -> None:
    legs = [leg("daan", State.UNANSWERED, MONDAY + n // 2 * WEEK) for n in range(5)]
    assert [circle.failed_in_a_row(standing(*legs[:n])) for n in range(6)] == [0, 1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("before", "here", "talk"),
    [
        ((State.DECLINED,), (State.UNANSWERED,), True),
        ((State.PASSED,), (State.DECLINED,), False),
        ((State.DECLINED, State.PASSED), (State.DECLINED,), False),  # a yes came after the no
        ((State.DECLINED, State.HANDED_BACK), (State.DECLINED,), True),  # a swap is no answer
        ((State.DECLINED,), (State.DECLINED, State.DECLINED), False),  # it was said at the first of these
        ((), (State.DECLINED, State.DECLINED), False),  # in one round
    ],
)
def test_a_talk_is_for_two_rounds_in_a_row(before: Sequence[State], here: Sequence[State], talk: bool) -> None:
    legs = [leg("daan", state, round=1) for state in before] + [leg("daan", state, round=2) for state in here]
    assert circle.two_rounds_running(legs, legs[-1]) is talk


# --- for which week ---------------------------------------------------------------------------------------------------
def test_weeks_never_go_back_while_nobody_was_found() -> None:
    """It was asked for the week after this one, which has yet to end."""
    found = standing(leg("eva", State.PASSED, MONDAY - WEEK), leg("daan", State.DECLINED, MONDAY + WEEK))
    assert offering.coming(found) == MONDAY + WEEK
    assert offering.coming(standing(leg("eva", State.PASSED, MONDAY - WEEK))) == MONDAY
    assert offering.coming(found, since=MONDAY + 2 * WEEK) == MONDAY + 2 * WEEK
    found.relay.off = ["2027-W05"]
    assert offering.coming(found) == MONDAY + 2 * WEEK


@given(st.permutations(FIVE), st.sets(st.sampled_from(FIVE)), st.sets(st.sampled_from(FIVE)))
def test_the_order_leaves_nobody_out_and_goes_by_no_row(some: Sequence[str], out: set[str], told: set[str]) -> None:
    """Whoever is in play and has yet to run is in it once, in whatever order the circle stands."""
    legs = [leg(one, State.PASSED) for one in sorted(told)]
    mine = standing(*legs, circle=tuple(some), out=tuple(out), ran=("ruben", "eva"))
    found = circle.to_go(mine)
    assert sorted(found) == sorted(set(FIVE) - out - told)
    assert [one for one in found if one in ("ruben", "eva")] == [one for one in ("ruben", "eva") if one in found]
