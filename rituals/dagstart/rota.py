"""The rotation as the domain's draw sees it: read for many teams at once, and a turn that is passed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rituals import inviting, rotating, rotation
from rituals.contract import Turn, about, keys_of
from rituals.dagstart import hosts, messages
from rituals.dagstart.days import Ground, ground, subject
from rituals.dagstart.rules import State
from rituals.facts import Engaged, NudgesChanged
from rituals.rotation import Candidate, Occurrence
from rituals.shown import Place
from rituals.words import Day, _
from storage import dagstart as store
from storage.dagstart import DagstartDay

RITUAL = "dagstart"
AROUND = timedelta(days=14)  # days in which the five working days ahead, and the last occurrence, are found
INVITE, SWAP = "dagstart.invite", "dagstart.swap"
HOST = "dagstart.host"  # the line that invites
NO_DAY = _("There is no day start that day.")
GONE = frozenset({State.SKIPPED, State.MISSED})


@dataclass(frozen=True, slots=True)
class Pool:
    """Of each team: who may host, and which days there are; of each day, in whatever team, who hosts where."""

    candidates: Mapping[int, Sequence[Candidate[str]]]
    rows: Mapping[int, Sequence[DagstartDay]]
    hosting: dict[date, set[tuple[int, str]]]
    engaged: Mapping[date, Collection[str]]

    def occurrences(self, team: int, found: Ground) -> list[Occurrence[str]]:
        return [occurrence(row, self) for row in taking_place(self.rows[team], found)]

    def busy(self, row: DagstartDay) -> frozenset[str]:
        """Who hosts another team's dagstart on this day, or has another role then."""
        others = frozenset(person for team, person in self.hosting.get(row.day, ()) if team != row.team)
        return others | frozenset(self.engaged.get(row.day, ()))

    def given(self, row: DagstartDay) -> None:
        """What is drawn next, in this same turn, sees it."""
        others = {(team, person) for team, person in self.hosting.get(row.day, ()) if team != row.team}
        self.hosting[row.day] = others | ({(row.team, row.host)} if row.host else set())


async def pool(turn: Turn, found: Ground) -> Pool:
    """As many statements for one team as for many; the days are locked."""
    todays = [found.today(turn, team) for team in found.teams]
    if not todays:
        return Pool({}, {}, {}, {})
    rows = await store.hold_between(turn.session, found.teams, min(todays) - AROUND, max(todays) + AROUND)
    candidates = await rotating.candidates(turn, found.teams, hosts.ROLE, min(todays))
    by_team: dict[int, list[DagstartDay]] = {team: [] for team in found.teams}
    for row in sorted(rows, key=lambda row: row.day):
        by_team[row.team].append(row)
    hosting = await store.hosts(turn.session, min(todays), max(todays) + AROUND)
    engaged = await rotating.engaged(turn, RITUAL, min(todays), max(todays) + AROUND)
    return Pool(candidates, by_team, hosting, engaged)


async def engaged(turn: Turn, fact: Engaged) -> Mapping[date, Collection[str]]:
    """Who hosts on these days."""
    if fact.asker == RITUAL:
        return {}
    found = await store.hosts(turn.session, fact.first, fact.last)
    return {day: {person for _team, person in some} for day, some in found.items()}


def occurrence(row: DagstartDay, known: Pool) -> Occurrence[str]:
    return Occurrence(row.id, row.day, row.starts_at, row.host, frozenset(row.asked), known.busy(row))


def taking_place(rows: Iterable[DagstartDay], found: Ground) -> list[DagstartDay]:
    """Those that take place, or did."""
    return [row for row in rows if State(row.state) not in GONE and occurs(row, found)]


def occurs(row: DagstartDay, found: Ground) -> bool:
    if State(row.state) is not State.SCHEDULED:
        return True
    return found.rhythm(row.team).occurs(row.day, found.teams[row.team].calendar)


def called_off(row: DagstartDay, found: Ground) -> bool:
    return row.state == State.SKIPPED.value or not occurs(row, found)


def draw(team: int, today: date, known: Pool, found: Ground) -> list[rotation.Draw[str]]:
    """Today's draw of this team; of the days before today only the last one counts."""
    calendar = found.teams[team].calendar
    until = calendar.add_workdays(today, rotation.HORIZON)
    around = known.occurrences(team, found)
    before = [one for one in around if one.day < today][-1:]
    ahead = [one for one in around if today <= one.day <= until]
    return rotation.draw(
        today,
        [*before, *ahead],
        known.candidates[team],
        calendar,
        team=team,
        role=hosts.ROLE,
        bundle=found.teams[team].bundle,
    )


async def pass_on(turn: Turn, keys: Iterable[store.Key]) -> None:
    """Whoever had these turns can't take them: each goes to the next in order, or to the open call."""
    wanted = set(keys)
    found = await ground(turn, {team for team, _day in wanted}, held=True)
    known = await pool(turn, found)
    passed = [row for team, rows in known.rows.items() for row in rows if (team, row.day) in wanted]
    before = [invite_subject(row) for row in passed]
    for row in passed:
        _next_host(turn, row, known, found)
    await reword(turn, before)


def _next_host(turn: Turn, row: DagstartDay, known: Pool, found: Ground) -> None:
    one, others = occurrence(row, known), known.occurrences(row.team, found)
    row.asked = [*row.asked, *([row.host] if row.host else [])]
    following = None
    if State(row.state) is State.SCHEDULED and found.settings[row.team].rotates:
        candidates, bundle = known.candidates[row.team], found.teams[row.team].bundle
        passed = replace(one, asked=frozenset(row.asked))
        following = inviting.following(passed, others, candidates, row.team, hosts.ROLE, turn.now, bundle)
    give(turn, row, following)
    known.given(row)


def invite_subject(row: DagstartDay) -> str:
    return about(row.team, row.day.isoformat(), row.host or "")


def give(turn: Turn, row: DagstartDay, invitation: inviting.Invitation | None) -> None:
    """Plans the invitation of who is next; with nobody the card asks who will host."""
    lapse(turn, row, told=row.swap_by != row.host)
    row.delivered_at = row.invite_at = None
    row.host, row.host_state = None, hosts.Host.UNASSIGNED.value
    if invitation is None:
        turn.cancel(INVITE, subject(row))
        return
    row.host, row.host_state, row.invite_at = invitation.person, hosts.Host.INVITED.value, invitation.at
    turn.at(INVITE, subject(row), invitation.at)


def lapse(turn: Turn, row: DagstartDay, *, told: bool = False) -> None:
    """Whoever was asked to take this turn over can't answer any more. `told`: the asker reads so, without a reason."""
    if row.swap_to is None:
        return
    turn.changed(SWAP, about(row.team, row.day.isoformat(), row.swap_to))
    row.swap_to = None
    if told and row.swap_by is not None:
        text = _("Passing on the turn of {day} didn't work out.", day=Day(row.day))
        turn.say(Place(person=row.swap_by), messages.line(text))


async def reword(turn: Turn, subjects: Iterable[str]) -> None:
    """Invitations read differently now, whosever they were. One statement, however many."""
    lines = tuple((person, subject) for subject in sorted(set(subjects)) if (person := keys_of(subject)[1]))
    if lines:
        await turn.tell(NudgesChanged(HOST, lines))


async def release(turn: Turn, rows: Iterable[DagstartDay]) -> None:
    """There is nothing to host any more; the invitations lose their buttons."""
    subjects = []
    for row in rows:
        subjects.append(invite_subject(row))
        lapse(turn, row)
        give(turn, row, None)
    await reword(turn, subjects)


async def release_idle(turn: Turn, found: Ground) -> None:
    """Nobody hosts a day on which there will be no dagstart. One statement, however many teams."""
    todays = [found.today(turn, team) for team in found.teams]
    if not todays:
        return
    rows = await store.hold_between(turn.session, found.teams, min(todays), max(todays) + AROUND)
    engaged = [row for row in rows if row.host is not None or row.swap_to is not None]
    idle = [row for row in engaged if State(row.state) is State.SCHEDULED and not occurs(row, found)]
    await release(turn, idle)
