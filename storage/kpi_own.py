"""What figures hold for too long."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kpi import KpiValue


async def forget_values(session: AsyncSession, before: date) -> None:
    gone = delete(KpiValue).where(KpiValue.day < before)
    await session.execute(gone.execution_options(synchronize_session=False))
