"""Who may do what, checked at the moment of acting and not when a button was drawn."""

from __future__ import annotations

from rituals import teams
from rituals.contract import Refused, Turn, Who, team_of
from rituals.words import _
from storage import people


class Stranger(Exception):
    """Somebody the house has never seen: the surface looks the person up, and the event is tried again."""

    def __init__(self, person: str) -> None:
        super().__init__("nothing is known of this person yet")
        self.person = person


async def allow(turn: Turn, person: str, about: str, who: Who) -> None:
    """Raises Refused with a sentence for the person, or Stranger."""
    team = team_of(about)
    found = await people.standing(turn.session, person, team)
    if found is None:
        raise Stranger(person)
    if found.kind != "member" or not found.active:
        raise Refused(_("Good to have you here. Only team members can take part."))
    if who is Who.ANYONE:
        return
    if not found.member:
        raise Refused(_("Good to have you here. Only team members can take part."))
    if who is Who.LEAD and not found.lead and not (found.deputy and await _lead_away(turn, team)):
        lead = _("the team lead or deputy")
        raise Refused(_("Only {who} can do this. Nothing was changed.", who=lead))


async def _lead_away(turn: Turn, team: int | None) -> bool:
    if team is None:
        return False
    calendar = (await teams.load(turn, [team]))[team].calendar
    return await people.lead_away(turn.session, team, calendar.day_of(turn.now))
