"""The sealed log, looked at from outside: whether it still is what was written, and what stands in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from storage import audit
from storage.base import Sessions, open_database
from storage.organisations import Organisation

SHOWN = 16  # characters of a seal that are printed: enough to compare with a note kept elsewhere


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
        match self.found:
            case audit.Whole(0, _):
                return f"{self.org}: nothing was written yet"
            case audit.Whole(last, seal):
                return f"{self.org}: whole up to number {last}, sealed {seal[:SHOWN]}"
            case audit.Broken(number, why):
                return f"{self.org}: broken at number {number}: {why}"


async def verdicts(url: str) -> list[Verdict]:
    """Of all organisations, in the order of their names."""
    async with open_database(url) as sessions:
        return [Verdict(org, await _verified(sessions, org)) for org in await _organisations(sessions)]


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


async def _verified(sessions: Sessions, org: str) -> audit.Whole | audit.Broken:
    async with reading(sessions, org) as session:
        return await audit.verify(session)


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
