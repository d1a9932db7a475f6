"""Lead and deputy: read, given, taken, and ended when somebody leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rituals import reach, teams
from rituals.contract import Answer, Event, Note, Refused, Turn, about, keys_of, team_of
from rituals.facts import ForLeads, LeadsChanged
from rituals.people import lines, messages, rules
from rituals.people.rules import Verdict
from rituals.shown import Place, Text
from storage import audit, people
from storage import roles as store

MENTION: Final = re.compile(r"<@(?P<person>[A-Z0-9]+)(?:\|[^>]*)?>")


async def listed(turn: Turn, event: Event) -> Answer:
    """Roles are public, within and outside the team."""
    team = await _team(turn, event)
    who = (await teams.leads(turn, [team]))[team]
    return messages.role_lists(who.leads, who.deputies)


async def give(turn: Turn, event: Event) -> Answer:
    role, person = _order(event, "rol geef", "role give")
    held = await _held(turn, event, role, person)
    holders = await _holders(turn, held.id, role)
    who = await people.standing(turn.session, person, held.id)
    counts = who is not None and who.member and who.active and who.kind == "member"
    verdict = rules.giving(await _actor(turn, event, held.id), role, person, holders, member=counts)
    if verdict is Verdict.ALREADY:
        return Note(messages.ALREADY)
    _refuse(verdict, role, person)
    await store.give(turn.session, turn.org, held.id, person, role)
    await audit.log(turn.session, turn.org, event.person, f"role.give {role} {person}", turn.now, held.id)
    await _settled(turn, held)
    if person != event.person:
        place = Place(person=person, after=await reach.at(turn, person))
        turn.say(place, messages.role_told(role, settings=_has_settings(turn)))
    return messages.role_given(person, role)


async def take(turn: Turn, event: Event) -> Answer:
    role, person = _order(event, "rol neem", "role take")
    held = await _held(turn, event, role, person)
    holders = await _holders(turn, held.id, role)
    verdict = rules.taking(await _actor(turn, event, held.id), role, person, holders, own=person == event.person)
    if verdict is Verdict.ALREADY:
        return Note(messages.ALREADY)
    _refuse(verdict, role, person)
    await store.take(turn.session, held.id, person, role)
    await audit.log(turn.session, turn.org, event.person, f"role.take {role} {person}", turn.now, held.id)
    await _settled(turn, held)
    return messages.role_taken(person, role)


async def end(turn: Turn, held: people.Team, persons: Iterable[str]) -> None:
    """Of people who leave the team, whatever their number."""
    ended = await store.take_all(turn.session, held.id, persons)
    for person, role in ended:
        await audit.log(turn.session, turn.org, person, f"role.end {role} {person}", turn.now, held.id)
    if ended:
        await _settled(turn, held)


async def _settled(turn: Turn, held: people.Team) -> None:
    """After a change: since when there is no lead, who must know, and who hears what waits."""
    led = await store.has_lead(turn.session, held.id)
    if led:
        held.no_lead_since = None
        await lines.drop(turn, rules.NOLEAD, str(held.id))
    elif held.no_lead_since is None:
        held.no_lead_since = (await teams.load(turn, [held.id]))[held.id].calendar.day_of(turn.now)
        await turn.tell(ForLeads(held.id, rules.NOLEAD, str(held.id)))
    await lines.look_again(turn, [held.id])
    await turn.tell(LeadsChanged(held.id))


async def nolead(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {subject: messages.no_lead(team.name) for subject, team in (await lines.teams_of(turn, abouts)).items()}


# --- what was meant, and by whom --------------------------------------------------------------------------------------
def _order(event: Event, nl: str, en: str) -> tuple[str, str]:
    """Role and person, as typed in a command or carried by a button that asked for which team."""
    if not event.text and len(carried := keys_of(event.about)) == 2:
        return carried[0], carried[1]
    mention = MENTION.search(event.text)
    role = rules.role_of(MENTION.sub(" ", event.text, count=1))
    if mention is None or role is None:
        raise Refused(messages.role_example(nl, en))
    return role, mention["person"]


async def _team(turn: Turn, event: Event, *keys: str) -> int:
    """The channel's team, else the person's only one; with several it is asked."""
    if (team := team_of(event.about)) is not None:
        return team
    mine = await people.teams_of(turn.session, event.person)
    if not mine:
        raise Refused(messages.NO_TEAM)
    if len(mine) > 1:
        raise messages.which_team(event.does, [(about(each.id, *keys), each.name) for each in mine])
    return mine[0].id


async def _held(turn: Turn, event: Event, role: str, person: str) -> people.Team:
    held = await people.hold_team(turn.session, await _team(turn, event, role, person))
    if held is None:
        raise Refused(messages.NO_TEAM)
    return held


async def _holders(turn: Turn, team: int, role: str) -> Sequence[str]:
    return [row.person for row in await people.roles(turn.session, [team]) if row.role == role]


async def _actor(turn: Turn, event: Event, team: int) -> rules.Actor:
    who = await people.standing(turn.session, event.person, team)
    return rules.Actor(lead=who.lead, admin=who.admin) if who is not None else rules.Actor()


def _refuse(verdict: Verdict, role: str, person: str) -> None:
    reasons = {
        Verdict.NO_RIGHT: messages.no_right(messages.APPOINTS),
        Verdict.NOT_A_MEMBER: messages.NOT_CHOOSABLE,
        Verdict.FULL: messages.ROLE_FULL,
        Verdict.LAST: messages.role_last(person, role),
    }
    if verdict in reasons:
        raise Refused(reasons[verdict])


def _has_settings(turn: Turn) -> bool:
    """Whether /customer settings exists: what a person is told must be there."""
    subs = (sub for ritual in turn.rituals for each in ritual.commands if each.nl == "klant" for sub in each.subs)
    return any(sub.nl == "instellen" for sub in subs)
