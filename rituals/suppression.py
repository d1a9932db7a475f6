"""Which groups are hidden, so that nobody can work out the value of one that is too small.

Whoever sees all that is shown can only work out totals of people who together are enough to be shown: those of each
shown group, and of what is left of it beside the shown groups in it. Counts of people decide, not what they answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LEAST_K: Final = 5
MOST_K: Final = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """`members` are those of the period, `contributors` the distinct ones among them; `answers` one count a category.

    Categories stand in the order of their scale.
    """

    members: int
    contributors: int = 0
    answers: tuple[int, ...] = ()

    def __sub__(self, other: Tally) -> Tally:
        left = tuple(mine - theirs for mine, theirs in zip(self.answers, other.answers, strict=True))
        return Tally(self.members - other.members, self.contributors - other.contributors, left)

    @property
    def empty(self) -> bool:
        return not (self.members or self.contributors or any(self.answers))


@dataclass(frozen=True, slots=True)
class Group:
    """An organisation, department or team. `key` is unique in the whole tree.

    Raises ValueError when its parts hold more than itself (who is in several teams counts in the home team only), or
    when there are fewer answers than contributors.
    """

    key: str
    tally: Tally
    parts: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        rest = _rest(self, self.parts)
        if min(rest.members, rest.contributors, *rest.answers, 0) < 0:
            raise ValueError(f"the parts of {self.key} overlap")
        if self.tally.answers and sum(self.tally.answers) < self.tally.contributors:
            raise ValueError(f"who gave no answer in {self.key} is no contributor")

    def all(self) -> Iterator[Group]:
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class Enough:
    members: int
    contributors: int

    def __call__(self, tally: Tally) -> bool:
        return tally.members >= self.members and tally.contributors >= self.contributors


Rule = Callable[[Tally], bool]
Size = Callable[[Tally], int]


def _people(k: int) -> Rule:
    return Enough(k, k)


def _contributors(tally: Tally) -> int:
    return tally.contributors


def visible(
    top: Group,
    k: int,
    rule: Callable[[int], Rule] = _people,
    hidden: frozenset[str] = frozenset(),
    size: Size = _contributors,
) -> frozenset[str]:
    """The keys of the groups that may be shown; `hidden` are hidden for another reason already.

    Of those that would give away another one, the smallest goes: `size` is of a number that may be known.

    Each smaller k is taken first, so that a larger one never shows what a smaller one hides. Raises ValueError for a k
    that is not allowed, or two groups with one key.
    """
    if not LEAST_K <= k <= MOST_K:
        raise ValueError(f"k is between {LEAST_K} and {MOST_K}")
    groups = sorted(top.all(), key=lambda each: each.key)
    if any(one.key == other.key for one, other in pairwise(groups)):
        raise ValueError("two groups have the same key")
    for step in range(LEAST_K, k + 1):
        hidden = _closed(groups, hidden, rule(step), size)
    return frozenset(each.key for each in groups) - hidden


def _closed(groups: Sequence[Group], hidden: frozenset[str], enough: Rule, size: Size) -> frozenset[str]:
    hidden |= {each.key for each in groups if not enough(each.tally)}
    while telling := next(_telling(groups, hidden, enough), None):
        hidden |= {min(telling, key=lambda each: (size(each.tally), each.tally.members, each.key)).key}
    return hidden


def _telling(groups: Iterable[Group], hidden: frozenset[str], enough: Rule) -> Iterator[list[Group]]:
    """Shown groups that together give away too few people, or a single group: one of them has to be hidden as well."""
    for each in groups:
        shown = [part for part in each.parts if part.key not in hidden]
        gone = [part for part in each.parts if part.key in hidden and not part.tally.empty]
        if shown and len(gone) == 1:
            yield shown
        below = list(_below(each, hidden))
        if each.key not in hidden and below:
            rest = _rest(each, below)
            if not rest.empty and not enough(rest):
                yield below


def _below(group: Group, hidden: frozenset[str]) -> Iterator[Group]:
    """The largest shown groups inside it."""
    for part in group.parts:
        if part.key in hidden:
            yield from _below(part, hidden)
        else:
            yield part


def _rest(group: Group, parts: Iterable[Group]) -> Tally:
    rest = group.tally
    for part in parts:
        rest -= part.tally
    return rest
