"""Which moment somebody means who fills in a local date and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

FARTHEST = timedelta(days=366)
"""Of one turn, for all that is due on the way happens in full."""

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Untimely(Exception):
    """The clock is not turned to that moment; `word` is the key of the page's words that say why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def chosen(wanted: str, zone: ZoneInfo, now: datetime) -> datetime:
    """In UTC, as `now` is. Untimely for what is no moment, lies before now or too far ahead."""
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError:
        raise Untimely("no_moment") from None
    _near(moment.replace(tzinfo=None), now.replace(tzinfo=None))
    found = moment.astimezone(UTC) if moment.tzinfo else _real(moment, zone)
    if found < now:
        raise Untimely("not_back")
    if found > now + FARTHEST:
        raise Untimely("too_far")
    return found


def _near(wall: datetime, now: datetime) -> None:
    """Roughly, for at the ends of the calendar a moment has no time in UTC."""
    if wall < now - DAY:
        raise Untimely("not_back")
    if wall > now + FARTHEST + DAY:
        raise Untimely("too_far")


def _real(wall: datetime, zone: ZoneInfo) -> datetime:
    """For a time that the clock skips the first moment after it; for one that comes twice the first of the two."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    moment = wall.replace(tzinfo=zone, fold=1, second=0, microsecond=0).astimezone(UTC)
    before = moment.astimezone(zone).utcoffset()
    while moment.astimezone(zone).utcoffset() == before:
        moment += MINUTE
    return moment
