import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.calendar import Calendar, NoWorkday, PersonCalendar, days
from rituals.rotation import Candidate, Draw, Occurrence, draw, order, seasoned, successor

NL = Calendar()
LONG_AGO = date(2025, 1, 6)
MON, TUE, WED, THU, FRI = days(date(2026, 11, 23), date(2026, 11, 27))
NEXT_MON = date(2026, 11, 30)
BUNDLE = time(8, 45)
ROOT = Path(__file__).parents[2]


def member(
    person: str,
    last: date | None = None,
    *,
    week: Iterable[int] | None = None,
    away: tuple[date, date] | None = None,
    joined: date = LONG_AGO,
) -> Candidate[str]:
    own = PersonCalendar(NL, None if week is None else frozenset(week), (away,) if away else ())
    return Candidate(person, joined, own, last)


def meeting(
    day: date,
    clock: time = time(9),
    *,
    holder: str | None = None,
    asked: Iterable[str] = (),
    busy: Iterable[str] = (),
    id: str = "",
) -> Occurrence[str]:
    return Occurrence(id or f"{day}", day, NL.at(day, clock), holder, frozenset(asked), frozenset(busy))


def drawn(
    today: date, occurrences: Sequence[Occurrence[str]], candidates: Sequence[Candidate[str]], bundle: time = BUNDLE
) -> list[Draw[str]]:
    return draw(today, occurrences, candidates, NL, team=1, role="host", bundle=bundle)


def next_one(
    one: Occurrence[str], others: Sequence[Occurrence[str]], candidates: Sequence[Candidate[str]]
) -> str | None:
    found = successor(one, others, candidates, team=1, role="host")
    return found.person if found else None


ANN, BEN, CAS = member("ann", date(2026, 11, 2)), member("ben", date(2026, 11, 3)), member("cas", date(2026, 11, 4))


def test_longest_ago_comes_first_and_never_counts_as_joining() -> None:
    new = member("new", joined=date(2026, 11, 3))
    assert [one.person for one in order([CAS, new, BEN, ANN], 1, "host")] == ["ann", "ben", "new", "cas"]


def test_who_joined_first_goes_first_among_equals() -> None:
    older, newer = member("z", FRI, joined=LONG_AGO), member("a", FRI, joined=LONG_AGO + timedelta(1))
    assert order([newer, older], 1, "host") == [older, newer]


def test_the_last_resort_is_a_hash_of_team_role_and_person() -> None:
    same = [member(f"p{number}") for number in range(20)]
    once = order(same, 1, "host")
    assert order(reversed(same), 1, "host") == once
    assert order(same, 2, "host") != once
    assert order(same, 1, "wearer") != once


def test_the_hash_is_the_same_in_another_process() -> None:
    code = (
        "from tests.rituals.test_rotation import member, order;"
        "print(*(one.person for one in order([member(f'p{n}') for n in range(9)], 1, 'host')))"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    here = " ".join(one.person for one in order([member(f"p{n}") for n in range(9)], 1, "host"))
    assert other.stdout.decode() == f"{here}\n"


def test_the_first_ten_working_days_are_free() -> None:
    assert not seasoned(MON, NL, date(2026, 12, 4)), "the tenth, the day of joining being the first"
    assert seasoned(MON, NL, date(2026, 12, 7))
    assert not seasoned(date(2026, 11, 21), NL, date(2026, 12, 4)), "joined on Saturday, begins on Monday"
    assert seasoned(date(2026, 11, 21), NL, date(2026, 12, 7))
    assert not seasoned(date(2026, 12, 17), NL, date(2026, 12, 31)), "Christmas is no working day"
    assert seasoned(date(2026, 12, 17), NL, date(2027, 1, 4))
    assert not seasoned(MON, Calendar(workdays=frozenset()), date(2030, 1, 1))


def test_a_newcomer_waits_and_a_founder_does_not() -> None:
    newcomer = member("new", joined=date(2026, 11, 16))
    assert drawn(MON, [meeting(TUE)], [newcomer]) == []
    assert drawn(MON, [meeting(TUE)], [replace(newcomer, founder=True)])
    assert drawn(NEXT_MON - timedelta(3), [meeting(NEXT_MON)], [newcomer]), "the eleventh working day"


def test_drawn_on_the_last_working_day_before_it() -> None:
    assert drawn(MON, [meeting(TUE)], [BEN, ANN]) == [Draw(f"{TUE}", TUE, "ann", MON, "ahead")]
    assert drawn(FRI, [meeting(NEXT_MON)], [BEN, ANN]) == [Draw(f"{NEXT_MON}", NEXT_MON, "ann", FRI, "ahead")]
    assert drawn(MON, [meeting(WED)], [BEN, ANN]) == []


def test_a_part_timer_is_drawn_earlier() -> None:
    ann = member("ann", week={1, 5})
    assert drawn(MON, [meeting(FRI)], [ann, BEN]) == [Draw(f"{FRI}", FRI, "ann", MON, "ahead")]
    for today in (TUE, WED, THU):
        assert drawn(today, [meeting(FRI)], [replace(ann, last_done=MON)]) == [], "too late for ahead, early for today"
    assert drawn(FRI, [meeting(FRI)], [ann, BEN]) == [Draw(f"{FRI}", FRI, "ann", FRI, "today")]


def test_today_needs_a_quarter_of_an_hour() -> None:
    ann = member("ann", week={5})
    assert [one.when for one in drawn(FRI, [meeting(FRI, time(9))], [ann])] == ["today"]
    assert drawn(FRI, [meeting(FRI, time(8, 55))], [ann]) == []
    assert drawn(THU, [meeting(FRI, time(8, 55))], [ann, BEN]) == [Draw(f"{FRI}", FRI, "ben", THU, "ahead")]


def test_the_bundle_is_in_the_zone_of_the_home_team() -> None:
    abroad = Candidate("ann", LONG_AGO, PersonCalendar(NL, frozenset({5}), home_zone="Europe/Lisbon"))
    assert drawn(FRI, [meeting(FRI, time(9, 55))], [abroad]) == []
    assert drawn(FRI, [meeting(FRI, time(10))], [abroad])


def test_the_horizon_is_five_working_days() -> None:
    ann = member("ann", week={1, 2})
    far = date(2026, 12, 1)
    assert drawn(TUE, [meeting(NEXT_MON)], [ann]), "the fourth"
    assert drawn(TUE, [meeting(far)], [member("ann", week={2})])[0].invite_on == TUE, "the fifth"
    assert drawn(MON, [meeting(far)], [member("ann", week={1, 2}, away=(TUE, NEXT_MON))]) == [], "the sixth"


def test_no_draw_when_the_team_is_off() -> None:
    saturday = date(2026, 11, 28)
    works = Candidate("ann", LONG_AGO, Calendar(workdays=frozenset(range(1, 8))))
    assert draw(saturday, [meeting(NEXT_MON)], [works], NL, team=1, role="host", bundle=BUNDLE) == []
    one_day = Calendar(workdays=frozenset({5}), free=frozenset(days(NEXT_MON, date(2029, 1, 1))))
    with pytest.raises(NoWorkday):
        draw(FRI, [], [works], one_day, team=1, role="host", bundle=BUNDLE)


def test_who_is_away_or_opted_out_is_not_drawn() -> None:
    assert [one.person for one in drawn(MON, [meeting(TUE)], [replace(ANN, opted_out=True), BEN])] == ["ben"]
    away = member("ann", away=(TUE, TUE))
    assert [one.person for one in drawn(MON, [meeting(TUE)], [away, BEN])] == ["ben"]
    assert drawn(MON, [meeting(TUE)], []) == []


def test_a_turn_to_come_counts_for_the_next() -> None:
    held = meeting(MON, holder="ann")
    assert [one.person for one in drawn(MON, [held, meeting(TUE)], [ANN, BEN, CAS])] == ["ben"]
    one_day = [meeting(TUE, time(9)), meeting(TUE, time(11), id="other"), meeting(TUE, time(14), id="third")]
    assert [one.person for one in drawn(MON, one_day, [ANN, BEN, CAS])] == ["ann", "ben", "cas"]


def test_one_who_is_busy_that_day_comes_after_the_others() -> None:
    assert [one.person for one in drawn(MON, [meeting(TUE, busy={"ann"})], [ANN, BEN])] == ["ben"]
    assert [one.person for one in drawn(MON, [meeting(TUE, busy={"ann", "ben"})], [ANN, BEN])] == ["ann"]
    assert [one.person for one in drawn(MON, [meeting(TUE, busy={"ann"}, asked={"ben"})], [ANN, BEN])] == ["ann"]


def test_who_declined_is_not_asked_again_but_keeps_the_turn() -> None:
    assert [one.person for one in drawn(MON, [meeting(TUE, asked={"ann"})], [ANN, BEN])] == ["ben"]
    declined = meeting(TUE, holder="ben", asked={"ann"})
    assert [one.person for one in drawn(TUE, [declined, meeting(WED)], [ANN, BEN])] == ["ann"]


def test_a_pool_of_one_is_asked_every_second_time() -> None:
    assert drawn(TUE, [meeting(TUE, holder="ann"), meeting(WED)], [ANN]) == []
    assert drawn(TUE, [meeting(MON, asked={"ann"}), meeting(WED)], [ANN]) == [], "a decline was a question too"
    assert drawn(TUE, [meeting(MON, holder="ann"), meeting(TUE), meeting(WED)], [ANN])
    assert drawn(TUE, [meeting(TUE, holder="ann"), meeting(WED)], [ANN, BEN])
    year = simulated([ANN])
    assert [held for held in year if held is not None] == ["ann"] * ((len(year) + 1) // 2)
    assert "ann" not in {a for a, b in pairwise(year) if a == b}


def test_the_next_in_order_takes_over() -> None:
    one, others = meeting(TUE, holder="ann"), [meeting(WED, holder="ben")]
    assert next_one(one, [one, *others], [ANN, BEN, CAS]) == "cas", "ben has a turn to come"
    assert next_one(one, [one], [ANN, BEN, CAS]) == "ben"
    assert next_one(meeting(TUE, holder="ben", asked={"ann"}), [], [ANN, BEN, CAS]) == "cas"
    assert next_one(meeting(TUE, holder="ann", busy={"ben"}), [], [ANN, BEN, CAS]) == "cas"
    assert next_one(meeting(TUE, holder="ann", busy={"ben"}), [], [ANN, BEN]) == "ben"
    assert next_one(one, [meeting(TUE, time(15), holder="ben", id="other")], [ANN, BEN, CAS]) == "cas"
    assert next_one(meeting(TUE, holder="ann"), [], [ANN]) is None


def test_people_may_be_numbers() -> None:
    one = Occurrence(7, TUE, NL.at(TUE, time(9)), holder=0)
    people = [Candidate(number, LONG_AGO, NL) for number in range(3)]
    assert successor(one, [one], people, team=1, role="host") not in (None, people[0])
    assert draw(MON, [one], people, NL, team=1, role="host", bundle=BUNDLE) == []
    two = [Occurrence(1, MON, NL.at(MON, time(9)), holder=0), Occurrence(2, TUE, NL.at(TUE, time(9)))]
    early = [replace(people[0], last_done=LONG_AGO - timedelta(1)), people[1]]
    assert [found.person for found in draw(MON, two, early, NL, team=1, role="host", bundle=BUNDLE)] == [1]


def simulated(candidates: Sequence[Candidate[str]], first: date = LONG_AGO, months: int = 12) -> list[str | None]:
    """The holders of a year of daily meetings: a draw each morning, after which yesterday's meeting is done."""
    works = NL.workdays_between(first + timedelta(28), first + timedelta(28 + 30 * months))
    held: dict[date, str] = {}
    people = {one.person: one for one in candidates}
    for at, today in enumerate(works):
        if at and (yesterday := held.get(works[at - 1])):
            people[yesterday] = replace(people[yesterday], last_done=works[at - 1])
        seen = [meeting(day, holder=held.get(day)) for day in works[max(at - 1, 0) : at + 6]]
        for found in drawn(today, seen, list(people.values())):
            assert found.invite_on == today
            assert found.day not in held
            assert people[found.person].days.is_workday(found.day)
            held[found.day] = found.person
    return [held.get(day) for day in works[:-6]]


WEEKS = st.frozensets(st.integers(1, 5), min_size=1)


@settings(max_examples=15, deadline=None)
@given(st.lists(WEEKS, min_size=2, max_size=6), st.dates(date(2025, 1, 1), date(2033, 12, 31)))
def test_nobody_is_drawn_twice_while_another_waits(weeks: list[frozenset[int]], first: date) -> None:
    people = [member(f"p{number}", week=week, joined=first - timedelta(100)) for number, week in enumerate(weeks)]
    works = NL.workdays_between(first + timedelta(28), first + timedelta(28 + 360))
    year = simulated(people, first)
    turns: Counter[str] = Counter()
    for day, held in zip(works, year, strict=False):
        if held is not None:
            able = {one.person for one in people if one.days.is_workday(day)}
            assert held in able
            assert not turns[held] or all(turns[one] for one in able)
            turns[held] += 1


@settings(max_examples=10, deadline=None)
@given(st.integers(2, 9), st.dates(date(2025, 1, 1), date(2033, 12, 31)))
def test_in_a_full_time_team_turns_differ_by_one_at_most(size: int, first: date) -> None:
    year = simulated([member(f"p{number}", joined=first - timedelta(100)) for number in range(size)], first)
    turns = Counter(year)
    assert None not in turns
    assert len(turns) == size
    assert max(turns.values()) - min(turns.values()) <= 1


@settings(deadline=None)
@given(st.permutations([ANN, BEN, CAS, member("dee", week={1, 3}), member("eva", week={2, 5})]), st.randoms())
def test_the_draw_does_not_depend_on_the_order_of_its_input(people: list[Candidate[str]], random: Random) -> None:
    occurrences = [meeting(day) for day in (MON, TUE, WED, THU, FRI, NEXT_MON)]
    expected = drawn(MON, occurrences, sorted(people, key=lambda one: one.person))
    random.shuffle(occurrences)
    assert drawn(MON, occurrences, people) == expected
    assert [(one.person, one.when) for one in expected] == [("dee", "today")], "eva, for Tuesday, is off on Monday"
