"""`klantritme outbox`: what should have gone out and did not, and what becomes of it. Shows no text and no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from bot.frozen import thaw
from bot.postbox import CARD, QUIET, TABLES
from rituals.shown import Place
from storage import unsettled
from storage.base import open_database
from storage.house import CardRow

How = Literal["sent", "again", "drop"]

BY_LETTER: Final = {name[0]: table for name, table in TABLES.items()}  # as marks begin
STATES: Final = {"unsure": "unclear", "dropped": "given up", "shown": "to be edited"}
UNDER_WAY: Final = "under way"
NO_CARD: Final = "{id}: of a card it is enough that somebody presses a button on it in Slack: then it is known again."
NO_SUCH: Final = "{id}: there is no such message that waits, is unclear or was given up."
BEING_SENT: Final = "{id} is just being sent. Look again within a minute: then it has gone out, or can be settled."
NO_TEXT: Final = "{id} can't be sent again: its text was erased when it was given up, or a day after it was tried."
WHY_NOT: Final[dict[unsettled.Why, str]] = {"none": NO_SUCH, "under way": BEING_SENT, "erased": NO_TEXT}
DONE: Final[dict[How, str]] = {
    "sent": "{id} counts as sent.",
    "again": "{id} is sent again.",
    "drop": "{id} is not sent any more.",
}


class Unknown(Exception):
    """A sentence about an id that can't be settled like this."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` is a letter for its table, and a number. Moments are UTC."""

    id: str
    org: str
    what: str
    where: str
    state: str
    since: datetime | None
    tries: int
    why: str

    @property
    def line(self) -> str:
        since = f"{self.since:%Y-%m-%d %H:%M} UTC" if self.since is not None else "long ago"
        tries = "never tried" if not self.tries else f"{self.tries} {'try' if self.tries == 1 else 'tries'}"
        told = f"{self.id:<8} {self.org:<12} {self.what:<24} {self.where:<11} {self.state:<12} since {since}, {tries}"
        return f"{told}: {self.why}" if self.why else told


async def letters(url: str, now: datetime) -> list[Letter]:
    """`now` is machine time."""
    found: list[Letter] = []
    async with open_database(url) as sessions, sessions() as session:
        for letter, table in BY_LETTER.items():
            found += [_letter(letter, row, now) for row in await unsettled.unsettled(session, table, now)]
    return found


def _letter(letter: str, row: Any, now: datetime) -> Letter:
    where = _where(row.place)
    what = row.name if letter == CARD[0] else row.kind
    since = row.since or row.first_try
    if row.lease_until is not None and row.lease_until > now:  # why it would be unclear is true of a dead process only
        return Letter(f"{letter}{row.id}", row.org, what, where, UNDER_WAY, since, row.tries + row.unclear, "")
    state = STATES.get(row.state, row.state)
    return Letter(f"{letter}{row.id}", row.org, what, where, state, since, row.tries + row.unclear, row.why)


def _where(frozen: Any) -> str:
    try:
        place: Place = thaw(frozen)
    except Exception:  # noqa: BLE001  (it stands there because it can't be read: whatever is wrong with it)
        return "unreadable"
    return "to a person" if place.person else "in a thread" if place.under is not None else "in a channel"


async def settle(url: str, id_: str, how: How, now: datetime) -> str:
    """What was done. Raises Unknown."""
    table, number = BY_LETTER.get(id_[:1]), id_[1:]
    if table is None or not number.isdecimal():
        raise Unknown(NO_SUCH.format(id=id_))
    if how == "sent" and table is CardRow:
        raise Unknown(NO_CARD.format(id=id_))
    async with open_database(url) as sessions, sessions() as session, session.begin():
        if not await _settled(session, table, int(number), how, now):
            why = await unsettled.why_not(session, table, int(number), now)
            raise Unknown(WHY_NOT[why].format(id=id_))
    return DONE[how].format(id=id_)


async def _settled(session: Any, table: Any, number: int, how: How, now: datetime) -> bool:
    match how:
        case "sent":
            return await unsettled.arrived(session, number, now)
        case "again":
            return await unsettled.again(session, table, number, now, QUIET)
        case "drop":
            return await unsettled.drop(session, table, number, now)
