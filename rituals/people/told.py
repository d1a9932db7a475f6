"""Who got a role reads so in their own hours, if it is still so by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import reach
from rituals.contract import Due, Turn, keys_of, team_of
from rituals.people import role_messages
from rituals.shown import Place
from storage import people
from storage import roles as store

TIMER: Final = "people.told"


def subject(office: str, person: str) -> str:
    return f"{office}:{person}"


async def tell(turn: Turn, due: Sequence[Due]) -> None:
    still = await _held(turn, [one.about for one in due])
    moments = await reach.moments(turn, {keys_of(one)[-1] for one in still})
    settings = _has_settings(turn)
    for one in still:
        role, *whose, person = keys_of(one)
        moment = moments.get(person, turn.now)
        if moment > turn.now:
            turn.at(TIMER, one, moment)
        else:
            turn.say(Place(person=person), role_messages.told(role, *whose, settings=settings))


async def _held(turn: Turn, subjects: Sequence[str]) -> list[str]:
    """Those that hold at this moment. Two statements, however many."""
    teams = {team for one in subjects if (team := team_of(one)) is not None}
    held = {f"{row.team}:{row.role}:{row.person}" for row in await people.roles(turn.session, teams)}
    for row in await store.of_organisation(turn.session):
        held.add(":".join(("", row.role, *([row.exec] if row.exec else ()), row.person)))
    return [one for one in subjects if one in held]


def _has_settings(turn: Turn) -> bool:
    """Whether /customer settings exists: what a person is told must be there."""
    subs = (sub for ritual in turn.rituals for each in ritual.commands if each.nl == "klant" for sub in each.subs)
    return any(sub.nl == "instellen" for sub in subs)
