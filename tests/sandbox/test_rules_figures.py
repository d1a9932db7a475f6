"""Tables and charts."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules import Surface, check_blocks
from tests.sandbox.payloads import Json, rich, rich_section, rich_words

WORDS = rich_section(rich_words())
CELL = {"type": "raw_text", "text": "c"}
NUMBER = {"type": "raw_number", "value": 1.5, "text": "1,5"}


def found(*blocks: Json, surface: Surface = Surface.MESSAGE) -> list[str]:
    return [problem.slack() for problem in check_blocks(list(blocks), surface)]


def table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def data_table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "data_table", "caption": "C", "rows": list(rows), **more}


def pie(**more: Any) -> Json:
    segments = [{"label": "A", "value": 1}, {"label": "B", "value": 2.5}]
    return {"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": segments} | more}


def bar(*series: Json, kind: str = "bar", **axes: Any) -> Json:
    config = {"categories": ["Mon", "Tue"]} | axes
    return {
        "type": "data_visualization",
        "title": "T",
        "chart": {"type": kind, "series": list(series), "axis_config": config},
    }


def series(name: str = "s", labels: tuple[str, ...] = ("Mon", "Tue")) -> Json:
    return {"name": name, "data": [{"label": label, "value": -1} for label in labels]}


@pytest.mark.parametrize(
    "block",
    [
        table([CELL, NUMBER, rich(WORDS)], column_settings=[{"align": "right", "is_wrapped": True}, None]),
        table(*[[CELL]] * 100),
        data_table([CELL, CELL], [NUMBER, rich(WORDS)], page_size=100, row_header_column_index=1),
        data_table(*[[CELL]] * 201),
        pie(),
        *(bar(series("a"), series("b"), kind=kind, x_label="x" * 50) for kind in ("bar", "area", "line")),
    ],
)
def test_a_right_block_of_figures_is_accepted(block: Json) -> None:
    assert found(block) == []


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (table(), "no less than 1 items allowed [json-pointer:/blocks/0/rows]"),
        (table(*[[CELL]] * 101), "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
        (table([CELL] * 21), "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
        (table([None]), "must provide an object [json-pointer:/blocks/0/rows/0/0]"),  # type: ignore[list-item]
        (
            table([CELL], column_settings=[{"align": "top"}]),
            "must be a valid enum value [json-pointer:/blocks/0/column_settings/0/align]",
        ),
        (
            table([{"type": "raw_text", "text": "x" * 10_001}]),
            "table blocks must be less than 10001 characters in total [json-pointer:/blocks]",
        ),
        (data_table([CELL]), "no less than 2 items allowed [json-pointer:/blocks/0/rows]"),
        (data_table(*[[CELL]] * 202), "no more than 201 items allowed [json-pointer:/blocks/0/rows]"),
        (
            data_table([CELL], [CELL], page_size=101),
            "must be less than or equal to 100 [json-pointer:/blocks/0/page_size]",
        ),
        (data_table([rich(WORDS)], [CELL]), "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]"),
        (
            data_table([CELL, CELL], [CELL]),
            "all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]",
        ),
        (
            data_table([CELL], [CELL], row_header_column_index=1),
            "must be the index of a column [json-pointer:/blocks/0/row_header_column_index]",
        ),
        (
            data_table([CELL], [{"type": "raw_text", "text": "x" * 20_000}]),
            "data_table blocks must be less than 20001 characters in total [json-pointer:/blocks]",
        ),
        (
            table([{"type": "raw_number", "value": "1", "text": "1"}]),
            "must provide a number [json-pointer:/blocks/0/rows/0/0/value]",
        ),
        (
            table([CELL], column_settings=[{"is_wrapped": 1}]),
            "must provide a boolean [json-pointer:/blocks/0/column_settings/0/is_wrapped]",
        ),
        (
            table([CELL], column_settings=[None] * 21),
            "no more than 20 items allowed [json-pointer:/blocks/0/column_settings]",
        ),
        (
            data_table([CELL] * 21, [CELL]),
            "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
        ),
        (
            data_table([CELL], [CELL], page_size=0),
            "must be greater than or equal to 1 [json-pointer:/blocks/0/page_size]",
        ),
        (
            data_table([CELL], [CELL], row_header_column_index=-1),
            "must be greater than or equal to 0 [json-pointer:/blocks/0/row_header_column_index]",
        ),
        (
            data_table([CELL] * 20, [CELL] * 20, row_header_column_index=20),
            "must be less than or equal to 19 [json-pointer:/blocks/0/row_header_column_index]",
        ),
        (
            pie(segments=[{"label": "A", "value": "1"}]),
            "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]",
        ),
        (
            pie(segments=[{"label": "L" * 21, "value": 1}]),
            "must be less than 21 characters [json-pointer:/blocks/0/chart/segments/0/label]",
        ),
        (
            bar({"name": "s", "data": [{"label": "Mon", "value": None}]}),
            "must provide a number [json-pointer:/blocks/0/chart/series/0/data/0/value]",
        ),
        (
            bar(series(labels=("Mon",) * 21)),
            "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]",
        ),
        (
            bar(series(), categories=["Mon"] * 21),
            "no more than 20 items allowed [json-pointer:/blocks/0/chart/axis_config/categories]",
        ),
        (
            bar(series(), x_label="x" * 51),
            "must be less than 51 characters [json-pointer:/blocks/0/chart/axis_config/x_label]",
        ),
        (
            pie(segments=[{"label": "A", "value": 1}] * 13),
            "no more than 12 items allowed [json-pointer:/blocks/0/chart/segments]",
        ),
        (pie(segments=[]), "no less than 1 items allowed [json-pointer:/blocks/0/chart/segments]"),
        (
            pie(segments=[{"label": "A", "value": 0}]),
            "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
        ),
        (pie(type="donut"), "unsupported type: donut [json-pointer:/blocks/0/chart/type]"),
        (
            bar(*(series(f"s{number}") for number in range(13))),
            "no more than 12 items allowed [json-pointer:/blocks/0/chart/series]",
        ),
        (bar(series("s" * 21)), "must be less than 21 characters [json-pointer:/blocks/0/chart/series/0/name]"),
        (
            bar(series(), series()),
            "series name must be unique: s [json-pointer:/blocks/0/chart/series/1/name]",
        ),
        (
            bar(series(labels=("Mon",))),
            "must hold exactly one point per category [json-pointer:/blocks/0/chart/series/0/data]",
        ),
        (
            bar(series(), y_label="y" * 51),
            "must be less than 51 characters [json-pointer:/blocks/0/chart/axis_config/y_label]",
        ),
    ],
)
def test_a_wrong_block_of_figures_is_refused_at_its_place(block: Json, expected: str) -> None:
    assert found(block) == [expected]


@pytest.mark.parametrize(
    ("block", "most", "text"),
    [
        (pie(), 2, "no more than 2 data_visualization blocks allowed"),
        (table([CELL]), 1, "no more than 1 table block allowed"),
        ({"type": "plan", "title": "P"}, 1, "no more than 1 plan block allowed"),
    ],
)
def test_some_blocks_stand_only_so_often_in_a_message(block: Json, most: int, text: str) -> None:
    assert found(*[block] * most) == []
    assert found(*[block] * (most + 1)) == [f"{text} [json-pointer:/blocks]"]


def test_a_view_may_hold_several_tables() -> None:
    assert found(table([CELL]), table([CELL]), surface=Surface.HOME) == []
