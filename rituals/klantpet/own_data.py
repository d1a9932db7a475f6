"""How a person reads what meetings and their cap keep of them, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rituals.contract import Turn
from rituals.keeping import Erase, Mine, Own
from rituals.klantpet import flag_lines, holding, looking_back, pressing, rules
from rituals.klantpet.rules import State
from rituals.klantpet.subjects import flag_subject
from rituals.shown import Button
from rituals.words import Sentence, Typed, _, plural
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage.klantpet import FORMER, Flag, Meeting, MeetingDay
from storage.people import Rota


# --- meetings ---------------------------------------------------------------------------------------------------------
async def meetings(turn: Turn, person: str) -> Sequence[Own]:
    mine = [_registered(row) for row in await own_store.registered(turn.session, person)]
    return [*mine, *(_attends(row) for row in await own_store.attending(turn.session, person))]


def _registered(row: Meeting) -> Own:
    text = _("you registered the meeting {meeting}", meeting=Typed(row.name))
    return Own(text, {"kind": "registered a meeting", "meeting": row.name}, row.at.date())


def _attends(row: Meeting) -> Own:
    text = _("you were chosen to attend {meeting}", meeting=Typed(row.name))
    return Own(text, {"kind": "attends a meeting", "meeting": row.name}, row.at.date())


async def erase_meetings(turn: Turn, person: str, _how: Erase) -> None:
    await own_store.disown(turn.session, person)
    await own_store.leave_out(turn.session, person)


# --- the cap ----------------------------------------------------------------------------------------------------------
async def worn(turn: Turn, person: str) -> Sequence[Own]:
    rows = await own_store.days_naming(turn.session, person)
    called = await _called(turn, rows)
    memory = [_memory(row) for row in await own_store.rotas(turn.session, person, rules.ROLE)]
    return [own for some in (*memory, *(_turns(row, person, called) for row in rows)) for own in some]


async def _called(turn: Turn, rows: Iterable[MeetingDay]) -> Mapping[int, str]:
    found = await store.meetings(turn.session, {row.meeting for row in rows})
    return {key: row.name for key, row in found.items()}


def _turns(row: MeetingDay, person: str, called: Mapping[int, str]) -> list[Own]:
    """What one occurrence holds of this person."""
    name = called[row.meeting]
    at = Typed(name)
    held = [
        (row.wearer == person, _("your turn to wear the cap at {meeting}", meeting=at), "wearer"),
        (person in row.asked, _("you were asked to wear the cap at {meeting}", meeting=at), "asked"),
        (row.ends_by == person, _("you said that {meeting} is off", meeting=at), "said that it is off"),
    ]
    return [Own(text, {"kind": kind, "meeting": name}, row.day) for holds, text, kind in held if holds]


def _memory(row: Rota) -> list[Own]:
    last = [Own(_("you last wore the cap"), {"kind": "last wore the cap"}, row.last_done)] if row.last_done else []
    out = [Own(_("you'd rather not wear the cap"), {"kind": "rather not"})] if row.opted_out else []
    return [*out, *([_declined(row.declines)] if row.declines else []), *last]


def _declined(n: int) -> Own:
    text = plural("you passed the cap on lately", "you passed the cap on {n} times in a row", n)
    return Own(text, {"kind": "passed on in a row", "times": n})


async def erase_worn(turn: Turn, person: str, _how: Erase) -> None:
    """What is over, and what one was asked for. Turns to come stay: the invitation's buttons hand them on."""
    await own_store.drop_rotas(turn.session, person, rules.ROLE)
    for row in await own_store.hold_days_naming(turn.session, person):
        row.asked = [one for one in row.asked if one != person]
        row.ends_by = None if row.ends_by == person else row.ends_by
        if row.wearer == person and State(row.state) in rules.OVER:
            row.wearer, row.former_on = FORMER, None
            holding.changed(turn, row)


# --- looking back -----------------------------------------------------------------------------------------------------
async def looked_back(turn: Turn, person: str) -> Sequence[Own]:
    rows = [row for row in await own_store.days_naming(turn.session, person) if row.looked_by == person]
    called = await _called(turn, rows)
    return [
        Own(_looked(row, called), _answers(row, called), row.day, pressing.of_look(row, person, turn.now))
        for row in rows
    ]


def _looked(row: MeetingDay, called: Mapping[int, str]) -> Sentence:
    at = Typed(called[row.meeting])
    if row.decided:
        return _("you looked back on {meeting}: {text}", meeting=at, text=Typed(row.decided))
    return _("you looked back on {meeting}", meeting=at)


def _answers(row: MeetingDay, called: Mapping[int, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"meeting": called[row.meeting], "considered": row.considered, "decided": row.decided}
    told |= {"collided": row.collided, "heard": row.heard}
    return {"kind": "looked back"} | {name: value for name, value in told.items() if value is not None}


async def erase_looked_back(turn: Turn, person: str, how: Erase) -> None:
    for row in await own_store.hold_days_naming(turn.session, person):
        if row.looked_by != person:
            continue
        row.looked_by, row.looked_former_on = None, None
        if how is Erase.WITHDRAW:
            looking_back.forget(turn, row)
        holding.changed(turn, row)


# --- flags ------------------------------------------------------------------------------------------------------------
async def flags(turn: Turn, person: str) -> Sequence[Own]:
    return [_flag(row) for row in await own_store.flags_of(turn.session, person)]


def _flag(row: Flag) -> Own:
    text = (
        _("you raised a customer flag: {text}", text=Typed(row.text)) if row.text else _("you raised a customer flag")
    )
    told = {"kind": "customer flag", "text": row.text}
    remove = Button(_("Remove"), "klantpet.withdraw", flag_subject(row))
    return Own(text, {name: value for name, value in told.items() if value is not None}, row.on, (remove,))


async def erase_flags(turn: Turn, person: str, how: Erase) -> None:
    for row in await own_store.hold_flags_of(turn.session, person):
        row.person, row.former_on = FORMER, None
        if how is Erase.WITHDRAW:
            flag_lines.take_down(turn, row)
        turn.changed(holding.FLAG, flag_subject(row))


MINE: Final = {
    "meetings": Mine(
        _("Meetings with the cap"),
        meetings,
        erase_meetings,
        also=_("they simply go on; the team lead can change them."),
    ),
    "cap": Mine(
        _("The customer's cap"),
        worn,
        erase_worn,
        also=_("then I also forget that you'd rather not wear it, and may ask you again."),
    ),
    "look_backs": Mine(_("What I looked back on"), looked_back, erase_looked_back, shared=True),
    "flags": Mine(_("Flags with my name"), flags, erase_flags, shared=True),
}
