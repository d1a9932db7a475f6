"""How a chart is drawn: what its axis spans, and how its numbers are written."""

from __future__ import annotations

from typing import Any

from sandbox.page.charts import BOTTOM, HEIGHT, TOP, figure


def chart(kind: str, *values: float) -> dict[str, Any]:
    names = [f"wk {n}" for n in range(len(values))]
    data = [{"label": name, "value": value} for name, value in zip(names, values, strict=True)]
    return {"type": kind, "axis_config": {"categories": names}, "series": [{"name": "Waarde", "data": data}]}


def test_a_line_shows_what_changes() -> None:
    """Grades between 7.7 and 8.3 are no flat line at the top."""
    drawn = figure(chart("line", 7.7, 8.3, 8.0), ",")
    assert [text for _y, text in drawn.grid] == ["7,8", "8", "8,2"]
    heights = [y for _tint, _x, y in drawn.dots]
    assert heights[1] < heights[2] < heights[0]
    assert max(heights) - min(heights) > (HEIGHT - TOP - BOTTOM) * 0.7
    assert drawn.rows == [["wk 0", "7,7"], ["wk 1", "8,3"], ["wk 2", "8"]]


def test_what_does_not_change_is_a_line_in_the_middle() -> None:
    ((_tint, _x, y),) = figure(chart("line", 0.0)).dots
    assert y == (HEIGHT - BOTTOM + TOP) / 2


def test_bars_stand_on_nothing() -> None:
    drawn = figure(chart("bar", 7.7, 8.3))
    assert drawn.grid[0] == (HEIGHT - BOTTOM, "0")
    assert [round(y + height) for _tint, _x, y, _width, height in drawn.bars] == [HEIGHT - BOTTOM] * 2
