"""Slack's payloads come in here: acked, turned into an event, answered where the person is. One catcher for errors."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.carrying import refusing
from bot.commands import Commands
from bot.copies import Copies
from bot.dispatch import Dispatcher, Unknown
from bot.in_flight import InFlight
from bot.rate import TOO_FAST, Rate
from bot.readers import Readers
from bot.slack import payloads
from bot.slack.answers import failure
from bot.slack.home import Homes
from bot.slack.openings import Answered, Openings
from bot.slack.quoted import text_of
from bot.slack.replies import Reply, ToHome, ToMessage, ToView, reply_to
from bot.slack.submissions import Submissions
from bot.slack.surface import SlackSurface
from bot.slack.tokens import Plainly
from bot.slack.views import above, page_view, read_meta
from bot.trouble import trouble
from rituals.contract import Answer, Event, Files, Note, Opens, Refused
from rituals.shown import Form, Place
from rituals.words import _

ANY = re.compile(r".*", re.DOTALL)
STALE = Note(_("This button is from an earlier version. Nothing was changed."))

OWN = Note(_("This is a message of mine. Choose one of a colleague or a customer."))

log = structlog.get_logger()


Do = Callable[[Event], Awaitable[Answer | Answered]]


@dataclass(frozen=True)
class Listeners:
    org: str
    dispatcher: Dispatcher
    commands: Commands
    openings: Openings
    plainly: Plainly
    readers: Readers
    surface: SlackSurface
    copies: Copies
    submissions: Submissions
    happened: Callable[[Mapping[str, Any]], Awaitable[None]]
    in_flight: InFlight
    homes: Homes
    rate: Rate
    bot_user: str

    def register(self, app: AsyncApp) -> None:
        app.command(ANY)(self.on_command)
        app.message_shortcut(ANY)(self.on_shortcut)
        app.action(ANY)(self.on_press)
        app.view(ANY)(self.on_submit)
        app.event(ANY)(self.on_event)
        app.error(on_error)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            await ack()
            await self.in_flight.acks_first()
            await self._command(body)

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        with self.in_flight.one():
            await ack()
            await self.in_flight.acks_first()
            await self._shortcut(body)

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

        typed = str(body.get("text") or "")

        async def answered(event: Event) -> Answer | Answered:
            """What only reads is understood, looked up and worded in one turn: most commands ask for no more."""
            async with self.dispatcher.turns.reading(self.org) as turn:
                free = partial(self.plainly.text, turn, event.person, typed)
                meant: Event | Answer = await self.commands.meant(turn, event, str(body["command"]), free)
                if isinstance(meant, Event) and self._only_reads(meant):
                    meant = await self.dispatcher.look(turn, meant)
                if isinstance(meant, Note):
                    reader = await self.readers.to(turn, Place(person=event.person), meant)
            if not isinstance(meant, Note):
                return await self._do(meant, reply) if isinstance(meant, Event) else meant
            await reply.note(meant, reader)
            return Answered()

        await self._answering(event, reply, answered)

    async def _shortcut(self, body: Mapping[str, Any]) -> None:
        """The message is nobody's business until its reader sends the form: it is kept nowhere on the way."""
        reply = ToMessage(self.surface.client, body)
        message, own = text_of(body.get("message") or {}), self._is_own(body.get("message") or {})

        async def answered(event: Event) -> Answer | Answered:
            if own:
                return OWN
            async with self.dispatcher.turns.reading(self.org) as turn:
                text = await self.plainly.text(turn, event.person, message)
                meant = await self.commands.of_team(turn, replace(event, text=text))
            return await self.openings.look_and_open(meant, reply) if isinstance(meant, Event) else meant

        await self._answering(payloads.shortcut(body, self.org), reply, answered)

    def _is_own(self, message: Mapping[str, Any]) -> bool:
        """What the bot itself said has been shared already, as far as that was agreed to."""
        return message.get("user") == self.bot_user

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
        if event.does in self.dispatcher.registry.actions:
            return await self.dispatcher.act(event)
        try:
            return await self.openings.look_and_open(event, reply)
        except Refused as refused:
            raise refusing(refused, event.text) from None

    # --- answering ----------------------------------------------------------------------------------------------------
    async def _answering(self, event: Event, reply: Reply, do: Do) -> None:
        if not self.rate.allows(event.person):
            await self._slowed(event, reply)
            return
        try:
            answer = await self._knowing(event, do)
            if isinstance(answer, Opens):
                opens = replace(event, does=answer.name, about=answer.about, values=answer.values, text="")
                answer = await self.openings.open(opens, reply)
            if isinstance(answer, Files):
                answer = await self._handed(event, answer)
            if not isinstance(answer, Answered):
                await self._answer(event, reply, answer)
        except Refused as refused:
            await self._answer(event, reply, refused.note)
        except Unknown:
            await self._answer(event, reply, STALE)
        except Exception as error:  # noqa: BLE001  (the one catcher: logged with a code, and the person gets the code)
            await self._failed(event, reply, error)

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

    async def _failed(self, event: Event, reply: Reply, error: Exception) -> None:
        """While the database is away nothing can be drawn again: the sentence comes by itself."""
        note = failure(error, event.does, event.text)
        if not trouble(error):
            await self._answer(event, reply, note)
            return
        reader = await self.readers.anyhow(self.dispatcher.turns, self.org, event.person, note)
        if isinstance(reply, ToHome):
            await self.surface.tell(event.person, note, reader)
        else:
            await reply.note(note, reader)

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


async def on_error(error: Exception) -> BoltResponse:
    """What the catcher itself could not answer. Bolt would take the ack back without a response of ours."""
    log.error("listener.failed", exc_info=error)
    return BoltResponse(status=200)
