"""A turn: one transaction of one organisation, with all it wants done written last and in one order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.clock import Clock
from bot.frozen import freeze
from bot.lines import line_of
from rituals.contract import Files, Note, Ritual, Turn
from rituals.shown import Message, Place
from storage import house, house_marks
from storage.base import Sessions

BUNDLING = timedelta(seconds=3)  # edits of one card within this time become one; a contribution shows within 5 s
REPLAYS = 3  # a turn touches no network, so it may be played again when the database asks for it
TRANSIENT = {"40001", "40P01", "55P03"}  # PostgreSQL: serialization failure, deadlock, lock not available

A = TypeVar("A")


@dataclass
class Plan:
    """What a turn wants done when it commits."""

    says: list[tuple[str, Place, Message | None]] = field(default_factory=list)
    shown: dict[tuple[str, str], Place] = field(default_factory=dict)
    changed: dict[tuple[str, str], timedelta | None] = field(default_factory=dict)  # at most once in so much time
    timers: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    whispers: list[tuple[str, Note | Files]] = field(default_factory=list)  # of which nothing is written

    @property
    def speaks(self) -> bool:
        return bool(self.says or self.shown or self.changed)

    def change(self, card: str, about: str, *, every: timedelta | None = None) -> None:
        self.changed[card, about] = every or self.changed.get((card, about))


@dataclass(frozen=True)
class Turns:
    """Opens turns. After a commit `spoken` is called where it left something to deliver, and `whisper`."""

    sessions: Sessions
    rituals: tuple[Ritual, ...]
    clock: Clock
    spoken: Callable[[], None]
    whisper: Callable[[Sequence[tuple[str, Note | Files]]], None] = lambda _said: None

    @asynccontextmanager
    async def reading(self, org: str) -> AsyncIterator[Turn]:
        """Never waits behind those who write; what a handler would write is rolled back."""
        async with self.sessions(info={"org": org}) as session:
            await session.connection(execution_options={"reads": True})
            yield self._turn(session, org, Plan())  # closing the session rolls back

    @asynccontextmanager
    async def writing(self, org: str) -> AsyncIterator[Turn]:
        """Commits at the end; anything raised rolls it back whole."""
        plan = Plan()
        async with self.sessions(info={"org": org}) as session:
            await session.connection()
            try:
                turn = self._turn(session, org, plan)
                yield turn
                await session.flush()
                await self._write(turn, plan)
                await session.commit()
            except BaseException:
                await session.rollback()
                raise
        if plan.speaks:
            self.spoken()
        self.whisper(plan.whispers)

    async def played(self, play: Callable[[], Awaitable[A]]) -> A:
        """Plays a turn again, at most three times, when the database could not keep it apart from another."""
        for attempt in range(REPLAYS):
            try:
                return await play()
            except DBAPIError as error:
                if not transient(error):
                    raise
                metrics.replayed()
                await asyncio.sleep(0.02 * (attempt + 1))  # lets the turn that won finish
        return await play()

    def _turn(self, session: AsyncSession, org: str, plan: Plan) -> Turn:
        return Turn(
            session=session,
            org=org,
            now=self.clock.now(),
            rituals=self.rituals,
            say=lambda place, message: plan.says.append((house.MESSAGE, place, message)),
            show=lambda card, about, place: plan.shown.__setitem__((card, about), place),
            changed=plan.change,
            at=lambda name, about, when: plan.timers.__setitem__((name, about), when),
            cancel=lambda name, about: plan.timers.__setitem__((name, about), None),
            sync=lambda channel: plan.says.append(("sync", Place(channel=channel), None)),
            look_up=lambda person: plan.says.append(("sync", Place(person=person), None)),
            look_at=lambda channel: plan.says.append(("look", Place(channel=channel), None)),
            whisper=lambda person, note: plan.whispers.append((person, note)),
        )

    async def _write(self, turn: Turn, plan: Plan) -> None:
        """Timers, cards, outbox: each sorted, so that two turns never wait for each other crosswise."""
        machine = self.clock.machine()
        await _write_timers(turn, plan)
        await _write_cards(turn, plan, machine)
        await _write_said(turn, plan, machine)


def _held(turn: Turn, place: Place) -> datetime | None:
    """Until when what goes there is held; None for at once."""
    return place.after if place.after is not None and place.after > turn.now else None


def _frozen(place: Place) -> Any:
    return freeze(replace(place, after=None))


async def _write_timers(turn: Turn, plan: Plan) -> None:
    held = {(house.HELD_CARD, " ".join(key)): when for key, at in plan.shown.items() if (when := _held(turn, at))}
    timers = sorted((plan.timers | held).items())
    await house.unplan(turn.session, [key for key, when in timers if when is None])
    await house.plan(turn.session, turn.org, [(*key, when) for key, when in timers if when is not None])


async def _write_cards(turn: Turn, plan: Plan, machine: datetime) -> None:
    shown = sorted(plan.shown.items(), key=lambda item: item[0])
    for held in (False, True):
        some = [(*key, _frozen(place)) for key, place in shown if (_held(turn, place) is not None) is held]
        await house.show(turn.session, turn.org, some, machine, held=held)
    changed = {key: every for key, every in plan.changed.items() if key not in plan.shown}
    soon = sorted(key for key, every in changed.items() if every is None)
    await house_marks.mark(turn.session, soon, idle=machine, busy=machine + BUNDLING)
    for every in sorted({every for every in changed.values() if every is not None}):
        apart = sorted(key for key, mine in changed.items() if mine == every)
        await house_marks.mark_apart(turn.session, apart, machine, every)


def _row(org: str, kind: str, place: Place, body: Any) -> dict[str, Any]:
    """What asks the surface something stands in no line."""
    line = line_of(org, place) if kind == house.MESSAGE else ""
    return {"kind": kind, "place": _frozen(place), "line": line, "body": freeze(body)}


async def _write_said(turn: Turn, plan: Plan, machine: datetime) -> None:
    said = [(_held(turn, place), _row(turn.org, kind, place, body)) for kind, place, body in plan.says]
    await house.say(turn.session, turn.org, [row for when, row in said if when is None], machine)
    held = [(when, row) for when, row in said if when is not None]
    ids = await house.hold(turn.session, turn.org, [row for _, row in held])
    timers = [(house.HELD_SAID, str(row), when) for row, (when, _) in zip(ids, held, strict=True)]
    await house.plan(turn.session, turn.org, timers)


def transient(error: DBAPIError) -> bool:
    """Whether the same turn may succeed when it is played again."""
    return getattr(error.orig, "sqlstate", None) in TRANSIENT or "database is locked" in str(error.orig)
