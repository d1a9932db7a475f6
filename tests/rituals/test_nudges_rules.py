"""Who is asked what, and when it is better to be silent: values in, values out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.calendar import week_of
from rituals.nudge import Order
from rituals.nudges import rules
from rituals.nudges.rules import ALL, STOPASK, Occasion, Offered, Past, Person

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
ANYTIME = tuple(Occasion)

HOST = Offered("dagstart.host", "1", Order.HOST, consents=True)
CAP = Offered("klantpet.invite", "2", Order.KLANTPET, consents=True)
FIGURE = Offered("kpi.value", "3", Order.FIGURE)
LOOKBACK = Offered("alsdan.lookback", "4", Order.LOOKBACK)
ACTION = Offered("action.due", "5", Order.ACTION, urgent=False)


def lines(*offered: Offered, occasion: Occasion = Occasion.MORNING, day: date = MONDAY, **person: Any) -> list[str]:
    decided = rules.decide(day, occasion, offered, Person(**person))
    return [one.kind for one in decided.lines]


# --- one message ------------------------------------------------------------------------------------------------------
def test_a_message_goes_through_its_order() -> None:
    assert lines(ACTION, LOOKBACK, FIGURE, CAP, HOST) == [one.kind for one in (HOST, CAP, FIGURE, LOOKBACK, ACTION)]


@pytest.mark.parametrize(
    ("occasion", "offered", "sent"),
    [
        (Occasion.MORNING, (ACTION,), []),
        (Occasion.MORNING, (ACTION, FIGURE), ["kpi.value", "action.due"]),
        (Occasion.AFTERNOON, (FIGURE,), []),
        (Occasion.AFTERNOON, (ACTION,), ["action.due"]),
        (Occasion.NOW, (ACTION,), ["action.due"]),
        (Occasion.NOW, (), []),
    ],
)
def test_what_can_wait_goes_along_or_waits_for_the_afternoon(
    occasion: Occasion, offered: tuple[Offered, ...], sent: list[str]
) -> None:
    assert lines(*offered, occasion=occasion) == sent


def test_the_budget() -> None:
    four = frozenset(MONDAY - DAY * n for n in range(1, 5))  # of the week before
    assert lines(FIGURE, days=frozenset({MONDAY})) == []
    assert lines(FIGURE, days=frozenset({MONDAY + DAY})) == []  # from a home where it is tomorrow already
    assert lines(FIGURE, days=four) == ["kpi.value"]
    week = frozenset(MONDAY + DAY * n for n in range(4))
    assert lines(FIGURE, day=MONDAY + 4 * DAY, days=week) == []
    assert lines(FIGURE, day=MONDAY + 4 * DAY, days=frozenset(sorted(week)[:3])) == ["kpi.value"]
    assert lines(FIGURE, day=MONDAY + 7 * DAY, days=week) == ["kpi.value"]
    assert lines(FIGURE, a_day=0) == []
    assert lines(FIGURE, a_week=0) == []


def test_over_new_year_the_week_is_the_iso_week() -> None:
    week_53 = frozenset(date(2026, 12, 28) + DAY * n for n in range(4))
    assert lines(FIGURE, day=date(2027, 1, 1), days=week_53) == []
    assert lines(FIGURE, day=date(2027, 1, 4), days=week_53) == ["kpi.value"]


def test_a_person_may_have_fewer_and_never_more() -> None:
    assert (rules.a_week(4, None), rules.a_week(4, 2), rules.a_week(3, 4)) == (4, 2, 3)


# --- quiet ------------------------------------------------------------------------------------------------------------
def test_a_mute_ends_by_itself() -> None:
    assert lines(FIGURE, LOOKBACK, mutes={"kpi": MONDAY + DAY}) == ["alsdan.lookback"]
    assert lines(FIGURE, LOOKBACK, mutes={ALL: MONDAY + DAY}) == []
    assert lines(FIGURE, LOOKBACK, mutes={ALL: None}) == []
    assert lines(FIGURE, LOOKBACK, mutes={ALL: MONDAY, "kpi": MONDAY}) == ["kpi.value", "alsdan.lookback"]


def test_a_month_is_the_same_day_of_the_next_or_its_last() -> None:
    assert rules.in_a_month(date(2026, 11, 23)) == date(2026, 12, 23)
    assert rules.in_a_month(date(2027, 1, 31)) == date(2027, 2, 28)
    assert rules.in_a_month(date(2026, 12, 15)) == date(2027, 1, 15)


# --- who does not answer ----------------------------------------------------------------------------------------------
def days_of(offered: tuple[Offered, ...], days: int) -> list[list[str]]:
    """What comes, day after day and with a budget for each, while nobody answers."""
    past: dict[str, Past] = {}
    found = []
    for n in range(days):
        decided = rules.decide(MONDAY + n * DAY, Occasion.MORNING, offered, Person(a_week=7, past=dict(past)))
        past |= decided.past
        for ritual in rules.unanswered([one.line for one in decided.lines], ["dagstart.host"]):
            before = past.get(ritual, Past())
            past[ritual] = Past(before.sent + 1, before.skipped_on, before.asked)
        found.append([one.kind for one in decided.lines])
    return found


def test_two_then_a_pause_then_two_then_one_offer_of_quiet() -> None:
    figure = [["kpi.value"]]
    assert days_of((FIGURE,), 9) == [*figure * 2, [], *figure * 2, [STOPASK], [], [], []]


def test_other_rituals_are_asked_meanwhile() -> None:
    found = days_of((FIGURE, LOOKBACK), 3)
    assert found == [["kpi.value", "alsdan.lookback"]] * 2 + [[]]
    mixed = days_of((HOST, FIGURE), 7)
    assert [each[0] for each in mixed] == ["dagstart.host"] * 7
    assert [each[1:] for each in mixed] == [["kpi.value"]] * 2 + [[]] + [["kpi.value"]] * 2 + [[STOPASK]] + [[]]


def test_where_silence_is_consent_nothing_is_counted() -> None:
    assert days_of((HOST,), 9) == [["dagstart.host"]] * 9


def test_a_day_that_is_skipped_is_skipped_all_day() -> None:
    past = {"kpi": Past(2, MONDAY)}
    assert lines(FIGURE, occasion=Occasion.NOW, past=past) == []
    assert lines(FIGURE, occasion=Occasion.NOW, past=past, day=MONDAY + DAY) == ["kpi.value"]


def test_what_waits_for_the_afternoon_is_not_skipped_in_the_morning() -> None:
    person = Person(past={"action": Past(2)})
    assert rules.decide(MONDAY, Occasion.MORNING, [ACTION], person).past == {}
    assert rules.decide(MONDAY, Occasion.AFTERNOON, [ACTION], person).past == {"action": Past(2, MONDAY)}


def test_quiet_that_could_not_be_offered_is_not_remembered() -> None:
    late = Offered("kpi.later", "9", Order.FIGURE, urgent=False)
    person = Person(past={"kpi": Past(4, MONDAY), "alsdan": Past(2)})
    decided = rules.decide(MONDAY + DAY, Occasion.MORNING, [late, LOOKBACK], person)
    assert (decided.lines, decided.past) == ((), {"alsdan": Past(2, MONDAY + DAY)})


def test_a_message_names_its_rituals_once() -> None:
    pairs = [("dagstart.host", "1"), (STOPASK, "kpi"), ("kpi.value", "2"), ("dagstart.more", "3")]
    assert rules.rituals_in(pairs) == ("dagstart", "kpi")
    assert rules.unanswered([("dagstart.host", "1"), (STOPASK, "kpi"), ("kpi.value", "2")], ["dagstart.host"]) == {
        "kpi"
    }
    assert rules.unanswered([(STOPASK, "kpi")], []) == set()


# --- the pace ---------------------------------------------------------------------------------------------------------
def test_roles_and_figures_go_first_and_only_as_far_as_the_pace_needs() -> None:
    few = {"a": [HOST], "b": [LOOKBACK]}
    assert set(rules.later_by(few).values()) == {timedelta()}
    many = {f"h{n}": [HOST, LOOKBACK] for n in range(40)} | {f"l{n}": [LOOKBACK] for n in range(40)}
    waits = rules.later_by(many)
    assert {waits[person] for person in many if person[0] == "h"} == {timedelta()}
    assert {waits[person] for person in many if person[0] == "l"} == {timedelta(seconds=10)}


# --- whatever happens -------------------------------------------------------------------------------------------------
OFFERS = st.lists(st.sampled_from([HOST, CAP, FIGURE, LOOKBACK, ACTION]), max_size=5, unique=True)
MUTES = st.dictionaries(st.sampled_from([ALL, "kpi", "dagstart"]), st.one_of(st.none(), st.integers(0, 30)), max_size=2)
MOMENTS = st.tuples(
    st.integers(0, 1),  # days since the moment before
    st.sampled_from([-1, 0, 0, 0, 1]),  # where the home team is: there it may be yesterday, or tomorrow
    st.sampled_from(ANYTIME),
    OFFERS,
    MUTES,
    st.sets(st.sampled_from(["kpi", "alsdan", "action", "dagstart"])),  # what the person does something with
)


@given(st.lists(MOMENTS, max_size=60), st.integers(0, 1), st.integers(0, 4))
def test_never_more_than_one_a_day_and_four_a_week(
    moments: list[tuple[int, int, Occasion, list[Offered], dict[str, int | None], set[str]]], a_day: int, a_week: int
) -> None:
    today, past, sent = MONDAY, dict[str, Past](), list[date]()
    for later, home, occasion, offered, mutes, acted in moments:
        today += later * DAY
        until = {ritual: None if n is None else MONDAY + n * DAY for ritual, n in mutes.items()}
        person = Person(frozenset(sent), a_day, a_week, until, dict(past))
        decided = rules.decide(today + home * DAY, occasion, offered, person)
        past |= decided.past
        if decided.lines:
            sent.append(today + home * DAY)
            orders = [one.order for one in decided.lines]
            assert orders == sorted(orders)
            assert not [one for one in decided.lines if rules.muted(until, one.ritual, sent[-1])]
        for ritual in rules.unanswered([one.line for one in decided.lines], ["dagstart.host", "klantpet.invite"]):
            before = past.get(ritual, Past())
            past[ritual] = Past(before.sent + 1, before.skipped_on, before.asked)
        past = {ritual: one for ritual, one in past.items() if ritual not in acted}
    assert max(Counter(sent).values(), default=0) <= a_day
    assert max(Counter(map(week_of, sent)).values(), default=0) <= a_week


@given(st.lists(OFFERS, max_size=40))
def test_who_never_answers_hears_four_of_a_ritual_and_one_offer(days: list[list[Offered]]) -> None:
    past, found = dict[str, Past](), Counter[str]()
    for n, offered in enumerate(days):
        decided = rules.decide(MONDAY + n * DAY, Occasion.NOW, offered, Person(a_week=7, past=dict(past)))
        past |= decided.past
        for ritual in rules.unanswered([one.line for one in decided.lines], ["dagstart.host", "klantpet.invite"]):
            before = past.get(ritual, Past())
            past[ritual] = Past(before.sent + 1, before.skipped_on, before.asked)
            found[ritual] += 1
        found.update(f"quiet {one.about}" for one in decided.lines if one.kind == STOPASK)
    assert all(n <= (1 if ritual.startswith("quiet") else rules.LAST) for ritual, n in found.items())
