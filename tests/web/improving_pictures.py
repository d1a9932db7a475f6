"""Figures, improvement actions and the live quarter, on a Tuesday: as whoever follows, asks, looks on and leads."""

from __future__ import annotations

from typing import Final

from bot.demo import tongue as t
from bot.demo.improving import FIGURES
from bot.demo.tongue import Both
from bot.stage import Actor
from tests.web.camera import Camera
from tests.web.compliment_pictures import ALL
from tests.web.house_pictures import HOME

LIST, NEW, ARCHIVE, IMPORT = (
    Both("/klant kpi", "/customer kpi"),
    Both("/klant kpi nieuw", "/customer kpi new"),
    Both("/klant kpi archief", "/customer kpi archive"),
    Both("/klant kpi import", "/customer kpi import"),
)
ACTIONS, MINE = Both("/klant actie", "/customer action"), Both("/klant actie mijn", "/customer action mine")
USE, SEE, SHARE = (
    Both("Gebruik dit", "Use this one"),
    Both("Bekijken", "See"),
    Both("Deel met het team", "Share with the team"),
)
LAST = Both("De laatste 20 cijfers", "The last 20 values")
FRIENDLINESS, SATISFACTION = Both("Vriendelijkheid", "Friendliness"), FIGURES[0].name
NAME, TARGET, FOLLOWS = Both("Naam", "Name"), Both("Doel", "Target"), Both("Wie volgt dit?", "Who follows this?")
OF_OMAR = Both("Cijfer van Omar", "Omar's figure")
LINES = Both("Datum, cijfer en waarde, elk op een regel", "Date, figure and value, a line each")
PASTED: Final = "23-11-2026;{name};8,2\n24-11-2026;{name};12\n31-11-2026;Iets;3"

TRAINING = Both("Een training klantgericht bellen volgen", "Follow a course on phone calls")
CALLING = Both("Elke beller noemen bij de naam die hij noemt", "Call every caller by the name they give")
KNOWN = Both("zij voelen zich gekend", "they feel known")
LATER = Both(
    "Klanten vragen waarom ruilen in de winkel niet kan.", "Customers ask why they can't exchange things in the shop."
)


async def figures(camera: Camera) -> None:
    """Set up, asked for, entered, and looked at."""
    await camera.turning.forward(await camera.turning.next_morning())
    anna, sanne, joris = (camera.actor(name) for name in ("Anna", "Sanne", "Joris"))
    await _sets_up(camera, anna)
    await camera.until("08:45")
    await _enters(camera, sanne)
    await camera.until("09:00")
    await camera.snap("card", "member", joris)
    await camera.hands.on_card(joris, camera.noord, t.ENTER)
    await camera.snap("nobodys", "member", joris)
    await _overviews(camera, anna, joris)
    await sanne.person.opens_home()
    await camera.snap("home", "owner", sanne, HOME)


async def _sets_up(camera: Camera, anna: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(anna, NEW)
    await camera.snap("examples", "lead", anna)
    await anna.presses(words(USE), anna.form, near=words(FRIENDLINESS))
    await camera.snap("form", "lead", anna)
    await anna.fills({words(NAME): words(OF_OMAR), words(FOLLOWS): camera.actor("Mila")})
    await anna.submits()
    await camera.snap("of-a-person", "lead", anna)
    await anna.sends({words(NAME): words(FRIENDLINESS), words(TARGET): "8,5"})
    await anna.leaves()


async def _enters(camera: Camera, sanne: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.snap("asked", "owner", sanne, "dm")
    await camera.hands.answers(sanne, t.ENTER)
    await camera.snap("entry", "owner", sanne)
    await sanne.fills({words(t.FIGURE): "83"})
    await sanne.submits()
    await camera.snap("out-of-range", "owner", sanne)
    await sanne.sends({words(t.FIGURE): "8,3"})
    await camera.snap("entered", "owner", sanne, "dm")


async def _overviews(camera: Camera, anna: Actor, joris: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.hands.on_card(joris, camera.noord, ALL)
    await camera.snap("everything", "member", joris)
    await joris.leaves()
    for what, typed in (("list", LIST), ("archive", ARCHIVE), ("import", IMPORT)):
        await camera.write(anna, typed)
        await camera.snap(what, "lead", anna)
    await anna.fills({words(LINES): PASTED.format(name=words(SATISFACTION))})
    await anna.submits()
    await camera.snap("import-wrong", "lead", anna)
    await anna.leaves()


async def actions(camera: Camera) -> None:
    """Proposed, taken up, looked at, and done."""
    bram, nadia, fatima, sanne = (camera.actor(name) for name in ("Bram", "Nadia", "Fatima", "Sanne"))
    await _proposes(camera, bram, nadia)
    await camera.snap("card", "member", fatima)
    await _looks(camera, fatima)
    for who, what, typed in ((sanne, "list", ACTIONS), (camera.actor("Anna"), "list", ACTIONS), (sanne, "mine", MINE)):
        await camera.write(who, typed)
        await camera.snap(what, "owner" if who is sanne else "lead", who)
        await who.leaves()
    for name, role in (("Omar", "author"), ("Nadia", "owner")):
        await camera.actor(name).person.opens_home()
        await camera.snap("home", role, camera.actor(name), HOME)


async def _proposes(camera: Camera, bram: Actor, nadia: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(bram, t.ACTS)
    await camera.snap("form", "member", bram)
    await bram.fills({words(t.WHAT_TO_DO): words(TRAINING), words(t.EFFECT): words(KNOWN), words(t.TAKER): nadia})
    await bram.submits()
    await camera.snap("training", "member", bram)
    await bram.fills({words(t.WHAT_TO_DO): words(CALLING)})
    await bram.submits()
    await camera.snap("asking", "proposer", bram)
    await bram.leaves()
    await camera.snap("asked", "owner", nadia, "dm")
    await camera.hands.answers(nadia, t.TAKES_UP)
    await camera.snap("taken-up", "owner", nadia, "dm")
    await camera.snap("told", "proposer", bram, "dm")


async def _looks(camera: Camera, fatima: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.hands.on_card(fatima, camera.noord, ALL)
    await camera.snap("everything", "member", fatima)
    await fatima.presses(words(t.WORKS), fatima.form)
    await camera.snap("works", "member", fatima)
    await fatima.presses(words(t.GOES_ON), fatima.form)
    await camera.snap("to-stay", "member", fatima)
    await fatima.leaves()


async def quarter(camera: Camera) -> None:
    """Started by one, moved on by another, and one thing is kept for later."""
    omar, joris, mila = (camera.actor(name) for name in ("Omar", "Joris", "Mila"))
    await camera.hands.improves(joris, camera.noord, camera.turning.here.tongue(LATER))
    await camera.turning.forward(camera.turning.now())
    await camera.hands.on_card(omar, camera.noord, t.QUARTER)
    await camera.snap("started", "member", omar)
    await camera.hands.on_card(mila, camera.noord, t.NEXT)
    await camera.snap("moved-on", "colleague", joris)
    await camera.hands.on_card(joris, camera.noord, t.PARK)
    await camera.snap("parking", "member", joris)
    await joris.leaves()
    await camera.hands.parks(joris, camera.noord)
    await camera.snap("parked", "colleague", mila)
    await camera.snap("thread", "colleague", mila, thread=True)


async def picture(camera: Camera) -> None:
    """Of one figure, for whoever asks; and then for the team, where it takes the window."""
    words, joris = camera.turning.here.tongue, camera.actor("Joris")
    await camera.write(joris, LIST)
    await joris.presses(words(SEE), joris.sees(camera.noord)[-1], near=words(SATISFACTION))
    await camera.snap("weeks", "member", joris, head=True)
    await camera.snap("weeks-words", "member", joris)
    seen = joris.sees(camera.noord)[-1]
    await joris.selects(seen.menus[0], words(LAST), seen)
    await camera.snap("values", "member", joris, head=True)
    await joris.presses(words(SHARE), joris.sees(camera.noord)[-1])
    await camera.snap("shared", "colleague", camera.actor("Bram"), head=True)
