"""A role is given or taken: of a team or of the organisation, with what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rituals import reach, teams
from rituals.contract import Refused, Stranger, Turn, about, keys_of, team_of
from rituals.facts import ForLeads, LeadsChanged, OfficesChanged
from rituals.people import lines, messages, rules, told
from rituals.people.rules import CEO, EXEC, OF_TEAM, PREPARER, Actor, Verdict
from storage import audit, memberships, organisations, people, standing
from storage import roles as store


@dataclass(frozen=True, slots=True)
class Office:
    """A role somewhere: in a team, in the organisation, or beside one executive."""

    role: str
    team: int | None = None
    exec: str = ""

    @property
    def about(self) -> str:
        return ":".join(("" if self.team is None else str(self.team), self.role, *([self.exec] if self.exec else ())))


def office_of(subject: str) -> Office | None:
    """Of a subject; None for one that names no role we know, or a team's role without the team."""
    role, whose = [*keys_of(subject), "", ""][:2]
    team = team_of(subject) if role in OF_TEAM else None
    known = role in rules.WORDS.values() and (role not in OF_TEAM or team is not None)
    return Office(role, team, whose if role == PREPARER else "") if known else None


async def hold(turn: Turn, office: Office) -> None:
    """Whoever changes the same role waits. Raises Refused when the team has gone."""
    if office.team is None:
        await organisations.hold(turn.session, turn.org)
    elif await people.hold_team(turn.session, office.team) is None:
        raise Refused(messages.NO_TEAM)


async def holders(turn: Turn, office: Office) -> Sequence[str]:
    if office.team is not None:
        return [row.person for row in await people.roles(turn.session, [office.team]) if row.role == office.role]
    rows = await store.of_organisation(turn.session)
    return [row.person for row in rows if (row.role, row.exec) == (office.role, office.exec)]


async def actor(turn: Turn, person: str, team: int | None) -> Actor:
    """Who gives or takes, as it stands now."""
    who = await standing.of(turn.session, person, team)
    if who is None:
        return Actor()
    coordinator = rules.COORDINATOR in await store.held_by(turn.session, person)
    stands_in = who.member and who.deputy and team is not None and await _stands_in(turn, team)
    return Actor(who.member and who.lead, stands_in, who.admin, coordinator)


async def _stands_in(turn: Turn, team: int) -> bool:
    day = (await teams.load(turn, [team]))[team].calendar.day_of(turn.now)
    return await standing.deputies_stand_in(turn.session, team, day)


async def judged(turn: Turn, by: Actor, office: Office, person: str, *, own: bool) -> Verdict:
    """Whether this person may get the role. Raises Stranger for somebody never seen."""
    who = await standing.of(turn.session, person, office.team)
    if who is None and office.team is None and by.appoints(office.role):
        raise Stranger(person)
    fits = who is None or (who.active and who.kind == "member")  # whom we never saw is in no channel of ours
    inside = office.team is None or (who is not None and who.member)
    candidate = rules.Candidate(person, own=own, member=fits, inside=inside)
    verdict = rules.giving(by, office.role, candidate, await holders(turn, office))
    return await _preparing(turn, office, person) if (verdict, office.role) == (Verdict.FINE, PREPARER) else verdict


async def _preparing(turn: Turn, office: Office, person: str) -> Verdict:
    """For one executive, who is somebody else."""
    if not await _is_executive(turn, office.exec):
        return Verdict.NO_EXECUTIVE
    if person == office.exec:
        return Verdict.OWN_EXECUTIVE
    rows = await store.of_organisation(turn.session)
    elsewhere = any((row.role, row.person) == (PREPARER, person) and row.exec != office.exec for row in rows)
    return Verdict.ELSEWHERE if elsewhere else Verdict.FINE


async def _is_executive(turn: Turn, person: str) -> bool:
    return EXEC in await store.held_by(turn.session, person)


# --- what follows -----------------------------------------------------------------------------------------------------
async def give(turn: Turn, by: str, office: Office, person: str, *, tells: bool = True) -> None:
    """The one who gets it reads so, in their own hours. `tells`: whoever follows the offices hears of it now."""
    await _write(turn, by, office, person)
    if office.role == CEO and not await _is_executive(turn, person):
        await _write(turn, by, Office(EXEC), person)
    if person != by:
        turn.at(told.TIMER, told.subject(office.about, person), await reach.at(turn, person))
    if tells and office.team is None:
        await changed(turn, (office.role, person))


async def changed(turn: Turn, *named: tuple[str, str]) -> None:
    """Of roles of the organisation, each with whose it is: told once for all that changed together."""
    if named:
        await turn.session.flush()
        people = tuple(dict.fromkeys(person for _role, person in named))
        await turn.tell(OfficesChanged(frozenset(role for role, _person in named), people))


async def _write(turn: Turn, by: str, office: Office, person: str) -> None:
    if office.team is None:
        await store.give_office(turn.session, turn.org, person, office.role, office.exec)
    else:
        await store.give(turn.session, turn.org, office.team, person, office.role)
    await _log(turn, by, "give", office, person)
    await _settled(turn, office)


async def take(turn: Turn, by: str, office: Office, person: str, *, tells: bool = True) -> None:
    """A CEO is an executive; and nobody prepares for who is none."""
    if office.team is not None:
        await store.take(turn.session, office.team, person, office.role)
    else:
        await store.take_office(turn.session, person, office.role, office.exec)
    await _log(turn, by, "take", office, person)
    await _settled(turn, office)
    if office.role == EXEC:
        for row in await store.of_organisation(turn.session):
            if (row.role, row.person) == (CEO, person) or (row.role, row.exec) == (PREPARER, person):
                await take(turn, by, Office(row.role, None, row.exec), row.person, tells=False)
    if tells and office.team is None:
        await changed(turn, (office.role, person))


async def _log(turn: Turn, by: str, what: str, office: Office, person: str) -> None:
    entry = " ".join((f"role.{what}", office.role, person, *([office.exec] if office.exec else ())))
    await audit.log(turn.session, turn.org, by, entry, turn.now, office.team)


async def end(turn: Turn, held: people.Team, persons: Iterable[str]) -> None:
    """Of people who leave the team, whatever their number."""
    ended = await store.take_all(turn.session, held.id, persons)
    for person, role in ended:
        await audit.log(turn.session, turn.org, person, f"role.end {role} {person}", turn.now, held.id)
    if ended:
        await _settled(turn, Office(rules.LEAD, held.id))


async def end_offices(turn: Turn, persons: Sequence[str]) -> None:
    """Of people who leave the organisation, or are no full member of it any more."""
    ended = await store.end_offices(turn.session, persons) if persons else ()
    for person, role in ended:
        await audit.log(turn.session, turn.org, person, f"role.end {role} {person}", turn.now)
    for role in sorted({role for _person, role in ended} & rules.MISSED):
        if (mine := await _free(turn, role)) and not await holders(turn, Office(role)):
            await turn.tell(ForLeads(mine[0], rules.NOOFFICE, about(*mine)))
    await changed(turn, *((role, person) for person, role in ended))


async def _free(turn: Turn, role: str) -> tuple[int, str] | None:
    """The line that this role of the organisation is free goes with those of the first team; None without any."""
    ids = await memberships.all_teams(turn.session)
    return (ids[0], role) if ids else None


async def _settled(turn: Turn, office: Office) -> None:
    """After a change: whether an office is free, since when a team has no lead, who must know, who hears what waits."""
    if office.team is None:
        if office.role in rules.FILLED and (mine := await _free(turn, office.role)):
            await lines.drop(turn, rules.NOOFFICE, about(*mine))
        return
    held = (await people.hold_teams(turn.session, [office.team]))[office.team]
    if await store.has_lead(turn.session, held.id):
        held.no_lead_since = None
        await lines.drop(turn, rules.NOLEAD, str(held.id))
    elif held.no_lead_since is None:
        held.no_lead_since = (await teams.load(turn, [held.id]))[held.id].calendar.day_of(turn.now)
        await turn.tell(ForLeads(held.id, rules.NOLEAD, str(held.id)))
    await lines.look_again(turn, [held.id])
    await turn.tell(LeadsChanged(held.id))
