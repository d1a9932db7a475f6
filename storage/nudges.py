"""The one message a day, who wants quiet, and who has not answered for a while."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Delete, Select, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage import house
from storage.base import Base, OfOrg, insert
from storage.memberships import all_teams
from storage.people import Member
from storage.prepared import delete_before, prepared

Row = dict[str, Any]
Key = tuple[str, date]  # a person and a day of theirs
AT_ONCE = 200  # rows written in a statement: a longer one takes so long to build that the loop stands still


class NudgeMessage(OfOrg, Base):
    """Its key spends a person's one message of a day. `lines`: [kind, about] pairs in their order.

    `taken_at` is when the surface took it; `later` whether the person said not now; `morning` how it greets.
    """

    __tablename__ = "nudges"

    person: Mapped[str]
    day: Mapped[date]
    lines: Mapped[list[list[str]]] = mapped_column(JSON)
    morning: Mapped[bool]
    taken_at: Mapped[datetime | None]
    later: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "day"),)


class Mute(OfOrg, Base):
    """Quiet for one ritual, or for all where `ritual` is empty; `until` is the first day without it, None for good."""

    __tablename__ = "mutes"

    person: Mapped[str]
    ritual: Mapped[str]
    until: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "ritual"),)


class BackOff(OfOrg, Base):
    """Since this person last did something with a ritual: nudges that came, on which day one was skipped instead, and
    whether quiet was offered.
    """

    __tablename__ = "nudge_backoffs"

    person: Mapped[str]
    ritual: Mapped[str]
    sent: Mapped[int] = mapped_column(default=0)
    skipped_on: Mapped[date | None]
    asked: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "ritual"),)


# --- timers -----------------------------------------------------------------------------------------------------------
async def unplanned(session: AsyncSession, timer: str) -> Sequence[int]:
    """The teams for which no timer of this name is planned."""
    planned = set(await house.subjects(session, timer))
    return [team for team in await all_teams(session) if str(team) not in planned]


# --- messages ---------------------------------------------------------------------------------------------------------
async def spent(session: AsyncSession, persons: Iterable[str], first: date) -> Mapping[str, frozenset[date]]:
    """The days from the first on of which each person's message has been used."""
    mine = select(NudgeMessage.person, NudgeMessage.day)
    found: dict[str, set[date]] = {}
    for person, day in await session.execute(
        mine.where(NudgeMessage.person.in_(sorted(set(persons))), NudgeMessage.day >= first)
    ):
        found.setdefault(person, set()).add(day)
    return {person: frozenset(days) for person, days in found.items()}


async def spend(session: AsyncSession, org: str, rows: Sequence[Row]) -> set[str]:
    """Stores the messages; the persons who had none yet on that day. Two that write at once wait for each other."""
    ordered = sorted(({"org": org, "later": False, **row} for row in rows), key=lambda row: row["person"])
    kept: set[str] = set()
    for start in range(0, len(ordered), AT_ONCE):
        new = insert(session)(NudgeMessage).values(ordered[start : start + AT_ONCE]).on_conflict_do_nothing()
        kept |= set(await session.scalars(new.returning(NudgeMessage.person)))
    return kept


async def messages(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, NudgeMessage]:
    wanted = set(keys)
    rows = await session.scalars(
        select(NudgeMessage).where(
            NudgeMessage.person.in_(sorted({person for person, _ in wanted})),
            NudgeMessage.day.in_(sorted({day for _, day in wanted})),
        )
    )
    return {(row.person, row.day): row for row in rows if (row.person, row.day) in wanted}


async def hold(session: AsyncSession, person: str, day: date) -> NudgeMessage | None:
    mine = select(NudgeMessage).where(NudgeMessage.person == person, NudgeMessage.day == day)
    held: NudgeMessage | None = await session.scalar(mine.with_for_update().execution_options(populate_existing=True))
    return held


async def sent_to(
    session: AsyncSession, persons: Iterable[str], first: date = date.min
) -> Sequence[tuple[str, date, list[list[str]]]]:
    """Person, day and lines of what is kept of these persons, from this day of theirs on."""
    mine = select(NudgeMessage.person, NudgeMessage.day, NudgeMessage.lines).where(NudgeMessage.day >= first)
    rows = await session.execute(mine.where(NudgeMessage.person.in_(sorted(set(persons)))).order_by(NudgeMessage.day))
    return [(person, day, lines) for person, day, lines in rows]


async def empty(session: AsyncSession, person: str, since: date) -> None:
    """Of messages from this day on stays only that the day is spent; all the rest goes."""
    mine = NudgeMessage.person == person
    for statement in (
        delete(NudgeMessage).where(mine, NudgeMessage.day < since),
        update(NudgeMessage).where(mine).values(lines=[]),
        delete(BackOff).where(BackOff.person == person),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def drop_lines(session: AsyncSession, person: str, kinds: Iterable[str]) -> None:
    """Of these kinds; the days stay spent."""
    gone = set(kinds)
    for row in await session.scalars(select(NudgeMessage).where(NudgeMessage.person == person)):
        row.lines = [line for line in row.lines if line[0] not in gone]


async def forget(session: AsyncSession, before: date) -> None:
    await delete_before(session, NudgeMessage.day, before)


# --- quiet ------------------------------------------------------------------------------------------------------------
async def mutes(session: AsyncSession, persons: Iterable[str]) -> Mapping[str, Mapping[str, date | None]]:
    """person -> ritual (empty: all) -> the first day without it."""
    found: dict[str, dict[str, date | None]] = {}
    for person, ritual, until in await session.execute(*_mutes(sorted(set(persons)))):
        found.setdefault(person, {})[ritual] = until
    return found


@prepared
def _mutes(persons: Sequence[str]) -> Select[str, str, date | None]:
    mine = select(Mute.person, Mute.ritual, Mute.until).where(Mute.person.in_(persons))
    return mine.order_by(Mute.person, Mute.ritual)


async def mute(session: AsyncSession, org: str, person: str, rituals: Iterable[str], until: date | None) -> None:
    rows = [{"org": org, "person": person, "ritual": ritual, "until": until} for ritual in sorted(set(rituals))]
    new = insert(session)(Mute).values(rows)
    changed = new.on_conflict_do_update(index_elements=["org", "person", "ritual"], set_={"until": until})
    await session.execute(changed)


async def unmute(session: AsyncSession, person: str, rituals: Iterable[str] | None = None) -> None:
    """For all, where no rituals are named."""
    mine = delete(Mute).where(Mute.person == person)
    mine = mine if rituals is None else mine.where(Mute.ritual.in_(sorted(set(rituals))))
    await session.execute(mine.execution_options(synchronize_session=False))


async def end_mutes(session: AsyncSession, before: date) -> None:
    """Those that ended before this day."""
    await delete_before(session, Mute.until, before)


# --- who does not answer ----------------------------------------------------------------------------------------------
async def backoffs(session: AsyncSession, persons: Iterable[str]) -> Mapping[tuple[str, str], BackOff]:
    """By person and ritual."""
    rows = await session.scalars(select(BackOff).where(BackOff.person.in_(sorted(set(persons)))))
    return {(row.person, row.ritual): row for row in rows}


async def back_off(session: AsyncSession, org: str, rows: Sequence[Row]) -> None:
    """`rows`: person, ritual, skipped_on, asked, as they are from now on; how many came stays as it is."""
    ordered = sorted(({"org": org, "sent": 0, **row} for row in rows), key=lambda row: (row["person"], row["ritual"]))
    for start in range(0, len(ordered), AT_ONCE):
        new = insert(session)(BackOff).values(ordered[start : start + AT_ONCE])
        fresh = {name: new.excluded[name] for name in ("skipped_on", "asked")}
        await session.execute(new.on_conflict_do_update(index_elements=["org", "person", "ritual"], set_=fresh))


async def came(session: AsyncSession, org: str, person: str, rituals: Iterable[str]) -> None:
    """One more nudge of each of these rituals reached the person."""
    rows = [{"org": org, "person": person, "ritual": each, "sent": 1, "asked": False} for each in sorted(set(rituals))]
    if rows:
        one_more = {"sent": BackOff.sent + 1}
        new = insert(session)(BackOff).values(rows)
        await session.execute(new.on_conflict_do_update(index_elements=["org", "person", "ritual"], set_=one_more))


async def not_offered(session: AsyncSession, person: str, rituals: Iterable[str]) -> None:
    """The offer of quiet never reached the person: it may come again."""
    mine = update(BackOff).where(BackOff.person == person, BackOff.ritual.in_(sorted(set(rituals))))
    await session.execute(mine.values(asked=False).execution_options(synchronize_session=False))


async def acted(session: AsyncSession, person: str, *rituals: str) -> None:
    """Whoever does something with a ritual is listened to again."""
    await session.execute(*_acted(person, rituals))


@prepared
def _acted(person: str, rituals: Sequence[str]) -> Delete:
    mine = delete(BackOff).where(BackOff.person == person, BackOff.ritual.in_(rituals))
    return mine.execution_options(synchronize_session=False)


async def leave(session: AsyncSession, person: str) -> None:
    """All of it goes with the person."""
    for table in (NudgeMessage, Mute, BackOff):
        gone = delete(table).where(table.person == person)
        await session.execute(gone.execution_options(synchronize_session=False))


async def in_a_team(session: AsyncSession, person: str) -> bool:
    return await session.scalar(select(Member.id).where(Member.person == person).limit(1)) is not None
