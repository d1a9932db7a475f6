"""What actions may become, as rules: a table, and a machine that tries everything in any order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rituals.action import board, dating, hearing, lines, moves, pressing, rules
from rituals.action.rules import FINAL, Happens, Result, State
from rituals.calendar import Calendar, PersonCalendar
from rituals.contract import Turn, Wrong
from rituals.facts import Board
from rituals.words import Day, Person, Sentence
from storage.action import ImprovementAction

MONDAY = date(2026, 11, 23)
TEAM = Calendar()
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = ("joris", "nadia", "mila")


def an_action(**more: object) -> ImprovementAction:
    base: dict[str, object] = {"id": 1, "team": 1, "what": "terugbellen", "effect": "rust", "state": "PLAN", "at": NOW}
    base |= {"check_on": MONDAY + timedelta(days=7), "extensions": 0, "cycle": 1, "asks": 0, "proposer": "joris"}
    return ImprovementAction(**base | more)


# --- states -----------------------------------------------------------------------------------------------------------
TABLE = """
           TAKEN BEGUN DUE   LOOKED EXTENDED ADJUSTED COMPLETED STOPPED
PROPOSED   PLAN  -     -     -      -        -        -         DROPPED
PLAN       -     DO    CHECK -      -        -        DONE      DROPPED
DO         -     -     CHECK -      -        -        DONE      DROPPED
CHECK      -     -     -     ACT    DO       -        -         DROPPED
ACT        -     -     -     -      -        PLAN     DONE      DROPPED
DONE       -     -     -     -      -        -        -         -
DROPPED    -     -     -     -      -        -        -         -
"""


def test_the_table() -> None:
    head, *body = [line.split() for line in TABLE.strip().splitlines()]
    for state, *cells in body:
        found = [rules.after(State(state), Happens[happens]) for happens in head]
        assert [each.value if each else "-" for each in found] == cells, state
    assert {State(row[0]) for row in body} == set(State)
    assert set(head) == {each.name for each in Happens}


def test_after_two_extensions_it_is_made_smaller_or_stopped() -> None:
    assert [rules.after(State.CHECK, Happens.EXTENDED, n) for n in range(4)] == [State.DO, State.DO, None, None]
    assert [rules.after(State.CHECK, Happens.ADJUSTED, n) for n in range(3)] == [None, None, State.PLAN]


class AnyOrder(RuleBasedStateMachine):
    """Whatever people and time do to one action, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.row = an_action(state="PROPOSED")
        self.today, self.agreed = MONDAY, set[str]()
        self.ended: tuple[object, ...] | None = None

    @rule(n=st.integers(1, 15))
    def time_passes(self, n: int) -> None:
        self.today += timedelta(days=n)

    @rule(person=st.sampled_from(PEOPLE))
    def asked(self, person: str) -> None:
        if self.row.asked is None:
            moves.ask(self.row, person, NOW, NOW)

    @rule(person=st.sampled_from(PEOPLE))
    def agrees(self, person: str) -> None:
        whose = self.row.asked or self.row.proposer
        if moves.agree(self.row, person, self.today, TEAM):
            assert person == whose
            self.agreed.add(person)

    @rule(person=st.sampled_from(PEOPLE))
    def takes(self, person: str) -> None:
        if moves.take(self.row, person):
            self.agreed.add(person)

    @rule(proposer=st.booleans())
    def goes_back(self, proposer: bool) -> None:
        if not proposer:
            self.row.proposer = None
        moves.send_back(self.row, self.today, TEAM)

    @rule()
    def owner_leaves(self) -> None:
        moves.leave(self.row, self.today)

    @rule()
    def begins(self) -> None:
        moves.begin(self.row, NOW)

    @rule()
    def comes_due(self) -> None:
        moves.due(self.row, self.today)

    @rule(result=st.sampled_from(Result))
    def is_looked_at(self, result: Result) -> None:
        moves.looked(self.row, result, self.today)

    @rule()
    def goes_on(self) -> None:
        moves.extend(self.row, self.today + timedelta(days=3))

    @rule()
    def is_adjusted(self) -> None:
        moves.adjust(self.row, "kleiner", "rust", None, self.today + timedelta(days=3))

    @rule()
    def is_asked_again(self) -> None:
        if not moves.ask_still(self.row, self.today):
            moves.needed(self.row, self.today)

    @rule(how=st.sampled_from((moves.complete, moves.stop, moves.fade)))
    @precondition(lambda self: self.today > MONDAY + timedelta(days=40))
    def ends(self, how: object) -> None:
        assert callable(how)
        how(self.row, self.today)

    @invariant()
    def nobody_owns_without_consent(self) -> None:
        assert self.row.owner is None or self.row.owner in self.agreed
        if State(self.row.state) is State.PROPOSED:
            assert self.row.owner is None
        else:
            assert self.row.asked is None

    @invariant()
    def at_most_two_extensions(self) -> None:
        assert 0 <= self.row.extensions <= rules.EXTENSIONS

    @invariant()
    def what_is_over_stays_over(self) -> None:
        said = (self.row.state, self.row.what, self.row.effect, self.row.closed_on)
        if self.ended is not None:
            assert said == self.ended
        if State(self.row.state) in FINAL:
            assert self.row.closed_on is not None
            self.ended = said


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize(
    ("state", "result", "becomes"),
    [("CHECK", None, "DROPPED"), ("ACT", "works", "DONE"), ("ACT", "partly", "DONE"), ("ACT", "notyet", "DROPPED")],
)
def test_what_nobody_chooses_about_goes_its_way(state: str, result: str | None, becomes: str) -> None:
    row = an_action(state=state, result=result)
    assert moves.fade(row, MONDAY)
    assert (row.state, row.closed_on) == (becomes, MONDAY)


def test_a_day_that_passed_while_somebody_was_asked_is_chosen_anew() -> None:
    row = an_action(state="PROPOSED", asked="nadia", check_on=MONDAY)
    assert moves.agree(row, "nadia", MONDAY + timedelta(days=1), TEAM)
    assert row.check_on == date(2026, 12, 8)


# --- days -------------------------------------------------------------------------------------------------------------
@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(0, 20), st.booleans())
def test_it_is_looked_at_on_a_day_of_the_team_and_put_off_once(day: date, away: int, part_time: bool) -> None:
    absent = ((day, day + timedelta(days=away)),) if away else ()
    owner = PersonCalendar(TEAM, frozenset({2, 4}) if part_time else None, absent)
    planned = day if TEAM.is_workday(day) else TEAM.next_workday(day)
    found, delayed = rules.looked_at(day, TEAM, owner, delayed=False)
    assert found == (planned if owner.is_workday(planned) else TEAM.next_workday(planned))
    assert delayed is not owner.is_workday(planned)
    assert rules.looked_at(found, TEAM, owner, delayed=True) == (found, True)


@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(-10, 120))
def test_a_day_is_taken_or_the_sentence_names_one_that_is(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    try:
        assert dating.checked(day, today, TEAM) == day
    except Wrong as wrong:
        named = [part.day for part in wrong.errors["check_on"].args.values() if isinstance(part, Day)]
        assert dating.checked(named[-1], today, TEAM) == named[-1]
        return
    assert TEAM.is_workday(day)
    assert 1 <= len(TEAM.workdays_between(today + timedelta(days=1), day)) <= rules.AHEAD


def test_what_is_late_comes_first_then_what_soon_is_then_the_newest() -> None:
    some = {
        "old": an_action(id=1),
        "new": an_action(id=2, at=NOW + timedelta(hours=1)),
        "soon": an_action(id=3, check_on=MONDAY + timedelta(days=2)),
        "late": an_action(id=4, state="CHECK", check_on=MONDAY - timedelta(days=3)),
        "checked": an_action(id=5, state="ACT", result="works", check_on=MONDAY),
    }
    found = board.in_order(some.values(), Board(1, MONDAY, MONDAY), TEAM)
    assert [row.id for row in found] == [4, 5, 3, 2, 1]


@given(st.integers(0, 700), st.integers(7, 16), st.integers(0, 40), st.integers(0, 10))
def test_nobody_is_waited_for_longer_than_ten_working_days(ahead: int, hour: int, away: int, later: int) -> None:
    put_at = NOW.replace(hour=hour) + timedelta(days=ahead)
    first = TEAM.day_of(put_at)
    days = PersonCalendar(TEAM, None, ((first, first + timedelta(days=away)),) if away else ())
    found = rules.answer_by(put_at, put_at + timedelta(days=later), TEAM, days)
    waited = TEAM.workdays_between(first + timedelta(days=1), TEAM.day_of(found))
    assert 3 <= len(waited) <= rules.PATIENCE
    assert away + later > 0 or len(waited) == rules.TO_ANSWER


@pytest.mark.parametrize(
    ("state", "result", "more", "ran"),
    [
        ("DROPPED", None, {}, False),
        ("DROPPED", None, {"owner": "mila"}, True),
        ("DROPPED", None, {"ownerless_on": MONDAY}, True),
        ("DONE", "works", {}, True),
        ("PROPOSED", None, {}, False),
    ],
)
def test_of_what_nobody_took_up_nothing_is_told(
    state: str, result: str | None, more: dict[str, Any], ran: bool
) -> None:
    row = an_action(state=state, result=result, link="point:1", closed_on=MONDAY, **more)
    assert moves.ran(row) is ran
    assert bool(hearing.grouped([row])) is (ran or state == "PROPOSED")


# --- words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "training volgen",
        "Cursus telefoneren",
        "Een workshop plannen voor het team",
        "Follow a training",
        "take a course",
        "Trainen",
        "We trainen samen",
        "Bijscholen in telefoneren",
        "Coaching regelen",
        "Get coached",
    ],
)
def test_only_a_training(text: str) -> None:
    assert rules.only_training(text)


@pytest.mark.parametrize(
    "text",
    [
        "Na de training bellen we elke klant zelf terug",
        "De cursusmap opruimen",
        "Elke nieuwe collega in de training drie gesprekken laten meeluisteren",
        "Elke beller terugbellen",
        "After the course we call back",
        "Nieuwe collega's trainen elke klant met naam aan te spreken",
        "Elke vrijdag een coach laten meeluisteren bij drie gesprekken",
    ],
)
def test_more_than_a_training(text: str) -> None:
    assert not rules.only_training(text)


def test_the_same_words_are_the_same_action() -> None:
    assert rules.same("Elke beller: terugbellen!", ["elke  beller terugbellen"])
    assert not rules.same("Elke beller terugbellen", ["Elke brief beantwoorden"])


def named(said: Sentence) -> Iterable[str]:
    for part in said.args.values():
        if isinstance(part, Person):
            yield part.id
        elif isinstance(part, Sentence):
            yield from named(part)


@given(st.sampled_from(State), st.booleans(), st.sampled_from([None, *Result]))
def test_a_line_names_the_owner_alone_and_what_came_of_it_nobody(
    state: State, owned: bool, result: Result | None
) -> None:
    row = an_action(state=state.value, owner="mila" if owned else None, asked="nadia", result=result and result.value)
    assert set(named(lines.line(row, MONDAY))) <= ({"mila"} if owned else set())
    assert not list(named(lines.follow_up(row)))


@given(st.sampled_from(State), st.sampled_from(PEOPLE), st.booleans(), st.integers(0, 2), st.booleans())
def test_who_can_press_stop_may(state: State, person: str, leads: bool, extensions: int, still: bool) -> None:
    row = an_action(state=state.value, owner="mila", extensions=extensions, still_asked_on=MONDAY if still else None)
    if state in FINAL:
        return
    shown = [each.does for each in pressing.buttons(NO_RITUALS, row, person, leads=leads)]
    if "action.stop" in shown:
        assert pressing.may_stop(row, person, leads=leads)


NO_RITUALS = cast(Turn, SimpleNamespace(rituals=()))
