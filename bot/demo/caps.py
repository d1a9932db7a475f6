"""What the cap adds to a rehearsal: the team's weekly meeting, a flag in it, and one minute of looking back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select

from bot.demo.agenda import Day
from bot.demo.meetings import WEEKLY
from bot.demo.rehearsing import Rehearsal
from bot.demo.tongue import Both
from bot.stage import Actor
from storage import people
from storage.klantpet import Meeting, MeetingDay

AHEAD: Final = frozenset({"PLANNED", "INVITED", "ACCEPTED", "CALLING"})  # of an occurrence
CHECKS_IN: Final = timedelta(minutes=2)  # before the start
TALKS: Final = timedelta(minutes=12)  # into the meeting somebody raises a flag

# --- what people press, and the fields that they fill in --------------------------------------------------------------
TAKE, FLAG = Both("Ik pak de pet", "I'll take the cap"), Both("🚩 Klantvlag", "🚩 Customer flag")
LOOK = Both("Terugblik (1 minuut)", "Look back (1 minute)")
AFFECTS, KIND = Both("Wat raakt de klant hier?", "What affects the customer here?"), Both("Soort", "Kind")
UNSEEN = Both("klant uit beeld", "customer out of sight")
CONSIDERED, YES = Both("Kwam de klant aan bod?", "Was the customer considered?"), Both("ja", "yes")
OTHERWISE = Both("Wat besloten we anders door de klant?", "What did we decide differently because of the customer?")

# --- what they write --------------------------------------------------------------------------------------------------
ROSTER = Both(
    "We praten over het rooster, maar wie helpt de klant op zaterdag?",
    "We talk about the roster, but who helps the customer on Saturdays?",
)
SATURDAY = Both(
    "Op zaterdag belt voortaan altijd iemand terug.", "From now on somebody always rings back on Saturdays."
)

# --- captions ---------------------------------------------------------------------------------------------------------
WORN = Both(
    "{time}. Het weekoverleg begint zo. {name} draagt de klantpet, en brengt één vraag namens de klant mee.",
    "{time}. The weekly meeting is about to begin. {name} wears the customer's cap, and brings one question along.",
)
SILENT = Both(
    "{name} zei niets op de uitnodiging, en dat is ook ja. Doorgeven mag altijd, zonder reden.",
    "{name} said nothing to the invitation, which is a yes as well. Passing it on is always fine, without a reason.",
)
FREE = Both(
    "{time}. Het weekoverleg begint zo, en de klantpet is nog vrij. {name} pakt hem.",
    "{time}. The weekly meeting is about to begin, and the customer's cap is still free. {name} takes it.",
)
FLAGGED = Both(
    "{name} steekt een klantvlag op, zonder naam. Die staat in het draadje.",
    "{name} raises a customer flag, without a name. It is in the thread.",
)
PLACED = Both(
    "Alleen {name} heeft nu een knop om de vlag weg te halen. Van wie hij is, staat nergens.",
    "Only {name} now has a button that takes the flag down. Whose it is stands nowhere.",
)
LOOKS = Both(
    "{time}. {name} kijkt één minuut terug: wat besloot het team anders door de klant?",
    "{time}. {name} looks back for one minute: what did the team decide differently because of the customer?",
)
DECIDED = Both(
    "Het staat in het draadje, en in /klantpet bij wat eerder anders werd besloten.",
    "It is in the thread, and in /customerhat with what was decided differently before.",
)


async def meet(at: Rehearsal, day: Day) -> None:
    """The meeting that the demo began with, where it is held that day and still to come."""
    row = await _held(at, day.day)
    if row is None or row.state not in AHEAD or row.starts_at <= at.turns.now():
        return
    silent = row.state == "INVITED"
    await at.until(row.starts_at - CHECKS_IN)
    wearer = await _wearer(at, day, silent=silent)
    if wearer is None:
        return
    await at.until(row.starts_at + TALKS)
    await _flag(at, day, wearer)
    await at.until(row.starts_at + timedelta(minutes=row.minutes))
    text = {CONSIDERED: YES, OTHERWISE: at.here.tongue(SATURDAY)}
    if at.hands.asked(wearer, LOOK) and await at.step(LOOKS, wearer, partial(_back, at, text), time=at.turns.now()):
        await at.says(DECIDED)


async def _wearer(at: Rehearsal, day: Day, *, silent: bool) -> Actor | None:
    row = await _held(at, day.day)
    if row is None or row.state != "CHECKED_IN":
        return None
    if row.wearer is None:
        take = partial(at.hands.on_card, channel=at.channel, button=TAKE)
        who = at.somebody(day.present)
        return who if await at.step(FREE, who, take, on=TAKE, time=at.turns.now()) else None
    who = next((one for one in map(at.here.actor, at.crew.people) if one.id == row.wearer), None)
    if who is not None:
        await at.says(WORN, name=who, time=at.turns.now())
        await (at.says(SILENT, name=who) if silent else at.turns.forward(at.turns.now()))
    return who


async def _flag(at: Rehearsal, day: Day, wearer: Actor) -> None:
    who = at.somebody(day.present, wearer)
    if await at.step(FLAGGED, who, partial(_raise, at), on=FLAG) and who is not None:
        await at.says(PLACED, name=who)


async def _raise(at: Rehearsal, who: Actor) -> None:
    await at.hands.on_card(who, at.channel, FLAG)
    await at.hands.sends(who, {AFFECTS: at.here.tongue(ROSTER), KIND: UNSEEN})


async def _back(at: Rehearsal, said: dict[Both, object], who: Actor) -> None:
    await at.hands.answers(who, LOOK)
    await at.hands.sends(who, said)


async def _held(at: Rehearsal, day: date) -> MeetingDay | None:
    """Only of the team whose meeting it is."""
    house = at.here.stage.house
    async with house.turns.reading(house.org) as turn:
        mine = select(MeetingDay).join(Meeting, (Meeting.org == MeetingDay.org) & (Meeting.id == MeetingDay.meeting))
        named = mine.where(Meeting.name == at.here.tongue(WEEKLY.name), MeetingDay.day == day)
        there = named.join(people.Team, (people.Team.org == MeetingDay.org) & (people.Team.id == MeetingDay.team))
        return (await turn.session.scalars(there.where(people.Team.channel == at.channel).limit(1))).first()
