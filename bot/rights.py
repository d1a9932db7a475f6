"""Who may do what, checked at the moment of acting and not when a button was drawn."""

from __future__ import annotations

from typing import Final

from rituals import teams
from rituals.contract import Refused, Stranger, Turn, Who, team_of
from rituals.words import _
from storage import roles, standing

ADMIN: Final = "admin"
# Roles of the organisation: what they are stored as, and how a sentence names them.
OF_ORGANISATION: Final = {
    Who.ADMIN: (ADMIN, _("the admin")),
    Who.COACH: ("coach", _("the culture coach")),
    Who.COORDINATOR: ("relay_coordinator", _("the relay coordinator")),
    Who.EXEC: ("exec", _("an executive")),
}


async def allow(turn: Turn, person: str, about: str, who: Who) -> None:
    """Raises Refused with a sentence for the person, or Stranger."""
    team = team_of(about)
    found = await standing.of(turn.session, person, team)
    if found is None:
        raise Stranger(person)
    if who is Who.KNOWN:
        return
    if found.kind != "member" or not found.active:
        raise Refused(_("Good to have you here. Only team members can take part."))
    if who is Who.ANYONE:
        return
    if who in OF_ORGANISATION:
        await _of_organisation(turn, person, who, admin=found.admin)
        return
    if not found.member:
        raise Refused(_("Good to have you here. Only team members can take part."))
    if who is Who.LEAD and not found.lead and not (found.deputy and await _stands_in(turn, team)):
        lead = _("the team lead or deputy")
        raise Refused(_("Only {who} can do this. Nothing was changed.", who=lead))


async def _of_organisation(turn: Turn, person: str, who: Who, *, admin: bool) -> None:
    role, name = OF_ORGANISATION[who]
    if not (admin if role == ADMIN else role in await roles.held_by(turn.session, person)):
        raise Refused(_("Only {who} can do this. Nothing was changed.", who=name))


async def _stands_in(turn: Turn, team: int | None) -> bool:
    if team is None:
        return False
    calendar = (await teams.load(turn, [team]))[team].calendar
    return await standing.deputies_stand_in(turn.session, team, calendar.day_of(turn.now))
