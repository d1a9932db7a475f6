"""The life of an agreement: each row of its table, and any order of events."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.alsdan.rules import (
    KEPT,
    OPEN,
    RUN,
    RUNNING,
    VOICES,
    Choice,
    Facts,
    Happens,
    State,
    after,
    can,
    checked_out,
    ends_with,
    first_workday,
    joiners_needed,
    left_together,
    may_again,
    next_quarter,
    same,
)
from rituals.alsdan.subjects import Words
from rituals.calendar import Calendar

EIGHT = Facts(members=8)
TWO = Facts(members=8, joiners=2)
DECIDED = Facts(members=8, voices=2)
CALENDAR = Calendar()

ROWS = [
    # from, what happens, what is so, to
    (State.DRAFT, Happens.PROPOSED, EIGHT, State.PROPOSED),
    (State.DRAFT, Happens.PROPOSED, Facts(members=8, running=2, proposals=1), State.PROPOSED),
    (State.DRAFT, Happens.PROPOSED, Facts(members=8, running=3), None),
    (State.DRAFT, Happens.PROPOSED, Facts(members=8, proposals=2), None),
    (State.DRAFT, Happens.PROPOSED, Facts(members=1), None),
    (State.PROPOSED, Happens.JOINED, Facts(members=8, joiners=1), None),
    (State.PROPOSED, Happens.JOINED, TWO, State.ACTIVE),
    (State.PROPOSED, Happens.JOINED, Facts(members=8, joiners=2, running=3), None),
    (State.PROPOSED, Happens.JOINED, Facts(members=3, joiners=1), State.ACTIVE),
    (State.PROPOSED, Happens.JOINED, Facts(members=1, joiners=1), None),
    (State.PROPOSED, Happens.DEADLINE, Facts(members=8, joiners=1), State.EXPIRED),
    (State.PROPOSED, Happens.DEADLINE, TWO, State.ACTIVE),
    (State.PROPOSED, Happens.DEADLINE, Facts(members=8, joiners=2, running=3), None),
    (State.PROPOSED, Happens.WAITED_OUT, Facts(members=8, joiners=2, running=3), State.EXPIRED),
    (State.PROPOSED, Happens.WAITED_OUT, TWO, State.ACTIVE),
    (State.PROPOSED, Happens.WITHDRAWN, TWO, State.DRAFT),
    (State.PROPOSED, Happens.PROPOSER_LEFT, TWO, State.EXPIRED),
    (State.EXPIRED, Happens.RESHAPED, EIGHT, State.DRAFT),
    (State.ACTIVE, Happens.RELAPSED, EIGHT, State.RESTARTING),
    (State.RESTARTING, Happens.RELAPSED, EIGHT, None),
    (State.RESTARTING, Happens.REWORDED, EIGHT, State.ACTIVE),
    (State.RESTARTING, Happens.KEEP, Facts(members=8, voices=1), None),
    (State.RESTARTING, Happens.KEEP, DECIDED, State.ACTIVE),
    (State.RESTARTING, Happens.UNDECIDED, EIGHT, State.PAUSED),
    (State.ACTIVE, Happens.UNDECIDED, EIGHT, None),
    (State.ACTIVE, Happens.PAUSED, EIGHT, State.PAUSED),
    (State.RESTARTING, Happens.PAUSED, EIGHT, State.PAUSED),
    (State.ANCHORED, Happens.PAUSED, EIGHT, None),
    (State.ACTIVE, Happens.SHRUNK, EIGHT, State.PAUSED),
    (State.RESTARTING, Happens.SHRUNK, EIGHT, State.PAUSED),
    (State.PAUSED, Happens.RESUMED, Facts(members=8, running=2), State.ACTIVE),
    (State.PAUSED, Happens.RESUMED, Facts(members=8, running=3), None),
    (State.PAUSED, Happens.RESTED_OUT, EIGHT, State.RETIRED),
    (State.ACTIVE, Happens.ANCHORED, Facts(members=8, voices=1), None),
    (State.ACTIVE, Happens.ANCHORED, DECIDED, State.ANCHORED),
    (State.RESTARTING, Happens.ANCHORED, DECIDED, None),
    (State.ANCHORED, Happens.FADED, Facts(members=8, voices=2, running=2), State.ACTIVE),
    (State.ANCHORED, Happens.FADED, Facts(members=8, voices=2, running=3), None),
    (State.ANCHORED, Happens.FADED, Facts(members=8, voices=1), None),
    (State.ACTIVE, Happens.FADED, DECIDED, State.RESTARTING),
    *((state, Happens.LET_GO, EIGHT, State.RETIRED) for state in sorted(KEPT)),
]


@pytest.mark.parametrize(("state", "happens", "facts", "becomes"), ROWS)
def test_each_row(state: State, happens: Happens, facts: Facts, becomes: State | None) -> None:
    assert after(state, happens, facts) is becomes


def test_how_many_it_takes() -> None:
    assert [joiners_needed(members) for members in (0, 1, 2, 3, 4, 8, 40)] == [None, None, 1, 1, 2, 2, 2]


some_facts = st.builds(
    Facts,
    members=st.integers(0, 9),
    joiners=st.integers(0, 4),
    running=st.integers(0, RUN),
    proposals=st.integers(0, OPEN),
    voices=st.integers(0, 3),
)


@given(st.lists(st.tuples(st.sampled_from(Happens), some_facts), max_size=40))
def test_any_order_of_events(events: list[tuple[Happens, Facts]]) -> None:
    """Active only with joiners, or after it had been; never beyond the limits; what is over stays over."""
    state, began = State.DRAFT, False
    for happens, facts in events:
        becomes = after(state, happens, facts)
        assert state is not State.RETIRED or becomes is None
        assert state is not State.EXPIRED or becomes in (None, State.DRAFT)
        if becomes in RUNNING and not began:
            assert (state, facts.carried, facts.members >= 2) == (State.PROPOSED, True, True)
        if becomes in RUNNING and state not in RUNNING:
            assert facts.running < RUN
        if becomes is State.PROPOSED:
            assert facts.running < RUN
            assert facts.proposals < OPEN
        if happens in (Happens.KEEP, Happens.ANCHORED, Happens.FADED) and becomes is not None:
            assert facts.voices >= VOICES
        began = (began or becomes in RUNNING) and becomes is not State.DRAFT
        state = becomes or state


@given(st.sampled_from(State), st.sampled_from(Choice), st.sampled_from(("", "week36", "anchor")))
def test_what_can_be_proposed_can_follow(state: State, choice: Choice, asked: str) -> None:
    """And nothing can be proposed about what has not begun, or is over."""
    if can(state, choice, asked):
        assert state in KEPT
    if choice is Choice.LONGER:
        assert can(state, choice, asked, "longer") is False


def test_what_is_proposed_lapses_with_the_question_it_answers() -> None:
    assert [ends_with(State.RESTARTING, choice, "restart") for choice in (Choice.SMALLER, Choice.PAUSE)] == [True] * 2
    assert not ends_with(State.RESTARTING, Choice.LETGO, "restart")
    assert ends_with(State.ACTIVE, Choice.LONGER, "week36")
    assert not ends_with(State.ACTIVE, Choice.WORDS, "week36")
    assert [ends_with(State.PAUSED, Choice.RESUME, asked) for asked in ("paused", "rest")] == [False, True]


def test_a_bit_longer_is_for_once() -> None:
    assert can(State.ACTIVE, Choice.LONGER, "week36", "on")
    assert not can(State.ACTIVE, Choice.LONGER, "week36", "longer")
    assert not can(State.ACTIVE, Choice.LONGER, "", "on")


# --- when -------------------------------------------------------------------------------------------------------------
def test_a_quarter_after_another() -> None:
    anchored = date(2026, 11, 26)
    assert next_quarter(anchored, anchored) == date(2027, 2, 25)
    assert next_quarter(anchored, date(2027, 2, 25)) == date(2027, 5, 27)
    christmas = next_quarter(date(2026, 9, 25), date(2026, 9, 25))
    assert first_workday(christmas, CALENDAR) == date(2026, 12, 28)  # after the weekend
    assert first_workday(anchored, CALENDAR) == anchored


def test_after_the_last_check_there_is_none() -> None:
    began = date(2026, 1, 5)
    at_week = {week: date.fromordinal(began.toordinal() + 7 * (week - 1)) for week in (10, 32, 33, 36, 44, 45)}
    out = {week: checked_out("on", began, day) for week, day in at_week.items()}
    assert out == {10: False, 32: False, 33: True, 36: True, 44: True, 45: True}
    assert not checked_out("longer", began, at_week[44])
    assert checked_out("longer", began, at_week[45])
    assert checked_out("off", began, at_week[10])


def test_leaving_together() -> None:
    today = date(2026, 11, 26)
    week_ago = date(2026, 11, 19)
    assert not left_together([today] * 4, today, 4)
    assert left_together([today] * 5, today, 4)
    assert not left_together([week_ago, *[today] * 4], today, 4)
    assert left_together([date(2026, 11, 20), *[today] * 4], today, 4)


def test_the_same_sentence_again() -> None:
    one = Words("een klant belt", "bellen we terug")
    assert same(one, Words("Een  klant belt", "bellen we TERUG"))
    assert not same(one, Words("een klant belt", "bellen we later terug"))
    expired = date(2026, 11, 26)
    assert may_again(expired, date(2026, 12, 9), CALENDAR) == date(2026, 12, 10)
    assert may_again(expired, date(2026, 12, 10), CALENDAR) is None
