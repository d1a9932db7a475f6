"""What a team shared in the past month, for each member to read again, with what this one can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import helping, teams
from rituals.compliment import lines, messages, mine, owning, rules, thanking, week_messages
from rituals.compliment.lines import Given
from rituals.contract import Event, Turn, about, team_of
from rituals.home import part_of, turning
from rituals.shown import Button, Page, Piece, Row, Small, Text
from rituals.words import Day, Typed, _
from storage import compliment_week as week_store

ALL: Final = "compliment.all"
NOTHING: Final = _("Nothing was shared in the past month. Did something go well for a customer? Share it.")


async def page(turn: Turn, event: Event) -> Page:
    """Newest first, in parts. As many statements for a full page as for one."""
    team = team_of(event.about) or 0
    ids = await week_store.read_since(turn.session, team, turn.now - rules.LATELY)
    if not ids:
        share = Button(_("Share a compliment"), "compliment.new", about(team))
        return Page(mine.TITLE, (Text(NOTHING), Row((share,))))
    at = min(part_of(event.about), (len(ids) - 1) // mine.PAGE)
    some = ids[at * mine.PAGE : (at + 1) * mine.PAGE]
    found = await mine.loaded(turn, some)
    listed = await _listed(turn, event.person, team, [found[key] for key in some if key in found])
    return Page(mine.TITLE, (*listed, *turning(ALL, about(team), at, more=(at + 1) * mine.PAGE < len(ids))))


async def _listed(turn: Turn, reader: str, team: int, some: Sequence[Given]) -> Sequence[Piece]:
    found = await teams.load(turn, [team])
    leads = team in await teams.led_by(turn, reader, found, await teams.leads(turn, [team]))
    number = (await thanking.open_numbers(turn, [team])).get(team, 0)
    still = (Small(week_messages.open_number(number)),) if number else ()
    of = Small(_("From team {team}, in the past month.", team=Typed(found[team].name)))
    return (of, *still, *(_one(turn, given, reader, leads=leads) for given in some))


def _one(turn: Turn, given: Given, reader: str, *, leads: bool) -> Text:
    meant = lines.meaning(given, reader)
    said = [messages.marked(given, reader)]
    said += [_("To the customer it meant: {meaning}", meaning=meant)] if meant is not None else []
    said += [messages.UNNAMED] if messages.nameless(given, reader) else []
    dated = _("{text}\n{day}", text=helping.lines(said), day=Day(given.row.origin))
    return Text(dated, owning.buttons(turn, given, reader, leads=leads))
