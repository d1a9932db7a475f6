"""The composition root: builds everything, and stops it in reverse."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import holidays.countries  # noqa: F401  (it loads 280 modules on first use: in a turn that would block the loop for 250 ms)
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.catalogs import Catalogs
from bot.clock import Clock, SystemClock
from bot.commands import Commands
from bot.copies import Copies
from bot.database import migrate
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.held import releasing
from bot.http import Health, serving
from bot.in_flight import InFlight, over
from bot.rate import Rate
from bot.readers import Readers
from bot.registry import make
from bot.scheduler import Bell, delivering, nightly, ticking
from bot.settings import Settings
from bot.slack.client import Client
from bot.slack.home import Homes
from bot.slack.line import Handler, Line
from bot.slack.listeners import Listeners
from bot.slack.membership import InStep
from bot.slack.openings import Openings
from bot.slack.pace import Pace
from bot.slack.searching import SCOPES
from bot.slack.submissions import Submissions
from bot.slack.surface import SlackSurface
from bot.slack.tokens import Plainly
from bot.timers import Timers
from bot.trouble import Trouble
from bot.turns import Turns
from bot.watching import watching
from bot.whispers import Whispers
from rituals import RITUALS
from rituals.contract import Event, Files, Note, Ritual
from rituals.shown import Place
from storage.base import Sessions, open_database
from storage.people import Profile

SOCKETS = 100  # connections to Slack at once: more than delivery and answers ever have under way
TIMEOUT = 10.0  # seconds for a call to Slack; after that its outcome is unclear

LEAVING = 3  # seconds to finish what people pressed a moment ago: SIGTERM ends the whole within ten
FINISHING = 2  # seconds for the same in http mode, after the requests themselves had theirs
CLOSING = 1  # second to close the line after that, in socket mode

log = structlog.get_logger()


@dataclass(frozen=True)
class Account:
    """Whose token we have. `history`: whether it may read what stands in channels."""

    org: str
    user: str
    bot: str
    history: bool


@dataclass(frozen=True)
class Core:
    """What needs no Slack: enough to migrate, tick and look into the database."""

    sessions: Sessions
    turns: Turns
    dispatcher: Dispatcher
    timers: Timers
    bell: Bell
    whispers: Whispers
    trouble: Trouble


@dataclass(frozen=True)
class House(Core):
    """All that was built, for whoever runs it: the loops of `run`, the steps of `tick`, the hands of a test."""

    settings: Settings
    clock: Clock
    org: str
    delivery: Delivery
    in_step: InStep
    health: Health
    bolt: AsyncApp
    in_flight: InFlight
    acks: InFlight
    rate: Rate


@asynccontextmanager
async def core(settings: Settings, clock: Clock, rituals: tuple[Ritual, ...] = RITUALS) -> AsyncIterator[Core]:
    """The database, brought up to date, and the road in."""
    await migrate(settings.database_url)
    bell, whispers = Bell(), Whispers()
    async with open_database(settings.database_url) as sessions:
        every = (*rituals, releasing(clock))  # the house hears what is told, as any other
        registry, turns = make(every), Turns(sessions, every, clock, bell.ring, whispers.say)
        trouble = Trouble(sessions)
        trouble.listen()
        yield Core(sessions, turns, Dispatcher(registry, turns), Timers(registry, turns), bell, whispers, trouble)


@asynccontextmanager
async def built(
    settings: Settings, clock: Clock | None = None, rituals: tuple[Ritual, ...] = RITUALS
) -> AsyncIterator[House]:
    """Connected to Slack and listening; nothing ticks yet."""
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(core(settings, clock, rituals))
        client = await stack.enter_async_context(_client(settings))
        who = await client.auth_test()
        history = bool(SCOPES & {each.strip() for each in str(who.headers.get("x-oauth-scopes", "")).split(",")})
        account = Account(str(who["team_id"]), str(who["user_id"]), str(who.get("bot_id") or ""), history)
        made = _wired(settings, clock, house, client, account)
        await _installed(made, str(who.get("team") or ""), str(who.get("url") or ""), history=history)
        metrics.built(settings.database_url.partition(":")[0].partition("+")[0], settings.slack_mode)
        if settings.slack_mode == "http":
            await stack.enter_async_context(_finishing(made))
        await stack.enter_async_context(serving(settings, made.health, made.bolt))
        if settings.slack_mode == "socket":
            await stack.enter_async_context(_socket(settings, made))
        yield made


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, rituals: tuple[Ritual, ...] = RITUALS
) -> AsyncIterator[House]:
    """What `klantritme run` is: built, reconciled, ticking and delivering."""
    async with built(settings, clock, rituals) as house, AsyncExitStack() as stack:
        await stack.enter_async_context(delivering(house.delivery, house.bell))
        await stack.enter_async_context(ticking(house.timers, house.delivery))
        await stack.enter_async_context(nightly(house.in_step.reconcile, house.in_step.of_tonight))
        await stack.enter_async_context(watching(house.health))
        settle_memory()
        house.health.ready = True
        yield house
        house.health.ready = False


def settle_memory() -> None:
    """What is loaded by now stays: a full collection would walk over all of it, and block the loop for 100 ms."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _client(settings: Settings) -> AsyncIterator[Client]:
    """One shared session. The SDK's own repeat is off: it would post twice when a line drops after Slack took it.

    The timeout is the session's: the SDK's own counts only where it has no session.
    """
    connector = aiohttp.TCPConnector(limit=SOCKETS)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
        yield Client(
            token=settings.slack_bot_token, base_url=settings.slack_api_url, session=session, retry_handlers=[]
        )


def _wired(settings: Settings, clock: Clock, core: Core, client: Client, account: Account) -> House:
    org = account.org
    readers, rate, in_flight = Readers(Catalogs.load()), Rate(clock.machine), InFlight()
    surface = SlackSurface(client, Pace(clock.machine), org, account.history, account.bot)
    core.whispers.send, core.whispers.in_flight = _straight(core.turns, readers, surface), in_flight
    delivery = Delivery(core.dispatcher.registry, core.turns, core.dispatcher, readers, surface, org)
    submissions = Submissions(org, settings.klantritme_admins, core.dispatcher, readers, surface, rate)
    in_step = InStep(org, account.user, core.dispatcher, delivery, surface, submissions)
    bolt = _bolt(settings, client)
    Listeners(
        org,
        core.dispatcher,
        Commands(core.dispatcher.registry),
        Openings(org, core.dispatcher, readers, surface),
        Plainly(readers),
        readers,
        surface,
        Copies(core.dispatcher.registry, core.turns, surface),
        submissions,
        in_step.happened,
        in_flight,
        Homes(org, core.turns, readers, client, submissions.meeting),
        rate,
        account.user,
    ).register(bolt)
    return House(
        **vars(core),
        settings=settings,
        clock=clock,
        org=org,
        delivery=delivery,
        in_step=in_step,
        health=Health(core.sessions, core.trouble, client, clock),
        bolt=bolt,
        in_flight=in_flight,
        acks=InFlight(),
        rate=rate,
    )


def _straight(turns: Turns, readers: Readers, surface: SlackSurface) -> Callable[[str, Note | Files], Awaitable[None]]:
    async def send(person: str, said: Note | Files) -> None:
        async with turns.reading(surface.org) as turn:
            reader = await readers.to(turn, Place(person=person), said)
        if isinstance(said, Files):
            await surface.hand(person, said, reader)
        else:
            await surface.tell(person, said, reader)

    return send


def _bolt(settings: Settings, client: Client) -> AsyncApp:
    return AsyncApp(
        name="klantritme",  # else Bolt reads the source of every caller above it, to find one
        client=client,
        signing_secret=settings.slack_signing_secret or "not used in socket mode",
        raise_error_for_unhandled_request=False,
    )


async def _installed(house: House, name: str, url: str, *, history: bool) -> None:
    """The organisation is made from what Slack says of the token; the house's own timers are planned."""
    key = f"installed:{house.clock.machine().isoformat()}"
    known = [profile for each in house.settings.klantritme_admins if (profile := await _looked_up(house, each))]
    admins = house.settings.klantritme_admins
    values = {"name": name, "url": url, "admins": admins, "profiles": tuple(known), "history": history}
    event = Event(id=key, org=house.org, person="", does="people.installed", values=values)
    await house.dispatcher.act(event, edge=True)


async def _looked_up(house: House, person: str) -> Profile | None:
    """An admin by settings who can't be looked up now is met when they first do something."""
    try:
        return await house.in_step.surface.profile(person)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("admin.not_looked_up", error=type(error).__name__)
        return None


@asynccontextmanager
async def _finishing(house: House) -> AsyncIterator[None]:
    """What was acked and is not yet done when no more requests are taken."""
    try:
        yield
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISHING):
                await over(house.in_flight)


@asynccontextmanager
async def _socket(settings: Settings, house: House) -> AsyncIterator[None]:
    machine, client, log = house.clock.machine, house.health.client, house.bolt.logger
    line = Line(lambda: machine().timestamp(), app_token=settings.slack_app_token, web_client=client, logger=log)
    handler = Handler(house.bolt, line, house.acks)
    house.health.line = line
    await handler.connect_async()  # type: ignore[no-untyped-call]  # (Bolt leaves it without types)
    try:
        yield
    finally:
        handler.leaving = True
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                await over(house.acks, house.in_flight)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                await handler.close_async()  # type: ignore[no-untyped-call]
