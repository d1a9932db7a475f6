"""Who may plan a dialogue with customers, and who may change one: by the roles that people have now."""

from __future__ import annotations

from rituals.executives import Executives
from storage.dialogue import Dialogue


def for_whom(known: Executives, person: str) -> tuple[str, ...]:
    """The executives for whom this person may plan."""
    if person in (*known.coaches, *known.coordinators):
        return known.executives
    mine = (person,) if person in known.executives else ()
    return (*mine, *(one for one in known.prepared_by(person) if one not in mine))


def may_change(known: Executives, row: Dialogue, person: str) -> bool:
    """Who goes or prepares for them, who planned it and still may; and a coordinator, of what nobody looks after."""
    if row.person is None:
        return False
    if known.may_act_for(person, row.person):
        return True
    if is_left(known, row):
        return person in known.coordinators
    return person == row.organiser


def is_left(known: Executives, row: Dialogue) -> bool:
    """Whether whoever planned it may not do so any more."""
    return row.organiser is None or row.person not in for_whom(known, row.organiser)
