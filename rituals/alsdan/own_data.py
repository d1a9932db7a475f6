"""How a person reads what agreements keep of them, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals.alsdan import messages, own_messages, personal
from rituals.alsdan.holding import hold, lapse, moved
from rituals.alsdan.life import joined_anew
from rituals.alsdan.proposing import end
from rituals.alsdan.rules import State
from rituals.alsdan.subjects import sentence
from rituals.contract import Turn
from rituals.keeping import Erase, Mine, Own
from rituals.words import Sentence, Typed, _
from storage import alsdan_choices as choices
from storage import alsdan_own as store
from storage.alsdan import Agreement, LookAnswer, PersonalAgreement, PersonalAnswer

UNBEGUN: Final = frozenset({State.PROPOSED, State.DRAFT, State.EXPIRED})


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def _plain(row: Agreement | PersonalAgreement) -> dict[str, Any]:
    clock = row.clock.strftime("%H:%M") if row.clock else None
    data = {"if": row.x, "then": row.y, "old_pattern": row.old, "why": row.why, "how_often": row.often}
    return _filled({**data, "reminder": row.aid, "weekday": row.weekday, "time": clock, "state": row.state.lower()})


# --- proposed ---------------------------------------------------------------------------------------------------------
async def proposed(turn: Turn, person: str) -> Sequence[Own]:
    return [_proposed(row) for row in await store.proposed(turn.session, person)]


def _proposed(row: Agreement) -> Own:
    text = _("{text} ({state})", text=sentence(row), state=messages.STATES[State(row.state)])
    buttons = (messages.withdraw(row),) if State(row.state) is State.PROPOSED else ()
    return Own(text, _plain(row), row.at.date(), buttons)


async def erase_proposed(turn: Turn, person: str, how: Erase) -> None:
    """What the team agreed on stays the team's, and nobody's by name. An open proposal ends: nobody is left to ask."""
    held = await hold(turn, [row.id for row in await store.proposed(turn.session, person, UNBEGUN)])
    rows = list(held.rows.values())
    gone = [row for row in rows if how is Erase.WITHDRAW or State(row.state) is State.DRAFT]
    await end(turn, held, [row for row in rows if row in gone or State(row.state) is State.PROPOSED], State.EXPIRED)
    await turn.session.flush()
    await store.drop_agreements(turn.session, [row.id for row in gone])
    await store.unsign(turn.session, person)


# --- joined, chosen, answered -----------------------------------------------------------------------------------------
async def joined(turn: Turn, person: str) -> Sequence[Own]:
    return [
        Own(_("you joined: {text}", text=sentence(row)), {"joined": row.x, "then": row.y}, one.at.date())
        for row, one in await store.joined(turn.session, person)
    ]


async def erase_joined(turn: Turn, person: str, _how: Erase) -> None:
    """Of what hasn't begun, one fewer joins; of the rest the number stays."""
    rows = {row.id: row for row, _one in await store.joined(turn.session, person)}
    held = await hold(turn, [key for key, row in rows.items() if State(row.state) is State.PROPOSED])
    await choices.unjoin(turn.session, person, rows)
    still = [row for row in held.rows.values() if State(row.state) is State.PROPOSED]
    for row in still:
        row.joined -= 1
    await moved(turn, held, still)
    await joined_anew(turn, held, still)


async def chosen(turn: Turn, person: str) -> Sequence[Own]:
    voices = [
        Own(_("a choice about: {text}", text=sentence(row)), {"choice": one.choice, "if": row.x}, one.at.date())
        for row, one in await store.chosen(turn.session, person)
    ]
    proposals = [
        Own(
            _("a proposal about: {text}", text=sentence(row)),
            _filled({"proposal": one.choice, "if": one.x or row.x, "then": one.y or row.y}),
            one.at.date(),
        )
        for row, one in await store.proposals_by(turn.session, person)
    ]
    return [*voices, *proposals]


async def erase_chosen(turn: Turn, person: str, _how: Erase) -> None:
    """As if nothing had been said: what still waited for a colleague goes."""
    rows = await store.proposals_by(turn.session, person)
    held = await hold(turn, [row.id for row, _one in rows])
    for row, one in rows:
        lapse(turn, held.rows[row.id], one)
    await turn.session.flush()
    await store.drop_proposals(turn.session, [one.id for _row, one in rows])
    await store.drop_voices(turn.session, person)


async def answered(turn: Turn, person: str) -> Sequence[Own]:
    """Until the look-back closes; after that nobody knows whose it was."""
    found = await store.open_answers(turn.session, person)
    return [_answer(row, one) for row, one, look in found if not look.closed and look.closes_at > turn.now]


def _answer(row: Agreement, one: LookAnswer) -> Own:
    data = {"if": row.x, "then": row.y, "answer": one.answer, "by_itself": one.by_itself, "slips": one.slips or None}
    said = own_messages.ANSWERS.get(one.answer or "", _("noticed a relapse"))
    return Own(_("{text} ({answer})", text=sentence(row), answer=said), _filled(data))


async def erase_answers(turn: Turn, person: str, _how: Erase) -> None:
    await store.drop_answers(turn.session, person)


# --- one's own --------------------------------------------------------------------------------------------------------
async def own(turn: Turn, person: str) -> Sequence[Own]:
    rows = await store.of(turn.session, [person])
    known = await store.answers(turn.session, [row.id for row in rows])
    return [_own(row, known[row.id]) for row in reversed(rows)]


def _own(row: PersonalAgreement, known: Sequence[PersonalAnswer]) -> Own:
    looked = [{"week": f"{one.year}-{one.week:02}", "answer": one.answer} for one in known]
    text = _("{text} ({state})", text=sentence(row), state=messages.STATES[State(row.state)])
    return Own(_with_why(text, row), _plain(row) | _filled({"look_backs": looked}), row.at.date())


def _with_why(text: Sentence, row: PersonalAgreement) -> Sentence:
    more = " · ".join(each for each in (row.old, row.why) if each)
    return Sentence("{text}\n{more}", {"text": text, "more": Typed(more)}) if more else text


async def erase_own(turn: Turn, person: str, _how: Erase) -> None:
    await personal.dropped(turn, person)


MINE: Final = {
    "agreements_own": Mine(_("Agreements with myself"), own, erase_own),
    "agreements_proposed": Mine(
        _("Agreements I proposed"),
        proposed,
        erase_proposed,
        shared=True,
        also=_("what your team has agreed on stays, and tells nobody that you proposed it; an open proposal ends."),
    ),
    "agreements_joined": Mine(_("Agreements I joined lately"), joined, erase_joined),
    "agreements_chosen": Mine(_("What I chose or proposed about agreements"), chosen, erase_chosen),
    "agreements_answers": Mine(_("My answers in this week's look-back"), answered, erase_answers),
}
