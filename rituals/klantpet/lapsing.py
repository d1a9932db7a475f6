"""A flag with a name for which no meeting is left: whoever raised it hears so, once, and can take it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals import reach, teams
from rituals.answers import OVER
from rituals.contract import Answer, Due, Event, Opens, Refused, Turn, about, team_of
from rituals.klantpet import flag_forms
from rituals.klantpet.flag_ground import Ground
from rituals.klantpet.holding import LAPSE
from rituals.klantpet.subjects import flag_of
from rituals.shown import Place
from rituals.teams import Team
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage import people
from storage.klantpet import Flag, Meeting, MeetingDay


async def lapse(turn: Turn, due: Sequence[Due]) -> None:
    """Whether a meeting is left is asked when its raiser may be written to: a plan can be put right until then."""
    found = await teams.load(turn, teams.named_by(due))
    flags = await flag_store.hold_named_waiting(turn.session, found)
    grounds = await _grounds(turn, found, flags)
    nowhere = [flag for flag in flags if _nowhere(grounds[flag.id])]
    moments = await reach.moments(turn, {flag.person or "" for flag in nowhere})
    later = {flag.id: at for flag in nowhere if (at := moments.get(flag.person or "", turn.now)) > turn.now}
    await _lapse(turn, [flag for flag in nowhere if flag.id not in later])
    for team in {flag.team for flag in nowhere if flag.id in later}:
        turn.at(LAPSE, about(team), min(later[flag.id] for flag in nowhere if flag.team == team and flag.id in later))


async def _lapse(turn: Turn, flags: Sequence[Flag]) -> None:
    """Who isn't in the team any more is told nothing."""
    members = await people.members(turn.session, {flag.team for flag in flags})
    inside = {(member.team, person.key) for member, person in members}
    for flag in flags:
        flag.waits_until = None
        if (flag.team, flag.person) in inside:
            turn.say(Place(person=flag.person or ""), flag_forms.lapsed(flag))


async def improve(turn: Turn, event: Event) -> Answer:
    """The form of an improvement point with what they wrote, for whoever signed it."""
    key = flag_of(event.about)
    flag = (await flag_store.some(turn.session, [key])).get(key)
    if flag is None or flag.gone or flag.team != team_of(event.about) or flag.person != event.person:
        raise Refused(OVER)
    return Opens(flag_forms.IMPROVE, about(flag.team), {"text": flag.text or ""})


async def _grounds(turn: Turn, found: Mapping[int, Team], flags: Iterable[Flag]) -> Mapping[int, Ground]:
    """Of each flag its team's meetings as far as it waits. Two statements."""
    todays = {team: facts.calendar.day_of(turn.now) for team, facts in found.items()}
    limits = {flag.id: (flag, flag.waits_until or todays[flag.team]) for flag in flags}
    if not limits:
        return {}
    meetings = await store.of_teams(turn.session, found)
    last = max(limit for _flag, limit in limits.values())
    rows = await store.between(turn.session, found, min(todays.values()), last)
    return {
        key: Ground(found[flag.team], _of(meetings, flag.team), _days(rows, flag.team), turn.now, limit)
        for key, (flag, limit) in limits.items()
    }


def _of(meetings: Mapping[int, Meeting], team: int) -> Mapping[int, Meeting]:
    return {key: row for key, row in meetings.items() if row.team == team}


def _days(rows: Iterable[MeetingDay], team: int) -> Sequence[MeetingDay]:
    return [row for row in rows if row.team == team]


def _nowhere(ground: Ground) -> bool:
    """A channel that is away may be back in time."""
    return ground.next() is None and (ground.team.active or ground.limit < ground.today)
