"""What a lead decides: skip a day, pause, go on, and what to do after quiet days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import teams
from rituals.answers import OVER, only
from rituals.calendar import DAY
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, about, team_of
from rituals.dagstart import messages, private, rota, rules
from rituals.dagstart.board import tallies
from rituals.dagstart.days import Ground, Present, ground, key_of, leads, next_day, present, touch
from rituals.dagstart.rules import Facts, Happens, State
from rituals.dagstart.timeline import QUIET3, end, lose
from rituals.dates import NotADate, PastDate, parse_day
from rituals.facts import ForLeads, LeadLineChanged
from rituals.shown import Button, Place, Text
from rituals.words import Channel, Day, Sentence, _
from storage import audit, standing
from storage import dagstart as store
from storage.dagstart import DagstartDay, DagstartSettings


# --- one day ----------------------------------------------------------------------------------------------------------
async def skip(turn: Turn, event: Event) -> Answer:
    """Before its start a day is skipped; on the day itself, after its start, it is cancelled."""
    now = await present(turn, team_of(event.about), whole=True)
    given = bool(event.text.strip())
    day = _day(event.text, now.today) if given else _this_or_next(turn, now)
    row = now.row if day == now.today else await _row(turn, now, day)
    if row is None or not _on_list(now, row):
        raise Refused(_("There is no day start that day."))
    if not given and _skipped(turn, now, row):
        raise Refused(_("The day start of {day} is skipped already. Add a date to skip another one.", day=Day(day)))
    if State(row.state) in rules.FINAL:
        raise Refused(OVER)
    await _cancel(turn, now, row)
    return Note(await _next(turn, now, row if row.state == State.SKIPPED.value else None))


def _day(typed: str, today: date) -> date:
    try:
        return parse_day(typed, today, allow_past=False)
    except PastDate:
        raise Refused(_("This date has passed.")) from None
    except NotADate:
        raise Refused(_("I don't understand this date. Try for example 24-12-2026.")) from None


def _this_or_next(turn: Turn, now: Present) -> date:
    """Today's unless it ended by itself. One that was skipped stays the one that is meant: twice isn't two days."""
    row = now.row
    if row is not None and (_skipped(turn, now, row) or (now.state not in rules.FINAL and _on_list(now, row))):
        return now.today
    return rules.coming(now.ground.rhythm(now.team.id), now.team.calendar, now.today) or now.today


def _skipped(turn: Turn, now: Present, row: DagstartDay) -> bool:
    """By a lead: before its start, or by ending it before its time."""
    if State(row.state) is State.SKIPPED:
        return now.ground.rhythm(row.team).occurs(row.day, now.team.calendar)
    return State(row.state) in rules.FINAL and row.closes_at is not None and row.closes_at > turn.now


async def _row(turn: Turn, now: Present, day: date) -> DagstartDay | None:
    """A day further ahead than what is planned gets its row now, so that it stays skipped."""
    row = await store.hold(turn.session, now.team.id, day)
    if row is None and now.ground.rhythm(now.team.id).planned(day):
        row = DagstartDay(team=now.team.id, day=day, starts_at=now.team.calendar.at(day, now.settings.clock))
        row.state = State.SCHEDULED.value
        turn.session.add(row)
    return row


def _on_list(now: Present, row: DagstartDay) -> bool:
    if row.state != State.SCHEDULED.value:
        return True
    return now.ground.rhythm(row.team).occurs(row.day, now.team.calendar)


async def _cancel(turn: Turn, now: Present, row: DagstartDay) -> None:
    before, counted = State(row.state), await tallies(turn, [row], now.ground)
    facts = Facts(contributions=counted[row.team, row.day].contributions)
    state = rules.after(before, Happens.CANCELLED, facts)[-1]
    if state is not State.SKIPPED:
        await end(turn, [(row, state)], counted, now.ground)
        return
    row.state = state.value
    await rota.release(turn, [row])
    await lose(turn, [row])
    if before is State.OPEN:
        touch(turn, row)
    elif row.day == now.today:
        await turn.session.flush()
        text = messages.skipped(row.day, await next_day(turn, now))
        turn.say(Place(channel=now.team.channel), messages.line(text))


async def _next(turn: Turn, now: Present, skipped: DagstartDay | None) -> Sentence:
    """Whoever typed no day reads which one it was."""
    await turn.session.flush()
    day = await next_day(turn, now)
    if day is None:
        return _("There is no day start planned.")
    if skipped is not None:
        return _("The day start of {day} is skipped. The next one is {date}.", day=Day(skipped.day), date=Day(day))
    return _("Saved. The next day start is {date}.", date=Day(day))


# --- pause and go on --------------------------------------------------------------------------------------------------
async def pause(turn: Turn, event: Event) -> Answer:
    """Until this day, on which there is a dagstart again; one that is open today goes on."""
    now = await present(turn, team_of(event.about), whole=True)
    return await _pause(turn, event, now, _day(event.text, now.today), "dagstart.pause")


async def resume(turn: Turn, event: Event) -> Answer:
    """By who leads. Of a team whose channel was lost the question comes again, also to an admin."""
    now = await present(turn, team_of(event.about), whole=True)
    if (asked := await carry_on(turn, now.ground, now.team.id, event.person)) is not None:
        raise asked
    if not await leads(turn, now.ground, now.team.id, event.person):
        raise only(_("the team lead or deputy"))
    return await _pause(turn, event, now, None, "dagstart.resume")


async def carry_on(turn: Turn, found: Ground, team: int, person: str) -> Refused | None:
    """For who may answer it, where nothing goes on until somebody does."""
    facts = found.teams[team]
    who = await standing.of(turn.session, person, team)
    if facts.active or not ((who and who.admin) or await leads(turn, found, team, person)):
        return None
    return Refused(
        _("Nothing goes on in {channel} at the moment. Shall we carry on?", channel=Channel(facts.channel)),
        Button(_("Yes, please"), "people.resume", about(team)),
    )


async def _pause(turn: Turn, event: Event, now: Present, until: date | None, what: str) -> Answer:
    now.settings.paused_until = until
    await audit.log(turn.session, turn.org, event.person, what, turn.now, now.team.id)
    await rota.release_idle(turn, now.ground)
    to_come = now.row is not None and now.state is State.SCHEDULED
    day = await next_day(turn, now, now.today - DAY if to_come else now.today)
    if day is None:
        return Note(_("There is no day start planned."))
    return Note(_("Saved. The next day start is {date}.", date=Day(day)))


# --- after quiet days -------------------------------------------------------------------------------------------------
async def rest(turn: Turn, event: Event) -> Answer:
    now = await present(turn, team_of(event.about), whole=True)
    await _chosen(turn, now)
    return await _pause(turn, event, now, now.today + rules.REST, "dagstart.pause")


async def keep(turn: Turn, event: Event) -> Answer:
    """The rhythm stays; the next twenty working days nobody asks again."""
    now = await present(turn, team_of(event.about), whole=True)
    await _chosen(turn, now)
    now.settings.quiet_told_on = now.today
    return Note(_("Saved. Thank you."))


async def _chosen(turn: Turn, now: Present) -> None:
    """Raises Refused when another lead was first."""
    if not now.settings.quiet_open:
        raise Refused(OVER)
    await quiet_settled(turn, now.settings)


async def quiet_settled(turn: Turn, settings: DagstartSettings) -> None:
    """The line to the leads loses its buttons."""
    if settings.quiet_open and settings.quiet_told_on is not None:
        settings.quiet_open = False
        await turn.tell(LeadLineChanged(QUIET3, about(settings.team, settings.quiet_told_on.isoformat())))


async def quiet_lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    keys = {each: key_of(each) for each in subjects}
    known = await store.settings(turn.session, [team for team, _day in keys.values()])
    asked = {row.team: row.quiet_told_on for row in known.values() if row.quiet_open}
    return {each: private.quiet_days(each, still_open=asked.get(team) == day) for each, (team, day) in keys.items()}


# --- a large team -----------------------------------------------------------------------------------------------------
async def size(turn: Turn, due: Sequence[Due]) -> None:
    """Once, when the surface has told who is in the channel."""
    counts = await _sizes(turn, [one.about for one in due])
    for mine, members in counts.items():
        if members > rules.LARGE and (team := team_of(mine)) is not None:
            await turn.tell(ForLeads(team, "dagstart.large", mine))


async def large_lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    return {each: private.large(n) for each, n in (await _sizes(turn, subjects)).items()}


async def _sizes(turn: Turn, subjects: Sequence[str]) -> Mapping[str, int]:
    found = await ground(turn, {team for each in subjects if (team := team_of(each)) is not None})
    members = await teams.members(turn, found.teams, turn.now.date())
    return {about(team): len(some) for team, some in members.items()}
