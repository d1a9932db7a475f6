"""Meetings with the customer's cap: what repeats, who wears it when, flags, and what was decided differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Select, UniqueConstraint, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg
from storage.people import OfTeam
from storage.prepared import every, locked, prepared

Key = tuple[int, date]  # a meeting and the day on which it is planned by its rhythm
FORMER: Final = ""  # in place of a person: a former colleague, or somebody who took their name away
FORGOTTEN: Final = "-"  # in place of whoever wore the cap, once nobody's name is kept any more


class Meeting(OfTeam, Base):
    """A meeting of a channel, registered or held just once.

    `repeats`: once, weekly, fortnightly or monthly (the weekday of `first` as often in the month as there). `whole`:
    all of the channel attend. `owner` registered it. `ended_on`: no more from this date of the team on. `asked` counts
    the questions that were put, which picks the next. `unanswered` counts occurrences in a row that nobody looked back
    on.
    """

    __tablename__ = "meetings"

    name: Mapped[str]
    repeats: Mapped[str]
    first: Mapped[date]
    clock: Mapped[time]
    minutes: Mapped[int]
    whole: Mapped[bool] = mapped_column(default=True)
    rotates: Mapped[bool] = mapped_column(default=True)
    confidential: Mapped[bool] = mapped_column(default=False)
    anyway: Mapped[bool] = mapped_column(default=False)
    owner: Mapped[str | None]
    at: Mapped[datetime]
    ended_on: Mapped[date | None]
    asked: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)
    hushed: Mapped[bool] = mapped_column(default=False)  # the owner was asked whether it still wants the cap

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (Index("ix_meetings_team", "org", "team", "ended_on"), Index("ix_meetings_owner", "org", "owner"))


def _of_meeting() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["org", "meeting"], ["meetings.org", "meetings.id"], ondelete="CASCADE")


class Attendee(OfOrg, Base):
    """One of those who were chosen, where not the whole channel attends."""

    __tablename__ = "meeting_attendees"

    meeting: Mapped[int]
    person: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            _of_meeting(),
            UniqueConstraint("org", "meeting", "person"),
            Index("ix_meeting_attendees_person", "org", "person"),
        )


class MeetingDay(OfTeam, Base):
    """One occurrence, and the root on which all that happens in it waits in line. `state`: see the rules.

    `day` is that of the rhythm, `starts_at` when it begins (UTC), which may have been moved within the day. `asked`
    can't be asked again: they passed it on, or weren't reached; `passed` counts the former, and both are emptied once
    it has begun. `invite_at` and `delivered_at`: when the invitation was planned, and taken. `fact` names what was
    heard of a customer (“compliment:12”), `question` the one that was put. `ends_by` said that it is off, until a
    second agrees.

    Of the look-back: `considered` is yes, little or no; `decided` what was decided differently because of the customer;
    `heard` compliment or point. `looked_by` sent it, and can edit it for a day. `edited`: what was decided read
    differently before. `quiet`: only who attends reads what was said there, whatever its meeting is by now; `chosen`:
    and that wasn't the whole channel. From `former_on` on nobody knows who wore the cap, from `looked_former_on` on who
    looked back.
    """

    __tablename__ = "meeting_days"

    meeting: Mapped[int]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    state: Mapped[str] = mapped_column(default="PLANNED")
    wearer: Mapped[str | None]
    asked: Mapped[list[str]] = mapped_column(JSON, default=list)
    passed: Mapped[int] = mapped_column(default=0)
    invite_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    fact: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    ends_by: Mapped[str | None]
    begun: Mapped[bool] = mapped_column(default=False)  # its one message is in the channel
    considered: Mapped[str | None]
    decided: Mapped[str | None]
    collided: Mapped[bool | None]
    heard: Mapped[str | None]
    looked_by: Mapped[str | None]
    looked_at: Mapped[datetime | None]
    edited: Mapped[bool] = mapped_column(default=False)
    quiet: Mapped[bool] = mapped_column(default=False)
    chosen: Mapped[bool] = mapped_column(default=False)
    former_on: Mapped[date | None]
    looked_former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            _of_meeting(),
            UniqueConstraint("org", "meeting", "day"),
            Index("ix_meeting_days_team", "org", "team", "day"),
            Index("ix_meeting_days_wearer", "org", "wearer"),
            Index("ix_meeting_days_looked_by", "org", "looked_by"),
        )


class Flag(OfTeam, Base):
    """A customer flag. `occurrence`: at which meeting it stands; without one it waits for the next, to `waits_until`,
    which stays with what came to a meeting and was not raised at it.

    `kind`: unseen, collide, promise or other. `person` only where it was raised with a name. `token`: SHA-256, in
    hexadecimals, of what its raiser alone has, to take it down again. A confidential meeting's has no text.
    """

    __tablename__ = "flags"

    occurrence: Mapped[int | None]
    kind: Mapped[str]
    text: Mapped[str | None]
    person: Mapped[str | None]
    token: Mapped[str | None]
    on: Mapped[date] = mapped_column("day")  # the team's date; no moment, beside which a person could be seen to type
    waits_until: Mapped[date | None]
    gone: Mapped[bool] = mapped_column(default=False)  # withdrawn or hidden
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "occurrence"], ["meeting_days.org", "meeting_days.id"], ondelete="CASCADE"),
            Index("ix_flags_occurrence", "org", "occurrence"),
            Index("ix_flags_team", "org", "team", "day"),
            Index("ix_flags_person", "org", "person"),
            Index("ix_flags_token", "org", "token"),
        )


# --- meetings ---------------------------------------------------------------------------------------------------------
async def meetings(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Meeting]:
    return {row.id: row for row in await every(session, _meetings(sorted(set(ids))))}


@prepared
def _meetings(ids: Sequence[int]) -> Select[Meeting]:
    return select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id)


async def hold_meetings(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Meeting]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await every(session, _held_meetings(sorted(set(ids))))}


@prepared
def _held_meetings(ids: Sequence[int]) -> Select[Meeting]:
    return locked(select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id))


async def of_teams(session: AsyncSession, teams: Iterable[int], *, held: bool = False) -> Mapping[int, Meeting]:
    """Those that haven't ended, by id."""
    mine = _held_running if held else _running
    return {row.id: row for row in await every(session, mine(sorted(set(teams))))}


@prepared
def _running(teams: Sequence[int]) -> Select[Meeting]:
    return select(Meeting).where(Meeting.team.in_(teams), Meeting.ended_on.is_(None)).order_by(Meeting.id)


@prepared
def _held_running(teams: Sequence[int]) -> Select[Meeting]:
    return locked(select(Meeting).where(Meeting.team.in_(teams), Meeting.ended_on.is_(None)).order_by(Meeting.id))


async def hold_of_teams(session: AsyncSession, teams: Iterable[int], since: date) -> Mapping[int, Meeting]:
    """Those that haven't ended, or not before this day, locked by id."""
    return {row.id: row for row in await every(session, _held_since(sorted(set(teams)), since))}


@prepared
def _held_since(teams: Sequence[int], since: date) -> Select[Meeting]:
    ended = or_(Meeting.ended_on.is_(None), Meeting.ended_on >= since)
    return locked(select(Meeting).where(Meeting.team.in_(teams), ended).order_by(Meeting.id))


async def attend(session: AsyncSession, meeting: int, people: Iterable[str]) -> None:
    """These attend it from now on, and nobody else."""
    gone = delete(Attendee).where(Attendee.meeting == meeting)
    await session.execute(gone.execution_options(synchronize_session=False))
    session.add_all(Attendee(meeting=meeting, person=person) for person in people)
    await session.flush()


async def attendees(session: AsyncSession, meetings: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Of meetings that not the whole channel attends; those without a row aren't in it."""
    found: dict[int, list[str]] = {}
    for meeting, person in await session.execute(*_attendees(sorted(set(meetings)))):
        found.setdefault(meeting, []).append(person)
    return found


@prepared
def _attendees(meetings: Sequence[int]) -> Select[int, str]:
    mine = select(Attendee.meeting, Attendee.person).where(Attendee.meeting.in_(meetings))
    return mine.order_by(Attendee.id)


# --- their occurrences ------------------------------------------------------------------------------------------------
async def days(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, MeetingDay]:
    return {row.id: row for row in await every(session, _days(sorted(set(ids))))}


@prepared
def _days(ids: Sequence[int]) -> Select[MeetingDay]:
    return select(MeetingDay).where(MeetingDay.id.in_(ids)).order_by(MeetingDay.id)


async def hold_days(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, MeetingDay]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await every(session, _held_days(sorted(set(ids))))}


@prepared
def _held_days(ids: Sequence[int]) -> Select[MeetingDay]:
    return locked(select(MeetingDay).where(MeetingDay.id.in_(ids)).order_by(MeetingDay.id))


async def planned(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, MeetingDay]:
    return {(row.meeting, row.day): row for row in await every(session, _planned(sorted(set(keys))))}


@prepared
def _planned(keys: Sequence[Key]) -> Select[MeetingDay]:
    return select(MeetingDay).where(tuple_(MeetingDay.meeting, MeetingDay.day).in_(keys)).order_by(MeetingDay.id)


async def between(
    session: AsyncSession, teams: Iterable[int], first: date, last: date, *, held: bool = False
) -> Sequence[MeetingDay]:
    """Both days included, by start and id; held: locked, by id."""
    mine = _held_between if held else _between
    rows = await every(session, mine(sorted(set(teams)), first, last))
    return sorted(rows, key=lambda row: (row.starts_at, row.id))


@prepared
def _between(teams: Sequence[int], first: date, last: date) -> Select[MeetingDay]:
    return select(MeetingDay).where(MeetingDay.team.in_(teams), MeetingDay.day.between(first, last))


@prepared
def _held_between(teams: Sequence[int], first: date, last: date) -> Select[MeetingDay]:
    mine = select(MeetingDay).where(MeetingDay.team.in_(teams), MeetingDay.day.between(first, last))
    return locked(mine.order_by(MeetingDay.id))


# --- flags ------------------------------------------------------------------------------------------------------------
async def flags(session: AsyncSession, occurrences: Iterable[int]) -> Sequence[Flag]:
    """Those that still stand, oldest first."""
    return await every(session, _flags(sorted(set(occurrences))))


@prepared
def _flags(occurrences: Sequence[int]) -> Select[Flag]:
    return select(Flag).where(Flag.occurrence.in_(occurrences), Flag.gone.is_(False)).order_by(Flag.id)
