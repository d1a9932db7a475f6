"""What dialogues about people say and look at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.stage import Actor
from storage.people import Member, Role, Team
from tests.chat import NOORD, Chat


async def replies(chat: Chat, person: Actor, typed: str, channel: str = NOORD) -> str:
    """What the person reads below the command."""
    await person.types(typed, channel=channel)
    await chat.settle()
    return person.hears(channel)


async def answers(chat: Chat, person: Actor, label: str) -> None:
    await person.presses(label)
    await chat.settle()


def dms(person: Actor) -> list[str]:
    return [each.text for each in person.dm()]


@asynccontextmanager
async def reading(chat: Chat) -> AsyncIterator[AsyncSession]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        yield session


async def rows(chat: Chat, of: Any) -> Sequence[Any]:
    async with reading(chat) as session:
        return (await session.scalars(select(of))).all()


async def team(chat: Chat) -> Team:
    found: Team = (await rows(chat, Team))[0]
    return found


async def in_team(chat: Chat) -> set[str]:
    return {member.person for member in await rows(chat, Member)}


async def roles(chat: Chat) -> set[tuple[str, str]]:
    return {(role.person, role.role) for role in await rows(chat, Role)}
