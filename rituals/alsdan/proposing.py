"""A proposal for a team: made, joined, worded otherwise, withdrawn. Nothing but its joiners makes it begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import reach
from rituals.alsdan import life, messages, rules
from rituals.alsdan.holding import (
    JOINING,
    OFFERED,
    PROPOSAL,
    Held,
    ends,
    hold,
    hold_one,
    lapse,
    move,
    moved,
    named,
    working,
)
from rituals.alsdan.rules import Facts, Happens, State
from rituals.alsdan.subjects import More, Words, id_of, subject, words_of
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, keys_of, team_of
from rituals.shown import CardRef, Menu, Place
from rituals.words import Day, _
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage.alsdan import Agreement, AgreementProposal

UNBEGUN: Final = frozenset({State.DRAFT, State.EXPIRED})  # whoever proposed it can begin anew with it
PROPOSER: Final = _("whoever proposed it")


# --- making one -------------------------------------------------------------------------------------------------------
async def propose(
    turn: Turn, team: int, person: str, words: Words, why: str, more: More, anew: int | None = None
) -> Answer:
    """`anew`: the one of theirs that hadn't begun and that they begin anew with. Raises Refused where there is no room
    for it, or it is too soon."""
    held = await hold(turn, [] if anew is None else [anew], also=[team])
    await _may(turn, held, team, words)
    _let_rest(turn, held.rows.get(anew or 0), team, person)
    row = _made(turn, held, team, person, words, why, more)
    turn.session.add(row)
    await turn.session.flush()
    ends(turn, row, working(turn, held.teams[team], rules.TO_JOIN))
    turn.show(PROPOSAL, subject(row), Place(channel=held.teams[team].channel))
    text, buttons = messages.proposed(row)
    return Note(text, buttons)


def _made(turn: Turn, held: Held, team: int, person: str, words: Words, why: str, more: More) -> Agreement:
    return Agreement(
        team=team,
        state=State.PROPOSED.value,
        x=words.x,
        y=words.y,
        old=more.old,
        why=why,
        often=more.often,
        aid=more.aid,
        weekday=more.weekday,
        clock=more.clock,
        proposer=person,
        at=turn.now,
        since=held.today(turn, team),
    )


def _let_rest(turn: Turn, old: Agreement | None, team: int, person: str) -> None:
    """It is nobody's to begin anew with a second time; that its sentence didn't begin stays known."""
    if old is not None and (old.team, old.proposer) == (team, person) and State(old.state) in UNBEGUN:
        old.proposer = None
        turn.changed(PROPOSAL, subject(old))


async def _may(turn: Turn, held: Held, team: int, words: Words) -> None:
    running = await life.running(turn, team)
    if len(running) >= rules.RUN:
        raise full(running)
    open_ = await store.of_teams(turn.session, [team], [State.PROPOSED])
    if any(rules.same(words, words_of(row)) for row in open_.values()):
        raise Refused(_("This proposal is in the channel already. You can join it there."))
    _room(await life.ground(turn, team))
    today, calendar = held.today(turn, team), held.teams[team].calendar
    for row in await choices.proposed_since(turn.session, team, calendar.add_workdays(today, -rules.AGAIN)):
        day = rules.may_again(row.since, today, calendar) if row.reason != rules.NO_ROOM else None
        if day is not None and rules.same(words, words_of(row)):
            raise Refused(_("This proposal didn't begin lately. From {day} on you can make it again.", day=Day(day)))


def _room(known: Facts) -> None:
    if rules.after(State.DRAFT, Happens.PROPOSED, known) is State.PROPOSED:
        return
    if known.members < rules.LEAST:
        raise Refused(messages.TWO)
    raise Refused(_("Your team has two open proposals already. Join one of them, or wait until they are decided on."))


def full(running: Sequence[Agreement]) -> Refused:
    """As many run as can: with what one may propose about each of them."""
    menu = Menu(_("Choose"), "alsdan.room", messages.to_make_room(running))
    return Refused(messages.limit(running), menu=menu)


# --- joining ----------------------------------------------------------------------------------------------------------
async def join(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    if State(row.state) in rules.KEPT:
        return Note(messages.RUNS)
    if State(row.state) is not State.PROPOSED:
        raise Refused(OVER)
    if row.proposer is None:
        raise Refused(OVER)
    if row.proposer == event.person:
        return Note(messages.OWN)
    if not await choices.join(turn.session, turn.org, row.id, event.person, turn.now):
        return Note(ALREADY)
    row.joined = len(await choices.joiners(turn.session, row.id))
    known = (await life.facts(turn, [row]))[row.id]
    if rules.after(State.PROPOSED, Happens.JOINED, known) is State.ACTIVE:
        life.begin(turn, held, row)
    await moved(turn, held, [row])
    return Note(messages.WAITS if known.waits else messages.JOINED)


# --- its proposer -----------------------------------------------------------------------------------------------------
async def withdraw(turn: Turn, event: Event) -> Answer:
    row, held = await _of_proposer(turn, event)
    if State(row.state) is State.DRAFT:
        return Note(ALREADY)
    if rules.after(State(row.state), Happens.WITHDRAWN, Facts()) is not State.DRAFT:
        raise Refused(OVER)
    await end(turn, held, [row], State.DRAFT)
    return Note(_("Removed. Nobody is notified."))


async def end(turn: Turn, held: Held, rows: Sequence[Agreement], state: State) -> None:
    """Before it began: nobody is kept who had joined."""
    for row in rows:
        move(turn, held, row, state)
        row.joined = 0
    await choices.forget_joiners(turn.session, [row.id for row in rows])
    await moved(turn, held, rows)


async def reshape(turn: Turn, event: Event) -> Answer:
    """The form, with what had been proposed."""
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or State(row.state) not in UNBEGUN:
        raise Refused(OVER)
    if row.proposer != event.person:
        raise only(PROPOSER)
    weekday = str(row.weekday) if row.weekday else None
    said = {"x": row.x, "y": row.y, "old": row.old, "whom": "team", "why": row.why, "often": row.often}
    values = {**said, "aid": row.aid, "weekday": weekday, "clock": row.clock, "anew": row.id}
    return Opens("alsdan.new", str(row.team), {name: value for name, value in values.items() if value})


async def _of_proposer(turn: Turn, event: Event) -> tuple[Agreement, Held]:
    row, held = await hold_one(turn, event)
    if row.proposer != event.person:
        raise only(PROPOSER)
    return row, held


# --- other words for it -----------------------------------------------------------------------------------------------
async def suggest(turn: Turn, row: Agreement, person: str, words: Words) -> Answer:
    """Of a held proposal: in its thread, and to its proposer, who adopts them or not."""
    if row.proposer == person:
        raise Refused(_("This proposal is yours. Withdraw it and make it anew, then you choose the words."))
    one = AgreementProposal(
        agreement=row.id, choice=JOINING, x=words.x, y=words.y, by=person, at=turn.now, state="open"
    )
    turn.session.add(one)
    await turn.session.flush()
    turn.say(Place(under=CardRef(PROPOSAL, subject(row))), messages.suggested(words))
    if row.proposer is not None:
        after = await reach.at(turn, row.proposer)
        turn.show(OFFERED, named(row, one), Place(person=row.proposer, after=after))
    return Note(_("It stands under the proposal. Whoever made it decides about the words."))


async def adopt(turn: Turn, event: Event) -> Answer:
    row, held, one = await _offered(turn, event)
    row.x, row.y = one.x or row.x, one.y or row.y
    lapse(turn, row, one, "agreed")
    joined = await choices.joiners(turn.session, row.id)
    moments = await reach.moments(turn, joined)
    for person in joined:
        turn.say(Place(person=person, after=moments.get(person)), messages.reworded_for(row))
    for other in await choices.open_about(turn.session, [row.id]):
        turn.changed(OFFERED, named(row, other))
    await moved(turn, held, [row])
    return Note(_("Adopted. Whoever had joined hears it from me."))


async def leave(turn: Turn, event: Event) -> Answer:
    row, _held, one = await _offered(turn, event)
    lapse(turn, row, one)
    return Note(_("It stays as it was."))


async def _offered(turn: Turn, event: Event) -> tuple[Agreement, Held, AgreementProposal]:
    row, held = await _of_proposer(turn, event)
    one = (await choices.hold_proposals(turn.session, [proposal_of(event.about)])).get(proposal_of(event.about))
    if one is None or one.agreement != row.id or one.state != "open" or State(row.state) is not State.PROPOSED:
        raise Refused(OVER)
    return row, held, one


def proposal_of(subject: str) -> int:
    keys = keys_of(subject)
    return int(keys[1]) if len(keys) > 1 and keys[1].isdigit() else -1
