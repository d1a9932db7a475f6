"""The canary sits in all that an executive can write: a story, the challenge with a baton, a dialogue and a stage."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from storage.estafette import Leg, Relay
from storage.roles import OrgRole
from tests.chat import NOORD, Chat

FORMS = frozenset({"dialogue.plan", "estafette.edit", "estafette.pass", "estafette.share", "stage.new"})
CHOOSE = frozenset(f"estafette.{name}" for name in ("later", "plan", "preparers", "preview", "settings", "swap"))
TITLE = "Titel"


async def writes(chat: Chat, canary: str) -> None:
    """Anna is an executive who holds the baton; Bram and Omar are in the circle with her."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        for actor in (chat.anna, chat.bram, chat.omar):
            turn.session.add(OrgRole(person=actor.id, role="exec", exec=""))
        channel = chat.stage.slack.channel_of(NOORD).id
        turn.session.add(Relay(channel=channel, private=False, state="RUNNING", begun=True, round=1))
        moments: dict[str, Any] = dict.fromkeys(("offered_at", "answer_by", "starts_at"), turn.now)
        ends = dict.fromkeys(("ends_at", "grace_at"), chat.clock.now().replace(day=28))
        turn.session.add(
            Leg(round=1, week=date(2026, 11, 23), person=chat.anna.id, state="ACCEPTED", **moments, **ends)
        )
    await _story(chat, canary)
    await _passes(chat, canary)
    await _plans(chat, canary)


async def _story(chat: Chat, canary: str) -> None:
    await chat.anna.types("/estafette deel", channel=NOORD)
    texts = {
        "Wat gebeurde er?": f"Een klant belde over de {canary}, en vertelde hoe die zingt in de ochtend.",
        "Wat viel je op?": f"Dat de {canary} elke dag hetzelfde lied zingt.",
        "Wat doe je hierdoor anders?": f"Ik voer de {canary} voortaan zelf.",
    }
    await chat.anna.fills({"Soort contact": "klant gebeld", "Wanneer": date(2026, 11, 23), **texts})
    await chat.anna.submits()
    await chat.anna.submits()  # as the preview shows it
    await chat.settle()
    await chat.anna.leaves()
    assert any(canary in seen.text for seen in chat.anna.sees(NOORD) if seen.text.startswith("Klantverhaal"))


async def _passes(chat: Chat, canary: str) -> None:
    await chat.anna.types("/estafette geef", channel=NOORD)
    challenge = {"Wat daag je je collega uit om te ontdekken?": f"Vraag eens naar de {canary}."}
    await chat.anna.sends({"Aan wie?": chat.bram.name, **challenge})
    await chat.settle()


async def _plans(chat: Chat, canary: str) -> None:
    await chat.anna.types("/klant dialoog nieuw", channel=NOORD)
    talk = {
        TITLE: f"Over de {canary}",
        "Datum": date(2026, 12, 1),
        "Begin": time(10),
        "Plaats of link": f"Bij de {canary}",
    }
    assert "Gepland" in await chat.anna.sends({**talk, "Voorbereiding": f"Zaad voor de {canary}"})
    await chat.anna.types("/klant podium nieuw", channel=NOORD)
    assert "Genoteerd" in await chat.anna.sends({"Datum": date(2026, 12, 3), "Gelegenheid": f"Dag van de {canary}"})
    await chat.settle()
