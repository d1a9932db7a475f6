"""What everybody can ask of the house: what is theirs, what is stored, who does what, and what one can set."""

from __future__ import annotations

from typing import Final

from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.tongue import Both
from bot.stage import Actor
from tests.web.camera import Camera

HOME: Final = "home"
ROLES = Both("/klant rol", "/customer role")
SETTINGS = Both("/klant instellen", "/customer settings")

OF_A_MEMBER: Final = {
    "away": Both("/klant afwezig", "/customer away"),
    "privacy": Both("/klant privacy", "/customer privacy"),
    "roles": ROLES,
    "mine": Both("/klant mijn", "/customer me"),
    "workdays": Both("/klant werkdagen", "/customer workdays"),
    "mute": Both("/klant stil", "/customer mute"),
    "holidays": Both("/klant feestdagen", "/customer holidays"),
}


async def people(camera: Camera) -> None:
    sanne, lotte = camera.actor("Sanne"), camera.actor("Lotte")
    for what, typed in OF_A_MEMBER.items():
        await _seen(camera, sanne, what, "member", typed)
    await camera.write(lotte, t.IMPROVES)
    await camera.snap("cannot-join", "guest", lotte)


async def home(camera: Camera) -> None:
    for name, role in (("Sanne", "member"), ("Anna", "lead"), ("Ingrid", "admin"), ("Lotte", "guest")):
        who = camera.actor(name)
        await who.person.opens_home()
        await camera.snap("home", role, who, HOME)


async def settings(camera: Camera) -> None:
    for name, role, crew in (
        ("Sanne", "member", cast.NOORD),
        ("Anna", "lead", cast.NOORD),
        ("Ingrid", "admin", cast.DIRECTIE),
    ):
        who, channel = camera.actor(name), camera.turning.here.channel(crew)
        await _seen(camera, who, "settings", role, SETTINGS, channel)
        await _seen(camera, who, "roles", role, ROLES, channel)


async def _seen(camera: Camera, who: Actor, what: str, role: str, typed: Both, channel: str = "") -> None:
    await camera.hands.types(who, typed, channel or camera.noord)
    await camera.snap(what, role, who, channel)
    await who.leaves()
