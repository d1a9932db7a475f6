"""Who has lost a row, or a timer, writes no more about it: another has it by now, or it was planned anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import house, sending
from storage.base import Sessions, open_database

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEASE, SOON = timedelta(seconds=6), timedelta(seconds=7)


async def claimed(sessions: Sessions, table: type[house.CardRow | house.Outgoing], lease: str, now: datetime) -> int:
    """How many rows were."""
    async with sessions() as session, session.begin():
        rows, _ = await sending.claim(session, table, sending.Which(now), lease, (now + LEASE, now + LEASE))
    return len(rows)


@pytest.mark.parametrize("table", [house.CardRow, house.Outgoing])
async def test_who_lost_a_row_does_not_put_it_off(
    database_url: str, table: type[house.CardRow | house.Outgoing]
) -> None:
    """Else it would be free while the other one sends it, and a third would send it as well."""
    async with open_database(database_url) as sessions:
        async with sessions(info={"org": "T1"}) as session, session.begin():
            if table is house.CardRow:
                session.add(house.CardRow(name="a card", about="1", place={}, due_at=NOW))
            else:
                session.add(house.Outgoing(kind="message", place={}, due_at=NOW))
        assert await claimed(sessions, table, "slow", NOW) == 1
        assert await claimed(sessions, table, "fast", NOW + SOON) == 1
        async with sessions(info={"org": "T1"}) as session:
            (row,) = (await session.scalars(select(table.id))).all()
        async with sessions() as session, session.begin():
            await sending.put_off(session, table, [(row, "slow", NOW + SOON)])
        assert await claimed(sessions, table, "third", NOW + SOON) == 0
        async with sessions() as session, session.begin():
            await sending.put_off(session, table, [(row, "fast", NOW + SOON)])
        assert await claimed(sessions, table, "third", NOW + SOON) == 1


async def test_a_timer_that_was_planned_anew_is_not_taken_by_who_had_the_earlier_plan(database_url: str) -> None:
    """Else it would run before its time, and not in its time."""
    async with open_database(database_url) as sessions:
        async with sessions(info={"org": "T1"}) as session, session.begin():
            await house.plan(session, "T1", [("a timer", "1", NOW)])
        async with sessions(info={"org": "T1"}) as session, session.begin():
            timer = (await session.scalars(select(house.Timer))).one()
            timer.lease, timer.lease_until = "slow", NOW + LEASE
            planned = timer.id
        async with sessions(info={"org": "T1"}) as session, session.begin():
            await house.plan(session, "T1", [("a timer", "1", NOW + SOON)])
        async with sessions(info={"org": "T1"}) as session, session.begin():
            assert await house.take(session, [planned], "slow") == []
        async with sessions(info={"org": "T1"}) as session:
            assert await house.planned_at(session, "a timer", "1") == NOW + SOON
