"""One compliment on a page of its own, as one person reads it."""

from __future__ import annotations

from rituals import teams
from rituals.compliment import lines, messages, owning, thanking, week_messages
from rituals.compliment.lines import Given
from rituals.compliment.rules import Kind, State
from rituals.compliment.subjects import id_of
from rituals.contract import Event, Turn, team_of
from rituals.shown import Page, Piece, Row, Small, Text
from rituals.words import _
from storage import compliment as store

TITLE = _("Compliment")
GONE = _("This compliment can't be read here any more.")


async def page(turn: Turn, event: Event) -> Page:
    """What is gone leaves a page too: what was just pressed on it is answered above."""
    team = team_of(event.about) or 0
    row = await store.get(turn.session, id_of(event.about))
    if row is None or row.team != team or State(row.state) is not State.PUBLISHED or row.place == "waiting":
        return Page(TITLE, (Text(GONE),))
    given = Given(row, (await store.receivers(turn.session, [row.id]))[row.id])
    found = await teams.load(turn, [team])
    leads = team in await teams.led_by(turn, event.person, found, await teams.leads(turn, [team]))
    numbers = await thanking.open_numbers(turn, [team])
    return Page(TITLE, _pieces(turn, given, event.person, numbers.get(team, 0), leads=leads))


def _pieces(turn: Turn, given: Given, reader: str, number: int, *, leads: bool) -> tuple[Piece, ...]:
    meant = lines.meaning(given, reader)
    more = (Small(_("To the customer it meant: {meaning}", meaning=meant)),) if meant is not None else ()
    buttons = Row(owning.buttons(turn, given, reader, leads=leads))
    still = (Small(week_messages.open_number(number)),) if number and given.kind is Kind.CUSTOMER else ()
    nameless = (Small(messages.UNNAMED),) if messages.nameless(given, reader) else ()
    return (Text(messages.marked(given, reader)), *more, *nameless, buttons, *still)
