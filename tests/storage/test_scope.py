"""One database, many organisations: a session sees, changes and deletes rows of its own organisation only."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.database import versions
from checks.migrations import differing
from storage.base import NoOrganisation, Sessions, open_database
from storage.house import Once, first_time
from storage.people import Member, PersonRow, Role, Team

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Two organisations with the same person, who leads a team of the same name in both."""
    async with open_database(database_url) as found:
        for org in ("T1", "T2"):
            async with found(info={"org": org}) as session, session.begin():
                team = Team(channel="C1", name="noord", started_on=DAY)
                session.add_all([team, PersonRow(key="U1", name=f"Anna van {org}")])
                await session.flush()
                session.add(Member(team=team.id, person="U1", joined_on=DAY))
                session.add(Role(team=team.id, person="U1", role="lead"))
        yield found


@asynccontextmanager
async def of(sessions: Sessions, org: str) -> AsyncIterator[AsyncSession]:
    async with sessions(info={"org": org}) as session, session.begin():
        yield session


async def everything(sessions: Sessions, table: Any) -> list[Any]:
    async with sessions() as session:
        found = await session.scalars(select(table).order_by(table.id).execution_options(all_orgs=True))
        return list(found.all())


# --- reading ----------------------------------------------------------------------------------------------------------
ALIAS = aliased(Member)
LEADS = select(Role.id).where(Role.person == PersonRow.key).exists()
READS: dict[str, Any] = {
    "rows": select(PersonRow.org),
    "columns": select(PersonRow.org).where(PersonRow.key == "U1"),
    "alias": select(ALIAS.org),
    "join": select(Member.org).join(PersonRow, PersonRow.key == Member.person),
    "join, the other one": select(PersonRow.org).join(Member, PersonRow.key == Member.person),
    "outer join": select(Role.org).outerjoin(Member, Role.person == Member.person),
    "in a subquery": select(Member.org).where(Member.person.in_(select(PersonRow.key))),
    "from a subquery": select(select(PersonRow.org).subquery().c.org),
    "common table": select(select(PersonRow.org).cte("own").c.org),
    "union": select(PersonRow.org).union_all(select(Member.org)),
    "exists": select(PersonRow.org).where(LEADS),
}


@pytest.mark.parametrize("statement", READS.values(), ids=READS.keys())
async def test_reading(sessions: Sessions, statement: Any) -> None:
    async with of(sessions, "T1") as session:
        assert set(await session.scalars(statement)) == {"T1"}


async def test_counting(sessions: Sessions) -> None:
    async with of(sessions, "T1") as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 1


async def test_by_key(sessions: Sessions) -> None:
    other = (await everything(sessions, PersonRow))[1]
    assert other.org == "T2"
    async with of(sessions, "T1") as session:
        assert await session.get(PersonRow, other.id) is None


async def test_what_only_the_other_has_does_not_exist(sessions: Sessions) -> None:
    async with of(sessions, "T2") as session:
        session.add(PersonRow(key="U2", name="Bram"))
    async with of(sessions, "T1") as session:
        named = exists().where(PersonRow.key == "U2")
        assert await session.scalar(select(select(PersonRow.id).where(PersonRow.key == "U2").exists())) is False
        assert not (await session.scalars(select(Member.org).where(named))).all()


async def test_a_subquery_in_a_column_is_of_the_organisation_too(sessions: Sessions) -> None:
    async with of(sessions, "T2") as session:
        await session.execute(delete(Role))
    async with of(sessions, "T1") as session:
        assert (await session.execute(select(PersonRow.key, LEADS))).all() == [("U1", True)]
    async with of(sessions, "T2") as session:
        assert (await session.execute(select(PersonRow.key, LEADS))).all() == [("U1", False)]


# --- writing ----------------------------------------------------------------------------------------------------------
WRITES: dict[str, Any] = {
    "update": update(PersonRow).values(name="iemand"),
    "update, with returning": update(PersonRow).values(name="iemand").returning(PersonRow.id),
    "update, by exists": update(PersonRow).where(LEADS).values(name="iemand"),
    "update, without synchronising": update(PersonRow)
    .values(name="iemand")
    .execution_options(synchronize_session=False),
    "delete": delete(PersonRow),
    "delete, with returning": delete(PersonRow).returning(PersonRow.id),
    "delete, by subquery": delete(PersonRow).where(PersonRow.key.in_(select(Role.person))),
    "delete, without synchronising": delete(PersonRow).execution_options(synchronize_session=False),
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
async def test_writing_many(sessions: Sessions, statement: Any) -> None:
    async with of(sessions, "T1") as session:
        await session.execute(statement)
    names = {row.org: row.name for row in await everything(sessions, PersonRow)}
    assert names["T2"] == "Anna van T2"
    assert names.get("T1") != "Anna van T1"


async def test_the_same_statement_is_of_whoever_runs_it(sessions: Sessions) -> None:
    """SQLAlchemy caches what it compiled: the organisation is no part of that."""
    for org in ("T1", "T2", "T1"):
        async with of(sessions, org) as session:
            assert (await session.scalars(select(PersonRow.name))).all() == [f"Anna van {org}"]


async def test_new_rows_are_stamped_whatever_they_say(sessions: Sessions) -> None:
    async with of(sessions, "T1") as session:
        session.add_all([PersonRow(key="U2", name="Bram"), PersonRow(key="U3", name="Cas", org="T2")])
    assert {row.key: row.org for row in await everything(sessions, PersonRow) if row.key != "U1"} == {
        "U2": "T1",
        "U3": "T1",
    }


async def test_a_row_can_not_point_at_a_team_of_another(sessions: Sessions) -> None:
    other = next(team for team in await everything(sessions, Team) if team.org == "T2")
    with pytest.raises(IntegrityError):
        async with of(sessions, "T1") as session:
            session.add(Member(team=other.id, person="U1", joined_on=DAY))


async def test_keys_are_unique_within_an_organisation(sessions: Sessions) -> None:
    for org in ("T1", "T2"):
        async with of(sessions, org) as session:
            assert await first_time(session, org, "key", "request", MOMENT)
            assert not await first_time(session, org, "key", "request", MOMENT)
    assert len(await everything(sessions, Once)) == 2


# --- no organisation --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("statement", [select(PersonRow), update(PersonRow).values(name="x"), delete(PersonRow)])
async def test_no_organisation_no_statement(sessions: Sessions, statement: Any) -> None:
    async with sessions() as session:
        with pytest.raises(NoOrganisation):
            await session.execute(statement)
    async with sessions() as session:
        session.add(PersonRow(key="U9", name="niemand"))
        with pytest.raises(NoOrganisation):
            await session.flush()


# --- moments ----------------------------------------------------------------------------------------------------------
async def test_a_naive_moment_is_refused(sessions: Sessions) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        async with of(sessions, "T1") as session:
            session.add(Once(key="k", request="r", at=MOMENT.replace(tzinfo=None)))


async def test_a_moment_comes_back_in_utc(sessions: Sessions) -> None:
    away = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    async with of(sessions, "T1") as session:
        session.add(Once(key="k", request="r", at=away))
    async with of(sessions, "T1") as session:
        found = await session.scalar(select(Once.at).where(Once.at == away))
        assert found == MOMENT
        assert found.tzinfo is UTC
        assert await session.scalar(select(Once.at).where(Once.at > away)) is None


# --- migrations -------------------------------------------------------------------------------------------------------
MIGRATE = "import asyncio, sys; from bot.database import migrate; asyncio.run(migrate(sys.argv[1]))"


@pytest.fixture
async def empty_url(database_url: str, tmp_path: Path) -> str:
    """A database without a table."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    async with open_database(database_url) as sessions, sessions() as session, session.begin():
        await session.execute(text("DROP SCHEMA public CASCADE"), execution_options={"all_orgs": True})
        await session.execute(text("CREATE SCHEMA public"), execution_options={"all_orgs": True})
    return database_url


async def test_two_processes_migrate_at_once(empty_url: str) -> None:
    async def migrating() -> tuple[int | None, str]:
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", MIGRATE, empty_url), cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await started.communicate()
        return started.returncode, errors.decode()

    for code, errors in await asyncio.gather(migrating(), migrating()):
        assert code == 0, errors
    now, newest = await versions(empty_url)
    assert now == newest is not None


async def test_migrations_make_what_the_models_describe(empty_url: str) -> None:
    assert await differing(empty_url) == []
