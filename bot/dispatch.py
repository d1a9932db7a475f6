"""The one road in: an event becomes one turn, with rights and redelivery checked, and one answer."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from bot import checks, rights
from bot.frozen import freeze, thaw
from bot.registry import Registry
from bot.turns import Turns
from rituals.contract import Answer, Asks, Event, FormSpec, Note, Refused, Turn, Who, Wrong
from rituals.nudge import ritual_of
from rituals.shown import Form, Page
from rituals.words import _, holds_typed
from storage import house, nudges

FORM_BUDGET = 2.5  # seconds: a form must be answered within 3, and the answer has to travel
REPEATED = timedelta(minutes=10)  # the same text from one person within this time is asked about
ALREADY = Note(_("I already had this one from you. All is well."))
SLOW = _("That took too long. Please try once more.")

LEFT: set[asyncio.Task[Any]] = set()  # turns that were given up and still let go; else nothing holds on to them

log = structlog.get_logger()

A = TypeVar("A")
Run = Callable[[Turn, Event], Awaitable[Answer]]


class Unknown(LookupError):
    """A button or form that no ritual has any more: it was drawn by an earlier version."""

    def __init__(self, does: str) -> None:
        super().__init__(f"no ritual has an action, form or page {does!r}")


@dataclass(frozen=True)
class Dispatcher:
    registry: Registry
    turns: Turns
    budget: float = FORM_BUDGET

    async def open(self, event: Event) -> Form | Page:
        """Builds a form or page in a reading turn: it never waits behind those who write.

        Raises:
            Refused: the person reads why. Unknown: nobody has it. Stranger: look the person up first.
        """
        spec = self.registry.forms.get(event.does) or self.registry.pages.get(event.does)
        if spec is None:
            raise Unknown(event.does)
        async with self.turns.reading(event.org) as turn:
            await rights.allow(turn, event.person, event.about, spec.who)
            shown = await spec.build(turn, event)
        if isinstance(shown, Page):
            return shown
        return replace(_filled(shown, event.values), token=secrets.token_urlsafe(12))

    async def act(self, event: Event, *, edge: bool = False) -> Answer:
        """`edge`: the surface itself tells something, such as who joined; people can't press those."""
        action = self.registry.actions.get(event.does)
        if action is None or action.edge is not edge:
            raise Unknown(event.does)
        if action.reads:
            async with self.turns.reading(event.org) as turn:
                return await self.look(turn, event)
        named = not action.anonymous
        return await self._once(event, action.run, None if edge else action.who, kept=named, acts=named)

    async def look(self, turn: Turn, event: Event) -> Answer:
        """An action that only reads, in a turn that is open already."""
        action = self.registry.actions[event.does]
        await rights.allow(turn, event.person, event.about, action.who)
        return await action.run(turn, event)

    async def submit(self, event: Event) -> Answer | Form:
        """Saved when it returns an answer. A Form means: not saved, show this again with its questions.

        Raises:
            Wrong: sentences at fields. Refused: nothing was saved. Both leave what was typed in the person's hands.
        """
        spec = self.registry.forms.get(event.does)
        if spec is None:
            raise Unknown(event.does)
        try:
            return await within(self.budget, self._submitted(event, spec))
        except TimeoutError:
            raise Wrong(**{"": SLOW}) from None
        except Asks as asks:
            return await self._again(spec, event, asks)

    async def _submitted(self, event: Event, spec: FormSpec) -> Answer:
        run = _checked(spec, self.turns)
        if not spec.reads:
            return await self._once(event, run, spec.who, acts=not _unsigned(spec, event.values))
        async with self.turns.reading(event.org) as turn:
            await rights.allow(turn, event.person, event.about, spec.who)
            return await run(turn, event)

    async def _again(self, spec: FormSpec, event: Event, asks: Asks) -> Form:
        """Built as for who has seen the questions: what belongs to one of them comes with it.

        What building it asks as well, since something changed at this very moment, comes to stand beside them.
        """
        asked = replace(event, passed=event.passed | asks.questions.keys())
        try:
            async with self.turns.reading(event.org) as turn:
                form = _filled(await spec.build(turn, asked), event.values)
        except Asks as more:
            return await self._again(spec, event, Asks(asks.passes, **asks.questions | more.questions))
        submit = asks.passes or form.submit
        return replace(form, token=event.id, passed=asked.passed, notices=asks.questions, submit=submit)

    async def tell(self, org: str, fact: object) -> None:
        """What delivery found out, told in a turn of its own."""

        async def play() -> None:
            async with self.turns.writing(org) as turn:
                await turn.tell(fact)

        await self.turns.played(play)

    async def _once(self, event: Event, run: Run, who: Who | None, *, kept: bool = True, acts: bool = True) -> Answer:
        return await self.turns.played(lambda: self._play(event, run, who, kept=kept, acts=acts))

    async def _play(self, event: Event, run: Run, who: Who | None, *, kept: bool, acts: bool) -> Answer:
        """`acts`: its ritual listens to this person again, which a row less would tell whoever compares two copies."""
        async with self.turns.writing(event.org) as turn:
            request, machine = _request(event), self.turns.clock.machine()
            if kept and not await house.first_time(turn.session, event.org, event.id, request, machine):
                return await _earlier(turn, event.id, request)
            if who is not None:
                await rights.allow(turn, event.person, event.about, who)
            answer = await run(turn, event)
            if who is not None and acts:
                await nudges.acted(turn.session, event.person, ritual_of(event.does))
            if kept and isinstance(answer, Note) and not holds_typed(answer.text):
                await turn.session.flush()
                await house.answer(turn.session, event.id, freeze(answer))
            return answer


async def within(seconds: float, work: Coroutine[Any, Any, A]) -> A:
    """Raises TimeoutError on time: a turn that is given up may need as long again to let go of a locked database."""
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if done:
        return task.result()
    LEFT.add(task)
    task.add_done_callback(_over)
    task.cancel()
    raise TimeoutError


def _over(task: asyncio.Task[Any]) -> None:
    """However it ended: who submitted has had an answer."""
    LEFT.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.warning("submission.given_up", error=type(task.exception()).__name__)


def _checked(spec: FormSpec, turns: Turns) -> Run:
    """A form's submit behind the checks that no ritual can forget."""

    async def run(turn: Turn, event: Event) -> Answer:
        form = await spec.build(turn, event)
        values = checks.clean(form, event.values)
        unasked = spec.edits or spec.reads or not form.echoes or _unsigned(spec, values)
        repeated = {} if unasked else await _repeated(turn, event, form, values, turns)
        event.ask(**checks.questions(form, values), **repeated)
        return await spec.submit(turn, replace(event, values=values))

    return run


def _unsigned(spec: FormSpec, values: Mapping[str, Any]) -> bool:
    """Whether nothing may be kept of who sent this."""
    return spec.anonymous or (spec.signed != "" and not values.get(spec.signed))


async def _repeated(turn: Turn, event: Event, form: Form, values: Mapping[str, Any], turns: Turns) -> dict[str, Any]:
    key = checks.echo(event.person, event.does, event.about, form, values)
    if key is None:
        return {}
    machine = turns.clock.machine()
    if await house.first_time(turn.session, event.org, key, "", machine):
        return {}
    if await house.since(turn.session, key, machine - REPEATED):
        return {"common_duplicate": _("You just sent the same text. Post it again?")}
    await house.touch(turn.session, key, machine)
    return {}


async def _earlier(turn: Turn, key: str, request: str) -> Answer:
    """The same request gets its first answer again; another one on the same key is told that all is well."""
    row = await house.earlier(turn.session, key)
    if row is None or row.request != request or row.answer is None:
        return ALREADY
    answer: Note = thaw(row.answer)
    return answer


def _request(event: Event) -> str:
    values = repr(sorted(event.values.items()))
    whole = "\x1f".join([event.request, event.does, event.about, event.text, values])
    return hashlib.sha256(whole.encode()).hexdigest()


def _filled(form: Form, values: Mapping[str, Any]) -> Form:
    """A number, a date and the like keep their kind; what the form itself proposes gives way to what was given."""
    return replace(form, fields=tuple(replace(f, initial=values.get(f.name, f.initial)) for f in form.fields))


__all__ = ["ALREADY", "Dispatcher", "Refused", "Unknown"]
