"""An executive, or who prepares for them, registers a stage."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals import executives
from rituals.answers import OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong
from rituals.executives import Executives
from rituals.shown import Field, Form, Kind, Option
from rituals.stage import bringing, rules
from rituals.stage.subjects import STORY, of, subject, to
from rituals.teams import of_organisation
from rituals.words import Day, Typed, _, named
from storage import stage as store
from storage.stage import Appearance

TITLE: Final = _("Register a stage")
THEIRS: Final = _("an executive, or who prepares for one")
SEEN_BY: Final = _("Only who speaks and who prepares for them see this.")
PAST: Final = _("This date has passed.")
FAR: Final = _("Choose a day within two years.")


def for_whom(known: Executives, person: str) -> tuple[str, ...]:
    mine = (person,) if person in known.executives else ()
    return (*mine, *(one for one in known.prepared_by(person) if one not in mine))


def may_change(known: Executives, row: Appearance, person: str) -> bool:
    """Also who registered it, as long as they prepare; and who speaks, whatever they are by now."""
    return row.person is not None and known.may_act_for(person, row.person)


async def _held(turn: Turn, event: Event, known: Executives) -> Appearance | None:
    """The one that the subject names; None for a new one. Raises Refused."""
    if of(event.about) < 0:
        return None
    row = (await store.hold(turn.session, [of(event.about)])).get(of(event.about))
    if row is None:
        raise Refused(OVER)
    if not may_change(known, row, event.person):
        raise only(THEIRS)
    return row


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    known = await executives.known(turn)
    some = for_whom(known, event.person)
    row = (await store.many(turn.session, [of(event.about)])).get(of(event.about))
    if row is None and of(event.about) >= 0:
        raise Refused(OVER)
    if not some or (row is not None and not may_change(known, row, event.person)):
        raise only(THEIRS)
    who = tuple(Option(named(one), one) for one in some)
    speaks = Field("person", _("Who speaks?"), Kind.CHOICE, options=who, initial=row.person if row else some[0])
    fields = (
        Field("day", _("Date"), Kind.DATE, initial=row.day if row else None),
        Field("occasion", _("Occasion"), Kind.TEXT, True, *rules.OCCASION, initial=row.occasion if row else None),
        Field("minutes", _("Minutes"), Kind.NUMBER, True, *rules.MINUTES, initial=row.minutes if row else rules.LONG),
    )
    return Form(TITLE, fields if len(some) == 1 else (*fields, speaks), SEEN_BY)


async def save(turn: Turn, event: Event) -> Answer:
    known = await executives.known(turn)
    row = await _held(turn, event, known)
    some = for_whom(known, event.person)
    person = str(event.values.get("person") or (row.person if row is not None else (some or ("",))[0]))
    if person not in some:
        raise only(THEIRS)
    day, today = event.values["day"], (await of_organisation(turn)).day_of(turn.now)
    if day < today or day > today + rules.AHEAD:
        raise Wrong(day=PAST if day < today else FAR)
    if row is None:
        row = Appearance(by=event.person, at=turn.now, person=person)
        turn.session.add(row)
    return await _write(turn, event, row, person, day)


async def _write(turn: Turn, event: Event, row: Appearance, person: str, day: date) -> Answer:
    """Who speaks instead gets a story of their own; moved to another day, it stays the story it was."""
    if row.person != person:
        turn.changed(STORY, to(row, row.person or ""))
        row.brought_on, row.story = None, ""
    row.person, row.day = person, day
    row.occasion, row.minutes = event.values["occasion"], int(event.values["minutes"])
    await turn.session.flush()
    turn.changed(STORY, to(row, person))
    await bringing.plan(turn, [row])
    return Note(_("Noted: {occasion}, {date}. I bring a story along.", occasion=Typed(row.occasion), date=Day(day)))


async def remove(turn: Turn, event: Event) -> Answer:
    row = await _held(turn, event, await executives.known(turn))
    if row is None:
        raise Refused(OVER)
    turn.cancel(STORY, subject(row))
    turn.changed(STORY, to(row, row.person or ""))
    await turn.session.delete(row)
    return Note(_("Removed. Nobody is notified."))
