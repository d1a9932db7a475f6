"""A person's Home: their teams with what they may set there, their language, and when they are left in peace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from rituals import reach, teams
from rituals.contract import Turn, Who, about
from rituals.offices import NAMES
from rituals.people import away, messages
from rituals.people.rules import DEPUTY, LEAD
from rituals.shown import Button, Piece, Row, Text
from rituals.words import Day, Sentence, Typed, _
from storage import organisations, people

LOOK: Final = timedelta(days=366)  # absences are shown this far ahead


# --- teams ------------------------------------------------------------------------------------------------------------
async def own_teams(turn: Turn, person: str) -> Sequence[Piece]:
    mine = await people.teams_of(turn.session, person)
    if not mine:
        return (Text(messages.NO_TEAM),)
    found = await teams.load(turn, [team.id for team in mine])
    roles = await teams.leads(turn, found)
    sets = await teams.led_by(turn, person, found, roles)
    home = await _home(turn, person, found, mine[0].id)
    return tuple(
        Text(_team(facts, _role(roles[key], person), home=key == home), _settings(turn, key) if key in sets else ())
        for key, facts in ((team.id, found[team.id]) for team in mine)
    )


def _role(of_team: teams.Leads, person: str) -> str:
    return LEAD if person in of_team.leads else DEPUTY if person in of_team.deputies else ""


async def _home(turn: Turn, person: str, found: Mapping[int, teams.Team], first: int) -> int | None:
    """Of who is in several teams."""
    if len(found) < 2:
        return None
    row = (await people.people(turn.session, [person]))[person]
    home = reach.home_of(row, found[first].calendar.day_of(turn.now))
    return home if home in found else first


def _team(facts: teams.Team, role: str, *, home: bool) -> Sentence:
    name: Sentence = Sentence("{team}", {"team": Typed(facts.name)})
    shown = _("{team} (your home team)", team=name) if home else name
    return _("{team}: you are {role} here.", team=shown, role=NAMES[role]) if role else shown


def _settings(turn: Turn, team: int) -> tuple[Button, ...]:
    """What leads may set in their team, of every ritual."""
    parts = [part for ritual in turn.rituals for part in ritual.settings if part.who is Who.LEAD]
    return tuple(Button(part.label, part.does, about(team)) for part in parts)


# --- one's own --------------------------------------------------------------------------------------------------------
async def own(turn: Turn, person: str) -> Sequence[Piece]:
    known = (await people.people(turn.session, [person])).get(person)
    org = await organisations.of(turn.session, turn.org)
    language = (known.language if known else None) or (org.language if org else "nl")
    return (_language(language), *await _absences(turn, person))


def _language(now: str) -> Text:
    other = (
        Button(_("English"), "people.language", ":en")
        if now == "nl"
        else Button(_("Nederlands"), "people.language", ":nl")
    )
    return Text(_("I speak English with you."), (other,))


async def _absences(turn: Turn, person: str) -> tuple[Piece, ...]:
    today = await reach.today(turn, person)
    spans = (await people.away(turn.session, [person], today, today + LOOK)).get(person, ())
    noted = tuple(Text(_span(one), (_remove(max(one.first, today)),)) for one in spans)
    new = Button(_("I'll be away"), away.FORM)
    if not noted:
        return (Text(_("Off soon? Then I leave you in peace."), (new,)),)
    return (*noted, Row((new,)))


def _span(one: people.Absence) -> Sentence:
    if one.first == one.last:
        return _("On {day} I leave you in peace.", day=Day(one.first))
    span = {"from": Day(one.first), "to": Day(one.last)}
    return _("From {from} up to and including {to} I leave you in peace.", **span)


def _remove(day: date) -> Button:
    return Button(_("Remove"), "people.away_clear", f":{day.isoformat()}")
