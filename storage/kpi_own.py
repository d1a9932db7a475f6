"""What figures hold for too long."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from storage.kpi import KpiValue
from storage.prepared import delete_before


async def forget_values(session: AsyncSession, before: date) -> None:
    await delete_before(session, KpiValue.day, before)
