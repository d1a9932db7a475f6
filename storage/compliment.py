"""Compliments: what was given, to whom, what each receiver decided, and a team's and a person's own settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    and_,
    false,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage import house
from storage.base import Base, OfOrg, insert
from storage.dagstart import Key
from storage.people import OfTeam, Team
from storage.prepared import every, locked, prepared

Parts = list[Any]  # a text with the ids of colleagues where their names stood
NOTHING = JSON(none_as_null=True)
LATELY = 50  # compliments that a new one is compared with: a week of a busy team


class Compliment(OfTeam, Base):
    """The root on which all that happens to one compliment waits in line.

    `text` is None once it was withdrawn. `origin` is the team's date of `at`. `place`: nowhere yet (""), `waiting` for
    a board or an hour, on a `board`, or in the `channel`; `day` is that board's day, or the date of that message.
    `read_at` is when it came to stand there, on a board that is open; None while nobody can read it.
    `also`: a colleague told of the same. `picked`: the ISO week in whose selection it stands, “2026-48”.
    `thanks_by` took it upon them to thank the customer, on the team's date `thanks_on`. `former_on` is when the giver
    of a left account becomes nobody. `untold`: it names somebody whose name is kept no more, and isn't told again.
    """

    __tablename__ = "compliments"

    kind: Mapped[str]  # customer | colleague
    giver: Mapped[str | None]
    named: Mapped[bool] = mapped_column(default=True)
    whole_team: Mapped[bool] = mapped_column(default=False)
    text: Mapped[Parts | None] = mapped_column(NOTHING)
    meaning: Mapped[Parts | None] = mapped_column(NOTHING)
    state: Mapped[str]
    at: Mapped[datetime]
    origin: Mapped[date]
    published_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    edited: Mapped[bool] = mapped_column(default=False)
    reported: Mapped[bool] = mapped_column(default=False)
    also: Mapped[bool] = mapped_column(default=False)
    picked: Mapped[str | None]
    thanks_by: Mapped[str | None]
    thanks_on: Mapped[date | None]
    reminded: Mapped[bool] = mapped_column(default=False)
    thanked: Mapped[bool] = mapped_column(default=False)
    untold: Mapped[bool] = mapped_column(default=False, server_default=false())
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            Index("ix_compliments_day", "org", "team", "day"),
            Index("ix_compliments_giver", "org", "giver", "origin"),
            Index("ix_compliments_read", "org", "team", "read_at"),
            Index("ix_compliments_place", "org", "team", "place"),
            Index("ix_compliments_picked", "org", "team", "picked"),
            Index("ix_compliments_thanks", "org", "thanks_by"),
            Index("ix_compliments_origin", "org", "origin"),
        )


class Receiver(OfOrg, Base):
    """`choice`: see the rules of who may be named.

    `batch` names the message in which this person is asked, from `asked_at` on. `person` is None once that is nobody's
    business any more. `thanked`: thanks went to the giver.
    """

    __tablename__ = "compliment_receivers"

    compliment: Mapped[int]
    person: Mapped[str | None]
    choice: Mapped[str] = mapped_column(default="asked")
    batch: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None]
    thanked: Mapped[bool] = mapped_column(default=False)
    former_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "compliment"], ["compliments.org", "compliments.id"], ondelete="CASCADE"),
            UniqueConstraint("org", "compliment", "person"),
            Index("ix_compliment_receivers_person", "org", "person", "batch"),
        )


class Preference(OfOrg, Base):
    """How a person wants to be asked before a team reads their name; without a row: asked first."""

    __tablename__ = "compliment_preferences"

    person: Mapped[str]
    preference: Mapped[str]  # ask | always | keep

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person"),)


class ComplimentSettings(OfTeam, Base):
    """The weekly question in the channel. `asked` counts them: it picks the next; `unanswered`, those in a row."""

    __tablename__ = "compliment_settings"

    prompts: Mapped[bool] = mapped_column(default=True)
    weekday: Mapped[int] = mapped_column(default=4)  # ISO
    clock: Mapped[time] = mapped_column(default=time(14, 0))
    asked: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)
    prompted_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team"),)


# --- one compliment ---------------------------------------------------------------------------------------------------
async def get(session: AsyncSession, id: int) -> Compliment | None:
    found: Compliment | None = await session.scalar(*_one(id))
    return found


@prepared
def _one(id: int) -> Select[Compliment]:
    return select(Compliment).where(Compliment.id == id)


async def hold_many(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Compliment]:
    return {row.id: row for row in await session.scalars(*_held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[Compliment]:
    return locked(select(Compliment).where(Compliment.id.in_(ids)).order_by(Compliment.id))


async def many(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Compliment]:
    return {row.id: row for row in await session.scalars(*_many(sorted(set(ids))))}


@prepared
def _many(ids: Sequence[int]) -> Select[Compliment]:
    return select(Compliment).where(Compliment.id.in_(ids))


async def receivers(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Sequence[Receiver]]:
    """Of each of these compliments, in the order in which they were chosen. One statement."""
    wanted = sorted(set(ids))
    found: dict[int, list[Receiver]] = {each: [] for each in wanted}
    if wanted:
        for row in await session.scalars(*_receivers(wanted)):
            found[row.compliment].append(row)
    return found


@prepared
def _receivers(compliments: Sequence[int]) -> Select[Receiver]:
    rows = select(Receiver).where(Receiver.compliment.in_(compliments)).order_by(Receiver.id)
    return rows.execution_options(populate_existing=True)


def paired(one: Any, other: Any, wanted: Iterable[tuple[Any, Any]]) -> ColumnElement[bool]:
    """Of these pairs. Each column by itself as well: by a pair alone SQLite searches an index for the first of it."""
    keys = sorted(set(wanted))
    ones, others = {key[0] for key in keys}, {key[1] for key in keys}
    return and_(tuple_(one, other).in_(keys), one.in_(sorted(ones)), other.in_(sorted(others)))


# --- many -------------------------------------------------------------------------------------------------------------
async def on_boards(session: AsyncSession, keys: Iterable[Key], *, channel: bool = False) -> Sequence[Compliment]:
    """What can be read on these boards, oldest first; with `channel` also what stood in the channel on those days."""
    places = ("board", "channel") if channel else ("board",)
    return await every(session, _on_boards(sorted(set(keys)), places))


@prepared
def _on_boards(keys: Sequence[Key], places: Sequence[str]) -> Select[Compliment]:
    wanted = (tuple_(Compliment.team, Compliment.day).in_(keys), Compliment.place.in_(places))
    shown = select(Compliment).where(*wanted, Compliment.state == "PUBLISHED")
    return shown.order_by(Compliment.published_at, Compliment.id)


async def waiting(session: AsyncSession, teams: Iterable[int]) -> Sequence[Compliment]:
    """What may be read and stands nowhere yet."""
    return await every(session, _waiting(sorted(set(teams))))


@prepared
def _waiting(teams: Sequence[int]) -> Select[Compliment]:
    mine = (Compliment.team.in_(teams), Compliment.place == "waiting", Compliment.state == "PUBLISHED")
    return select(Compliment).where(*mine).order_by(Compliment.id)


async def unplaced(session: AsyncSession, timer: str) -> Sequence[tuple[int, int]]:
    """What waits in teams that can be reached, and for which no timer of this name is planned; (team, id) of each."""
    planned = set(await house.subjects(session, timer))
    rows = await session.execute(*_unplaced())
    return [(team, key) for team, key in rows if f"{team}:{key}" not in planned]


@prepared
def _unplaced() -> Select[int, int]:
    mine = (Compliment.team == Team.id, Compliment.place == "waiting", Compliment.state == "PUBLISHED")
    return select(Compliment.team, Compliment.id).where(*mine, Team.state == "ACTIVE")


async def move(session: AsyncSession, teams: Iterable[int], day: date, now: datetime) -> Sequence[tuple[int, int]]:
    """What waits in these teams is read on the boards of this day from now on; (team, id) of each."""
    mine = (Compliment.team.in_(sorted(set(teams))), Compliment.place == "waiting", Compliment.state == "PUBLISHED")
    moved = update(Compliment).where(*mine)
    moved = moved.values(place="board", day=day, read_at=now).returning(Compliment.team, Compliment.id)
    rows = await session.execute(moved.execution_options(synchronize_session=False))
    return [(team, key) for team, key in rows]


async def lift(session: AsyncSession, keys: Iterable[Key]) -> Sequence[tuple[int, int]]:
    """What is on these boards waits for the next one; (team, id) of each."""
    on = (tuple_(Compliment.team, Compliment.day).in_(sorted(set(keys))), Compliment.place == "board")
    waits: dict[str, Any] = {"place": "waiting", "day": None, "read_at": None}
    lifted = update(Compliment).where(*on).values(waits).returning(Compliment.team, Compliment.id)
    rows = await session.execute(lifted.execution_options(synchronize_session=False))
    return [(team, key) for team, key in rows]


async def in_channels(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, int]:
    """How many messages each of these teams' channels had on that day, also of what has gone since."""
    wanted = tuple_(Compliment.team, Compliment.day).in_(sorted(set(keys)))
    counted = select(Compliment.team, Compliment.day, func.count()).where(wanted, Compliment.place == "channel")
    rows = await session.execute(counted.group_by(Compliment.team, Compliment.day))
    return {(team, day): n for team, day, n in rows if day is not None}


async def given_by(session: AsyncSession, team: int, person: str, origin: date) -> int:
    """How many this person gave in this team on this day; what was withdrawn doesn't count."""
    mine = (Compliment.giver == person, Compliment.team == team, Compliment.origin == origin)
    counted = select(func.count()).select_from(Compliment).where(*mine, Compliment.text.is_not(None))
    return await session.scalar(counted) or 0


async def lately(session: AsyncSession, team: int, kind: str, after: datetime) -> Sequence[Compliment]:
    """The newest that anybody can read, at most LATELY, newest first."""
    mine = (Compliment.team == team, Compliment.kind == kind, Compliment.read_at >= after)
    rows = select(Compliment).where(*mine, Compliment.state == "PUBLISHED", Compliment.place != "waiting")
    return (await session.scalars(rows.order_by(Compliment.read_at.desc()).limit(LATELY))).all()


async def batches(session: AsyncSession, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], list[Receiver]]:
    """(person, batch) -> what that message asks, oldest first. One statement."""
    mine = paired(Receiver.person, Receiver.batch, wanted)
    found: dict[tuple[str, str], list[Receiver]] = {}
    for row in await session.scalars(select(Receiver).where(mine).order_by(Receiver.id)):
        found.setdefault((row.person or "", row.batch), []).append(row)
    return found


async def waiting_for(session: AsyncSession, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """(person, how a batch's name begins) -> how much this person is asked in those. One statement."""
    keys = sorted(set(wanted))
    mine = or_(*(and_(Receiver.person == person, Receiver.batch.startswith(begins)) for person, begins in keys))
    rows = (await session.execute(select(Receiver.person, Receiver.batch).where(mine))).all()
    return {key: sum(person == key[0] and batch.startswith(key[1]) for person, batch in rows) for key in keys}


async def asked_of(session: AsyncSession, person: str) -> Sequence[Receiver]:
    """What this person has been asked and has not answered, oldest first."""
    mine = (Receiver.person == person, Receiver.choice.in_(("asked", "changed")))
    return (await session.scalars(select(Receiver).where(*mine).order_by(Receiver.id))).all()


async def held_for(session: AsyncSession, person: str, after: str) -> Sequence[Receiver]:
    """What this person is asked in messages whose names come after this one, oldest first."""
    mine = (Receiver.person == person, Receiver.batch > after)
    return (await session.scalars(select(Receiver).where(*mine).order_by(Receiver.id))).all()


async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """From this day on what names a closed account names nobody."""
    for mine in (
        update(Compliment).where(Compliment.giver == person).values(former_on=former_on),
        update(Receiver).where(Receiver.person == person).values(former_on=former_on),
    ):
        await session.execute(mine.execution_options(synchronize_session=False))


# --- preferences ------------------------------------------------------------------------------------------------------
async def preferences(session: AsyncSession, persons: Iterable[str]) -> Mapping[str, str]:
    rows = await session.scalars(select(Preference).where(Preference.person.in_(sorted(set(persons)))))
    return {row.person: row.preference for row in rows}


async def prefer(session: AsyncSession, org: str, person: str, preference: str) -> None:
    new = insert(session)(Preference).values(org=org, person=person, preference=preference)
    again = new.on_conflict_do_update(index_elements=["org", "person"], set_={"preference": preference})
    await session.execute(again)
