"""Choices that are no single one's: one member proposes, and another agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.alsdan import life, messages, questions, rules
from rituals.alsdan.holding import (
    ACTIVE,
    CONFIRM,
    LAPSE,
    Held,
    ends,
    hold,
    hold_one,
    lapse,
    lapses,
    moved,
    named,
    settle,
)
from rituals.alsdan.proposing import full, proposal_of
from rituals.alsdan.rules import HAPPENS, REWORDS, Choice, Facts, Happens, State
from rituals.alsdan.subjects import Words, id_of, subject
from rituals.answers import ALREADY, OVER
from rituals.contract import Answer, Due, Event, Note, Opens, Refused, Turn, keys_of, team_of
from rituals.shown import CardRef, Menu, Place
from rituals.words import Sentence, _
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage import house
from storage.alsdan import Agreement, AgreementProposal

NONE: Final = _("There is no agreement of your team for which this can be done now.")


# --- one member proposes ----------------------------------------------------------------------------------------------
async def pause(turn: Turn, event: Event) -> Answer:
    return await _of_one(turn, event, Choice.PAUSE, _("Which one shall rest for a while?"))


async def resume(turn: Turn, event: Event) -> Answer:
    return await _of_one(turn, event, Choice.RESUME, _("Which one shall go on?"))


async def longer(turn: Turn, event: Event) -> Answer:
    return await _of_one(turn, event, Choice.LONGER, _("Which one shall go on?"))


async def make_room(turn: Turn, event: Event) -> Answer:
    """What was chosen where as many run as can: a pause, or the form to let one go."""
    if keys_of(event.about)[-1:] == [Choice.LETGO.value]:
        return Opens("alsdan.letgo", event.about.rpartition(":")[0])
    return await pause(turn, event)


async def _of_one(turn: Turn, event: Event, choice: Choice, which: Sentence) -> Answer:
    """A command names only a team: with several of its agreements one is asked which."""
    if id_of(event.about) < 0:
        row = await only_one(turn, team_of(event.about) or 0, choice, which, event.does)
        held = await hold(turn, [row.id])
        return await put(turn, held, held.rows[row.id], event.person, choice)
    row, held = await hold_one(turn, event)
    return await put(turn, held, row, event.person, choice)


async def only_one(turn: Turn, team: int, choice: Choice, which: Sentence, does: str) -> Agreement:
    """Raises Refused when there is none, or with a menu when there are several."""
    some = await possible(turn, team, choice)
    if not some:
        raise Refused(NONE)
    if len(some) > 1:
        raise Refused(which, menu=Menu(_("Choose"), does, tuple(messages.option(row) for row in some)))
    return some[0]


async def possible(turn: Turn, team: int, choice: Choice) -> Sequence[Agreement]:
    rows = await store.of_teams(turn.session, [team], rules.IN[choice])
    return [row for row in rows.values() if _can(row, choice)]


def _can(row: Agreement, choice: Choice) -> bool:
    return rules.can(State(row.state), choice, questions.kind_of(row.asked), row.checks)


async def put(
    turn: Turn, held: Held, row: Agreement, person: str, choice: Choice, words: Words | None = None, reason: str = ""
) -> Answer:
    """For the team to read; who proposes what somebody else did agrees with it. Raises Refused."""
    if not _can(row, choice):
        raise Refused(OVER)
    open_ = [one for one in await choices.open_about(turn.session, [row.id]) if one.choice == choice]
    if words is None and open_:
        return await _again(turn, held, row, open_[0], person)
    one = AgreementProposal(agreement=row.id, choice=choice.value, by=person, at=turn.now, state="open")
    one.x, one.y, one.reason = (words.x if words else None), (words.y if words else None), reason or None
    turn.session.add(one)
    await turn.session.flush()
    turn.at(LAPSE, named(row, one), lapses(turn, held.teams[row.team], row, one))
    turn.show(CONFIRM, named(row, one), await _under(turn, held, row))
    return Note(messages.PUT)


async def _again(turn: Turn, held: Held, row: Agreement, one: AgreementProposal, person: str) -> Answer:
    if one.by == person:
        return Note(ALREADY)
    await _agreed(turn, held, row, one)
    return Note(messages.DECIDED)


async def _under(turn: Turn, held: Held, row: Agreement) -> Place:
    """Below what is asked now, else below the agreement's own message; in the channel once that is too long ago."""
    asked = CardRef(questions.CARD, questions.of(row, row.asked)) if row.asked else None
    for ref in (asked, CardRef(ACTIVE, subject(row))):
        if ref is not None and await house.is_there(turn.session, ref.card, ref.about):
            return Place(under=ref)
    return Place(channel=held.teams[row.team].channel)


# --- another agrees ---------------------------------------------------------------------------------------------------
async def confirm(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    one = (await choices.hold_proposals(turn.session, [proposal_of(event.about)])).get(proposal_of(event.about))
    if one is None or one.agreement != row.id or one.state != "open" or one.choice not in {*Choice}:
        raise Refused(OVER)
    if one.by == event.person:
        raise Refused(messages.YOURS)
    if not _can(row, Choice(one.choice)):
        raise Refused(OVER)
    await _agreed(turn, held, row, one)
    return Note(messages.DECIDED)


async def _agreed(turn: Turn, held: Held, row: Agreement, one: AgreementProposal) -> None:
    """Raises Refused where there is no room for it, and then it stays open."""
    choice, was = Choice(one.choice), State(row.state)
    if choice is Choice.RESUME:
        await _room(turn, row)
    lapse(turn, row, one, "agreed")
    if choice in REWORDS:
        await _overtakes(turn, row)
        _reword(turn, held, row, Words(one.x or row.x, one.y or row.y), choice)
    elif choice is Choice.LONGER:
        row.checks = "longer"
        settle(turn, row)
        ends(turn, row, None)
    elif rules.after(was, HAPPENS[choice], Facts()) is not None:
        _carry_out(turn, held, row, choice, one.reason)
    await moved(turn, held, [row])
    if State(row.state) not in rules.RUNNING:
        await life.make_room(turn, [row.team])


def _carry_out(turn: Turn, held: Held, row: Agreement, choice: Choice, reason: str | None) -> None:
    match choice:
        case Choice.PAUSE:
            life.pause(turn, held, row)
        case Choice.RESUME:
            life.go_on(turn, held, row)
            life.say(turn, held, row, messages.resumed(row))
        case Choice.LETGO:
            life.let_go(turn, held, row, reason)


async def _room(turn: Turn, row: Agreement) -> None:
    if not (await life.facts(turn, [row]))[row.id].room:
        raise full(await life.running(turn, row.team))


async def _overtakes(turn: Turn, row: Agreement) -> None:
    """Other words for the sentence as it was would take these back; what else is open is about the new one."""
    for one in await choices.open_about(turn.session, [row.id]):
        if one.choice in REWORDS:
            lapse(turn, row, one)
        turn.changed(CONFIRM, named(row, one))


def _reword(turn: Turn, held: Held, row: Agreement, words: Words, choice: Choice) -> None:
    """A new version; its age keeps counting. Made smaller after its last check, it is asked about once a quarter."""
    row.x, row.y, row.version = words.x, words.y, row.version + 1
    choices.new_version(turn.session, row, held.today(turn, row.team))
    if rules.after(State(row.state), Happens.REWORDED, Facts()) is State.ACTIVE:
        life.go_on(turn, held, row)
    elif choice is Choice.SMALLER and questions.kind_of(row.asked) == "week36":
        life.no_more_checks(turn, held, row)
    elif row.asked:
        turn.changed(questions.CARD, questions.of(row, row.asked))
    life.say(turn, held, row, messages.reworded(row))


# --- nobody agreed ----------------------------------------------------------------------------------------------------
async def lapsed(turn: Turn, due: Sequence[Due]) -> None:
    held = await hold(turn, [id_of(one.about) for one in due])
    found = await choices.hold_proposals(turn.session, [proposal_of(one.about) for one in due])
    for one in found.values():
        if one.state == "open" and one.agreement in held.rows:
            lapse(turn, held.rows[one.agreement], one)
    await turn.session.flush()
