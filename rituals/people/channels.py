"""A team's channel that can't be posted in, and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals import teams
from rituals.contract import Answer, Event, Note, Refused, Turn, about, team_of
from rituals.facts import ForLeads, LeadLineChanged, LeadsChanged, Resumed, Suspended
from rituals.people import lines, messages, rules
from rituals.people.rules import ACTIVE, SUSPENDED
from rituals.shown import Text
from rituals.words import _
from storage import audit, lead_lines, memberships, people, standing

APPOINTS = _("the team lead or the admin")


async def lost(turn: Turn, event: Event) -> Answer:
    """Values: channel."""
    team = await people.team_in(turn.session, event.values["channel"])
    if team is not None:
        await suspend(turn, [team.id])
    return None


async def uninstalled(turn: Turn, event: Event) -> Answer:
    await suspend(turn, await memberships.all_teams(turn.session))
    return None


async def back(turn: Turn, event: Event) -> Answer:
    """Values: channel. Nothing starts by itself: a lead is asked, or whoever can answer instead."""
    team = await people.team_in(turn.session, event.values["channel"])
    if team is not None and (held := await people.hold_team(turn.session, team.id)) is not None:
        await ask(turn, held)
    return None


async def suspend(turn: Turn, ids: Iterable[int]) -> None:
    for team, held in (await people.hold_teams(turn.session, ids)).items():
        await lines.drop(turn, rules.RESUME, str(team))
        if held.state == ACTIVE:
            held.state = SUSPENDED
            await turn.tell(Suspended(team))


async def ask(turn: Turn, held: people.Team) -> None:
    """Once; and anew when all who were asked have gone, or are away."""
    if held.state != SUSPENDED:
        return
    if await lines.unanswerable(turn, held.id, rules.RESUME, str(held.id)):
        await lines.drop(turn, rules.RESUME, str(held.id))
    day = (await teams.load(turn, [held.id]))[held.id].calendar.day_of(turn.now)
    await lines.drop(turn, rules.CHANNELFAIL, about(held.id, day.isoformat()))  # in one message they would not agree
    await turn.tell(ForLeads(held.id, rules.RESUME, str(held.id)))


async def leads_changed(turn: Turn, fact: LeadsChanged) -> None:
    """Whoever was asked whether to carry on may be the one who left."""
    if await lead_lines.stands(turn.session, rules.RESUME, str(fact.team)):
        await ask(turn, (await people.hold_teams(turn.session, [fact.team]))[fact.team])


async def resume(turn: Turn, event: Event) -> Answer:
    """By a lead, a deputy who stands in, or an admin."""
    team = team_of(event.about)
    held = await people.hold_team(turn.session, team) if team is not None else None
    if held is None or not await _may_resume(turn, event.person, held.id):
        raise Refused(messages.no_right(APPOINTS))
    if held.state == ACTIVE:
        return Note(messages.ALREADY)
    if not await lead_lines.stands(turn.session, rules.RESUME, str(held.id)):
        raise Refused(messages.invite(held.channel))
    held.state = ACTIVE
    await audit.log(turn.session, turn.org, event.person, "team.resume", turn.now, held.id)
    await turn.tell(LeadLineChanged(rules.RESUME, str(held.id)))
    await turn.tell(Resumed(held.id))
    return Note(messages.resumed(held.channel))


async def _may_resume(turn: Turn, person: str, team: int) -> bool:
    who = await standing.of(turn.session, person, team)
    if who is None:
        return False
    if who.lead or who.admin:
        return True
    day = (await teams.load(turn, [team]))[team].calendar.day_of(turn.now)
    return who.deputy and await standing.deputies_stand_in(turn.session, team, day)


# --- lines for the leads ----------------------------------------------------------------------------------------------
async def asked(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {
        subject: Text(messages.resumed(team.channel))
        if team.state == ACTIVE
        else messages.ask_resume(team.channel, "people.resume", subject)
        for subject, team in (await lines.teams_of(turn, abouts)).items()
    }
