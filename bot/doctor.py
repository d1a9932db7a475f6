"""What needs a hand beside the settings: database, migrations, parked timers, messages of unknown fate."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot import audit
from bot.clock import SystemClock
from bot.database import versions
from bot.settings import Settings
from storage import house
from storage.base import driver_url, open_database


async def findings(settings: Settings) -> list[str]:
    """Of the database: a line each, saying what is wrong and what to do; empty when all is well."""
    if out_of_reach := await unready(settings):
        return [out_of_reach]
    found = await audit.verdicts(settings.database_url, SystemClock().now())
    broken = [each.line for each in found if not each.sound]
    return [*await _rows(settings), *(f"The log of changes of {line}. `klantritme audit verify`." for line in broken)]


async def unready(settings: Settings) -> str:
    """Why the database can't be looked into as it is; an empty text when it can."""
    if missing := missing_file(settings.database_url):
        return missing
    try:
        now, newest = await versions(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        return f"DATABASE_URL: the database can't be reached ({type(error).__name__}). Check it and its server."
    if now != newest:
        return f"The database is at version {now or 'none'}, not {newest}. Run `klantritme migrate`."
    return ""


def missing_file(url: str) -> str:
    """SQLite would make the file on a first look."""
    file = driver_url(url).removeprefix("sqlite+aiosqlite:///")
    if file == driver_url(url) or Path(file).exists():
        return ""
    return f"DATABASE_URL: {file} does not exist yet. `klantritme migrate` or `klantritme run` makes it."


async def _rows(settings: Settings) -> list[str]:
    async with open_database(settings.database_url) as sessions, sessions() as session:
        parked = select(house.Timer.name, func.count()).where(house.Timer.parked).group_by(house.Timer.name)
        timers = (await session.execute(parked.execution_options(all_orgs=True))).all()
        unsure = select(func.count()).select_from(house.Outgoing).where(house.Outgoing.state == "unsure")
        unclear = await session.scalar(unsure.execution_options(all_orgs=True)) or 0
        dropped = select(func.count()).select_from(house.CardRow).where(house.CardRow.state == "dropped")
        given_up = await session.scalar(dropped.execution_options(all_orgs=True)) or 0
    lines = [
        f"{count} parked timer(s) {name}: they failed three times. The log of timer.parked says where."
        for name, count in timers
    ]
    if unclear:
        lines.append(f"{unclear} message(s) may or may not have been posted. They are not repeated.")
    if given_up:
        lines.append(f"{given_up} card(s) could not be posted. The log of delivery.gave_up says why.")
    return lines
