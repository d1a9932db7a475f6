"""The dialogues that somebody goes to, planned or prepares for: as a page, and in their Home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import executives
from rituals.contract import Event, Turn
from rituals.dialogue import following, messages, rights
from rituals.dialogue.subjects import subject
from rituals.executives import Executives
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
    """Those of the executives for whom one prepares, too; for a coordinator also what nobody looks after."""
    known, person = await executives.known(turn), event.person
    day = (await of_organisation(turn)).day_of(turn.now)
    also = known.executives if person in known.coordinators else known.prepared_by(person)
    some = await own_store.coming(turn.session, [person, *also], day)
    rows = [row for row in some if person in following.both(row) or rights.may_change(known, row, person)]
    at = part_of(event.about)
    shown = rows[at * PAGE : (at + 1) * PAGE]
    lines = [piece for row in shown for piece in (_line(known, row, person), *messages.plan_of(row))]
    may = bool(rights.for_whom(known, person))
    new = (Row((Button(NEW, "dialogue.plan", main=True),)),) if may else ()
    nothing = (Text(NONE if may else FOR),)
    return Page(TITLE, (*(lines or nothing), *turning(LIST, "", at, more=len(rows) > (at + 1) * PAGE), *new))


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Two statements; two more for who planned one for somebody else."""
    day = (await of_organisation(turn)).day_of(turn.now)
    rows = await own_store.coming(turn.session, [person], day)
    known = await executives.known(turn) if any(row.person != person for row in rows) else Executives()
    return [_line(known, row, person) for row in rows]


def _line(known: Executives, row: Dialogue, person: str) -> Text:
    about = subject(row)
    changing = messages.changing(row, about) if rights.may_change(known, row, person) else ()
    return Text(messages.line(row), (Button(messages.FILE, "dialogue.file", about), *changing))
