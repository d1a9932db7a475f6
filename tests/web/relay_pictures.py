"""The relay as whoever looks after it, its executives, who prepares for them and all others meet it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.demo import cast, relays
from bot.demo import tongue as t
from bot.demo.tongue import Both
from bot.stage import ZONE, Actor
from rituals.calendar import DAY
from tests.web.camera import Camera
from tests.web.house_pictures import HOME

OVERVIEW, ROUND = Both("/estafette", "/relay"), Both("/estafette ronde", "/relay round")
STORIES, PICTURE = Both("/estafette verhalen", "/relay stories"), Both("/estafette beeld", "/relay picture")
START, STOP = Both("/estafette start", "/relay start"), Both("/estafette stop", "/relay stop")
PAUSE, RESUME = Both("/estafette pauze", "/relay pause"), Both("/estafette hervat", "/relay resume")
LATER, SWAP = Both("Ik start later", "I'll start later"), Both("Ruil met een collega", "Swap with a colleague")
DECLINE, AWAY = Both("Deze keer niet", "Not this time"), Both("Ik ben er even niet", "I'm away for a while")
PLAN, SHARE = Both("Klantcontact plannen", "Plan the contact"), Both("Verhaal delen", "Share my story")
MORE, DRAFT = Both("Ik heb meer tijd nodig", "I need more time"), Both("Concept klaarzetten", "Prepare a draft")
SECOND = Both("Tweede keus", "Second choice")
EDIT, REMOVE = Both("Aanpassen", "Edit"), Both("Weghalen", "Remove")
SHORT = Both("Kort", "Short")
MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 1, 3, 4, 5
MORNING, ASKED, NOON = time(9, 1), time(10, 1), time(11, 30)


async def relay(camera: Camera) -> None:
    """As it stands; then set up and begun anew, and run for two weeks."""
    await _as_it_stands(camera)
    await _set_up(camera)
    await _begins(camera)
    await _runs(camera)
    await _promised(camera)
    await _told(camera)
    await _put_otherwise(camera)
    await _passes(camera)
    await _prepared(camera)
    await _rests(camera)
    await _withdrawn(camera)


# --- as it stands -----------------------------------------------------------------------------------------------------
async def _as_it_stands(camera: Camera) -> None:
    await _channel(camera, "stories", "member", "Omar")
    for what, typed in (("overview", OVERVIEW), ("archive", STORIES), ("picture", PICTURE), ("round", ROUND)):
        await _typed(camera, what, "member", "Omar", typed)
    await _typed(camera, "archive", "coach", "Sanne", STORIES)
    await _typed(camera, "round", "executive", "Karel", ROUND)
    for name, role in (
        ("Hugo", "executive"),
        ("Karel", "executive"),
        ("Daphne", "preparer"),
        ("Fatima", "coordinator"),
    ):
        await _home(camera, name, role)


async def _set_up(camera: Camera) -> None:
    words, fatima, at = camera.turning.here.tongue, camera.actor("Fatima"), _stories(camera)
    await _typed(camera, "settings", "coordinator", "Fatima", t.SETS_RELAY, stays=True)
    await camera.snap("settings-foot", "coordinator", fatima, at, foot=True)
    await fatima.fills({words(t.CHIEF): fatima})
    await fatima.submits()
    await camera.snap("refused", "coordinator", fatima, at)
    await fatima.fills({words(t.CHIEF): camera.actor("Marijke")})
    await fatima.submits()
    await camera.snap("preparers", "coordinator", fatima, at)
    await camera.snap("preparers-foot", "coordinator", fatima, at, foot=True)
    await fatima.submits()
    await camera.snap("saved", "coordinator", fatima, at)
    await fatima.leaves()
    await _typed(camera, "settings", "executive", "Karel", t.SETS_RELAY)


async def _begins(camera: Camera) -> None:
    marijke = camera.actor("Marijke")
    await _typed(camera, "stop", "coordinator", "Fatima", STOP)
    await camera.snap("stopped", "executive", camera.actor("Hugo"), "dm")
    await camera.turning.forward(await camera.turning.next_morning())
    await _typed(camera, "start", "coordinator", "Fatima", START)
    await camera.snap("first-offer", "chief", marijke, "dm")
    await _button(camera, marijke, LATER)
    await camera.snap("later", "chief", marijke, "dm")
    await marijke.leaves()
    await _button(camera, marijke, t.TAKES_BATON)
    await camera.snap("accepted", "chief", marijke, "dm")


async def _runs(camera: Camera) -> None:
    marijke = camera.actor("Marijke")
    await camera.turning.forward(_next(camera, MONDAY, MORNING))
    await _channel(camera, "begins", "member", "Omar")
    await _button(camera, marijke, PLAN)
    await camera.snap("plan", "chief", marijke, "dm")
    await marijke.leaves()
    await camera.turning.forward(_next(camera, WEDNESDAY, ASKED))
    await camera.snap("midweek", "chief", marijke, "dm")
    await camera.turning.forward(_next(camera, THURSDAY, NOON))


async def _promised(camera: Camera) -> None:
    """Of a story of five weeks ago."""
    samira = camera.actor("Samira")
    await camera.snap("promise", "executive", samira, "dm")
    await camera.hands.answers(samira, t.DONE, t.FOUR_WEEKS)
    await camera.snap("promise-kept", "executive", samira, "dm")
    await camera.snap("promise-told", "member", camera.actor("Omar"), _stories(camera), thread=True)


# --- a story ----------------------------------------------------------------------------------------------------------
async def _told(camera: Camera) -> None:
    words, marijke, told = camera.turning.here.tongue, camera.actor("Marijke"), relays.MAP
    await _button(camera, marijke, SHARE)
    await camera.snap("share", "chief", marijke, "dm")
    await camera.snap("share-foot", "chief", marijke, "dm", foot=True)
    await marijke.fills({words(t.KIND_OF_CONTACT): words(told.kind), words(t.WHEN): _today(camera) - DAY})
    texts = {t.WHAT_HAPPENED: SHORT, t.STRUCK: told.struck, t.CHANGES: told.change}
    await marijke.fills({words(label): words(text) for label, text in texts.items()})
    await marijke.submits()
    await camera.snap("too-short", "chief", marijke, "dm")
    await marijke.fills({words(t.WHAT_HAPPENED): words(told.what), words(t.NAMES): [camera.actor("Nadia")]})
    while marijke.form.submit != words(t.PUBLISH):  # the same words may be asked about
        await marijke.submits()
    await camera.snap("preview", "chief", marijke, "dm")
    await marijke.submits()
    await camera.snap("published", "chief", marijke, "dm")
    await marijke.leaves()
    await _channel(camera, "story", "member", "Omar")
    await camera.snap("named", "colleague", camera.actor("Nadia"), "dm")
    await _button(camera, camera.actor("Nadia"), t.AGREES)
    await camera.snap("agreed", "colleague", camera.actor("Nadia"), "dm")
    await camera.hands.on_card(camera.actor("Omar"), _stories(camera), t.GOOD)
    await _channel(camera, "nice", "member", "Omar")


async def _put_otherwise(camera: Camera) -> None:
    words, marijke = camera.turning.here.tongue, camera.actor("Marijke")
    await _typed(camera, "own-stories", "chief", "Marijke", STORIES, stays=True)
    await marijke.presses(words(EDIT), marijke.form)
    await camera.snap("edit", "chief", marijke, _stories(camera))
    await marijke.leaves()


async def _withdrawn(camera: Camera) -> None:
    """At any time."""
    words, marijke = camera.turning.here.tongue, camera.actor("Marijke")
    await camera.hands.types(marijke, STORIES, _stories(camera))
    await marijke.presses(words(REMOVE), marijke.form)
    await camera.snap("withdrawn", "chief", marijke, _stories(camera))
    await marijke.leaves()
    await _channel(camera, "withdrawn", "member", "Omar")


async def _passes(camera: Camera) -> None:
    words, marijke, karel = (camera.turning.here.tongue, camera.actor("Marijke"), camera.actor("Karel"))
    await _typed(camera, "pass", "chief", "Marijke", t.PASSES, stays=True)
    given = {t.TO_WHOM: karel.name, t.CHALLENGE: words(relays.NEXT), SECOND: camera.actor("Hugo").name}
    await marijke.fills({words(label): value for label, value in given.items()})
    await marijke.submits()
    await camera.snap("passed", "chief", marijke, _stories(camera))
    await marijke.leaves()
    await camera.snap("offer", "executive", karel, "dm")
    await _button(camera, karel, SWAP)
    await camera.snap("swap", "executive", karel, "dm")
    await karel.leaves()
    await _button(camera, karel, DECLINE)
    await camera.snap("declined", "executive", karel, "dm")
    await camera.snap("news", "coordinator", camera.actor("Fatima"), "dm")
    await _home(camera, "Fatima", "coordinator")
    await camera.snap("offer", "second", camera.actor("Hugo"), "dm")
    await _home(camera, "Hugo", "executive")
    await _button(camera, camera.actor("Hugo"), t.TAKES_BATON)
    await _channel(camera, "goes-on", "member", "Omar")


async def _prepared(camera: Camera) -> None:
    words, daphne, hugo = (camera.turning.here.tongue, camera.actor("Daphne"), camera.actor("Hugo"))
    await camera.turning.forward(_next(camera, MONDAY, MORNING))
    await camera.snap("prepares", "preparer", daphne, "dm")
    await _button(camera, daphne, DRAFT)
    await daphne.fills({words(t.WHAT_HAPPENED): words(relays.PLAYED.what)})
    await camera.snap("draft", "preparer", daphne, "dm")
    await daphne.submits()
    await camera.snap("kept", "preparer", daphne, "dm")
    await daphne.leaves()
    await _typed(camera, "drafted", "executive", "Hugo", t.SHARES)
    await camera.turning.forward(_next(camera, FRIDAY, ASKED))
    await camera.snap("last-day", "executive", hugo, "dm")
    await _button(camera, hugo, MORE)
    await camera.snap("more-time", "executive", hugo, "dm")


# --- how it rests -----------------------------------------------------------------------------------------------------
async def _rests(camera: Camera) -> None:
    hugo = camera.actor("Hugo")
    await _typed(camera, "pause", "coordinator", "Fatima", PAUSE)
    await camera.snap("paused", "executive", hugo, "dm")
    await _typed(camera, "paused", "member", "Omar", OVERVIEW)
    await _home(camera, "Fatima", "coordinator")
    await _typed(camera, "resume", "coordinator", "Fatima", RESUME)
    await _button(camera, hugo, AWAY)
    await camera.snap("gave-back", "executive", hugo, "dm")


# --- who, where and when ----------------------------------------------------------------------------------------------
def _stories(camera: Camera) -> str:
    return camera.turning.here.channel(cast.VERHALEN)


async def _typed(camera: Camera, what: str, role: str, name: str, typed: Both, *, stays: bool = False) -> None:
    who = camera.actor(name)
    await camera.hands.types(who, typed, _stories(camera))
    await camera.snap(what, role, who, _stories(camera))
    if not stays:
        await who.leaves()


async def _channel(camera: Camera, what: str, role: str, name: str) -> None:
    await camera.snap(what, role, camera.actor(name), _stories(camera))


async def _home(camera: Camera, name: str, role: str) -> None:
    who = camera.actor(name)
    await who.person.opens_home()
    await camera.snap("home", role, who, HOME)


async def _button(camera: Camera, who: Actor, button: Both) -> None:
    """In the newest private message that has it; what follows from it comes about."""
    await camera.hands.answers(who, button)
    await camera.turning.forward(camera.turning.now())


def _today(camera: Camera) -> date:
    return camera.turning.calendar.local(camera.turning.now()).date()


def _next(camera: Camera, weekday: int, clock: time) -> datetime:
    """The first such moment from now on."""
    now = camera.turning.now()
    found = datetime.combine(_today(camera) + timedelta(days=(weekday - _today(camera).isoweekday()) % 7), clock, ZONE)
    return found if found >= now else found + timedelta(days=7)
