"""Who joined, who chose what, and what one member proposes that another confirms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.alsdan import Agreement, AgreementProposal, AgreementVersion, Joiner, Voice
from storage.base import insert
from storage.prepared import every, locked, prepared


# --- joiners ----------------------------------------------------------------------------------------------------------
async def join(session: AsyncSession, org: str, agreement: int, person: str, at: datetime) -> bool:
    """False for somebody who had joined."""
    new = insert(session)(Joiner).values(org=org, agreement=agreement, person=person, at=at)
    done = await session.execute(new.on_conflict_do_nothing().returning(Joiner.id))
    return done.first() is not None


async def joiners(session: AsyncSession, agreement: int) -> Sequence[str]:
    rows = await session.scalars(select(Joiner.person).where(Joiner.agreement == agreement).order_by(Joiner.id))
    return rows.all()


async def joined_in(session: AsyncSession, person: str, team: int) -> Sequence[int]:
    """The agreements of this team that this person joined, as far as that is known."""
    mine = select(Agreement.id).join(Joiner, (Joiner.agreement == Agreement.id) & (Joiner.org == Agreement.org))
    rows = await session.scalars(mine.where(Joiner.person == person, Agreement.team == team).order_by(Agreement.id))
    return rows.all()


async def unjoin(session: AsyncSession, person: str, agreements: Collection[int]) -> None:
    gone = delete(Joiner).where(Joiner.person == person, Joiner.agreement.in_(sorted(agreements)))
    await session.execute(gone.execution_options(synchronize_session=False))


async def forget_joiners(session: AsyncSession, agreements: Collection[int]) -> None:
    """What never began keeps nobody."""
    gone = delete(Joiner).where(Joiner.agreement.in_(sorted(agreements)))
    await session.execute(gone.execution_options(synchronize_session=False))


# --- voices -----------------------------------------------------------------------------------------------------------
async def choose(
    session: AsyncSession, org: str, agreement: int, matter: str, choice: str, person: str, at: datetime
) -> None:
    """The last choice of a person is the one that holds."""
    new = insert(session)(Voice).values(
        org=org, agreement=agreement, matter=matter, choice=choice, person=person, at=at
    )
    keys = ["org", "agreement", "matter", "person"]
    await session.execute(new.on_conflict_do_update(index_elements=keys, set_={"choice": choice, "at": at}))


async def voices(session: AsyncSession, agreement: int, matter: str, choice: str) -> int:
    mine = (Voice.agreement == agreement, Voice.matter == matter, Voice.choice == choice)
    return await session.scalar(select(func.count()).select_from(Voice).where(*mine)) or 0


async def forget_voices(session: AsyncSession, agreements: Iterable[int], person: str | None = None) -> None:
    gone = delete(Voice).where(Voice.agreement.in_(sorted(set(agreements))))
    gone = gone if person is None else gone.where(Voice.person == person)
    await session.execute(gone.execution_options(synchronize_session=False))


# --- proposals about agreements ---------------------------------------------------------------------------------------
async def proposals(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, AgreementProposal]:
    rows = await session.scalars(select(AgreementProposal).where(AgreementProposal.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


async def hold_proposals(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, AgreementProposal]:
    """Their agreements are held by then."""
    mine = select(AgreementProposal).where(AgreementProposal.id.in_(sorted(set(ids)))).order_by(AgreementProposal.id)
    return {row.id: row for row in await session.scalars(locked(mine))}


async def open_about(session: AsyncSession, agreements: Iterable[int]) -> Sequence[AgreementProposal]:
    return await every(session, _open_about(sorted(set(agreements))))


@prepared
def _open_about(agreements: Sequence[int]) -> Select[AgreementProposal]:
    mine = (AgreementProposal.agreement.in_(agreements), AgreementProposal.state == "open")
    return select(AgreementProposal).where(*mine).order_by(AgreementProposal.id)


# --- proposers --------------------------------------------------------------------------------------------------------
async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """What somebody proposed whose account was closed tells so until this day."""
    mine = update(Agreement).where(Agreement.proposer == person).values(former_on=former_on)
    await session.execute(mine.execution_options(synchronize_session=False))


async def come_back(session: AsyncSession, people: Iterable[str]) -> None:
    mine = update(Agreement).where(Agreement.proposer.in_(sorted(set(people)))).values(former_on=None)
    await session.execute(mine.execution_options(synchronize_session=False))


# --- what never began -------------------------------------------------------------------------------------------------
async def proposed_since(session: AsyncSession, team: int, since: date) -> Sequence[Agreement]:
    """Of this team, those that nobody began and that ended on or after this day."""
    mine = (Agreement.team == team, Agreement.state == "EXPIRED", Agreement.since >= since)
    return (await session.scalars(select(Agreement).where(*mine).order_by(Agreement.id))).all()


def new_version(session: AsyncSession, row: Agreement, first: date) -> None:
    """The words as they are now hold from this date of the team on."""
    session.add(AgreementVersion(agreement=row.id, version=row.version, x=row.x, y=row.y, first=first))
