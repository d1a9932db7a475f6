"""The sealed log: whatever is done to it behind our back shows, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, TextClause, text
from typer.testing import CliRunner

from bot import logs
from bot.audit import Verdict, reading, verdicts
from bot.cli import app
from bot.database import config, migrate
from storage import audit, organisations
from storage.audit import Broken, Whole
from storage.base import Sessions, make_engine, open_database
from storage.people import Team
from tests.running import environment

ORG, OTHER = "T1", "T2"
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
WRITTEN = 6
A_YEAR_ON = NINE + timedelta(days=367)  # the log is kept for 365 days


async def write(sessions: Sessions, org: str = ORG, first: int = 0, count: int = WRITTEN) -> None:
    """An entry an hour, each in a transaction of its own."""
    for n in range(first, first + count):
        async with sessions(info={"org": org}) as session, session.begin():
            await audit.log(
                session, org, f"U{n}", f"role.give lead U{n}", NINE + timedelta(hours=n), team=n % 2 or None
            )


@asynccontextmanager
async def written(url: str) -> AsyncIterator[Sessions]:
    async with open_database(url) as sessions:
        await write(sessions)
        await write(sessions, OTHER)
        yield sessions


async def execute(url: str, *statements: str | TextClause) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement) if isinstance(statement, str) else statement)
    await engine.dispose()


async def found(url: str, now: datetime = A_YEAR_ON) -> dict[str, Whole | Broken]:
    return {each.org: each.found for each in await verdicts(url, now)}


async def test_what_was_only_written_is_whole(database_url: str) -> None:
    async with written(database_url):
        both = await found(database_url)
    assert both.keys() == {ORG, OTHER}
    for whole in both.values():
        assert isinstance(whole, Whole)
        assert whole.last == WRITTEN


@dataclass(frozen=True)
class Meddled:
    """What somebody does to the log of ORG, and the first number at which it shows."""

    statements: tuple[str, ...]
    number: int


MEDDLED = {
    "a text changed": Meddled(("UPDATE audit SET what = 'role.take lead U3' WHERE org = 'T1' AND number = 3",), 3),
    "a person changed": Meddled(("UPDATE audit SET person = 'U9' WHERE org = 'T1' AND number = 1",), 1),
    "a team changed": Meddled(("UPDATE audit SET team = NULL WHERE org = 'T1' AND number = 2",), 2),
    "a moment changed": Meddled(("UPDATE audit SET at = '2026-11-23 07:00:00+00' WHERE org = 'T1' AND number = 4",), 4),
    "a row gone from the middle": Meddled(("DELETE FROM audit WHERE org = 'T1' AND number = 3",), 3),
    "the newest row gone": Meddled(("DELETE FROM audit WHERE org = 'T1' AND number = 6",), WRITTEN),
    "the oldest row gone": Meddled(("DELETE FROM audit WHERE org = 'T1' AND number = 1",), 1),
    "all rows gone": Meddled(("DELETE FROM audit WHERE org = 'T1'",), 1),
    "two rows in each other's place": Meddled(
        (
            "UPDATE audit SET number = 99 WHERE org = 'T1' AND number = 2",
            "UPDATE audit SET number = 2 WHERE org = 'T1' AND number = 3",
            "UPDATE audit SET number = 3 WHERE org = 'T1' AND number = 99",
        ),
        2,
    ),
    "a row put in behind the end": Meddled(
        (
            "INSERT INTO audit (org, number, person, what, at, seal) "
            "VALUES ('T1', 7, 'U1', 'x', '2026-11-23 20:00:00+00', 'x')",
        ),
        7,
    ),
    "the end moved": Meddled(("UPDATE audit_heads SET seal = 'x' WHERE org = 'T1'",), WRITTEN),
    "the end gone": Meddled(("DELETE FROM audit_heads WHERE org = 'T1'",), 1),
    "an end that was never written": Meddled(
        (
            "DELETE FROM audit WHERE org = 'T1'",
            "UPDATE audit_heads SET forgotten = last, seal = '' WHERE org = 'T1'",
        ),
        1,
    ),
    "entries of another organisation": Meddled(
        (
            "DELETE FROM audit WHERE org = 'T1'",
            "DELETE FROM audit_heads WHERE org = 'T1'",
            "UPDATE audit SET org = 'T1' WHERE org = 'T2'",
            "UPDATE audit_heads SET org = 'T1' WHERE org = 'T2'",
        ),
        1,
    ),
}


@pytest.mark.parametrize("what", MEDDLED)
async def test_meddling_shows(what: str, sqlite_url: str) -> None:
    meddled = MEDDLED[what]
    async with written(sqlite_url):
        await execute(sqlite_url, *meddled.statements)
        both = await found(sqlite_url)
    broken = both[ORG]
    assert isinstance(broken, Broken), both
    assert broken.number == meddled.number, broken
    assert isinstance(both.get(OTHER, Whole(0, "")), Whole)


async def test_a_changed_entry_with_a_seal_of_its_own_breaks_the_next(sqlite_url: str) -> None:
    async with written(sqlite_url) as sessions:
        async with sessions(info={"org": ORG}) as session, session.begin():
            (first, second, *_) = await audit.entries(session)
            second.what = "role.take lead U1"
            inside = audit.digest(ORG, first.seal, 2, second.team, second.person, second.what)
            second.seal = audit.sealed(inside, second.at)
        assert (await found(sqlite_url))[ORG] == Broken(3, "it was changed")


async def test_what_is_left_after_forgetting_is_whole_and_goes_on(database_url: str) -> None:
    async with written(database_url) as sessions:
        for hours in (2, 3):  # twice, as each night
            async with sessions(info={"org": ORG}) as session, session.begin():
                await audit.forget(session, ORG, NINE + timedelta(hours=hours))
        whole = (await found(database_url))[ORG]
        assert isinstance(whole, Whole)
        await write(sessions, first=WRITTEN, count=1)
        async with sessions(info={"org": ORG}) as session:
            assert [entry.number for entry in await audit.entries(session)] == [4, 5, 6, 7]
        await execute(database_url, "DELETE FROM audit WHERE org = 'T1' AND number = 4")
        assert (await found(database_url))[ORG] == Broken(4, "it is missing")


async def test_all_can_be_forgotten(sqlite_url: str) -> None:
    async with written(sqlite_url) as sessions:
        async with sessions(info={"org": ORG}) as session, session.begin():
            await audit.forget(session, ORG, NINE + timedelta(days=9))
        whole = (await found(sqlite_url))[ORG]
        assert isinstance(whole, Whole)
        assert whole.last == WRITTEN


# --- the old end ------------------------------------------------------------------------------------------------------
async def forgotten(url: str, count: int) -> None:
    """The first entries of ORG go as at night."""
    async with open_database(url) as sessions, sessions(info={"org": ORG}) as session, session.begin():
        await audit.forget(session, ORG, NINE + timedelta(hours=count))


async def test_what_was_forgotten_is_told_with_its_last_day(sqlite_url: str) -> None:
    async with written(sqlite_url):
        await forgotten(sqlite_url, 3)
        (mine, _other) = await verdicts(sqlite_url, A_YEAR_ON)
    assert mine.line.startswith("T1: whole from number 4 up to number 6, sealed ")
    assert mine.line.endswith("; older ones were forgotten, the last of 2026-11-23")


async def test_what_is_too_young_to_be_forgotten_was_taken_away(database_url: str) -> None:
    async with written(database_url):
        await forgotten(database_url, 3)  # who takes away can do what the night does
        for days, sound in ((1, False), (363, False), (366, True)):
            whole = (await found(database_url, NINE + timedelta(days=days)))[ORG]
            assert isinstance(whole, Whole) is sound, (days, whole)


@pytest.mark.parametrize("left", [3, 0])
async def test_the_moment_of_what_was_forgotten_cant_be_moved(left: int, sqlite_url: str) -> None:
    async with written(sqlite_url):
        await forgotten(sqlite_url, WRITTEN - left)
        await execute(sqlite_url, "UPDATE audit_heads SET forgotten_at = '2025-01-01 08:00:00' WHERE org = 'T1'")
        assert isinstance((await found(sqlite_url, NINE))[ORG], Broken)


async def test_a_period_that_was_shorter_once_is_no_fault(sqlite_url: str) -> None:
    async with written(sqlite_url) as sessions:
        await forgotten(sqlite_url, 3)
        assert isinstance((await found(sqlite_url, NINE))[ORG], Broken)
        async with sessions(info={"org": ORG}) as session, session.begin():
            await audit.log(session, ORG, "U1", "privacy.retention log 700", NINE + timedelta(days=9))
        assert isinstance((await found(sqlite_url, NINE))[ORG], Whole)


async def test_where_there_are_teams_a_log_without_entries_is_gone(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as sessions:
        async with sessions(info={"org": ORG}) as session, session.begin():
            await organisations.know(session, ORG, "", "")
        assert (await found(sqlite_url))[ORG] == Whole(0, "")
        async with sessions(info={"org": ORG}) as session, session.begin():
            session.add(Team(channel="C1", name="Noord", started_on=NINE.date()))
        assert (await found(sqlite_url))[ORG] == Broken(1, "a team was started, and that is not in it")


# --- many at once -----------------------------------------------------------------------------------------------------
async def test_two_who_write_at_once_keep_one_order(postgres_url: str) -> None:
    async with open_database(postgres_url) as sessions:
        await asyncio.gather(*(write(sessions, first=10 * n, count=10) for n in range(2)))
        assert isinstance((await found(postgres_url))[ORG], Whole)
        async with sessions(info={"org": ORG}) as session:
            assert [entry.number for entry in await audit.entries(session)] == list(range(1, 21))


async def test_looking_sees_one_moment_whatever_others_write_and_forget(database_url: str) -> None:
    async with written(database_url) as sessions, reading(sessions, ORG) as looks:
        before = [entry.number for entry in await audit.entries(looks)]
        await write(sessions, first=WRITTEN, count=1)
        async with sessions(info={"org": ORG}) as session, session.begin():
            await audit.forget(session, ORG, NINE + timedelta(hours=2))
        assert [entry.number for entry in await audit.entries(looks)] == before
        whole = await audit.verify(looks)
        assert isinstance(whole, Whole)
        assert whole.last == WRITTEN
        later = (await found(database_url))[ORG]
        assert isinstance(later, Whole)
        assert later.last == WRITTEN + 1


# --- older entries ----------------------------------------------------------------------------------------------------
async def at_revision(url: str, move: Callable[[Connection], None]) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(move)
    await engine.dispose()


def back_to_the_first(connection: Connection) -> None:
    made = config()
    made.attributes["connection"] = connection
    command.downgrade(made, "0001")


async def test_entries_of_before_the_seals_are_sealed_in_their_order(database_url: str) -> None:
    await at_revision(database_url, back_to_the_first)
    row = "INSERT INTO audit (org, team, person, what, at) VALUES (:org, :team, :person, 'x', '2026-11-01 08:00:00+00')"
    for n in range(1, 5):
        for org in (ORG, OTHER):
            await execute(database_url, text(row).bindparams(org=org, team=n, person=f"U{n}"))
    await migrate(database_url)
    async with open_database(database_url) as sessions:
        await write(sessions, count=1)
        both = await found(database_url)
        mine = both[ORG]
        assert isinstance(mine, Whole)
        assert mine.last == 5
        assert isinstance(both[OTHER], Whole)
        async with sessions(info={"org": ORG}) as session:
            assert [entry.person for entry in await audit.entries(session)] == ["U1", "U2", "U3", "U4", "U0"]
    await execute(database_url, "UPDATE audit SET person = 'U9' WHERE org = 'T1' AND number = 2")
    assert (await found(database_url))[ORG] == Broken(2, "it was changed")


# --- the command line -------------------------------------------------------------------------------------------------
def ask(url: str, *arguments: str) -> Any:
    env = environment(None, url, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    try:
        return CliRunner().invoke(app, arguments, env=env)
    finally:
        logs.configure("ERROR")  # the command logs to a stream that is closed by now


def test_the_command_line_says_it_in_a_line_each(sqlite_url: str) -> None:
    async def filled() -> None:
        async with written(sqlite_url):
            pass

    asyncio.run(filled())
    whole = ask(sqlite_url, "audit", "verify")
    assert whole.exit_code == 0
    assert [line.rsplit(maxsplit=1)[0] for line in whole.stdout.splitlines()] == [
        f"{org}: whole up to number {WRITTEN}, sealed" for org in (ORG, OTHER)
    ]
    shown = ask(sqlite_url, "audit", "show", "--team", "1")
    assert shown.stdout.splitlines()[0] == "T1 2 2026-11-23T09:00:00Z U1 team 1 role.give lead U1"
    asyncio.run(execute(sqlite_url, *MEDDLED["a row gone from the middle"].statements))
    broken = ask(sqlite_url, "audit", "verify")
    assert broken.exit_code == 1
    assert broken.stdout.splitlines()[0] == "T1: broken at number 3: it is missing"
    doctor = ask(sqlite_url, "doctor")
    assert doctor.exit_code == 1
    assert doctor.stdout.startswith("The log of changes of T1: broken at number 3: it is missing.")


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    ended = ask(f"sqlite:///{tmp_path / 'none.db'}", "audit", "verify")
    assert ended.exit_code == 1
    assert "does not exist yet" in ended.stderr


def test_a_log_without_entries_says_so() -> None:
    assert Verdict(ORG, Whole(0, "")).line == "T1: nothing was written yet"
