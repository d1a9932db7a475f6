"""A new action, and its words as they are changed later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import boards
from rituals.action import asking, dating, forms, lines, linking, moves, pressing, rules
from rituals.action.holding import (
    PROPOSER,
    SAVED,
    Ground,
    Held,
    changed,
    ground,
    hold_one,
    passed,
    read_one,
)
from rituals.action.rules import State
from rituals.action.subjects import id_of
from rituals.answers import OVER, only
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, about, keys_of, team_of
from rituals.facts import AlsoFrom
from rituals.shown import Button, Form
from rituals.words import Count, Person, Typed, _
from storage import action as store
from storage.action import ImprovementAction

NOT_IN_TEAM: Final = _("Choose somebody in this team. I can't pick guests, apps or former colleagues.")
MANY: Final = _(
    "{n} proposals of yours have nobody yet. Finish one first, or take this up yourself.", n=Count(rules.PROPOSALS)
)
EDITS: Final = frozenset({State.PROPOSED, State.PLAN, State.DO})


# --- new --------------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """About a team; what stands behind it is what the action belongs to."""
    team, link = team_of(event.about) or 0, _link(event)
    found = await ground(turn, [team])
    offered = await linking.offered(turn, team, event.person, link)
    full = len(await store.running_in(turn.session, [team])) >= rules.AT_MOST
    day = rules.usual_day(found.today(turn, team), found.calendar(team))
    return forms.new(event.person, day, offered, link, full=full)


def _link(event: Event) -> str:
    return ":".join(keys_of(event.about))


async def propose(turn: Turn, event: Event) -> Answer:
    team, given = team_of(event.about) or 0, event.values
    where = await boards.held(turn, [team])
    found = await ground(turn, [team])
    await _checked(turn, event, found, await store.open_in(turn.session, [team]))
    row = ImprovementAction(
        team=team,
        what=given["what"],
        effect=given["effect"],
        evidence=given.get("evidence") or None,
        link=await _known(turn, event),
        proposer=event.person,
        state=State.PROPOSED.value,
        check_on=given["check_on"],
        at=turn.now,
        cycle=1,
        extensions=0,
        asks=0,
    )
    turn.session.add(row)
    await turn.session.flush()
    held = Held({row.id: row}, where, found)
    return await _given(turn, row, given["owner"], held)


async def _given(turn: Turn, row: ImprovementAction, owner: str, held: Held) -> Note:
    """To oneself, or as a question to a colleague."""
    if owner == row.proposer:
        moves.agree(row, owner, held.today(turn, row), held.calendar(row))
    else:
        await asking.put(turn, row, owner)
    await changed(turn, [row], held)
    also = await _also(turn, row)
    if row.owner:
        return Note(SAVED, also)
    text = _("I'll ask {name}. A yes puts it on the card. Otherwise only you know of it.", name=Person(owner))
    return Note(text, also)


async def _also(turn: Turn, row: ImprovementAction) -> tuple[Button, ...]:
    """What its proposer may begin from what it belongs to."""
    fact = AlsoFrom(row.team, (row.link,), row.proposer or "") if row.link else None
    return tuple(button for answer in await turn.tell(fact) for button in answer) if fact else ()


async def _checked(turn: Turn, event: Event, found: Ground, rows: Sequence[ImprovementAction]) -> None:
    """Raises Wrong at the fields, or Asks."""
    (team,), given = found.teams, event.values
    proposed = [row for row in rows if State(row.state) is State.PROPOSED]
    if len(rows) - len(proposed) >= rules.AT_MOST:
        raise Wrong(what=lines.full())
    if given["owner"] not in found.inside(team):
        raise Wrong(owner=NOT_IN_TEAM)
    mine = [row for row in proposed if row.proposer == event.person]
    if given["owner"] != event.person and len(mine) >= rules.PROPOSALS:
        raise Wrong(owner=MANY)
    dating.checked(given["check_on"], found.today(turn, team), found.calendar(team))
    readable = [row.what for row in rows if State(row.state) is not State.PROPOSED or row.proposer == event.person]
    if rules.same(given["what"], readable):
        what = Typed(given["what"])
        event.ask(what_twice=_("“{what}” is under way already. Shall I add it once more?", what=what))


async def _known(turn: Turn, event: Event) -> str | None:
    """What was chosen, as far as it is offered to this person."""
    chosen = event.values.get("link") or ""
    offered = await linking.offered(turn, team_of(event.about) or 0, event.person, _link(event)) if chosen else ()
    return chosen if chosen in {one.key for one in offered} else None


async def again(turn: Turn, event: Event) -> Answer:
    """The form with what a proposal said that lapsed."""
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or row.proposer != event.person or not moves.lapsed(row):
        raise Refused(OVER)
    values = {"what": row.what, "effect": row.effect, "evidence": row.evidence}
    return Opens("action.new", about(row.team, *(row.link or "").split(":") if row.link else ()), values)


# --- asking another ---------------------------------------------------------------------------------------------------
async def another_form(turn: Turn, event: Event) -> Form:
    row = _back_with(await read_one(turn, event), event.person)
    return forms.another(row)


async def another(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    _back_with(row, event.person)
    owner = event.values["owner"]
    if owner not in held.found.inside(row.team):
        raise Wrong(owner=NOT_IN_TEAM)
    return await _given(turn, row, owner, held)


def _back_with(row: ImprovementAction, person: str) -> ImprovementAction:
    if row.proposer != person:
        raise only(PROPOSER)
    if not moves.is_back(row):
        raise Refused(OVER)
    return row


# --- other words ------------------------------------------------------------------------------------------------------
async def edit_form(turn: Turn, event: Event) -> Form:
    return forms.edit(_editable(await read_one(turn, event), event))


async def edit(turn: Turn, event: Event) -> Answer:
    """The boards of the past weeks read so too: what was to be said differently may stand on them."""
    row, held = await hold_one(turn, event, lately=True)
    _editable(row, event)
    given = event.values
    row.what, row.effect, row.evidence = given["what"], given["effect"], given.get("evidence") or None
    await changed(turn, [row], held)
    return Note(SAVED)


def _editable(row: ImprovementAction, event: Event) -> ImprovementAction:
    """What somebody takes up is in their words from then on."""
    if event.person != pressing.answers_for(row):
        raise only(PROPOSER if row.owner is None else _("whoever takes it up"))
    if State(row.state) not in EDITS:
        raise passed(row, event)
    return row
