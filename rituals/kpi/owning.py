"""Who follows a figure: whoever takes up one that nobody follows, and whoever it is handed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import teams
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, about, keys_of, team_of
from rituals.grammar import MENTION
from rituals.kpi import figures, hearing, messages, nudging, setting, telling
from rituals.kpi.figures import Ground
from rituals.kpi.rules import State
from rituals.shown import Menu, Option
from rituals.words import Person, _
from storage import audit
from storage import kpi as store
from storage.kpi import Kpi

OWNER: Final = "kpi.owner"
WHO: Final = _("the team lead, their deputy or whoever follows the figure")


async def take_up(turn: Turn, event: Event) -> Answer:
    """*Ik volg dit*: the first who presses it follows the figure from now on."""
    row, where = await figures.hold_one(turn, event)
    if row.state == State.ARCHIVED:
        raise Refused(OVER)
    if row.owner == event.person:
        return Note(ALREADY)
    if row.owner is not None:
        raise Refused(_("{name} was just ahead of you. Thanks for offering.", name=Person(row.owner)))
    lost_on = row.ownerless_on
    figures.follow(row, event.person)
    await figures.redrawn(turn, row.team, where)
    await hearing.told_again(turn, row.team, lost_on)
    return Note(_("Thank you. You follow {kpi} from now on.", kpi=messages.name(row)))


# --- by command -------------------------------------------------------------------------------------------------------
async def hand_over(turn: Turn, event: Event) -> Answer:
    """To whom was typed, or is carried by the choice of a figure. With several figures it is asked which."""
    team, person = team_of(event.about) or 0, _whom(event)
    found = await figures.ground(turn, [team])
    if person not in found.inside(team):
        raise Refused(setting.NOT_IN_TEAM)
    where = await figures.held(turn, team)
    lead = await teams.leads_in(turn, event.person, found.teams[team])
    row = _meant(event, person, await _theirs(turn, event.person, person, team, lead=lead))
    row = (await store.hold(turn.session, [row.id]))[row.id]
    if not _may(row, event.person, person, lead=lead):
        raise only(WHO)
    if row.owner == person:
        return Note(ALREADY)
    before, lost_on = await nudging.asked_of(turn, row), row.ownerless_on
    figures.follow(row, person)
    await figures.redrawn(turn, team, where)
    await nudging.reworded(turn, (*before, *_asked(turn, row, found)))
    await hearing.told_again(turn, team, lost_on)
    telling.given(turn, row, event.person)
    await audit.log(turn.session, turn.org, event.person, OWNER, turn.now, team)
    return Note(_("{name} follows {kpi} from now on.", name=Person(person), kpi=messages.name(row)))


def _asked(turn: Turn, row: Kpi, found: Ground) -> Sequence[nudging.Pair]:
    return nudging.pairs_of(row, found.today(turn, row.team))


def _whom(event: Event) -> str:
    """Raises Refused when nobody is named."""
    if (typed := MENTION.search(event.text)) is not None:
        return typed[1]
    if len(carried := keys_of(event.about)) == len(("figure", "person")):
        return carried[1]
    raise Refused(_("Add a colleague: {example}.", example=messages.HAND_OVER))


async def _theirs(turn: Turn, by: str, person: str, team: int, *, lead: bool) -> Sequence[Kpi]:
    """What they may give to this person. Raises Refused where there is none."""
    rows = await store.of_teams(turn.session, [team])
    if not rows:
        raise Refused(messages.NONE_YET)
    theirs = [row for row in rows if _may(row, by, person, lead=lead)]
    if not theirs:
        raise only(WHO)
    return theirs


def _may(row: Kpi, by: str, person: str, *, lead: bool) -> bool:
    """A lead may give any, an owner the own; what nobody follows anybody may take."""
    if row.state == State.ARCHIVED:
        return False
    return lead or row.owner == by or (row.owner is None and person == by)


def _meant(event: Event, person: str, theirs: Sequence[Kpi]) -> Kpi:
    """Raises Refused with the question which, or for a figure that is none of theirs."""
    if (wanted := figures.id_of(event.about)) is not None:
        if (row := next((row for row in theirs if row.id == wanted), None)) is None:
            raise only(WHO)
        return row
    if len(theirs) == 1:
        return theirs[0]
    options = tuple(Option(messages.named(row), about(row.team, row.id, person)) for row in theirs)
    raise Refused(_("Which figure?"), menu=Menu(_("Choose a figure"), event.does, options))
