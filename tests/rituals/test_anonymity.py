from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from rituals.anonymity import (
    ABOUT_EQUAL,
    HIDDEN,
    MEAN_STEP,
    TEN,
    Average,
    Distribution,
    Edge,
    Figure,
    Figures,
    Trend,
    averages,
    distributions,
    events,
    merged,
    participation,
    shares,
    trend,
    words,
)
from rituals.suppression import Group, Tally, visible
from rituals.words import Sentence, Typed

MON = date(2026, 11, 23)
SUN = MON + timedelta(6)


def team(key: str, contributors: int, members: int | None = None) -> Group:
    return Group(key, Tally(contributors if members is None else members, contributors))


def over(key: str, *parts: Group, loose: int = 0) -> Group:
    """`loose` people belong to none of the parts."""
    members, contributors = (sum(each.tally.members for each in parts), sum(each.tally.contributors for each in parts))
    return Group(key, Tally(members + loose, contributors + loose), parts)


def polled(key: str, *answers: int, members: int | None = None, parts: Sequence[Group] = ()) -> Group:
    return Group(key, Tally(members or sum(answers), sum(answers), answers), tuple(parts))


def means(top: Group, k: int, low: int = 1) -> Figures:
    return averages(top, k, Average.MEAN, low)


def medians(top: Group, k: int, low: int = 1) -> Figures:
    return averages(top, k, Average.MEDIAN, low)


def bars(*percentages: int) -> tuple[Figure, ...]:
    return tuple(Figure(Decimal(each)) for each in percentages)


def seen(top: Group, k: int = 5) -> str:
    return " ".join(sorted(visible(top, k)))


# --- enough people ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("contributors", "members", "k", "shown"),
    [(5, 5, 5, True), (4, 9, 5, False), (4, 4, 5, False), (9, 9, 10, False), (10, 30, 10, True), (0, 0, 5, False)],
)
def test_k_people_contribute(contributors: int, members: int, k: int, shown: bool) -> None:
    assert bool(visible(team("a", contributors, members), k)) is shown


@pytest.mark.parametrize("k", [-1, 0, 4, 21])
def test_k_is_never_below_five_nor_above_twenty(k: int) -> None:
    with pytest.raises(ValueError, match="between 5 and 20"):
        visible(team("a", 30), k)


def test_a_value_about_events_takes_members_only() -> None:
    department = over("d", team("a", 0, 5), team("b", 0, 5), team("c", 0, 12))
    assert events(department, {"d": 9, "a": 1, "b": 3, "c": 5}, 5) == {"d": 9, "a": 1, "b": 3, "c": 5}
    assert events(team("a", 0, 4), {"a": 3}, 5) == {"a": None}
    assert events(over("d", team("a", 0, 4), team("b", 0, 6), team("c", 0, 7)), dict.fromkeys("dabc", 1), 5) == {
        "d": 1,
        "a": None,
        "b": None,
        "c": 1,
    }


def test_groups_do_not_overlap() -> None:
    with pytest.raises(ValueError, match="parts of d overlap"):
        Group("d", Tally(9, 9), (team("a", 5), team("b", 5)))
    with pytest.raises(ValueError, match="the same key"):
        visible(over("d", team("a", 5), team("a", 6)), 5)
    with pytest.raises(ValueError, match="no answer in a"):
        Group("a", Tally(9, 6, (3, 2)))


# --- what would give away another -------------------------------------------------------------------------------------
def test_the_smallest_shown_sibling_is_hidden_too() -> None:
    assert seen(over("d", team("a", 6), team("b", 4), team("c", 9))) == "c d"
    assert seen(over("d", team("a", 6), team("b", 7), team("c", 9))) == "a b c d"
    assert seen(over("d", team("b", 4), team("z", 6), team("y", 6), team("c", 9))) == "c d z", "of equals by key"


def test_without_a_sibling_the_detail_is_hidden() -> None:
    assert seen(over("d", team("a", 4), team("b", 9))) == "d"
    assert seen(over("d", team("a", 4))) == ""


def test_what_is_hidden_together_is_enough_too() -> None:
    assert seen(over("d", team("a", 1), team("b", 2), team("c", 9), team("e", 12))) == "d e", "a and b are three people"
    assert seen(over("d", team("a", 1), team("b", 2), team("c", 9))) == "d"
    assert seen(over("d", team("a", 2), team("b", 3), team("c", 9))) == "c d"


def test_people_of_no_part_are_not_given_away() -> None:
    assert seen(over("d", team("a", 6), team("b", 9), team("c", 9), loose=2)) == "c d"
    assert seen(over("d", team("a", 6), team("b", 9), loose=5)) == "a b d"


def test_a_part_without_people_hides_nothing() -> None:
    assert seen(over("d", team("a", 6), team("b", 0), team("c", 9))) == "a c d"
    assert seen(over("d", team("a", 6), team("b", 0, 3), team("c", 9))) == "c d"


def test_departments_and_their_teams() -> None:
    small, other = over("d1", team("a", 4)), over("d2", team("b", 5), team("c", 6), team("e", 7))
    big = over("d3", team("f", 20), team("g", 30))
    assert seen(over("org", small, other, big)) == "d3 e f g org", "d2 could be made of its teams"
    assert seen(over("org", over("d2", team("b", 5), team("c", 6)), over("d3", team("f", 20)))) == "b c d2 d3 f org"


def test_a_larger_k_hides_what_a_smaller_one_hides() -> None:
    top = over("d", team("a", 4), team("b", 6), team("c", 9), team("e", 20))
    assert [seen(top, k) for k in (5, 9, 10, 20)] == ["c d e", "c d e", "d e", "d"]


def test_a_larger_k_shows_nobody_who_was_hidden_beside_another() -> None:
    top = over("d", team("a", 4, 20), team("b", 10, 11), team("c", 8, 30))
    of = dict.fromkeys("dabc", Fraction(1, 2))
    told = {k: [key for key, figure in participation(top, of, k, MON, SUN).items() if figure] for k in (5, 9)}
    assert told == {5: ["d", "c"], 9: ["d"]}


# --- how coarse -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "mean", "edge"),
    [
        ((1, 2, 3, 2, 0), "2.8", Edge.EXACT),  # 22/8
        ((0, 0, 6, 0, 1), "3.3", Edge.EXACT),  # 23/7
        ((0, 0, 0, 5, 0), "4", Edge.EXACT),
        ((0, 0, 0, 1, 4), "4.8", Edge.OR_MORE),
        ((0, 0, 0, 0, 5), "4.8", Edge.OR_MORE),
        ((0, 0, 0, 2, 4), "4.7", Edge.EXACT),
        ((40, 0, 0, 0, 0), "1.2", Edge.OR_LESS),
        ((0, 0, 4, 0, 0), None, Edge.EXACT),
    ],
)
def test_means(answers: tuple[int, ...], mean: str | None, edge: Edge) -> None:
    expected = None if mean is None else Figure(Decimal(mean), edge)
    assert means(polled("a", *answers), 5) == {"a": expected}


def test_a_scale_may_begin_elsewhere() -> None:
    assert means(polled("a", 2, 1, 2), 5, low=0) == {"a": Figure(Decimal(1))}


@pytest.mark.parametrize(
    ("answers", "median"),
    [((1, 2, 3, 2, 0), "3"), ((0, 3, 3, 0, 0), "2.5"), ((3, 0, 0, 3, 0), "2.5"), ((0, 0, 0, 0, 5), "5"), ((4,), None)],
)
def test_medians(answers: tuple[int, ...], median: str | None) -> None:
    assert medians(polled("a", *answers), 5) == {"a": None if median is None else Figure(Decimal(median))}


@pytest.mark.parametrize(
    ("share", "percent", "edge"),
    [
        ("2/3", 70, Edge.EXACT),
        ("13/20", 70, Edge.EXACT),  # half goes up
        ("64/100", 60, Edge.EXACT),
        ("3/20", 20, Edge.EXACT),
        ("7/50", 10, Edge.OR_LESS),
        ("0", 10, Edge.OR_LESS),
        ("8/9", 90, Edge.OR_MORE),
        ("1", 90, Edge.OR_MORE),
    ],
)
def test_percentages(share: str, percent: int, edge: Edge) -> None:
    nine = team("a", 6, 9)
    assert shares(nine, {"a": Fraction(share)}, 5) == {"a": Figure(Decimal(percent), edge)}
    assert participation(nine, {"a": Fraction(share)}, 5, MON, SUN) == {"a": Figure(Decimal(percent), edge)}
    assert shares(team("a", 4, 9), {"a": Fraction(share)}, 5) == {"a": None}


def test_the_mean_of_a_week_of_shares() -> None:
    days = [Fraction(text) for text in ("5/9", "6/9", "4/8", "6/9", "5/9")]
    week = sum(days, Fraction(0)) / len(days)
    assert participation(team("a", 7, 9), {"a": week}, 5, MON, SUN) == {"a": Figure(Decimal(60))}


def test_participation_is_told_of_a_week_or_longer() -> None:
    with pytest.raises(ValueError, match="a week or longer"):
        participation(team("a", 6, 9), {"a": Fraction(1, 2)}, 5, MON, SUN - timedelta(1))


def test_participation_takes_members_to_spare() -> None:
    assert participation(team("a", 5, 5), {"a": Fraction(1)}, 5, MON, SUN) == {"a": None}
    assert participation(team("a", 5, 6), {"a": Fraction(5, 6)}, 5, MON, SUN) == {"a": None}
    assert participation(team("a", 5, 7), {"a": Fraction(5, 7)}, 5, MON, SUN) == {"a": Figure(Decimal(70))}
    assert participation(team("a", 9, 9), {"a": Fraction(1)}, 9, MON, SUN) == {"a": None}
    department = over("d", team("a", 5, 6), team("b", 6, 8), team("c", 8, 9))
    shown = participation(department, dict.fromkeys("dabc", Fraction(1, 2)), 5, MON, SUN)
    assert [key for key, figure in shown.items() if figure] == ["d", "c"]


# --- categories -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "spans"),
    [
        ((1, 3, 4, 3, 1), [(0, 1), (2, 2), (3, 4)]),
        ((3, 3, 4), [(0, 0), (1, 1), (2, 2)]),
        ((5, 0, 5), [(0, 0), (1, 1), (2, 2)]),
        ((1, 1, 1, 1, 6), [(0, 2), (3, 4)]),
        ((9, 0, 0, 1), [(0, 3)]),
        ((10, 2), [(0, 1)]),
        ((), []),
    ],
)
def test_a_small_category_joins_its_neighbour(answers: tuple[int, ...], spans: list[tuple[int, int]]) -> None:
    assert merged(answers) == tuple(spans)


def test_a_distribution_takes_ten_and_two_categories() -> None:
    thirds = {"a": Distribution(((0, 1), (2, 2), (3, 4)), bars(30, 30, 30))}
    assert distributions(polled("a", 1, 3, 4, 3, 1, members=13), 5) == thirds
    assert distributions(polled("a", 1, 3, 4, 3, 1), 5) == {"a": None}, "neither ten nor eleven people can be these"
    assert distributions(polled("a", 0, 3, 3, 3, 0), 5) == {"a": None}, "nine answers"
    assert distributions(polled("a", 0, 8, 2), 5) == {"a": None}, "one bar is left"
    assert distributions(polled("a", 0, 12, 0), 5) == {"a": None}, "all gave the same answer"
    assert distributions(polled("a", 6, 6), 15) == {"a": None}
    assert distributions(polled("a", 5, 5), 5) == {"a": None}, "of ten members it would say that each answered"
    assert distributions(polled("a", 5, 5, members=11), 5) == {"a": Distribution(((0, 0), (1, 1)), bars(50, 50))}


def test_one_group_less_another_shows_no_small_category() -> None:
    a, b, c = polled("a", 4, 4, 4), polled("b", 1, 5, 5), polled("c", 6, 6, 8)
    assert distributions(polled("d", 11, 15, 17, parts=(a, b, c)), 5) == {
        "d": Distribution(((0, 0), (1, 1), (2, 2)), bars(30, 30, 40)),
        "a": None,
        "b": None,
        "c": Distribution(((0, 0), (1, 1), (2, 2)), bars(30, 30, 40)),
    }
    alone = polled("b", 1, 5, 5)
    assert distributions(alone, 5) == {"b": Distribution(((0, 1), (2, 2)), bars(50, 50))}


def test_a_group_without_a_mean_has_no_distribution() -> None:
    small, hidden_with_it, lopsided = polled("a", 2, 2), polled("b", 5, 5), polled("c", 19, 1)
    department = polled("d", 26, 8, parts=(small, hidden_with_it, lopsided))
    assert [key for key, mean in means(department, 5).items() if mean] == ["d", "c"]
    assert [key for key, told in distributions(department, 5).items() if told] == ["d"]


# --- two periods, and in words ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "step", "told"),
    [
        ("3.2", "3.5", MEAN_STEP, Trend.UP),
        ("3.2", "3.4", MEAN_STEP, Trend.EQUAL),
        ("3.5", "3.2", MEAN_STEP, Trend.DOWN),
        ("50", "60", TEN, Trend.UP),
        ("60", "60", TEN, Trend.EQUAL),
        (None, "60", TEN, None),
        ("60", None, TEN, None),
    ],
)
def test_trends(before: str | None, after: str | None, step: Decimal, told: Trend | None) -> None:
    figures = [None if each is None else Figure(Decimal(each)) for each in (before, after)]
    assert trend(figures[0], figures[1], step) is told


def test_words() -> None:
    number = Sentence("{n}%", {"n": Typed("90")})
    assert words(Figure(Decimal(90)), number) == number
    assert words(Figure(Decimal(90), Edge.OR_MORE), number).msgid == "{number} or more"
    assert words(Figure(Decimal(10), Edge.OR_LESS), number).msgid == "{number} or less"
    assert (HIDDEN.msgid, ABOUT_EQUAL.msgid) == ("Group too small to show.", "about equal")
