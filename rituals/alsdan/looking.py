"""The weekly look-back: one message for all that a team has running, anonymous once it is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import teams
from rituals.alsdan import aids, look_messages, look_rules, rules
from rituals.alsdan.fading import week_number
from rituals.alsdan.rules import RUNNING, State
from rituals.calendar import DAY, NoWorkday
from rituals.contract import Due, Turn, about, keys_of, team_of
from rituals.facts import CalendarChanged, Round, TeamStarted
from rituals.shown import CardRef, Message, Place
from rituals.teams import Team
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage import organisations
from storage.alsdan import Agreement, AlsdanSettings, LookBack
from storage.nudges import unplanned

OPEN: Final = "alsdan.look"  # the timer, and the card
CLOSE: Final = "alsdan.look_close"


def subject(look: LookBack) -> str:
    return about(look.team, f"{look.year}-{look.week:02}")


def key_of(about: str) -> look_store.Key:
    """The team and the ISO week of a look-back; one that no row has where there is none."""
    year, _dash, week = next(iter(keys_of(about)), "").partition("-")
    return team_of(about) or 0, int(year) if year.isdigit() else 0, int(week) if week.isdigit() else 0


# --- when -------------------------------------------------------------------------------------------------------------
async def started(turn: Turn, fact: TeamStarted) -> None:
    await plan(turn, [fact.team])
    await aids.plan(turn, [fact.team])


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    await plan(turn, fact.teams)
    await aids.plan(turn, fact.teams)


async def went_round(turn: Turn, _fact: Round) -> None:
    """Every team has its timers, also one that was there before they were."""
    if missing := await unplanned(turn.session, OPEN):
        await plan(turn, missing)
    if missing := await unplanned(turn.session, aids.TIMER):
        await aids.plan(turn, missing)


async def late(turn: Turn, due: Sequence[Due]) -> None:
    await plan(turn, teams.named_by(due))


async def plan(turn: Turn, ids: Iterable[int]) -> Mapping[int, date | None]:
    """The next one of each team, in no week that had one, and its day. Where it isn't asked, that is seen then."""
    found = await teams.load(turn, ids)
    chosen = await store.settings(turn.session, found)
    newest = await look_store.newest(turn.session, found)
    return {
        team: _next(turn, facts, chosen.get(team) or look_store.unset(), newest.get(team))
        for team, facts in found.items()
    }


def _next(turn: Turn, team: Team, chosen: AlsdanSettings, newest: LookBack | None) -> date | None:
    since = team.calendar.day_of(newest.opens_at) if newest is not None else None
    moment = look_rules.coming(chosen.weekday, chosen.clock, team.calendar, turn.now, since)
    turn.at(OPEN, about(team.id), moment or turn.now + rules.FAR)
    return team.calendar.day_of(moment) if moment is not None else None


# --- opening ----------------------------------------------------------------------------------------------------------
async def open_looks(turn: Turn, due: Sequence[Due]) -> None:
    """Of each team that has something running, on the day on which it looks back."""
    found = await teams.load(turn, teams.named_by(due))
    chosen = await store.settings(turn.session, found)
    asking = {
        team: facts for team, facts in found.items() if _is_asked(turn, facts, chosen.get(team) or look_store.unset())
    }
    running: dict[int, list[Agreement]] = {}
    for row in (await store.of_teams(turn.session, asking, RUNNING)).values():
        running.setdefault(row.team, []).append(row)
    had = await look_store.look_backs(turn.session, [_this_week(turn, asking[team]) for team in running])
    k = (await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)).k
    new = {team: rows for team, rows in running.items() if _this_week(turn, asking[team]) not in had}
    looks = [_opened(turn, asking[team], rows, k) for team, rows in new.items()]
    turn.session.add_all(looks)
    await turn.session.flush()
    await _tell_what_was_learned(turn, looks)
    await plan(turn, found)


def _is_asked(turn: Turn, team: Team, chosen: AlsdanSettings) -> bool:
    """The calendar may be another than the one by which this was planned."""
    today = team.calendar.day_of(turn.now)
    return chosen.looks and team.active and look_rules.looks_on(chosen.weekday, team.calendar, today) == today


def _this_week(turn: Turn, team: Team) -> look_store.Key:
    year, week, _day = team.calendar.day_of(turn.now).isocalendar()
    return team.id, year, week


def _opened(turn: Turn, team: Team, rows: Sequence[Agreement], k: int) -> LookBack:
    _team, year, week = _this_week(turn, team)
    look = LookBack(team=team.id, year=year, week=week, opens_at=turn.now, closed=False, k=k)
    look.agreements = [row.id for row in rows]
    look.checks = [row.id for row in rows if _is_checked(row, team.calendar.day_of(turn.now))]
    try:
        look.closes_at = look_rules.closes(team.calendar, turn.now)
    except NoWorkday:
        look.closes_at = turn.now + DAY
    turn.at(CLOSE, subject(look), look.closes_at)
    turn.show(OPEN, subject(look), Place(channel=team.channel))
    return look


def _is_checked(row: Agreement, today: date) -> bool:
    """One that is being reshaped isn't anchored, whatever is answered."""
    week = week_number(row.activated_on or today, today)
    return State(row.state) is State.ACTIVE and look_rules.is_checked(week, row.checked, row.checks, early=row.early)


async def _tell_what_was_learned(turn: Turn, looks: Sequence[LookBack]) -> None:
    """Also about what rests or was let go meanwhile: whoever shared it was told that the team reads it."""
    of = {look.team: look for look in looks}
    for row, text in await look_store.learned(turn.session, of):
        look = of[row.team]
        several = look.agreements != [row.id]
        turn.say(Place(under=CardRef(OPEN, subject(look))), look_messages.shared(text, row if several else None))


# --- the message ------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    keys = {each: key_of(each) for each in subjects}
    looks = await look_store.look_backs(turn.session, keys.values())
    rows = await store.get(turn.session, [one for look in looks.values() for one in look.agreements])
    found = await teams.load(turn, {look.team for look in looks.values()})
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return {each: _drawn(looks.get(key), rows, found, org.k) for each, key in keys.items()}


def _drawn(look: LookBack | None, rows: Mapping[int, Agreement], found: Mapping[int, Team], k: int) -> Message | None:
    """What was paused or let go meanwhile isn't asked about."""
    if look is None or look.team not in found:
        return None
    mine = [rows[each] for each in look.agreements if each in rows]
    mine = mine if look.closed else [row for row in mine if row.state in RUNNING]
    if not mine:
        return None
    closes = found[look.team].calendar.day_of(look.closes_at)
    return look_messages.question(subject(look), mine, look.checks, closes, max(look.k, k), closed=look.closed)
