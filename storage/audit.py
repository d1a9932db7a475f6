"""The log of changes: who, what, when; no contents. Append-only, each entry sealed with the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert

START = ""  # what the very first entry is sealed with


class Audit(OfOrg, Base):
    """A change of a role or a setting, an export or a deletion; `number` counts from 1 within the organisation."""

    __tablename__ = "audit"

    number: Mapped[int]
    team: Mapped[int | None]
    person: Mapped[str]
    what: Mapped[str]
    at: Mapped[datetime]
    seal: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "number"), Index("ix_audit_at", "org", "at"))


class AuditHead(OfOrg, Base):
    """Where an organisation's log ends, and where it begins since older entries were forgotten."""

    __tablename__ = "audit_heads"

    last: Mapped[int] = mapped_column(default=0)
    seal: Mapped[str] = mapped_column(default=START)
    forgotten: Mapped[int] = mapped_column(default=0)  # the number of the newest entry that was forgotten
    forgotten_seal: Mapped[str] = mapped_column(default=START)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org"),)


def sealed(before: str, number: int, team: int | None, person: str, what: str, at: datetime) -> str:
    """SHA-256 over the entry and the seal before it, in hexadecimal."""
    entry = json.dumps([before, number, team, person, what, at.astimezone(UTC).isoformat()], ensure_ascii=False)
    return hashlib.sha256(entry.encode()).hexdigest()


async def log(session: AsyncSession, org: str, person: str, what: str, at: datetime, team: int | None = None) -> None:
    """`person` is who did it; `what` holds names of roles and settings and surface ids, nothing typed."""
    head = await _held(session, org)
    number = head.last + 1
    seal = sealed(head.seal, number, team, person, what, at)
    session.add(Audit(number=number, team=team, person=person, what=what, at=at, seal=seal))
    head.last, head.seal = number, seal


async def _held(session: AsyncSession, org: str) -> AuditHead:
    """The end of the log, locked: entries are written one after the other."""
    known = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    await session.flush()  # what this turn wrote before must not be read over
    if (head := await session.scalar(known)) is None:
        fresh = insert(session)(AuditHead).values(org=org, last=0, seal=START, forgotten=0, forgotten_seal=START)
        await session.execute(fresh.on_conflict_do_nothing())
        head = (await session.scalars(known)).one()
    return head


async def entries(session: AsyncSession, team: int | None = None) -> Sequence[Audit]:
    """In the order in which they were written; of one team, or all."""
    found = select(Audit).order_by(Audit.number)
    return (await session.scalars(found if team is None else found.where(Audit.team == team))).all()


async def forget(session: AsyncSession, org: str, before: datetime) -> None:
    """Entries from before this moment go; what is left is still sealed to the last of them."""
    old = select(Audit).where(Audit.at < before).order_by(Audit.number.desc()).limit(1)
    newest = await session.scalar(old)
    if newest is None:
        return
    head = await _held(session, org)
    head.forgotten, head.forgotten_seal = newest.number, newest.seal
    gone = delete(Audit).where(Audit.number <= newest.number)
    await session.execute(gone.execution_options(synchronize_session=False))


# --- looking whether it is whole --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Whole:
    """`last` is the number of the newest entry, 0 where there is none, and `seal` its seal."""

    last: int
    seal: str


@dataclass(frozen=True, slots=True)
class Broken:
    """From this number on the log isn't what was written."""

    number: int
    why: str


async def verify(session: AsyncSession) -> Whole | Broken:
    """Of the session's organisation, in a turn that sees one moment: numbers follow, seals fit, the end is the end."""
    head = await session.scalar(select(AuditHead).execution_options(populate_existing=True))
    found = select(Audit).order_by(Audit.number, Audit.id).execution_options(populate_existing=True)
    last, seal = (head.forgotten, head.forgotten_seal) if head else (0, START)
    for entry in await session.scalars(found):
        if entry.number != last + 1:
            return Broken(last + 1, "it is missing" if entry.number > last else "it stands twice")
        if entry.seal != sealed(seal, entry.number, entry.team, entry.person, entry.what, entry.at):
            return Broken(entry.number, "it was changed")
        last, seal = entry.number, entry.seal
    return _ending(head, last, seal)


def _ending(head: AuditHead | None, last: int, seal: str) -> Whole | Broken:
    end, end_seal = (head.last, head.seal) if head else (0, START)
    if last < end:
        return Broken(last + 1, "it is missing")
    if last > end:
        return Broken(end + 1, "the log ends before it")
    return Whole(last, seal) if seal == end_seal else Broken(last, "it was changed")


__all__ = [
    "START",
    "Audit",
    "AuditHead",
    "Broken",
    "Whole",
    "entries",
    "forget",
    "log",
    "sealed",
    "verify",
]
