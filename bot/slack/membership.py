"""Who is in which channel, in step with Slack: as its events tell, and again when all is read over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select

from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.slack.profiles import profile_of
from bot.slack.submissions import Submissions
from bot.slack.surface import SlackSurface
from bot.surface import Away, Failed, Later, Membership
from rituals.contract import Event
from storage import house, people, roles
from storage.people import PersonRow, Profile

LOST = {"channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted"}
BACK = {"channel_unarchive", "group_unarchive"}
ENDED = {"app_uninstalled", "tokens_revoked"}

log = structlog.get_logger()


@dataclass(frozen=True)
class InStep:
    org: str
    bot_user: str
    dispatcher: Dispatcher
    delivery: Delivery
    surface: SlackSurface
    submissions: Submissions

    async def happened(self, body: Mapping[str, Any]) -> None:
        """An event of Slack's; those that say nothing about people or channels are let go."""
        event, key = body["event"], str(body.get("event_id", ""))
        kind = str(event.get("type"))
        if kind in ("member_joined_channel", "member_left_channel"):
            await self._moved(event, kind, key)
        elif kind in LOST:
            await self._edge("people.channel_lost", key, {"channel": _channel(event)})
        elif kind in BACK:
            await self._edge("people.channel_back", key, {"channel": _channel(event)})
        elif kind == "user_change":
            await self._changed(profile_of(event["user"], self.org), key)
        elif kind in ENDED:
            await self._edge("people.uninstalled", key, {})

    async def _moved(self, event: Mapping[str, Any], kind: str, key: str) -> None:
        person, channel = str(event["user"]), str(event["channel"])
        if not await self._has_team(channel):
            return
        joined = kind == "member_joined_channel"
        if person == self.bot_user:
            await self._edge("people.channel_back" if joined else "people.channel_lost", key, {"channel": channel})
        elif joined:
            profile = await self.surface.profile(person)
            await self._edge("people.joined", key, {"channel": channel, "profile": profile}, person)
        else:
            await self._edge("people.left", key, {"channel": channel}, person)

    async def _changed(self, profile: Profile, key: str) -> None:
        """Slack tells of everybody, and of each new status; nobody is kept who has nothing to do with us."""
        async with self.dispatcher.turns.reading(self.org) as turn:
            known = (await people.people(turn.session, [profile.key])).get(profile.key)
        if known is not None and _facts(known) != _facts(profile):
            await self.submissions.know(profile, key)
            if _counts(profile) and not _counts(known):
                await self._returned(profile, key)

    async def _returned(self, profile: Profile, key: str) -> None:
        """Slack tells nobody's channels that an account opened again, or that a guest became a colleague."""
        channels = await self.surface.channels_of(profile.key)
        if isinstance(channels, Later | Failed | Away):
            log.warning("returned.skipped", outcome=type(channels).__name__)  # the nightly reading makes up for it
            return
        for channel in channels:
            if await self._has_team(channel):
                values = {"channel": channel, "profile": profile}
                await self._edge("people.joined", f"{key}:{channel}", values, profile.key)

    async def _has_team(self, channel: str) -> bool:
        async with self.dispatcher.turns.reading(self.org) as turn:
            return await people.team_in(turn.session, channel) is not None

    async def _edge(self, does: str, key: str, values: Mapping[str, Any], person: str = "") -> None:
        event = Event(id=key, org=self.org, person=person, does=does, request=key, values=values)
        await self.dispatcher.act(event, edge=True)

    async def of_tonight(self) -> None:
        """Reads it over, unless another process does so this night; one that dies meanwhile does so when it starts."""
        machine = self.dispatcher.turns.clock.machine()
        async with self.dispatcher.turns.writing(self.org) as turn:
            mine = await house.first_time(turn.session, self.org, f"reconcile:{machine:%Y-%m-%d}", "", machine)
        if mine:
            await self.reconcile()

    async def reconcile(self) -> None:
        """Reads over who is in each team's channel, and who has a role but no team: events are sometimes withheld."""
        async with self.dispatcher.turns.reading(self.org) as turn:
            channels = list(await turn.session.scalars(select(people.Team.channel).order_by(people.Team.id)))
            outside = await roles.outside_teams(turn.session)
        for channel in channels:
            told = await self.surface.membership(channel)
            if isinstance(told, Membership):
                await self.delivery.asking.reconcile(self.org, told)
            else:
                log.warning("reconcile.skipped", outcome=type(told).__name__)
        for person in outside:
            profile = await self.surface.look_up(person)
            if isinstance(profile, Profile):
                await self._changed(profile, f"reconcile:{person}:{self.dispatcher.turns.clock.machine().isoformat()}")


def _facts(person: PersonRow | Profile) -> tuple[str, str, bool, bool]:
    return person.name, person.kind, person.admin, person.active


def _counts(person: PersonRow | Profile) -> bool:
    return person.active and person.kind == "member"


def _channel(event: Mapping[str, Any]) -> str:
    channel = event["channel"]
    return str(channel["id"] if isinstance(channel, Mapping) else channel)
