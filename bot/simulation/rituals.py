"""Rituals made for the simulation: all that a turn can want, and a table that says what each committed turn wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Column, MetaData, String, Table, func, insert, select

from rituals.contract import Action, Answer, Card, Due, Event, Ritual, Timer, Turn, each
from rituals.facts import Delivered, GaveUp
from rituals.shown import CardRef, Message, Place, Text
from rituals.words import Sentence

# Kind: event, timer, early (a timer), said, card, count, closed, told (a card stands) or lost (something was given up).
# Of the house's own tables only, so it stands in no migration.
WANTED = Table("simulated", MetaData(), Column("kind", String), Column("key", String), Column("about", String))
CARD, TICK, PRESS = "simulated.card", "simulated.tick", "simulated.press"
ORGS = ("T1", "T2")  # two organisations: the cards of even and of odd numbers
CHANNELS = 10  # cards whose number ends in the same digit stand in one channel
LINKS = 3  # timers in a chain: each plans the next
PAUSE = timedelta(seconds=7)  # between two of them


def simulated() -> Ritual:
    return Ritual(
        "simulated",
        actions={PRESS: Action(_pressed, edge=True)},
        timers={TICK: Timer(each(_ticked))},
        cards={CARD: Card(_drawn, told=True)},
        hears={Delivered: _told, GaveUp: _gave_up},
    )


async def _pressed(turn: Turn, event: Event) -> Answer:
    """What this event makes the turn want: its words, in `values`."""
    await _wanted(turn, "event", event.id)
    for word in event.values["wants"]:
        await WORDS[word](turn, event.about, event.id)
    return None


async def _ticked(turn: Turn, due: Due) -> None:
    """`about`: the chain, and which of its timers this is."""
    if due.at > turn.now:
        await _wanted(turn, "early", due.about)
    await _wanted(turn, "timer", due.about)
    chain, _, count = due.about.partition("/")
    if int(count) < LINKS:
        turn.at(TICK, f"{chain}/{int(count) + 1}", turn.now + PAUSE)
        await _say(turn, chain, f"{due.about} ticked")
    else:
        await _change(turn, chain, due.about)


async def _say(turn: Turn, about: str, key: str) -> None:
    await _said(turn, Place(channel=channel_of(about)), f"said {key}")


async def _write(turn: Turn, about: str, key: str) -> None:
    """To one person."""
    await _said(turn, Place(person="U1"), f"written {key}")


async def _hold(turn: Turn, about: str, key: str) -> None:
    await _said(turn, Place(channel=channel_of(about), after=turn.now + PAUSE), f"held {key}")


async def _line(turn: Turn, about: str, key: str) -> None:
    """In the thread under the card, which may not be posted yet."""
    await _show(turn, about, key)
    await _said(turn, Place(under=CardRef(CARD, about)), f"line {key}")


async def _said(turn: Turn, place: Place, text: str) -> None:
    await _wanted(turn, "said", text)
    turn.say(place, _message(text))


async def _show(turn: Turn, about: str, key: str) -> None:
    await _wanted(turn, "card", key, about)
    turn.show(CARD, about, Place(channel=channel_of(about)))


async def _change(turn: Turn, about: str, key: str) -> None:
    await _wanted(turn, "count", key, about)
    turn.changed(CARD, about)


async def _close(turn: Turn, about: str, key: str) -> None:
    """The card draws nothing from here on."""
    await _wanted(turn, "closed", key, about)
    turn.changed(CARD, about)


async def _tick(turn: Turn, about: str, key: str) -> None:
    turn.at(TICK, f"{about}/1", turn.now + PAUSE)


WORDS = {
    "say": _say,
    "write": _write,
    "hold": _hold,
    "line": _line,
    "show": _show,
    "change": _change,
    "close": _close,
    "tick": _tick,
}


async def _told(turn: Turn, fact: Delivered) -> None:
    await _wanted(turn, "told", fact.about, fact.about)


async def _gave_up(turn: Turn, fact: GaveUp) -> None:
    await _wanted(turn, "lost", giving_up(fact.about, fact.channel, fact.person))


def giving_up(about: str, channel: str, person: str) -> str:
    """What a ritual hears when a card, or what was said there, is given up."""
    return f"{f'card {about}' if about else 'what was said'} in {channel or person or 'a thread'}"


def org_of(about: str) -> str:
    return ORGS[int(about) % len(ORGS)]


def channel_of(about: str) -> str:
    return f"C{int(about) % CHANNELS}"


async def _drawn(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Message | None]:
    found = select(WANTED.c.about, WANTED.c.kind, func.count()).where(WANTED.c.about.in_(abouts))
    rows = await turn.session.execute(found.group_by(WANTED.c.about, WANTED.c.kind))
    counts = {(about, kind): count for about, kind, count in rows}
    return {about: _counted(about, counts) for about in abouts}


def _counted(about: str, counts: Mapping[tuple[str, str], int]) -> Message | None:
    if counts.get((about, "closed")):
        return None
    return _message(reads(about, counts.get((about, "count"), 0)))


def reads(about: str, count: int) -> str:
    """What the newest version of a card says."""
    return f"card {about}: {count}"


async def _wanted(turn: Turn, kind: str, key: str, about: str = "") -> None:
    await turn.session.execute(insert(WANTED), {"kind": kind, "key": key, "about": about})


def _message(text: str) -> Message:
    return Message((Text(Sentence(text)),))
