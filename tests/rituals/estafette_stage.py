"""A relay in the middle of its way, put there by rows: what the dialogues about passing and its pages begin with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.stage import Actor
from rituals.estafette import batons, showing
from rituals.estafette.holding import hold
from rituals.estafette.rules import OPEN
from storage.estafette import Leg
from tests.chat import Chat, local
from tests.rituals.estafette_talk import board

THIS = date(2026, 11, 16)  # the Monday of the week in which these dialogues begin, on a Friday at ten
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def leg(actor: Actor, state: str, week: date = THIS, **fields: Any) -> Leg:
    """Of Monday nine to Friday three, with its grace until Tuesday at noon."""
    moments: dict[str, Any] = {
        "offered_at": clock(week - 3 * DAY, "15:00"),
        "answer_by": clock(week + 3 * DAY, "15:00"),
        "starts_at": clock(week, "09:00"),
        "ends_at": clock(week + 4 * DAY, "15:00"),
        "grace_at": clock(week + 8 * DAY, "12:00"),
    }
    if state in {"SHARED", "PASSED"}:
        moments |= {"ran": True, "told": "start", "closed_at": clock(week + 3 * DAY, "14:00")}
    elif state in {"ACCEPTED", "PLANNED"}:
        moments |= {"told": "start"}
    elif state != "OFFERED":
        moments |= {"closed_at": clock(week + 3 * DAY, "14:00")}
    return Leg(person=actor.id, state=state, week=week, **{"round": 1, **moments, **fields})


def clock(day: date, at: str) -> datetime:
    return local(f"{day.isoformat()} {at}")


async def under_way(chat: Chat, *names: tuple[str, str, date], **relay: Any) -> None:
    """The relay runs, in its first round; each of these (who, state, week) has or had the baton.

    Without any of them the engine hasn't looked at it yet, and nobody is asked.
    """
    await board(chat, **{"state": "RUNNING", "begun": True, "round": 1} | relay)
    if names:
        await put(chat, *(leg(chat.stage.people[name], state, week) for name, state, week in names))


async def put(chat: Chat, *rows: Any) -> None:
    """What the engine would have planned and shown for these is planned and shown."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add_all(rows)
        await turn.session.flush()
        standing = await hold(turn)
        await batons.know_circle(turn, standing)
        some = [row for row in rows if isinstance(row, Leg)]
        for row in some:
            if row.state in OPEN:
                row.offered_at = min(row.offered_at, turn.now)
                showing.offered(turn, standing, row, {})
        if any(row.state == "SHARED" for row in some):
            standing.relay.passes_at = turn.now + 7 * timedelta(hours=1)
        await batons.go_on(turn, standing)
    await chat.settle()


async def change(chat: Chat, **fields: Any) -> None:
    """Of the relay."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        for name, value in fields.items():
            setattr(standing.relay, name, value)


__all__ = ["THIS", "WEEK", "Leg", "change", "clock", "leg", "put", "under_way"]
