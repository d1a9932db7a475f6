"""The command line but for `run`: each command in a process of its own, with its exit codes.

One that ends well and one that doesn't are started as people start them; the others share their imports.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.manifest import manifest_for
from rituals import RITUALS
from sandbox import Sandbox
from storage import house
from storage.base import make_engine, open_database
from tests.chat import NOORD, chatting, local
from tests.running import Ended, environment, forked, klantritme

DUTCH = {"/dagstart", "/klant"}
ENGLISH = {"/daystart", "/customer"}


async def ask(folder: Path, url: str, *arguments: str, slack: Sandbox | None = None, **more: str) -> Ended:
    return await forked(*arguments, env=environment(slack, url, **more), folder=folder)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest_for(RITUALS, "both")) as slack:
        yield slack


# --- migrate ----------------------------------------------------------------------------------------------------------
async def test_migrating_twice_is_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        ended = await ask(tmp_path, url, "migrate")
        assert (ended.code, ended.out, ended.err) == (0, "The database is up to date.\n", "")
    assert (await ask(tmp_path, url, "doctor", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")).code == 0


async def test_two_processes_migrate_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    both = await asyncio.gather(*(ask(tmp_path, url, "migrate") for _ in range(2)))
    assert [each.code for each in both] == [0, 0], both


# --- manifest ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "there", "left_out"),
    [("nl", DUTCH, ENGLISH), ("en", ENGLISH, DUTCH), ("both", DUTCH | ENGLISH, set())],
)
async def test_the_manifest_of_a_language(tmp_path: Path, language: str, there: set[str], left_out: set[str]) -> None:
    ended = await ask(tmp_path, "sqlite:///x.db", "manifest", "--language", language)
    assert (ended.code, ended.err) == (0, "")
    made = json.loads(ended.out)
    names = {command["command"] for command in made["features"]["slash_commands"]}
    assert there <= names
    assert not left_out & names


async def test_another_language_is_refused(tmp_path: Path) -> None:
    env = environment(None, "sqlite:///x.db")
    ended = await klantritme("manifest", "--language", "fr", env=env, folder=tmp_path)
    assert ended.code == 2
    assert "nl" in ended.err


# --- tick -------------------------------------------------------------------------------------------------------------


async def cards_after(tmp_path: Path, url: str, *arguments: str) -> list[str]:
    """What stands in the channel after `tick` with these arguments."""
    async with chatting(url) as chat:
        await chat.noord()
        await chat.stage.end()
        chat.clock.turn_to(local("2026-11-26 12:00"))
        ended = await ask(tmp_path, url, "tick", *arguments, slack=chat.stage.slack)
        assert (ended.code, ended.out) == (0, ""), ended
        found = [card.text for card in chat.cards(NOORD)]
        await chat.stage.begin()
    return found


async def test_tick_jumps_as_after_an_outage(tmp_path: Path, sqlite_url: str) -> None:
    assert await cards_after(tmp_path, sqlite_url, "--at", "2026-11-26T12:00+01:00") == []


async def test_tick_steps_from_due_to_due(tmp_path: Path, sqlite_url: str) -> None:
    found = await cards_after(tmp_path, sqlite_url, "--step", "--at", "2026-11-24T09:05+01:00")
    assert len(found) == 2, "Monday's and Tuesday's"


@pytest.mark.parametrize("moment", ["2026-11-23T09:00", "nine", "2026-11-23"])
async def test_a_moment_without_its_offset_is_refused(tmp_path: Path, slack: Sandbox, moment: str) -> None:
    ended = await ask(tmp_path, f"sqlite:///{tmp_path / 'x.db'}", "tick", "--at", moment, slack=slack)
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith(f"--at {moment}: ")
    assert not (tmp_path / "x.db").exists()


# --- doctor -----------------------------------------------------------------------------------------------------------
async def doctor(folder: Path, url: str) -> Ended:
    return await ask(folder, url, "doctor", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")


async def test_the_doctor_finds_nothing(tmp_path: Path, database_url: str) -> None:
    env = environment(None, database_url, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    ended = await klantritme("doctor", env=env, folder=tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "All is well.\n", "")


async def test_the_doctor_misses_the_tokens(tmp_path: Path, sqlite_url: str) -> None:
    ended = await ask(tmp_path, sqlite_url, "doctor")
    assert ended.code == 2
    assert [line.split()[0] for line in ended.out.splitlines()] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


async def test_the_doctor_misses_the_database_and_makes_none(tmp_path: Path) -> None:
    ended = await doctor(tmp_path, f"sqlite:///{tmp_path / 'none.db'}")
    assert ended.code == 1
    assert "does not exist yet" in ended.out
    assert not (tmp_path / "none.db").exists()


async def test_the_doctor_reaches_no_server(tmp_path: Path) -> None:
    ended = await doctor(tmp_path, "postgresql://nobody:secret@127.0.0.1:1/none")
    assert ended.code == 1
    assert ended.out.startswith("DATABASE_URL: the database can't be reached")
    assert "secret" not in ended.out + ended.err


async def test_the_doctor_sees_a_stale_version(tmp_path: Path, sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    await engine.dispose()
    ended = await doctor(tmp_path, sqlite_url)
    assert ended.code == 1
    assert "at version 0000" in ended.out
    assert "klantritme migrate" in ended.out


async def test_the_doctor_shows_a_parked_timer(tmp_path: Path, database_url: str) -> None:
    async with open_database(database_url) as sessions, sessions(info={"org": "T1"}) as session, session.begin():
        await house.plan(session, "T1", [("dagstart.open", "1:2026-11-23", datetime(2026, 11, 23, 8, tzinfo=UTC))])
        await session.execute(update(house.Timer).values(parked=True))
    ended = await doctor(tmp_path, database_url)
    assert ended.code == 1
    assert ended.out.startswith("1 parked timer(s) dagstart.open")


async def test_a_wrong_setting_ends_any_command_with_two(tmp_path: Path, sqlite_url: str) -> None:
    for command in (("doctor",), ("migrate",), ("tick", "--at", "2026-11-23T09:00+01:00")):
        assert (await ask(tmp_path, sqlite_url, *command, LOG_LEVEL="LOUD")).code == 2
