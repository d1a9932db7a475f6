"""Who is still to go in this round, read inside the circle and by whoever looks after the relay; and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.answers import only
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.estafette import archive, circle, overview, picture
from rituals.estafette.holding import NO_RELAY, Standing, read
from rituals.shown import Button, Items, Page, Piece, Small, Text
from rituals.words import Channel, _, named

TITLE: Final = _("This round")
INSIDE: Final = _("an executive or the relay coordinator")
ONLY_CIRCLE: Final = _("Only the circle and the relay coordinator read these names.")
NO_STORIES: Final = _("There is no story yet, so there is nothing to draw.")


async def page(turn: Turn, event: Event) -> Page:
    standing = await read(turn)
    if standing is None:
        raise Refused(NO_RELAY)
    if not overview.is_inside(standing, event.person):
        raise only(INSIDE)
    pieces = (Text(overview.now(standing)), *lists(standing))
    return Page(TITLE, (*pieces, *picture.words(await picture.read(turn, standing, event.person))))


async def show(turn: Turn, event: Event) -> Answer:
    """As a picture, with the same in words; inside the circle also who has run. For who may read the stories."""
    standing = await read(turn)
    if standing is None:
        raise Refused(NO_RELAY)
    if not archive.may_read(standing, event.person):
        where = Channel(standing.relay.channel)
        raise Refused(_("The stories stand in {channel}, which not everybody can read.", channel=where))
    found = await picture.read(turn, standing, event.person)
    inside = lists(standing) if overview.is_inside(standing, event.person) else ()
    said = (*picture.chart(found), *picture.words(found))
    stories = Button(overview.TITLE, overview.OVERVIEW)
    return Note(overview.now(standing) if said else NO_STORIES, (stories,), pieces=(*said, *inside))


def lists(standing: Standing) -> Sequence[Piece]:
    """In the order of the circle: no order says who was asked, nobody is counted, who stays out isn't missing."""
    if not standing.relay.round:
        return ()
    done = circle.ran(standing)
    found = (
        (_("Still to go"), [one for one in standing.circle if one not in done]),
        (_("Have met a customer"), [one for one in standing.circle if one in done]),
    )
    shown = [Items(title, tuple(named(one) for one in some)) for title, some in found if some]
    return (*shown, Small(ONLY_CIRCLE)) if shown else ()
