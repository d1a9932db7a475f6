"""Agreements of one person alone, what agreements hold of one person, and what they hold for too long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Delete, Select, Update, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.alsdan import (
    Agreement,
    AgreementProposal,
    AgreementVersion,
    Aid,
    Joiner,
    Learned,
    LookAnswer,
    LookBack,
    LookResult,
    PersonalAgreement,
    PersonalAnswer,
    Voice,
)
from storage.base import insert
from storage.people import PersonRow
from storage.prepared import delete_before, every, locked, prepared

WHOLE = {"synchronize_session": False}


# --- one's own --------------------------------------------------------------------------------------------------------
async def of(
    session: AsyncSession, persons: Iterable[str], states: Collection[str] | None = None
) -> Sequence[PersonalAgreement]:
    """Of these people, oldest first."""
    theirs = sorted(set(persons))
    mine = _of(theirs) if states is None else _of_in(theirs, sorted(states))
    return await every(session, mine)


def _of_persons(persons: Sequence[str]) -> Select[PersonalAgreement]:
    return select(PersonalAgreement).where(PersonalAgreement.person.in_(persons)).order_by(PersonalAgreement.id)


_of = prepared(_of_persons)


@prepared
def _of_in(persons: Sequence[str], states: Sequence[str]) -> Select[PersonalAgreement]:
    return _of_persons(persons).where(PersonalAgreement.state.in_(states))


async def get(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, PersonalAgreement]:
    rows = await session.scalars(select(PersonalAgreement).where(PersonalAgreement.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, PersonalAgreement]:
    """Locked in one statement, by id."""
    mine = select(PersonalAgreement).where(PersonalAgreement.id.in_(sorted(set(ids)))).order_by(PersonalAgreement.id)
    return {row.id: row for row in await session.scalars(locked(mine))}


async def answers(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Sequence[PersonalAnswer]]:
    """By agreement, oldest first."""
    found: dict[int, list[PersonalAnswer]] = {key: [] for key in ids}
    for row in await session.scalars(*_answers(sorted(found))):
        found[row.agreement].append(row)
    return found


@prepared
def _answers(agreements: Sequence[int]) -> Select[PersonalAnswer]:
    mine = select(PersonalAnswer).where(PersonalAnswer.agreement.in_(agreements))
    return mine.order_by(PersonalAnswer.year, PersonalAnswer.week)


async def answer(session: AsyncSession, org: str, agreement: int, week: tuple[int, int], choice: str) -> None:
    """The last one of a week is the one that holds."""
    row = {"org": org, "agreement": agreement, "year": week[0], "week": week[1], "answer": choice}
    new = insert(session)(PersonalAnswer).values(**row)
    keys = ["org", "agreement", "year", "week"]
    await session.execute(new.on_conflict_do_update(index_elements=keys, set_={"answer": choice}))


async def drop(session: AsyncSession, person: str) -> None:
    gone = delete(PersonalAgreement).where(PersonalAgreement.person == person)
    await session.execute(gone.execution_options(**WHOLE))


async def forget(session: AsyncSession, before: date) -> None:
    """What was let go before this day, with its answers."""
    await session.execute(*_let_go(before))


@prepared
def _let_go(before: date) -> Delete:
    over = (PersonalAgreement.state == "RETIRED", PersonalAgreement.since < before)
    return delete(PersonalAgreement).where(*over).execution_options(**WHOLE)


async def drop_of_strangers(session: AsyncSession) -> None:
    """Of those who are no colleagues any more: their account was closed, or they became guests."""
    await session.execute(*_strange())


@prepared
def _strange() -> Delete:
    colleagues = select(PersonRow.key).where(PersonRow.active, PersonRow.kind == "member")
    return delete(PersonalAgreement).where(PersonalAgreement.person.not_in(colleagues)).execution_options(**WHOLE)


# --- what a team's agreements hold of one person ----------------------------------------------------------------------
async def proposed(session: AsyncSession, person: str, states: Collection[str] | None = None) -> Sequence[Agreement]:
    """What this person proposed, newest first."""
    mine = select(Agreement).where(Agreement.proposer == person)
    mine = mine if states is None else mine.where(Agreement.state.in_(sorted(states)))
    return (await session.scalars(mine.order_by(Agreement.id.desc()))).all()


async def joined(session: AsyncSession, person: str) -> Sequence[tuple[Agreement, Joiner]]:
    both = (Agreement.id == Joiner.agreement) & (Agreement.org == Joiner.org)
    mine = select(Agreement, Joiner).join(Joiner, both).where(Joiner.person == person)
    return [(row, one) for row, one in await session.execute(mine.order_by(Joiner.id.desc()))]


async def open_answers(session: AsyncSession, person: str) -> Sequence[tuple[Agreement, LookAnswer, LookBack]]:
    """Of look-backs that haven't closed."""
    both = (Agreement.id == LookAnswer.agreement) & (Agreement.org == LookAnswer.org)
    back = (LookBack.id == LookAnswer.look_back) & (LookBack.org == LookAnswer.org)
    mine = select(Agreement, LookAnswer, LookBack).join(LookAnswer, both).join(LookBack, back)
    mine = mine.where(LookAnswer.person == person).order_by(LookAnswer.id.desc())
    return [(row, one, look) for row, one, look in await session.execute(mine)]


async def drop_answers(session: AsyncSession, person: str) -> None:
    await session.execute(delete(LookAnswer).where(LookAnswer.person == person).execution_options(**WHOLE))


async def chosen(session: AsyncSession, person: str) -> Sequence[tuple[Agreement, Voice]]:
    both = (Agreement.id == Voice.agreement) & (Agreement.org == Voice.org)
    mine = select(Agreement, Voice).join(Voice, both).where(Voice.person == person).order_by(Voice.id.desc())
    return [(row, one) for row, one in await session.execute(mine)]


async def proposals_by(session: AsyncSession, person: str) -> Sequence[tuple[Agreement, AgreementProposal]]:
    both = (Agreement.id == AgreementProposal.agreement) & (Agreement.org == AgreementProposal.org)
    mine = select(Agreement, AgreementProposal).join(AgreementProposal, both)
    mine = mine.where(AgreementProposal.by == person).order_by(AgreementProposal.id.desc())
    return [(row, one) for row, one in await session.execute(mine)]


async def drop_proposals(session: AsyncSession, ids: Collection[int]) -> None:
    gone = delete(AgreementProposal).where(AgreementProposal.id.in_(sorted(ids)))
    await session.execute(gone.execution_options(**WHOLE))


async def drop_voices(session: AsyncSession, person: str) -> None:
    await session.execute(delete(Voice).where(Voice.person == person).execution_options(**WHOLE))


async def versions(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Sequence[AgreementVersion]]:
    """By agreement, oldest first."""
    mine = select(AgreementVersion).where(AgreementVersion.agreement.in_(sorted(set(ids))))
    found: dict[int, list[AgreementVersion]] = {key: [] for key in ids}
    for row in await session.scalars(mine.order_by(AgreementVersion.version)):
        found[row.agreement].append(row)
    return found


# --- what goes --------------------------------------------------------------------------------------------------------
async def forget_ended(session: AsyncSession, before: date) -> None:
    """What was let go, or never began, before this day: with all that belongs to it."""
    await session.execute(*_ended(before))


@prepared
def _ended(before: date) -> Delete:
    over = (Agreement.state.in_(("RETIRED", "EXPIRED", "DRAFT")), Agreement.since < before)
    return delete(Agreement).where(*over).execution_options(**WHOLE)


async def forget_joiners(session: AsyncSession, before: date) -> None:
    """Of what began before this day."""
    await session.execute(*_joined_long_ago(before))


@prepared
def _joined_long_ago(before: date) -> Delete:
    begun = select(Agreement.id).where(Agreement.activated_on < before)
    return delete(Joiner).where(Joiner.agreement.in_(begun)).execution_options(**WHOLE)


async def forget_former(session: AsyncSession, before: date) -> None:
    """Who proposed, where the time after a closed account was over before this day."""
    await session.execute(*_unsigned(before))


@prepared
def _unsigned(before: date) -> Update:
    mine = update(Agreement).where(Agreement.former_on < before).values(proposer=None, former_on=None)
    return mine.execution_options(**WHOLE)


async def unsign(session: AsyncSession, person: str) -> None:
    mine = update(Agreement).where(Agreement.proposer == person).values(proposer=None, former_on=None)
    await session.execute(mine.execution_options(**WHOLE))


async def drop_agreements(session: AsyncSession, ids: Collection[int]) -> None:
    """With all that belongs to them."""
    await session.execute(delete(Agreement).where(Agreement.id.in_(sorted(ids))).execution_options(**WHOLE))


async def forget_looks(session: AsyncSession, before: date) -> None:
    """What was found of weeks before this day, and the look-backs themselves; of aids, which day it was."""
    await delete_before(session, LookResult.on, before)
    await delete_before(session, LookBack.closes_at, datetime.combine(before, time(), UTC))
    await delete_before(session, Aid.day, before)


async def forget_learned(session: AsyncSession, before: date) -> None:
    """What was shared and never told: nothing looked back any more."""
    await delete_before(session, Learned.on, before)
