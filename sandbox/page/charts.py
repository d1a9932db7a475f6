"""The geometry of a chart: numbers that the template draws as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]

WIDTH, HEIGHT = 520, 240
LEFT, TOP, RIGHT, BOTTOM = 46, 12, 10, 34
ROOM = 0.15  # of what a line spans, above and below it


@dataclass(frozen=True, slots=True)
class Figure:
    """`tint` numbers a series; `marks` are dots with the text they stand for."""

    paths: list[tuple[int, str, bool]] = field(default_factory=list)
    """Tint, the `d` of a path, and whether it is filled."""
    bars: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    dots: list[tuple[int, float, float]] = field(default_factory=list)
    grid: list[tuple[float, str]] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)
    legend: list[tuple[int, str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def figure(chart: Json, mark: str = ".") -> Figure:
    """`mark` stands before decimals."""
    return _pie(chart["segments"], mark) if chart["type"] == "pie" else _series(chart, mark)


def _pie(segments: list[Json], mark: str) -> Figure:
    total = sum(each["value"] for each in segments)
    made, at = Figure(head=["", ""]), 0.0
    for tint, each in enumerate(segments):
        share = each["value"] / total
        made.paths.append((tint, _slice(at, at + share), True))
        made.legend.append((tint, f"{each['label']}: {number(each['value'], mark)}"))
        made.rows.append([each["label"], number(each["value"], mark)])
        at += share
    return made


def _slice(start: float, end: float) -> str:
    x, y, r = WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 10
    if end - start > 0.9999:
        return f"M{x - r:.1f},{y:.1f}a{r},{r} 0 1,0 {2 * r},0a{r},{r} 0 1,0 {-2 * r},0z"
    (x1, y1), (x2, y2) = (
        (x + r * math.sin(2 * math.pi * each), y - r * math.cos(2 * math.pi * each)) for each in (start, end)
    )
    return f"M{x:.1f},{y:.1f}L{x1:.1f},{y1:.1f}A{r},{r} 0 {int(end - start > 0.5)},1 {x2:.1f},{y2:.1f}z"


def _series(chart: Json, mark: str) -> Figure:
    categories: list[str] = chart["axis_config"]["categories"]
    names = [each["name"] for each in chart["series"]]
    values = [[_value(series, category) for category in categories] for series in chart["series"]]
    least, most = _range([value for row in values for value in row], chart["type"])
    made = Figure(head=["", *names], legend=list(enumerate(names)) if len(names) > 1 else [])
    made.grid.extend((_y(each, least, most), number(each, mark)) for each in _steps(least, most))
    step = (WIDTH - LEFT - RIGHT) / len(categories)
    made.ticks.extend((LEFT + step * (at + 0.5), each) for at, each in enumerate(categories))
    for tint, row in enumerate(values):
        points = [(LEFT + step * (at + 0.5), _y(value, least, most)) for at, value in enumerate(row)]
        _shape(made, chart["type"], tint, points, (step, len(values), _y(0, least, most)))
    made.rows.extend([each, *(number(row[at], mark) for row in values)] for at, each in enumerate(categories))
    return made


def _shape(
    made: Figure, kind: str, tint: int, points: list[tuple[float, float]], room: tuple[float, int, float]
) -> None:
    step, count, ground = room
    if kind == "bar":
        width = step * 0.7 / count
        for x, y in points:
            made.bars.append((tint, x - step * 0.35 + width * tint, min(y, ground), width, abs(ground - y)))
        return
    line = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if kind == "area":
        made.paths.append((tint, f"M{points[0][0]:.1f},{ground:.1f}L{line}L{points[-1][0]:.1f},{ground:.1f}z", True))
    made.paths.append((tint, f"M{line}", False))
    made.dots.extend((tint, x, y) for x, y in points)


def _value(series: Json, category: str) -> float:
    return next(float(point["value"]) for point in series["data"] if point["label"] == category)


def _range(values: list[float], kind: str) -> tuple[float, float]:
    """Bars and areas stand on nothing; a line shows what changes."""
    line = kind == "line"
    least, most = min(values), max(values)
    if not line:
        least, most = min(least, 0.0), max(most, 0.0)
    if most == least:
        return least - 1 if line else least, most + 1
    room = (most - least) * ROOM if line else 0.0
    return least - room, most + room


def _steps(least: float, most: float) -> list[float]:
    """Round numbers, about four of them."""
    rough = (most - least) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    first = math.ceil(least / step)
    return [step * each for each in range(first, math.floor(most / step) + 1)]


def _y(value: float, least: float, most: float) -> float:
    return HEIGHT - BOTTOM - (value - least) / (most - least) * (HEIGHT - TOP - BOTTOM)


def number(value: float, mark: str = ".") -> str:
    return f"{value:.10g}".replace(".", mark)
