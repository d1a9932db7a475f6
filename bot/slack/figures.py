"""Charts and tables as Slack's blocks. Nothing in them is ever markup: titles, names and cells are bare strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from bot.i18n import Reader, plain
from bot.slack.lengths import fitted
from rituals.shown import Chart, Piece, Series, Table
from rituals.words import Sentence

Json = dict[str, Any]

# By Slack's reference of both blocks: characters, and how many.
TITLE, NAME, CATEGORY = 50, 20, 20
POINTS, SERIES = 20, 12
ROWS, CELLS = 100, 20
TABLE_TEXT = 10_000  # characters of all cells of a message together
EMPTY = "–"  # Slack takes no empty text


def pictured(pieces: Iterable[Piece]) -> bool:
    return any(isinstance(piece, Chart) for piece in pieces)


def without_charts(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """For where none can be drawn: what stands around a chart says the same."""
    return tuple(piece for piece in pieces if not isinstance(piece, Chart))


def chart_of(chart: Chart, reader: Reader) -> Json:
    """Raises ValueError for more or fewer points or lines than Slack draws."""
    _counted(len(chart.across), POINTS, "points")
    _counted(len(chart.series), SERIES, "lines")
    across = _apart([_bare(each, reader, CATEGORY) for each in chart.across], CATEGORY)
    names = _apart([_bare(each.name, reader, NAME) for each in chart.series], NAME)
    lines = [_line(name, series, across) for name, series in zip(names, chart.series, strict=True)]
    drawn = {"type": "line", "series": lines, "axis_config": {"categories": across}}
    return {"type": "data_visualization", "title": _bare(chart.title, reader, TITLE), "chart": drawn}


def _line(name: str, series: Series, across: Sequence[str]) -> Json:
    points = zip(across, series.points, strict=True)
    return {"name": name, "data": [{"label": label, "value": _number(value)} for label, value in points]}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def table_of(table: Table, reader: Reader) -> Json:
    """The head is the first row. A cell is cut where all together would be more than Slack takes.

    Raises ValueError for more rows or columns than Slack shows, or rows of other lengths than the head.
    """
    rows = [table.head, *table.rows]
    _counted(len(rows), ROWS, "rows")
    _counted(len(table.head), CELLS, "columns")
    if any(len(row) != len(table.head) for row in rows):
        raise ValueError("each row of a table has as many cells as its head")
    most = TABLE_TEXT // (len(rows) * len(table.head))
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": _bare(cell, reader, most)} for cell in row] for row in rows],
    }


def _bare(text: Sentence, reader: Reader, most: int) -> str:
    """On one line, and never nothing."""
    return fitted(" ".join(plain(text, reader).split()), most) or EMPTY


def _apart(texts: Sequence[str], most: int) -> list[str]:
    """The second “x” becomes “x 2”: Slack tells them apart by their text alone."""
    found: list[str] = []
    for text in texts:
        one, n = text, 1
        while one in found:
            n += 1
            one = f"{fitted(text, most - len(f' {n}'))} {n}"
        found.append(one)
    return found


def _counted(n: int, most: int, what: str) -> None:
    if not 1 <= n <= most:
        raise ValueError(f"{n} {what}; Slack takes 1 to {most}")
