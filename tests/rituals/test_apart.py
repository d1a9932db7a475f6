"""One that fails costs its own part: the others answer, and what the turn wrote before stays."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from rituals import apart
from storage import people
from tests.world import TEN, peopled


async def name(session: AsyncSession) -> str | None:
    return await session.scalar(select(people.PersonRow.name).where(people.PersonRow.key == TEN[0]))


async def nowhere(session: AsyncSession) -> None:
    await session.execute(text("SELECT * FROM nowhere"))


async def halfway(session: AsyncSession) -> None:
    await session.execute(text("UPDATE people SET name = 'halfway'"))
    raise LookupError


@pytest.mark.parametrize("writing", [True, False])
async def test_the_others_answer_and_nothing_else_is_undone(database_url: str, writing: bool) -> None:
    failed: dict[str, str] = {}
    async with peopled(database_url) as world:
        turns = world.core.turns
        async with (turns.writing if writing else turns.reading)("T1") as turn:
            await turn.session.execute(text("UPDATE people SET name = 'before'"))
            looks = {each.__name__ + n: partial(each, turn.session) for n in "12" for each in (name, nowhere, halfway)}
            found = await apart.each(turn, looks, lambda key, error: failed.update({key: type(error).__name__}))
            assert found == {"name1": "before", "name2": "before"}
            assert await name(turn.session) == "before"
    assert failed.keys() == {"nowhere1", "halfway1", "nowhere2", "halfway2"}
    assert failed["halfway1"] == "LookupError"


async def test_each_is_asked_once_when_none_fails(database_url: str) -> None:
    asked: list[str] = []

    async def look(key: str) -> str:
        asked.append(key)
        return key.upper()

    async with peopled(database_url) as world, world.core.turns.reading("T1") as turn:
        looks = {key: partial(look, key) for key in "ab"}
        assert await apart.each(turn, looks, lambda key, error: pytest.fail(f"{key}: {error}")) == {"a": "A", "b": "B"}
        assert await apart.each(turn, {}, lambda key, error: pytest.fail(f"{key}: {error}")) == {}
    assert asked == ["a", "b"]
