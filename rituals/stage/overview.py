"""The stages on which somebody speaks, or prepares for: as a page, and in their Home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import executives
from rituals.contract import Event, Turn
from rituals.home import part_of, turning
from rituals.shown import Button, Page, Piece, Row, Text
from rituals.stage import registering
from rituals.stage.subjects import subject
from rituals.teams import of_organisation
from rituals.words import Day, Person, Typed, _
from storage import stage_own as own_store
from storage.stage import Appearance

LIST: Final = "stage.list"
PAGE: Final = 30  # stages: with their buttons they stay below the hundred blocks of a page
TITLE: Final = _("Stages")
NONE: Final = _("No stage is registered. Two working days before it I bring you a customer story.")


async def page(turn: Turn, event: Event) -> Page:
    """Those of the executives for whom one prepares, too."""
    known = await executives.known(turn)
    today = (await of_organisation(turn)).day_of(turn.now)
    rows = await own_store.coming(turn.session, [event.person, *known.prepared_by(event.person)], today)
    at = part_of(event.about)
    lines = [_line(row) for row in rows[at * PAGE : (at + 1) * PAGE]]
    may = bool(registering.for_whom(known, event.person))
    new = (Row((Button(registering.TITLE, "stage.new", main=True),)),) if may else ()
    return Page(TITLE, (*(lines or (Text(NONE),)), *turning(LIST, "", at, more=len(rows) > (at + 1) * PAGE), *new))


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Two statements."""
    today = (await of_organisation(turn)).day_of(turn.now)
    return [_line(row) for row in await own_store.coming(turn.session, [person], today)]


def _line(row: Appearance) -> Text:
    name = Person(row.person) if row.person else _("a colleague")
    text = _("{occasion}: {date}, {name} speaks.", occasion=Typed(row.occasion), date=Day(row.day), name=name)
    about = subject(row)
    return Text(text, (Button(_("Edit"), "stage.new", about), Button(_("Remove"), "stage.remove", about)))
