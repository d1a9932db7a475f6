"""A story in words: each name in it reads as far as its owner agreed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rituals import names
from rituals.contract import Turn
from rituals.estafette import kinds
from rituals.estafette.story_rules import Choice, State, named
from rituals.names import Marked
from rituals.words import Link, Listed, Part, Person, Sentence, Someone, Told, _, plural
from storage import estafette as store
from storage.estafette import Story, StoryColleague

FORMER: Final = _("a former colleague")
TEXTS: Final = ("what", "struck", "change")
VERSION: Final = 12  # hexadecimal digits: enough to tell one draft from another


@dataclass(frozen=True, slots=True)
class Tale:
    """A story with the colleagues whom it names, as far as it is read by somebody."""

    row: Story
    colleagues: Sequence[StoryColleague] = ()

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def choices(self) -> Mapping[str, Choice]:
        """By person; not of those of whom nothing is kept any more."""
        return {one.person: Choice(one.choice) for one in self.colleagues if one.person is not None}

    @property
    def named(self) -> frozenset[str]:
        """Whom anybody may read by name; nobody whose account was closed."""
        here = {one.person for one in self.colleagues if one.former_on is None}
        return named(self.state, self.choices) & here

    def of(self, person: str) -> StoryColleague | None:
        return next((one for one in self.colleagues if person and one.person == person), None)

    def read_by(self, person: str) -> frozenset[str]:
        """Whom this person reads by name: whoever writes it everybody, a named colleague also themselves.

        A draft is read by those who write it, and by nobody else.
        """
        if person and (person == self.row.person or self.state is State.DRAFT):
            return frozenset(self.choices)
        return self.named | ({person} & self.choices.keys())

    def marked(self, name: str) -> Marked:
        """One of its texts."""
        return names.restored(getattr(self.row, name) or ())

    @property
    def wording(self) -> str:
        """Of its texts: whoever agrees to be named does so in these."""
        return _digest([getattr(self.row, name) for name in TEXTS])

    @property
    def version(self) -> str:
        """Of all that a draft holds: whoever publishes it, or writes over it, has seen this one."""
        row = self.row
        day = row.on.isoformat() if row.on else None
        return _digest([row.kind, day, self.wording, row.link, row.asks, sorted(self.choices)])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:VERSION]


async def together(turn: Turn, rows: Iterable[Story]) -> list[Tale]:
    """One statement, however many."""
    some = list(rows)
    found = await store.colleagues(turn.session, [row.id for row in some]) if some else {}
    return [Tale(row, found.get(row.id, ())) for row in some]


# --- texts ------------------------------------------------------------------------------------------------------------
def typed(tale: Tale, name: str) -> str:
    """As its writer edits it."""
    return names.typed(tale.marked(name))


def told(tale: Tale, name: str, reader: str = "") -> Told:
    """One of its texts for this reader; for anybody without one."""
    return names.told(tale.marked(name), tale.read_by(reader))


def teller(tale: Tale) -> Part:
    return Person(tale.row.person) if tale.row.person else FORMER


# --- lines ------------------------------------------------------------------------------------------------------------
def head(tale: Tale) -> Sentence:
    kind = kinds.NAMES[tale.row.kind]
    said = _("Customer story by {name} ({kind}).", name=teller(tale), kind=kind)
    return _("{text} (edited)", text=said) if tale.row.edited else said


def lines(tale: Tale, reader: str = "") -> tuple[Sentence, ...]:
    """All of it, each paragraph by itself."""
    said = (
        head(tale),
        Sentence("{text}", {"text": told(tale, "what", reader)}),
        _("What struck me: {struck}", struck=told(tale, "struck", reader)),
        _("What I'll do differently: {change}", change=told(tale, "change", reader)),
    )
    link = (_("Watch or read on: {url}", url=Link(tale.row.link)),) if tale.row.link else ()
    who = colleagues(tale, reader)
    return (*said, *link, *((_("In this story: {who}.", who=who),) if who is not None else ()))


def colleagues(tale: Tale, reader: str = "") -> Part | None:
    """Who is in it: names as far as they may be read, and how many others. None where nobody was chosen."""
    if not tale.colleagues:
        return None
    may = tale.read_by(reader)
    shown = [one.person for one in tale.colleagues if one.person and one.person in may]
    return listed(shown, len(tale.colleagues) - len(shown))


def listed(shown: Sequence[str], others: int) -> Part:
    parts: list[Part] = [Person(person) for person in shown]
    if others == 1:
        parts.append(Someone())
    elif others:
        parts.append(plural("{n} colleague", "{n} colleagues", others))
    return parts[0] if len(parts) == 1 else Listed(tuple(parts))


# --- as it is kept ----------------------------------------------------------------------------------------------------
def without(parts: Sequence[Any] | None, person: str) -> list[Any] | None:
    """With nothing left of this person."""
    return None if parts is None else names.stored(names.without(names.restored(parts), person))


def in_texts(tale: Tale) -> Collection[str]:
    """Whose names stand in its texts."""
    return frozenset(each for name in TEXTS for each in names.named_in(tale.marked(name)))
