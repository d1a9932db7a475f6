"""The rotation over months in which people come, go, are away, decline, and trade turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import accumulate, pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.calendar import Calendar, PersonCalendar
from rituals.rotation import HORIZON, Candidate, Draw, Occurrence, draw, successor

NL = Calendar()
LONG_AGO = date(2025, 1, 6)
START, BUNDLE = time(9), time(8, 45)
TEAM, ROLE = 1, "host"
AROUND = timedelta(14)
MEETINGS = time(9), time(11), time(14)


@dataclass
class Chances:
    """Of each working day, and of each who is asked; between 0 and 1."""

    away: float = 0.0
    declines: float = 0.0
    trades: float = 0.0
    comes: float = 0.0
    goes: float = 0.0
    meetings: int = 1  # a day, at most


@dataclass
class Months:
    """`steady` are there on every day; the others are away, part-time, come and go."""

    random: Random
    chances: Chances
    first: date
    steady: tuple[str, ...] = ()
    people: dict[str, Candidate[str]] = field(default_factory=dict)
    agenda: dict[str, Occurrence[str]] = field(default_factory=dict)
    passed: list[tuple[date, str]] = field(default_factory=list)
    traded: list[tuple[date, str]] = field(default_factory=list)
    early: list[tuple[date, date, str]] = field(default_factory=list)
    asked: list[tuple[date, str, str]] = field(default_factory=list)
    came: int = 0

    def add(self, person: str, week: frozenset[int] | None = None, *, joined: date = LONG_AGO) -> None:
        self.people[person] = Candidate(person, joined, PersonCalendar(NL, week))

    def run(self, until: date) -> list[Occurrence[str]]:
        """The occurrences, each with who carried the role out."""
        works = NL.workdays_between(self.first, until + timedelta(14))
        for day in works:
            for at in range(1 if self.chances.meetings == 1 else self.random.randint(1, self.chances.meetings)):
                one: Occurrence[str] = Occurrence(f"{day} {at}", day, NL.at(day, MEETINGS[at]))
                self.agenda[str(one.id)] = one
        for today in NL.workdays_between(self.first, until):
            self._morning(today)
        return [one for one in self.agenda.values() if one.day <= until]

    def _morning(self, today: date) -> None:
        self._done(today)
        self._come_and_go(today)
        self._away(today)
        near = list(self._near(today))
        for found in _drawn(today, near, list(self.people.values())):
            self._give(str(found.occurrence), found.person)
        self._decline(today)
        self._trade(today)

    def _near(self, today: date) -> Iterator[Occurrence[str]]:
        last = NL.add_workdays(today, HORIZON)
        ordered = sorted(self.agenda.values(), key=lambda one: one.start)
        yield from [one for one in ordered if one.day < today][-1:]
        yield from (one for one in ordered if today <= one.day <= last)

    def _done(self, today: date) -> None:
        for one in self.agenda.values():
            if one.day < today and one.holder in self.people:
                who = self.people[one.holder]
                self.people[one.holder] = replace(who, last_done=max(one.day, who.last_done or one.day))

    def _give(self, key: str, person: str | None) -> None:
        self.agenda[key] = replace(self.agenda[key], holder=person)
        if person is not None:
            self.asked.append((self.agenda[key].day, key, person))

    def _pass_on(self, key: str, today: date) -> None:
        one = self.agenda[key]
        assert one.holder is not None
        around = [each for each in self.agenda.values() if abs(each.day - one.day) <= AROUND]
        following = successor(one, around, list(self.people.values()), team=TEAM, role=ROLE)
        self.agenda[key] = replace(one, asked=one.asked | {one.holder})
        self._give(key, following.person if following else None)
        if following:
            self._note_early(today, one.day, following.person, around)

    def _note_early(self, today: date, day: date, person: str, around: list[Occurrence[str]]) -> None:
        """Given ahead of its order; or a nearer turn came free when one of these had a later one already."""
        if None in (each.holder for each in around if today < each.day < day):
            self.early.append((today, day, person))
        later = [each for each in around if each.day > day and each.holder in self.steady]
        if person in self.steady:
            self.early += [(today, each.day, str(each.holder)) for each in later]

    def _to_come(self, today: date) -> list[str]:
        return [key for key, one in self.agenda.items() if one.holder is not None and one.day > today]

    def _come_and_go(self, today: date) -> None:
        if self.random.random() < self.chances.comes:
            self.came += 1
            self.add(f"new{self.came}", _week(self.random), joined=today)
        leaving = [one for one in self.people if one not in self.steady]
        if leaving and self.random.random() < self.chances.goes:
            gone = self.random.choice(leaving)
            del self.people[gone]
            for key in [key for key in self._to_come(today) if self.agenda[key].holder == gone]:
                self._pass_on(key, today)

    def _away(self, today: date) -> None:
        for person, who in list(self.people.items()):
            if person in self.steady or self.random.random() >= self.chances.away:
                continue
            first = today + timedelta(self.random.randint(1, 5))
            last = first + timedelta(self.random.randint(0, 20))
            assert isinstance(who.days, PersonCalendar)
            absences = (*who.days.absences, (first, last))
            self.people[person] = replace(who, days=replace(who.days, absences=absences))
            for key in self._to_come(today):
                if self.agenda[key].holder == person and first <= self.agenda[key].day <= last:
                    self._pass_on(key, today)

    def _decline(self, today: date) -> None:
        for key in self._to_come(today):
            while (holder := self.agenda[key].holder) and self.random.random() < self.chances.declines:
                self.passed.append((self.agenda[key].day, holder))
                self._pass_on(key, today)

    def _trade(self, today: date) -> None:
        coming = self._to_come(today)
        if not coming or self.random.random() >= self.chances.trades:
            return
        mine = self.agenda[self.random.choice(coming)]
        others = [one for one in self.people.values() if one.days.is_workday(mine.day) and one.person != mine.holder]
        if others and mine.holder:
            other = self.random.choice(others).person
            theirs = next((self.agenda[key] for key in coming if self.agenda[key].holder == other), None)
            self._hand(mine, other)
            if theirs and self.people[mine.holder].days.is_workday(theirs.day):
                self._hand(theirs, mine.holder)

    def _hand(self, one: Occurrence[str], to: str) -> None:
        assert one.holder is not None
        self.passed.append((one.day, one.holder))
        self.traded += [(one.day, one.holder), (one.day, to)]
        self.agenda[str(one.id)] = replace(one, holder=to)


def _week(random: Random) -> frozenset[int]:
    return frozenset(random.sample(range(1, 6), random.randint(1, 5)))


def months(random: Random, chances: Chances, *steady: str, length: int = 70) -> tuple[Months, list[Occurrence[str]]]:
    first = date(2026, 9, 7) + timedelta(7 * random.randint(0, 20))
    some = Months(random, chances, first, steady)
    for person in steady:
        some.add(person)
    for number in range(random.randint(0, 5) if steady else 4):
        some.add(f"p{number}", _week(random) if random.random() < 0.7 else None)
    return some, some.run(first + timedelta(length))


def ahead(some: Months, one: Occurrence[str], first: str, second: str) -> int:
    """By how many turns `first` gets ahead of `second` here, but for those that `second` passed on."""
    return (one.holder == first) - (one.holder == second) - some.passed.count((one.day, second))


def excess(some: Months, all_of: list[Occurrence[str]], first: str, second: str) -> int:
    """The most by which `first` is ahead in any span of days, beyond what turns given days ahead may move: two each."""
    early = [(given, day) for given, day, person in some.early if person in (first, second)]
    so_far = list(accumulate((ahead(some, one, first, second) for one in all_of), initial=0))
    return max(
        so_far[end + 1]
        - so_far[start]
        - 2 * sum(given <= all_of[end].day and day >= all_of[start].day for given, day in early)
        for start in range(len(all_of))
        for end in range(start, len(all_of))
    )


SEEDS = st.integers(0, 10**6).map(Random)


@settings(deadline=None, max_examples=15)
@given(SEEDS)
def test_between_two_who_are_always_there_turns_differ_by_one(random: Random) -> None:
    """In any span of days, whoever else works part-time."""
    some, all_of = months(random, Chances(), "ann", "ben")
    assert max(excess(some, all_of, "ann", "ben"), excess(some, all_of, "ben", "ann")) <= 1


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_and_so_they_do_whoever_is_away_declines_comes_or_goes(random: Random) -> None:
    """But for what one of the two passed on, and turns that came free days ahead, which go out of their order."""
    some, all_of = months(random, Chances(away=0.03, declines=0.15, comes=0.05, goes=0.05), "ann", "ben")
    assert max(excess(some, all_of, "ann", "ben"), excess(some, all_of, "ben", "ann")) <= 1


@settings(deadline=None, max_examples=15)
@given(SEEDS)
def test_trades_move_no_more_than_themselves(random: Random) -> None:
    some, all_of = months(random, Chances(away=0.02, declines=0.1, trades=0.1, comes=0.02, goes=0.02), "ann", "ben")
    trades = sum(person in ("ann", "ben") for _day, person in some.traded)
    for first, second in (("ann", "ben"), ("ben", "ann")):
        assert sum(ahead(some, one, first, second) for one in all_of) <= 2 + trades


def test_a_year() -> None:
    some, all_of = months(Random(4), Chances(away=0.01, declines=0.05, comes=0.04, goes=0.04), "ann", "ben", length=365)
    assert len(all_of) > 240
    assert some.came > 2
    assert all(one.holder or {"ann", "ben"} <= one.asked for one in all_of), "the open call comes after all"
    turns, declined = Counter(one.holder for one in all_of), Counter(person for _day, person in some.passed)
    assert abs(turns["ann"] + declined["ann"] - turns["ben"] - declined["ben"]) <= 2


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_nobody_has_two_turns_on_a_day_while_another_has_none(random: Random) -> None:
    some, all_of = months(random, Chances(away=0.02, declines=0.1, meetings=3), length=40)
    for day in {one.day for one in all_of}:
        here = [one for one in all_of if one.day == day]
        holders = [one.holder for one in here if one.holder]
        declined = frozenset().union(*(one.asked for one in here))
        idle = {who.person for who in some.people.values() if who.days.is_workday(day)} - declined - set(holders)
        assert len(holders) == len(set(holders)) or not idle


@settings(deadline=None, max_examples=15)
@given(SEEDS)
def test_who_is_alone_is_never_asked_twice_in_a_row(random: Random) -> None:
    some = Months(random, Chances(away=0.02, declines=0.2), date(2026, 9, 7))
    some.add("ann", _week(random))
    ordered = sorted(some.run(date(2026, 11, 27)), key=lambda one: one.start)
    asked = {key for _day, key, _person in some.asked}
    assert asked
    assert not [one.day for one, after in pairwise(ordered) if {one.id, after.id} <= asked]


def test_a_turn_far_ahead_does_not_give_another_two_in_a_row() -> None:
    wednesday, thursday, friday = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
    people = [Candidate("ann", LONG_AGO, NL, date(2026, 11, 23)), Candidate("ben", LONG_AGO, NL, date(2026, 11, 24))]
    days_ahead = {wednesday: "ann", thursday: None, friday: "ann"}
    agenda = [Occurrence(f"{day}", day, NL.at(day, START), holder) for day, holder in days_ahead.items()]
    assert [one.person for one in _drawn(wednesday, agenda, people)] == ["ben"]
    agenda[0] = replace(agenda[0], holder="ben")
    assert [one.person for one in _drawn(wednesday, agenda, people)] == ["ann"], "ben has just had one"
    cas = Candidate("cas", LONG_AGO, NL, date(2026, 11, 20))
    assert [one.person for one in _drawn(wednesday, agenda, [*people, cas])] == ["cas"], "ann has one to come"


def _drawn(today: date, agenda: list[Occurrence[str]], people: list[Candidate[str]]) -> list[Draw[str]]:
    return draw(today, agenda, people, NL, team=TEAM, role=ROLE, bundle=BUNDLE)
