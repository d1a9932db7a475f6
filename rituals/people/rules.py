"""Who may give a role, who hears a line for the leads, and when. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from rituals.calendar import PersonCalendar, days, window
from rituals.grammar import normal

LEAD: Final = "lead"
DEPUTY: Final = "deputy"
COACH: Final = "coach"
EXEC: Final = "exec"
CEO: Final = "ceo"
COORDINATOR: Final = "relay_coordinator"
PREPARER: Final = "preparer"
OF_TEAM: Final = (LEAD, DEPUTY)
OF_ORGANISATION: Final = (COACH, EXEC, CEO, COORDINATOR)  # and the preparers of each executive
LASTING: Final = frozenset({LEAD, COORDINATOR})  # the last one is taken away by an admin only
MISSED: Final = frozenset({CEO, COORDINATOR})  # admins hear that nobody has it any more
FILLED: Final = MISSED | {COACH}  # of a coach they hear once something waits for one; given again, that is no longer so
# How many there may be: in one team, in the organisation, or of one executive. Of coaches there may be any number.
MOST: Final[Mapping[str, int]] = {LEAD: 3, DEPUTY: 2, EXEC: 30, CEO: 1, COORDINATOR: 2, PREPARER: 2}
WORDS: Final[Mapping[str, str]] = {
    "teamleider": LEAD,
    "teamlead": LEAD,
    "team lead": LEAD,
    "lead": LEAD,
    "waarnemer": DEPUTY,
    "deputy": DEPUTY,
    "cultuurcoach": COACH,
    "culture coach": COACH,
    "coach": COACH,
    "bestuurder": EXEC,
    "executive": EXEC,
    "exec": EXEC,
    "ceo": CEO,
    "estafettecoordinator": COORDINATOR,
    "relay coordinator": COORDINATOR,
    "relay_coordinator": COORDINATOR,
    "coordinator": COORDINATOR,
    "voorbereider": PREPARER,
    "preparer": PREPARER,
}

ACTIVE, SUSPENDED = "ACTIVE", "SUSPENDED"  # a team's state

BUNDLED: Final = 3  # lines in one message
LOOK_AHEAD: Final = timedelta(days=60)  # absences are read no further; the nightly round looks again
AHEAD: Final = timedelta(days=731)  # an absence ends within two years: beyond that a year was mistyped
ABSENCES_KEPT: Final = timedelta(days=30)  # after their end
LOG_KEPT: Final = timedelta(days=365)  # twelve months
LEFT_KEPT: Final = timedelta(days=365)  # as long as the longest kept of what can be told again: a compliment

# The house's own lines. They say nothing of what a team shared, so an admin may read them where no lead can.
NOLEAD: Final = "people.nolead"
RESUME: Final = "people.resume"
CHANNELFAIL: Final = "people.channelfail"  # nothing can be posted in the team's channel, as far as the surface says
UNDELIVERED: Final = "people.undelivered"  # something didn't come to stand there, and the channel isn't why
NOOFFICE: Final = "people.nooffice"
ELSEWHERE: Final = "people.elsewhere"  # something didn't come to stand in a channel of no team
UNREACHED: Final = "people.unreached"  # a message to somebody was not taken; of whom, and of what, it says nothing
ADMINS_ONLY: Final = frozenset({NOLEAD, NOOFFICE, ELSEWHERE, UNREACHED})
HOUSE: Final = frozenset({RESUME, CHANNELFAIL, UNDELIVERED}) | ADMINS_ONLY


# --- roles ------------------------------------------------------------------------------------------------------------
class Verdict(Enum):
    FINE = "fine"
    NO_RIGHT = "only who may appoint"
    NOT_A_MEMBER = "the person is nobody of ours"
    NOT_IN_TEAM = "the person is not in the team's channel"
    NO_EXECUTIVE = "there is no such executive to prepare for"
    OWN_EXECUTIVE = "nobody prepares for themselves"
    ELSEWHERE = "the person prepares for another executive"
    ALREADY = "it is so already"
    FULL = "the role has been given as often as it may"
    LAST = "the only one is taken away by an admin only"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives or takes, as it stands at the moment of saving. `stands_in`: a deputy with a lead's rights today."""

    lead: bool = False
    stands_in: bool = False
    admin: bool = False
    coordinator: bool = False

    def appoints(self, role: str) -> bool:
        if role in OF_TEAM:
            return self.lead or self.stands_in or self.admin
        return self.admin or (self.coordinator and role in (EXEC, CEO, PREPARER))

    @property
    def leads(self) -> bool:
        """Not by standing in."""
        return self.lead or self.admin


def role_of(typed: str) -> str | None:
    return WORDS.get(normal(typed))


@dataclass(frozen=True, slots=True)
class Candidate:
    """`own`: gives the role to themselves. `member`: of the organisation, active and in full; `inside`: of the team."""

    key: str
    own: bool = False
    member: bool = True
    inside: bool = True


def giving(actor: Actor, role: str, candidate: Candidate, holders: Sequence[str]) -> Verdict:
    """Who stands in for a lead doesn't become one that way."""
    if not actor.appoints(role) or (role == LEAD and candidate.own and not actor.leads):
        return Verdict.NO_RIGHT
    if not candidate.member:
        return Verdict.NOT_A_MEMBER
    if not candidate.inside:
        return Verdict.NOT_IN_TEAM
    person = candidate.key
    if person in holders:
        return Verdict.ALREADY
    return Verdict.FULL if len(holders) >= MOST.get(role, len(holders) + 1) else Verdict.FINE


def taking(actor: Actor, role: str, person: str, holders: Sequence[str], *, own: bool) -> Verdict:
    """Who stands in for a lead takes no lead's role."""
    if not own and (not actor.appoints(role) or (role == LEAD and not actor.leads)):
        return Verdict.NO_RIGHT
    if person not in holders:
        return Verdict.ALREADY
    last = role in LASTING and len(holders) == 1
    return Verdict.LAST if last and not actor.admin else Verdict.FINE


# --- lines for the leads ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Hearer:
    person: str
    days: PersonCalendar

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.days.absences)

    def works(self, day: date) -> bool:
        return self.days.is_workday(day)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear the lines of one team. Admins count for the house's own lines only."""

    leads: tuple[Hearer, ...] = ()
    deputies: tuple[Hearer, ...] = ()
    admins: tuple[Hearer, ...] = ()

    @property
    def everyone(self) -> tuple[Hearer, ...]:
        return (*self.leads, *self.deputies, *self.admins)


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    kind: str
    at: datetime


def hearers(audience: Audience, kind: str, day: date) -> tuple[Hearer, ...]:
    """Who hears a line on this day: leads at work. When every lead is away, or none is left, deputies at work, and of
    the house's own lines admins at work as well.
    """
    if kind in ADMINS_ONLY:
        return _at_work(audience.admins, day)
    if found := _at_work(audience.leads, day):
        return found
    if not all(lead.is_away(day) for lead in audience.leads):
        return ()
    return _at_work((*audience.deputies, *(audience.admins if kind in HOUSE else ())), day)


def answering(audience: Audience, day: date) -> set[str]:
    """Who may decide for the team on this day and is there: leads, deputies who stand in, admins."""
    stand_in = not audience.leads or any(lead.is_away(day) for lead in audience.leads)
    some = (*audience.leads, *(audience.deputies if stand_in else ()), *audience.admins)
    return {one.person for one in some if not one.is_away(day)}


def _at_work(some: Iterable[Hearer], day: date) -> tuple[Hearer, ...]:
    return tuple(one for one in some if one.works(day))


def hearing(audience: Audience, kind: str, moment: datetime) -> tuple[str, ...]:
    """Who hears the line at this very moment: within the DM window of their own day."""
    found = (
        one.person
        for one in audience.everyone
        if one in hearers(audience, kind, one.days.day_of(moment)) and window(one.days, moment) == moment
    )
    return tuple(dict.fromkeys(found))


def next_hearing(audience: Audience, kind: str, after: datetime) -> datetime | None:
    """The first moment, not before `after`, at which somebody hears the line; None when nobody will for long."""
    if not audience.everyone:
        return None
    today = min(one.days.day_of(after) for one in audience.everyone)
    for day in days(today, today + LOOK_AHEAD):
        spans = [
            (one.days.at(day, one.days.opens), one.days.at(day, one.days.ends)) for one in hearers(audience, kind, day)
        ]
        if moments := [max(after, first) for first, last in spans if after <= last]:
            return min(moments)
    return None


def bundle(lines: Sequence[Line], audience: Audience, moment: datetime) -> Mapping[str, Sequence[int]]:
    """person -> the lines of this moment's message: the house's own first, then the newest, three at most."""
    ordered = sorted(lines, key=lambda line: (line.kind in HOUSE, line.at, line.id), reverse=True)
    found: dict[str, list[int]] = {}
    for line in ordered:
        for person in hearing(audience, line.kind, moment):
            mine = found.setdefault(person, [])
            if len(mine) < BUNDLED:
                mine.append(line.id)
    return found


def next_message(lines: Iterable[Line], audience: Audience, after: datetime) -> datetime | None:
    """When the lines that are left are looked at again."""
    moments = {kind: next_hearing(audience, kind, after) for kind in {line.kind for line in lines}}
    return min((moment for moment in moments.values() if moment is not None), default=None)
