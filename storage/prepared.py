"""Statements that are built once: building one, and finding what was compiled of it, costs more than running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, Delete, Executable, Select, bindparam, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.sql.visitors import iterate

from storage.base import PREPARED

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound=Executable)
Parameters = dict[str, Any]
L = TypeVar("L", bound=Select[Any])


def prepared(build: Callable[P, S]) -> Callable[P, tuple[S, Parameters]]:
    """Built at its first use, with a bound parameter for each argument; gives the statement and its parameters.

    `await session.scalars(*_in_channel("C1"))`. An argument is a value or, for IN, a list of them; it can't be
    compared with None, nor choose a clause.
    """
    names = [f"{name}_" for name in signature(build).parameters]  # in an UPDATE a column's own name is taken

    @cache
    def built() -> S:
        of_parameters: Callable[..., S] = build
        return kept(of_parameters(*map(bindparam, names)))

    def bound(*values: P.args, **_: P.kwargs) -> tuple[S, Parameters]:
        return built(), dict(zip(names, values, strict=True))

    return bound


async def every(session: AsyncSession, asked: tuple[Select[T], Parameters]) -> Sequence[T]:
    """The first of each row."""
    found: Sequence[T] = (await session.scalars(*asked)).all()
    return found


async def delete_before(session: AsyncSession, column: QueryableAttribute[Any], day: date) -> None:
    """The rows whose day, or moment, in this column lies before this one; those without any stay."""
    await session.execute(_before(column), {"day": day})


@cache
def _before(column: QueryableAttribute[Any]) -> Delete:
    gone = delete(column.class_).where(column < bindparam("day"))
    return kept(gone.execution_options(synchronize_session=False))


def kept(statement: S) -> S:
    """One that is the same object each time it is executed."""
    of: Any = {PREPARED: "columns" if _of_columns(statement) else "objects"}
    return statement.execution_options(**of)


def _of_columns(statement: Any) -> bool:
    """Whether neither what it gives nor what it changes are objects of the session.

    A SELECT inside another one gets its organisation only while the ORM runs the outer one.
    """
    if any(isinstance(each, SelectBase) for each in iterate(statement) if each is not statement):
        return False
    if isinstance(statement, Select):
        given = statement.column_descriptions
    elif statement.get_execution_options().get("synchronize_session") is False:
        given = statement.returning_column_descriptions
    else:
        return False
    return all(isinstance(each["expr"], QueryableAttribute | ColumnElement) for each in given)


def locked(rows: L) -> L:
    """Locked until the end of the turn, and read again even if this turn had seen them before."""
    return rows.with_for_update().execution_options(populate_existing=True)
