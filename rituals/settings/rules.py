"""What settings take, and what they make of it. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rituals.calendar import KEYS, OFF_BY_DEFAULT, days

NAME: Final = (3, 60)  # characters of a team's name
CONTACT: Final = 80  # characters
SMALLEST, LARGEST = 5, 20  # people: between these lies the smallest group that a figure is shown of
A_DAY, A_WEEK = 1, 4  # nudges: an organisation may choose fewer, never more
EARLIEST, LATEST = time(8, 0), time(18, 0)  # between these lies the window in which people are written to
LONGEST: Final = timedelta(days=60)  # of free days at once: longer is a slip of the pen
AHEAD: Final = timedelta(days=731)  # free days are planned within two years
MOST_DAYS: Final = 90  # free days to come: a list of choices holds a hundred
YEAR: Final = timedelta(days=366)  # how far ahead the free days are listed
LIBERATION: Final = "liberation_day"  # has three positions of its own
SWITCHED: Final = tuple(key for key in KEYS.values() if key != LIBERATION)


def zone_of(typed: str) -> str | None:
    """The IANA zone that was meant; None for none we know. Case and spaces don't matter."""
    plain = typed.strip().replace(" ", "_")
    titled = "/".join("_".join(word.capitalize() for word in part.split("_")) for part in plain.split("/"))
    return next((name for name in (plain, titled, plain.upper()) if _is_zone(name)), None)


def _is_zone(name: str) -> bool:
    if "/" not in name and name != "UTC":
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def window_fits(first: time, last: time) -> bool:
    return EARLIEST <= first < last <= LATEST


class Backwards(ValueError):
    """The last day lies before the first."""


class Past(ValueError):
    """The last day has been."""


class TooMany(ValueError):
    """More days than a list holds, or further ahead than anybody plans."""


def added(first: date | None, last: date | None, today: date) -> frozenset[date]:
    """The days of a range that begins on `first`; one day without `last`, none without `first`.

    Raises Backwards, Past, TooMany.
    """
    if first is None:
        if last is not None:
            raise Backwards
        return frozenset()
    last = last or first
    if last < first:
        raise Backwards
    if last < today:
        raise Past
    if last - first > LONGEST or last - today > AHEAD:
        raise TooMany
    return frozenset(day for day in days(first, last) if day >= today)


def free_days(now: Iterable[date], kept: Iterable[str], new: frozenset[date], today: date) -> frozenset[date]:
    """What has been stays; of what is to come only what was kept, and what is new. Raises TooMany."""
    stays = {date.fromisoformat(each) for each in kept}
    found = frozenset(day for day in now if day < today or day in stays) | new
    if sum(day >= today for day in found) > MOST_DAYS:
        raise TooMany
    return found


def coming(known: Iterable[date], today: date) -> tuple[date, ...]:
    return tuple(sorted(day for day in known if day >= today))


# --- the organisation's holidays --------------------------------------------------------------------------------------
def is_on(switches: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that are free days as it stands, but for 5 May."""
    off, also = set(switches.get("off", ())), set(switches.get("on", ()))
    return tuple(key for key in SWITCHED if key not in off and (key not in OFF_BY_DEFAULT or key in also))


def switches(on: Sequence[str], liberation_day: str, extra: Iterable[date]) -> dict[str, Any]:
    """As stored: what differs from the default."""
    return {
        "off": [key for key in SWITCHED if key not in on and key not in OFF_BY_DEFAULT],
        "on": [key for key in SWITCHED if key in on and key in OFF_BY_DEFAULT],
        "extra": [day.isoformat() for day in sorted(extra)],
        LIBERATION: liberation_day,
    }


def extra_days(switches: Mapping[str, Any]) -> frozenset[date]:
    return frozenset(date.fromisoformat(each) for each in switches.get("extra", ()))


# --- what changed -----------------------------------------------------------------------------------------------------
def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what differs: they go into the log, and what was chosen doesn't."""
    return tuple(sorted(name for name in after if before.get(name) != after[name]))
