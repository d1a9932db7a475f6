"""What needs a hand beside the settings: database, migrations, parked timers, what went out unclear or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot import audit
from bot.clock import SystemClock
from bot.database import versions
from bot.settings import Settings
from storage import house, unsettled
from storage.base import driver_url, open_database

STATES: Final = {"unsure": "may or may not have been posted", "dropped": "were given up"}
SEE: Final = "`klantritme outbox` says which and why, and `klantritme outbox settle` what becomes of each."


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
        left = [
            (what, await unsettled.left(session, table, SystemClock().machine()))
            for what, table in (("message", house.Outgoing), ("card", house.CardRow))
        ]
    lines = [
        f"{count} parked timer(s) {name}: they failed three times. The log of timer.parked says where."
        for name, count in timers
    ]
    for what, by_state in left:
        lines += [
            f"{count} {what}(s) {STATES[state]}. {SEE}" for state, count in sorted(by_state.items(), reverse=True)
        ]
    return lines
