"""The dialogues that somebody goes to, planned or prepares for: as a page, and in their Home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import executives
from rituals.contract import Event, Turn
from rituals.dialogue import messages, planning
from rituals.dialogue.subjects import subject
from rituals.home import part_of, turning
from rituals.shown import Button, Page, Piece, Row, Text
from rituals.teams import of_organisation
from rituals.words import _
from storage import dialogue_own as own_store
from storage.dialogue import Dialogue

LIST: Final = "dialogue.list"
PAGE: Final = 20  # dialogues: with their buttons they stay below the hundred blocks of a page
TITLE: Final = _("Customer dialogues")
NEW: Final = _("Plan a dialogue")
NONE: Final = _("No dialogue with customers is planned.")
FOR: Final = _("Here an executive's dialogues with customers are planned.")


async def page(turn: Turn, event: Event) -> Page:
    """Those of the executives for whom one prepares, too."""
    known = await executives.known(turn)
    day = (await of_organisation(turn)).day_of(turn.now)
    rows = await own_store.coming(turn.session, [event.person, *known.prepared_by(event.person)], day)
    at = part_of(event.about)
    shown = rows[at * PAGE : (at + 1) * PAGE]
    lines = [piece for row in shown for piece in (_line(row), *messages.plan_of(row))]
    may = bool(planning.for_whom(known, event.person))
    new = (Row((Button(NEW, "dialogue.plan", main=True),)),) if may else ()
    nothing = (Text(NONE if may else FOR),)
    return Page(TITLE, (*(lines or nothing), *turning(LIST, "", at, more=len(rows) > (at + 1) * PAGE), *new))


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Two statements."""
    day = (await of_organisation(turn)).day_of(turn.now)
    return [_line(row) for row in await own_store.coming(turn.session, [person], day)]


def _line(row: Dialogue) -> Text:
    file = Button(messages.FILE, "dialogue.file", subject(row))
    return Text(messages.line(row), (file, *messages.changing(row, subject(row))))
