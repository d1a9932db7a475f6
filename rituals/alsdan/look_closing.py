"""The end of a look-back: it is counted, who answered what is gone, and the thread reads what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from rituals.alsdan import life, look_messages, look_rules
from rituals.alsdan.fading import week_number
from rituals.alsdan.holding import Held, hold
from rituals.alsdan.look_messages import Told
from rituals.alsdan.look_rules import Check, Count, Line, Result
from rituals.alsdan.looking import OPEN, key_of, subject
from rituals.alsdan.rules import RUNNING, State
from rituals.contract import Due, Turn
from rituals.shown import CardRef, Place
from storage import alsdan_look as look_store
from storage import organisations, people
from storage.alsdan import Agreement, LookAnswer, LookBack, LookResult

LOOKED_BACK: Final = timedelta(weeks=60)  # for results before this one: the longest row that counts, and a pause


@dataclass(frozen=True, slots=True)
class Ended:
    """What is to follow, for all look-backs that closed in this turn."""

    told: dict[str, list[Told]] = field(default_factory=dict)
    relapsed: list[Agreement] = field(default_factory=list)
    silent: list[Agreement] = field(default_factory=list)
    checked: dict[Check, list[Agreement]] = field(default_factory=dict)
    last: list[Agreement] = field(default_factory=list)


async def close(turn: Turn, due: Sequence[Due]) -> None:
    """However late: until then it is known who answered what. Of a team whose channel is gone nothing counts."""
    looks = await look_store.hold(turn.session, [key_of(one.about) for one in due])
    open_ = [look for look in looks.values() if not look.closed]
    held = await hold(turn, [one for look in open_ for one in look.agreements], also=[look.team for look in open_])
    counting = [look for look in open_ if held.teams[look.team].active]
    ended = await _count(turn, held, counting)
    await look_store.forget_answers(turn.session, [look.id for look in open_])
    for look in open_:
        look.closed = True
    for look in counting:
        turn.changed(OPEN, subject(look))
        if told := ended.told.get(subject(look)):
            turn.say(Place(under=CardRef(OPEN, subject(look))), look_messages.results(told))
    await turn.session.flush()
    await _follow(turn, ended)


async def _count(turn: Turn, held: Held, looks: Sequence[LookBack]) -> Ended:
    """Five statements, however many look-backs."""
    answers = await look_store.answers(turn.session, [look.id for look in looks])
    sizes = await people.sizes(turn.session, {look.team for look in looks})
    since = (turn.now - LOOKED_BACK).date()
    before = await look_store.results(turn.session, held.rows, since)
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    ended = Ended()
    for look in looks:
        k = max(look.k, org.k)
        for row in (held.rows[each] for each in look.agreements if each in held.rows):
            if row.state in RUNNING:
                mine = [one for one in answers if (one.look_back, one.agreement) == (look.id, row.id)]
                result = _result(look, row, mine, held.today(turn, look.team), sizes.get(look.team, 0), k)
                turn.session.add(result)
                _conclude(ended, look, row, mine, [*before.get(row.id, ()), result])
    return ended


def _result(
    look: LookBack, row: Agreement, answers: Sequence[LookAnswer], today: date, members: int, k: int
) -> LookResult:
    count = look_rules.counted(one.answer for one in answers if one.answer is not None)
    line = look_rules.line(count, members, k)
    shown = line is not Line.FEW
    by_itself = [one.by_itself for one in answers if one.by_itself is not None]
    return LookResult(
        agreement=row.id,
        year=look.year,
        week=look.week,
        on=today,
        line=line.value,
        did=count.did if shown else None,
        old=count.old if shown else None,
        none=count.none if shown else None,
        halves=look_rules.halves(by_itself, members, k),
        slipped=sum(one.slips for one in answers) >= look_rules.TWICE,
        members=members if shown else None,
        k=k if shown else None,
    )


def result_of(row: LookResult) -> Result:
    counts = (row.did, row.old, row.none)
    count = Count(*(n for n in counts if n is not None)) if None not in counts else None
    return Result(row.on, Line(row.line), count, row.halves, row.slipped)


# --- what follows -----------------------------------------------------------------------------------------------------
def _conclude(
    ended: Ended, look: LookBack, row: Agreement, answers: Sequence[LookAnswer], rows: Sequence[LookResult]
) -> None:
    results = [result_of(one) for one in rows]
    active = State(row.state) is State.ACTIVE
    row.silent = 0 if answers else row.silent + 1
    relapsed = active and look_rules.relapsed(results, row.since)
    not_yet = active and not relapsed and row.id in look.checks and _checked(ended, look, row, results)
    if relapsed:
        ended.relapsed.append(row)
    elif active and row.silent >= look_rules.SILENT:
        ended.silent.append(row)
    told = Told(row, results[-1].line, rare=look_rules.rare(results), not_yet=not_yet)
    ended.told.setdefault(subject(look), []).append(told)


def _checked(ended: Ended, look: LookBack, row: Agreement, results: Sequence[Result]) -> bool:
    """Whether the team goes on as it does, and is told so."""
    day = date.fromisocalendar(look.year, look.week, 1)
    row.checked, row.early = week_number(row.activated_on or day, day), False
    outcome = look_rules.check(results)
    if outcome is Check.NOT_YET and row.checked >= look_rules.last_check(row.checks):
        ended.last.append(row)
        return False
    ended.checked.setdefault(outcome, []).append(row)
    return outcome is Check.NOT_YET


async def _follow(turn: Turn, ended: Ended) -> None:
    asked: Mapping[Check, Sequence[Agreement]] = ended.checked
    if ended.relapsed:
        await life.relapsed(turn, ended.relapsed)
    if passed := asked.get(Check.PASSED):
        await life.offer_anchor(turn, passed)
    if talk := asked.get(Check.TALK):
        await life.talk_anchor(turn, talk)
    if ended.last:
        await life.week36(turn, ended.last)
    checked = {row.id for some in asked.values() for row in some} | {row.id for row in ended.last}
    if silent := [row for row in ended.silent if row.id not in checked]:
        await life.silent(turn, silent)
