"""Statements compiled once a run, as in a process that goes on: each test has engines of its own, which start empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from storage import base


class Compiled(dict[Any, Any]):
    """What SQLAlchemy keeps for an engine, found again by another: its keys begin with the engine's own dialect.

    All engines on one kind of database are made alike, so for one kind the dialects differ in nothing.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_any(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_any(key), compiled)


def _of_any(key: Any) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, *rest)


@contextmanager
def once() -> Iterator[None]:
    options = {"compiled_cache": Compiled()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "create_async_engine", partial(create_async_engine, execution_options=options))
        yield
