"""The vocabulary in which the tables of block types are written.

A `Check` takes a JSON value and its place and lists what is wrong with it. `Shape` is the check of an object: the
properties it must and may have, where it may be shown, and rules over several properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules.problem import EVERYWHERE, Place, Problem, Surface, slack_length

Check = Callable[[object, Place], list[Problem]]
Json = Mapping[str, Any]
Rule = Callable[[Json, Place], list[Problem]]


def string(most: int | None = None, *, least: int = 1) -> Check:
    """A string of `least` to `most` UTF-16 units."""

    def check(value: object, place: Place) -> list[Problem]:
        if not isinstance(value, str):
            return place.says("must provide a string")
        size = slack_length(value)
        if size < least:
            return place.says(f"must be more than {least - 1} characters")
        if most is not None and size > most:
            return place.says(f"must be less than {most + 1} characters")
        return []

    return check


def pattern(expression: str, most: int | None = None) -> Check:
    """A string that matches `expression` from its first to its last character."""
    compiled = re.compile(expression, re.ASCII)
    sized = string(most)

    def check(value: object, place: Place) -> list[Problem]:
        problems = sized(value, place)
        if problems or (isinstance(value, str) and compiled.fullmatch(value)):
            return problems
        return place.says(f"input must match regex pattern: ^{expression}$")

    return check


def enum(*values: str | int) -> Check:
    def check(value: object, place: Place) -> list[Problem]:
        fits = any(type(value) is type(allowed) and value == allowed for allowed in values)
        return [] if fits else place.says("must be a valid enum value")

    return check


def boolean(value: object, place: Place) -> list[Problem]:
    return [] if isinstance(value, bool) else place.says("must provide a boolean")


def number(value: object, place: Place) -> list[Problem]:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return [] if fits else place.says("must provide a number")


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole JSON number; both limits are allowed values."""

    def check(value: object, place: Place) -> list[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            return place.says("must provide an integer")
        if least is not None and value < least:
            return place.says(f"must be greater than or equal to {least}")
        if most is not None and value > most:
            return place.says(f"must be less than or equal to {most}")
        return []

    return check


def anything(value: object, place: Place) -> list[Problem]:
    return []


def array(item: Check, most: int | None = None, *, least: int = 1) -> Check:
    def check(value: object, place: Place) -> list[Problem]:
        if not isinstance(value, list | tuple):
            return place.says("must provide an array")
        if most is not None and len(value) > most:
            return place.says(f"no more than {most} items allowed")
        if len(value) < least:
            return place.says(f"no less than {least} items allowed")
        return [problem for index, each in enumerate(value) for problem in item(each, place.at(index))]

    return check


def nullable(check: Check) -> Check:
    def checked(value: object, place: Place) -> list[Problem]:
        return [] if value is None else check(value, place)

    return checked


@dataclass(frozen=True, slots=True)
class Shape:
    """The check of an object. `rules` run only when every property is right by itself."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    surfaces: frozenset[Surface] = EVERYWHERE

    def __call__(self, value: object, place: Place) -> list[Problem]:
        if not isinstance(value, Mapping):
            return place.says("must provide an object")
        problems = [*self._keys(value, place), *self._values(value, place)]
        return problems or [problem for rule in self.rules for problem in rule(value, place)]

    def _keys(self, value: Json, place: Place) -> list[Problem]:
        missing = [f"missing required field: {key}" for key in self.required if key not in value]
        known = self.required.keys() | self.optional.keys()
        unknown = [f"invalid additional property: {key}" for key in value if key not in known]
        return [Problem(text, place.pointer) for text in missing + unknown]

    def _values(self, value: Json, place: Place) -> list[Problem]:
        checks = {**self.required, **self.optional}
        return [
            problem for key, check in checks.items() if key in value for problem in check(value[key], place.at(key))
        ]


def typed(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Rule,
    surfaces: frozenset[Surface] = EVERYWHERE,
) -> Shape:
    """A shape that is told apart from others by its `type`; see `one_of`."""
    return Shape({"type": string(), **(required or {})}, optional or {}, rules, surfaces)


def one_of(table: Mapping[str, Shape]) -> Check:
    """An object whose `type` is a key of `table`, in a place its shape allows."""

    def check(value: object, place: Place) -> list[Problem]:
        if not isinstance(value, Mapping):
            return place.says("must provide an object")
        if "type" not in value:
            return place.says("missing required field: type")
        kind = value["type"]
        if not isinstance(kind, str):
            return place.at("type").says("must provide a string")
        shape = table.get(kind)
        if shape is None or place.surface not in shape.surfaces:
            return place.at("type").says(f"unsupported type: {kind}")
        return shape(value, place)

    return check


def at_least_one(*keys: str) -> Rule:
    def rule(value: Json, place: Place) -> list[Problem]:
        return [] if any(key in value for key in keys) else place.says(f"missing required field: {' or '.join(keys)}")

    return rule


def not_both(first: str, second: str) -> Rule:
    def rule(value: Json, place: Place) -> list[Problem]:
        both = first in value and second in value
        return place.says(f"cannot provide both {first} and {second}") if both else []

    return rule


def exactly_one(first: str, second: str) -> tuple[Rule, Rule]:
    return at_least_one(first, second), not_both(first, second)
