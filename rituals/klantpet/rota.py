"""Whose turn it is to wear the cap: drawn over all meetings of a team, and passed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from rituals import inviting, rotating, rotation, teams
from rituals.calendar import DAY, NoWorkday
from rituals.contract import Turn, about
from rituals.facts import Engaged
from rituals.inviting import Invitation
from rituals.klantpet import rules
from rituals.klantpet.holding import MESSAGE, changed, reword
from rituals.klantpet.rules import ROLE, Facts, Happens, State
from rituals.klantpet.subjects import subject
from rituals.rotation import Candidate, Occurrence
from rituals.shown import Place
from rituals.teams import Team
from storage import klantpet as store
from storage import klantpet_wearing as wearing_store
from storage.klantpet import Meeting, MeetingDay

RITUAL: Final = "klantpet"
DRAW, INVITE = "klantpet.draw", "klantpet.invite"
AHEAD: Final = timedelta(days=14)  # in which the five working days ahead lie
BACK: Final = timedelta(days=40)  # in which the last occurrence of a monthly meeting lies
LAST_MINUTE: Final = timedelta(minutes=60)  # before the start: who drops out later isn't replaced in private
GONE: Final = frozenset(map(State, wearing_store.GONE))


@dataclass(frozen=True, slots=True)
class Pool:
    """Teams with all that decides who wears the cap at their meetings; meetings and occurrences are locked."""

    teams: Mapping[int, Team]
    meetings: Mapping[int, Meeting]
    rows: Mapping[int, Sequence[MeetingDay]]
    candidates: Mapping[int, Sequence[Candidate[str]]]
    attending: Mapping[int, Sequence[str]]
    elsewhere: wearing_store.Wearers
    engaged: Mapping[date, Collection[str]]
    todays: Mapping[int, date]

    def occurrences(self, team: int) -> list[Occurrence[str]]:
        """Those that can be drawn, those that have somebody, and those that were."""
        return [self.occurrence(row) for row in self.rows[team] if row.wearer or self._was(row) or self.draws(row)]

    def occurrence(self, row: MeetingDay) -> Occurrence[str]:
        mine = self.meetings[row.meeting]
        others = {person for team, person in self.elsewhere.get(row.day, ()) if team != row.team}
        return Occurrence(
            id=row.id,
            day=row.day,
            start=row.starts_at,
            holder=row.wearer,
            asked=self._asked(row),
            busy=frozenset(others | {*self.engaged.get(row.day, ())}),
            pool=None if mine.whole else frozenset(self.attending.get(mine.id, ())),
            series=mine.id,
        )

    def draws(self, row: MeetingDay) -> bool:
        """Whether somebody can be asked in private."""
        still = State(row.state) is State.PLANNED and row.passed < rules.DECLINES
        return still and self.meetings[row.meeting].rotates and self.meetings[row.meeting].ended_on is None

    def _was(self, row: MeetingDay) -> bool:
        return row.day < self.todays[row.team]

    def _asked(self, row: MeetingDay) -> frozenset[str]:
        """Of one that was, no more is kept than whether anybody was asked."""
        if self._was(row) and row.wearer is None and row.invite_at is not None:
            return frozenset(one.person for one in self.candidates[row.team])
        return frozenset(row.asked)


async def pool(turn: Turn, ids: Iterable[int]) -> Pool:
    """As many statements for one team as for many."""
    found = await teams.load(turn, ids)
    todays = {team: facts.calendar.day_of(turn.now) for team, facts in found.items()}
    if not todays:
        return Pool({}, {}, {}, {}, {}, {}, {}, {})
    first, last = min(todays.values()), max(todays.values()) + AHEAD
    meetings = await store.hold_of_teams(turn.session, found, first - BACK)
    rows = await store.between(turn.session, found, first - BACK, last, held=True)
    by_team: dict[int, list[MeetingDay]] = {team: [] for team in found}
    for row in rows:
        if row.meeting in meetings and State(row.state) not in GONE:
            by_team[row.team].append(row)
    candidates = await rotating.candidates(turn, found, ROLE, first)
    attending = await store.attendees(turn.session, meetings)
    elsewhere = await wearing_store.wearers(turn.session, first, last)
    engaged = await rotating.engaged(turn, RITUAL, first, last)
    return Pool(found, meetings, by_team, candidates, attending, elsewhere, engaged, todays)


async def engaged(turn: Turn, fact: Engaged) -> Mapping[date, Collection[str]]:
    """Who wears a cap, or is asked to, on these days."""
    if fact.asker == RITUAL:
        return {}
    found = await wearing_store.wearers(turn.session, fact.first, fact.last)
    return {day: {person for _team, person in some} for day, some in found.items()}


# --- the draw ---------------------------------------------------------------------------------------------------------
def next_draw(turn: Turn, team: Team) -> None:
    """On the next day of the team's own; where none is in sight, it is looked for again tomorrow."""
    today, clock = team.calendar.day_of(turn.now), inviting.draw_at(team.bundle)
    try:
        ahead = team.calendar.is_workday(today) and team.calendar.at(today, clock) > turn.now
        day = today if ahead else team.calendar.next_workday(today)
    except NoWorkday:
        day = today + DAY
    turn.at(DRAW, about(team.id), team.calendar.at(day, clock))


def draw(turn: Turn, team: Team, known: Pool) -> list[MeetingDay]:
    """Today's draw of this team; of each meeting's days before today only the last one counts."""
    today, around = known.todays[team.id], known.occurrences(team.id)
    until = team.calendar.add_workdays(today, rotation.HORIZON)
    before = {one.series: one for one in around if one.day < today}
    ahead = [one for one in around if today <= one.day <= until]
    drawn = rotation.draw(
        today,
        [*before.values(), *ahead],
        known.candidates[team.id],
        team.calendar,
        team=team.id,
        role=ROLE,
        bundle=team.bundle,
    )
    by_id = {row.id: row for row in known.rows[team.id]}
    days = {one.person: one.days for one in known.candidates[team.id]}
    for one in drawn:
        at = inviting.drawn(days[one.person], one.day, one.invite_on, team.bundle)
        _invite(turn, by_id[int(one.occurrence)], Invitation(one.person, max(at, turn.now)))
    return [by_id[int(one.occurrence)] for one in drawn]


def _invite(turn: Turn, row: MeetingDay, invitation: Invitation) -> None:
    row.state, row.wearer = State.INVITED.value, invitation.person
    row.invite_at, row.delivered_at = invitation.at, None
    turn.at(INVITE, subject(row), invitation.at)


# --- a turn that is passed on -----------------------------------------------------------------------------------------
async def pass_on(
    turn: Turn, known: Pool, rows: Sequence[MeetingDay], happens: Happens, *, before: timedelta = rotation.NOTICE
) -> None:
    """Whoever has these can't, or won't: each goes to the next in order, or to whoever takes it in the channel.

    `before`: how long before the start nobody is asked in private any more.
    """
    asked = [(row.wearer, row) for row in rows]
    for row in rows:
        if State(row.state) is State.CHECKED_IN:
            _let_go(turn, row, happens)
        else:
            _next(turn, row, known, happens, before)
    await reword(turn, asked)


def _let_go(turn: Turn, row: MeetingDay, happens: Happens) -> None:
    facts = Facts(wearer=row.wearer is not None, begun=row.starts_at <= turn.now)
    if rules.after(State(row.state), happens, facts) is not None:
        row.wearer = None
        changed(turn, row)


def _next(turn: Turn, row: MeetingDay, known: Pool, happens: Happens, before: timedelta) -> None:
    row.asked = [*row.asked, *([row.wearer] if row.wearer else [])]
    row.passed += happens is Happens.PASSED
    following = _following(turn, row, known) if turn.now < row.starts_at - before else None
    facts = Facts(next=following is not None, passed=row.passed, calls=row.starts_at - rules.CALLS <= turn.now)
    state = rules.after(State(row.state), happens, facts)
    if state is None:
        return
    row.state = state.value
    if state is State.INVITED and following is not None:
        _invite(turn, row, following)
        return
    row.wearer = row.delivered_at = None
    turn.cancel(INVITE, subject(row))
    if state is State.CALLING:
        call(turn, row, known.teams[row.team])
    changed(turn, row)


def _following(turn: Turn, row: MeetingDay, known: Pool) -> Invitation | None:
    if row.passed >= rules.DECLINES or not known.meetings[row.meeting].rotates:
        return None
    others, bundle = known.occurrences(row.team), known.teams[row.team].bundle
    one = replace(known.occurrence(row), asked=frozenset(row.asked))
    return inviting.following(one, others, known.candidates[row.team], row.team, ROLE, turn.now, bundle)


def call(turn: Turn, row: MeetingDay, team: Team) -> None:
    """The occurrence's one message, from now on: whoever is first has the cap."""
    turn.show(MESSAGE, subject(row), Place(channel=team.channel))
