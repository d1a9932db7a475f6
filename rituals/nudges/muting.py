"""The ways out: not now, quiet for a while, and hearing from the bot again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from rituals import reach
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn
from rituals.facts import NudgesChanged, PutOff
from rituals.grammar import normal, split
from rituals.nudges import drawing, messages, rules
from rituals.nudges.messages import EVERYTHING, Lasting
from rituals.shown import Form
from storage import nudges as store

OFF: Final = "off"
DURATIONS: Final[Mapping[str, str]] = {
    "1 week": Lasting.WEEK,
    "een week": Lasting.WEEK,
    "one week": Lasting.WEEK,
    "week": Lasting.WEEK,
    "1 maand": Lasting.MONTH,
    "een maand": Lasting.MONTH,
    "maand": Lasting.MONTH,
    "1 month": Lasting.MONTH,
    "one month": Lasting.MONTH,
    "month": Lasting.MONTH,
    "aan": Lasting.GOOD,
    "on": Lasting.GOOD,
    "altijd": Lasting.GOOD,
    "always": Lasting.GOOD,
    "uit": OFF,
    "off": OFF,
}
ALL_WORDS: Final = frozenset({"alles", "all", "everything"})


# --- on the message ---------------------------------------------------------------------------------------------------
async def way_out(turn: Turn, event: Event) -> Answer:
    """`about`: “later:2026-11-23” or “mute:2026-11-23”, of the person's own message of that day."""
    choice, _, day = event.about.partition(":")
    row = await store.hold(turn.session, event.person, date.fromisoformat(day))
    if row is None:
        raise Refused(messages.GONE)
    about = rules.rituals_in(row.lines)
    if choice == "mute":
        return Opens(messages.FORM, ",".join(about))
    if row.later:
        return None
    row.later = True
    for kind, subject in row.lines:
        await turn.tell(PutOff(kind, subject, event.person))
    await store.acted(turn.session, event.person, *about)
    turn.changed(drawing.CARD, drawing.subject(row.person, row.day))
    return None


async def go_on(turn: Turn, event: Event) -> Answer:
    """*Nee, dank je* to the offer of quiet."""
    await store.acted(turn.session, event.person, event.about)
    await drawing.changed(turn, NudgesChanged(rules.STOPASK, ((event.person, event.about),)))
    return Note(messages.LISTENING)


async def listen(turn: Turn, event: Event) -> Answer:
    """Everything is heard again."""
    return await _off(turn, event.person, None)


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """`about`: the rituals to choose from; all of them where it names none."""
    known = messages.names(turn.rituals)
    wanted = [each for each in event.about.split(",") if each in known]
    return messages.form(known, wanted or sorted(known), wanted[0] if len(wanted) == 1 else None)


async def chosen(turn: Turn, event: Event) -> Answer:
    what, lasting = str(event.values["what"]), str(event.values["lasting"])
    return await _mute(turn, event.person, rules.ALL if what == EVERYTHING else what, lasting)


async def _mute(turn: Turn, person: str, ritual: str, lasting: str) -> Note:
    today = await reach.today(turn, person)
    ends = {Lasting.WEEK: today + timedelta(weeks=1), Lasting.MONTH: rules.in_a_month(today)}
    until = ends.get(Lasting(lasting))
    await store.mute(turn.session, turn.org, person, [ritual], until)
    await store.acted(turn.session, person, *([ritual] if ritual else messages.names(turn.rituals)))
    await _put_off(turn, person, ritual, today)
    return messages.muted(messages.names(turn.rituals), ritual, until)


async def _put_off(turn: Turn, person: str, ritual: str, today: date) -> None:
    """Who wants quiet agrees to nothing by it: what was asked already isn't asked any more."""
    for _person, day, lines in await store.sent_to(turn.session, [person], today - rules.OPEN):
        muted = [(kind, about) for kind, about in lines if ritual in (rules.ALL, rules.ritual_about(kind, about))]
        for kind, about in muted:
            await turn.tell(PutOff(kind, about, person, quiet=True))
        if muted:
            turn.changed(drawing.CARD, drawing.subject(person, day))


# --- the command ------------------------------------------------------------------------------------------------------
async def typed(turn: Turn, event: Event) -> Answer:
    """/klant stil [dagstart] [1 week|1 maand|uit]; without a duration the form."""
    ritual, lasting = _meant(turn, event.text)
    if lasting == OFF:
        return await _off(turn, event.person, ritual)
    if lasting:
        return await _mute(turn, event.person, ritual or rules.ALL, lasting)
    return Opens(messages.FORM, ritual or "")


def _meant(turn: Turn, text: str) -> tuple[str | None, str]:
    """The ritual, None for all; and how long, empty where that wasn't said. Raises Refused."""
    words = _words(turn)
    found, rest = split(text, words)
    ritual = words[found] if found is not None else None
    lasting = DURATIONS.get(normal(rest), "")
    if rest and not lasting:
        raise messages.not_understood(text, [messages.words_of(each) for each in turn.rituals if each.nudges])
    return ritual or None, lasting


def _words(turn: Turn) -> Mapping[str, str]:
    """What a person may type -> the ritual; empty for all."""
    found = dict.fromkeys(ALL_WORDS, rules.ALL)
    for ritual in turn.rituals:
        if ritual.nudges:
            found |= dict.fromkeys((ritual.name, *messages.words_of(ritual)), ritual.name)
    return found


async def _off(turn: Turn, person: str, ritual: str | None) -> Note:
    mine = (await store.mutes(turn.session, [person])).get(person, {})
    today = await reach.today(turn, person)
    still = {each: until for each, until in mine.items() if rules.muted({each: until}, each, today)}
    if not _covers(still, ritual):
        return Note(messages.NOT_MUTED)
    await store.unmute(turn.session, person, None if ritual is None else [ritual])
    if ritual is not None and rules.ALL in still:
        raise messages.muted_all()
    return Note(messages.LISTENING)


def _covers(still: Mapping[str, date | None], ritual: str | None) -> Sequence[str]:
    return [each for each in still if ritual is None or each in (ritual, rules.ALL)]
