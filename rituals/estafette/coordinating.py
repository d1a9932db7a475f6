"""What whoever looks after the relay is told: in one message a day, which the day's further lines join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import executives, reach
from rituals.contract import Turn
from rituals.estafette import coordinator_messages as messages
from rituals.estafette.holding import Standing
from rituals.estafette.names import NEWS
from rituals.executives import Executives
from rituals.shown import Message, Place
from storage import estafette as store
from storage import roles
from storage.estafette import RelayLine

OPEN: Final = "open"  # a turn is open, and somebody is asked
RESTS: Final = "rests"  # nobody is left to ask
TALK: Final = "talk"  # two rounds in a row without a yes
NOT_BEGUN: Final = "not_begun"  # whoever it was to begin with doesn't
PAUSED: Final = "paused"  # by itself: “paused.circle”, “paused.channel” or “paused.weeks”
ENOUGH: Final = "enough"  # the circle is large enough again
OUTSIDERS: Final = "outsiders"  # people from outside read the channel
UNREAD: Final = "unread"  # not everybody can read the channel


async def tell(turn: Turn, standing: Standing, kind: str, person: str | None = None, week: date | None = None) -> None:
    """The day's message of each of them begins, or has one line more. The same line isn't said twice a day: it is the
    last one then."""
    today = standing.calendar.day_of(turn.now)
    await turn.session.flush()
    for row in await store.lines(turn.session, [today]):
        if (row.kind, row.person, row.week) == (kind, person, week):
            await turn.session.delete(row)
    turn.session.add(RelayLine(on=today, kind=kind, person=person, week=week))
    await turn.session.flush()
    await show(turn, standing.offices, today)


async def newest(turn: Turn, kinds: Iterable[str]) -> str | None:
    """Which of these was told last, as long as it is kept."""
    rows = await store.lines_of(turn.session, kinds)
    return rows[-1].kind if rows else None


async def follow(turn: Turn, standing: Standing) -> None:
    """Lines with a button that acts on the whole relay follow what it can do now."""
    await turn.session.flush()
    rows = await store.lines_of(turn.session, messages.WITH_BUTTONS)
    if rows:
        drawn_again(turn, rows, await readers(turn, standing.offices))


async def show(turn: Turn, offices: Executives, day: date) -> None:
    some = await readers(turn, offices)
    moments = await reach.moments(turn, some)
    for person in some:
        turn.show(NEWS, subject(person, day), Place(person=person, after=moments.get(person)))


async def readers(turn: Turn, offices: Executives) -> Sequence[str]:
    """Coordinators; where there are none, the admins."""
    return offices.coordinators or tuple(row.key for row in await roles.admins(turn.session))


def subject(person: str, day: date) -> str:
    return f":{day.isoformat()}:{person}"


def _named(subject: str) -> tuple[date, str] | None:
    day, _, person = subject.removeprefix(":").partition(":")
    try:
        return date.fromisoformat(day), person
    except ValueError:
        return None


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Nothing for who looks after it no more; who reads in their place has no buttons. Six statements."""
    wanted = {each: found for each in subjects if (found := _named(each)) is not None}
    lines = await store.lines(turn.session, {day for day, _person in wanted.values()})
    offices = await executives.known(turn)
    some = await readers(turn, offices)
    relay = await store.relay(turn.session)
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for each, (day, person) in wanted.items():
        mine = [row for row in lines if row.on == day]
        if person in some and mine and relay is not None:
            drawn[each] = messages.news(mine, relay, acts=person in offices.coordinators)
    return drawn


def drawn_again(turn: Turn, some: Iterable[RelayLine], readers: Iterable[str]) -> None:
    for person in readers:
        for day in sorted({row.on for row in some}):
            turn.changed(NEWS, subject(person, day))
