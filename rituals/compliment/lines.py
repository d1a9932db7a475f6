"""A compliment in words: each name in it reads as far as its owner agreed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals import names
from rituals.compliment.rules import Choice, Kind, State, named
from rituals.words import Listed, Part, Person, Sentence, Someone, Told, _, plural
from storage.compliment import Compliment, Receiver

CUT: Final = 140  # characters of a compliment on the card
TEAM: Final = _("the whole team")
FORMER: Final = _("a former colleague")


@dataclass(frozen=True, slots=True)
class Given:
    """A compliment with its receivers, as far as it is read by somebody."""

    row: Compliment
    receivers: Sequence[Receiver]

    @property
    def kind(self) -> Kind:
        return Kind(self.row.kind)

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def choices(self) -> Mapping[str, Choice]:
        """By person; not of those of whom nothing is kept any more."""
        return {one.person: Choice(one.choice) for one in self.receivers if one.person is not None}

    @property
    def named(self) -> frozenset[str]:
        """Whom anybody may read by name; nobody whose account was closed."""
        here = {one.person for one in self.receivers if one.former_on is None}
        return named(self.state, self.choices) & here

    def of(self, person: str) -> Receiver | None:
        return next((one for one in self.receivers if one.person == person), None)

    def read_by(self, person: str) -> frozenset[str]:
        """Whom this person reads by name: the giver everybody, a receiver also themselves."""
        if person and person == self.row.giver:
            return frozenset(self.choices)
        return self.named | ({person} & self.choices.keys())


def together(rows: Sequence[Compliment], receivers: Mapping[int, Sequence[Receiver]]) -> list[Given]:
    return [Given(row, receivers.get(row.id, ())) for row in rows]


# --- texts ------------------------------------------------------------------------------------------------------------
def text(given: Given, reader: str = "", limit: int | None = None) -> Told:
    """What was written, for this reader; for anybody without one."""
    return _told(given.row.text or (), given.read_by(reader), limit)


def meaning(given: Given, reader: str = "") -> Told | None:
    return _told(given.row.meaning, given.read_by(reader), None) if given.row.meaning else None


def _told(stored: Sequence[object], agreed: Collection[str], limit: int | None) -> Told:
    told = names.told(names.restored(stored), agreed)
    return told if limit is None else names.shortened(told, limit)


def whole(given: Given, reader: str = "") -> Sentence:
    """The line, and what it meant to the customer."""
    meant = meaning(given, reader)
    said = line(given, reader)
    return said if meant is None else _("{text}\nTo the customer it meant: {meaning}", text=said, meaning=meant)


# --- lines ------------------------------------------------------------------------------------------------------------
def line(given: Given, reader: str = "", limit: int | None = None) -> Sentence:
    """As the team reads it."""
    said = _said(given, text(given, reader, limit), who(given, reader))
    return _("{text} (a colleague told of it too)", text=said) if given.row.also else said


def _said(given: Given, told: Told, about: Part | None) -> Sentence:
    if given.kind is Kind.CUSTOMER:
        return _told_by(given, _from_customer(told, about))
    to = about or Someone()
    if not given.row.named:
        return _("💛 For {who}: “{text}”", who=to, text=told)
    return _("💛 {giver} to {who}: “{text}”", giver=giver(given), who=to, text=told)


def _from_customer(told: Told, about: Part | None) -> Sentence:
    if about is None:
        return _("💛 From a customer: {text}", text=told)
    return _("💛 From a customer, about {who}: {text}", who=about, text=told)


def _told_by(given: Given, said: Sentence) -> Sentence:
    """Who heard it from the customer, where they want that to be read and it isn't about themselves alone."""
    if not given.row.named or set(given.choices) == {given.row.giver}:
        return said
    return _("{text} (shared by {giver})", text=said, giver=giver(given))


def giver(given: Given) -> Part:
    """Of one who isn't named nobody reads more than a colleague; who left is a former one."""
    if not given.row.named:
        return Someone()
    return Person(given.row.giver) if given.row.giver else FORMER


def who(given: Given, reader: str = "") -> Part | None:
    """Whom it is for: names as far as they may be read, and how many others. None when that was left open."""
    if given.row.whole_team:
        return TEAM
    if not given.receivers:
        return None
    shown = [one.person for one in given.receivers if one.person in given.read_by(reader) and one.person]
    return listed(shown, len(given.receivers) - len(shown))


def listed(shown: Sequence[str], others: int) -> Part:
    parts: list[Part] = [Person(person) for person in shown]
    if others == 1:
        parts.append(Someone())
    elif others:
        parts.append(plural("{n} colleague", "{n} colleagues", others))
    return parts[0] if len(parts) == 1 else Listed(tuple(parts))
