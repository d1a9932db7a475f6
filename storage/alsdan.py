"""If-then agreements of teams: their words, who is for what while that has to be known, and each week's look-back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Select, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert
from storage.people import OfTeam
from storage.prepared import locked, prepared

# What a button still names is never another row's later on: SQLite would give the number of a deleted row again.
NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}


def _of_agreement() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["org", "agreement"], ["agreements.org", "agreements.id"], ondelete="CASCADE")


class Agreement(OfTeam, Base):
    """The root on which all that happens to one team agreement waits in line. `state`: see the rules.

    `aid`: dagstart, fixed or look; a fixed one has its ISO weekday and its time. `often`: day, week or rare.
    `proposer` is shown to nobody once it runs. `joined` is how many others joined. `until` is when its state ends by
    itself. `activated_on` is the team's date in the week that counts as week 1; `aids_from` the one from which the
    reminders fade, where that is another.
    """

    __tablename__ = "agreements"

    state: Mapped[str]
    x: Mapped[str]
    y: Mapped[str]
    old: Mapped[str | None]
    why: Mapped[str]
    often: Mapped[str | None]
    aid: Mapped[str]
    weekday: Mapped[int | None]
    clock: Mapped[time | None]
    version: Mapped[int] = mapped_column(default=1)
    proposer: Mapped[str | None]
    joined: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    since: Mapped[date]
    activated_on: Mapped[date | None]
    aids_from: Mapped[date | None]
    checks: Mapped[str] = mapped_column(default="on")  # on, longer (12 more weeks) or off
    asked: Mapped[str] = mapped_column(default="")  # what the team is asked about it now, if anything, and since when
    checked: Mapped[int | None]  # in which of its weeks the team was last asked whether it goes by itself
    early: Mapped[bool] = mapped_column(default=False)  # somebody wants to know that in the next look-back
    silent: Mapped[int] = mapped_column(default=0)  # look-backs in a row that nobody answered
    hushed: Mapped[bool] = mapped_column(default=False)  # the team was asked whether it goes on, after silent weeks
    reason: Mapped[str | None]
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            Index("ix_agreements_team", "org", "team", "state"),
            Index("ix_agreements_proposer", "org", "proposer"),
            NEVER_AGAIN,
        )


class AgreementVersion(OfOrg, Base):
    """The words from this date of the team on."""

    __tablename__ = "agreement_versions"

    agreement: Mapped[int]
    version: Mapped[int]
    x: Mapped[str]
    y: Mapped[str]
    first: Mapped[date]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (_of_agreement(), UniqueConstraint("org", "agreement", "version"))


class Joiner(OfOrg, Base):
    """Who joined, until two weeks after it began; then only the number is left."""

    __tablename__ = "agreement_joiners"

    agreement: Mapped[int]
    person: Mapped[str]
    at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            _of_agreement(),
            UniqueConstraint("org", "agreement", "person"),
            Index("ix_agreement_joiners_person", "org", "person"),
        )


class Voice(OfOrg, Base):
    """Who chose what, where it takes more than one; it goes as soon as that is decided. `matter`: what is decided."""

    __tablename__ = "agreement_voices"

    agreement: Mapped[int]
    matter: Mapped[str]
    choice: Mapped[str]
    person: Mapped[str]
    at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            _of_agreement(),
            UniqueConstraint("org", "agreement", "matter", "person"),
            Index("ix_agreement_voices_person", "org", "person"),
        )


class AgreementProposal(OfOrg, Base):
    """What one member proposes about an agreement and another confirms. `state`: open, agreed or lapsed.

    `choice`: words, smaller, cue, pause, resume, longer or letgo. `by` goes once it isn't open any more; `version` is
    the one that the agreement had then.
    """

    __tablename__ = "agreement_proposals"

    agreement: Mapped[int]
    choice: Mapped[str]
    x: Mapped[str | None]
    y: Mapped[str | None]
    reason: Mapped[str | None]
    by: Mapped[str | None]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    version: Mapped[int | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (_of_agreement(), Index("ix_agreement_proposals_by", "org", "by"), NEVER_AGAIN)


class LookBack(OfTeam, Base):
    """A team's look-back on one ISO week. `agreements` are those it asks about, `checks` those of them of which it asks
    whether they go by themselves, both as ids. `k`: from how many people on it says that it counts."""

    __tablename__ = "agreement_look_backs"

    year: Mapped[int]
    week: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed: Mapped[bool] = mapped_column(default=False)
    k: Mapped[int]
    agreements: Mapped[list[int]] = mapped_column(JSON, default=list)
    checks: Mapped[list[int]] = mapped_column(JSON, default=list)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "year", "week"), NEVER_AGAIN)


class LookAnswer(OfOrg, Base):
    """One person's answer, which can be changed until the look-back closes. Then the rows are gone.

    `answer`: did, old or none. `by_itself`: 1 to 5, where that was asked. `slips`: this person notices a relapse.
    """

    __tablename__ = "agreement_answers"

    look_back: Mapped[int]
    agreement: Mapped[int]
    person: Mapped[str]
    answer: Mapped[str | None]
    by_itself: Mapped[int | None]
    slips: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(
                ["org", "look_back"], ["agreement_look_backs.org", "agreement_look_backs.id"], ondelete="CASCADE"
            ),
            _of_agreement(),
            UniqueConstraint("org", "look_back", "agreement", "person"),
            Index("ix_agreement_answers_person", "org", "person"),
        )


class LookResult(OfOrg, Base):
    """What is kept of one agreement's week: no number at all where fewer answered than may be counted.

    `line`: few, good, old, mixed or none. `halves` is the median of how much goes by itself, in halves. `slipped`: two
    or more noticed a relapse. `members` were in the team when it closed, and `k` answers were needed.
    """

    __tablename__ = "agreement_results"

    agreement: Mapped[int]
    year: Mapped[int]
    week: Mapped[int]
    on: Mapped[date] = mapped_column("day")  # the team's date at its closing
    line: Mapped[str]
    did: Mapped[int | None]
    old: Mapped[int | None]
    none: Mapped[int | None]
    halves: Mapped[int | None]
    slipped: Mapped[bool] = mapped_column(default=False)
    members: Mapped[int | None]
    k: Mapped[int | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (_of_agreement(), UniqueConstraint("org", "agreement", "year", "week"))


class Learned(OfOrg, Base):
    """What made the old pattern handy, shared without a name: until it stands in a look-back's thread."""

    __tablename__ = "agreement_learned"

    agreement: Mapped[int]
    text: Mapped[str]
    on: Mapped[date] = mapped_column("day")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (_of_agreement(), Index("ix_agreement_learned_agreement", "org", "agreement"))


class Aid(OfTeam, Base):
    """An agreement that the team was reminded of on this day: on its board, or by a line in the channel."""

    __tablename__ = "agreement_aids"

    agreement: Mapped[int]
    day: Mapped[date]
    board: Mapped[bool]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            _of_agreement(),
            UniqueConstraint("org", "agreement", "day"),
            Index("ix_agreement_aids_team", "org", "team", "day"),
        )


class AlsdanSettings(OfTeam, Base):
    """When the team looks back; without a row: Thursday at three. How many may run waits in line on it.

    `left` are the dates on which people left the team lately, as ISO texts.
    """

    __tablename__ = "alsdan_settings"

    looks: Mapped[bool] = mapped_column(default=True)
    weekday: Mapped[int] = mapped_column(default=4)  # ISO
    clock: Mapped[time] = mapped_column(default=time(15, 0))
    left: Mapped[list[str]] = mapped_column(JSON, default=list)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team"),)


class PersonalAgreement(OfOrg, Base):
    """One person's own, which nobody else ever reads. Its fields mean what they mean in an Agreement."""

    __tablename__ = "personal_agreements"

    person: Mapped[str]
    state: Mapped[str]
    x: Mapped[str]
    y: Mapped[str]
    old: Mapped[str | None]
    why: Mapped[str | None]
    often: Mapped[str | None]
    aid: Mapped[str]  # fixed | look
    weekday: Mapped[int | None]
    clock: Mapped[time | None]
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    since: Mapped[date]
    activated_on: Mapped[date | None]
    aids_from: Mapped[date | None]
    asked: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("ix_personal_agreements_person", "org", "person", "state"), NEVER_AGAIN)


class PersonalAnswer(OfOrg, Base):
    __tablename__ = "personal_answers"

    agreement: Mapped[int]
    year: Mapped[int]
    week: Mapped[int]
    answer: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(
                ["org", "agreement"], ["personal_agreements.org", "personal_agreements.id"], ondelete="CASCADE"
            ),
            UniqueConstraint("org", "agreement", "year", "week"),
        )


# --- agreements -------------------------------------------------------------------------------------------------------
async def get(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Agreement]:
    return {row.id: row for row in await session.scalars(*_agreements(sorted(set(ids))))}


@prepared
def _agreements(ids: Sequence[int]) -> Select[Agreement]:
    return select(Agreement).where(Agreement.id.in_(ids))


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Agreement]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await session.scalars(*_held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[Agreement]:
    return locked(select(Agreement).where(Agreement.id.in_(ids)).order_by(Agreement.id))


async def hold_team(session: AsyncSession, teams: Iterable[int], states: Iterable[str]) -> Mapping[int, Agreement]:
    """All of these teams in these states, locked in one statement, by id."""
    return {row.id: row for row in await session.scalars(*_held_team(sorted(set(teams)), sorted(set(states))))}


async def of_teams(session: AsyncSession, teams: Iterable[int], states: Iterable[str]) -> Mapping[int, Agreement]:
    return {row.id: row for row in await session.scalars(*_of_teams(sorted(set(teams)), sorted(set(states))))}


def _in_states(teams: Sequence[int], states: Sequence[str]) -> Select[Agreement]:
    return select(Agreement).where(Agreement.team.in_(teams), Agreement.state.in_(states)).order_by(Agreement.id)


_of_teams = prepared(_in_states)


@prepared
def _held_team(teams: Sequence[int], states: Sequence[str]) -> Select[Agreement]:
    return locked(_in_states(teams, states))


# --- settings of a team -----------------------------------------------------------------------------------------------
async def settings(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, AlsdanSettings]:
    return {row.team: row for row in await session.scalars(*_settings(sorted(set(teams))))}


@prepared
def _settings(teams: Sequence[int]) -> Select[AlsdanSettings]:
    return select(AlsdanSettings).where(AlsdanSettings.team.in_(teams))


async def hold_settings(session: AsyncSession, org: str, teams: Iterable[int]) -> Mapping[int, AlsdanSettings]:
    """Locked, by team; rows that weren't there are made."""
    wanted = sorted(set(teams))
    if not wanted:
        return {}
    new = insert(session)(AlsdanSettings).values([{"org": org, "team": team} for team in wanted])
    await session.execute(new.on_conflict_do_nothing())
    return {row.team: row for row in await session.scalars(*_held_settings(wanted))}


@prepared
def _held_settings(teams: Sequence[int]) -> Select[AlsdanSettings]:
    return locked(select(AlsdanSettings).where(AlsdanSettings.team.in_(teams)).order_by(AlsdanSettings.team))
