"""The one message a day, who wants quiet, and who has not answered for a while."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg


class NudgeMessage(OfOrg, Base):
    """Its key spends a person's one message of a day. `lines`: [kind, about] pairs in their order.

    `taken_at` is when the surface took it; `later` whether the person said not now.
    """

    __tablename__ = "nudges"

    person: Mapped[str]
    day: Mapped[date]
    lines: Mapped[list[list[str]]] = mapped_column(JSON)
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
    """Since this person last did something with a ritual: nudges sent, and whether one was skipped or quiet offered."""

    __tablename__ = "nudge_backoffs"

    person: Mapped[str]
    ritual: Mapped[str]
    sent: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "ritual"),)


async def acted(session: AsyncSession, person: str, ritual: str) -> None:
    """Whoever does something with a ritual is listened to again."""
    mine = delete(BackOff).where(BackOff.person == person, BackOff.ritual == ritual)
    await session.execute(mine.execution_options(synchronize_session=False))
