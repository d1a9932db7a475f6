"""One person's own agreements: begun on saving, and theirs alone to change. Nobody else ever reads of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rituals import reach
from rituals.alsdan import forms, messages, own_messages, own_rules, rules
from rituals.alsdan.fading import taken_up, week_number
from rituals.alsdan.own_rules import Asks, Choice
from rituals.alsdan.own_subjects import AID, LOOK, TIMER, behind, id_of, looks_of, week_in
from rituals.alsdan.relapse import noticed
from rituals.alsdan.rules import State
from rituals.alsdan.sentences import tidied
from rituals.alsdan.subjects import More, Words, own, sentence, words_of
from rituals.answers import OVER
from rituals.calendar import PersonCalendar
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, keys_of
from rituals.facts import NudgesChanged
from rituals.shown import Form, Text
from rituals.words import Sentence, Strong, _
from storage import alsdan_own as store
from storage import nudges, people
from storage.alsdan import PersonalAgreement


# --- beginning --------------------------------------------------------------------------------------------------------
async def room(turn: Turn, person: str) -> None:
    """Raises Refused, with those that run and what can be done about them."""
    some = await store.of(turn.session, [person], own_rules.RUNS)
    if len(some) < own_rules.MOST:
        return
    today = await reach.today(turn, person)
    pieces = tuple(Text(sentence(row), own_messages.buttons(row, today)) for row in some)
    raise Refused(messages.LIMIT, pieces=pieces)


async def begin(turn: Turn, event: Event, words: Words, why: str | None, more: More) -> Answer:
    await people.hold_person(turn.session, event.person)
    await room(turn, event.person)
    today = await reach.today(turn, event.person)
    row = PersonalAgreement(
        person=event.person,
        state=State.ACTIVE.value,
        x=words.x,
        y=words.y,
        old=more.old,
        why=why,
        often=more.often,
        aid=more.aid,
        weekday=more.weekday,
        clock=more.clock,
        at=turn.now,
        since=today,
        activated_on=today,
        aids_from=today,
    )
    turn.session.add(row)
    await turn.session.flush()
    return Note(_("Agreed with yourself: {sentence} Only you see this.", sentence=Strong(sentence(row))))


# --- choosing ---------------------------------------------------------------------------------------------------------
async def mine(turn: Turn, event: Event) -> PersonalAgreement:
    """Held, after its person: what runs is counted as well. Raises Refused where it is gone, or somebody else's."""
    await people.hold_person(turn.session, event.person)
    row = (await store.hold(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.person != event.person:
        raise Refused(messages.GONE)
    return row


async def choose(turn: Turn, event: Event) -> Answer:
    """`about` ends with the choice."""
    row = await mine(turn, event)
    days = (await reach.days(turn, [event.person]))[event.person]
    choice = next((each for each in Choice if each == behind(event.about)), None)
    today = days.day_of(turn.now)
    state = own_rules.after(State(row.state), choice, _week(row, today)) if choice is not None else None
    if state is None or choice is None:
        raise Refused(OVER)
    if state is State.ACTIVE and row.state not in own_rules.RUNS:
        await room(turn, event.person)
    if choice is Choice.FADED:
        row.activated_on, row.aids_from = today, taken_up(today)
    await move(turn, row, state, days)
    return Note(_said(row, choice))


def _week(row: PersonalAgreement, today: date) -> int:
    return week_number(row.activated_on or today, today)


def _said(row: PersonalAgreement, choice: Choice) -> Sentence:
    """One's own words stand in it only where there is something to read again."""
    match choice:
        case Choice.ANCHOR:
            return _("Anchored 🌱 {sentence} I won't remind you any more.", sentence=messages.strong(words_of(row)))
        case Choice.LETGO:
            return _("Let go: {sentence} Thank you for trying it.", sentence=messages.strong(words_of(row)))
        case Choice.PAUSE:
            return _("A rest. Say so when you want to go on.")
    return _("Saved. Thank you.")


async def move(turn: Turn, row: PersonalAgreement, state: State, days: PersonCalendar) -> None:
    """With when that state ends by itself, and whatever message of the day mentions it drawn again."""
    _into(turn, row, state, days)
    await turn.session.flush()
    await drawn_again(turn, [row], row.since)


def _into(turn: Turn, row: PersonalAgreement, state: State, days: PersonCalendar) -> None:
    row.state, row.since, row.asked = state.value, days.day_of(turn.now), ""
    ends(turn, row, _until(turn, state, days))


def _until(turn: Turn, state: State, days: PersonCalendar) -> datetime | None:
    match state:
        case State.RESTARTING:
            return rules.working(turn.now, rules.TO_CHOOSE, days)
        case State.PAUSED:
            return turn.now + rules.REST
        case State.ANCHORED:
            return turn.now + rules.QUARTER
    return None


def ends(turn: Turn, row: PersonalAgreement, moment: datetime | None) -> None:
    row.until = moment
    if moment is None:
        turn.cancel(TIMER, own(row))
    else:
        turn.at(TIMER, own(row), moment)


async def drawn_again(turn: Turn, rows: Iterable[PersonalAgreement], today: date) -> None:
    some = list(rows)
    if some:
        await turn.tell(NudgesChanged(AID, tuple((row.person, own(row)) for row in some)))
        await turn.tell(NudgesChanged(LOOK, tuple((row.person, each) for row in some for each in looks_of(row, today))))


# --- other words ------------------------------------------------------------------------------------------------------
async def words_form(turn: Turn, event: Event) -> Form:
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.person != event.person:
        raise Refused(messages.GONE)
    weekday = str(row.weekday) if row.weekday else None
    given = {"x": row.x, "y": row.y, "aid": row.aid, "weekday": weekday, "clock": row.clock}
    notes = {"smaller": _("What would be the smallest step?"), "cue": _("Which moment do you notice more easily?")}
    return forms.own_words(given, notes.get(behind(event.about)))


async def reword(turn: Turn, event: Event) -> Answer:
    row = await mine(turn, event)
    if row.state not in own_rules.RUNS:
        raise Refused(OVER)
    words = tidied(event.values["x"], event.values["y"])
    if not words.x or not words.y:
        raise Refused(OVER)
    row.aid, row.weekday, row.clock = forms.chosen_aid(event.values)
    if (row.x, row.y) != (words.x, words.y):
        row.x, row.y, row.version = words.x, words.y, row.version + 1
    days = (await reach.days(turn, [event.person]))[event.person]
    await move(turn, row, State.ACTIVE, days)
    return Note(_("From now on you say: {sentence}", sentence=messages.strong(words_of(row))))


# --- looking back -----------------------------------------------------------------------------------------------------
async def answer(turn: Turn, event: Event) -> Answer:
    """`about` ends with the week and the answer. The confirmation doesn't repeat it."""
    row, week, said = await mine(turn, event), week_in(event.about), keys_of(event.about)[-1]
    days = (await reach.days(turn, [event.person]))[event.person]
    today = days.day_of(turn.now)
    if week is None or said not in own_messages.ANSWERS or row.state not in own_rules.RUNS:
        raise Refused(OVER)
    if not own_rules.can_answer(*week, today):
        raise Refused(OVER)
    await store.answer(turn.session, turn.org, row.id, week, said)
    known = (await store.answers(turn.session, [row.id]))[row.id]
    looked = [(own_rules.look_day(one.year, one.week), one.answer) for one in known]
    if State(row.state) is State.ACTIVE and own_rules.slipped(looked, row.since):
        await move(turn, row, State.RESTARTING, days)
        keep = own_messages.choice(row, Choice.KEEP)
        return Note(own_messages.RESTART, (*own_messages.anew(row), keep))
    await drawn_again(turn, [row], today)
    return Note(_("Noted. Only you see this."))


async def relapse(turn: Turn, event: Event) -> Answer:
    """Nothing is stored of it."""
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.person != event.person:
        raise Refused(messages.GONE)
    return Note(noticed(row))


# --- what ends by itself ----------------------------------------------------------------------------------------------
async def due(turn: Turn, some: Sequence[Due]) -> None:
    held = await store.hold(turn.session, [id_of(one.about) for one in some])
    rows = [row for row in held.values() if row.until is not None]
    days = await reach.days(turn, {row.person for row in rows})
    for row in rows:
        if row.person in days and row.until is not None and row.until <= turn.now:
            _end(turn, row, days[row.person])
    await turn.session.flush()
    await drawn_again(turn, rows, turn.now.date())


def _end(turn: Turn, row: PersonalAgreement, days: PersonCalendar) -> None:
    """A rest and what became a habit are asked about; without an answer the one is let go, and the other stays."""
    match State(row.state), row.asked.partition(".")[0]:
        case State.RESTARTING, _:
            _into(turn, row, State.PAUSED, days)
        case State.PAUSED, Asks.REST:
            _into(turn, row, State.RETIRED, days)
        case State.PAUSED, _:
            row.asked = Asks.REST
            ends(turn, row, rules.working(turn.now, rules.TO_RESUME, days))
        case State.ANCHORED, "":
            row.asked = Asks.QUARTER
            ends(turn, row, rules.working(turn.now, rules.TO_CHOOSE, days))
        case State.ANCHORED, _:
            _into(turn, row, State.ANCHORED, days)
        case _:
            ends(turn, row, None)


# --- when its person goes ---------------------------------------------------------------------------------------------
async def dropped(turn: Turn, person: str) -> None:
    """All of it, at once; also out of the messages that mention it."""
    rows = await store.of(turn.session, [person])
    await store.drop(turn.session, person)
    for row in rows:
        turn.cancel(TIMER, own(row))
    await drawn_again(turn, rows, turn.now.date())
    await nudges.drop_lines(turn.session, person, (AID, LOOK))
