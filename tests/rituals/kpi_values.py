"""Figures with values, put straight into the database of a chat: what dialogues about pictures and imports share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from storage.kpi import Kpi, KpiValue
from tests.chat import NOORD, Chat

PHONE = "Bereikbaarheid"


async def figure(chat: Chat, name: str = PHONE, values: Mapping[str, int] | None = None, **more: Any) -> int:
    """Followed by Mila, in percent, with a target of 90; values by ISO date, in tenths. Its id."""
    default = {"unit": "percent", "better": "higher", "target": 900, "owner": chat.mila.id, "days": "12345"}
    async with chat.house.turns.writing(chat.house.org) as turn:
        row = Kpi(team=1, name=name, created_at=turn.now, **{**default, **more})
        turn.session.add(row)
        await turn.session.flush()
        for day, value in (values or {}).items():
            turn.session.add(KpiValue(kpi=row.id, day=date.fromisoformat(day), value=value))
        return row.id


async def stored(chat: Chat) -> Sequence[tuple[int, str, int | None, str | None, bool]]:
    """(figure, day, tenths, remark, edited), in order."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        rows = await session.scalars(select(KpiValue).order_by(KpiValue.kpi, KpiValue.day))
        return [(row.kpi, row.day.isoformat(), row.value, row.remark, row.edited) for row in rows]


def told(chat: Chat, person: str = "sanne") -> Any:
    """The newest message in the channel that this person alone sees."""
    return [seen for seen in chat.people[person].sees(NOORD) if seen.ephemeral][-1]


def kinds(seen: Any) -> list[str]:
    return [block["type"] for block in seen.message.blocks]
