"""Someone who sees all that is shown, knows all counts of people and how we decide, and can add and subtract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.anonymity import LEAST_RESPONDENTS, Average, Figures, averages, distributions, participation
from rituals.suppression import LEAST_K, MOST_K, Group, Tally, visible

MON, SUN = date(2026, 11, 23), date(2026, 11, 29)
Set = frozenset[str]


def means(top: Group, k: int) -> Figures:
    return averages(top, k, Average.MEAN)


@dataclass(frozen=True)
class Adversary:
    """`people` are the smallest sets that anything is known of: teams, and those in no team of their department."""

    people: dict[str, Tally]
    shown: dict[str, Set]

    def known(self) -> Iterator[Set]:
        """Every set of people whose total follows from the shown totals: by elimination, for any values."""
        names = sorted(self.people)
        rows = _echelon([[Fraction(name in each) for name in names] for each in self.shown.values()])
        for each in _subsets(names):
            if not any(_reduced([Fraction(name in each) for name in names], rows)):
                yield each

    def tally(self, names: Set) -> tuple[int, int]:
        return sum(self.people[each].members for each in names), sum(self.people[each].contributors for each in names)


def adversary(top: Group, shown: Set) -> Adversary:
    people: dict[str, Tally] = {}
    sets: dict[str, Set] = {}

    def walk(group: Group) -> Set:
        loose = replace(group.tally)
        inside: Set = frozenset()
        for part in group.parts:
            loose, inside = loose - part.tally, inside | walk(part)
        if not loose.empty:
            people[f"in {group.key}"] = loose
            inside |= {f"in {group.key}"}
        sets[group.key] = inside
        return inside

    walk(top)
    return Adversary(people, {key: sets[key] for key in shown})


def _subsets(names: Sequence[str]) -> Iterator[Set]:
    sizes = range(1, len(names) + 1)
    yield from (frozenset(each) for each in chain.from_iterable(combinations(names, size) for size in sizes))


def _echelon(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    found: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = _reduced(row, found)
        if (pivot := next((at for at, value in enumerate(left) if value), None)) is not None:
            found.append((pivot, [value / left[pivot] for value in left]))
    return found


def _reduced(row: list[Fraction], echelon: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for pivot, other in echelon:
        if factor := row[pivot]:
            row = [mine - factor * theirs for mine, theirs in zip(row, other, strict=True)]
    return row


# --- any organisation -------------------------------------------------------------------------------------------------
@st.composite
def teams(draw: st.DrawFn, key: str, categories: int = 0, most: int = 9) -> Group:
    answers = tuple(draw(st.integers(0, 6)) for _ in range(categories))
    contributors = sum(answers) if categories else draw(st.integers(0, most))
    return Group(key, Tally(contributors + draw(st.integers(0, 3)), contributors, answers))


@st.composite
def organisations(draw: st.DrawFn, categories: int = 0, most: int = 9, widest: int = 3) -> Group:
    """Departments with teams, and here and there people who belong to none."""

    def over(key: str, parts: list[Group]) -> Group:
        here = [each.tally for each in [*parts, draw(teams("", categories, 2))][: len(parts) + draw(st.integers(0, 1))]]
        answers = tuple(sum(each) for each in zip(*(one.answers for one in here), strict=True))
        tally = Tally(sum(one.members for one in here), sum(one.contributors for one in here), answers)
        return Group(key, tally, tuple(parts))

    departments = [
        over(f"d{at}", [draw(teams(f"t{at}{place}", categories, most)) for place in range(size)])
        for at, size in enumerate(draw(st.lists(st.integers(1, widest), min_size=1, max_size=widest)))
    ]
    return over("org", departments)


KS = st.integers(LEAST_K, 12)


@settings(deadline=None, max_examples=150)
@given(organisations(), KS)
def test_only_totals_of_enough_people_can_be_worked_out(top: Group, k: int) -> None:
    """Even from exact totals, where we show rounded means."""
    other = adversary(top, visible(top, k))
    assert all(min(other.tally(each)) >= k for each in other.known() if max(other.tally(each)))


@settings(deadline=None, max_examples=60)
@given(organisations(categories=3))
def test_no_bar_of_one_or_two_can_be_worked_out(top: Group) -> None:
    shown = {key: told for key, told in distributions(top, LEAST_K).items() if told}
    other = adversary(top, frozenset(shown))
    spans = {told.spans for told in shown.values()}
    assert len(spans) <= 1
    for each in other.known():
        counts = [sum(column) for column in zip(*(other.people[one].answers for one in each), strict=True)]
        bars = [sum(counts[first : last + 1]) for span in spans for first, last in span]
        assert not {1, 2} & set(bars)
        assert not any(counts) or (sum(counts) >= 10 and len([bar for bar in bars if bar]) > 1)


@settings(deadline=None, max_examples=100)
@given(organisations(), KS, st.randoms())
def test_what_is_hidden_is_stable_and_depends_on_no_order(top: Group, k: int, random: object) -> None:
    shown = visible(top, k)
    hidden = frozenset(each.key for each in top.all()) - shown
    assert visible(top, k, hidden=hidden) == shown
    assert visible(_mirrored(top), k) == shown


def _mirrored(group: Group) -> Group:
    return replace(group, parts=tuple(_mirrored(part) for part in reversed(group.parts)))


@settings(deadline=None, max_examples=60)
@given(organisations(most=24), st.integers(LEAST_K, MOST_K), st.integers(LEAST_K, MOST_K))
def test_a_larger_k_never_shows_more(top: Group, one: int, other: int) -> None:
    assert visible(top, max(one, other)) <= visible(top, min(one, other))


@settings(deadline=None, max_examples=60)
@given(organisations(categories=3), st.permutations(range(3)))
def test_whether_a_mean_is_hidden_says_nothing_about_it(top: Group, order: list[int]) -> None:
    def other(group: Group) -> Group:
        answers = tuple(group.tally.answers[at] for at in order)
        return Group(group.key, replace(group.tally, answers=answers), tuple(other(part) for part in group.parts))

    hidden, hidden_then = ({key for key, mean in means(each, 5).items() if not mean} for each in (top, other(top)))
    assert hidden == hidden_then


# --- every world of a small organisation ------------------------------------------------------------------------------
def with_yes(top: Group, yes: dict[str, int]) -> Group:
    """The organisation in which so many of each team said yes; the others no."""
    parts = tuple(with_yes(part, yes) for part in top.parts)
    said = sum(part.tally.answers[1] for part in parts) if parts else yes[top.key]
    return Group(top.key, replace(top.tally, answers=(top.tally.contributors - said, said)), parts)


def flat(*contributors: int) -> Group:
    parts = tuple(Group(f"t{at}", Tally(count + 1, count)) for at, count in enumerate(contributors))
    return Group("org", Tally(sum(contributors) + len(parts), sum(contributors)), parts)


def deep(*departments: Sequence[int]) -> Group:
    parts = tuple(
        replace(
            flat(*counts),
            key=f"d{at}",
            parts=tuple(replace(each, key=f"{at}{each.key}") for each in flat(*counts).parts),
        )
        for at, counts in enumerate(departments)
    )
    return Group("org", Tally(sum(p.tally.members for p in parts), sum(p.tally.contributors for p in parts)), parts)


SMALL = [
    flat(6, 4, 9),
    flat(4, 9),
    flat(1, 2, 6),
    flat(3, 3, 5, 6),
    deep((4, 6), (5,)),
    deep((2,), (5, 6)),
    deep((1, 4), (5, 5)),
]


@pytest.mark.parametrize("top", SMALL, ids=lambda top: " ".join(str(each.tally.contributors) for each in top.all()))
def test_no_hidden_answer_is_certain(top: Group) -> None:
    """All worlds that look the same are put together, as shown: rounded, and by the same rules.

    In them a hidden team has said yes in more than one number of times, unless all who are left beside the shown teams,
    enough people to be shown themselves, said the same.
    """
    leaves = [each for each in top.all() if not each.parts]
    alike: dict[tuple[object, ...], list[dict[str, int]]] = {}
    for numbers in product(*(range(each.tally.contributors + 1) for each in leaves)):
        yes = {each.key: number for each, number in zip(leaves, numbers, strict=True)}
        alike.setdefault(tuple(means(with_yes(top, yes), LEAST_K).values()), []).append(yes)
    small = [each.key for each in leaves if 0 < each.tally.contributors < LEAST_K]
    other = adversary(top, visible(top, LEAST_K))
    beside = {key: min((one for one in other.known() if f"in {key}" in one), key=len, default=None) for key in small}
    for worlds, key in product(alike.values(), small):
        if len({world[key] for world in worlds}) == 1:
            left = beside[key]
            assert left
            said = {sum(world[name.removeprefix("in ")] for name in left) for world in worlds}
            assert said in ({0}, {other.tally(left)[1]})


def test_a_mean_tells_nobodys_answer() -> None:
    """Of what one person may have answered on a scale of five, no mean leaves only one possibility."""
    for n in range(LEAST_K, 31):
        told: dict[object, set[int]] = {}
        for total in range(n, 5 * n + 1):
            one_may = {answer for answer in range(1, 6) if n - 1 <= total - answer <= 5 * (n - 1)}
            told.setdefault(means(_with_total(n, total), LEAST_K)["a"], set()).update(one_may)
        assert min(map(len, told.values())) >= 2


def _with_total(n: int, total: int) -> Group:
    answers = [0] * 5
    low, extra = divmod(total - n, n)
    answers[low] += n - extra
    answers[min(low + 1, 4)] += extra
    return Group("a", Tally(n, n, tuple(answers)))


def test_no_participation_says_that_all_took_part() -> None:
    for members in range(1, 41):
        told: dict[object, set[int]] = {}
        for count in range(members + 1):
            shown = participation(Group("a", Tally(members, count)), {"a": Fraction(count, members)}, LEAST_K, MON, SUN)
            told.setdefault(shown["a"], set()).add(count)
        assert all(min(counts) < members for counts in told.values())


@pytest.mark.parametrize("members", [10, 11, 13, 15])
def test_no_distribution_says_that_all_answered(members: int) -> None:
    told: dict[object, set[int]] = {}
    for answers in product(range(members + 1), repeat=3):
        if (count := sum(answers)) <= members:
            shown = distributions(Group("a", Tally(members, count, answers)), LEAST_K)["a"]
            told.setdefault(shown, set()).add(count)
    assert len(told) > 1 or members == LEAST_RESPONDENTS
    assert all(min(counts) < members for counts in told.values())


@pytest.mark.parametrize("by", Average)
def test_an_average_leaves_more_than_one_way_to_answer(by: Average) -> None:
    """Of five people on a scale of five; a mean beside a median would leave one in ten of 126 cases."""
    worlds = [answers for answers in product(range(6), repeat=5) if sum(answers) == LEAST_K]
    told: dict[object, int] = {}
    for answers in worlds:
        figure = averages(Group("a", Tally(6, 5, answers)), LEAST_K, by)["a"]
        told[figure] = told.get(figure, 0) + 1
    assert min(told.values()) > 1


@pytest.mark.parametrize("members", [(9, 5, 9), (7, 7, 7), (4, 8, 7), (3, 7, 9), (12, 8)], ids=str)
def test_how_many_of_a_hidden_team_took_part_is_hardly_ever_certain(members: tuple[int, ...]) -> None:
    """Who took part decides what is hidden here, so where nearly all took part a number can follow."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in product(*(range(each + 1) for each in members)):
        parts = tuple(Group(f"t{at}", Tally(m, n)) for at, (m, n) in enumerate(zip(members, counts, strict=True)))
        top = Group("org", Tally(sum(members), sum(counts)), parts)
        of = {each.key: Fraction(each.tally.contributors, each.tally.members) for each in top.all()}
        alike.setdefault(tuple(participation(top, of, LEAST_K, MON, SUN).values()), []).append(counts)
    certain = [
        len(worlds)
        for told, worlds in alike.items()
        if any(told[at + 1] is None and len({world[at] for world in worlds}) == 1 for at in range(len(members)))
    ]
    assert sum(certain) * 40 < sum(map(len, alike.values()))
