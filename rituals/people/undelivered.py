"""What never came to stand is told once a day: a team's leads, or the admins, and nobody for whom it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from rituals import teams
from rituals.contract import Due, Turn, about, keys_of
from rituals.facts import ForLeads, GaveUp, LookedAfter
from rituals.people import lines, messages, rules
from rituals.shown import Text
from storage import lead_lines, memberships, people

TIMER: Final = "people.unreached"
LOOKED_UP: Final = timedelta(minutes=15)  # a look-up goes out at once, and has had its three tries after five minutes


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """A person is looked up again. That somebody deleted a message, so that it can't be edited, is told to nobody."""
    if fact.person:
        turn.look_up(fact.person)
    if fact.stood and fact.refused:
        return
    if fact.person:
        await _ask_later(turn, fact)
        return
    team = await people.team_in(turn.session, fact.channel) if fact.channel else None
    if team is not None:
        await _tell_leads(turn, team.id, fact)
    elif fact.channel and not any(await turn.tell(LookedAfter(fact))):
        await _tell_admins(turn, rules.ELSEWHERE, fact.channel)


async def _ask_later(turn: Turn, fact: GaveUp) -> None:
    """That an admin can't be reached with this very line is told to nobody, else it would go on each day for ever."""
    if fact.card != lines.CARD or not await lines.carries(turn, fact.about, rules.UNREACHED):
        turn.at(TIMER, f":{fact.person}", turn.now + LOOKED_UP)


async def tell_of_people(turn: Turn, due: Sequence[Due]) -> None:
    """Nothing is wrong where an account was closed, or is a guest's or an app's: the look-up has told by now."""
    known = await people.people(turn.session, [key for one in due for key in keys_of(one.about)])
    if any(row.active and row.kind == "member" for row in known.values()):
        await _tell_admins(turn, rules.UNREACHED)


async def _tell_leads(turn: Turn, team: int, fact: GaveUp) -> None:
    """Whichever came first that day. A suspended team's leads know, unless this is how it was found out."""
    held = (await people.hold_teams(turn.session, [team]))[team]
    if held.state != rules.ACTIVE and not fact.lost:
        return
    subject = about(team, (await teams.load(turn, [team]))[team].calendar.day_of(turn.now).isoformat())
    kind, other = rules.CHANNELFAIL, rules.UNDELIVERED
    if not (fact.lost or fact.refused):
        kind, other = other, kind
    if not await lead_lines.stands(turn.session, other, subject):
        await turn.tell(ForLeads(team, kind, subject))


async def _tell_admins(turn: Turn, kind: str, *keys: str) -> None:
    """The line goes with those of the first team."""
    if ids := await memberships.all_teams(turn.session):
        day = (await teams.of_organisation(turn)).day_of(turn.now)
        await turn.tell(ForLeads(ids[0], kind, about(ids[0], day.isoformat(), *keys)))


# --- lines for the leads ----------------------------------------------------------------------------------------------
async def refused(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {
        subject: messages.channel_fails(team.channel) for subject, team in (await lines.teams_of(turn, abouts)).items()
    }


async def undelivered(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {
        subject: messages.undelivered(team.channel) for subject, team in (await lines.teams_of(turn, abouts)).items()
    }


# --- lines for the admins ---------------------------------------------------------------------------------------------
async def elsewhere(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {subject: messages.elsewhere(channel) for subject in abouts for _day, channel in [keys_of(subject)]}


async def unreached(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return dict.fromkeys(abouts, messages.UNREACHED)
