"""What anybody reads of the relay: who holds the baton, how it goes on, and the last stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rituals.contract import Event, Turn
from rituals.estafette import archive, messages, picture, rules, weeks
from rituals.estafette.holding import Standing, mine, open_leg, read, running, to_pass
from rituals.estafette.rules import RelayState, State
from rituals.estafette.story_lines import lines, together
from rituals.estafette.subjects import of_leg
from rituals.shown import Button, Page, Piece, Row, Rule, Small, Text, Title
from rituals.words import Channel, Day, Person, Sentence, _
from storage import estafette_stories as stories
from storage.estafette import Leg

OVERVIEW: Final = "estafette.overview"
TITLE: Final = _("CX relay")
NEWEST: Final = 3  # stories
NOT_YET: Final = _("The relay hasn't begun yet. Each week one executive meets a customer, and tells about it.")
RESTS: Final = _("The relay is at rest. The stories stay.")
ON_ITS_WAY: Final = _("The baton is on its way to a colleague.")
STORIES: Final = _("All stories")
ROUND: Final = _("This round")
PICTURE: Final = _("You see it as a picture with /relay picture.")


async def page(turn: Turn, event: Event) -> Page:
    """Ten statements, however much was told."""
    standing = await read(turn)
    if standing is None:
        return Page(TITLE, (Text(NOT_YET),))
    pieces: list[Piece] = [Text(now(standing), own_buttons(standing, event.person))]
    pieces += [Small(each) for each in _next(standing)]
    if archive.may_read(standing, event.person):
        pieces += await _told(turn, standing, event.person)
    return Page(TITLE, (*pieces, *_more(standing, event.person)))


async def _told(turn: Turn, standing: Standing, person: str) -> Sequence[Piece]:
    """What this person may read of it, and how much there is."""
    where = Small(_("Stories stand in {channel}.", channel=Channel(standing.relay.channel)))
    counted = picture.words(await picture.read(turn, standing, person))
    told = await _stories(turn, archive.only(standing, person))
    return (where, *told, *counted, *((Small(PICTURE),) if counted else ()))


def is_inside(standing: Standing, person: str) -> bool:
    """Whether somebody may read who has run in this round."""
    return person in (*standing.circle, *standing.offices.coordinators)


def _more(standing: Standing, person: str) -> tuple[Row, ...]:
    told = (Button(STORIES, archive.STORIES),) if archive.may_read(standing, person) else ()
    inside = is_inside(standing, person) and standing.relay.round
    buttons = (*told, *((Button(ROUND, "estafette.round"),) if inside else ()))
    return (Row(buttons),) if buttons else ()


async def _stories(turn: Turn, of: str) -> Sequence[Piece]:
    """As everybody reads them; `of`: see the archive."""
    said: list[Piece] = []
    for tale in await together(turn, await stories.newest(turn.session, NEWEST, of=of)):
        said += [Rule(), *map(Text, lines(tale))]
    return (Title(_("The last stories")), *said[1:]) if said else ()


# --- how it stands ----------------------------------------------------------------------------------------------------
def now(standing: Standing) -> Sentence:
    """Nobody is named who hasn't taken the baton, and nothing says why nobody has it."""
    match standing.state:
        case RelayState.READY:
            return NOT_YET
        case RelayState.PAUSED | RelayState.STOPPED:
            return RESTS
    leg = running(standing)
    if leg is not None and leg.person:
        return _holds(standing, leg, leg.person)
    goes_on = _goes_on(standing)
    if goes_on is None:
        return ON_ITS_WAY
    if _rests(standing):
        return _("The baton rests this week. It goes on from {date}.", date=Day(goes_on))
    return _("The baton is on its way to a colleague. It goes on from {date}.", date=Day(goes_on))


def _holds(standing: Standing, leg: Leg, person: str) -> Sentence:
    starts, ends = standing.calendar.day_of(leg.starts_at), standing.calendar.day_of(leg.ends_at)
    if leg.starts_at > standing.now:
        return _("{name} holds the baton from {date}.", name=Person(person), date=Day(starts))
    return _("{name} holds the baton until {date}.", name=Person(person), date=Day(ends))


def _goes_on(standing: Standing) -> date | None:
    """When the next leg begins, where that lies ahead."""
    leg = open_leg(standing)
    week = leg.week if leg is not None else standing.relay.rests_until
    if week is None:
        return None
    moment = weeks.start(standing.rhythm, week, standing.calendar)
    return standing.calendar.day_of(moment) if moment > standing.now else None


def _rests(standing: Standing) -> bool:
    """Whether this week has no leg: it was taken off or is short, or nobody could be asked."""
    here, until = weeks.monday(standing.today), standing.relay.rests_until
    return weeks.rests(standing.rhythm, here, standing.calendar) or (until is not None and here < until)


def _next(standing: Standing) -> tuple[Sentence, ...]:
    """When the leg after the one that runs begins."""
    leg = running(standing)
    if leg is None or standing.state is not RelayState.RUNNING:
        return ()
    after = weeks.monday(standing.calendar.day_of(leg.ends_at)) + weeks.WEEK
    try:
        week = weeks.next_week(standing.rhythm, after, standing.calendar)
    except weeks.NoWeek:
        return ()
    day = standing.calendar.day_of(weeks.start(standing.rhythm, week, standing.calendar))
    return (_("After that the baton goes on from {date}.", date=Day(day)),)


# --- what one can do --------------------------------------------------------------------------------------------------
def own_buttons(standing: Standing, person: str) -> tuple[Button, ...]:
    """What this person can do with the baton now."""
    leg, runs = open_leg(standing), standing.state is RelayState.RUNNING
    if leg is not None and leg.person == person and runs:
        about = of_leg(leg)
        return messages.answers(leg, about) if State(leg.state) is State.OFFERED else messages.runs(leg, about)
    if (shared := to_pass(standing, person)) is not None and runs:
        return (Button(messages.PASS, "estafette.pass", of_leg(shared), main=True),)
    told = mine(standing, person)
    if told is not None and person in standing.circle:
        return (Button(messages.SHARE, "estafette.share", of_leg(told)),)
    if leg is not None and State(leg.state) in rules.RUNS and standing.offices.may_act_for(person, leg.person or ""):
        return (Button(messages.DRAFT, "estafette.share", of_leg(leg)),)
    return ()
