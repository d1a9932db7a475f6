"""A person's own settings: language, week, home team, nudges a week, and which turns they would rather not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals import weeks
from rituals.contract import Answer, Event, Note, Turn, Wrong
from rituals.settings import forms, messages, rules
from rituals.shown import Form
from rituals.words import Sentence
from storage import audit, organisations, people

# The field of the form -> the role in the rotation that one may stay out of.
ROLES: Final[Mapping[str, str]] = {"rather_not": "host", "rather_not_wear": "wearer"}


@dataclass(frozen=True, slots=True)
class Own:
    """As it was chosen, whether or not it holds yet."""

    language: str
    week: str
    home: int | None
    nudges: int  # a week
    most_nudges: int
    teams: tuple[people.Team, ...]
    rather_not: Mapping[str, frozenset[int]]  # by field: teams in which this person would rather not have that turn


async def own(turn: Turn, person: str) -> Own:
    """Seven statements."""
    org = await organisations.of(turn.session, turn.org)
    row = (await people.people(turn.session, [person]))[person]
    mine = tuple(await people.teams_of(turn.session, person))
    most = org.nudges_a_week if org else rules.A_WEEK
    return Own(
        language=row.language or (org.language if org else "nl"),
        week=await weeks.shown(turn, person),
        home=weeks.chosen_home(row, mine),
        nudges=most if row.nudges_a_week is None else min(row.nudges_a_week, most),
        most_nudges=most,
        teams=mine,
        rather_not={field: await _out(turn, person, mine, role) for field, role in ROLES.items()},
    )


async def _out(turn: Turn, person: str, mine: Sequence[people.Team], role: str) -> frozenset[int]:
    memory = await people.rota(turn.session, [team.id for team in mine], role)
    return frozenset(team for (team, who), kept in memory.items() if who == person and kept.opted_out)


async def form(turn: Turn, event: Event) -> Form:
    return forms.own(await own(turn, event.person))


async def save(turn: Turn, event: Event) -> Answer:
    """Language and preferences hold at once; another week or home from the next working day on."""
    new = event.values
    row = await people.hold_person(turn.session, event.person)
    now = await own(turn, event.person)
    week = "".join(sorted(new["days"]))
    home = int(new["home"]) if new.get("home") else now.home
    if not weeks.works_with(week, now.teams):
        raise Wrong(days=messages.NOT_TOGETHER)
    row.language = new["language"]
    nudges = int(new["nudges"])
    row.nudges_a_week = nudges if nudges < now.most_nudges else None
    for field, role in ROLES.items():
        await _rather_not(turn, event.person, now, field, role, {int(each) for each in new.get(field) or ()})
    await turn.session.flush()
    other = (None if week == now.week else week, None if home == now.home else home)
    if other == (None, None):
        await audit.log(turn.session, turn.org, event.person, weeks.CHANGED, turn.now)
        return Note(messages.SAVED)
    first = await weeks.change(turn, event.person, week=other[0], home=other[1])
    return Note(messages.saved_from(first))


async def _rather_not(turn: Turn, person: str, now: Own, field: str, role: str, wanted: set[int]) -> None:
    """A turn that was given already stays: one passes it on by its invitation."""
    for team in now.teams:
        if (team.id in wanted) is not (team.id in now.rather_not[field]):
            await people.opt_out(turn.session, turn.org, team.id, role, person, team.id in wanted)


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    now = await own(turn, person)
    return dict.fromkeys(abouts, messages.own_holds(now.language, now.week))
