"""What is one's own: compliments that one gave, and those that one received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals.compliment import messages, owning
from rituals.compliment.audience import Unclear, unclear
from rituals.compliment.lines import Given, together
from rituals.compliment.rules import Choice, State
from rituals.compliment.subjects import subject
from rituals.contract import Event, Turn, about
from rituals.helping import lines as below
from rituals.home import part_of, turning
from rituals.shown import Button, Page, Piece, Row, Small, Text, Title
from rituals.words import Day, Sentence, Typed, _
from storage import compliment as store
from storage import compliment_own as own_store
from storage import people

MINE: Final = "compliment.mine"
PAGE: Final = 24  # items: with their buttons they stay below the hundred blocks of a page
TEAMS: Final = 5  # that are offered to share one in; somebody in more finds the others in their channels
TITLE: Final = _("Compliments")
NOTHING: Final = _("There is nothing here yet.")
SHARED: Final = _("shared")
SENT: Final = _("sent")
# What somebody who was a colleague once may do: decide about the own name, and take away.
ALSO_GUESTS: Final = frozenset(
    f"compliment.{does}" for does in ("choose", "agree", "share", "thanks", "unname", "withdraw")
)


@dataclass(frozen=True, slots=True)
class Owned:
    """One compliment in a person's list; one that they gave themselves isn't among the received."""

    id: int
    given: bool


async def page(turn: Turn, event: Event) -> Page:
    """Eight statements, however many there are; a page is read whole, and of the others only which they are."""
    owned = await _owned(turn, event.person)
    colleague = await _is_colleague(turn, event.person)
    if not owned:
        return await _empty(turn, event.person) if colleague else Page(TITLE, (Text(NOTHING),))
    at = min(part_of(event.about), (len(owned) - 1) // PAGE)
    some = owned[at * PAGE : (at + 1) * PAGE]
    found = await loaded(turn, [each.id for each in some])
    teams = await unclear(turn, [(event.person, given) for given in found.values()])
    pieces = _allowed(_listed(turn, event.person, some, found, teams), colleague)
    turned = turning(MINE, "", at, more=(at + 1) * PAGE < len(owned))
    return Page(TITLE, (Small(_("Only you see this.")), *pieces, *turned))


async def _owned(turn: Turn, person: str) -> list[Owned]:
    gave = await own_store.given(turn.session, person)
    got = await own_store.received(turn.session, person)
    known = set(gave)
    return [*(Owned(key, given=True) for key in gave), *(Owned(key, given=False) for key in got if key not in known)]


async def loaded(turn: Turn, ids: Iterable[int]) -> Mapping[int, Given]:
    """Two statements."""
    rows = await store.many(turn.session, ids)
    return {one.row.id: one for one in together(list(rows.values()), await store.receivers(turn.session, rows))}


def _listed(turn: Turn, person: str, some: Sequence[Owned], found: Mapping[int, Given], teams: Unclear) -> list[Piece]:
    gave = [gave_text(turn, found[each.id], person) for each in some if each.given and each.id in found]
    got = [_got(found[each.id], person, teams) for each in some if not each.given and each.id in found]
    pieces: list[Piece] = [Title(_("From you")), *gave] if gave else []
    return [*pieces, Title(_("For you")), *got] if got else pieces


async def _is_colleague(turn: Turn, person: str) -> bool:
    row = (await people.people(turn.session, [person])).get(person)
    return row is not None and row.kind == "member"


def _allowed(pieces: Sequence[Piece], colleague: bool) -> Sequence[Piece]:
    if colleague:
        return pieces
    return [_for_guest(piece) if isinstance(piece, Text) else piece for piece in pieces]


def _for_guest(piece: Text) -> Text:
    return Text(piece.text, tuple(button for button in piece.buttons if button.does in ALSO_GUESTS))


# --- given ------------------------------------------------------------------------------------------------------------
def shared(given: Given) -> bool:
    """Whether others can read it where it stands. Until then nothing tells its giver what receivers decided."""
    return given.state is State.PUBLISHED and given.row.place in ("board", "channel")


def state(given: Given) -> Sentence:
    return SHARED if shared(given) else SENT


def gave_text(turn: Turn, given: Given, person: str) -> Text:
    said = messages.whole(given, person)
    text = _("{text}\n{state}, {day}", text=said, state=state(given), day=Day(given.row.origin, turn.now.date()))
    return Text(text, gave_buttons(turn, given, person))


def gave_buttons(turn: Turn, given: Given, person: str) -> tuple[Button, ...]:
    """That it can be edited would tell that its receivers have decided: not before it can be read."""
    told = shared(given) or given.state is State.HIDDEN
    decided_alone = all(one.person == person for one in given.receivers)
    may_edit = (told or decided_alone) and owning.may_edit(turn, given)
    named = told and given.choices.get(person) is Choice.NAMED
    own_name = (Button(_("Remove my name"), "compliment.unname", subject(given.row)),) if named else ()
    return (*messages.own(given, may_edit=may_edit), *own_name)


# --- received ---------------------------------------------------------------------------------------------------------
def _got(given: Given, person: str, teams: Unclear) -> Text:
    pieces = messages.question(given, person, teams.get((person, given.row.team), "")).pieces
    text = below([piece.text for piece in pieces if isinstance(piece, Text | Small)])
    dated = _("{text}\n{day}", text=text, day=Day(given.row.origin))
    return Text(dated, got_buttons(given, person))


def got_buttons(given: Given, person: str) -> tuple[Button, ...]:
    return messages.buttons(given, person)


# --- nothing yet ------------------------------------------------------------------------------------------------------
async def _empty(turn: Turn, person: str) -> Page:
    mine = await people.teams_of(turn.session, person)
    if len(mine) == 1:
        share: tuple[Button, ...] = (Button(_("Share a compliment"), "compliment.new", about(mine[0].id)),)
    else:
        share = tuple(Button(_named(team.name), "compliment.new", about(team.id)) for team in mine[:TEAMS])
    text = Text(_("There is nothing here yet. Did a colleague do something good for a customer? Share it."))
    return Page(TITLE, (text, *((Row(share),) if share else ())))


def _named(name: str) -> Sentence:
    return Sentence("{team}", {"team": Typed(name)})
