"""For whom something is rendered: language, names, links, read for many at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError

from bot.catalogs import Catalogs
from bot.i18n import Reader, people_in, refs_in
from bot.turns import Turns
from rituals.contract import Turn
from rituals.shown import CardRef, Place
from storage import house, organisations, people
from storage.prepared import prepared

PATIENCE = 5.0  # seconds; no answer is better than one that nobody waits for
REMEMBERED = 10_000  # people
DEFAULT = "nl"

log = structlog.get_logger()


@dataclass(frozen=True)
class Readers:
    """`spoken`: in which language somebody was spoken to last, for when the database can't tell."""

    catalogs: Catalogs
    spoken: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def to(self, turn: Turn, place: Place, value: Any) -> Reader:
        return (await self.to_many(turn, [(place, value)]))[0]

    async def to_many(self, turn: Turn, shown: Sequence[tuple[Place, Any]]) -> list[Reader]:
        """At most five statements, however many messages."""
        readers = {place.person for place, _ in shown if place.person}
        known = await people.people(turn.session, readers.union(*(people_in(value) for _, value in shown)))
        links = await self._links(turn, [value for _, value in shown])
        default = await _default(turn)
        channels = await _languages(turn, {place.channel for place, _ in shown if place.channel}, default)
        names = {key: row.name for key, row in known.items() if row.active}
        found = []
        for place, _ in shown:
            own = known[place.person].language if place.person in known else None
            language = (own or default) if place.person else channels.get(place.channel, default)
            self._remember(place.person, language)
            found.append(Reader(language=language, names=names, links=links, channels={}, catalogs=self.catalogs))
        return found

    async def anyhow(self, turns: Turns, org: str, person: str, value: Any, patience: float = PATIENCE) -> Reader:
        """Without a name or a link, in the language that is remembered, where the database can't tell."""
        try:
            async with asyncio.timeout(patience), turns.reading(org) as turn:
                return await self.to(turn, Place(person=person), value)
        except (SQLAlchemyError, OSError) as error:  # (a time-out is an OSError)
            log.warning("reader.unknown", error=type(error).__name__)
            language = self.spoken.get(person) or next(reversed(self.spoken.values()), DEFAULT)
            return Reader(language=language, names={}, links={}, channels={}, catalogs=self.catalogs)

    def _remember(self, person: str, language: str) -> None:
        if person:
            self.spoken[person] = language
            self.spoken.move_to_end(person)
            if len(self.spoken) > REMEMBERED:
                self.spoken.popitem(last=False)

    async def _links(self, turn: Turn, values: Sequence[Any]) -> Mapping[CardRef, str]:
        refs = {ref for value in values for ref in refs_in(value)}
        if not refs:
            return {}
        org = await organisations.of(turn.session, turn.org)  # read once a turn: the session remembers it
        stand = await house.addresses(turn.session, [(ref.card, ref.about) for ref in refs])
        url = org.url if org else ""
        return {
            CardRef(*key): f"{url}archives/{channel}/p{stamp.replace('.', '')}"
            for key, (channel, stamp) in stand.items()
        }


async def _default(turn: Turn) -> str:
    org = await organisations.of(turn.session, turn.org)
    return org.language if org else DEFAULT


async def _languages(turn: Turn, channels: set[str], default: str) -> Mapping[str, str]:
    if not channels:
        return {}
    rows = await turn.session.execute(*_spoken(sorted(channels)))
    return {channel: language or default for channel, language in rows}


@prepared
def _spoken(channels: Sequence[str]) -> Select[str, str | None]:
    return select(people.Team.channel, people.Team.language).where(people.Team.channel.in_(channels))
