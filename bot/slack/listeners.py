"""Slack's payloads come in here: acked, turned into an event, answered where the person is. One catcher for errors."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.commands import Commands
from bot.copies import Copies
from bot.dispatch import Dispatcher, Unknown
from bot.in_flight import InFlight
from bot.rate import TOO_FAST, Rate
from bot.readers import Readers
from bot.slack import payloads
from bot.slack.answers import failure
from bot.slack.home import Homes
from bot.slack.replies import Expired, Reply, ToHome, ToMessage, ToView, reply_to
from bot.slack.submissions import Submissions
from bot.slack.surface import SlackSurface
from bot.slack.views import Meta, above, form_view, page_view, read_meta
from rituals.contract import Answer, Event, Files, Note, Opens, Refused
from rituals.shown import Button, Form, Place
from rituals.words import _

ANY = re.compile(r".*", re.DOTALL)
STALE = Note(_("This button is from an earlier version. Nothing was changed."))

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answered:
    """The person has the answer before them: a note, a form or a page."""


ANSWERED = Answered()
Do = Callable[[Event], Awaitable[Answer | Answered]]


@dataclass(frozen=True)
class Listeners:
    org: str
    dispatcher: Dispatcher
    commands: Commands
    readers: Readers
    surface: SlackSurface
    copies: Copies
    submissions: Submissions
    happened: Callable[[Mapping[str, Any]], Awaitable[None]]
    in_flight: InFlight
    homes: Homes
    rate: Rate

    def register(self, app: AsyncApp) -> None:
        app.command(ANY)(self.on_command)
        app.action(ANY)(self.on_press)
        app.view(ANY)(self.on_submit)
        app.event(ANY)(self.on_event)
        app.error(on_error)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            await ack()
            await self.in_flight.acks_first()
            await self._command(body)

    async def on_press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            await ack()
            await self.in_flight.acks_first()
            await self._press(body)

    async def on_submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            await self.submissions.on_submit(ack, body)
            if read_meta(body["view"]).home:
                await self.homes.show(str(body["user"]["id"]))

    async def on_event(self, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            if body["event"]["type"] == "app_home_opened":
                await self._home(body["event"])
            else:
                await self.happened(body)

    async def _home(self, event: Mapping[str, Any]) -> None:
        """The tab with the messages is opened by the same event. Who was too fast isn't left with an empty tab."""
        person = str(event["user"])
        if event.get("tab") == "home" and ((fine := self.rate.allows(person)) or self.rate.tells(person)):
            await self.homes.show(person, None if fine else Note(TOO_FAST))

    async def _command(self, body: Mapping[str, Any]) -> None:
        event = payloads.command(body, self.org)
        reply = ToMessage(self.surface.client, body)

        async def answered(event: Event) -> Answer | Answered:
            """What only reads is understood, looked up and worded in one turn: most commands ask for no more."""
            async with self.dispatcher.turns.reading(self.org) as turn:
                meant: Event | Answer = await self.commands.meant(turn, event, str(body["command"]))
                if isinstance(meant, Event) and self._only_reads(meant):
                    meant = await self.dispatcher.look(turn, meant)
                if isinstance(meant, Note):
                    reader = await self.readers.to(turn, Place(person=event.person), meant)
            if not isinstance(meant, Note):
                return await self._do(meant, reply) if isinstance(meant, Event) else meant
            await reply.note(meant, reader)
            return ANSWERED

        await self._answering(event, reply, answered)

    async def _press(self, body: Mapping[str, Any]) -> None:
        event = payloads.press(body, self.org)
        reply = reply_to(body, self.surface.client, self.homes.show)
        copy = payloads.standing(body)

        async def answered(event: Event) -> Answer | Answered:
            if copy is not None:
                await self.copies.seen(self.org, copy)
            return None if body["actions"][0].get("url") else await self._do(event, reply)

        await self._answering(event, reply, answered)

    def _only_reads(self, event: Event) -> bool:
        action = self.dispatcher.registry.actions.get(event.does)
        return action is not None and action.reads

    # --- what an event asks -------------------------------------------------------------------------------------------
    async def _do(self, event: Event, reply: Reply) -> Answer | Answered:
        """Opens a form or page, or acts."""
        registry = self.dispatcher.registry
        if event.does in registry.actions:
            return await self.dispatcher.act(event)
        if (spec := registry.forms.get(event.does)) is not None and spec.looks and event.where is not None:
            event = replace(event, where=await self.surface.where(event.where.id))
        return await self._open(event, reply)

    async def _open(self, event: Event, reply: Reply) -> Note | Answered:
        """Too late for that: a note with a button, which brings three new seconds."""
        try:
            await self._shown(event, reply)
        except Expired:
            again = Button(_("Open"), event.does, event.about)
            return Note(_("That took too long. Please try once more."), (again,))
        return ANSWERED

    async def _shown(self, event: Event, reply: Reply) -> None:
        shown = await self.dispatcher.open(event)
        async with self.dispatcher.turns.reading(self.org) as turn:
            reader = await self.readers.to(turn, Place(person=event.person), shown)
        meta = Meta("page", event.does, event.about, home=reply.page is not None and reply.page.from_home)
        if isinstance(shown, Form):
            form = replace(meta, kind="form", token=shown.token, under=under(reply.page), channel=channel_of(event))
            await reply.open(form_view(shown, form, reader))
            return
        view = page_view(shown, meta, reader)
        if isinstance(reply, ToView) and reply.page is not None and reply.page.name == event.does:
            await reply.update(view)
        else:
            await reply.open(view)

    # --- answering ----------------------------------------------------------------------------------------------------
    async def _answering(self, event: Event, reply: Reply, do: Do) -> None:
        if not self.rate.allows(event.person):
            await self._slowed(event, reply)
            return
        try:
            answer = await self._knowing(event, do)
            if isinstance(answer, Opens):
                opens = replace(event, does=answer.name, about=answer.about, values=answer.values)
                answer = await self._open(opens, reply)
            if isinstance(answer, Files):
                answer = await self._handed(event, answer)
            if not isinstance(answer, Answered):
                await self._answer(event, reply, answer)
        except Refused as refused:
            await self._answer(event, reply, refused.note)
        except Unknown:
            await self._answer(event, reply, STALE)
        except Exception as error:  # noqa: BLE001  (the one catcher: logged with a code, and the person gets the code)
            await self._answer(event, reply, failure(error, event.does, event.text))

    async def _handed(self, event: Event, answer: Files) -> Note:
        async with self.dispatcher.turns.reading(self.org) as turn:
            reader = await self.readers.to(turn, Place(person=event.person), answer)
        await self.surface.hand(event.person, answer, reader)
        return Note(answer.sent)

    async def _slowed(self, event: Event, reply: Reply) -> None:
        """Without looking at what was asked."""
        if isinstance(reply, ToMessage) or self.rate.tells(event.person):
            await self._answer(event, reply, Note(TOO_FAST))

    async def _knowing(self, event: Event, do: Do) -> Answer | Answered:
        """Somebody never seen before is looked up first."""
        return await self.submissions.meeting(lambda: do(event))

    async def _answer(self, event: Event, reply: Reply, answer: Note | None) -> None:
        """A note beside the message; in a page or the Home, that drawn again with the note on top."""
        if isinstance(reply, ToView) and reply.page is not None and reply.page.kind == "page":
            await self._page_again(event, reply, answer)
            if reply.page.home:
                await self.homes.show(event.person)
            return
        if isinstance(reply, ToHome) and (answer is None or not answer.keep):
            await self.homes.show(event.person, answer)
            return
        if answer is None:
            return
        async with self.dispatcher.turns.reading(self.org) as turn:
            reader = await self.readers.to(turn, Place(person=event.person), answer)
        if answer.keep:
            await self.surface.tell(event.person, answer, reader)
        else:
            await reply.note(answer, reader)

    async def _page_again(self, event: Event, reply: ToView, answer: Note | None) -> None:
        meta = reply.page
        assert meta is not None  # noqa: S101  (the caller looked)
        try:
            page = await self.dispatcher.open(replace(event, does=meta.name, about=meta.about, values={}))
        except Refused as refused:
            page, answer = None, refused.note
        async with self.dispatcher.turns.reading(self.org) as turn:
            reader = await self.readers.to(turn, Place(person=event.person), (page, answer))
        if page is None or isinstance(page, Form):
            if answer is not None:
                await reply.note(answer, reader)
            return
        await reply.update(page_view(above(answer, page) if answer else page, meta, reader))


def under(page: Meta | None) -> tuple[str, str] | None:
    return (page.name, page.about) if page is not None and page.kind == "page" else None


def channel_of(event: Event) -> str:
    return event.where.id if event.where else ""


async def on_error(error: Exception) -> BoltResponse:
    """What the catcher itself could not answer. Bolt would take the ack back without a response of ours."""
    log.error("listener.failed", exc_info=error)
    return BoltResponse(status=200)
