"""What meetings and their cap hold of one person, and what they hold of anybody for too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, String, Update, case, cast, delete, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.klantpet import FORGOTTEN, FORMER, Attendee, Flag, Meeting, MeetingDay
from storage.people import Rota
from storage.prepared import delete_before, every, locked, prepared

WHOLE = {"synchronize_session": False}
FORMERLY = ("former_on", "looked_former_on")


# --- meetings ---------------------------------------------------------------------------------------------------------
async def registered(session: AsyncSession, person: str) -> Sequence[Meeting]:
    """Newest first."""
    return (await session.scalars(select(Meeting).where(Meeting.owner == person).order_by(Meeting.id.desc()))).all()


async def attending(session: AsyncSession, person: str) -> Sequence[Meeting]:
    """Those for which this person was chosen, newest first."""
    mine = select(Meeting).join(Attendee, Attendee.meeting == Meeting.id).where(Attendee.person == person)
    return (await session.scalars(mine.order_by(Meeting.id.desc()))).all()


async def silent(session: AsyncSession, people: Iterable[str], least: int, once: str) -> Sequence[Meeting]:
    """Series of these people on which nobody looked back so often in a row, and of which they weren't asked."""
    mine = (Meeting.owner.in_(sorted(set(people))), Meeting.ended_on.is_(None), Meeting.repeats != once)
    found = select(Meeting).where(*mine, Meeting.unanswered >= least, Meeting.hushed.is_(False))
    return (await session.scalars(found.order_by(Meeting.id))).all()


async def disown(session: AsyncSession, person: str, team: int | None = None) -> None:
    """Meetings in this team, or in any, go on without whoever registered them. They are held, by id."""
    mine = select(Meeting).where(Meeting.owner == person, *([] if team is None else [Meeting.team == team]))
    for row in await session.scalars(locked(mine.order_by(Meeting.id))):
        row.owner = None
    await session.flush()


async def leave_out(session: AsyncSession, person: str, team: int | None = None) -> None:
    """This person attends no meeting of this team any more, or of any."""
    gone = delete(Attendee).where(Attendee.person == person)
    if team is not None:
        gone = gone.where(Attendee.meeting.in_(select(Meeting.id).where(Meeting.team == team)))
    await session.execute(gone.execution_options(**WHOLE))


# --- the cap ----------------------------------------------------------------------------------------------------------
async def days_naming(session: AsyncSession, person: str) -> Sequence[MeetingDay]:
    """Occurrences that hold this person's key, in whatever way; newest first."""
    return (await session.scalars(_naming(person).order_by(MeetingDay.day.desc(), MeetingDay.id))).all()


async def hold_days_naming(session: AsyncSession, person: str) -> Sequence[MeetingDay]:
    return (await session.scalars(locked(_naming(person).order_by(MeetingDay.id)))).all()


def _naming(person: str) -> Select[MeetingDay]:
    named = (MeetingDay.wearer == person, MeetingDay.looked_by == person, MeetingDay.ends_by == person)
    asked = cast(MeetingDay.asked, String).contains(f'"{person}"')
    return select(MeetingDay).where(or_(*named, asked))


async def worn_now(session: AsyncSession, person: str, states: Iterable[str]) -> Sequence[MeetingDay]:
    """Occurrences in these states of which this person is the wearer, or is asked; by start."""
    mine = select(MeetingDay).where(MeetingDay.wearer == person, MeetingDay.state.in_(sorted(states)))
    return (await session.scalars(mine.order_by(MeetingDay.starts_at, MeetingDay.id))).all()


async def hold_days_of(session: AsyncSession, meeting: int) -> Sequence[MeetingDay]:
    """All of its occurrences, locked by id."""
    mine = select(MeetingDay).where(MeetingDay.meeting == meeting).order_by(MeetingDay.id)
    return (await session.scalars(locked(mine))).all()


async def rotas(session: AsyncSession, person: str, role: str) -> Sequence[Rota]:
    mine = select(Rota).where(Rota.person == person, Rota.role == role).order_by(Rota.id)
    return (await session.scalars(mine)).all()


async def drop_rotas(session: AsyncSession, person: str, role: str) -> None:
    gone = delete(Rota).where(Rota.person == person, Rota.role == role)
    await session.execute(gone.execution_options(**WHOLE))


async def decisions(session: AsyncSession, meetings: Iterable[int], most: int) -> Mapping[int, Sequence[MeetingDay]]:
    """What each of these decided differently, newest first, at most so many."""
    newest = func.row_number().over(partition_by=MeetingDay.meeting, order_by=(MeetingDay.day.desc(), MeetingDay.id))
    mine = MeetingDay.meeting.in_(sorted(set(meetings))) & MeetingDay.decided.is_not(None)
    ranked = select(MeetingDay.id, newest.label("n")).where(mine).subquery()
    some = select(MeetingDay).join(ranked, ranked.c.id == MeetingDay.id).where(ranked.c.n <= most)
    found: dict[int, list[MeetingDay]] = {}
    for row in await session.scalars(some.order_by(MeetingDay.day.desc(), MeetingDay.id)):
        found.setdefault(row.meeting, []).append(row)
    return found


async def decided_before(session: AsyncSession, team: int) -> Sequence[tuple[Meeting, MeetingDay]]:
    """What was decided differently in this team's meetings that have ended, newest first."""
    mine = select(Meeting, MeetingDay).join(MeetingDay, MeetingDay.meeting == Meeting.id)
    over = mine.where(Meeting.team == team, Meeting.ended_on.is_not(None), MeetingDay.decided.is_not(None))
    rows = await session.execute(over.order_by(MeetingDay.day.desc(), MeetingDay.id.desc()))
    return [(meeting, row) for meeting, row in rows]


# --- looking back -----------------------------------------------------------------------------------------------------
async def looked_since(session: AsyncSession, person: str, moment: datetime) -> Sequence[MeetingDay]:
    """On what this person looked back from this moment on, newest first."""
    mine = select(MeetingDay).where(MeetingDay.looked_by == person, MeetingDay.looked_at >= moment)
    return (await session.scalars(mine.order_by(MeetingDay.looked_at.desc(), MeetingDay.id))).all()


async def answers(session: AsyncSession, team: int, first: date, last: date) -> Sequence[tuple[str | None, str | None]]:
    """Whether the customer was considered, and who said so, of all meetings of these days that were looked back on."""
    mine = (MeetingDay.team == team, MeetingDay.day.between(first, last), MeetingDay.state == "DONE")
    rows = await session.execute(select(MeetingDay.considered, MeetingDay.looked_by).where(*mine))
    return [(considered, person) for considered, person in rows]


# --- flags with a name ------------------------------------------------------------------------------------------------
async def flags_of(session: AsyncSession, person: str) -> Sequence[Flag]:
    """That still stand, newest first."""
    mine = select(Flag).where(Flag.person == person, Flag.gone.is_(False))
    return (await session.scalars(mine.order_by(Flag.id.desc()))).all()


async def hold_flags_of(session: AsyncSession, person: str) -> Sequence[Flag]:
    """Withdrawn or not."""
    return (await session.scalars(locked(select(Flag).where(Flag.person == person).order_by(Flag.id)))).all()


# --- whose account was closed -----------------------------------------------------------------------------------------
async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """From this day on what they wore, wrote or raised has no name."""
    for mine in (
        update(MeetingDay).where(MeetingDay.wearer == person).values(former_on=former_on),
        update(MeetingDay).where(MeetingDay.looked_by == person).values(looked_former_on=former_on),
        update(Flag).where(Flag.person == person).values(former_on=former_on),
    ):
        await session.execute(mine.execution_options(**WHOLE))


async def come_back(session: AsyncSession, people: Iterable[str]) -> None:
    keys = sorted(set(people))
    worn = (MeetingDay.wearer.in_(keys), MeetingDay.former_on.is_not(None))
    looked = (MeetingDay.looked_by.in_(keys), MeetingDay.looked_former_on.is_not(None))
    for mine in (
        update(MeetingDay).where(*worn).values(former_on=None),
        update(MeetingDay).where(*looked).values(looked_former_on=None),
        update(Flag).where(Flag.person.in_(keys), Flag.former_on.is_not(None)).values(former_on=None),
    ):
        await session.execute(mine.execution_options(**WHOLE))


async def of_former(session: AsyncSession, before: date) -> Sequence[int]:
    """Occurrences with somebody whose time after a closed account was over before this day."""
    return await every(session, _of_former(before))


@prepared
def _of_former(before: date) -> Select[int]:
    return select(MeetingDay.id).where(or_(MeetingDay.former_on < before, MeetingDay.looked_former_on < before))


async def flags_of_former(session: AsyncSession, before: date) -> Sequence[Flag]:
    return await every(session, _flags_of_former(before))


@prepared
def _flags_of_former(before: date) -> Select[Flag]:
    return select(Flag).where(Flag.former_on < before)


async def forget_former(session: AsyncSession, before: date) -> None:
    """Where their name could be read, a former colleague's stands."""
    for statement in (_unworn, _unlooked, _unsigned):
        await session.execute(*statement(before))


@prepared
def _unworn(before: date) -> Update:
    old = update(MeetingDay).where(MeetingDay.former_on < before)
    return old.values(wearer=FORMER, former_on=None).execution_options(**WHOLE)


@prepared
def _unlooked(before: date) -> Update:
    old = update(MeetingDay).where(MeetingDay.looked_former_on < before)
    return old.values(looked_by=None, looked_former_on=None).execution_options(**WHOLE)


@prepared
def _unsigned(before: date) -> Update:
    return update(Flag).where(Flag.former_on < before).values(person=FORMER, former_on=None).execution_options(**WHOLE)


# --- what goes --------------------------------------------------------------------------------------------------------
async def forget_meetings(session: AsyncSession, before: date) -> None:
    """What ended before this day, with its attendees, occurrences and flags."""
    await delete_before(session, Meeting.ended_on, before)


async def forget_days(session: AsyncSession, before: date) -> None:
    await delete_before(session, MeetingDay.day, before)


async def forget_wearers(session: AsyncSession, before: date) -> None:
    """Who wore the cap, who was asked, and who looked back; that somebody wore it stays."""
    await session.execute(*_without_wearers(before))


@prepared
def _without_wearers(before: date) -> Update:
    wearer = case((MeetingDay.wearer.is_not(None), FORGOTTEN))
    nobody = {name: null() for name in ("looked_by", "ends_by", "invite_at", "delivered_at", *FORMERLY)}
    names = (MeetingDay.wearer != FORGOTTEN, MeetingDay.looked_by.is_not(None), MeetingDay.ends_by.is_not(None))
    asked = cast(MeetingDay.asked, String) != "[]"
    old = update(MeetingDay).where(MeetingDay.day < before, or_(*names, asked))
    return old.values(wearer=wearer, **nobody, asked=[], passed=0).execution_options(**WHOLE)


async def flags_up_of(session: AsyncSession, before: date) -> Sequence[Flag]:
    """From before this day, with a line at a meeting."""
    return await every(session, _up_of(before))


@prepared
def _up_of(before: date) -> Select[Flag]:
    up = (Flag.on < before, Flag.occurrence.is_not(None), Flag.gone.is_(False))
    return select(Flag).where(*up).order_by(Flag.id)


async def forget_flags(session: AsyncSession, before: date) -> None:
    await delete_before(session, Flag.on, before)
