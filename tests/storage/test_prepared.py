"""Prepared statements: built once, with other values each time, and of the session's organisation as any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Delete, Select, Update, delete, func, select, update

from storage.base import PREPARED, NoOrganisation, Sessions
from storage.people import Member, PersonRow, Role, Team
from storage.prepared import delete_before, kept, prepared
from tests.storage.test_scope import DAY, READS, everything, of, sessions

__all__ = ["sessions"]  # the fixture

PLAIN = ("rows", "columns", "alias", "join", "join, the other one", "outer join")


@prepared
def named(keys: Sequence[str]) -> Select[str]:
    return select(PersonRow.name).where(PersonRow.key.in_(keys))


@prepared
def renamed(key: str, name: str) -> Update:
    return update(PersonRow).where(PersonRow.key == key).values(name=name).execution_options(synchronize_session=False)


@prepared
def gone(person: str) -> Delete:
    return delete(Role).where(Role.person == person).execution_options(synchronize_session=False)


@pytest.mark.parametrize("name", READS)
async def test_reading(sessions: Sessions, name: str) -> None:
    statement = kept(READS[name])
    assert statement.get_execution_options()[PREPARED] == ("columns" if name in PLAIN else "objects")
    for org in ("T1", "T2", "T1"):
        async with of(sessions, org) as session:
            assert set(await session.scalars(statement)) == {org}


async def test_what_is_inside_another_one(sessions: Sessions) -> None:
    """The outer one is of T1, where nobody has a role any more; in T2 somebody still has."""
    anyone = kept(select(PersonRow.key).where(select(Role.id).where(Role.role == "lead").exists()))
    async with of(sessions, "T1") as session:
        assert list(await session.scalars(anyone)) == ["U1"]
        await session.execute(*gone("U1"))
        assert list(await session.scalars(anyone)) == []
    assert [row.org for row in await everything(sessions, Role)] == ["T2"]


async def test_counting(sessions: Sessions) -> None:
    async with of(sessions, "T1") as session:
        assert await session.scalar(kept(select(func.count()).select_from(Member))) == 1


async def test_changing(sessions: Sessions) -> None:
    async with of(sessions, "T2") as session:
        await session.execute(*renamed("U1", "Ann"))
    assert [row.name for row in await everything(sessions, PersonRow)] == ["Anna van T1", "Ann"]


async def test_what_lies_before_a_day_goes(sessions: Sessions) -> None:
    """Of T1 alone; that day itself stays, and what has none."""
    for org in ("T1", "T2"):
        async with of(sessions, org) as session:
            days = (None, DAY - timedelta(days=1), DAY)
            session.add_all(PersonRow(key=f"U{nth}", name="", changes_on=day) for nth, day in enumerate(days, 2))
    async with of(sessions, "T1") as session:
        await delete_before(session, PersonRow.changes_on, DAY)
    left = [(row.org, row.changes_on) for row in await everything(sessions, PersonRow) if row.key != "U1"]
    assert left == [("T1", None), ("T1", DAY), ("T2", None), ("T2", DAY - timedelta(days=1)), ("T2", DAY)]


async def test_values_are_those_of_each_call(sessions: Sessions) -> None:
    assert named(["U1"])[0] is named(["U2"])[0]
    async with of(sessions, "T1") as session:
        found = [list(await session.scalars(*named(keys))) for keys in (["U1"], ["U2"], [], ["U1", "U2"])]
        assert found == [["Anna van T1"], [], [], ["Anna van T1"]]


async def test_what_was_changed_before_is_read(sessions: Sessions) -> None:
    """As with any other statement: what the session holds goes to the database first."""
    async with of(sessions, "T1") as session:
        row = (await session.scalars(select(PersonRow))).one()
        row.name = "Ann"
        session.add(PersonRow(key="U2", name="Bram"))
        assert sorted(await session.scalars(*named(["U1", "U2"]))) == ["Ann", "Bram"]


@pytest.mark.parametrize("asked", [named(["U1"]), renamed("U1", "Ann"), gone("U1"), (kept(select(Team)), {})])
async def test_without_an_organisation(sessions: Sessions, asked: Any) -> None:
    async with sessions() as session:
        with pytest.raises(NoOrganisation):
            await session.execute(*asked)


def test_a_value_for_each() -> None:
    with pytest.raises(ValueError, match="argument"):
        renamed("U1")  # type: ignore[call-arg]
