"""The log of changes: who, what, when; no contents. Append-only, each entry sealed with the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Index, Select, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert
from storage.prepared import locked, prepared

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
    forgotten_digest: Mapped[str] = mapped_column(default=START)  # with `forgotten_at` it makes that entry's seal
    forgotten_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org"),)


def sealed(digest: str, at: datetime) -> str:
    """The seal of an entry: apart from its digest, so that the moment of a forgotten one can't be moved either."""
    return _hashed(digest, at.astimezone(UTC).isoformat())


def digest(org: str, before: str, number: int, team: int | None, person: str, what: str) -> str:
    """SHA-256 in hexadecimal over the entry and `before`, the seal of the one before it."""
    return _hashed(org, before, number, team, person, what)


def _hashed(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


async def log(session: AsyncSession, org: str, person: str, what: str, at: datetime, team: int | None = None) -> None:
    """`person` is who did it; `what` holds names of roles and settings and surface ids, nothing typed."""
    head = await _held(session, org)
    number = head.last + 1
    seal = sealed(digest(org, head.seal, number, team, person, what), at)
    session.add(Audit(number=number, team=team, person=person, what=what, at=at, seal=seal))
    head.last, head.seal = number, seal


async def _held(session: AsyncSession, org: str) -> AuditHead:
    """The end of the log, locked: entries are written one after the other."""
    await session.flush()  # what this turn wrote before must not be read over
    if (head := await session.scalar(*_end())) is None:
        nothing = {"last": 0, "seal": START, "forgotten": 0, "forgotten_digest": START}
        await session.execute(insert(session)(AuditHead).values(org=org, **nothing).on_conflict_do_nothing())
        head = (await session.scalars(*_end())).one()
    return head


@prepared
def _end() -> Select[AuditHead]:
    return locked(select(AuditHead))


async def entries(session: AsyncSession, team: int | None = None) -> Sequence[Audit]:
    """In the order in which they were written; of one team, or all."""
    found = select(Audit).order_by(Audit.number)
    return (await session.scalars(found if team is None else found.where(Audit.team == team))).all()


async def forget(session: AsyncSession, org: str, before: datetime) -> None:
    """Entries from before this moment go; what is left is still sealed to the last of them."""
    newest: Audit | None = await session.scalar(*_newest(before))
    if newest is None:
        return
    head = await _held(session, org)
    before_it = await session.scalar(select(Audit.seal).where(Audit.number == newest.number - 1))
    head.forgotten_digest = _digest(newest, _beginning(head) if before_it is None else before_it)
    head.forgotten, head.forgotten_at = newest.number, newest.at
    gone = delete(Audit).where(Audit.number <= newest.number)
    await session.execute(gone.execution_options(synchronize_session=False))


@prepared
def _newest(before: datetime) -> Select[Audit]:
    return select(Audit).where(Audit.at < before).order_by(Audit.number.desc()).limit(1)


def _digest(entry: Audit, before: str) -> str:
    return digest(entry.org, before, entry.number, entry.team, entry.person, entry.what)


def _beginning(head: AuditHead | None) -> str:
    """What the first entry that is left was sealed with."""
    if head is None or head.forgotten_at is None:
        return START
    return sealed(head.forgotten_digest, head.forgotten_at)


# --- looking whether it is whole --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Forgotten:
    """The newest entry that was forgotten; all before it are too."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Whole:
    """`last` is the number of the newest entry, 0 where there is none, and `seal` its seal."""

    last: int
    seal: str
    forgotten: Forgotten | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """From this number on the log isn't what was written."""

    number: int
    why: str


async def verify(session: AsyncSession) -> Whole | Broken:
    """Of the session's organisation, in a turn that sees one moment: numbers follow, seals fit, the end is the end.

    Whether what was forgotten was old enough for that, the caller knows.
    """
    head = await session.scalar(select(AuditHead).execution_options(populate_existing=True))
    found = select(Audit).order_by(Audit.number, Audit.id).execution_options(populate_existing=True)
    last, seal = head.forgotten if head else 0, _beginning(head)
    if last and seal == START:
        return Broken(1, "it is missing")
    for entry in await session.scalars(found):
        if entry.number != last + 1:
            return Broken(last + 1, "it is missing" if entry.number > last else "it stands twice")
        if entry.seal != sealed(_digest(entry, seal), entry.at):
            return Broken(entry.number, "it was changed")
        last, seal = entry.number, entry.seal
    return _ending(head, last, seal)


def _ending(head: AuditHead | None, last: int, seal: str) -> Whole | Broken:
    end, end_seal = (head.last, head.seal) if head else (0, START)
    if last < end:
        return Broken(last + 1, "it is missing")
    if last > end:
        return Broken(end + 1, "the log ends before it")
    if seal != end_seal:
        return Broken(last, "it was changed")
    gone = Forgotten(head.forgotten, head.forgotten_at) if head and head.forgotten_at else None
    return Whole(last, seal, gone)


__all__ = [
    "START",
    "Audit",
    "AuditHead",
    "Broken",
    "Forgotten",
    "Whole",
    "digest",
    "entries",
    "forget",
    "log",
    "sealed",
    "verify",
]
