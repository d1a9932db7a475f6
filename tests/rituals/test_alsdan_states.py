"""Any order of proposing, joining, choosing, leaving, time and redelivery: an agreement runs because people joined it,
no more of them run than may, and what is over stays over."""

from __future__ import annotations

import asyncio
from datetime import time
from pathlib import Path
from typing import Any, ClassVar

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

from rituals.alsdan import life
from rituals.alsdan.subjects import Words
from rituals.contract import Event, Note, Turn
from tests.rituals.alsdan_world import MOVES, PEOPLE, Agreed
from tests.rituals.compliment_world import begun

EXAMPLES = 8
MOST = 7  # agreements at a time
FOUND = ("relapsed", "offer_anchor", "talk_anchor", "week36", "silent")
BEGUN = (("ACTIVE",), ("ACTIVE", "ACTIVE", "PAUSED"), ("ACTIVE",) * 3 + ("PAUSED", "ANCHORED"), ("ANCHORED", "PAUSED"))
SAYS = {"relapsed": "keep", "offer_anchor": "anchor", "talk_anchor": "anchor", "week36": "longer", "silent": "keep"}
CHOICES = ("pause", "resume", "letgo", "words", "pause", "resume")
ON_QUESTION = ("keep", "anchor", "still", "faded", "longer", "pause", "resume")
people = st.sampled_from(PEOPLE)
which = st.integers(0, 9)


class Agreements(RuleBasedStateMachine):
    template: ClassVar[Path]
    folder: ClassVar[Path]
    runs: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Agreements.runs += 1
        file = self.folder / f"{self.runs}.db"
        file.write_bytes(self.template.read_bytes())
        self.house = Agreed(f"sqlite:///{file}")
        self.house.open()
        self.states: dict[int, str] = {}
        self.joined: dict[int, set[str]] = {}
        self.asked: list[str] = []  # the subjects of all questions there ever were
        self.past: list[Event] = []
        self.left: set[str] = set()

    def teardown(self) -> None:
        """Whatever it came to, it can be read."""
        try:
            self.house.deliver()
        finally:
            self.house.close()

    # --- rules --------------------------------------------------------------------------------------------------------
    @initialize(states=st.sampled_from(BEGUN))
    def begin(self, states: tuple[str, ...]) -> None:
        self.house.there(*states)
        self.states = {key: row.state for key, row in self.house.now().rows.items()}

    @precondition(lambda self: len(self.states) < MOST)
    @rule(person=people, n=which)
    def proposes(self, person: str, n: int) -> None:
        if person not in self.left:
            self.house.propose(person, Words(f"een klant {n} keer belt", "bellen we zelf terug"))

    @precondition(lambda self: "PROPOSED" in self.states.values())
    @rule(
        n=which,
        some=st.lists(people, min_size=1, max_size=4),
        does=st.sampled_from(("join", "join", "join", "withdraw")),
    )
    def joins(self, n: int, some: list[str], does: str) -> None:
        key = self._key(n, "PROPOSED")
        for person in some:
            said = self._does(person, f"alsdan.{does}", f"1:{key}")
            proposer = self.house.now().rows[key].proposer
            if does == "join" and isinstance(said, Note) and person != proposer and self.states[key] == "PROPOSED":
                self.joined[key].add(person)
            self.always()

    @precondition(lambda self: self.states)
    @rule(person=people, n=which, does=st.sampled_from(("join", "withdraw", "pause", "resume", "longer", "keep")))
    def presses(self, person: str, n: int, does: str) -> None:
        """Whatever the state: on an old message, or by command."""
        self._does(person, f"alsdan.{does}", f"1:{self._key(n)}")

    @precondition(lambda self: self.asked)
    @rule(
        some=st.lists(people, min_size=1, max_size=3), n=which, newest=st.booleans(), does=st.sampled_from(ON_QUESTION)
    )
    def chooses(self, some: list[str], n: int, newest: bool, does: str) -> None:
        subject = self.asked[-1] if newest else self.asked[n % len(self.asked)]
        for person in some:
            self._does(person, f"alsdan.{does}", subject)
            self.always()

    @precondition(lambda self: self.states)
    @rule(person=people, n=which, m=which, does=st.sampled_from(("words", "letgo", "words:smaller")))
    def puts(self, person: str, n: int, m: int, does: str) -> None:
        name, _colon, choice = does.partition(":")
        values = {"reason": "over"} if name == "letgo" else {"x": f"een klant {m} keer mailt", "y": "mailen we terug"}
        self._does(person, f"alsdan.{name}", f"1:{self._key(n)}" + (f":{choice}" if choice else ""), **values)

    @precondition(lambda self: self.states)
    @rule(some=st.lists(people, min_size=1, max_size=2), n=which, does=st.sampled_from(("confirm", "adopt", "leave")))
    def answers(self, some: list[str], n: int, does: str) -> None:
        """On any proposal that there ever was."""
        for person in some:
            if proposals := self.house.now().proposals:
                one = proposals[-1 - n % len(proposals)]
                self._does(person, f"alsdan.{does}", f"1:{one.agreement}:{one.id}")
                self.always()

    @precondition(lambda self: self.states)
    @rule(n=which, choice=st.sampled_from(CHOICES), one=people, others=st.lists(people, min_size=1, max_size=3))
    def decides(self, n: int, choice: str, one: str, others: list[str]) -> None:
        """One proposes it, and whoever wants to agrees."""
        state = {"resume": "PAUSED", "letgo": "ANCHORED"}.get(choice, "ACTIVE")
        if state not in self.states.values():
            return
        before = self.house.now().proposals
        self.puts_on(one, self._key(n, state), choice)
        new = self.house.now().proposals[len(before) :]
        for person in others:
            for put in new:
                self._agrees(person, put.agreement, put.id)

    def puts_on(self, person: str, key: int, choice: str) -> None:
        values = {"letgo": {"reason": "over"}, "words": {"x": "een klant drie keer mailt", "y": "mailen we terug"}}
        self._does(person, f"alsdan.{choice}", f"1:{key}", **values.get(choice, {}))

    def _agrees(self, person: str, key: int, put: int) -> None:
        (one,) = [each for each in self.house.now().proposals if each.id == put]
        before = self._snapshot()
        self._does(person, "alsdan.confirm", f"1:{key}:{put}")
        assert one.by != person or self._snapshot() == before
        self.always()

    @precondition(lambda self: "ACTIVE" in self.states.values())
    @rule(n=which, found=st.sampled_from(FOUND), some=st.lists(people, min_size=1, max_size=4), goes=st.booleans())
    def looks_back(self, n: int, found: str, some: list[str], goes: bool) -> None:
        """What follows from it is asked, and some of them choose; the first may leave then."""
        row = self.house.now().rows[self._key(n, "ACTIVE")]

        async def tell(turn: Turn) -> None:
            await getattr(life, found)(turn, [row])

        self.house.turn(tell)
        self.always()
        for person in some:
            self._does(person, f"alsdan.{SAYS[found]}", self.asked[-1])
            if goes and person == some[0]:
                self.leaves(person, really=True)
            self.always()

    @rule(person=people, really=st.sampled_from((True, False, False)))
    def somebody_leaves(self, person: str, really: bool) -> None:
        self.leaves(person, really=really)

    def leaves(self, person: str, *, really: bool) -> None:
        if really and person not in self.left and len(self.left) < 3:
            self.left.add(person)
            self.house.gone(person)
            for some in self.joined.values():
                some.discard(person)

    @rule(days=st.sampled_from((0, 1, 3, 7, 15, 90)), clock=st.sampled_from((time(9), time(12), time(18))))
    def time_goes_by(self, days: int, clock: time) -> None:
        self.house.on(days, clock)

    @precondition(lambda self: self.past)
    @rule(n=st.integers(0, 99))
    def comes_again(self, n: int) -> None:
        before = self._snapshot()
        self.house.act(self.past[n % len(self.past)])
        assert self._snapshot() == before

    # --- what it stands on --------------------------------------------------------------------------------------------
    def _does(self, person: str, does: str, about: str, **values: Any) -> object:
        event = self.house.event(person, does, about, **values)
        said = self.house.act(event)
        self.past += [] if isinstance(said, Exception) else [event]
        return said

    def _key(self, n: int, state: str = "") -> int:
        keys = [key for key, now in sorted(self.states.items()) if not state or now == state]
        return keys[n % len(keys)]

    def _snapshot(self) -> object:
        now = self.house.now()
        rows = [(key, row.state, row.x, row.version, row.asked, row.joined) for key, row in now.rows.items()]
        return (
            rows,
            [(one.id, one.state) for one in now.proposals],
            [(v.agreement, v.choice, v.person) for v in now.voices],
        )

    # --- what always holds --------------------------------------------------------------------------------------------
    @invariant()
    def always(self) -> None:
        now = self.house.now()
        size = len(now.members)
        for key, row in now.rows.items():
            was = self.states.get(key, "")
            self.joined.setdefault(key, set())
            if row.state != was:
                assert row.state in MOVES[was], (key, was, row.state)
                self._may_begin(key, was, row.state, size)
            self.states[key] = row.state
            if row.asked and f"1:{key}:{row.asked}" not in self.asked:
                self.asked.append(f"1:{key}:{row.asked}")
            assert row.asked == "" or row.state in ("ACTIVE", "RESTARTING", "PAUSED", "ANCHORED")
            assert row.until is not None or row.state not in ("PROPOSED", "RESTARTING", "PAUSED", "ANCHORED")
        assert sum(state in ("ACTIVE", "RESTARTING") for state in self.states.values()) <= 3
        assert sum(state == "PROPOSED" for state in self.states.values()) <= 2
        assert all(voice.matter == now.rows[voice.agreement].asked for voice in now.voices)
        assert all((one.by is None) is (one.state != "open") for one in now.proposals)
        assert not {voice.person for voice in now.voices} & self.left

    def _may_begin(self, key: int, was: str, state: str, size: int) -> None:
        """A joiner's own click comes before this knows of it."""
        if (was, state) == ("PROPOSED", "ACTIVE"):
            now = self.house.now()
            assert len(now.joiners[key]) >= (1 if size <= 3 else 2), (now.joiners, size)
            assert now.rows[key].proposer not in now.joiners[key]
            assert self.joined[key] <= now.joiners[key]


def test_any_order(tmp_path: Path, sqlite_url: str) -> None:
    asyncio.run(begun(sqlite_url))
    Agreements.template, Agreements.folder = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path
    checks = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
    bounds = settings(
        max_examples=EXAMPLES,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=checks,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Agreements, settings=bounds)
