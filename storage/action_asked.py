"""Whom an action was put to, and the one such question that a person gets on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.action import WHOLE, ImprovementAction
from storage.base import Base, OfOrg
from storage.prepared import delete_before


class ActionQuestion(OfOrg, Base):
    """`day`, of the person: that on which it goes out. `counts`: it went out then, or is still to."""

    __tablename__ = "action_questions"

    action: Mapped[int]
    person: Mapped[str]
    day: Mapped[date]
    counts: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("org", "action", "person"),
            Index("ix_action_questions_person", "org", "person", "day"),
            ForeignKeyConstraint(
                ["org", "action"], ["improvement_actions.org", "improvement_actions.id"], ondelete="CASCADE"
            ),
        )


Row = ActionQuestion


async def days(session: AsyncSession, person: str, first: date) -> Collection[date]:
    """On which this person is asked something, from this day on."""
    mine = select(Row.day).where(Row.person == person, Row.day >= first, Row.counts)
    return set(await session.scalars(mine))


async def asked(session: AsyncSession, action: int, person: str) -> bool:
    """Whether it was put to them before."""
    mine = select(Row.id).where(Row.action == action, Row.person == person)
    return (await session.scalar(mine)) is not None


async def unsent(session: AsyncSession, pairs: Iterable[tuple[int, str]]) -> None:
    """These questions, of action and person, never go out: their day is free for another."""
    mine = update(Row).where(tuple_(Row.action, Row.person).in_(sorted(set(pairs)))).values(counts=False)
    await session.execute(mine.execution_options(**WHOLE))


async def forget(session: AsyncSession, before: date) -> None:
    await delete_before(session, Row.day, before)


async def forget_person(session: AsyncSession, person: str, team: int | None = None) -> None:
    """Of this team, or of any."""
    there = select(ImprovementAction.id).where(ImprovementAction.team == team)
    mine = delete(Row).where(Row.person == person, *([] if team is None else [Row.action.in_(there)]))
    await session.execute(mine.execution_options(**WHOLE))
