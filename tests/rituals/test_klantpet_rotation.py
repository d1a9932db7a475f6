"""The cap over a year of three meetings that share people: who is asked, and how fair that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.calendar import DAY, Calendar, PersonCalendar
from rituals.klantpet.recurrence import Repeats, Rhythm
from rituals.klantpet.rules import DECLINES, ROLE
from rituals.rotation import HORIZON, Candidate, Occurrence, draw, successor

NL = Calendar()
BUNDLE = time(8, 45)
FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
EVERYBODY = frozenset("abcdefghij")


@dataclass(frozen=True)
class Kind:
    series: int
    rhythm: Rhythm
    clock: time
    pool: frozenset[str]


# On Thursdays all three; the weekly ones share two people, and everybody of the small one is in another as well.
KINDS = (
    Kind(1, Rhythm(Repeats.WEEKLY, date(2026, 9, 3)), time(10), frozenset("abcdef")),
    Kind(2, Rhythm(Repeats.WEEKLY, date(2026, 9, 3)), time(14), frozenset("efghij")),
    Kind(3, Rhythm(Repeats.FORTNIGHTLY, date(2026, 9, 3)), time(16), frozenset("fgh")),
)


@dataclass
class Year:
    random: Random
    away: float
    declines: float
    people: dict[str, Candidate[str]] = field(default_factory=dict)
    agenda: dict[str, Occurrence[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # (occurrence, person)
    worn: Counter[str] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)

    def run(self) -> None:
        for person in sorted(EVERYBODY):
            self.people[person] = Candidate(person, date(2025, 1, 6), PersonCalendar(NL), founder=True)
        for kind in KINDS:
            for day in kind.rhythm.days(FIRST, LAST):
                if NL.is_workday(day):
                    key = f"{kind.series} {day}"
                    start = NL.at(day, kind.clock)
                    self.agenda[key] = Occurrence(key, day, start, pool=kind.pool, series=kind.series)
        for today in NL.workdays_between(FIRST, LAST):
            self._morning(today)

    def _morning(self, today: date) -> None:
        over = [one for key, one in self.agenda.items() if one.day < today and key not in self.done]
        self.done |= {str(one.id) for one in over}
        for one in over:
            if one.holder is not None:
                who = self.people[one.holder]
                self.people[one.holder] = replace(who, last_done=max(one.day, who.last_done or one.day))
                self.worn[one.holder] += 1
        self._leave(today)
        until = NL.add_workdays(today, HORIZON)
        before = {one.series: one for one in self.agenda.values() if one.day < today}
        near = [*before.values(), *(one for one in self.agenda.values() if today <= one.day <= until)]
        for found in draw(today, near, [*self.people.values()], NL, team=1, role=ROLE, bundle=BUNDLE):
            self._give(str(found.occurrence), found.person)
        for key in [key for key, one in self.agenda.items() if one.holder and one.day > today]:
            for _time in range(DECLINES):
                if self.agenda[key].holder and self.random.random() < self.declines:
                    self._pass_on(key)

    def _leave(self, today: date) -> None:
        for person, who in self.people.items():
            if self.random.random() < self.away:
                span = (today + DAY, today + timedelta(self.random.randint(1, 14)))
                assert isinstance(who.days, PersonCalendar)
                days = replace(who.days, absences=(*who.days.absences, span))
                self.people[person] = replace(who, days=days)
                for key, one in list(self.agenda.items()):
                    if one.holder == person and one.day > today and not days.is_workday(one.day):
                        self._pass_on(key)

    def _give(self, key: str, person: str) -> None:
        """Notes where somebody has a second cap on one day although another could have had it."""
        one = self.agenda[key]
        same = {other.holder for other in self.agenda.values() if other.day == one.day and other.id != one.id}
        able = {who for who in one.pool or () if self.people[who].days.is_workday(one.day)}
        if person in same and able - same - one.asked - {one.holder}:
            self.twice.append(key)
        self.agenda[key] = replace(one, holder=person)
        self.asked.append((key, person))

    def _pass_on(self, key: str) -> None:
        one = self.agenda[key]
        assert one.holder is not None
        around = [each for each in self.agenda.values() if abs(each.day - one.day) <= timedelta(14)]
        following = successor(one, around, [*self.people.values()], team=1, role=ROLE)
        self.agenda[key] = replace(one, holder=None, asked=one.asked | {one.holder})
        if following is not None and len(self.agenda[key].asked) < DECLINES:
            self._give(key, following.person)


def year(seed: int, away: float = 0.0, declines: float = 0.0) -> Year:
    some = Year(Random(seed), away, declines)
    some.run()
    return some


def test_a_quiet_year_is_fair() -> None:
    """Nobody wears two caps on one day; of those in the same meetings nobody has three turns more than another.

    Two it can be: on a day with three meetings whoever is next may be the only one left for another of them.
    """
    some = year(1)
    assert some.twice == []
    assert all(one.holder is not None for one in some.agenda.values())
    for alike in ("abcd", "ij", "gh"):
        turns = [some.worn[person] for person in alike]
        assert max(turns) - min(turns) <= 2, some.worn


def test_a_year_of_absences_and_declines_stays_so() -> None:
    """Whoever passed a turn on has it next time; a handful of turns is all that a year of that moves."""
    for seed in range(3):
        some = year(seed, away=0.01, declines=0.1)
        assert some.twice == []
        assert sum(one.holder is None for one in some.agenda.values()) < len(some.agenda) // 5
        for alike in ("abcd", "ij", "gh"):
            turns = [some.worn[person] for person in alike]
            assert max(turns) - min(turns) <= 4, (seed, some.worn)


POOLS = st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1, max_size=3), min_size=2, max_size=4)


@settings(max_examples=60)
@given(POOLS)
def test_nobody_has_two_on_a_day_where_each_could_have_had_one(pools: list[frozenset[str]]) -> None:
    day = date(2026, 11, 26)
    meetings = [Occurrence(str(n), day, NL.at(day, time(10 + n)), pool=pool, series=n) for n, pool in enumerate(pools)]
    people = [Candidate(person, date(2025, 1, 6), PersonCalendar(NL), founder=True) for person in "abcde"]
    drawn = draw(day - DAY, meetings, people, NL, team=1, role=ROLE, bundle=BUNDLE)
    most = max(len(set(chosen)) for chosen in product(*pools))
    assert len(drawn) == len(pools)
    assert all(one.person in pools[int(one.occurrence)] for one in drawn)
    assert len({one.person for one in drawn}) == most


def test_one_of_a_kind_is_asked_every_second_time() -> None:
    """Of each meeting by itself: another one that only they attend doesn't count."""
    people = [Candidate(person, date(2025, 1, 6), PersonCalendar(NL), founder=True) for person in "ab"]
    weeks = [date(2026, 11, 19), date(2026, 11, 26)]
    agenda = {
        (series, day): Occurrence(f"{series} {day}", day, NL.at(day, time(10)), pool=frozenset("a"), series=series)
        for series, day in [(1, weeks[0]), (1, weeks[1]), (2, weeks[1])]
    }
    agenda[1, weeks[0]] = replace(agenda[1, weeks[0]], holder="a")
    drawn = draw(date(2026, 11, 25), [*agenda.values()], people, NL, team=1, role=ROLE, bundle=BUNDLE)
    assert [str(one.occurrence) for one in drawn] == [f"2 {weeks[1]}"]
