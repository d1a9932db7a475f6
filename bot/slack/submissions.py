"""Forms that come back: answered after the commit, within Slack's three seconds, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck

from bot.dispatch import Dispatcher
from bot.i18n import Reader, plain
from bot.rate import TOO_FAST, Rate
from bot.readers import Readers
from bot.slack import payloads
from bot.slack.answers import failure
from bot.slack.replies import updated
from bot.slack.surface import SlackSurface
from bot.slack.views import Meta, form_view, lost_view, note_view, page_view, read_meta
from bot.trouble import trouble
from rituals.contract import Answer, Event, Note, Opens, Refused, Stranger, Where, Wrong
from rituals.helping import lines
from rituals.shown import Form, Page, Place
from rituals.words import Typed, _
from storage.people import Profile

A = TypeVar("A")

HASTE = 0.4  # seconds to find out in which language somebody reads what went wrong

SAVED = _("Saved. Thank you.")


@dataclass(frozen=True)
class Submissions:
    org: str
    admins: tuple[str, ...]  # by the installation's settings
    dispatcher: Dispatcher
    readers: Readers
    surface: SlackSurface
    rate: Rate

    async def on_submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        meta = read_meta(view)
        event = self._event(body, meta)
        try:
            if not self.rate.allows(event.person):
                raise Wrong(**{"": TOO_FAST})
            answer = await self._submitted(event)
            await self._accepted(ack, event, meta, answer, str(view["title"]["text"]))
        except Wrong as wrong:
            await self._errors(ack, event, view, wrong)
        except Refused as refused:
            await self._lost(ack, event, view, refused.note)
            return
        except Exception as error:  # noqa: BLE001  (the one catcher: logged with a code, and the person keeps the text)
            await self._failed(ack, event, view, error)
            return
        await self._page_under(event, meta, view)

    def _event(self, body: Mapping[str, Any], meta: Meta) -> Event:
        return Event(
            id=meta.token,
            org=self.org,
            person=str(body["user"]["id"]),
            does=meta.name,
            about=meta.about,
            request=str(body["trigger_id"]),
            where=Where(meta.channel) if meta.channel else None,
            values=payloads.values(body["view"]["state"]),
            passed=meta.passed,
            kept=meta.kept,
        )

    async def _submitted(self, event: Event) -> Answer | Form:
        spec = self.dispatcher.registry.forms.get(event.does)
        if spec is not None and spec.looks and event.where is not None:
            event = replace(event, where=await self.surface.where(event.where.id))
        if spec is not None and spec.looks_at and (channel := event.values.get(spec.looks_at)):
            event = replace(event, where=await self.surface.where(str(channel)))
        return await self.meeting(lambda: self.dispatcher.submit(event))

    async def meeting(self, do: Callable[[], Awaitable[A]]) -> A:
        """Whoever turns out never to have been seen before is looked up, and it is done again."""
        met: set[str] = set()
        while True:
            try:
                return await do()
            except Stranger as stranger:
                if stranger.person in met:
                    raise
                met.add(stranger.person)
                await self.meet(stranger.person)

    async def meet(self, person: str) -> None:
        """Looks up somebody never seen before, and stores what Slack tells."""
        profile = await self.surface.profile(person)
        await self.know(profile, f"meet:{person}:{self.dispatcher.turns.clock.machine().isoformat()}")

    async def know(self, profile: Profile, key: str) -> None:
        """With the installation's own admins counted in."""
        profile = replace(profile, admin=profile.admin or profile.key in self.admins)
        event = Event(id=key, org=self.org, person=profile.key, does="people.changed", values={"profile": profile})
        await self.dispatcher.act(event, edge=True)

    # --- the ack ------------------------------------------------------------------------------------------------------
    async def _accepted(self, ack: AsyncAck, event: Event, meta: Meta, answer: Answer | Form, title: str) -> None:
        match answer:
            case None:
                await ack()
            case Note():
                await ack(response_action="update", view=note_view(answer, await self._reader(event, answer), title))
            case Form():
                await ack(response_action="update", view=await self._redrawn(event, meta, answer))
            case Opens(name, about, values):
                opened = replace(event, does=name, about=about, values=values, passed=frozenset(), kept={})
                await ack(response_action="update", view=await self._followed(opened, meta, title))

    async def _followed(self, event: Event, meta: Meta, title: str) -> dict[str, Any]:
        """What follows on a form. Where it can't be opened, what was saved stays saved, and says so."""
        try:
            return await self._opened(event, meta)
        except Refused as refused:
            note = replace(refused.note, text=lines([SAVED, refused.note.text]))
            return note_view(note, await self._reader(event, note), title)

    async def _redrawn(self, event: Event, meta: Meta, form: Form) -> dict[str, Any]:
        """The same form with questions on it: its token stays, what was asked is remembered in it."""
        again = replace(meta, token=form.token, passed=form.passed, kept=form.kept)
        return form_view(form, again, await self._reader(event, form))

    async def _opened(self, event: Event, meta: Meta) -> dict[str, Any]:
        shown = await self.dispatcher.open(event)
        reader = await self._reader(event, shown)
        if isinstance(shown, Page):
            return page_view(shown, Meta("page", event.does, event.about, home=meta.home), reader)
        opened = replace(meta, kind="form", name=event.does, about=event.about, token=shown.token, passed=frozenset())
        return form_view(shown, replace(opened, kept=shown.kept), reader)

    async def _errors(self, ack: AsyncAck, event: Event, view: Mapping[str, Any], wrong: Wrong) -> None:
        """At its field; a sentence for the whole form stands at the first one."""
        fields = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
        if not fields:
            await self._lost(ack, event, view, Note(next(iter(wrong.errors.values()))))
            return
        reader = await self._at_once(event, tuple(wrong.errors.values()))
        at = {name if name in fields else fields[0]: plain(text, reader) for name, text in wrong.errors.items()}
        await ack(response_action="errors", errors=at)

    async def _failed(self, ack: AsyncAck, event: Event, view: Mapping[str, Any], error: Exception) -> None:
        """What passes by itself leaves the form as it is, to be sent again; anything else shows what to copy."""
        note = failure(error, event.does)
        if trouble(error):
            await self._errors(ack, event, view, Wrong(**{"": note.text}))
        else:
            await self._lost(ack, event, view, note)

    async def _lost(self, ack: AsyncAck, event: Event, view: Mapping[str, Any], note: Note) -> None:
        """Nothing was saved: the reason, and what was typed to copy."""
        given = view["state"]["values"]
        typed = {
            str(block["label"]["text"]): text
            for block in view["blocks"]
            if block["type"] == "input"
            and (text := ", ".join(payloads.shown(each) for each in given.get(block["block_id"], {}).values()))
        }
        title = str(view["title"]["text"])
        typed = {title: "\n".join(each.text for each in event.kept.values() if isinstance(each, Typed))} | typed
        await ack(response_action="update", view=lost_view(note, typed, await self._at_once(event, note), title))

    async def _reader(self, event: Event, value: Any) -> Reader:
        async with self.dispatcher.turns.reading(self.org) as turn:
            return await self.readers.to(turn, Place(person=event.person), value)

    async def _at_once(self, event: Event, value: Any) -> Reader:
        """For an answer that must go out, however the database is: most of the three seconds may be gone."""
        return await self.readers.anyhow(self.dispatcher.turns, self.org, event.person, value, HASTE)

    async def _page_under(self, event: Event, meta: Meta, view: Mapping[str, Any]) -> None:
        """The list from which the form was opened shows what came of it."""
        if meta.under is None or not view.get("previous_view_id"):
            return
        name, about = meta.under
        page = await self.dispatcher.open(replace(event, does=name, about=about, values={}))
        if isinstance(page, Page):
            drawn = page_view(page, Meta("page", name, about, home=meta.home), await self._reader(event, page))
            await updated(self.surface.client, drawn, str(view["previous_view_id"]))
