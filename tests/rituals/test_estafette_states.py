"""Any order of yes, no, silence, absence, coming, going, weeks off, pauses and redelivery, over two years: there is one
baton or a rest that is said, everybody in play runs once a round, and nothing is public about who says no."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.stage import ZONE
from rituals.contract import Event
from rituals.estafette import weeks
from storage.estafette import Leg
from tests.rituals.compliment_world import CALLED, begun
from tests.rituals.estafette_world import CEO, CIRCLE, COORDINATOR, Relayed, Stored

EXAMPLES = 5
SILENT = 2  # of them, the rest of their two years goes by with nobody saying anything
YEAR = timedelta(days=360)
TWO_YEARS = timedelta(days=730)
OPEN = ("OFFERED", "ACCEPTED", "PLANNED")
RUNS = ("ACCEPTED", "PLANNED")
MOVES = {
    "": {"OFFERED"},
    "OFFERED": {"ACCEPTED", "DECLINED", "UNANSWERED", "HANDED_BACK", "CANCELLED"},
    "ACCEPTED": {"PLANNED", "SHARED", "PASSED", "HANDED_BACK", "LAPSED", "CANCELLED"},
    "PLANNED": {"ACCEPTED", "SHARED", "PASSED", "HANDED_BACK", "LAPSED", "CANCELLED"},
    "SHARED": {"PASSED"},
    "LAPSED": set[str](),
}
ON_OFFER = ("accept", "accept", "accept", "decline", "away")
people = st.sampled_from(CIRCLE)


class Relays(RuleBasedStateMachine):
    template: ClassVar[Path]
    folder: ClassVar[Path]
    runs: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Relays.runs += 1
        file = self.folder / f"{self.runs}.db"
        file.write_bytes(self.template.read_bytes())
        self.house = Relayed(f"sqlite:///{file}")
        self.house.open()
        self.states: dict[int, str] = {}
        self.said_yes: set[int] = set()
        self.past: list[Event] = []
        self.round = 0
        self.ends = self.now + TWO_YEARS

    @property
    def now(self) -> datetime:
        return self.house.world.clock.now()

    def teardown(self) -> None:
        """What is left of the two years goes by with nobody saying anything: the relay is still alive."""
        end = self.ends if Relays.runs <= SILENT else self.now + timedelta(days=61)
        try:
            while self.now < end:
                before = self.house.seen()
                self.house.on_to(self.now + timedelta(days=61))
                self.alive()
                self._asks_on(before, self.house.seen())
        finally:
            self.house.close()

    # --- what people do -----------------------------------------------------------------------------------------------
    @initialize()
    def begins(self) -> None:
        self._does(COORDINATOR, "estafette.start")

    @precondition(lambda self: self._open("OFFERED"))
    @rule(says=st.sampled_from(ON_OFFER), days=st.integers(0, 2), again=st.booleans())
    def answers(self, says: str, days: int, again: bool) -> None:
        self._later(days)
        if (leg := self._open("OFFERED")) is not None:
            self._does(leg.person or "", f"estafette.{says}", f":l{leg.id}")
            if again:
                self._does(leg.person or "", f"estafette.{says}", f":l{leg.id}")

    @precondition(lambda self: self._open(*RUNS))
    @rule(days=st.integers(0, 6), does=st.sampled_from(("tell", "tell", "tell", "more_time", "away", "nothing")))
    def runs_it(self, days: int, does: str) -> None:
        leg = self._open(*RUNS)
        assert leg is not None
        self._later(days)
        if does == "tell":
            self.house.refusing(lambda: self.house.tells(leg.person or ""))
        elif does != "nothing":
            self._does(leg.person or "", f"estafette.{does}", f":l{leg.id}")

    @rule(person=people)
    def tells_late(self, person: str) -> None:
        self.house.refusing(lambda: self.house.tells(person))

    @rule(person=people, to=people, second=people)
    def passes(self, person: str, to: str, second: str) -> None:
        values = {"to": to, "challenge": "Vraag wat er beter kan."}
        self._does(person, "estafette.pass", "", **values, **({"second": second} if second != to else {}))

    @rule(person=people, to=people)
    def swaps(self, person: str, to: str) -> None:
        self._does(person, "estafette.swap", "", to=to)

    @rule(person=people, ahead=st.integers(0, 9), days=st.integers(0, 25))
    def is_away(self, person: str, ahead: int, days: int) -> None:
        self.house.away(person, self.now.astimezone(ZONE).date() + timedelta(days=ahead), days)

    @rule(person=people, out=st.booleans())
    def sits_out(self, person: str, out: bool) -> None:
        self._does(person, "estafette.sit_out" if out else "estafette.come_back")

    @rule(person=people, leaves=st.booleans())
    def comes_or_goes(self, person: str, leaves: bool) -> None:
        if person == CEO:
            return
        here = self.house.seen().executives
        if leaves and person in here:
            self.house.leaves(person)
        elif not leaves and person not in here:
            self.house.joins(person)

    @rule(does=st.sampled_from(("pause", "resume", "resume", "start", "start", "stop", "back", "cancel_week")))
    def coordinates(self, does: str) -> None:
        self._does(COORDINATOR, f"estafette.{does}")

    @rule(days=st.sampled_from((0, 1, 3, 7, 15, 40)), clock=st.sampled_from((time(9), time(12, 1), time(18))))
    def time_goes_by(self, days: int, clock: time) -> None:
        here = self.now.astimezone(ZONE)
        self.house.on_to(datetime.combine(here.date() + timedelta(days=days + 1), clock, ZONE))

    @rule(days=st.sampled_from((1, 4, 11)))
    def the_service_is_away(self, days: int) -> None:
        self.house.on(days, time(10))

    @precondition(lambda self: self.past)
    @rule(n=st.integers(0, 99))
    def comes_again(self, n: int) -> None:
        before = self._snapshot()
        self.house.act(self.past[n % len(self.past)])
        assert self._snapshot() == before

    # --- what it stands on --------------------------------------------------------------------------------------------
    def _later(self, days: int) -> None:
        if days:
            self.house.on_to(self.now + timedelta(days=days))

    def _open(self, *states: str) -> Leg | None:
        return next((leg for leg in self.house.seen().legs if leg.state in states), None)

    def _does(self, person: str, does: str, about: str = "", **values: object) -> None:
        event = self.house.event(person, does, about, **values)
        self.past += [] if isinstance(self.house.act(event), Exception) else [event]

    def _snapshot(self) -> object:
        now = self.house.seen()
        return (now.relay.state, now.relay.round, [(leg.id, leg.state, leg.week, leg.longer) for leg in now.legs])

    # --- what always holds --------------------------------------------------------------------------------------------
    @invariant()
    def alive(self) -> None:
        now = self.house.seen()
        for leg in now.legs:
            was = self.states.get(leg.id, "")
            # Between two looks a leg may have come further than one step.
            assert leg.state == was or leg.state in _from(was), (leg.id, was, leg.state)
            self.states[leg.id] = leg.state
            if leg.state in RUNS or leg.ran or leg.told:
                self.said_yes.add(leg.id)
            assert leg.written <= 2
        open_legs = [leg for leg in now.legs if leg.state in OPEN]
        assert len(open_legs) <= 1, [(leg.id, leg.state) for leg in open_legs]
        for leg in open_legs:
            assert leg.person in now.executives
            assert not now.runners[leg.person or ""].sits_out or (leg.first and leg.state == "OFFERED")
        self._has_a_next_step(now, open_legs)
        self._everybody_once(now)
        self._says_nothing_of_who_says_no(now)

    def _has_a_next_step(self, now: Stored, open_legs: list[Leg]) -> None:
        relay, timers = now.relay, now.timers
        if relay.state == "PAUSED":
            assert relay.paused_by == "coordinator" or f"paused.{relay.paused_by}" in [line.kind for line in now.lines]
            assert not [leg for leg in open_legs if leg.state == "OFFERED"]
        if relay.state == "READY" and relay.round:
            assert "not_begun" in [line.kind for line in now.lines]
        if relay.state == "STOPPED":
            assert not [*open_legs, *(leg for leg in now.legs if leg.state == "SHARED")]
        if relay.state != "RUNNING":
            return
        assert "estafette.week" in timers
        if not open_legs:
            waits = "estafette.fall_back" if relay.passes_at is not None else "estafette.seek"
            assert waits in timers, (relay.passes_at, relay.rests_until, sorted(timers))
            if waits == "estafette.seek":
                assert relay.rests_until is not None
                assert "rests" in [line.kind for line in now.lines]
            return
        (leg,) = open_legs
        due = timers[f"{'estafette.answer' if leg.state == 'OFFERED' else 'estafette.lapse'}:l{leg.id}"]
        assert due - self.now < timedelta(days=45), (leg.state, due)

    def _asks_on(self, before: Stored, now: Stored) -> None:
        """Two months go by: where it runs and there is somebody to ask, somebody is asked."""
        there = [person for person in now.executives if not now.runners[person].sits_out]
        if before.relay.state == now.relay.state == "RUNNING" and len(there) > 1:
            assert len(now.legs) > len(before.legs)

    def _everybody_once(self, now: Stored) -> None:
        ran = [(leg.round, leg.person) for leg in now.legs if leg.ran and not leg.extra and leg.person]
        assert len(ran) == len(set(ran)), ran
        self.round = max(self.round, now.relay.round)

    def _says_nothing_of_who_says_no(self, now: Stored) -> None:
        agreed = {leg.person for leg in now.legs if leg.id in self.said_yes} | {leg.passed_by for leg in now.legs}
        for line in self.house.public():
            for person, name in CALLED.items():
                assert person in agreed or person == COORDINATOR or name not in line, line


def _from(state: str) -> set[str]:
    """What a state may have come to meanwhile."""
    found, more = set[str](), set(MOVES.get(state, ()))
    while more:
        found |= more
        more = {after for each in more for after in MOVES.get(each, ())} - found
    return found


def test_two_years_of_anything(tmp_path: Path, sqlite_url: str) -> None:
    asyncio.run(begun(sqlite_url))
    Relays.template, Relays.folder = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path
    checks = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
    bounds = settings(
        max_examples=EXAMPLES,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=checks,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Relays, settings=bounds)


def test_where_everybody_says_yes_each_runs_once_a_round(tmp_path: Path, sqlite_url: str) -> None:
    """A year, week by week, over week 53: five run in each round, one after the other, and no week is left out."""
    asyncio.run(begun(sqlite_url))
    house = Relayed(sqlite_url)
    house.open()
    try:
        house.act(house.event(COORDINATOR, "estafette.start", ""))
        end = house.world.clock.now() + YEAR
        while house.world.clock.now() < end:
            leg = next((each for each in house.seen().legs if each.state in OPEN), None)
            if leg is not None and leg.state == "OFFERED":
                house.act(house.event(leg.person or "", "estafette.accept", f":l{leg.id}"))
            elif leg is not None and leg.starts_at <= house.world.clock.now():
                house.tells(leg.person or "")
            house.on_to(house.world.clock.now() + timedelta(days=1))
        ran = [leg for leg in house.seen().legs if leg.ran]
        assert house.seen().relay.round == 1 + len(ran) // len(CIRCLE) >= 9
        for number in range(1, house.seen().relay.round):
            assert sorted(leg.person or "" for leg in ran if leg.round == number) == list(CIRCLE)
        told = {leg.week for leg in ran}
        here = [date(2026, 11, 23) + n * weeks.WEEK for n in range(51)]
        assert [weeks.key(week) for week in here if week not in told] == []
    finally:
        house.close()


def test_where_nobody_answers_any_more_the_channel_reads_of_weeks_that_rest(sqlite_url: str) -> None:
    """One said yes and told; then a season of silence, in which the channel reads of rests."""
    asyncio.run(begun(sqlite_url))
    house = Relayed(sqlite_url)
    house.open()
    try:
        house.act(house.event(COORDINATOR, "estafette.start", ""))
        (leg,) = house.seen().legs
        house.act(house.event(CEO, "estafette.accept", f":l{leg.id}"))
        house.on_to(leg.ends_at - timedelta(hours=1))
        house.tells(CEO)
        said = [house.world.clock.now().date()]
        while house.world.clock.now() < leg.ends_at + timedelta(days=120):
            house.on_to(house.world.clock.now() + timedelta(days=1))
            if (rested := house.seen().relay.rested) is not None and rested > said[-1]:
                said.append(rested)
        assert all(later - sooner <= 3 * weeks.WEEK for sooner, later in pairwise(said))
        assert house.world.clock.now().date() - said[-1] <= 3 * weeks.WEEK
        assert sum(line.startswith("Deze week rust het stokje.") for line in house.public()) == len(said) - 1
    finally:
        house.close()
