"""The sealed log, looked at from outside: whether it still is what was written, and what stands in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from rituals import RITUALS
from rituals.keeping import period
from storage import audit
from storage.base import Sessions, open_database
from storage.organisations import Organisation
from storage.people import Team

SHOWN = 16  # characters of a seal that are printed: enough to compare with a note kept elsewhere
KEPT = next(kept for ritual in RITUALS for kept in ritual.keeps if audit.Audit.__tablename__ in kept.columns)
PERIOD_CHANGED = f"privacy.retention {KEPT.name} "  # how an entry of another period for the log begins
ROOM = timedelta(days=1)  # an organisation's night may be a day ahead of ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found of one organisation's log."""

    org: str
    found: audit.Whole | audit.Broken

    @property
    def sound(self) -> bool:
        return isinstance(self.found, audit.Whole)

    @property
    def line(self) -> str:
        found = self.found
        if isinstance(found, audit.Broken):
            return f"{self.org}: broken at number {found.number}: {found.why}"
        if found.last == 0:
            return f"{self.org}: nothing was written yet"
        end = f"up to number {found.last}, sealed {found.seal[:SHOWN]}"
        if (gone := found.forgotten) is None:
            return f"{self.org}: whole {end}"
        older = f"older ones were forgotten, the last of {gone.at:%Y-%m-%d}"
        return f"{self.org}: whole from number {gone.number + 1} {end}; {older}"


async def verdicts(url: str, now: datetime) -> list[Verdict]:
    """Of all organisations, in the order of their names."""
    async with open_database(url) as sessions:
        return [Verdict(org, await _verified(sessions, org, now)) for org in await _organisations(sessions)]


async def shown(url: str, team: int | None) -> list[str]:
    """A line for each entry: who, what and when; of one team, or all."""
    lines = []
    async with open_database(url) as sessions:
        for org in await _organisations(sessions):
            async with reading(sessions, org) as session:
                lines += [_line(entry) for entry in await audit.entries(session, team)]
    return lines


def _line(entry: audit.Audit) -> str:
    where = "" if entry.team is None else f" team {entry.team}"
    return f"{entry.org} {entry.number} {entry.at:%Y-%m-%dT%H:%M:%SZ} {entry.person}{where} {entry.what}"


async def _verified(sessions: Sessions, org: str, now: datetime) -> audit.Whole | audit.Broken:
    async with reading(sessions, org) as session:
        found = await audit.verify(session)
        if isinstance(found, audit.Broken):
            return found
        if found.last == 0 and await session.scalar(select(Team.id).limit(1)) is not None:
            return audit.Broken(1, "a team was started, and that is not in it")
        if found.forgotten and await _too_young(session, org, found.forgotten, now):
            return audit.Broken(found.forgotten.number, "it is missing, and not old enough to be forgotten")
        return found


async def _too_young(session: AsyncSession, org: str, gone: audit.Forgotten, now: datetime) -> bool:
    """Where what is left tells of another period since, it may have been a shorter one then."""
    row = await session.get(Organisation, org)
    days = period(KEPT, row.retention if row else {}) or 0
    if gone.at < now - timedelta(days=days) + ROOM:
        return False
    return not any(entry.what.startswith(PERIOD_CHANGED) for entry in await audit.entries(session))


async def _organisations(sessions: Sessions) -> list[str]:
    """Also those of which only the log is left, or only its end."""
    every = union(select(Organisation.id), select(audit.Audit.org), select(audit.AuditHead.org))
    async with sessions() as session:
        return sorted(await session.scalars(every, execution_options={"all_orgs": True}))


@asynccontextmanager
async def reading(sessions: Sessions, org: str) -> AsyncIterator[AsyncSession]:
    """All that is read is of one moment, whoever writes meanwhile."""
    async with sessions(info={"org": org}) as session:
        postgres = session.get_bind().dialect.name == "postgresql"
        moment = {"isolation_level": "REPEATABLE READ"} if postgres else {}
        await session.connection(execution_options={"reads": True, **moment})
        yield session
