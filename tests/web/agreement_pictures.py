"""An if-then agreement as its proposer, those who join and those who look on meet it; and a week's look-back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from bot.demo import tongue as t
from bot.demo.agreements import ASKED, COMING, HABIT, OPEN
from bot.demo.tongue import Both
from bot.stage import Actor
from rituals import gate
from sandbox import Seen
from storage import organisations
from tests.web.camera import Camera
from tests.web.house_pictures import HOME

LIST, NEW = Both("/alsdan", "/ifthen"), Both("/alsdan nieuw", "/ifthen new")
RELAPSE, CHECK = Both("/alsdan terugval", "/ifthen relapse"), Both("/alsdan verankeren", "/ifthen anchor")
SETS, PATH = Both("/alsdan instellen", "/ifthen settings"), Both("Hoe het ging", "How it went")
PICTURE = Both("Als plaatje", "As a picture")
WHOM, TEAM = Both("Voor wie?", "For whom?"), Both("ons team", "our team")
IF, THEN = Both("Als…", "If…"), Both("dan…", "then…")
WHY, AID = Both("Wat heeft de klant eraan?", "What does the customer gain?"), Both("Wanneer helpt", "When does a")
AT_BOARD = Both("bij de dagstart", "at the day start")
WHICH, WITH_WHOM = (
    Both("Welke afspraak?", "Which agreement?"),
    Both("Wat zal ik ermee doen?", "What shall I do with it?"),
)
SEEN_WITH = Both("Ik zag het bij een ander", "I saw it with someone else")
BUSY, VAGUE = (
    Both("het druk is", "it is busy"),
    Both("proberen we klanten niet te laten wachten", "we try not to keep customers waiting"),
)
RINGS, PICKS_UP = (
    Both("de telefoon drie keer overgaat", "the phone rings three times"),
    Both("nemen we op, wie er ook zit", "we pick it up, whoever sits there"),
)
SAFE = Both("Niemand hangt op voor wij er zijn", "Nobody hangs up before we are there")
THURSDAY: Final = 3  # days after Monday


async def agreement(camera: Camera) -> None:
    """Worded, joined, listed, and slipped from."""
    fatima, sanne, joris = (camera.actor(name) for name in ("Fatima", "Sanne", "Joris"))
    await camera.snap("proposal", "joiner", fatima)
    await _words(camera, sanne)
    await _joins(camera, fatima, joris)
    await _limit(camera, joris)
    for who, role in ((joris, "joiner"), (camera.actor("Anna"), "lead"), (sanne, "proposer")):
        await _opens(camera, who, "list", role, LIST)
    await _relapse(camera, joris)
    await _opens(camera, camera.actor("Anna"), "settings", "lead", SETS)
    await camera.actor("Anna").person.opens_home()
    await camera.snap("home", "lead", camera.actor("Anna"), HOME)


async def _opens(camera: Camera, who: Actor, what: str, role: str, typed: Both) -> None:
    await camera.write(who, typed)
    await camera.snap(what, role, who)
    await who.leaves()


async def _words(camera: Camera, sanne: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(sanne, NEW)
    await camera.snap("form", "proposer", sanne)
    await sanne.fills({words(WHOM): words(TEAM), words(IF): words(BUSY), words(THEN): words(VAGUE)})
    await sanne.submits()
    await camera.snap("hints", "proposer", sanne)
    await sanne.fills({words(IF): words(RINGS), words(THEN): words(PICKS_UP)})
    await sanne.submits()
    await camera.snap("second-step", "proposer", sanne)
    await sanne.fills({words(WHY): words(SAFE), words(AID): words(AT_BOARD)})
    await sanne.submits()
    await camera.snap("proposed", "proposer", sanne)
    await sanne.leaves()


async def _joins(camera: Camera, fatima: Actor, joris: Actor) -> None:
    """The one begins, and the other waits until there is room."""
    await _join(camera, fatima, OPEN.x)
    await camera.snap("joined", "joiner", fatima)
    await camera.snap("active", "bystander", joris)
    await _join(camera, fatima, RINGS)
    await _join(camera, joris, RINGS)
    await camera.snap("waits", "joiner", joris)


async def _join(camera: Camera, who: Actor, x: Both) -> None:
    words = camera.turning.here.tongue
    await who.presses(words(t.JOIN), _newest(camera, who, words(x)))
    await camera.turning.forward(camera.turning.now())


def _newest(camera: Camera, who: Actor, text: str) -> Seen:
    return next(seen for seen in reversed(who.sees(camera.noord)) if text in seen.text and seen.buttons)


async def _limit(camera: Camera, joris: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(joris, NEW)
    await joris.fills({words(WHOM): words(TEAM), words(IF): words(RINGS), words(THEN): words(PICKS_UP)})
    await joris.submits()
    await camera.snap("limit", "member", joris)
    await joris.leaves()


async def _relapse(camera: Camera, joris: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(joris, RELAPSE)
    await camera.snap("relapse", "member", joris)
    first = joris.form.options(words(WHICH))[0]
    await joris.fills({words(WHICH): first, words(WITH_WHOM): words(SEEN_WITH)})
    await joris.submits()
    await camera.snap("kindly", "member", joris)
    await joris.leaves()


async def look_back(camera: Camera) -> None:
    """The next one, on a Thursday, to what comes of it on Friday."""
    mila, fatima, anna = (camera.actor(name) for name in ("Mila", "Fatima", "Anna"))
    await camera.write(anna, CHECK)
    await camera.snap("early", "member", anna)
    thursday = _thursday(camera)
    await camera.turning.forward(thursday)
    await camera.snap("question", "bystander", mila)
    await camera.snap("question", "joiner", fatima, head=True)
    await _answer(camera)
    await camera.snap("answered", "joiner", fatima)
    await camera.turning.forward(thursday + timedelta(hours=21))
    await camera.snap("came", "bystander", mila)
    await camera.snap("thread", "bystander", mila, thread=camera.turning.here.tongue(t.LOOKING_BACK))
    await _path(camera, mila)
    for name in ("Mila", "Fatima"):
        await camera.hands.on_card(camera.actor(name), camera.noord, t.ANCHOR)
    await camera.snap("anchored", "joiner", fatima)
    await _opens(camera, mila, "list", "bystander", LIST)


def _thursday(camera: Camera) -> datetime:
    """The next one at three."""
    day = camera.turning.calendar.day_of(camera.turning.now()) + timedelta(days=1)
    return camera.turning.calendar.at(day + timedelta(days=(THURSDAY - day.weekday()) % 7), time(15))


async def _answer(camera: Camera) -> None:
    words = camera.turning.here.tongue
    names = ("Anna", "Bram", "Fatima", "Joris", "Nadia", "Omar", "Sanne")
    for name, (*said, habit) in zip(names, COMING, strict=True):
        known = dict(zip((words(one.x) for one in ASKED), said, strict=True))
        await camera.hands.looks_back(camera.actor(name), camera.noord, known, habit)


async def _path(camera: Camera, mila: Actor) -> None:
    """In words; and as a picture, where figures may be shown."""
    words, house = camera.turning.here.tongue, camera.turning.here.stage.house
    await _sees(camera, mila, "path")
    async with house.turns.writing(house.org) as turn:
        org = await organisations.of(turn.session, turn.org)
        assert org is not None
        org.gate = gate.OPEN
    await _sees(camera, mila, "path-measured")
    await mila.presses(words(PICTURE), mila.form)
    await mila.leaves()
    await camera.snap("path-picture", "bystander", mila, "dm", head=True)
    await camera.snap("path-picture-end", "bystander", mila, "dm")


async def _sees(camera: Camera, mila: Actor, what: str) -> None:
    words = camera.turning.here.tongue
    await mila.leaves()
    await camera.write(mila, LIST)
    await mila.presses(words(PATH), mila.form, near=words(HABIT.x))
    await camera.snap(what, "bystander", mila)
    await camera.snap(f"{what}-end", "bystander", mila, foot=True)
