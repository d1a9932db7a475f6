"""Scenes: for each action and form, a state in which ten people can do it at once, and what they then do.

A scene returns ten events with ids of their own, and how their effects are counted in the database. Where one subject
has one effect (`Wins.FIRST`) all ten are about that subject; where each person has one (`Wins.EACH`) each may have
one of their own. What only answers and changes nothing has no effects to count.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from rituals.contract import Event
from storage.house import CardRow
from tests.world import ORG, TEN, World

Effects = Callable[[AsyncSession], Awaitable[int]]


@dataclass(frozen=True)
class Asked:
    """`effects` is None for what only answers."""

    events: Sequence[Event]
    effects: Effects | None


Scene = Callable[[World, str], Awaitable[Asked]]
SCENES: dict[str, Scene] = {}
TEXTS = [f"Het antwoord kwam sneller dan gedacht, zei klant {word}" for word in "abcdefghij"]


def scene(*names: str) -> Callable[[Scene], Scene]:
    def kept(made: Scene) -> Scene:
        SCENES.update(dict.fromkeys(names, made))
        return made

    return kept


def ten(does: str, about: str | Sequence[str] = "", **more: Any) -> list[Event]:
    """One event of each of TEN; what is a list in `about`, `text` and `values` has one for each of them."""

    def of(value: Any, n: int) -> Any:
        return value[n] if isinstance(value, list) else value

    def one(n: int, person: str) -> Event:
        own = {name: of(value, n) for name, value in {"about": about, **more}.items()}
        return Event(id=f"token-{n}", org=ORG, person=person, does=does, request=f"click-{n}", **own)

    return [one(n, person) for n, person in enumerate(TEN)]


def count(table: Any, *where: Any) -> Effects:
    """Rows of this table for which this holds."""

    async def counted(session: AsyncSession) -> int:
        return await session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    return counted


async def wanted(world: World, card: str, about: str) -> Effects:
    """How often this card was marked since now."""
    version = select(CardRow.wanted).where(CardRow.name == card, CardRow.about == about)
    async with world.session() as session:
        before = await session.scalar(version) or 0

    async def since(session: AsyncSession) -> int:
        return (await session.scalar(version) or 0) - before

    return since
