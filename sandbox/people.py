"""A person at her Slack client: what she sees, types, presses and fills in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sandbox.acting import Acting
from sandbox.checking import mistakes
from sandbox.composer import escaped, resolved, sent
from sandbox.finding import Where, conversation, find, timeline
from sandbox.modals import View
from sandbox.notes import ClientRefused, Json, Why
from sandbox.responses import acked
from sandbox.seen import Seen, SeenView, is_button, is_menu
from sandbox.site import Site
from sandbox.submitting import answered
from sandbox.workspace import Channel, Message, User

SLACKBOT = "USLACKBOT"


class Person:
    """Every method raises ClientRefused for what the Slack client would not let her do."""

    def __init__(self, site: Site, user: User, home_seconds: float) -> None:
        self._site = site
        self._home_seconds = home_seconds
        self._acting = Acting(site, user)
        self.user = user

    def __repr__(self) -> str:
        return f"<Person {self.user.handle}>"

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.real_name

    @property
    def handle(self) -> str:
        return self.user.handle

    @property
    def acting(self) -> Acting:
        """Acts on an element that is known exactly, as the page knows it."""
        return self._acting

    @property
    def notifications(self) -> list[str]:
        return self._site.notifications.shown[self.id]

    # -- what she sees

    def sees(self, channel: str) -> list[Seen]:
        """The timeline of a conversation, by name or id, oldest first, with her own ephemerals."""
        found = conversation(self._site, self.user, channel)
        return [Seen(self._site, message, self.id) for message in timeline(self._site, self.user, found)]

    def dm(self) -> list[Seen]:
        """Her conversation with the bot; empty as long as neither has written."""
        channel = self._site.workspace.direct(self.id, self._site.workspace.bot.id)
        return [Seen(self._site, message, self.id) for message in timeline(self._site, self.user, channel)]

    @property
    def view(self) -> SeenView | None:
        """The modal on top."""
        stack = self._site.modals.stacks.get(self.id)
        return SeenView(self._site, stack[-1]) if stack else None

    @property
    def home(self) -> SeenView | None:
        """App Home as published, without opening it."""
        view = self._site.modals.homes.get(self.id)
        return SeenView(self._site, view) if view else None

    # -- what she types

    async def types(self, text: str, channel: str | None = None, *, thread: Seen | None = None) -> Seen | None:
        """A command, or a message: in the conversation with the bot (`channel` None), a channel, DM or group DM.

        Returns what the ack of a command shows her; None when it shows nothing. Of a message: that message.
        """
        place = self._writes_in(channel)
        if text.startswith("/"):
            if thread is not None:
                raise ClientRefused(Why.COMMAND_IN_THREAD, "commands do not work in threads")
            return await self._commands(place, text)
        message = self._site.message(place.id, self.id, {"text": sent(text, self._site.workspace)})
        message.thread_ts = thread.ts if thread else None
        self._site.post(message)
        await self._site.message_event(message)
        return Seen(self._site, message, self.id)

    def _writes_in(self, name: str | None) -> Channel:
        workspace = self._site.workspace
        self._must_be_active()
        if name is None:
            if not self._site.app.composer_enabled:
                raise ClientRefused(Why.READ_ONLY, "the Messages tab has no composer")
            return workspace.direct(self.id, workspace.bot.id)
        channel = conversation(self._site, self.user, name)
        if self.id not in channel.members:
            raise ClientRefused(Why.NOT_MEMBER, f"{self.name} is not in {name!r}")
        if channel.archived:
            raise ClientRefused(Why.ARCHIVED, f"{name!r} is archived")
        return channel

    def _must_be_active(self) -> None:
        if self.user.deactivated:
            raise ClientRefused(Why.DEACTIVATED, f"{self.name} is deactivated")

    async def _commands(self, place: Channel, typed: str) -> Seen | None:
        name, _, text = typed.partition(" ")
        command = self._site.app.command(name)
        if command is None or self.user.outsider or not self._site.app.active:
            raise ClientRefused(Why.NO_COMMAND, f"{name} is not a valid command")
        resolve = resolved(text, self._site.workspace) if command.get("should_escape") else escaped(text)
        envelope = self._site.envelopes.command(self.user, place, name, resolve.strip())
        ack = await self._site.delivery.send(envelope)
        said = acked(self._site, self.id, place.id, ack.body) if ack.ok else self._failed(place, name)
        return Seen(self._site, said, self.id) if said else None

    def _failed(self, place: Channel, command: str) -> Message:
        """What Slackbot shows her when no ack came."""
        said = {"text": f'{command} failed with the error "operation_timeout"'}
        return self._site.post(self._site.message(place.id, SLACKBOT, said, visible_to=self.id))

    async def shortcut(self, callback_id: str) -> None:
        """A global shortcut."""
        self._must_be_active()
        if self._site.app.shortcut(callback_id, "global") is None:
            raise ClientRefused(Why.NO_SHORTCUT, f"no global shortcut {callback_id!r}")
        await self._site.delivery.send(self._site.envelopes.shortcut(self.user, callback_id))

    async def message_shortcut(self, callback_id: str, seen: Seen) -> None:
        self._must_be_active()
        if self._site.app.shortcut(callback_id, "message") is None or seen.ephemeral:
            raise ClientRefused(Why.NO_SHORTCUT, f"no message shortcut {callback_id!r} here")
        await self._site.delivery.send(self._site.envelopes.message_shortcut(self.user, callback_id, seen.message))

    # -- what she presses

    async def presses(
        self, label: str, in_: Where = None, *, near: str = "", confirm: bool = True, times: int = 1
    ) -> None:
        """Press a button, `times` at once; `confirm` answers its confirmation dialog, if it has one.

        Without `in_`: in the top modal if one is open, else in her newest message with that button, else in App Home.
        """
        self._must_be_active()
        place, found = find(self._site, self.user, in_, label, is_button, near)
        if found.element["type"] == "workflow_button" or ("confirm" in found.element and not confirm):
            return
        action = {"value": found.element["value"]} if "value" in found.element else {}
        await self._acting.send(place, found, action, times)

    async def selects(self, menu: str, choice: object, in_: Where = None, *, near: str = "") -> None:
        """Choose in a menu that acts at once (`menu`: its placeholder, or the text beside or above it).

        `choice` is an option's label, a person, a channel, a day or a time; a list where several can be chosen.
        """
        self._must_be_active()
        place, found = find(self._site, self.user, in_, menu, is_menu, near)
        await self._acting.choose(place, found, choice)

    async def fills(self, values: Mapping[str, object], in_: SeenView | None = None) -> None:
        """Fill in input blocks by label, exactly or by its beginning; in the top modal unless `in_` says App Home.

        Texts, numbers, labels of options, lists of them, True for a single checkbox, days, times, persons, channels;
        None empties. An input with dispatch_action tells the app at once.
        """
        view = in_.state if in_ else self._top()
        for label, value in values.items():
            where = SeenView(self._site, view)
            _, found = find(self._site, self.user, where, label, lambda each: each.block["type"] == "input")
            await self._acting.fill(view, found, value)

    def _top(self) -> View:
        self._must_be_active()
        stack = self._site.modals.stacks.get(self.id)
        if not stack:
            raise ClientRefused(Why.NO_FORM, f"{self.name} has no modal open")
        return stack[-1]

    async def submits(self, times: int = 1) -> None:
        """Press the modal's submit button. What the client itself refuses stands in `.errors` and is not sent.

        `times` delivers the same state that often, as on a slow network.
        """
        view = self._top()
        if "submit" not in view.raw:
            raise ClientRefused(Why.NO_SUBMIT, "this view has no submit button")
        self._site.modals.refuse(view, mistakes(view))
        if view.errors:
            return
        envelopes = [self._site.envelopes.submission(self.user, view) for _ in range(times)]
        for ack in await asyncio.gather(*(self._site.delivery.send(each) for each in envelopes)):
            answered(self._site, view, ack)

    async def closes(self, *, all_: bool = False) -> None:
        """Close the top modal, or with `all_` (or its `clear_on_close`) the whole stack."""
        view = self._top()
        cleared = all_ or bool(view.raw.get("clear_on_close"))
        shown = self._site.modals.stacks[self.id][0] if cleared else view
        envelope = self._site.envelopes.closed(self.user, shown, cleared=cleared)
        if cleared:
            self._site.modals.clear(self.id)
        else:
            self._site.modals.close(view)
        if shown.raw.get("notify_on_close"):
            await self._site.delivery.send(envelope)

    async def opens_home(self) -> SeenView:
        """Open the Home tab and wait until the app has published a view for it, as long as an ack may take."""
        self._must_be_active()
        if not self._site.app.home_enabled:
            raise ClientRefused(Why.NO_HOME, "the app has no Home tab")
        modals, workspace = self._site.modals, self._site.workspace
        before = modals.published.get(self.id, 0)
        await self._site.delivery.event(self._home_opened())
        try:
            await workspace.changes.until(lambda: modals.published.get(self.id, 0) > before, self._home_seconds)
        except TimeoutError:
            if self.home is None:
                raise ClientRefused(Why.HOME_EMPTY, f"nothing was published for {self.name}") from None
        home = self.home
        assert home is not None  # noqa: S101 - either published before or just now
        return home

    def _home_opened(self) -> Json:
        workspace = self._site.workspace
        channel = workspace.direct(self.id, workspace.bot.id)
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": "home"}
        home = self._site.modals.homes.get(self.id)
        return event | ({"view": self._site.modals.json(home)} if home else {})
