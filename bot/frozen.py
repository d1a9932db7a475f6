"""Values of the vocabulary as JSON and back: what stands in the outbox, and answers that may be given again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from rituals import contract, shown, words

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for module in (words, shown, contract)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls) and cls.__module__.startswith("rituals.")
}
_IS = "is"  # the key that names a class; no mapping of ours has it


def freeze(value: Any) -> Any:
    """JSON for a message, note or place.

    Raises:
        TypeError: something in it is no part of the vocabulary.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return {_IS: "date", "value": value.isoformat()}
        case time():
            return {_IS: "time", "value": value.isoformat()}
        case Decimal():
            return {_IS: "decimal", "value": str(value)}
        case tuple() | list():
            return [freeze(each) for each in value]
        case Mapping():
            return {_IS: "map", "value": {key: freeze(each) for key, each in value.items()}}
        case _ if type(value).__name__ in _CLASSES:
            return {_IS: type(value).__name__} | {f.name: freeze(getattr(value, f.name)) for f in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} can't be kept: it is no part of the vocabulary")


def thaw(value: Any) -> Any:
    match value:
        case list():
            return tuple(thaw(each) for each in value)
        case {"is": "date"}:
            return date.fromisoformat(value["value"])
        case {"is": "time"}:
            return time.fromisoformat(value["value"])
        case {"is": "decimal"}:
            return Decimal(value["value"])
        case {"is": "map"}:
            return {key: thaw(each) for key, each in value["value"].items()}
        case {"is": name}:
            return _CLASSES[name](**{key: thaw(each) for key, each in value.items() if key != _IS})
        case _:
            return value
