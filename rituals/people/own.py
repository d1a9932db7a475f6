"""A person's own language, and what the house stores of people."""

from __future__ import annotations

import re
from typing import Final

from rituals import weeks
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, keys_of, team_of
from rituals.grammar import normal
from rituals.people import messages
from rituals.shown import Form
from storage import audit, people

LANGUAGES: Final = {
    "nl": "nl",
    "nederlands": "nl",
    "dutch": "nl",
    "en": "en",
    "engels": "en",
    "english": "en",
}

CHANNEL: Final = re.compile(r"<#(?P<channel>[A-Z0-9]+)(?:\|[^>]*)?>")


async def language(turn: Turn, event: Event) -> Answer:
    typed = event.text or next(iter(keys_of(event.about)), "")
    wanted = LANGUAGES.get(normal(typed))
    if wanted is None:
        return messages.which_language(event.does, ":nl", ":en")
    await people.set_language(turn.session, event.person, wanted)
    await audit.log(turn.session, turn.org, event.person, weeks.CHANGED, turn.now)
    return Note(messages.LANGUAGE_SET)


# --- own week ---------------------------------------------------------------------------------------------------------
async def workdays(turn: Turn, event: Event) -> Answer:
    """/klant werkdagen ma di do; without days the form."""
    if not event.text:
        return Opens("people.workdays_form")
    try:
        week = weeks.parse(event.text)
    except weeks.NoWeek:
        raise messages.not_understood(messages.NO_WEEK, event.text, "people.workdays_form") from None
    if not weeks.works_with(week, await people.teams_of(turn.session, event.person)):
        raise messages.not_understood(messages.NOT_TOGETHER, event.text, "people.workdays_form")
    await weeks.change(turn, event.person, week=week)
    return messages.workdays_set(week)


async def workdays_form(turn: Turn, event: Event) -> Form:
    return messages.workdays_form(await weeks.shown(turn, event.person))


async def workdays_chosen(turn: Turn, event: Event) -> Answer:
    week = "".join(sorted(event.values["days"]))
    if not weeks.works_with(week, await people.teams_of(turn.session, event.person)):
        raise Wrong(days=messages.NOT_TOGETHER)
    await weeks.change(turn, event.person, week=week)
    return messages.workdays_set(week)


# --- home team --------------------------------------------------------------------------------------------------------
async def home_team(turn: Turn, event: Event) -> Answer:
    """/klant thuisteam #kanaal; without one it is asked, and the button that is pressed carries the team."""
    mine = await people.teams_of(turn.session, event.person)
    if not mine:
        raise Refused(messages.NO_TEAM)
    if len(mine) == 1:
        raise Refused(messages.only_team(mine[0].name))
    pressed = None if event.where else team_of(event.about)
    if not event.text and pressed is None:
        raise messages.which_team(event.does, [(str(team.id), team.name) for team in mine])
    meant = [team for team in mine if team.id == pressed or (event.text and _is_meant(event.text, team))]
    if not meant:
        raise messages.not_understood(messages.HOME_UNKNOWN, event.text)
    await weeks.change(turn, event.person, home=meant[0].id)
    return messages.home_set(meant[0].name)


def _is_meant(typed: str, team: people.Team) -> bool:
    """By its channel as the surface writes it, or by its name."""
    found = CHANNEL.search(typed)
    return found["channel"] == team.channel if found else normal(typed.lstrip("#")) == normal(team.name)
