"""Forms and pages as they are opened, within the three seconds that Slack gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.carrying import carrying, with_rest
from bot.dispatch import Dispatcher
from bot.i18n import Reader
from bot.readers import Readers
from bot.slack.replies import Crowded, Expired, Reply, ToView
from bot.slack.surface import SlackSurface
from bot.slack.views import Meta, form_view, page_view
from rituals.contract import Event, Note
from rituals.shown import Button, Form, Place
from rituals.words import Sentence, _


@dataclass(frozen=True, slots=True)
class Answered:
    """The person has the answer before them: a note, a form or a page."""


ANSWERED = Answered()


@dataclass(frozen=True)
class Openings:
    org: str
    dispatcher: Dispatcher
    readers: Readers
    surface: SlackSurface

    async def look_and_open(self, event: Event, reply: Reply) -> Note | Answered:
        """After a look at the channel, for a form that needs it."""
        spec = self.dispatcher.registry.forms.get(event.does)
        if spec is not None and spec.looks and event.where is not None:
            event = replace(event, where=await self.surface.where(event.where.id))
        return await self.open(event, reply)

    async def open(self, event: Event, reply: Reply) -> Note | Answered:
        """Too late for that, or too busy: a note with a button, which brings three new seconds."""
        try:
            await self._shown(event, reply)
        except Expired:
            return _once_more(_("That took too long. Please try once more."), event)
        except Crowded:
            return _once_more(_("It is very busy right now. Please try once more in a minute."), event)
        return ANSWERED

    async def _shown(self, event: Event, reply: Reply) -> None:
        shown = await self.dispatcher.open(event)
        async with self.dispatcher.turns.reading(self.org) as turn:
            reader = await self.readers.to(turn, Place(person=event.person), shown)
        meta = Meta("page", event.does, event.about, home=reply.page is not None and reply.page.from_home)
        if isinstance(shown, Form):
            form = replace(meta, kind="form", token=shown.token, kept=shown.kept)
            await self._form(event, reply, shown, form, reader)
            return
        view = page_view(shown, meta, reader)
        if isinstance(reply, ToView) and reply.page is not None and reply.page.name == event.does:
            await reply.update(view)
        else:
            await reply.open(view)

    async def _form(self, event: Event, reply: Reply, form: Form, meta: Meta, reader: Reader) -> None:
        """From a form, one goes back to the one before it: in its place."""
        if isinstance(reply, ToView) and reply.page is not None and reply.page.kind == "form":
            again = replace(meta, under=reply.page.under, channel=reply.page.channel)
            await reply.update(form_view(form, again, reader))
            return
        await reply.open(form_view(form, replace(meta, under=under(reply.page), channel=channel_of(event)), reader))


def _once_more(text: Sentence, event: Event) -> Note:
    again = Button(_("Open"), event.does, carrying(event.about, event.text))
    return with_rest(Note(text, (again,)), event.text)


def under(page: Meta | None) -> tuple[str, str] | None:
    return (page.name, page.about) if page is not None and page.kind == "page" else None


def channel_of(event: Event) -> str:
    return event.where.id if event.where else ""
