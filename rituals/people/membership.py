"""Members in step with the channel: as people come and go, and whenever the surface is read over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rituals import teams
from rituals.calendar import NoWorkday, window
from rituals.contract import Answer, Due, Event, Turn, about
from rituals.facts import Deactivated, MemberJoined, MemberLeft, NamesGo, Reactivated
from rituals.people import appointing, channels, messages
from rituals.shown import Place
from storage import former, organisations, people
from storage import memberships as store
from storage.people import Profile

WELCOME = "people.welcome"


async def joined(turn: Turn, event: Event) -> Answer:
    """Values: channel, profile."""
    held = await _held(turn, event)
    if held is None:
        return None
    profile: Profile = event.values["profile"]
    await know(turn, [profile])
    if _counts(profile):
        await _join(turn, held, [profile.key], seasoned=False)
    return None


async def left(turn: Turn, event: Event) -> Answer:
    """Values: channel. The event's person left."""
    held = await _held(turn, event)
    if held is not None and event.person in await store.inside(turn.session, held.id):
        await _leave(turn, held, [event.person])
    return None


async def changed(turn: Turn, event: Event) -> Answer:
    """Values: profile."""
    await know(turn, [event.values["profile"]])
    return None


async def reconcile(turn: Turn, event: Event) -> Answer:
    """Values: channel, profiles (of everybody in it), inside, archived, first. What was withheld is made up for.

    `first`: the team has just begun, so those in the channel are no newcomers.
    """
    held = await _held(turn, event)
    profiles: Sequence[Profile] = event.values["profiles"]
    if held is None:
        return None
    if not event.values["inside"] or event.values["archived"]:
        await channels.suspend(turn, [held.id])
        return None
    if not profiles:  # the bot at least is in a channel that it is inside of: this was no answer
        return None
    await know(turn, profiles)
    before = await store.inside(turn.session, held.id)
    now = {profile.key for profile in profiles if _counts(profile)}
    await _leave(turn, held, before - now)
    await _join(turn, held, now - before, seasoned=event.values["first"])
    await channels.ask(turn, held)
    return None


async def know(turn: Turn, profiles: Sequence[Profile]) -> None:
    """Stores what the surface tells of people, and ends what can't go on for those who no longer count."""
    org = await organisations.of(turn.session, turn.org)
    appointed = frozenset(org.admins if org else ())
    told = [_kept(replace(profile, admin=profile.admin or profile.key in appointed)) for profile in profiles]
    before = await store.accounts(turn.session, [profile.key for profile in told])
    closed = [profile.key for profile in told if not profile.active and before.get(profile.key)]
    if closed:
        await turn.tell(NamesGo(tuple(closed)))
    await people.know_people(turn.session, turn.org, told)
    gone = [profile for profile in told if not _counts(profile)]
    await _end_memberships(turn, [profile.key for profile in gone])
    await appointing.end_offices(turn, [profile.key for profile in gone])
    await _forget(turn, closed)
    if opened := tuple(profile.key for profile in told if profile.active and not before.get(profile.key)):
        await turn.tell(Reactivated(opened))


async def _forget(turn: Turn, closed: Iterable[str]) -> None:
    for person in closed:
        await store.erase(turn.session, person)
        await former.drop(turn.session, person)
        await turn.tell(Deactivated(person))


def _kept(profile: Profile) -> Profile:
    """Of a closed account no name is kept."""
    return profile if profile.active else replace(profile, name="", full_name="", handle="")


async def _end_memberships(turn: Turn, persons: Sequence[str]) -> None:
    ending: dict[int, list[str]] = {}
    for team, person in await store.teams_of_any(turn.session, persons) if persons else ():
        ending.setdefault(team, []).append(person)
    for team, held in (await people.hold_teams(turn.session, ending)).items() if ending else ():
        await _leave(turn, held, ending[team])


async def _join(turn: Turn, held: people.Team, persons: Iterable[str], *, seasoned: bool) -> None:
    day = (await teams.load(turn, [held.id]))[held.id].calendar.day_of(turn.now)
    new = await store.join(turn.session, turn.org, held.id, persons, day, seasoned=seasoned)
    await former.come_back(turn.session, held.id, new)
    for person in new:
        await turn.tell(MemberJoined(held.id, person))
        if not seasoned:
            turn.at(WELCOME, about(held.id, person), turn.now)


async def _leave(turn: Turn, held: people.Team, persons: Iterable[str]) -> None:
    leaving = sorted(persons)
    if not leaving:
        return
    await store.leave(turn.session, held.id, leaving)
    await former.leave(turn.session, turn.org, held.id, leaving, turn.now.date())
    await appointing.end(turn, held, leaving)
    for person in leaving:
        turn.cancel(WELCOME, about(held.id, person))
        await turn.tell(MemberLeft(held.id, person))


async def welcome(turn: Turn, due: Sequence[Due]) -> None:
    """Within the window of the newcomer's own working day, whenever that comes."""
    found = await teams.load(turn, teams.named_by(due))
    inside = await teams.members(turn, found, turn.now.date())
    members = {about(team, member.person): (found[team], member) for team, some in inside.items() for member in some}
    for one in due:
        if one.about in members and members[one.about][0].active:
            _greet(turn, one.about, *members[one.about])


def _greet(turn: Turn, subject: str, team: teams.Team, member: teams.Member) -> None:
    try:
        moment = window(member.calendar, turn.now)
    except NoWorkday:
        return
    if moment > turn.now:
        turn.at(WELCOME, subject, moment)
    else:
        turn.say(Place(person=member.person), messages.welcome(team.name))


async def _held(turn: Turn, event: Event) -> people.Team | None:
    """The team of the event's channel, if it has one, as the root of all that follows."""
    team = await people.team_in(turn.session, event.values["channel"])
    return await people.hold_team(turn.session, team.id) if team is not None else None


def _counts(profile: Profile) -> bool:
    return profile.kind == "member" and profile.active
