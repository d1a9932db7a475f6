"""A compliment as its giver, its receivers and their colleagues meet it, from the form to the end of the week."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.demo import tongue as t
from bot.demo.tongue import Both
from bot.stage import Actor
from tests.web.camera import Camera
from tests.web.house_pictures import HOME

ALL, EDIT = Both("Alles bekijken", "See everything"), Both("Aanpassen", "Edit")
THANK = Both("Ik bedank de klant", "I'll thank the customer")
MINE, SETS = Both("/compliment mijn", "/kudos me"), Both("/compliment instellen", "/kudos settings")

VAGUE = Both("Top gedaan!", "Well done!")
MEANT = Both("Ze kon die middag gewoon weg.", "She could simply leave that afternoon.")
BACK = Both(
    "Omar en Joris belden een klant drie keer terug, tot haar laadpaal het deed.",
    "Omar and Joris rang a customer back three times, until her charging point worked.",
)
CHANGED = Both(
    "Omar en Joris belden een klant net zo lang terug tot haar laadpaal het deed.",
    "Omar and Joris kept ringing a customer back until her charging point worked.",
)
EVENING: Final = (
    (
        "Bram",
        Both(
            "Joris bleef na sluitingstijd om een klant door de app te helpen.",
            "Joris stayed after hours to help a customer through the app.",
        ),
    ),
    (
        "Nadia",
        Both(
            "Joris schreef een brief zo om dat mijn buurman hem begreep.",
            "Joris rewrote a letter so that my neighbour understood it.",
        ),
    ),
)
TOLD = Both(
    "Een klant mailde: ik had nog nooit zo snel antwoord op een lastige vraag.",
    "A customer wrote: never had I such a quick answer to a hard question.",
)


async def compliment(camera: Camera) -> None:
    """From a Monday evening to Friday."""
    sanne, omar, joris, fatima = (camera.actor(name) for name in ("Sanne", "Omar", "Joris", "Fatima"))
    await _evening(camera, joris)
    await _gives(camera, sanne, omar, joris)
    await _receives(camera, omar, joris)
    await camera.until("09:00")
    await camera.snap("card", "colleague", fatima)
    await _in_full(camera, fatima, "everything", "colleague")
    await _in_full(camera, camera.actor("Anna"), "everything", "lead")
    await _edits(camera, sanne, omar)
    await _own(camera, sanne, omar)
    await camera.until("14:00")
    await _thanks(camera, fatima, camera.actor("Bram"))
    await _week(camera, fatima)


async def _evening(camera: Camera, joris: Actor) -> None:
    """What is given after hours comes in one message in the morning."""
    await camera.until("18:00")
    for name, text in EVENING:
        told = camera.turning.here.tongue(text)
        await camera.hands.gives(camera.actor(name), camera.noord, told, kind=t.COLLEAGUE, to=[joris])
    await camera.turning.forward(await camera.turning.next_morning())
    await camera.snap("several", "receiver", joris, "dm")


async def _gives(camera: Camera, sanne: Actor, *to: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.write(sanne, t.COMPLIMENTS)
    await camera.snap("form", "giver", sanne)
    kind = {words(t.WHAT_KIND): words(t.COLLEAGUE), words(t.FOR_WHOM): list(to)}
    await sanne.fills(kind | {words(t.WHAT_HAPPENED): words(VAGUE)})
    await sanne.submits()
    await camera.snap("vague", "giver", sanne)
    await sanne.fills({words(t.WHAT_HAPPENED): words(BACK), words(t.MEANT): words(MEANT)})
    await camera.snap("filled", "giver", sanne)
    await camera.snap("receivers", "giver", sanne, foot=True)
    await sanne.submits()
    await camera.snap("on-its-way", "giver", sanne)
    await sanne.leaves()


async def _receives(camera: Camera, omar: Actor, joris: Actor) -> None:
    await camera.snap("asked", "receiver", omar, "dm")
    await omar.person.opens_home()
    await camera.snap("home-asked", "receiver", omar, HOME)
    await camera.hands.answers(joris, t.WITHOUT_NAME)
    await camera.hands.answers(omar, t.WITH_NAME)
    await camera.snap("answered", "receiver", omar, "dm")
    await camera.snap("unnamed", "receiver", joris, "dm")


async def _in_full(camera: Camera, who: Actor, what: str, role: str) -> None:
    await camera.hands.on_card(who, camera.noord, ALL)
    await camera.snap(what, role, who)
    await who.leaves()


async def _edits(camera: Camera, sanne: Actor, omar: Actor) -> None:
    words = camera.turning.here.tongue
    await camera.hands.on_card(sanne, camera.noord, ALL)
    await camera.snap("everything", "giver", sanne)
    await sanne.presses(words(EDIT), sanne.form)
    await camera.snap("edit", "giver", sanne)
    await sanne.sends({words(t.WHAT_HAPPENED): words(CHANGED)})
    await sanne.leaves()
    await camera.snap("changed", "receiver", omar, "dm")
    await camera.snap("changed-card", "colleague", camera.actor("Fatima"))


async def _own(camera: Camera, sanne: Actor, omar: Actor) -> None:
    for who, what, role, typed in (
        (sanne, "mine", "giver", MINE),
        (omar, "mine", "receiver", MINE),
        (omar, "preference", "receiver", t.PREFERS),
        (camera.actor("Anna"), "settings", "lead", SETS),
    ):
        await camera.write(who, typed)
        await camera.snap(what, role, who)
        await who.leaves()
    await sanne.person.opens_home()
    await camera.snap("home", "giver", sanne, HOME)


async def _thanks(camera: Camera, fatima: Actor, bram: Actor) -> None:
    await camera.hands.gives(fatima, camera.noord, camera.turning.here.tongue(TOLD), team=True)
    await camera.snap("channel", "colleague", bram)
    await camera.hands.on_card(bram, camera.noord, THANK)
    await camera.snap("thanking", "colleague", bram)
    await _in_full(camera, bram, "one", "colleague")
    await bram.person.opens_home()
    await camera.snap("home-thanking", "colleague", bram, HOME)


async def _week(camera: Camera, fatima: Actor) -> None:
    await camera.turning.forward(camera.turning.now() + timedelta(days=3, hours=1))
    await camera.snap("week", "colleague", fatima)
