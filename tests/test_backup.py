"""A back-up while the bot works, and the drill: an old one is put back, and nothing is posted a second time."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot import backup
from rituals.shown import Place
from storage.base import driver_url, open_database
from storage.house import CardRow, Outgoing
from tests.badly import Bad, badly
from tests.chat import NOORD, Chat
from tests.running import Ended, environment, forked
from tests.waiting import PATIENCE, until

MEGABYTES = 48  # enough for many a commit while they are copied


async def ask(folder: Path, url: str, *arguments: str) -> Ended:
    return await forked(*arguments, env=environment(None, url), folder=folder)


async def test_a_copy_is_whole_and_writes_over_nothing(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    async with badly(sqlite_url) as bad:
        await bad.show()
        ended = await ask(tmp_path, sqlite_url, "backup", str(file))
        assert (ended.code, ended.err) == (0, "")
        await bad.after()
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM cards WHERE name = 'proof.card'").fetchone() == (1,)
    again = await ask(tmp_path, sqlite_url, "backup", str(file))
    assert again.code == 1
    assert "exists already" in again.err


@contextmanager
def written(source: Path) -> Iterator[Callable[[], int]]:
    """A large database to whose two tables somebody commits without a pause; gives how often, so far."""
    with closing(sqlite3.connect(source)) as large, large:
        large.execute("PRAGMA page_size=512")  # many pages are many moments at which a copy could begin anew
        large.execute("PRAGMA journal_mode=WAL")
        large.execute("CREATE TABLE text (line BLOB)")
        large.executemany("INSERT INTO text VALUES (zeroblob(1000000))", [()] * MEGABYTES)
        large.execute("CREATE TABLE one (number INTEGER PRIMARY KEY)")
        large.execute("CREATE TABLE other (number INTEGER PRIMARY KEY)")
    stop, commits = threading.Event(), 0

    def write() -> None:
        nonlocal commits
        with closing(sqlite3.connect(source, timeout=PATIENCE)) as writer:
            writer.execute("PRAGMA synchronous=OFF")  # a commit each millisecond
            while not stop.is_set():
                with writer:
                    writer.execute("INSERT INTO one DEFAULT VALUES")
                    writer.execute("INSERT INTO other DEFAULT VALUES")
                commits += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: commits
    finally:
        stop.set()
        thread.join()


async def test_a_copy_ends_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    source, file = tmp_path / "large.db", tmp_path / "copy.db"
    with written(source) as commits:
        await until(commits)
        copying = asyncio.create_task(backup.copy(f"sqlite:///{source}", file))
        await asyncio.wait([copying], timeout=PATIENCE)
        ended, since = copying.done(), commits()
    await copying
    assert ended
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT count(*) FROM text").fetchone() == (MEGABYTES,)
        one, other = copy.execute("SELECT (SELECT max(number) FROM one), (SELECT max(number) FROM other)").fetchone()
    assert one == other
    assert one < since, "others went on writing"


def left(folder: Path, name: str) -> list[Path]:
    """With what SQLite keeps beside a file."""
    return [*folder.glob(f"{name}*")]


async def test_only_its_owner_reads_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    before = os.umask(0)
    try:
        await backup.copy(sqlite_url, file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_where_no_copy_can_be_made_it_says_why_and_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    ended = await ask(tmp_path, sqlite_url, "backup", str(tmp_path / "nowhere" / "copy.db"))
    assert (ended.code, ended.out) == (1, "")
    assert "can't be made (No such file or directory)" in ended.err
    assert len(ended.err.splitlines()) == 1

    link = tmp_path / "copy.db"
    link.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(backup.Unfit, match="exists already"):
        await backup.copy(sqlite_url, link)
    assert not (tmp_path / "elsewhere.db").exists()

    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 1_000)
    with pytest.raises(backup.Unfit, match=r"could not be written \(file is not a database\), and is gone again"):
        await backup.copy(f"sqlite:///{broken}", tmp_path / "of_broken.db")
    assert not left(tmp_path, "of_broken.db")


async def test_a_full_disk_keeps_nothing_of_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # bytes: less than the copy takes
    try:
        with pytest.raises(backup.Unfit, match="The disk is full"):
            await backup.copy(sqlite_url, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not left(tmp_path, "copy.db")


async def test_postgresql_has_a_tool_of_its_own(postgres_url: str, tmp_path: Path) -> None:
    ended = await ask(tmp_path, postgres_url, "backup", str(tmp_path / "copy.db"))
    assert ended.code == 1
    assert "pg_dump" in ended.err


def posted(chat: Chat) -> dict[tuple[str, str], str]:
    """(where, its stamp) -> text, of all that stands in the channel and in everybody's conversation with the bot."""
    talks = {(name, seen.ts): seen.text for name, actor in chat.people.items() for seen in actor.dm()}
    return talks | {(NOORD, seen.ts): seen.text for seen in chat.anna.sees(NOORD)}


async def copied(url: str, folder: Path, name: str) -> None:
    """By the tool that a database of this kind is copied with, or as good as it."""
    if url.startswith("sqlite"):
        (folder / name).unlink(missing_ok=True)
        assert (await ask(folder, url, "backup", str(folder / name))).code == 0
        return
    await elsewhere(url, f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}", close=url)


async def put_back(url: str, folder: Path, name: str) -> None:
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        for each in file.parent.glob(f"{file.name}*"):
            each.unlink()
        shutil.copy(folder / name, file)
        return
    mine = make_url(url).database
    await elsewhere(url, f"DROP DATABASE {mine} WITH (FORCE)", f"CREATE DATABASE {mine} TEMPLATE {name}")


async def elsewhere(url: str, *statements: str, close: str = "") -> None:
    engine = create_async_engine(make_url(driver_url(url)).set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        if close:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            await connection.execute(text(others), {"name": make_url(close).database})
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def test_the_drill(database_url: str, tmp_path: Path) -> None:
    """Copied at 08:55 with a card and a message that wait; at 09:40 the disk dies, and the copy comes back."""
    async with badly(database_url, allowed=("message_not_found",)) as bad:
        chat = bad.chat
        await chat.until("2026-11-23 08:55")
        await bad.show()
        await bad.say("version for Anna", Place(person=chat.anna.id))
        await chat.end()
        await copied(database_url, tmp_path, "copy_of_the_drill")
        await chat.begin()
        await chat.until("2026-11-23 09:40")
        await bad.after(4)
        before = posted(chat)
        assert len(chat.cards()) == 1
        assert "version for Anna" in [seen.text for seen in chat.anna.dm()]

        await chat.end()
        await put_back(database_url, tmp_path, "copy_of_the_drill")
        moment = "2026-11-23T09:40+01:00"
        ended = await ask(tmp_path, database_url, "restored", "--at", moment)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith("1 message(s) and 1 card(s) that waited are not sent, ")
        assert "`klantritme outbox`" in ended.out
        listed = (await ask(tmp_path, database_url, "outbox")).out.splitlines()
        assert [line.endswith(backup.WHY) for line in listed] == [True, True]
        doctor = (await ask(tmp_path, database_url, "doctor")).out
        assert "1 message(s) were given up." in doctor
        assert "1 card(s) were given up." in doctor
        await chat.begin()
        await chat.until("2026-11-23 17:00")
        await bad.after(4)
        after = posted(chat)
        assert before.keys() <= after.keys()
        late = [after[at] for at in after.keys() - before.keys()]
        assert all(text.startswith("Morgen ") for text in late), "only what belongs to the next day is new"
        await chat.until("2026-11-24 09:30")
        assert len(chat.cards()) == 2, "the next day comes as always"
        await apart(bad, database_url)


async def test_a_database_that_somebody_works_on_is_left_alone(database_url: str, tmp_path: Path) -> None:
    async with badly(database_url) as bad:
        await bad.say("version said")
        refused = await ask(tmp_path, database_url, "restored")
        assert (refused.code, refused.out, refused.err) == (1, "", backup.IN_USE + "\n")
        await bad.after()
        assert [seen.text for seen in bad.standing] == ["version said"]
        await bad.say("version unsaid")
        anyway = await ask(tmp_path, database_url, "restored", "--anyway")
        assert (anyway.code, anyway.err) == (0, "")
        assert anyway.out.startswith("1 message(s) and 0 card(s) that waited are not sent, ")
        await bad.after(4)
        assert [seen.text for seen in bad.standing] == ["version said"]
        await bad.chat.end()
        assert (await ask(tmp_path, database_url, "restored")).code == 0
        await bad.chat.begin()


async def test_no_database_is_made_by_putting_none_back(tmp_path: Path) -> None:
    ended = await ask(tmp_path, f"sqlite:///{tmp_path}/none.db", "restored")
    assert ended.code == 1
    assert "does not exist yet" in ended.err
    assert not left(tmp_path, "none.db")


async def apart(bad: Bad, url: str) -> None:
    """No row has an id that a message of before carries."""
    carried = {
        int(block["block_id"].split(".")[0][1:])
        for seen in bad.chat.anna.sees(NOORD)
        for block in seen.message.blocks or ()
        if str(block.get("block_id", "")).startswith("c")
    }
    async with open_database(url) as sessions, sessions(info={"org": bad.chat.house.org}) as session:
        newest = await session.scalar(select(func.max(CardRow.id)))
        assert newest is not None
        assert newest > 1_000_000 > min(carried)
        said = await session.scalar(select(func.max(Outgoing.id)))
        assert said is not None
        assert said > 1_000_000
