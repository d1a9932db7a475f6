"""When an invitation for a turn goes out, and who gets it next: the same for host and wearer. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from rituals.calendar import NoWorkday, WorkingDays, window
from rituals.nudge import afternoon
from rituals.rotation import NOTICE, Candidate, Occurrence, successor

BEFORE_BUNDLE: Final = timedelta(minutes=5)  # when who is next is drawn
DECLINES: Final = 3  # in a row, after which a person is asked whether to leave the rotation


@dataclass(frozen=True, slots=True)
class Invitation:
    person: str
    at: datetime


def draw_at(bundle: time) -> time:
    return (datetime.combine(date.min, bundle) - BEFORE_BUNDLE).time()


def invitation(days: WorkingDays, day: date, start: datetime, now: datetime, bundle: time) -> datetime | None:
    """When a turn that was passed on can still reach this person in time for silence to be consent; None is never.

    With the morning's message where that comes in time.
    """
    try:
        moment = window(days, now)
    except NoWorkday:
        return None
    moment = max(moment, together) if (together := days.at(days.day_of(moment), bundle)) + NOTICE <= start else moment
    return moment if moment + NOTICE <= start and days.day_of(moment) <= day else None


def drawn(days: WorkingDays, day: date, invite_on: date, bundle: time) -> datetime:
    """When the invitation of somebody who was drawn goes out: with the bundle, or for a later day in the afternoon."""
    return days.at(invite_on, afternoon(days, bundle) if invite_on < day else bundle)


def following(
    one: Occurrence[str],
    others: Iterable[Occurrence[str]],
    candidates: Sequence[Candidate[str]],
    team: int,
    role: str,
    now: datetime,
    bundle: time,
) -> Invitation | None:
    """The next in order who can still be invited in time; None is the open call."""
    around = list(others)
    while (who := successor(one, around, candidates, team=team, role=role)) is not None:
        if (moment := invitation(who.days, one.day, one.start, now, bundle)) is not None:
            return Invitation(who.person, moment)
        one = replace(one, asked=one.asked | {who.person})
    return None


def consents(start: datetime, invited_at: datetime | None, delivered_at: datetime | None) -> bool:
    """Silence is a yes only if the invitation was planned a quarter before the start and taken before it."""
    in_time = invited_at is not None and invited_at + NOTICE <= start
    return in_time and delivered_at is not None and delivered_at < start
