"""Signals that the aims of teams collide, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    Update,
    and_,
    case,
    delete,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Base, insert
from storage.house import CardRow
from storage.people import OfTeam, Team
from storage.prepared import locked, prepared


class SiloSignal(OfTeam, Base):
    """`team` is the one it comes from, `person` only who gave it with their name. `state`: see the rules.

    Dates are the organisation's, and there are no moments, beside which a person could be seen to type. `moved_on`:
    when its state last changed; `reminded_on`: when coaches were reminded since that nothing moves, which happens once.
    `parked` says why, `review_on` until when, and then when it came back. `into` is the signal into which it was
    merged, with which its state moves. `told_on`: when coaches were told of it.
    """

    __tablename__ = "silo_signals"

    ours: Mapped[str]
    theirs: Mapped[str]
    effect: Mapped[str]
    theme: Mapped[str]  # aims, priority, rules, system, handover or other
    person: Mapped[str | None]
    on: Mapped[date] = mapped_column("day")
    state: Mapped[str] = mapped_column(default="OPEN")
    moved_on: Mapped[date]
    reminded_on: Mapped[date | None]
    told_on: Mapped[date | None]
    parked: Mapped[str | None]
    review_on: Mapped[date | None]
    into: Mapped[int | None]
    agreed: Mapped[str | None]
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "into"], ["silo_signals.org", "silo_signals.id"]),
            Index("ix_silo_signals_state", "org", "state"),
            Index("ix_silo_signals_person", "org", "person"),
            Index("ix_silo_signals_into", "org", "into"),
        )


class SiloTeam(OfTeam, Base):
    """One of the other teams that a signal names."""

    __tablename__ = "silo_teams"

    signal: Mapped[int]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "signal"], ["silo_signals.org", "silo_signals.id"], ondelete="CASCADE"),
            UniqueConstraint("org", "signal", "team"),
        )


# --- read -------------------------------------------------------------------------------------------------------------
async def signals(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, SiloSignal]:
    rows = await session.scalars(select(SiloSignal).where(SiloSignal.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


async def counted(session: AsyncSession) -> Sequence[tuple[int, str, str, int]]:
    """(team, theme, state of the one with which it moves, how many), of the organisation."""
    root, state = _moves_with()
    every = select(SiloSignal.team, SiloSignal.theme, state, func.count()).outerjoin(root, SiloSignal.into == root.id)
    found = await session.execute(every.group_by(SiloSignal.team, SiloSignal.theme, state))
    return [(team, theme, moved, count) for team, theme, moved, count in found]


async def unmerged(session: AsyncSession) -> Mapping[str, int]:
    """How many of each state aren't merged into another one. Two statements: an index has the states by themselves."""
    of_each = select(SiloSignal.state, func.count()).group_by(SiloSignal.state)
    found = await _counts(session, of_each)
    merged = await _counts(session, of_each.where(SiloSignal.into.is_not(None)))
    return {state: count - merged.get(state, 0) for state, count in found.items()}


async def _counts(session: AsyncSession, of_each: Any) -> Mapping[str, int]:
    return dict((await session.execute(of_each)).all())


async def some_unmerged(
    session: AsyncSession, counts: Sequence[tuple[str, int]], start: int, most: int
) -> Sequence[SiloSignal]:
    """Those that aren't merged: by state in this order, with how many are in it, then the newest; from `start` on."""
    alone = func.coalesce(SiloSignal.into, 0) == 0  # nearly all are: an index of it would lead to each of them
    parts, before = list[ColumnElement[bool]](), 0
    for state, count in counts:
        if before < start + most and start < before + count:
            mine = select(SiloSignal.id).where(SiloSignal.state == state, alone)
            some = mine.order_by(SiloSignal.id.desc()).offset(max(start - before, 0)).limit(most)
            parts.append(SiloSignal.id.in_(some))
        before += count
    if not parts:
        return []
    rows = select(SiloSignal).where(or_(*parts)).order_by(_place([state for state, _ in counts], SiloSignal.state))
    return (await session.scalars(rows.order_by(SiloSignal.id.desc()).limit(most))).all()


@dataclass(frozen=True, slots=True)
class Readable:
    """Those that name one of `teams`, and those from one of them in one of `states`."""

    teams: frozenset[int]
    states: frozenset[str]

    def bounds(self, state: ColumnElement[str]) -> ColumnElement[bool]:
        own = sorted(self.teams)
        named = SiloSignal.id.in_(select(SiloTeam.signal).where(SiloTeam.team.in_(own)))
        return or_(named, and_(SiloSignal.team.in_(own), state.in_(sorted(self.states))))


async def count_readable(session: AsyncSession, readable: Readable) -> int:
    root, state = _moves_with()
    mine = select(func.count(SiloSignal.id)).outerjoin(root, SiloSignal.into == root.id)
    return await session.scalar(mine.where(readable.bounds(state))) or 0


async def some_readable(
    session: AsyncSession, readable: Readable, order: Sequence[str], start: int, most: int
) -> Sequence[tuple[SiloSignal, SiloSignal]]:
    """Each with the one with which it moves: by that one's state in this order, then the newest; from `start` on."""
    root, state = _moves_with()
    mine = select(SiloSignal, root).outerjoin(root, SiloSignal.into == root.id).where(readable.bounds(state))
    sorted_ = mine.order_by(_place(order, state), SiloSignal.id.desc())
    found = await session.execute(sorted_.offset(start).limit(most))
    return [(row, into or row) for row, into in found]


def _place(order: Sequence[str], state: Any) -> ColumnElement[int]:
    return case({each: nth for nth, each in enumerate(order)}, value=state, else_=len(order))


def _moves_with() -> tuple[Any, ColumnElement[str]]:
    """The signal into which one was merged, and the state in which it is with it."""
    root = aliased(SiloSignal)
    return root, func.coalesce(root.state, SiloSignal.state)


async def of_states(session: AsyncSession, states: Iterable[str]) -> Mapping[int, SiloSignal]:
    """In these states, with those merged into them, by id. (In order of ids SQLite would read all there are.)"""
    inner = select(SiloSignal.id).where(SiloSignal.state.in_(sorted(set(states))))
    mine = select(SiloSignal).where(or_(SiloSignal.id.in_(inner), SiloSignal.into.in_(inner)))
    return {row.id: row for row in sorted(await session.scalars(mine), key=lambda row: row.id)}


async def into(session: AsyncSession, root: int) -> Mapping[int, SiloSignal]:
    """Those merged into this one, by id."""
    mine = select(SiloSignal).where(SiloSignal.into == root).order_by(SiloSignal.id)
    return {row.id: row for row in await session.scalars(mine)}


async def hold(session: AsyncSession, roots: Iterable[int]) -> Mapping[int, SiloSignal]:
    """Each with those that were merged into it, locked in one statement, by id."""
    wanted = sorted(set(roots))
    mine = select(SiloSignal).where(or_(SiloSignal.id.in_(wanted), SiloSignal.into.in_(wanted)))
    return {row.id: row for row in await session.scalars(locked(mine.order_by(SiloSignal.id)))}


async def hold_states(session: AsyncSession, states: Iterable[str]) -> Mapping[int, SiloSignal]:
    """In these states, with those merged into them; locked in one statement, by id."""
    inner = select(SiloSignal.id).where(SiloSignal.state.in_(sorted(set(states))))
    mine = select(SiloSignal).where(or_(SiloSignal.id.in_(inner), SiloSignal.into.in_(inner)))
    return {row.id: row for row in await session.scalars(locked(mine.order_by(SiloSignal.id)))}


async def any_in(session: AsyncSession, states: Iterable[str]) -> bool:
    return await session.scalar(*_one_in(sorted(set(states)))) is not None


@prepared
def _one_in(states: Sequence[str]) -> Select[int]:
    return select(SiloSignal.id).where(SiloSignal.state.in_(states)).limit(1)


async def of_days(session: AsyncSession, days: Iterable[date]) -> Sequence[SiloSignal]:
    """Those of which coaches were told, or reminded, or that came back, on these days; oldest first."""
    some = sorted(set(days))
    told = or_(SiloSignal.told_on.in_(some), SiloSignal.reminded_on.in_(some), SiloSignal.review_on.in_(some))
    return (await session.scalars(select(SiloSignal).where(told).order_by(SiloSignal.id))).all()


async def teams_of(session: AsyncSession, signals: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """The teams that each of these names; those that name none aren't in it."""
    mine = select(SiloTeam).where(SiloTeam.signal.in_(sorted(set(signals)))).order_by(SiloTeam.id)
    found: dict[int, tuple[int, ...]] = {}
    for row in await session.scalars(mine):
        found[row.signal] = (*found.get(row.signal, ()), row.team)
    return found


async def findable(session: AsyncSession) -> Sequence[Team]:
    """By name."""
    mine = select(Team).where(Team.findable, Team.state == "ACTIVE").order_by(Team.name, Team.id)
    return (await session.scalars(mine)).all()


# --- written ----------------------------------------------------------------------------------------------------------
async def name_teams(session: AsyncSession, org: str, signal: int, teams: Iterable[int]) -> None:
    """These and no others."""
    wanted = sorted(set(teams))
    gone = delete(SiloTeam).where(SiloTeam.signal == signal, SiloTeam.team.not_in(wanted))
    await session.execute(gone.execution_options(synchronize_session=False))
    if rows := [{"org": org, "signal": signal, "team": team} for team in wanted]:
        await session.execute(insert(session)(SiloTeam).values(rows).on_conflict_do_nothing())


async def remove(session: AsyncSession, ids: Iterable[int]) -> None:
    """With the teams that they name. Whoever was merged into one of them is in it, or has been led elsewhere."""
    gone = SiloSignal.id.in_(sorted(set(ids)))
    apart = update(SiloSignal).where(gone).values(into=None)
    for statement in (apart, delete(SiloSignal).where(gone)):
        await session.execute(statement.execution_options(synchronize_session=False))


async def forget_solved(session: AsyncSession, before: date) -> None:
    """Solved before this day, with those merged into them."""
    ids = sorted(await session.scalars(*_solved(before)))
    if ids:
        merged = select(SiloSignal.id).where(SiloSignal.into.in_(ids))
        await remove(session, [*ids, *await session.scalars(merged)])


@prepared
def _solved(before: date) -> Select[int]:
    return select(SiloSignal.id).where(SiloSignal.state == "SOLVED", SiloSignal.moved_on < before)


# --- whoever gave one with their name ---------------------------------------------------------------------------------
async def given(session: AsyncSession, person: str) -> Sequence[SiloSignal]:
    """Newest first."""
    mine = select(SiloSignal).where(SiloSignal.person == person).order_by(SiloSignal.id.desc())
    return (await session.scalars(mine)).all()


async def told(session: AsyncSession, card: str, subjects: Iterable[str]) -> Sequence[str]:
    """The messages of this kind that were put up about what has these subjects."""
    begin = [CardRow.about.startswith(f"{each}:", autoescape=True) for each in sorted(set(subjects))]
    mine = select(CardRow.about).where(CardRow.name == card, or_(false(), *begin)).order_by(CardRow.about)
    return (await session.scalars(mine)).all() if begin else ()


async def leave(session: AsyncSession, people: Iterable[str], over: date | None) -> None:
    """`over`: the day after which their names go; None when their accounts are open again."""
    mine = update(SiloSignal).where(SiloSignal.person.in_(sorted(set(people)))).values(former_on=over)
    await session.execute(mine.execution_options(synchronize_session=False))


async def unsign(session: AsyncSession, person: str) -> None:
    await session.execute(_unsigned(SiloSignal.person == person))


async def forget_former(session: AsyncSession, over: date) -> None:
    await session.execute(*_former(over))


@prepared
def _former(over: date) -> Update:
    return _unsigned(SiloSignal.former_on < over)


def _unsigned(which: ColumnElement[bool]) -> Update:
    gone = update(SiloSignal).where(which).values(person=None, former_on=None)
    return gone.execution_options(synchronize_session=False)
