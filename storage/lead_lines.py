"""Lines for the leads of a team, and the messages that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Select, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, insert
from storage.people import OfTeam
from storage.prepared import delete_before, every, prepared

Copy = tuple[int, str, date]  # a team, a person, and the day of the message


class LeadLine(OfTeam, Base):
    """`kind` names who words it, `about` its subject; `day` is when its message came, None while it waits."""

    __tablename__ = "lead_lines"

    kind: Mapped[str]
    about: Mapped[str]
    at: Mapped[datetime]
    day: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "kind", "about"), Index("ix_lead_lines_waiting", "org", "team", "day"))


class LeadMessage(OfTeam, Base):
    """What one person hears in one message; its key spends the one such message of a day, whatever the team."""

    __tablename__ = "lead_messages"

    person: Mapped[str]
    day: Mapped[date]
    lines: Mapped[list[int]] = mapped_column(JSON)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "day"),)


async def add(session: AsyncSession, org: str, team: int, kind: str, about: str, at: datetime) -> bool:
    """False when there was this line already, told or not."""
    statement = insert(session)(LeadLine).values(org=org, team=team, kind=kind, about=about, at=at)
    done = await session.execute(statement.on_conflict_do_nothing().returning(LeadLine.id))
    return done.first() is not None


async def waiting(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, Sequence[LeadLine]]:
    """What nobody has heard yet, newest first."""
    wanted = select(LeadLine).where(LeadLine.team.in_(sorted(set(teams))), LeadLine.day.is_(None))
    found: dict[int, list[LeadLine]] = {}
    for row in await session.scalars(wanted.order_by(LeadLine.at.desc(), LeadLine.id.desc())):
        found.setdefault(row.team, []).append(row)
    return found


async def teams_waiting(session: AsyncSession, teams: Iterable[int] | None = None) -> Sequence[int]:
    """Which of these teams, or of all, have a line that waits."""
    return await every(session, _all_waiting() if teams is None else _waiting(sorted(set(teams))))


def _with_a_line() -> Select[int]:
    return select(LeadLine.team).where(LeadLine.day.is_(None)).distinct().order_by(LeadLine.team)


_all_waiting = prepared(_with_a_line)


@prepared
def _waiting(teams: Sequence[int]) -> Select[int]:
    return _with_a_line().where(LeadLine.team.in_(teams))


async def spend(session: AsyncSession, org: str, copies: Mapping[Copy, Sequence[int]]) -> set[Copy]:
    """Stores the messages; returns those whose reader had none yet on that day."""
    rows = [
        {"org": org, "team": team, "person": person, "day": day, "lines": list(lines)}
        for (team, person, day), lines in sorted(copies.items(), key=lambda copy: (copy[0][1], copy[0]))
    ]
    if not rows:
        return set()
    new = insert(session)(LeadMessage).values(rows).on_conflict_do_nothing()
    kept = await session.execute(new.returning(LeadMessage.team, LeadMessage.person, LeadMessage.day))
    return {(team, person, day) for team, person, day in kept}


async def told(session: AsyncSession, ids: Iterable[int], day: date) -> None:
    if wanted := sorted(set(ids)):
        heard = update(LeadLine).where(LeadLine.id.in_(wanted)).values(day=day)
        await session.execute(heard.execution_options(synchronize_session=False))


async def messages(session: AsyncSession, copies: Iterable[Copy]) -> Mapping[Copy, Sequence[int]]:
    wanted = set(copies)
    rows = await session.execute(
        select(LeadMessage.team, LeadMessage.person, LeadMessage.day, LeadMessage.lines).where(
            LeadMessage.team.in_(sorted({team for team, _, _ in wanted})),
            LeadMessage.person.in_(sorted({person for _, person, _ in wanted})),
            LeadMessage.day.in_(sorted({day for _, _, day in wanted})),
        )
    )
    return {(team, person, day): ids for team, person, day, ids in rows if (team, person, day) in wanted}


async def lines(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, LeadLine]:
    rows = await session.scalars(select(LeadLine).where(LeadLine.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


async def carrying(session: AsyncSession, kind: str, about: str) -> Sequence[Copy]:
    """The messages of the day on which this line was told."""
    rows = await session.execute(
        select(LeadMessage.team, LeadMessage.person, LeadMessage.day)
        .join(LeadLine, (LeadLine.team == LeadMessage.team) & (LeadLine.day == LeadMessage.day))
        .where(LeadLine.kind == kind, LeadLine.about == about)
    )
    return rows.all()


async def readers(session: AsyncSession, kind: str, about: str) -> set[str]:
    """Who has had a message with this line."""
    rows = await session.execute(
        select(LeadLine.id, LeadMessage.person, LeadMessage.lines)
        .join(LeadMessage, (LeadLine.team == LeadMessage.team) & (LeadLine.day == LeadMessage.day))
        .where(LeadLine.kind == kind, LeadLine.about == about)
    )
    return {person for line, person, lines in rows if line in lines}


async def drop(session: AsyncSession, kind: str, about: str) -> None:
    gone = delete(LeadLine).where(LeadLine.kind == kind, LeadLine.about == about)
    await session.execute(gone.execution_options(synchronize_session=False))


async def stands(session: AsyncSession, kind: str, about: str) -> bool:
    mine = select(LeadLine.id).where(LeadLine.kind == kind, LeadLine.about == about)
    return await session.scalar(mine) is not None


async def forget(session: AsyncSession, before: datetime) -> None:
    await delete_before(session, LeadLine.at, before)
    await delete_before(session, LeadMessage.day, before.date())
