"""A customer flag is taken down: by whoever raised it, or hidden by who looks after the meeting."""

from __future__ import annotations

from typing import Final

from rituals import teams
from rituals.answers import OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, keys_of, team_of
from rituals.klantpet import timeline
from rituals.klantpet.flag_lines import kept, take_down
from rituals.klantpet.subjects import flag_of
from rituals.words import _
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage.klantpet import Flag

REMOVED: Final = _("Removed. Nobody is notified.")
GONE: Final = _("This flag is gone already.")
MAY_HIDE: Final = _("whoever wears the cap, the team lead or deputy")


async def withdraw(turn: Turn, event: Event) -> Answer:
    """Without a name until the look-back on its meeting closes, as the button says; with one always."""
    flag = await _own(turn, event)
    if flag.gone:
        return Note(GONE, instead=True)
    if flag.person is None and await _closed(turn, flag):
        raise Refused(OVER)
    take_down(turn, flag)
    return Note(REMOVED, instead=True)


async def _own(turn: Turn, event: Event) -> Flag:
    """Of whoever has its token; with a name, of whoever gave it. Raises Refused for every other.

    Whose one was that is gone isn't kept: that it is gone may be read by whoever asks.
    """
    number, token = flag_of(event.about), next(iter(keys_of(event.about)), "")
    if number > 0:
        flag = await flag_store.hold(turn.session, number)
        own = flag is not None and (flag.gone or flag.person == event.person)
    else:
        flag = await flag_store.hold_of_token(turn.session, kept(token))
        own = flag is not None
    if flag is None or not own or flag.team != team_of(event.about):
        raise Refused(OVER)
    return flag


async def _closed(turn: Turn, flag: Flag) -> bool:
    row = (await store.days(turn.session, [flag.occurrence or 0])).get(flag.occurrence or 0)
    if row is None:
        return False
    calendar = (await teams.load(turn, [row.team]))[row.team].calendar
    return timeline.closes(row, calendar) <= turn.now


async def hide(turn: Turn, event: Event) -> Answer:
    """By whoever wears the cap there, or leads. Nobody is told."""
    flag = await flag_store.hold(turn.session, flag_of(event.about))
    if flag is None or flag.team != team_of(event.about) or flag.gone:
        raise Refused(OVER)
    row = (await store.days(turn.session, [flag.occurrence or 0])).get(flag.occurrence or 0)
    team = (await teams.load(turn, [flag.team]))[flag.team]
    if not (row is not None and row.wearer == event.person) and not await teams.leads_in(turn, event.person, team):
        raise only(MAY_HIDE)
    take_down(turn, flag)
    return None
