"""Organisations, people, teams, members, roles, absences: whom the house knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    Delete,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    Update,
    case,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, Mapped, mapped_column

from storage.base import Base, OfOrg, batches, insert
from storage.prepared import every, locked, prepared


class PersonRow(OfOrg, Base):
    """A person as the surface knows them. `key` is the surface's id; `kind`: member, guest, bot or outsider.

    `full_name` and `handle` are what else they may be called in a text.
    """

    __tablename__ = "people"

    key: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str] = mapped_column(default="")
    handle: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="member")
    admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str | None]
    pattern: Mapped[str | None]  # ISO weekdays, “124”; None: the team's
    home_team: Mapped[int | None]
    changes_on: Mapped[date | None]  # when `next_pattern` and `next_home` take effect; the nightly round sees to it
    next_pattern: Mapped[str | None]  # an empty text: the team's again
    next_home: Mapped[int | None]
    nudges_a_week: Mapped[int | None]  # fewer than the organisation's, never more

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "key"),)


class Team(OfOrg, Base):
    """Exactly one channel with its members. `state`: ACTIVE or SUSPENDED."""

    __tablename__ = "teams"

    channel: Mapped[str]
    name: Mapped[str]
    timezone: Mapped[str | None]
    language: Mapped[str | None]
    workdays: Mapped[str] = mapped_column(default="12345")
    state: Mapped[str] = mapped_column(default="ACTIVE")
    started_on: Mapped[date]
    no_lead_since: Mapped[date | None]
    findable: Mapped[bool] = mapped_column(default=True, server_default=true())  # named in lists that others see

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "channel"),)


class OfTeam(OfOrg):
    """A row that belongs to one team of its organisation."""

    team: Mapped[int]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"]), *cls.keys())

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return ()


class FreeDay(OfTeam, Base):
    __tablename__ = "team_free_days"

    day: Mapped[date]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "day"),)


class Member(OfTeam, Base):
    """A person in a team's channel. `seasoned`: was there before the team, so counts as past the first ten days."""

    __tablename__ = "members"

    person: Mapped[str]
    joined_on: Mapped[date]
    seasoned: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "person"), Index("ix_members_person", "org", "person"))


class Role(OfTeam, Base):
    """lead or deputy."""

    __tablename__ = "roles"

    person: Mapped[str]
    role: Mapped[str]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "role", "person"),)


class Absence(OfOrg, Base):
    """First up to and including last. Never a reason."""

    __tablename__ = "absences"

    person: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("ix_absences_person", "org", "person", "last"),)


class Rota(OfTeam, Base):
    """Whose turn it was: what the fair rotation of one role remembers of one member."""

    __tablename__ = "rota"

    role: Mapped[str]
    person: Mapped[str]
    last_done: Mapped[date | None]
    declines: Mapped[int] = mapped_column(default=0)
    opted_out: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "role", "person"),)


# --- organisations and people -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Profile:
    """What the surface tells about a person."""

    key: str
    name: str
    kind: str = "member"
    admin: bool = False
    active: bool = True
    full_name: str = ""
    handle: str = ""


async def know_people(session: AsyncSession, org: str, profiles: Iterable[Profile]) -> None:
    rows = [{"org": org, **asdict(profile)} for profile in sorted(profiles, key=lambda p: p.key)]
    for some in batches(rows):
        new = insert(session)(PersonRow).values(some)
        fresh = {field.name: new.excluded[field.name] for field in fields(Profile) if field.name != "key"}
        await session.execute(new.on_conflict_do_update(index_elements=["org", "key"], set_=fresh))


async def people(session: AsyncSession, keys: Iterable[str]) -> dict[str, PersonRow]:
    if not (wanted := sorted(set(keys))):
        return {}
    rows = await session.scalars(*_people(wanted))
    return {row.key: row for row in rows}


@prepared
def _people(keys: Sequence[str]) -> Select[PersonRow]:
    return select(PersonRow).where(PersonRow.key.in_(keys))


async def hold_person(session: AsyncSession, person: str) -> PersonRow:
    """The root row on which what a person chooses for themselves waits in line. They are known: they did something."""
    await session.flush()
    held: PersonRow = (await session.scalars(*_held_person(person))).one()
    return held


@prepared
def _held_person(key: str) -> Select[PersonRow]:
    return locked(select(PersonRow).where(PersonRow.key == key))


async def apply_changes(session: AsyncSession, today: date, person: str | None = None) -> None:
    """Weeks and homes that were chosen hold from their day on: of this person, or of all."""
    await session.execute(*(_all_changed(today) if person is None else _changed(today, person)))


def _due_changes(today: date) -> Update:
    row = PersonRow
    week = case((row.next_pattern.is_(None), row.pattern), (row.next_pattern == "", None), else_=row.next_pattern)
    due = update(row).where(row.changes_on <= today).execution_options(synchronize_session=False)
    home = func.coalesce(row.next_home, row.home_team)
    return due.values(pattern=week, home_team=home, changes_on=None, next_pattern=None, next_home=None)


_all_changed = prepared(_due_changes)


@prepared
def _changed(today: date, person: str) -> Update:
    return _due_changes(today).where(PersonRow.key == person)


# --- teams ------------------------------------------------------------------------------------------------------------
async def hold_team(session: AsyncSession, team: int) -> Team | None:
    """The root row on which all that changes a team, its members or its roles waits in line."""
    return (await hold_teams(session, [team])).get(team)


async def hold_teams(session: AsyncSession, ids: Iterable[int]) -> dict[int, Team]:
    """All locked in one statement, in one order, and read again even if this turn had seen them before."""
    return {row.id: row for row in await session.scalars(*_held_teams(sorted(set(ids))))}


@prepared
def _held_teams(ids: Sequence[int]) -> Select[Team]:
    return locked(select(Team).where(Team.id.in_(ids)).order_by(Team.id))


async def teams(session: AsyncSession, ids: Iterable[int]) -> dict[int, Team]:
    wanted = set(ids)
    known: dict[int, Team] = session.info.get("teams", {})
    if wanted <= known.keys():
        return {team: known[team] for team in sorted(wanted)}
    return {row.id: row for row in await session.scalars(*_teams(sorted(wanted)))}


@prepared
def _teams(ids: Sequence[int]) -> Select[Team]:
    return select(Team).where(Team.id.in_(ids))


async def team_in(session: AsyncSession, channel: str) -> Team | None:
    """Remembered for the rest of the turn, which mostly goes on with this team."""
    found: Team | None = await session.scalar(*_team_in(channel))
    if found is not None:
        session.info.setdefault("teams", {})[found.id] = found
    return found


@prepared
def _team_in(channel: str) -> Select[Team]:
    return select(Team).where(Team.channel == channel)


async def teams_of(session: AsyncSession, person: str) -> Sequence[Team]:
    """In the order in which the person joined them."""
    return await every(session, _teams_of(person))


@prepared
def _teams_of(person: str) -> Select[Team]:
    mine = select(Team).join(Member, Member.team == Team.id).where(Member.person == person)
    return mine.order_by(Member.joined_on, Member.id)


async def memberships(session: AsyncSession, persons: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """The teams of each of these people who is in any."""
    found: dict[str, set[int]] = {}
    for person, team in await session.execute(*_memberships(sorted(set(persons)))):
        found.setdefault(person, set()).add(team)
    return {person: frozenset(teams) for person, teams in found.items()}


@prepared
def _memberships(persons: Sequence[str]) -> Select[str, int]:
    return select(Member.person, Member.team).where(Member.person.in_(persons))


async def free_days(session: AsyncSession, ids: Iterable[int]) -> dict[int, frozenset[date]]:
    rows = await session.execute(*_free_days(sorted(set(ids))))
    return _grouped((team, day) for team, day in rows)


@prepared
def _free_days(teams: Sequence[int]) -> Select[int, date]:
    return select(FreeDay.team, FreeDay.day).where(FreeDay.team.in_(teams))


async def set_free_days(
    session: AsyncSession, org: str, team: int, days: frozenset[date], before: frozenset[date]
) -> None:
    gone = delete(FreeDay).where(FreeDay.team == team, FreeDay.day.in_(sorted(before - days)))
    await session.execute(gone.execution_options(synchronize_session=False))
    if new := [{"org": org, "team": team, "day": day} for day in sorted(days - before)]:
        await session.execute(insert(session)(FreeDay).values(new).on_conflict_do_nothing())


# --- members and roles ------------------------------------------------------------------------------------------------
async def members(session: AsyncSession, ids: Iterable[int]) -> Sequence[tuple[Any, Any]]:
    """Those who count, as (member, person): active full members of the organisation, in order of joining.

    Columns and no objects that are tracked: of 200 teams at once those would block the loop for 100 ms.
    """
    return (await session.execute(*_members(sorted(set(ids))))).all()


@prepared
def _members(teams: Sequence[int]) -> Select[Any, Any]:
    both = (
        select(
            Bundle[Any]("member", Member.team, Member.joined_on, Member.seasoned),
            Bundle[Any](
                "person",
                PersonRow.key,
                PersonRow.name,
                PersonRow.pattern,
                PersonRow.changes_on,
                PersonRow.next_pattern,
            ),
        )
        .join(PersonRow, (PersonRow.key == Member.person) & (PersonRow.org == Member.org))
        .where(Member.team.in_(teams), PersonRow.active, PersonRow.kind == "member")
    )
    return both.order_by(Member.team, Member.joined_on, Member.id)


async def called(session: AsyncSession, people: Iterable[str] | None = None) -> Sequence[Any]:
    """What these, or all whom the organisation knows, may be called, but for apps. Columns: there may be thousands."""
    mine = select(PersonRow.key, PersonRow.name, PersonRow.full_name, PersonRow.handle)
    mine = mine if people is None else mine.where(PersonRow.key.in_(sorted(set(people))))
    return (await session.execute(mine.where(PersonRow.kind != "bot").order_by(PersonRow.id))).all()


async def team_names(session: AsyncSession) -> Sequence[str]:
    return (await session.scalars(select(Team.name).order_by(Team.name))).all()


async def sizes(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, int]:
    """How many of those who count each of these teams has."""
    return {team: n for team, n in await session.execute(*_sizes(sorted(set(ids)))) if n}


@prepared
def _sizes(teams: Sequence[int]) -> Select[int, int]:
    both = select(Member.team, func.count()).join(
        PersonRow, (PersonRow.key == Member.person) & (PersonRow.org == Member.org)
    )
    mine = both.where(Member.team.in_(teams), PersonRow.active, PersonRow.kind == "member")
    return mine.group_by(Member.team)


async def is_member(session: AsyncSession, team: int, person: str) -> bool:
    return await session.scalar(*_membership(team, person)) is not None


@prepared
def _membership(team: int, person: str) -> Select[int]:
    return select(Member.id).where(Member.team == team, Member.person == person)


async def roles(session: AsyncSession, ids: Iterable[int]) -> Sequence[Role]:
    return await every(session, _roles(sorted(set(ids))))


@prepared
def _roles(teams: Sequence[int]) -> Select[Role]:
    return select(Role).where(Role.team.in_(teams)).order_by(Role.team, Role.id)


async def away(session: AsyncSession, people: Iterable[str], first: date, last: date) -> dict[str, list[Absence]]:
    """Absences that touch this range."""
    if not (wanted := sorted(set(people))):
        return {}
    found: dict[str, list[Absence]] = {}
    for row in await session.scalars(*_away(wanted, first, last)):
        found.setdefault(row.person, []).append(row)
    return found


@prepared
def _away(people: Sequence[str], first: date, last: date) -> Select[Absence]:
    touching = (Absence.person.in_(people), Absence.first <= last, Absence.last >= first)
    return select(Absence).where(*touching).order_by(Absence.first)


async def rota(session: AsyncSession, ids: Iterable[int], role: str) -> Mapping[tuple[int, str], Rota]:
    return {(row.team, row.person): row for row in await session.scalars(*_rota(sorted(set(ids)), role))}


@prepared
def _rota(teams: Sequence[int], role: str) -> Select[Rota]:
    return select(Rota).where(Rota.team.in_(teams), Rota.role == role)


async def opt_out(session: AsyncSession, org: str, team: int, role: str, person: str, out: bool) -> None:
    """Out of the rotation of this role, or back into it."""
    new = insert(session)(Rota).values(org=org, team=team, role=role, person=person, declines=0, opted_out=out)
    keys = ["org", "team", "role", "person"]
    await session.execute(new.on_conflict_do_update(index_elements=keys, set_={"opted_out": out}))


async def carried_out(session: AsyncSession, org: str, role: str, done: Iterable[tuple[int, str, date]]) -> None:
    """(team, person, day): only a turn that was really carried out moves its person to the end of the order."""
    latest: dict[tuple[int, str], date] = {}
    for team, person, day in done:
        latest[team, person] = max(day, latest.get((team, person), day))
    both = {"org": org, "role": role, "declines": 0, "opted_out": False}
    rows = [both | {"team": team, "person": who, "last_done": day} for (team, who), day in sorted(latest.items())]
    for some in batches(rows):
        new = insert(session)(Rota).values(some)
        fresh = {"last_done": new.excluded.last_done, "declines": 0}
        again = new.on_conflict_do_update(index_elements=["org", "team", "role", "person"], set_=fresh)
        await session.execute(again)


async def declined(session: AsyncSession, org: str, team: int, role: str, person: str) -> int:
    """Counts one more; how many it are in a row by now."""
    new = insert(session)(Rota).values(org=org, team=team, role=role, person=person, declines=1, opted_out=False)
    again = new.on_conflict_do_update(
        index_elements=["org", "team", "role", "person"], set_={"declines": Rota.declines + 1}
    )
    return await session.scalar(again.returning(Rota.declines)) or 0


async def stays(session: AsyncSession, team: int, role: str, person: str) -> None:
    """In the rotation, after having declined: the counting begins anew."""
    mine = update(Rota).where(Rota.team == team, Rota.role == role, Rota.person == person)
    await session.execute(mine.values(declines=0).execution_options(synchronize_session=False))


async def forget_absences(session: AsyncSession, before: date) -> None:
    await session.execute(*_over(before))


@prepared
def _over(before: date) -> Delete:
    gone = delete(Absence).where(or_(Absence.last < before, Absence.first > Absence.last))
    return gone.execution_options(synchronize_session=False)


async def set_language(session: AsyncSession, person: str, language: str) -> None:
    await session.execute(update(PersonRow).where(PersonRow.key == person).values(language=language))


def _grouped(rows: Iterable[tuple[int, date]]) -> dict[int, frozenset[date]]:
    found: dict[int, set[date]] = {}
    for team, day in rows:
        found.setdefault(team, set()).add(day)
    return {team: frozenset(days) for team, days in found.items()}
