"""The blocks that hold figures: table, data_table and data_visualization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox.rules.problem import Place, Problem, slack_length
from sandbox.rules.richtext import CONTAINERS
from sandbox.rules.schema import (
    Check,
    Json,
    Rule,
    Shape,
    array,
    boolean,
    enum,
    integer,
    nullable,
    number,
    one_of,
    string,
    typed,
)

TABLE_TEXT_MOST = 10_000
"""Characters of all table blocks of one message together."""

DATA_TABLE_TEXT_MOST = 20_000
"""Characters of all data_table blocks of one message together; older copies of the page say 10,000."""

RAW_CELLS = {
    "raw_text": typed({"text": string()}),
    "raw_number": typed({"value": number, "text": string()}),
}
CELLS = {**RAW_CELLS, "rich_text": typed({"elements": array(one_of(CONTAINERS))})}

COLUMN = Shape(optional={"align": enum("left", "center", "right"), "is_wrapped": boolean})

TABLE: dict[str, Check] = {"rows": array(array(one_of(CELLS), 20), 100)}
TABLE_OPTIONS: dict[str, Check] = {"column_settings": array(nullable(COLUMN), 20)}

DATA_TABLE: dict[str, Check] = {"caption": string(), "rows": array(array(one_of(CELLS), 20), 201, least=2)}
DATA_TABLE_OPTIONS: dict[str, Check] = {"page_size": integer(1, 100), "row_header_column_index": integer(0, 19)}


def raw_header(block: Json, place: Place) -> list[Problem]:
    header = place.at("rows").at(0)
    return [
        problem for index, cell in enumerate(block["rows"][0]) for problem in one_of(RAW_CELLS)(cell, header.at(index))
    ]


def equal_rows(block: Json, place: Place) -> list[Problem]:
    width = len(block["rows"][0])
    return [
        problem
        for index, row in enumerate(block["rows"])
        if len(row) != width
        for problem in place.at("rows").at(index).says("all rows must have the same number of cells")
    ]


def header_column_exists(block: Json, place: Place) -> list[Problem]:
    index = block.get("row_header_column_index", 0)
    if index < len(block["rows"][0]):
        return []
    return place.at("row_header_column_index").says("must be the index of a column")


DATA_TABLE_RULES: tuple[Rule, ...] = (raw_header, equal_rows, header_column_exists)


def positive(value: object, place: Place) -> list[Problem]:
    problems = number(value, place)
    if problems or (isinstance(value, int | float) and value > 0):
        return problems
    return place.says("must be greater than 0")


LABEL = string(20)
SERIES = Shape({"name": LABEL, "data": array(Shape({"label": LABEL, "value": number}), 20)})
AXES = Shape({"categories": array(LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})


def unique_names(chart: Json, place: Place) -> list[Problem]:
    names = [series["name"] for series in chart["series"]]
    return [
        problem
        for index, name in enumerate(names)
        if name in names[:index]
        for problem in place.at("series").at(index).at("name").says(f"series name must be unique: {name}")
    ]


def one_point_per_category(chart: Json, place: Place) -> list[Problem]:
    categories = sorted(chart["axis_config"]["categories"])
    return [
        problem
        for index, series in enumerate(chart["series"])
        if sorted(point["label"] for point in series["data"]) != categories
        for problem in place.at("series").at(index).at("data").says("must hold exactly one point per category")
    ]


SERIES_CHART = typed({"series": array(SERIES, 12), "axis_config": AXES}, None, unique_names, one_point_per_category)

CHART = one_of(
    {
        "pie": typed({"segments": array(Shape({"label": LABEL, "value": positive}), 12)}),
        **dict.fromkeys(("bar", "area", "line"), SERIES_CHART),
    }
)


def texts(value: object) -> Iterator[str]:
    """Every string under a `text` key, at any depth."""
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


def text_length(value: object) -> int:
    """Characters of every string under a `text` key, at any depth."""
    return sum(slack_length(text) for text in texts(value))
