"""A person's Home: what each ritual has for this one person, put together for any surface."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from rituals import apart
from rituals.shown import Button, Page, Piece, Row, Rule, Text, Title
from rituals.words import Sentence, _

if TYPE_CHECKING:
    from rituals.contract import Event, Turn

MOST: Final = 90  # blocks of a Home; Slack takes a hundred, and an answer on top needs some
IN_ROW: Final = 25  # buttons that any surface puts in one block
MORE: Final = "people.panel"  # the page with the whole of a panel that was cut
TITLE: Final = _("Home")
NOTHING_MORE: Final = _("There is nothing here any more.")
NOT_SHOWN: Final = (Text(_("There was something here that I can't show right now.")),)

log = structlog.get_logger()


class Shelf(IntEnum):
    """Where a panel stands in a Home, from top to bottom."""

    COMING = 1
    TEAMS = 2
    OWN = 3
    STORED = 4


TITLES: Final = {
    Shelf.COMING: _("Coming up"),
    Shelf.TEAMS: _("Your teams"),
    Shelf.OWN: _("Your preferences"),
    Shelf.STORED: _("What I store"),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A ritual's part of one person's Home. It may be of any length: what doesn't fit becomes a button to a page."""

    shelf: Shelf
    draw: Callable[[Turn, str], Awaitable[Sequence[Piece]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`key` names the panel in the subject of its page."""

    key: str
    shelf: Shelf
    pieces: tuple[Piece, ...]


async def page(turn: Turn, person: str) -> Page:
    """At most MOST blocks. The panels share what there is: only the longest are cut."""
    drawn = [each for each in await _draw(turn, person, dict(_panels(turn))) if each.pieces]
    drawn.sort(key=lambda each: each.shelf)
    room = MOST - len({each.shelf for each in drawn})
    shares = shared([height(each.pieces) for each in drawn], room)
    return Page(TITLE, tuple(_laid(drawn, shares)))


async def visited(turn: Turn, person: str, why: Sentence) -> Page:
    """Of one who can't take part: what is kept of them is theirs all the same."""
    kept = await _draw(turn, person, {key: panel for key, panel in _panels(turn) if panel.shelf is Shelf.STORED})
    return Page(TITLE, (Text(why), *(piece for each in kept for piece in each.pieces)))


def _panels(turn: Turn) -> Iterator[tuple[str, Panel]]:
    for ritual in turn.rituals:
        for n, panel in enumerate(ritual.home):
            yield f"{ritual.name}:{n}", panel


async def _draw(turn: Turn, person: str, panels: Mapping[str, Panel]) -> list[Drawn]:
    """One that fails costs its own part, and never the Home."""
    looks = {key: partial(panel.draw, turn, person) for key, panel in panels.items()}
    found = await apart.each(turn, looks, _failed)
    return [Drawn(key, panel.shelf, tuple(found.get(key, NOT_SHOWN))) for key, panel in panels.items()]


def _failed(key: str, error: Exception) -> None:
    log.error("home.panel_failed", panel=key, error=type(error).__name__)


def _laid(drawn: Sequence[Drawn], shares: Sequence[int]) -> Iterator[Piece]:
    shelf = None
    for each, share in zip(drawn, shares, strict=True):
        if each.shelf is not shelf:
            shelf = each.shelf
            yield Title(TITLES[shelf])
        yield from _cut(each, share)


def _cut(drawn: Drawn, share: int) -> Sequence[Piece]:
    if height(drawn.pieces) <= share:
        return drawn.pieces
    more = Row((Button(_("See all of it"), MORE, f":{drawn.key}:0"),))
    return (*first(drawn.pieces, share - height([more])), more)


# --- the whole of a panel ---------------------------------------------------------------------------------------------
async def more(turn: Turn, event: Event) -> Page:
    """A panel in pages; its subject is “:ritual:panel:page”."""
    key, part = _asked(event.about)
    panel = dict(_panels(turn)).get(key)
    pieces = (await _draw(turn, event.person, {key: panel}))[0].pieces if panel else ()
    found = portion(pieces or (Text(NOTHING_MORE),), MOST - 1, part)
    turned = turning(MORE, f":{key}", found.at, more=found.more)
    return Page(TITLES[panel.shelf] if panel else TITLE, (*found.pieces, *turned))


def _asked(about: str) -> tuple[str, int]:
    ritual, panel, part = (*about.split(":")[1:], "", "", "")[:3]
    return f"{ritual}:{panel}", int(part) if part.isdecimal() else 0


def turning(does: str, about: str, at: int, *, more: bool) -> tuple[Row, ...]:
    """To the page before and after this one, as far as there are; `about` is followed by a page's number from 0."""
    back = (Button(_("Back"), does, f"{about}:{at - 1}"),) if at > 0 else ()
    on = (Button(_("Next"), does, f"{about}:{at + 1}"),) if more else ()
    return (Row((*back, *on)),) if back or on else ()


def part_of(about: str, nth: int = 0) -> int:
    """Which page a subject asks for, by its nth key; the first where it names none."""
    keys = about.split(":")[1:]
    return int(keys[nth]) if len(keys) > nth and keys[nth].isdecimal() else 0


# --- sizes ------------------------------------------------------------------------------------------------------------
def height(pieces: Sequence[Piece]) -> int:
    """In blocks."""
    return sum(_blocks(piece) for piece in pieces)


def _blocks(piece: Piece) -> int:
    match piece:
        case Text(_, buttons):
            return 1 + -(-len(buttons) // IN_ROW)
        case Row(buttons, menu):
            return -(-(len(buttons) + (menu is not None)) // IN_ROW)
        case _:
            return 1


def shared(needs: Sequence[int], room: int) -> list[int]:
    """What each gets: all that it needs where there is room, else equal parts, and the small ones leave theirs."""
    shares = [0] * len(needs)
    for left, n in zip(range(len(needs), 0, -1), sorted(range(len(needs)), key=lambda n: needs[n]), strict=True):
        shares[n] = min(needs[n], room // left)
        room -= shares[n]
    return shares


def first(pieces: Sequence[Piece], room: int) -> tuple[Piece, ...]:
    """As many as fit, from the top; none of them a heading without what it is about."""
    kept: list[Piece] = []
    for piece in pieces:
        room -= _blocks(piece)
        if room < 0:
            break
        kept.append(piece)
    while kept and isinstance(kept[-1], Title | Rule):
        kept.pop()
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Portion:
    """Of what is too long for one page, the part that this one shows; `at` counts from 0."""

    pieces: tuple[Piece, ...]
    at: int
    more: bool


def portion(pieces: Iterable[Piece], room: int, nth: int) -> Portion:
    """Of all of them, in order and in parts that fit, this part or the last; no more are drawn than that takes."""
    coming, rest, at = iter(pieces), list[Piece](), 0
    while True:
        tall = height(rest)
        while (tall <= room or len(rest) < 2) and (piece := next(coming, None)) is not None:
            rest.append(piece)
            tall += _blocks(piece)
        part = first(rest, room) or tuple(rest[:1])
        rest = rest[len(part) :]
        if at == nth or not rest:
            return Portion(part, at, more=bool(rest))
        at += 1
