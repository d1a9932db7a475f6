"""A dialogue with customers is planned, changed, or called off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from rituals import executives
from rituals.answers import OVER, only
from rituals.calendar import Calendar
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong
from rituals.dialogue import calendar_file, following, messages, rules
from rituals.dialogue.rights import for_whom, is_left, may_change
from rituals.dialogue.rules import AHEAD_OF, State
from rituals.dialogue.subjects import NOTICE, of, to
from rituals.executives import Executives
from rituals.shown import Form
from rituals.teams import of_organisation
from rituals.words import Day, _
from storage import dialogue as store
from storage import dialogue_own as own_store
from storage.dialogue import Dialogue

ORGANISERS: Final = _("an executive, who prepares for one, the culture coach or the relay coordinator")
THEIRS: Final = _("who goes, who prepares for them, or who looks after it")
NOBODY: Final = _("There are no executives yet. The admin appoints them with /customer role.")
PAST: Final = _("This moment has passed.")
FAR: Final = _("Choose a day within two years.")
CALLED_OFF: Final = _("The dialogue is off. Who goes and who planned it read so.")


# --- who may ----------------------------------------------------------------------------------------------------------
def _theirs(known: Executives, row: Dialogue | None, event: Event) -> Dialogue:
    """Raises Refused."""
    if row is None or State(row.state) not in AHEAD_OF:
        raise Refused(OVER)
    if not may_change(known, row, event.person):
        raise only(THEIRS)
    return row


def _choices(known: Executives, row: Dialogue | None, person: str) -> tuple[str, ...]:
    """Whoever goes by now can stay who goes, whoever changes it."""
    some = for_whom(known, person)
    goes = (row.person,) if row is not None and row.person and row.person not in some else ()
    return tuple(one for one in (*goes, *some) if one in known.executives)


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    known = await executives.known(turn)
    row = None
    if of(event.about) >= 0:
        found = await store.many(turn.session, [of(event.about)])
        row = _theirs(known, found.get(of(event.about)), event)
    some = _choices(known, row, event.person)
    if not some:
        raise Refused(NOBODY) if not known.executives else only(ORGANISERS)
    return messages.form(row, some)


async def save(turn: Turn, event: Event) -> Answer:
    held, known = None, await executives.known(turn)
    if of(event.about) >= 0:
        found = await store.hold(turn.session, [of(event.about)])
        held = _theirs(known, found.get(of(event.about)), event)
    calendar = await of_organisation(turn)
    new = _wanted(event.values, calendar, turn.now)
    if new["person"] not in _choices(known, held, event.person):
        raise Wrong(person=_("Choose an executive for whom you may plan."))
    others = await own_store.coming(turn.session, [new["person"]], calendar.day_of(turn.now))
    _ask(event, new, [each for each in others if held is None or each.id != held.id], calendar)
    if held is None:
        return await _begin(turn, event, new)
    return await _change(turn, event, held, new, left=is_left(known, held))


async def _begin(turn: Turn, event: Event, new: Mapping[str, Any]) -> Answer:
    row = Dialogue(organiser=event.person, at=turn.now, had_before=False, had_after=False, sequence=0, **new)
    turn.session.add(row)
    await turn.session.flush()
    await following.planned(turn, row, event.person)
    text = _("Planned: {date}, {time}. Who goes reads it, with a calendar file.", date=Day(row.day), time=row.clock)
    return Note(text)


async def _change(turn: Turn, event: Event, row: Dialogue, new: Mapping[str, Any], *, left: bool) -> Answer:
    """What is as it was stays so: nobody reads of a change that there isn't. `left`: it is theirs to look after now."""
    if all(getattr(row, name) == value for name, value in new.items()):
        return Note(_("Nothing was changed."))
    was = following.contact(row, off=True)
    if row.person != new["person"]:
        await _instead(turn, row, new)
    if left:
        await _taken_over(turn, row, event.person)
    for name, value in new.items():
        setattr(row, name, value)
    row.state, row.sequence = State.CHANGED.value, row.sequence + 1
    await turn.session.flush()
    if was is not None:
        await turn.tell(was)
    await following.planned(turn, row, event.person)
    return Note(_("Changed: {date}, {time}. A new calendar file is on its way.", date=Day(row.day), time=row.clock))


async def _instead(turn: Turn, row: Dialogue, new: Mapping[str, Any]) -> None:
    """Who went until now reads that another goes, and takes it out of their calendar."""
    if row.former is not None:
        turn.changed(NOTICE, to(row, row.former))
    row.former = row.person
    if row.former is not None and row.former != row.organiser:
        turn.changed(NOTICE, to(row, row.former))
        turn.whisper(row.former, calendar_file.without_you(row, await of_organisation(turn), turn.now))


async def _taken_over(turn: Turn, row: Dialogue, person: str) -> None:
    """Who planned it until now has it taken out of their calendar, unless they go, and reads no more of it."""
    before, row.organiser = row.organiser, person
    if before is not None and before not in (row.person, person):
        turn.changed(NOTICE, to(row, before))
        turn.whisper(before, calendar_file.not_yours(row, await of_organisation(turn), turn.now))


def _wanted(values: Mapping[str, Any], calendar: Calendar, now: datetime) -> dict[str, Any]:
    """Raises Wrong for a moment that has passed, or lies too far ahead."""
    day, clock = values["day"], values["clock"]
    starts_at = calendar.at(day, clock)
    if starts_at <= now:
        raise Wrong(**({"day": PAST} if day < calendar.day_of(now) else {"clock": PAST}))
    if day > calendar.day_of(now) + rules.AHEAD:
        raise Wrong(day=FAR)
    return {
        **{name: values[name] for name in ("title", "kind", "place", "person")},
        **{name: int(values[name]) for name in ("minutes", "before", "after")},
        "day": day,
        "clock": clock,
        "starts_at": starts_at,
        "note": values.get("note") or "",
    }


def _ask(event: Event, new: Mapping[str, Any], others: Iterable[Dialogue], calendar: Calendar) -> None:
    """Warnings, which a second submit passes."""
    mine = rules.span(new["starts_at"], new["minutes"], new["before"], new["after"])
    spans = [rules.span_of(each) for each in others if each.person == new["person"]]
    questions = {
        **({"outside": messages.OUTSIDE} if rules.outside(mine, calendar) else {}),
        **({"meets": messages.MEETS} if rules.meets(mine, spans) else {}),
    }
    event.ask(**questions)


# --- off, and the file ------------------------------------------------------------------------------------------------
async def cancel(turn: Turn, event: Event) -> Answer:
    known = await executives.known(turn)
    found = await store.hold(turn.session, [of(event.about)])
    row = _theirs(known, found.get(of(event.about)), event)
    await following.call_off(turn, row, event.person)
    return Note(CALLED_OFF)


async def send_file(turn: Turn, event: Event) -> Answer:
    row = (await store.many(turn.session, [of(event.about)])).get(of(event.about))
    known = await executives.known(turn)
    calendar = await of_organisation(turn)
    if row is None:
        raise Refused(OVER)
    if may_change(known, row, event.person) or event.person in following.both(row):
        return calendar_file.files(row, calendar, turn.now)
    if event.person == row.former:
        return calendar_file.without_you(row, calendar, turn.now)
    raise only(THEIRS)
