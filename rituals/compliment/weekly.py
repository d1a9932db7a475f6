"""The team's week: one question where nothing was shared, and at its end a selection of what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from rituals import teams
from rituals.compliment import rhythm, week_messages
from rituals.compliment.lines import Given, together
from rituals.compliment.subjects import WEEK
from rituals.contract import Due, Turn, about, keys_of, team_of
from rituals.facts import CalendarChanged, Round, TeamStarted
from rituals.shown import Message, Place
from rituals.teams import Team
from storage import compliment as store
from storage import compliment_week as week_store
from storage.compliment import ComplimentSettings
from storage.nudges import unplanned

PROMPT: Final = "compliment.prompt"
SELECT: Final = "compliment.week"
FAR: Final = timedelta(days=60)  # where no day for it is in sight, it is looked for again then
LOOK_BACK: Final = timedelta(days=60)  # for an answer to the last question, of which there is one a month at least


# --- when -------------------------------------------------------------------------------------------------------------
async def started(turn: Turn, fact: TeamStarted) -> None:
    await _plan(turn, [fact.team], (PROMPT, SELECT))


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    await _plan(turn, fact.teams, (PROMPT, SELECT))


async def went_round(turn: Turn, _fact: Round) -> None:
    """Every team has its timers, also one that was there before they were."""
    for timer in (PROMPT, SELECT):
        await _plan(turn, await unplanned(turn.session, timer), (timer,))


async def _plan(turn: Turn, ids: Iterable[int], timers: Iterable[str]) -> None:
    found = await teams.load(turn, ids)
    chosen = await week_store.settings(turn.session, found) if PROMPT in timers else {}
    for team in found.values():
        if PROMPT in timers:
            next_question(turn, team, chosen.get(team.id))
        if SELECT in timers:
            _next_selection(turn, team)


def next_question(turn: Turn, team: Team, chosen: ComplimentSettings | None) -> date:
    """The day for which it is planned, in no week that had one. Whether it is asked then is seen on that day."""
    mine = chosen or ComplimentSettings(**week_store.unset())
    after = rhythm.next_week(team.calendar, mine.prompted_on, turn.now)
    moment = rhythm.coming(rhythm.asks_on(mine.weekday), mine.clock, team.calendar, after)
    turn.at(PROMPT, about(team.id), moment or turn.now + FAR)
    return team.calendar.day_of(moment or turn.now + FAR)


def _next_selection(turn: Turn, team: Team) -> None:
    moment = rhythm.coming(rhythm.selects_on, rhythm.SELECTION[1], team.calendar, turn.now)
    turn.at(SELECT, about(team.id), moment or turn.now + FAR)


async def late_question(turn: Turn, due: Sequence[Due]) -> None:
    await _plan(turn, teams.named_by(due), (PROMPT,))


async def late_selection(turn: Turn, due: Sequence[Due]) -> None:
    await _plan(turn, teams.named_by(due), (SELECT,))


# --- the question -----------------------------------------------------------------------------------------------------
async def ask(turn: Turn, due: Sequence[Due]) -> None:
    """Each team reads the next of the sentences, unless it read a compliment this week already."""
    found = await teams.load(turn, teams.named_by(due))
    held = await week_store.hold_settings(turn.session, turn.org, found)
    # Only what everybody can read counts: where a private one did, a question that fails to come would betray it.
    newest = await week_store.newest_read(turn.session, found, turn.now - LOOK_BACK)
    for team, facts in found.items():
        mine = held[team]
        next_question(turn, facts, mine)
        if _is_asked(turn, facts, mine, newest.get(team)):
            mine.prompted_on = facts.calendar.day_of(turn.now)
            turn.say(Place(channel=facts.channel), week_messages.weekly_question(team, mine.asked))
            mine.asked, mine.unanswered = mine.asked + 1, mine.unanswered + 1


def _is_asked(turn: Turn, team: Team, mine: ComplimentSettings, newest: datetime | None) -> bool:
    today = team.calendar.day_of(turn.now)
    read_on = team.calendar.day_of(newest) if newest is not None else None
    mine.unanswered = rhythm.still_unanswered(mine.unanswered, mine.prompted_on, read_on)
    # The calendar may be another than the one by which this was planned.
    on_its_day = rhythm.asks_on(mine.weekday)(team.calendar, rhythm.monday(today)) == today
    fits = mine.prompts and team.active and on_its_day
    return fits and rhythm.asks(mine.unanswered, mine.prompted_on, read_on, today)


# --- the selection ----------------------------------------------------------------------------------------------------
async def select(turn: Turn, due: Sequence[Due]) -> None:
    """Up to three of what each team read since last week's; nothing where there is none. Seven statements for all."""
    found = await teams.load(turn, teams.named_by(due))
    for facts in found.values():
        _next_selection(turn, facts)
    open_weeks = await _without_selection(turn, found)
    picked = await _picked(turn, {team: found[team] for team in open_weeks})
    for row in (await store.hold_many(turn.session, [key for some in picked.values() for key in some])).values():
        row.picked = open_weeks[row.team]
    for team, some in picked.items():
        if some:
            turn.show(WEEK, about(team, open_weeks[team]), Place(channel=found[team].channel))
    await turn.session.flush()


async def _without_selection(turn: Turn, found: Mapping[int, Team]) -> Mapping[int, str]:
    """The week of each team that can be written to and has had no selection of it."""
    weeks = {key: rhythm.key(team.calendar.day_of(turn.now)) for key, team in found.items() if team.active}
    done = await week_store.selected(turn.session, weeks.items())
    return {team: week for team, week in weeks.items() if (team, week) not in done}


async def _picked(turn: Turn, found: Mapping[int, Team]) -> Mapping[int, Sequence[int]]:
    begins = {team: rhythm.selected_before(facts.calendar, turn.now) for team, facts in found.items()}
    rows = await week_store.of_week(turn.session, begins, min(begins.values(), default=turn.now))
    given = together(rows, await store.receivers(turn.session, [row.id for row in rows]))
    of_team: dict[int, list[Given]] = {team: [] for team in begins}
    for one in given:
        if one.row.read_at is not None and one.row.read_at >= begins[one.row.team]:
            of_team[one.row.team].append(one)
    return {team: rhythm.pick((one.row.id, one.kind, one.named) for one in some) for team, some in of_team.items()}


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """As its compliments read now; without any left it goes. Two statements, however many."""
    keys = {each: (team_of(each) or 0, (keys_of(each) or [""])[0]) for each in subjects}
    rows = await week_store.picked(turn.session, keys.values())
    given = together(rows, await store.receivers(turn.session, [row.id for row in rows]))
    of_week: dict[tuple[int, str], list[Given]] = {}
    for one in given:
        of_week.setdefault((one.row.team, one.row.picked or ""), []).append(one)
    return {each: week_messages.selection(of_week[key]) if key in of_week else None for each, key in keys.items()}
