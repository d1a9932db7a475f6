"""Meetings of an executive with customers, as they are planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Index, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg
from storage.prepared import every, locked, prepared


class Dialogue(OfOrg, Base):
    """`person` is the executive who goes, `organiser` who planned it. `state`: see the rules.

    `day` and `clock` are local of the organisation, `starts_at` the moment (UTC). `before` and `after` are minutes kept
    free around it; `had_before` and `had_after`: a calendar file once held that time. `sequence` counts the changes, as
    calendars do. `former`: who went before `person` was chosen instead. `told`: its executive was asked for the story.
    """

    __tablename__ = "dialogues"

    person: Mapped[str | None]
    organiser: Mapped[str | None]
    former: Mapped[str | None]
    title: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    clock: Mapped[time]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]
    had_before: Mapped[bool] = mapped_column(default=False)
    had_after: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="PLANNED")
    sequence: Mapped[int] = mapped_column(default=0)
    told: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("ix_dialogues_person", "org", "person", "day"),
            Index("ix_dialogues_organiser", "org", "organiser"),
            Index("ix_dialogues_day", "org", "day"),
        )


async def many(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Dialogue]:
    return {row.id: row for row in await every(session, _many(sorted(set(ids))))}


@prepared
def _many(ids: Sequence[int]) -> Select[Dialogue]:
    return select(Dialogue).where(Dialogue.id.in_(ids)).order_by(Dialogue.id)


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Dialogue]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await every(session, _held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[Dialogue]:
    return locked(select(Dialogue).where(Dialogue.id.in_(ids)).order_by(Dialogue.id))
