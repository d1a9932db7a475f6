"""What the house deletes when it is no longer needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage import house, house_forget
from storage.base import open_database

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_text_that_may_have_been_posted_is_not_kept(database_url: str) -> None:
    old, young = NOW - timedelta(hours=30), NOW - timedelta(hours=1)
    rows = [("sent", old), ("unsure", old), ("unsure", young), ("waiting", None)]
    async with open_database(database_url) as sessions:
        async with sessions(info={"org": "T1"}) as session, session.begin():
            for state, tried in rows:
                body = {"typed": "een verhaal"}
                session.add(house.Outgoing(kind="message", place={}, body=body, state=state, first_try=tried))
        async with sessions() as session, session.begin():
            await house_forget.forget(session, NOW - timedelta(hours=24))
        async with sessions(info={"org": "T1"}) as session:
            left = list(await session.scalars(select(house.Outgoing).order_by(house.Outgoing.id)))
    assert [(row.state, row.body is None) for row in left] == [("unsure", True), ("unsure", False), ("waiting", False)]
