"""Checks of single element values, and rules over several properties of an element."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from zoneinfo import available_timezones

from sandbox.rules.problem import Place, Problem, Surface
from sandbox.rules.schema import Json, Rule, pattern, string

NUMERIC = pattern(r"-?\d+(\.\d+)?")
"""A number_input's limits and initial value are strings."""

TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d")
"""HH:mm on a 24 hour clock."""


def calendar_date(value: object, place: Place) -> list[Problem]:
    """YYYY-MM-DD, and a day that exists."""
    problems = pattern(r"\d{4}-\d{2}-\d{2}")(value, place)
    if problems:
        return problems
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return place.says("must be a valid date")
    return []


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def time_zone(value: object, place: Place) -> list[Problem]:
    """An IANA name."""
    return string()(value, place) or ([] if value in _zones() else place.says("must be a valid timezone"))


def ordered(low: str, high: str) -> Rule:
    """The number under `low` is not above the one under `high`, when both are there."""

    def rule(value: Json, place: Place) -> list[Problem]:
        if low in value and high in value and Decimal(value[low]) > Decimal(value[high]):
            return place.at(low).says(f"{low} must not be greater than {high}")
        return []

    return rule


def whole_unless_decimal(value: Json, place: Place) -> list[Problem]:
    keys = () if value["is_decimal_allowed"] else ("initial_value", "min_value", "max_value")
    decimals = [key for key in keys if not re.fullmatch(r"-?\d+", value.get(key, "0"))]
    return [problem for key in decimals for problem in place.at(key).says("must be an integer")]


def only_in_a_modal(key: str) -> Rule:
    def rule(value: Json, place: Place) -> list[Problem]:
        refused = key in value and place.surface is not Surface.MODAL
        return place.says(f"invalid additional property: {key}") if refused else []

    return rule
