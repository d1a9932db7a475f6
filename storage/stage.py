"""Stages on which an executive will speak, and which story was brought for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Select, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg
from storage.prepared import every, locked, prepared


class Appearance(OfOrg, Base):
    """`person` is the executive who speaks, `by` who registered it. `minutes`: how long they have.

    `brought_on`: the day on which they got a story for it, `story` which (“story:12”); empty where there was none.
    """

    __tablename__ = "appearances"

    person: Mapped[str | None]
    by: Mapped[str | None]
    occasion: Mapped[str]
    day: Mapped[date]
    minutes: Mapped[int]
    at: Mapped[datetime]
    brought_on: Mapped[date | None]
    story: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("ix_appearances_person", "org", "person"),
            Index("ix_appearances_by", "org", "by"),
            Index("ix_appearances_day", "org", "day"),
        )


class BroughtStory(OfOrg, Base):
    """A story that this person got for a stage: not to be brought to them again, as long as it is kept.

    It outlives the appearance, which is removed or forgotten before.
    """

    __tablename__ = "brought_stories"

    person: Mapped[str]
    story: Mapped[int]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "story"], ["stories.org", "stories.id"], ondelete="CASCADE"),
            UniqueConstraint("org", "person", "story"),
            Index("ix_brought_stories_story", "org", "story"),
        )


async def many(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Appearance]:
    return {row.id: row for row in await every(session, _many(sorted(set(ids))))}


@prepared
def _many(ids: Sequence[int]) -> Select[Appearance]:
    return select(Appearance).where(Appearance.id.in_(ids)).order_by(Appearance.id)


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Appearance]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await every(session, _held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[Appearance]:
    return locked(select(Appearance).where(Appearance.id.in_(ids)).order_by(Appearance.id))
