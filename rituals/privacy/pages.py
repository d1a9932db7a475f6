"""What is one's own, in pages that fit: the kinds share what there is, and the rest of a long one has its own pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from rituals.home import MOST, NOTHING_MORE, first, height, portion, shared, turning
from rituals.keeping import Own
from rituals.privacy.messages import ONLY_YOU, line
from rituals.shown import Button, Items, Page, Piece, Row, Small, Text, Title
from rituals.words import Sentence, _

MORE: Final = "privacy.kind"  # the page of one kind; its subject is “:kind:page”
LINES: Final = 10  # of a kind that has no buttons, in one block
MINE: Final = _("What is mine")


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of a person's own data; `name` is its key."""

    name: str
    title: Sentence
    owns: Sequence[Own]


def mine(kinds: Sequence[Found], today: date) -> Page:
    """At most MOST blocks: only the longest kinds are cut."""
    top = (Small(ONLY_YOU), Row((Button(_("Export"), "privacy.export"), Button(_("Delete"), "privacy.delete"))))
    drawn = [(each.name, tuple(islice(_drawn(each, today), MOST + 1))) for each in kinds if each.owns]
    shares = shared([height(pieces) for _name, pieces in drawn], MOST - height(top))
    found = [piece for (name, pieces), share in zip(drawn, shares, strict=True) for piece in _cut(name, pieces, share)]
    return Page(MINE, (*top, *(found or [Text(_("I keep nothing of yours yet."))])))


def _drawn(kind: Found, today: date) -> Iterator[Piece]:
    """What can be changed has its buttons; the rest stands in blocks of lines. Each is drawn as it is taken."""
    if any(own.buttons for own in kind.owns):
        yield Title(kind.title)
        yield from (Text(line(own, today), own.buttons) for own in kind.owns)
        return
    for at in range(0, len(kind.owns), LINES):
        yield Items(kind.title, tuple(line(own, today) for own in kind.owns[at : at + LINES]))


def _cut(name: str, pieces: tuple[Piece, ...], share: int) -> Sequence[Piece]:
    """Of what is only read, the newest lines do."""
    if isinstance(pieces[0], Items):
        share = min(share, 1 + (len(pieces) > 1))
    if height(pieces) <= share:
        return pieces
    more = Row((Button(_("See all of it"), MORE, f":{name}:0"),))
    return (*first(pieces, share - height([more])), more)


def whole(kind: Found | None, part: int, today: date) -> Page:
    """All of a kind, in pages."""
    pieces = _drawn(kind, today) if kind and kind.owns else (Text(NOTHING_MORE),)
    found = portion(pieces, MOST - 2, part)
    name = kind.name if kind else ""
    turned = turning(MORE, f":{name}", found.at, more=found.more)
    return Page(MINE, (Small(ONLY_YOU), *found.pieces, *turned))


def asked(about: str) -> tuple[str, int]:
    """Kind and page of a subject."""
    _nothing, name, part = (*about.split(":"), "", "", "")[:3]
    return name, int(part) if part.isdecimal() else 0
