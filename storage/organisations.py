"""Organisations: one workspace each, and all that its admins may set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import JSON, Select, String, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import ALL, Base, insert
from storage.prepared import prepared


class Organisation(Base):
    """One workspace. `holidays` holds the switches of the holiday list: off, on, extra (ISO dates), liberation_day.

    `admins` are those that the installation's settings name, beside the workspace's own. `contact` is a person's key or
    a text. `gate` is CLOSED or OPEN, with the position that was recorded, its date and its reference. `retention` holds
    days by the name of what is kept, where an admin chose other than the default. Times are local.
    """

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")  # of the workspace, with a slash at its end: links to cards begin here
    timezone: Mapped[str] = mapped_column(default="Europe/Amsterdam")
    language: Mapped[str] = mapped_column(default="nl")
    holidays: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    admins: Mapped[list[str]] = mapped_column(JSON, default=list)
    history: Mapped[bool] = mapped_column(default=False, server_default=false())  # the app may look into channels
    channel: Mapped[str | None]
    contact: Mapped[str | None]
    k: Mapped[int] = mapped_column(default=5, server_default="5")  # people: the smallest group a figure is shown of
    gate: Mapped[str] = mapped_column(default="CLOSED", server_default="CLOSED")
    gate_position: Mapped[str | None]
    gate_on: Mapped[date | None]
    gate_reference: Mapped[str | None]
    retention: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    nudges_a_day: Mapped[int] = mapped_column(default=1, server_default="1")
    nudges_a_week: Mapped[int] = mapped_column(default=4, server_default="4")
    window_first: Mapped[time] = mapped_column(default=time(8, 30), server_default="08:30:00")
    window_last: Mapped[time] = mapped_column(default=time(17, 30), server_default="17:30:00")
    bundle_time: Mapped[time] = mapped_column(default=time(8, 45), server_default="08:45:00")


async def of(session: AsyncSession, org: str) -> Organisation | None:
    """Read once a session: a turn asks for it from several sides."""
    known: Organisation | None = session.info.get("organisation")
    if known is None:
        known = session.info["organisation"] = await session.scalar(*_organisation(org))
    return known


@prepared
def _organisation(org: str) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id == org)


def unset(org: str) -> Organisation:
    """One of which nothing was chosen yet, in no session."""
    columns = [each for each in Organisation.__table__.columns if each.default is not None]
    plain = {each.name: each.default.arg for each in columns if each.default.is_scalar}
    return Organisation(id=org, holidays={}, admins=[], retention={}, **plain)


async def know(
    session: AsyncSession, org: str, name: str, url: str, admins: Sequence[str] = (), *, history: bool = False
) -> None:
    """First seen: with the defaults. Seen again: what the surface and the settings say is brought up to date."""
    told = {"name": name, "url": url, "admins": list(admins), "history": history}
    statement = insert(session)(Organisation).values(
        id=org, timezone="Europe/Amsterdam", language="nl", holidays={}, retention={}, **told
    )
    await session.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_=told),
        execution_options=ALL,
    )


async def hold(session: AsyncSession, org: str) -> Organisation:
    """The root row on which settings and roles of the organisation wait in line."""
    await session.flush()
    held = await session.get(Organisation, org, with_for_update=True, populate_existing=True)
    if held is None:
        raise LookupError("the organisation is known from its first start on")
    session.info["organisation"] = held
    return held
