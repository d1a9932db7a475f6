"""The points of a figure's picture: weeks, or its values one by one. Values are tenths, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from rituals.calendar import week_of
from rituals.kpi.rules import Better, misses

WEEKS: Final = 12  # in one picture, this week among them
LAST: Final = 20  # values in one picture: as many points as a chart takes
WEEK: Final = timedelta(days=7)

Week = tuple[int, int]  # ISO year and week


@dataclass(frozen=True, slots=True)
class Point:
    """`at` is a week or a day."""

    at: Week | date
    value: int


@dataclass(frozen=True, slots=True)
class Points:
    """In the order of time. `missing` are weeks between them, or after them, that are over without a value."""

    points: Sequence[Point]
    missing: Sequence[Week] = ()


def median(values: Iterable[int]) -> int:
    """To whole tenths; of an even number the mean of the two in the middle, its half rounded to the even tenth."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return round(Decimal(ordered[middle - 1] + ordered[middle]) / 2)


def first_day(today: date) -> date:
    """The Monday on which the weeks of a picture begin."""
    return today - timedelta(days=today.weekday()) - (WEEKS - 1) * WEEK


def weekly(values: Mapping[date, int], today: date, since: date | None) -> Points:
    """The median of each of the last weeks; `since` is the day of the figure's first value ever.

    What comes before that, and the week that isn't over yet, is never missing.
    """
    by_week: dict[Week, list[int]] = {}
    for day, value in values.items():
        by_week.setdefault(week_of(day), []).append(value)
    mondays = [first_day(today) + n * WEEK for n in range(WEEKS)]
    points = [Point(week, median(by_week[week])) for week in map(week_of, mondays) if week in by_week]
    over = [week_of(monday) for monday in mondays[:-1] if since is not None and monday + WEEK > since]
    return Points(points, [week for week in over if week not in by_week] if points else ())


def last(values: Mapping[date, int]) -> Points:
    newest = sorted(values)[-LAST:]
    return Points([Point(day, values[day]) for day in newest])


# --- what stands out --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Marks:
    """Of equals the newest."""

    newest: Point
    highest: Point
    lowest: Point


def marks(points: Sequence[Point]) -> Marks:
    """Raises ValueError where there are none."""
    latest = list(reversed(points))
    return Marks(points[-1], max(latest, key=lambda each: each.value), min(latest, key=lambda each: each.value))


def on_target(points: Iterable[Point], target: int, better: Better) -> int:
    return sum(not misses(each.value, target, better) for each in points)
