"""A workspace with people in it, the bot, and a clock that can be turned: what the demo and the tests act on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import House, built
from bot.clock import TurnedClock
from bot.in_flight import over
from bot.manifest import manifest_for
from bot.settings import Settings
from bot.stepping import drain, jump_to, step_to
from rituals import RITUALS
from rituals.contract import Ritual
from sandbox import Person, Sandbox, Seen, SeenView

ZONE = ZoneInfo("Europe/Amsterdam")


def local(text: str) -> datetime:
    """“2026-11-23 09:00” on the clock in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(frozen=True)
class Actor:
    """A person who waits until the bot has answered what they did."""

    person: Person
    stage: Stage

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def view(self) -> SeenView | None:
        return self.person.view

    @property
    def form(self) -> SeenView:
        """The modal on top, which must be there."""
        if self.person.view is None:
            raise AssertionError(f"{self.name} has no form or page before them")
        return self.person.view

    @property
    def notifications(self) -> list[str]:
        return list(self.person.notifications)

    def sees(self, channel: str) -> list[Seen]:
        return self.person.sees(channel)

    def dm(self) -> list[Seen]:
        return self.person.dm()

    async def types(self, text: str, channel: str | None = None) -> Seen | None:
        """Returns what only this person sees of the answer, if it is a message."""
        before = {seen.ts for seen in self.person.sees(channel)} if channel else set()
        await self.person.types(text, channel=channel)
        await self.stage.idle()
        answers = [each for each in (self.sees(channel) if channel else ()) if each.ts not in before and each.ephemeral]
        return answers[-1] if answers else None

    async def presses(self, label: str, in_: Any = None, **how: Any) -> None:
        await self.person.presses(label, in_, **how)
        await self.stage.idle()

    async def chooses(self, entry: str, message: Seen) -> None:
        """An entry of the app's in a message's menu, by its name."""
        entries = self.stage.slack.site.app.features.get("shortcuts", [])
        callback = next((each["callback_id"] for each in entries if each["name"] == entry), entry)
        await self.person.message_shortcut(callback, message)
        await self.stage.idle()

    async def selects(self, menu: str, choice: object, in_: Any = None, **how: Any) -> None:
        await self.person.selects(menu, _plain(choice), in_, **how)
        await self.stage.idle()

    async def fills(self, values: Mapping[str, object]) -> None:
        await self.person.fills({label: _plain(value) for label, value in values.items()})

    async def submits(self, times: int = 1) -> None:
        await self.person.submits(times)
        await self.stage.idle()

    async def leaves(self) -> None:
        """Closes whatever is open."""
        while self.person.view is not None:
            await self.person.closes()

    async def sends(self, values: Mapping[str, object], *, sure: bool = False) -> str:
        """Fills in the form on top, submits it, reads what it says then, and closes it, and no other.

        Whoever is `sure` sends it again when asked whether it is meant.
        """
        root = self.view.state.root_id if self.view is not None else ""
        await self.fills(values)
        await self.submits()
        if sure and self.view is not None and self.view.submit is not None and not self.view.state.errors:
            await self.submits()
        said = self.view.text if self.view is not None else ""
        while self.view is not None and self.view.state.root_id == root:
            await self.person.closes()
        return said

    def hears(self, channel: str) -> str:
        """The newest message that only this person sees."""
        own = [seen.text for seen in self.sees(channel) if seen.ephemeral]
        return own[-1] if own else ""


def _plain(value: object) -> object:
    if isinstance(value, Actor):
        return value.person
    return [_plain(each) for each in value] if isinstance(value, list) else value


@dataclass
class Stage:
    """Times are written as on the clock in Amsterdam. People are found by their first name, in lower case."""

    slack: Sandbox
    clock: TurnedClock
    settings: Settings
    rituals: tuple[Ritual, ...]
    people: dict[str, Actor] = field(default_factory=dict)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _house: House | None = None

    @property
    def house(self) -> House:
        if self._house is None:
            raise RuntimeError("the bot is not running")
        return self._house

    def person(self, name: str, **traits: Any) -> Actor:
        """Somebody new in the workspace."""
        actor = Actor(self.slack.user(name, **traits), self)
        self.people[name.split()[0].lower()] = actor
        return actor

    # --- time ---------------------------------------------------------------------------------------------------------
    async def until(self, moment: str) -> None:
        """Everything due on the way happens in order, and is delivered."""
        await step_to(self.clock, self.house.timers, self.house.delivery, local(moment))

    async def jump(self, moment: str) -> None:
        """As after an outage: it is this late at once."""
        await jump_to(self.clock, self.house.timers, self.house.delivery, local(moment))

    async def settle(self) -> None:
        """What is due now happens, and what waits is delivered."""
        await self.idle()
        await self.house.timers.tick()
        await drain(self.clock, self.house.delivery)

    async def idle(self) -> None:
        """Until the bot has answered what people did, and what that set going."""
        if self._house is not None:
            await over(self._house.acks, self._house.in_flight)

    # --- the bot ------------------------------------------------------------------------------------------------------
    async def begin(self) -> None:
        self.stack = AsyncExitStack()
        self._house = await self.stack.enter_async_context(built(self.settings, self.clock, self.rituals))

    async def end(self) -> None:
        self._house = None
        await self.stack.aclose()

    async def restart(self) -> None:
        """The bot stops, and starts again on the same database; the workspace stays."""
        await self.end()
        await self.begin()


@asynccontextmanager
async def staged(
    database_url: str,
    *,
    moment: str,
    rituals: tuple[Ritual, ...] = RITUALS,
    mode: str = "socket",
    history: bool = False,
    **options: Any,
) -> AsyncIterator[Stage]:
    """`history`: the app may read what stands in channels. `options` go to the sandbox."""
    clock = TurnedClock(local(moment))
    options.setdefault("machine", lambda: clock.machine().timestamp())
    slack = Sandbox(manifest_for(rituals, "both", history=history), now=clock.now, **options)
    async with slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            slack_mode=mode,
            database_url=database_url,
            http_port=0,
        )
        stage = Stage(slack, clock, settings, rituals)
        await stage.begin()
        try:
            if mode == "http":
                slack.request_url = f"http://127.0.0.1:{stage.house.health.port}/slack/events"
            yield stage
        finally:
            await stage.end()
