"""The relay: who is in it, whose turn it is, and the stories that were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Select, UniqueConstraint, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert
from storage.prepared import every, locked, prepared

FORMER: Final = ""  # in place of a teller: a former colleague, or one who took their name away


class Relay(OfOrg, Base):
    """The relay of an organisation: one row, the root on which all of it waits in line.

    `private`: not everybody in the organisation can read its channel; `outsiders`: others read it as well. Weekdays are
    ISO, clocks local of the organisation. `every`: weeks from one start to the next; `anchor`: the Monday of a week
    from which they are counted. `off`: weeks that the coordinator took off, `on`: that run though they are short; each
    as “2026-W53”. `state`: see the rules; `paused_by`: coordinator, circle, channel or weeks. `passes_at`: until then
    (UTC) whoever shared last can pass. `rests_until`: the Monday of the week in which it goes on after one that rests.
    `rested`: the last week of which the channel read that it does. `starts_with`: the executive with whom it begins
    where the CEO starts later. `begun`: somebody took the baton since it was started.
    """

    __tablename__ = "relays"

    channel: Mapped[str]
    private: Mapped[bool] = mapped_column(default=True)
    outsiders: Mapped[bool] = mapped_column(default=False)
    start_day: Mapped[int] = mapped_column(default=1)
    start_clock: Mapped[time] = mapped_column(default=time(9, 0))
    end_day: Mapped[int] = mapped_column(default=5)
    end_clock: Mapped[time] = mapped_column(default=time(15, 0))
    every: Mapped[int] = mapped_column(default=1)
    anchor: Mapped[date | None]
    off: Mapped[list[str]] = mapped_column(JSON, default=list)
    on: Mapped[list[str]] = mapped_column("runs_on", JSON, default=list)
    state: Mapped[str] = mapped_column(default="READY")
    paused_by: Mapped[str] = mapped_column(default="")
    round: Mapped[int] = mapped_column(default=0)
    passes_at: Mapped[datetime | None]
    rests_until: Mapped[date | None]
    rested: Mapped[date | None]
    begun: Mapped[bool] = mapped_column(default=False)
    starts_with: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org"),)


class Runner(OfOrg, Base):
    """What the relay knows of an executive beside their role.

    `since`: in the circle since then. `sits_out`: by own choice not in play. `last_in`: the round in which they are
    placed last. `ran_at`: when they last shared, which orders who is asked.
    """

    __tablename__ = "relay_runners"

    person: Mapped[str]
    since: Mapped[datetime]
    sits_out: Mapped[bool] = mapped_column(default=False)
    last_in: Mapped[int] = mapped_column(default=0)
    ran_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person"),)


class Leg(OfOrg, Base):
    """One executive's turn, from the offer on. `state`: see the rules.

    `week` is the Monday of the ISO week it is for; `starts_at`, `ends_at` and `grace_at` are its moments (UTC), set
    when it is offered. `person` is whoever is offered it or has it. `challenge` and `passed_by` are of whoever passed
    it on, empty where nobody did. `second`: whom that one named next. `first`: the very first of a relay, offered to
    its first runner. `extra`: by somebody who had run in this round. `longer`: more time was taken. `held`: accepted,
    and without dates while the relay is paused. `ran`: it counts as run in its round. `written`: messages about it
    beside the offer. `told`: what the channel read of it: nothing, start, new or pass. `rung`: the runner was rung by
    it.
    """

    __tablename__ = "legs"

    round: Mapped[int]
    week: Mapped[date]
    person: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="OFFERED")
    first: Mapped[bool] = mapped_column(default=False)
    extra: Mapped[bool] = mapped_column(default=False)
    passed_by: Mapped[str | None]
    challenge: Mapped[str | None]
    second: Mapped[str | None]
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    grace_at: Mapped[datetime]
    held: Mapped[bool] = mapped_column(default=False)
    longer: Mapped[bool] = mapped_column(default=False)
    contact_on: Mapped[date | None]
    contact_kind: Mapped[str] = mapped_column(default="")
    ran: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    written: Mapped[int] = mapped_column(default=0)
    told: Mapped[str] = mapped_column(default="")
    rung: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("ix_legs_state", "org", "state"),
            Index("ix_legs_round", "org", "round"),
            Index("ix_legs_person", "org", "person"),
        )


class Story(OfOrg, Base):
    """What an executive tells of a customer; a draft until that executive publishes it. `state`: see the rules.

    `what`, `struck` and `change` are texts with colleagues as parts. `leg`: the turn it is told in; without one it was
    told outside of a turn. `source` names what it came of (“dialogue:12”). `asks`: what was promised comes back to the
    teller. `promise_at`: when it does, as long as it can be answered; `brought`: the question reached the teller.
    `glad_on`: the day on which the teller is told that it was read with pleasure. `drafted_by`: the preparer who wrote
    in it last. `channel`: where it stands. `reported`: a colleague doubts it, and the teller was asked. `untold`: it
    names somebody whose name is kept no more, and isn't told again.
    """

    __tablename__ = "stories"

    leg: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    person: Mapped[str]
    state: Mapped[str] = mapped_column(default="DRAFT")
    kind: Mapped[str] = mapped_column(default="")
    on: Mapped[date | None] = mapped_column("day")
    what: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    struck: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    change: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    link: Mapped[str] = mapped_column(default="")
    asks: Mapped[bool] = mapped_column(default=False)
    drafted_by: Mapped[str | None]
    channel: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    edited: Mapped[bool] = mapped_column(default=False)
    reported: Mapped[bool] = mapped_column(default=False)
    untold: Mapped[bool] = mapped_column(default=False)
    promise_at: Mapped[datetime | None]
    brought: Mapped[bool] = mapped_column(default=False)
    glad_on: Mapped[date | None]
    former_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "leg"], ["legs.org", "legs.id"]),
            Index("ix_stories_person", "org", "person"),
            Index("ix_stories_published", "org", "state", "published_at"),
            Index("ix_stories_leg", "org", "leg"),
        )


class StoryColleague(OfOrg, Base):
    """A colleague whom a story names. `choice`: see the rules; `person` is empty once they had themselves forgotten.

    `asked`: how often, so that an answer is about the newest text. `former_on`: when a closed account becomes nobody.
    """

    __tablename__ = "story_colleagues"

    story: Mapped[int]
    person: Mapped[str | None]
    choice: Mapped[str] = mapped_column(default="ASKED")
    asked: Mapped[int] = mapped_column(default=0)
    former_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "story"], ["stories.org", "stories.id"], ondelete="CASCADE"),
            UniqueConstraint("org", "story", "person"),
            Index("ix_story_colleagues_person", "org", "person"),
        )


class RelayLine(OfOrg, Base):
    """Something that whoever looks after the relay reads, in their one message of this day (the organisation's)."""

    __tablename__ = "relay_lines"

    on: Mapped[date] = mapped_column("day")
    kind: Mapped[str]
    person: Mapped[str | None]
    week: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("ix_relay_lines_day", "org", "day"), Index("ix_relay_lines_person", "org", "person"))


# --- the relay --------------------------------------------------------------------------------------------------------
async def relay(session: AsyncSession) -> Relay | None:
    found = await every(session, _relay())
    return found[0] if found else None


@prepared
def _relay() -> Select[Relay]:
    return select(Relay)


async def hold(session: AsyncSession) -> Relay | None:
    """Whatever changes in the relay waits in line here."""
    found = await every(session, _held_relay())
    return found[0] if found else None


@prepared
def _held_relay() -> Select[Relay]:
    return locked(select(Relay))


async def begin(session: AsyncSession, org: str, channel: str) -> Relay:
    """The one there is, held; made where there is none yet, also by two at once."""
    plain = {each.key: each.default.arg for each in Relay.__table__.columns if each.default and each.default.is_scalar}
    statement = insert(session)(Relay.__table__).values(org=org, channel=channel, off=[], runs_on=[], **plain)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["org"]))
    found = await hold(session)
    if found is None:
        raise LookupError("it was made just now")
    return found


async def runners(session: AsyncSession) -> Mapping[str, Runner]:
    """By person."""
    return {row.person: row for row in await every(session, _runners())}


@prepared
def _runners() -> Select[Runner]:
    return select(Runner).order_by(Runner.id).execution_options(populate_existing=True)


# --- legs -------------------------------------------------------------------------------------------------------------
async def legs(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Leg]:
    return {row.id: row for row in await every(session, _legs(sorted(set(ids))))}


@prepared
def _legs(ids: Sequence[int]) -> Select[Leg]:
    return select(Leg).where(Leg.id.in_(ids)).order_by(Leg.id)


async def of_states(session: AsyncSession, states: Iterable[str]) -> Sequence[Leg]:
    """Oldest first."""
    return await every(session, _of_states(sorted(set(states))))


@prepared
def _of_states(states: Sequence[str]) -> Select[Leg]:
    return select(Leg).where(Leg.state.in_(states)).order_by(Leg.id)


async def standing(session: AsyncSession, round: int, states: Iterable[str]) -> Sequence[Leg]:
    """Of this round and later ones, and of any in these states; oldest first."""
    return await every(session, _standing(round, sorted(set(states))))


@prepared
def _standing(round: int, states: Sequence[str]) -> Select[Leg]:
    rows = select(Leg).where(or_(Leg.round >= round, Leg.state.in_(states))).order_by(Leg.id)
    return rows.execution_options(populate_existing=True)


async def lines(session: AsyncSession, days: Iterable[date]) -> Sequence[RelayLine]:
    """Of these days, oldest first."""
    return await every(session, _lines(sorted(set(days))))


@prepared
def _lines(days: Sequence[date]) -> Select[RelayLine]:
    return select(RelayLine).where(RelayLine.on.in_(days)).order_by(RelayLine.id)


async def lines_of(session: AsyncSession, kinds: Iterable[str]) -> Sequence[RelayLine]:
    """Of these kinds, oldest first."""
    return await every(session, _lines_of(sorted(set(kinds))))


@prepared
def _lines_of(kinds: Sequence[str]) -> Select[RelayLine]:
    return select(RelayLine).where(RelayLine.kind.in_(kinds)).order_by(RelayLine.id)


# --- stories ----------------------------------------------------------------------------------------------------------
async def stories(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Story]:
    return {row.id: row for row in await every(session, _stories(sorted(set(ids))))}


@prepared
def _stories(ids: Sequence[int]) -> Select[Story]:
    return select(Story).where(Story.id.in_(ids)).order_by(Story.id).execution_options(populate_existing=True)


async def hold_stories(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Story]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await every(session, _held_stories(sorted(set(ids))))}


@prepared
def _held_stories(ids: Sequence[int]) -> Select[Story]:
    return locked(select(Story).where(Story.id.in_(ids)).order_by(Story.id))


async def colleagues(session: AsyncSession, stories: Iterable[int]) -> Mapping[int, Sequence[StoryColleague]]:
    found: dict[int, list[StoryColleague]] = {}
    for row in await every(session, _colleagues(sorted(set(stories)))):
        found.setdefault(row.story, []).append(row)
    return found


@prepared
def _colleagues(stories: Sequence[int]) -> Select[StoryColleague]:
    rows = select(StoryColleague).where(StoryColleague.story.in_(stories)).order_by(StoryColleague.id)
    return rows.execution_options(populate_existing=True)
