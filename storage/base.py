"""One database, many organisations: a session belongs to one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, Result, UniqueConstraint, event, make_url
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.types import TypeDecorator

from storage import inline, sqlite

# Constraint names are part of the migrations: without a convention PostgreSQL and SQLite would each invent their own.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
R = TypeVar("R")
BUSY_MS = 2_000  # how long a turn waits for a lock, on SQLite for the one write lock; then it is played again
POOL = 10  # connections a process keeps to PostgreSQL: turns are short, and PostgreSQL's default limit is 100 in all

VALUES = 200  # rows in one INSERT
PREPARED = "prepared"  # execution option of a statement that is kept: about “columns” only, or about “objects”
LIMITED = 5_000  # prepared statements times organisations that work at the same time: about 7 kB each
ALL = {"all_orgs": True}  # execution options of what is about all organisations
EVERY = {"all_orgs": True, "synchronize_session": False}  # and changes rows that no session holds


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite increments only a column whose type is exactly INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  (SQLAlchemy's own way to say it)


class OfOrg:
    """A row of one organisation. `id` alone is the key; foreign keys point at (org, id)."""

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    org: Mapped[str] = mapped_column()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805  (a class method to SQLAlchemy)
        return (UniqueConstraint("org", "id"), *cls.constraints())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Further keys, foreign keys and indexes of this table."""
        return ()


class NoOrganisation(RuntimeError):
    """A query ran in a session that belongs to no organisation and did not ask for all of them."""

    def __init__(self) -> None:
        super().__init__("a session without an organisation; bot/ says execution_options(all_orgs=True) if it is meant")


class OrgSession(Session):
    """Adds the session's organisation to every ORM statement and every new row."""


@event.listens_for(OrgSession, "do_orm_execute")
def _only_this_org(state: ORMExecuteState) -> Result[Any] | None:
    if state.is_column_load or state.is_relationship_load:
        return None
    every = state.execution_options.get("all_orgs")
    org = None if every else state.session.info.get("org")
    if org is None and not every:
        raise NoOrganisation
    how = state.execution_options.get(PREPARED)
    if how is not None:
        state.statement = _once(state.statement, org, how)
    elif org is not None and (state.is_select or state.is_update or state.is_delete):
        state.statement = state.statement.options(_only(org))
    return _at_once(state) if how == "columns" else None


def _at_once(state: ORMExecuteState) -> Result[Any]:
    """What the ORM would do from here on costs three times what the rows of columns do."""
    state.session.flush()
    return state.session.connection().execute(state.statement, state.parameters)


@lru_cache(maxsize=LIMITED)
def _once(statement: Any, org: str | None, how: str) -> Any:
    """The same object each time: SQLAlchemy keeps with a statement what it worked out about it.

    About columns only: what the ORM makes of it, of tables and with the organisation in it.
    """
    limited = statement if org is None else statement.options(_only(org))
    return limited.compile().compile_state.statement if how == "columns" else limited


@lru_cache(maxsize=1000)
def _only(org: str) -> ExecutableOption:
    """Kept for each organisation: making it anew costs as much as the rest of a small statement."""
    return with_loader_criteria(OfOrg, lambda cls: cls.org == org, include_aliases=True)


@event.listens_for(OrgSession, "before_flush")
def _stamp(session: Session, *_: Any) -> None:
    for row in session.new:
        if isinstance(row, OfOrg):
            if (org := session.info.get("org")) is None:
                raise NoOrganisation
            row.org = org


def batches(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """For an INSERT of many: one of thousands would be built and compiled for seconds."""
    return (rows[start : start + VALUES] for start in range(0, len(rows), VALUES))


def insert(session: AsyncSession) -> Callable[..., Any]:
    """INSERT with ON CONFLICT, in the dialect of this database. The organisation is an argument here, not added."""
    return postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert


def begin_by_hand(engine: AsyncEngine, busy_ms: int) -> None:
    """SQLite: a turn that writes takes the lock at its start and waits for it; one that reads never waits."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin by itself, and too late
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={busy_ms}")  # first: the next may have to wait for who makes the file
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(
            "PRAGMA synchronous=NORMAL"
        )  # with WAL: no corruption, at most the last commit is lost at power loss
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, and not only marked as free
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if not options.get("bare"):
            connection.exec_driver_sql("BEGIN" if options.get("reads") else "BEGIN IMMEDIATE")


def driver_url(url: str) -> str:
    """The same database through the asynchronous driver: people write `sqlite:///x.db` and `postgresql://…`."""
    for plain, driven in (("sqlite://", "sqlite+aiosqlite://"), ("postgresql://", "postgresql+psycopg://")):
        if url.startswith(plain):
            return driven + url.removeprefix(plain)
    return url.replace("postgres://", "postgresql+psycopg://", 1) if url.startswith("postgres://") else url


Sessions = async_sessionmaker[AsyncSession]


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Sessions]:
    """Sessions on this database; `Sessions(info={"org": …})` gives one that belongs to an organisation."""
    engine = make_engine(url)
    try:
        yield async_sessionmaker(engine, expire_on_commit=False, sync_session_class=OrgSession)
    finally:
        await engine.dispose()


@asynccontextmanager
async def glance(sessions: Sessions) -> AsyncIterator[AsyncConnection]:
    """For one statement that reads, of all organisations: without a transaction, which costs more than it does."""
    engine: AsyncEngine = sessions.kw["bind"]
    how: dict[str, Any] = {"bare": True} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    async with engine.connect() as connection:
        yield await connection.execution_options(**how)


async def empty_log(sessions: Sessions, patience: int = BUSY_MS) -> bool:
    """SQLite: what was deleted leaves the write-ahead log too. While somebody reads, it stays until the next time.

    `patience`: milliseconds to wait for them; whoever wants to write waits along. False when it stayed.
    """
    engine: AsyncEngine = sessions.kw["bind"]
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        bare = await connection.execution_options(bare=True)
        await bare.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        try:
            found = await bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return not found.scalar_one()  # whether somebody kept it from that
        finally:
            await bare.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def make_engine(url: str, busy_ms: int | None = None) -> AsyncEngine:
    """`busy_ms`: how long to wait for a lock, where BUSY_MS is not enough."""
    busy_ms = BUSY_MS if busy_ms is None else busy_ms
    url = driver_url(url)
    if url.startswith("sqlite"):
        options = {"async_creator_fn": (inline if url.endswith(inline.ENDING) else sqlite).connect}
        # An error in a log must not hold what people typed.
        engine = create_async_engine(url.removesuffix(inline.ENDING), hide_parameters=True, connect_args=options)
        begin_by_hand(engine, busy_ms)
        return engine
    return create_async_engine(
        url,
        pool_size=POOL,
        max_overflow=POOL,
        pool_pre_ping=True,  # a server that was away for a moment has ended them all
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={name: value for name, value in _reach(busy_ms).items() if name not in make_url(url).query},
    )


def _reach(busy_ms: int) -> dict[str, Any]:
    """libpq's own words, in seconds but for the last two: a server that vanished is noticed within half a minute.

    Waits for a lock as long as on SQLite. What the address itself says goes before it.
    """
    seconds = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    return {**seconds, "tcp_user_timeout": 20_000, "options": f"-c lock_timeout={busy_ms}"}
