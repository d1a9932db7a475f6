"""What may be shown of numbers about groups of people, and how coarse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from typing import Final, TypeVar

from rituals.suppression import LEAST_K, MOST_K, Enough, Group, Tally, visible
from rituals.words import Sentence, _

V = TypeVar("V")

LEAST_RESPONDENTS: Final = 10  # for a distribution over categories
FEW: Final = 2  # answers in a category that is merged with its neighbour
LEAST_SPAN: Final = timedelta(days=7)  # what is told of participation is told of a week or longer
LEAST_FOR_PARTICIPATION: Final = 7  # members: six out of seven reads as 90 or more, as does seven out of seven
TEN: Final = Decimal(10)  # percentage points between two percentages that can be shown
MEAN_STEP: Final = Decimal("0.3")  # on a scale of 1 to 5, below which a difference is none
MEAN_EDGE: Final = Decimal("0.2")  # one answer out of five (LEAST_K): nearer to the end of a scale all gave the same

HIDDEN: Final = _("Group too small to show.")
ABOUT_EQUAL: Final = _("about equal")


class Edge(Enum):
    EXACT = 0
    OR_LESS = -1
    OR_MORE = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """Nearest to the end of its scale it says no more than that: no figure tells that all did, or none."""

    value: Decimal
    edge: Edge = Edge.EXACT


@dataclass(frozen=True, slots=True)
class Distribution:
    """`spans` are the first and last category (from 0) of each bar, `shares` the part of the answers in it.

    From counts of answers would follow how many took part.
    """

    spans: tuple[tuple[int, int], ...]
    shares: tuple[Figure, ...]


class Average(Enum):
    """What a question is told by, in all its groups and periods: the two together tell what five people answered."""

    MEAN = "mean"  # to one decimal
    MEDIAN = "median"  # to halves


class Trend(Enum):
    UP = 1
    EQUAL = 0
    DOWN = -1


Figures = Mapping[str, Figure | None]  # by the group's key; None is hidden


# --- values about people ----------------------------------------------------------------------------------------------
def averages(top: Group, k: int, by: Average, low: int = 1) -> Figures:
    """`low` is the value of the first category. Raises ValueError for a k that is not allowed."""
    value = _mean if by is Average.MEAN else _median
    return _each(top, visible(top, k), lambda group: value(group.tally.answers, low))


def distributions(top: Group, k: int) -> Mapping[str, Distribution | None]:
    """Where it is None, an average may still be shown.

    All groups have the bars of the top one: with bars of their own, one group less another would undo the merging.
    """
    spans = merged(top.tally.answers)
    unseen = frozenset(each.key for each in top.all()) - visible(top, k)
    seen = visible(top, k, lambda step: _Spread(step, spans), unseen)
    return _each(top, seen, lambda group: Distribution(spans, _shares(group.tally.answers, spans)))


def shares(top: Group, of: Mapping[str, Fraction], k: int) -> Figures:
    """The part of the answers, from 0 to 1, as a percentage to the nearest ten."""
    return _each(top, visible(top, k), lambda group: _percentage(of[group.key]))


def participation(top: Group, of: Mapping[str, Fraction], k: int, first: date, last: date) -> Figures:
    """As `shares`, of members. Raises ValueError for less than a week.

    Of exactly k members, that it is shown at all would say that each took part; of six, 90 or more would.
    """
    if last - first + timedelta(days=1) < LEAST_SPAN:
        raise ValueError("participation is told of a week or longer")
    seen = visible(
        top, k, lambda step: Enough(max(step + 1, LEAST_FOR_PARTICIPATION), step), size=lambda tally: tally.members
    )
    return _each(top, seen, lambda group: _percentage(of[group.key]))


def part(some: int, told: int, members: int, k: int) -> Figure | None:
    """How many of those who `told` something said one of two things, as a percentage to the nearest ten.

    Of exactly as many members as are needed, that it is shown at all would say that each told something, and so would
    a percentage that fewer of them can't have. Of six, 90 or more would say that all said the same. Raises ValueError
    for a k that is not allowed.
    """
    if not LEAST_K <= k <= MOST_K:
        raise ValueError(f"k is between {LEAST_K} and {MOST_K}")
    least = max(k, LEAST_FOR_PARTICIPATION)
    if told < least or members <= least:
        return None
    figure = _percentage(Fraction(some, told))
    return figure if told < members or any(_reads(figure, n) for n in range(least, members)) else None


def _reads(figure: Figure, told: int) -> bool:
    return any(_percentage(Fraction(some, told)) == figure for some in range(told + 1))


# --- values about events ----------------------------------------------------------------------------------------------
def events(top: Group, of: Mapping[str, int], k: int) -> Mapping[str, int | None]:
    """What happened in a group, such as dagstarts held: shown by its number of members alone."""
    seen = visible(top, k, lambda step: Enough(step, 0), size=lambda tally: tally.members)
    return _each(top, seen, lambda group: of[group.key])


# --- between two periods ----------------------------------------------------------------------------------------------
def trend(before: Figure | None, after: Figure | None, step: Decimal) -> Trend | None:
    """Of what is shown, so that it tells nothing beyond that; None unless both are. `step`: MEAN_STEP or TEN."""
    if before is None or after is None:
        return None
    change = after.value - before.value
    if abs(change) < step:
        return Trend.EQUAL
    return Trend.UP if change > 0 else Trend.DOWN


def words(figure: Figure, number: Sentence) -> Sentence:
    """`number` is the figure's value as its reader writes it."""
    match figure.edge:
        case Edge.OR_LESS:
            return _("{number} or less", number=number)
        case Edge.OR_MORE:
            return _("{number} or more", number=number)
        case _:
            return number


# --- how coarse -------------------------------------------------------------------------------------------------------
def _each(top: Group, seen: frozenset[str], value: Callable[[Group], V]) -> Mapping[str, V | None]:
    return {each.key: value(each) if each.key in seen else None for each in top.all()}


@dataclass(frozen=True, slots=True)
class _Spread:
    """No bar of one or two answers, and answers in two bars at least; fewer than all may have given these."""

    k: int
    spans: tuple[tuple[int, int], ...]

    def __call__(self, tally: Tally) -> bool:
        bars = [count for count in _bars(tally.answers, self.spans) if count]
        enough = Enough(self.k, max(self.k, LEAST_RESPONDENTS))
        return enough(tally) and len(bars) > 1 and min(bars) > FEW and self._open(tally, bars)

    def _open(self, tally: Tally, bars: Sequence[int]) -> bool:
        """Small bars of few people read as they do only where each of them answered."""
        if tally.contributors < tally.members:
            return True
        told, count = [_percentage(Fraction(bar, sum(bars))) for bar in bars], sum(bars)
        return any(_may_be(told, fewer) for fewer in range(count - 1, max(self.k, LEAST_RESPONDENTS) - 1, -1))


def _may_be(told: Iterable[Figure], count: int) -> bool:
    """Whether so many answers, more than FEW in each bar, can read as these shares."""
    ranges = [_counts(each, count) for each in told]
    possible = all(least <= most for least, most in ranges)
    return possible and sum(least for least, _ in ranges) <= count <= sum(most for _, most in ranges)


def _counts(share: Figure, count: int) -> tuple[int, int]:
    """The least and the most that read as this share of so many answers."""
    value, half = Fraction(share.value), Fraction(TEN) / 2
    least = 0 if share.edge is Edge.OR_LESS else ceil((value - half) * count / 100)
    most = count if share.edge is Edge.OR_MORE else ceil((value + half) * count / 100) - 1
    return max(least, FEW + 1), most


def merged(answers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """First and last category of each bar: one with one or two answers takes the next in, the last one that before."""
    spans = [(at, at) for at in range(len(answers))]
    while len(spans) > 1:
        bars = _bars(answers, spans)
        few = next((at for at, count in enumerate(bars) if 0 < count <= FEW), None)
        if few is None:
            break
        left = min(few, len(spans) - 2)
        spans[left : left + 2] = [(spans[left][0], spans[left + 1][1])]
    return tuple(spans)


def _bars(answers: Sequence[int], spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sum(answers[first : last + 1]) for first, last in spans)


def _shares(answers: Sequence[int], spans: Iterable[tuple[int, int]]) -> tuple[Figure, ...]:
    return tuple(_percentage(Fraction(bar, sum(answers))) for bar in _bars(answers, spans))


def _mean(answers: Sequence[int], low: int) -> Figure:
    mean = low + Fraction(sum(at * count for at, count in enumerate(answers)), sum(answers))
    return _within(_nearest(mean, Fraction(1, 10)), low + MEAN_EDGE, low + len(answers) - 1 - MEAN_EDGE)


def _median(answers: Sequence[int], low: int) -> Figure:
    upto, count = list(accumulate(answers)), sum(answers)
    lower, upper = (next(at for at, n in enumerate(upto) if n > place) for place in ((count - 1) // 2, count // 2))
    return Figure(_nearest(low + Fraction(lower + upper, 2), Fraction(1, 2)))


def _percentage(share: Fraction) -> Figure:
    return _within(_nearest(100 * share, Fraction(TEN)), TEN, 100 - TEN)


def _nearest(value: Fraction, step: Fraction) -> Decimal:
    """Half a step goes up."""
    units = floor(value / step + Fraction(1, 2)) * step
    return Decimal(units.numerator) / units.denominator


def _within(value: Decimal, least: Decimal, most: Decimal) -> Figure:
    if value <= least:
        return Figure(least, Edge.OR_LESS)
    return Figure(most, Edge.OR_MORE) if value >= most else Figure(value)
