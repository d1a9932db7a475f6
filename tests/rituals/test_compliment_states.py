"""Any order of giving, answering, silence, editing, withdrawing, hiding, leaving and redelivery: a name is read by
nobody before its owner agreed to that text, and never after it was taken back."""

from __future__ import annotations

import asyncio
import re
from datetime import time
from pathlib import Path
from typing import Any, ClassVar

import pytest
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

from rituals.contract import Event, Note
from storage.compliment import Receiver
from tests.rituals.compliment_world import CALLED, LEAD, MOVES, Known, Praised, allowed, begun, names_in

TEMPLATES = (
    "{0} hielp {canary} en {1} {canary}",
    "Toen {0} belde {canary}, zei {0} iets {canary}",
    "{canary}: “{1}” {0}",
)
CLOCKS = (time(8, 40), time(9, 0), time(11, 30), time(14, 0), time(21, 0))  # a board is open from nine until 11:15
EXAMPLES, MORE = 3, 12  # five seconds; with --both twenty
MOST = 4  # compliments at a time: what happens to each of them counts, not how many
CANARY = r"k(\d+)v(\d+)"
people = st.sampled_from(sorted(CALLED))
receivers = st.one_of(st.lists(people, max_size=2, unique=True), st.lists(people, max_size=5, unique=True))
which = st.integers(0, 9)


class Compliments(RuleBasedStateMachine):
    template: ClassVar[Path]
    folder: ClassVar[Path]
    runs: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Compliments.runs += 1
        file = self.folder / f"{self.runs}.db"
        file.write_bytes(self.template.read_bytes())
        self.house = Praised(f"sqlite:///{file}")
        self.house.open()
        self.known: dict[int, Known] = {}
        self.past: list[Event] = []
        self.left: set[str] = set()

    def teardown(self) -> None:
        self.house.close()

    # --- rules --------------------------------------------------------------------------------------------------------
    @initialize(days=st.sampled_from((0, 3)), clock=st.sampled_from(CLOCKS))
    def begin(self, days: int, clock: time) -> None:
        """On the Friday on which the team began, or on the Monday of its first board."""
        self.house.later(days, clock)

    @precondition(lambda self: len(self.known) < MOST)
    @rule(giver=people, to=receivers, customer=st.booleans(), named=st.booleans(), n=which, at_once=st.booleans())
    def give(self, giver: str, to: list[str], customer: bool, named: bool, n: int, at_once: bool) -> None:
        """`at_once`: all receivers share it with their names right away."""
        to = [each for each in to if each not in self.left]
        kind = "customer" if customer else "colleague"
        if giver in self.left or (kind == "colleague" and to in ([], [giver])):
            return
        mine = max(self.known, default=0) + 1
        one = Known(giver, kind, tuple(to), n=n)
        values = self._texts(mine, one, n) | {"kind": kind, "to": tuple(to), "named": named and giver not in to}
        said = self._does(giver, "compliment.new", "1", **values)
        if isinstance(said, Note):
            one.agreed = {giver} & set(to)
            self.known[mine] = one
        for person in to if at_once and mine in self.known else ():
            if person != giver:
                self._does(person, "compliment.choose", f"1:{mine}:named")
                one.agreed.add(person)

    def _texts(self, key: int, one: Known, n: int) -> dict[str, str]:
        spoken = [word for person in one.receivers for word in (CALLED[person].split()[0], CALLED[person].upper())]
        first, second = (spoken[(n + i) % len(spoken)] if spoken else "iemand" for i in (0, 1))
        canary = f"k{key}v{one.versions}"
        text = TEMPLATES[n % len(TEMPLATES)].format(first, second, canary=canary)
        return {"text": text, "meaning": f"Dankzij {second} blij {canary}" if n % 2 else ""}

    def _does(self, person: str, does: str, about: str, **values: Any) -> object:
        event = self.house.event(person, does, about, **values)
        said = self.house.act(event)
        self.past += [] if isinstance(said, Exception) else [event]  # what was refused may well be tried again
        return said

    def _one(self, n: int) -> tuple[int, Known]:
        keys = sorted(self.known)
        return keys[n % len(keys)], self.known[keys[n % len(keys)]]

    def _receiver(self, n: int, m: int) -> tuple[int, Known, str] | None:
        key, one = self._one(n)
        here = [person for person in one.receivers if person not in self.left]
        return (key, one, here[m % len(here)]) if here else None

    @precondition(lambda self: self.known)
    @rule(n=which, m=which, choice=st.sampled_from(("named", "named", "named", "unnamed", "private")))
    def answers(self, n: int, m: int, choice: str) -> None:
        """On any message that there ever was."""
        if (found := self._receiver(n, m)) is None:
            return
        key, one, person = found
        can_still = one.versions == 0 and self._choice(key, person) in ("silent", "private")
        self._does(person, "compliment.choose", f"1:{key}:{choice}")
        if choice == "named" and (one.state in ("AWAITING", "PRIVATE") or (one.state != "WITHDRAWN" and can_still)):
            one.agreed.add(person)
        elif one.state == "AWAITING":
            one.agreed.discard(person)

    @precondition(lambda self: any(one.batches for one in self.known.values()))
    @rule(n=which, newest=st.booleans())
    def agrees(self, n: int, newest: bool) -> None:
        """To what a message shows, be it the newest or an earlier one."""
        some = [(key, *batch) for key, one in self.known.items() for batch in one.batches if batch[0] not in self.left]
        if not some:
            return
        key, person, batch = some[-1] if newest else some[n % len(some)]
        one = self.known[key]
        self._does(person, "compliment.agree", f"1:{key}:{batch}")
        if [each for who, each in one.batches if who == person][-1] == batch and self._choice(key, person) == "named":
            one.agreed.add(person)

    def _choice(self, key: int, person: str) -> str:
        return next(row.choice for row in self.house.stored()[1] if (row.compliment, row.person) == (key, person))

    @precondition(lambda self: self.known)
    @rule(n=which, m=which, does=st.sampled_from(("unname", "share", "thanks", "unname")))
    def presses(self, n: int, m: int, does: str) -> None:
        if (found := self._receiver(n, m)) is None:
            return
        key, one, person = found
        self._does(person, f"compliment.{does}", f"1:{key}")
        if does == "share" and one.state in ("AWAITING", "PRIVATE"):
            one.agreed.add(person)
        elif does == "unname" and one.state in ("PUBLISHED", "HIDDEN"):
            one.agreed.discard(person)

    @precondition(lambda self: self.known)
    @rule(n=which, m=which, named=st.booleans())
    def edits(self, n: int, m: int, named: bool) -> None:
        key, one = self._one(n)
        if one.giver in self.left:
            return
        one.versions += 1
        # Of who has left no name is kept: only what stood in the text before can be known as theirs.
        values = self._texts(key, one, one.n if self.left & {*one.receivers} else m) | {
            "named": named and one.giver not in one.receivers
        }
        if not isinstance(self._does(one.giver, "compliment.edit", f"1:{key}", **values), Note):
            one.versions -= 1
            return
        one.agreed &= {one.giver}
        one.n = one.n if self.left & {*one.receivers} else m
        changed = [row for row in self._of(key) if row.choice == "changed"]
        one.batches += [(row.person or "", row.batch) for row in changed]

    def _of(self, key: int) -> list[Receiver]:
        return [row for row in self.house.stored()[1] if row.compliment == key]

    @precondition(lambda self: self.known)
    @rule(n=which, does=st.sampled_from(("withdraw", "hide", "report", "hide")))
    def leads(self, n: int, does: str) -> None:
        key, one = self._one(n)
        who = one.giver if does == "withdraw" else LEAD
        if who not in self.left:
            self._does(who, f"compliment.{does}", f"1:{key}")

    @precondition(lambda self: len(self.left) < 2)
    @rule(person=people)
    def leaves(self, person: str) -> None:
        if person != LEAD and person not in self.left:
            self.left.add(person)
            self.house.leave(person)

    @rule(days=st.sampled_from((0, 0, 0, 1, 3)), clock=st.sampled_from(CLOCKS))
    def time_goes_by(self, days: int, clock: time) -> None:
        self.house.later(days, clock)

    @precondition(lambda self: self.past)
    @rule(n=st.integers(0, 99))
    def comes_again(self, n: int) -> None:
        before = self._snapshot()
        self.house.act(self.past[n % len(self.past)])
        assert self._snapshot() == before

    def _snapshot(self) -> object:
        rows, receivers = self.house.stored()
        return [(key, row.state, row.text) for key, row in rows.items()], [
            (r.id, r.choice, r.thanked) for r in receivers
        ]

    # --- what always holds --------------------------------------------------------------------------------------------
    @invariant()
    def always(self) -> None:
        rows, receivers = self.house.stored()
        assert rows.keys() == self.known.keys()
        for key, row in rows.items():
            self._moved(self.known[key], row.state, [each.choice for each in receivers if each.compliment == key])
            assert (row.text is None) is (row.state == "WITHDRAWN")
        days = sorted({row.day for row in rows.values() if row.day is not None})
        sheets = [(reader, line) for reader, some in self.house.paper.sheets.values() for line in some]
        for reader, line in (*sheets, *self.house.pages(("U0", "U4"), days)):
            self._may_be_read(reader, line)
        self._stands_once([line for reader, line in sheets if not reader and line.startswith("💛")])
        assert not [text for text in self.house.paper.notified if re.search(CANARY, text)]

    def _moved(self, one: Known, state: str, choices: list[str]) -> None:
        assert state == one.state or state in MOVES[one.state], (one, state)
        assert state in allowed(one.kind, choices), (one, choices, state)
        one.state = state

    def _may_be_read(self, reader: str, line: str) -> None:
        for found in re.finditer(CANARY, line):
            one = self.known[int(found[1])]
            assert (one.state, int(found[2])) != ("WITHDRAWN", one.versions), line
            assert int(found[2]) == one.versions, line
            assert one.state == "PUBLISHED" or reader in {one.giver, *one.receivers} - {""}, (one, line)
            secret = set() if reader == one.giver else set(one.receivers) - one.agreed - {reader}
            openly = one.agreed | ({reader, one.giver} - {""} if one.giver not in one.receivers else {reader} - {""})
            assert not names_in(line, openly) & secret, (one, reader, line)

    def _stands_once(self, lines: list[str]) -> None:
        for key in self.known:
            assert len([line for line in lines if f"k{key}v" in line]) <= 1, lines


def test_any_order(tmp_path: Path, sqlite_url: str, pytestconfig: pytest.Config) -> None:
    asyncio.run(begun(sqlite_url))
    Compliments.template, Compliments.folder = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path
    checks = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
    bounds = settings(
        max_examples=MORE if pytestconfig.getoption("both") else EXAMPLES,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=checks,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Compliments, settings=bounds)
