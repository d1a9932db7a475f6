"""How a person reads what the house keeps of them, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import logged, weeks
from rituals.contract import Turn
from rituals.keeping import Erase, Mine, Own
from rituals.offices import NAMES
from rituals.people import lines
from rituals.words import Day, Person, Sentence, Typed, _
from storage import audit, former, people, people_own
from storage.roles import OrgRole

LANGUAGES: Final = {"nl": _("Dutch"), "en": _("English")}


# --- preferences ------------------------------------------------------------------------------------------------------
async def preferences(turn: Turn, person: str) -> Sequence[Own]:
    row = (await people.people(turn.session, [person])).get(person)
    if row is None:
        return ()
    own = [Own(_("Name, as Slack tells it: {name}", name=Typed(row.name)), {"name": row.name, "id": row.key})]
    if row.language:
        spoken = LANGUAGES.get(row.language, Typed(row.language))
        own.append(Own(_("Language: {value}", value=spoken), {"language": row.language}))
    own += [*_weeks(row), *await _homes(turn, row)]
    if row.nudges_a_week is not None:
        text = _("At most so many questions a week: {n}", n=row.nudges_a_week)
        own.append(Own(text, {"messages_a_week": row.nudges_a_week}))
    return own


def _weeks(row: people.PersonRow) -> list[Own]:
    """What holds, and what will."""
    own = []
    if row.pattern:
        days = weeks.in_words(row.pattern)
        own.append(Own(_("Own working days: {days}", days=days), {"working_days": row.pattern}))
    if row.next_pattern is not None and row.changes_on is not None:
        data = {"working_days_next": row.next_pattern, "from": row.changes_on.isoformat()}
        then = weeks.in_words(row.next_pattern) if row.next_pattern else _("those of the team")
        own.append(Own(_("Working days from {day}: {days}", day=Day(row.changes_on), days=then), data))
    return own


async def _homes(turn: Turn, row: people.PersonRow) -> list[Own]:
    chosen = [team for team in (row.home_team, row.next_home) if team is not None]
    found = await people.teams(turn.session, chosen) if chosen else {}
    named = {team.id: team.name for team in found.values()}
    own = []
    if row.home_team in named:
        name = named[row.home_team]
        own.append(Own(_("Home team: {team}", team=Typed(name)), {"home": name}))
    if row.next_home in named and row.changes_on is not None:
        name = named[row.next_home]
        text = _("Home team from {day}: {team}", day=Day(row.changes_on), team=Typed(name))
        own.append(Own(text, {"home_next": name, "from": row.changes_on.isoformat()}))
    return own


async def erase_preferences(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_preferences(turn.session, person)


# --- absence ----------------------------------------------------------------------------------------------------------
async def absences(turn: Turn, person: str) -> Sequence[Own]:
    return [
        Own(
            _("away from {first} up to and including {last}", first=Day(row.first), last=Day(row.last)),
            {"first": row.first.isoformat(), "last": row.last.isoformat()},
        )
        for row in await people_own.absences(turn.session, person)
    ]


async def erase_absences(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_absences(turn.session, person)
    await lines.look_again(turn, [team.id for team in await people.teams_of(turn.session, person)])


# --- teams and roles --------------------------------------------------------------------------------------------------
async def teams(turn: Turn, person: str) -> Sequence[Own]:
    joined = [
        Own(_("member of {team}", team=Typed(name)), {"team": name}, on)
        for name, on in await people_own.memberships(turn.session, person)
    ]
    left = [
        Own(_("left {team}", team=Typed(name)), {"left": name}, on)
        for name, on in await former.of_person(turn.session, person)
    ]
    roles = [
        Own(_("{role} of {team}", role=NAMES.get(role, Typed(role)), team=Typed(name)), {"role": role, "team": name})
        for role, name in await people_own.team_roles(turn.session, person)
    ]
    held = [_office(row, person) for row in await people_own.offices(turn.session, person)]
    return [*joined, *left, *roles, *held]


def _office(row: OrgRole, person: str) -> Own:
    if row.exec and row.person != person:
        return Own(_("{name} prepares for you", name=Person(row.person)), {"role": row.role, "prepared_by": row.person})
    if row.exec:
        text = _("preparer for {name}", name=Person(row.exec))
        return Own(text, {"role": row.role, "prepares_for": row.exec})
    return Own(_("{role} in the organisation", role=NAMES.get(row.role, Typed(row.role))), {"role": row.role})


# --- the log, and messages to leads -----------------------------------------------------------------------------------
async def changes(turn: Turn, person: str) -> Sequence[Own]:
    """What the person did, and what a colleague changed about them: who that was stands there too."""
    kept = logged.kept_names(turn.rituals)
    return [_change(row, person, kept) for row in await people_own.changes(turn.session, person)]


def _change(row: audit.Audit, person: str, kept: Mapping[str, Sentence]) -> Own:
    text = logged.in_words(row.what, kept)
    if row.person != person:
        text = _("{what}, by {name}", what=text, name=Person(row.person))
    return Own(text, {"what": row.what, "by": row.person, "at": row.at.isoformat()}, row.at.date())


async def lead_messages(turn: Turn, person: str) -> Sequence[Own]:
    days = await people_own.lead_messages(turn.session, person)
    return [Own(_("a message for you as a lead"), {"kind": "message"}, day) for day in days]


async def erase_lead_messages(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_lead_messages(turn.session, person)


# --- all of it --------------------------------------------------------------------------------------------------------
MINE: Final = {
    "preferences": Mine(_("My details and preferences"), preferences, erase_preferences),
    "absence": Mine(_("My absence"), absences, erase_absences),
    "teams": Mine(_("My teams and roles"), teams, None),
    "lines": Mine(_("Messages to me as a lead"), lead_messages, erase_lead_messages),
    "log": Mine(_("The log: what I changed, and what was changed about me"), changes, None),
}
