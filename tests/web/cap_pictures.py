"""A meeting with the cap as its wearer, those who attend and whoever raises a flag meet it; and aims that collide."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from bot.demo import cast
from bot.demo.caps import AFFECTS, CONSIDERED, FLAG, KIND, LOOK, OTHERWISE, ROSTER, SATURDAY, TAKE, YES
from bot.demo.meetings import CALLS, COMPLAINTS, REMINDERS, WEEKLY
from bot.demo.tongue import Both
from bot.stage import ZONE, Actor
from rituals.calendar import DAY
from rituals.klantpet.rules import CALLS as CALLED
from rituals.klantpet.rules import CHECKS_IN, ON_TABLE
from storage.klantpet import Meeting, MeetingDay
from tests.web.camera import Camera
from tests.web.house_pictures import HOME

CAP, OWN = Both("/klantpet", "/customerhat"), Both("/klantpet overleg", "/customerhat meeting")
NOW = Both("/klantpet nu Even bijpraten", "/customerhat now Catching up")
QUESTION = Both("/klantpet vraag", "/customerhat question")
FLAGS = Both("/klantpet vlag", "/customerhat flag")
SILO, SILO_NEW = Both("/klant silo", "/customer silo"), Both("/klant silo nieuw", "/customer silo new")
NEW, PASS = Both("Nieuw overleg", "New meeting"), Both("Geef door", "Pass it on")
NAME, FIRST, TIME = (
    Both("Naam van het overleg", "Name of the meeting"),
    Both("Eerste dag", "First day"),
    Both("Tijd", "Time"),
)
ABOUT_STOCK = Both("Voorraadoverleg", "Stock meeting")
COLLIDE, COLLIDED = Both("doelen die botsen", "colliding targets"), Both("Botsten er doelen?", "Did targets collide?")
SIGNALS = Both("Meld doelen die botsen", "Tell of aims that collide")
SEES, INVITES = Both("Bekijk", "See it"), Both("Nodig uit", "Invite")
WANTS, OTHERS, NOTICES, TEAMS = (
    Both("Wat willen wij bereiken?", "What do we want to achieve?"),
    Both("Wat wil de ander bereiken?", "What does the other want to achieve?"),
    Both("Wat merkt de klant?", "What does the customer notice?"),
    Both("Welke teams?", "Which teams?"),
)
THEME, AIMS = Both("Thema", "Theme"), Both("doelen", "targets")
BY_ANNA = Both("Het moet sneller volgens Anna", "It has to go faster, Anna says")
AFTERNOON, SOON = time(15, 31), timedelta(minutes=3)
MINUTE: Final = timedelta(minutes=1)


# --- the cap ----------------------------------------------------------------------------------------------------------
async def cap(camera: Camera) -> None:
    """Registered, asked for, passed on, taken, flagged, and looked back on."""
    anna, sanne, joris = (camera.actor(name) for name in ("Anna", "Sanne", "Joris"))
    await _seen(camera, anna, "list", "lead", CAP)
    await _registers(camera, sanne)
    row = await _next(camera, WEEKLY.name)
    await camera.turning.forward(datetime.combine(row.day - DAY, AFTERNOON, ZONE))
    await _invited(camera)
    await _begins(camera, joris)
    await _flags(camera, camera.actor("Fatima"))
    await _looks_back(camera, joris)
    await _on_the_spot(camera, camera.actor("Omar"), joris)
    await _in_confidence(camera, camera.actor("Fatima"))


async def _registers(camera: Camera, sanne: Actor) -> None:
    words = camera.turning.here.tongue
    await _seen(camera, sanne, "own", "member", OWN, stays=True)
    await sanne.presses(words(NEW), sanne.form)
    await camera.snap("form", "owner", sanne)
    await camera.snap("form-foot", "owner", sanne, foot=True)
    day = camera.turning.calendar.local(camera.turning.now()).date() - DAY
    await sanne.fills({words(NAME): words(WEEKLY.name), words(FIRST): day, words(TIME): time(11, 0)})
    await sanne.submits()
    await camera.snap("refused", "owner", sanne)
    await sanne.fills({words(NAME): words(ABOUT_STOCK), words(FIRST): day + 8 * DAY})
    await sanne.submits()
    await camera.snap("registered", "owner", sanne)
    await sanne.leaves()


async def _invited(camera: Camera) -> None:
    """Two pass it on, one in the day's message and one in a message of its own."""
    for number, what in enumerate(("invited", "next")):
        row = await _next(camera, WEEKLY.name)
        wearer = _who(camera, row.wearer)
        await camera.snap(what, "wearer", wearer, "dm")
        await _seen(camera, wearer, f"{what}-list", "wearer", CAP)
        if number == 0:
            await wearer.person.opens_home()
            await camera.snap("home", "wearer", wearer, HOME)
        await camera.hands.answers(wearer, PASS)
        await camera.turning.forward(camera.turning.now())
        await camera.snap(f"{what}-passed", "wearer", wearer, "dm")


async def _begins(camera: Camera, joris: Actor) -> None:
    start = (await _next(camera, WEEKLY.name)).starts_at
    await camera.turning.forward(start - CALLED)
    await camera.snap("call", "attendee", joris)
    await camera.turning.forward(start - CHECKS_IN)
    await camera.snap("free", "attendee", joris)
    await camera.turning.forward(start + ON_TABLE)
    await camera.snap("table", "attendee", joris)
    await camera.hands.on_card(joris, camera.noord, TAKE)
    await camera.snap("taken", "wearer", joris)
    await _seen(camera, joris, "list", "wearer", CAP)
    await camera.write(joris, QUESTION)
    await camera.snap("question", "wearer", joris)


async def _flags(camera: Camera, fatima: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.hands.on_card(fatima, camera.noord, FLAG)
    await fatima.fills({words(AFFECTS): words(ROSTER), words(KIND): words(COLLIDE)})
    await camera.snap("flag", "raiser", fatima)
    await fatima.submits()
    await camera.snap("flagged", "raiser", fatima)
    await fatima.presses(words(SIGNALS), fatima.form)
    await camera.snap("flag-signal", "raiser", fatima)
    await fatima.leaves()
    await camera.snap("placed", "raiser", fatima, "dm")
    await camera.snap("flag-thread", "attendee", camera.actor("Omar"), thread=True)
    await _seen(camera, camera.actor("Anna"), "flag-list", "lead", CAP)


async def _looks_back(camera: Camera, joris: Actor) -> None:
    words = camera.turning.here.tongue
    row = await _next(camera, WEEKLY.name, ahead=False)
    await camera.turning.forward(row.starts_at + timedelta(minutes=row.minutes))
    await camera.snap("look", "wearer", joris, "dm")
    await camera.hands.answers(joris, LOOK)
    yes = {words(CONSIDERED): words(YES), words(COLLIDED): words(YES)}
    await joris.fills(yes | {words(OTHERWISE): words(SATURDAY)})
    await camera.snap("look-back", "wearer", joris)
    await joris.submits()
    await camera.snap("looked-back", "wearer", joris)
    await joris.leaves()
    await camera.snap("done", "attendee", camera.actor("Omar"), thread=True)
    await _seen(camera, joris, "decisions", "wearer", CAP)


async def _on_the_spot(camera: Camera, omar: Actor, joris: Actor) -> None:
    await camera.write(omar, NOW)
    await camera.snap("now", "starter", omar)
    await camera.snap("now", "attendee", joris)
    await camera.turning.forward(camera.turning.now() + timedelta(hours=1))
    await camera.snap("open", "attendee", joris, thread=True)


async def _in_confidence(camera: Camera, fatima: Actor) -> None:
    """No fact, and no text of a flag."""
    row = await _next(camera, COMPLAINTS.name)
    await camera.turning.forward(row.starts_at - CALLED - MINUTE)
    await _seen(camera, camera.actor("Anna"), "off", "lead", CAP)
    await camera.turning.forward(row.starts_at + SOON)
    await camera.snap("confidential", "attendee", fatima)
    await camera.hands.on_card(fatima, camera.noord, FLAG)
    await camera.snap("confidential-flag", "raiser", fatima)
    await fatima.leaves()


# --- aims that collide ------------------------------------------------------------------------------------------------
async def silo(camera: Camera) -> None:
    """Told of, read by a coach, talked about, and what others see of it."""
    sanne, omar, ruben = (camera.actor(name) for name in ("Sanne", "Omar", "Ruben"))
    words, invoicing = camera.turning.here.tongue, camera.turning.here.channel(cast.FACTURATIE)
    await _seen(camera, omar, "form", "raiser", SILO_NEW, stays=True)
    values = {WANTS: BY_ANNA, OTHERS: CALLS.theirs, NOTICES: CALLS.effect}
    await omar.fills({words(label): words(text) for label, text in values.items()})
    await omar.fills({words(TEAMS): [words(cast.DIRECTIE.channel)], words(THEME): words(AIMS)})
    await omar.submits()
    await camera.snap("refused", "raiser", omar)
    await omar.leaves()
    await camera.turning.forward(await camera.turning.next_morning() + timedelta(minutes=25))
    await camera.snap("news", "coach", sanne, "dm")
    await _seen(camera, sanne, "register", "coach", SILO, stays=True)
    await sanne.presses(words(SEES), sanne.form, near=words(CALLS.ours))
    await camera.snap("one", "coach", sanne)
    await sanne.presses(words(INVITES), sanne.form)
    await camera.snap("invite", "coach", sanne)
    await sanne.submits()
    await camera.snap("invited", "coach", sanne)
    await sanne.leaves()
    await camera.snap("invited", "lead", camera.actor("Marijke"), "dm")
    await _seen(camera, ruben, "register", "lead", SILO, channel=invoicing, stays=True)
    await ruben.presses(words(SEES), ruben.form, near=words(REMINDERS.ours))
    await camera.snap("one", "lead", ruben, invoicing)
    await ruben.leaves()
    await _seen(camera, camera.actor("Joris"), "register", "member", SILO)
    await sanne.person.opens_home()
    await camera.snap("home", "coach", sanne, HOME)


# --- who and when -----------------------------------------------------------------------------------------------------
async def _seen(
    camera: Camera, who: Actor, what: str, role: str, typed: Both, *, channel: str = "", stays: bool = False
) -> None:
    await camera.hands.types(who, typed, channel or camera.noord)
    await camera.snap(what, role, who, channel)
    if not stays:
        await who.leaves()


def _who(camera: Camera, person: str | None) -> Actor:
    return next(actor for actor in camera.turning.here.stage.people.values() if actor.id == person)


async def _next(camera: Camera, name: Both, *, ahead: bool = True) -> MeetingDay:
    """Of the meeting of this name, the next that begins; or else the last that began."""
    house = camera.turning.here.stage.house
    async with house.turns.reading(house.org) as turn:
        mine = select(MeetingDay).join(Meeting, (Meeting.org == MeetingDay.org) & (Meeting.id == MeetingDay.meeting))
        named = mine.where(Meeting.name == camera.turning.here.tongue(name))
        start = MeetingDay.starts_at
        when = (start > turn.now, start) if ahead else (start <= turn.now, start.desc())
        return (await turn.session.scalars(named.where(when[0]).order_by(when[1]).limit(1))).one()
