"""What happens to people, channels and the app outside of it, and the events the app hears of it."""

from __future__ import annotations

import secrets

from sandbox.notes import Json
from sandbox.people import Person
from sandbox.shapes import user_json
from sandbox.site import Site
from sandbox.workspace import TEAM_ID, Channel, Kind, User


class Administration:
    """Each act sends the events that the manifest subscribes to and returns when the app has acked or missed them.

    Channels by name or id; people as Person, handle, name or id.
    """

    _site: Site

    def channel_of(self, channel: str) -> Channel:
        wanted = channel.removeprefix("#")
        for each in self._site.workspace.channels.values():
            if wanted and wanted in (each.id, each.name):
                return each
        raise LookupError(f"no channel {channel!r}")

    def user_of(self, person: Person | str) -> User:
        if isinstance(person, Person):
            return person.user
        for user in self._site.workspace.users.values():
            if person in (user.id, user.handle, user.real_name):
                return user
        raise LookupError(f"nobody is called {person!r}")

    def _knows(self, channel: Channel) -> bool:
        return self._site.workspace.bot.id in channel.members

    async def _event(self, **event: object) -> None:
        await self._site.delivery.event(dict(event))

    def _changed(self, channel: Channel) -> None:
        self._site.workspace.changes.tell("channel", channel.id)

    async def join(self, channel: str, person: Person | str) -> None:
        await self._join(self.channel_of(channel), self.user_of(person))

    async def _join(self, channel: Channel, user: User) -> None:
        if user.id in channel.members:
            return
        channel.members.append(user.id)
        self._changed(channel)
        if self._knows(channel):
            await self._event(**self._membership("member_joined_channel", channel, user))

    def _membership(self, type: str, channel: Channel, user: User) -> Json:
        kind = self._site.channel_type(channel)
        return {"type": type, "user": user.id, "channel": channel.id, "channel_type": kind, "team": TEAM_ID}

    async def leave(self, channel: str, person: Person | str) -> None:
        found, user = self.channel_of(channel), self.user_of(person)
        if user.id not in found.members:
            raise LookupError(f"{user.real_name} is not in {found.name}")
        heard = self._knows(found)
        found.members.remove(user.id)
        self._changed(found)
        if heard:
            await self._event(**self._membership("member_left_channel", found, user))

    async def add_bot(self, channel: str) -> None:
        await self._join(self.channel_of(channel), self._site.workspace.bot)

    async def remove_bot(self, channel: str) -> None:
        """The app hears `channel_left` or `group_left`, and `member_left_channel` of its own bot."""
        found, bot = self.channel_of(channel), self._site.workspace.bot
        await self.leave(found.id, bot.id)
        left = "group_left" if found.kind is Kind.PRIVATE else "channel_left"
        await self._event(type=left, channel=found.id)

    async def _channel_event(self, found: Channel, what: str, **more: object) -> None:
        """Of public channels the app hears wherever its bot is, of private ones only where it is a member."""
        if found.kind is Kind.PUBLIC or self._knows(found):
            kind = "channel" if found.kind is Kind.PUBLIC else "group"
            await self._event(**{"type": f"{kind}_{what}", "channel": found.id, **more})

    async def archive(self, channel: str, by: Person | str | None = None) -> None:
        await self._archived(channel, "archive", by)

    async def unarchive(self, channel: str, by: Person | str | None = None) -> None:
        await self._archived(channel, "unarchive", by)

    async def _archived(self, channel: str, what: str, by: Person | str | None) -> None:
        found = self.channel_of(channel)
        found.archived = what == "archive"
        self._changed(found)
        await self._channel_event(found, what, user=self.user_of(by).id if by else "USLACKBOT")

    async def rename(self, channel: str, name: str) -> None:
        found = self.channel_of(channel)
        found.name = name
        self._changed(found)
        about = {"id": found.id, "name": name, "created": self._site.workspace.seconds()}
        await self._channel_event(found, "rename", channel=about)

    async def delete(self, channel: str) -> None:
        found = self.channel_of(channel)
        del self._site.workspace.channels[found.id]
        self._changed(found)
        await self._channel_event(found, "deleted")

    async def _user_changed(self, user: User) -> None:
        self._site.workspace.changes.tell("user", user.id)
        shown = user_json(user, locale=True)
        await self._event(type="user_change", user=shown, cache_ts=self._site.workspace.seconds())

    async def deactivate(self, person: Person | str) -> None:
        """Memberships stay, as they come back with the account; conversations.members leaves the person out."""
        user = self.user_of(person)
        user.deactivated = True
        self._site.modals.clear(user.id)
        await self._user_changed(user)

    async def reactivate(self, person: Person | str) -> None:
        user = self.user_of(person)
        user.deactivated = False
        await self._user_changed(user)

    async def change_profile(
        self, person: Person | str, *, real_name: str = "", tz: str = "", locale: str = ""
    ) -> None:
        user = self.user_of(person)
        user.real_name, user.tz, user.locale = real_name or user.real_name, tz or user.tz, locale or user.locale
        await self._user_changed(user)

    async def make_guest(self, person: Person | str, guest: bool = True) -> None:
        user = self.user_of(person)
        user.guest = guest
        await self._user_changed(user)

    async def set_admin(self, person: Person | str, admin: bool) -> None:
        user = self.user_of(person)
        user.admin = admin
        await self._user_changed(user)

    async def uninstall(self, *, tokens_first: bool = False) -> None:
        """From now on the bot token answers `account_inactive`; both events come, in either order."""
        self._site.app.active = False
        self._site.workspace.changes.tell("installation", "uninstalled")
        bot = self._site.workspace.bot.id
        events: list[Json] = [
            {"type": "app_uninstalled"},
            {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}},
        ]
        for event in reversed(events) if tokens_first else events:
            await self._event(**event)

    def reinstall(self) -> str:
        """A new bot token, which is returned; the bot keeps its user id."""
        self._site.app.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self._site.app.active = True
        self._site.workspace.changes.tell("installation", "installed")
        return self._site.app.bot_token
