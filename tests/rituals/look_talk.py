"""What the dialogues about look-backs and reminders have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.stage import Actor, local
from rituals.alsdan import aids, looking
from rituals.contract import Turn
from sandbox import Seen
from storage.alsdan import Agreement, LookResult
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import rows

X, Y = "een klant voor de tweede keer belt", "bellen we zelf terug met het antwoord"
SENTENCE = f"Als {X}, dan {Y}"
ASK = f"Even terugkijken. Kwam dit deze week voor: {SENTENCE}?"
DID, OLD, NONE = "Ja, en het lukte", "Ja, het oude patroon won", "Kwam niet voor"
RELAPSE, SLIPPING = "Terugval", "We merken terugval"
SAVED, CLOSED = "Bewaard. Dank je wel.", "Dit is al afgerond. Er is niets veranderd."
ALREADY = "Deze had ik al van je. Alles staat goed."
PRIVACY = "Tot vrijdag 12:00 kun je wijzigen. Daarna bewaar ik niet wie wat koos, en tel ik pas vanaf 5 mensen."
FEW = "Dank voor het terugkijken. We gaan gewoon door."
GOOD = "Het lukt steeds vaker. Wat hielp?"
MIXED = "De ene keer wel, de andere keer niet. Zo wordt iets een gewoonte."
WON = "Het oude patroon was sterk deze week. Dat hoort erbij: het werkte ooit goed. Wat maakte het handig?"
NEVER = "Het moment kwam deze week niet voorbij. Is er een moment dat vaker komt?"
AID = f"Vandaag misschien: als {X}, dan {Y}."


async def agreed(chat: Chat, began: str, x: str = X, y: str = Y, **fields: Any) -> int:
    """An agreement of the team's that runs since this day; its id."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        row = await running(turn, 1, date.fromisoformat(began), x, y, **fields)
        return row.id


async def running(turn: Turn, team: int, day: date, x: str = X, y: str = Y, **fields: Any) -> Agreement:
    known: dict[str, Any] = {"aid": "dagstart", "state": "ACTIVE", "activated_on": day, "aids_from": day} | fields
    row = Agreement(team=team, x=x, y=y, why="Wie belt, weet waar hij aan toe is", at=turn.now, since=day, **known)
    turn.session.add(row)
    await turn.session.flush()
    await aids.plan(turn, [team])
    await looking.plan(turn, [team])
    return row


def looks(chat: Chat, channel: str = NOORD) -> list[Seen]:
    """The look-backs in the channel, oldest first."""
    return [seen for seen in chat.anna.sees(channel) if seen.text.startswith("Even terugkijken.")]


def thread(seen: Seen) -> list[str]:
    return [line.text for line in seen.thread]


async def answers(chat: Chat, look: Seen, **said: str) -> None:
    """Who presses what, by first name."""
    for name, label in said.items():
        await chat.people[name].presses(label, look)


async def says(actor: Actor, label: str, look: Seen) -> str:
    """What the person reads after pressing."""
    before = {seen.ts for seen in actor.sees(NOORD)}
    await actor.presses(label, look)
    return next(seen.text for seen in reversed(actor.sees(NOORD)) if seen.ts not in before and seen.ephemeral)


async def results(chat: Chat) -> list[LookResult]:
    return list(await rows(chat, LookResult))


async def week(chat: Chat, day: str, said: dict[str, str]) -> Seen:
    """A whole look-back: opened on this Thursday at three, answered, and closed on Friday at twelve."""
    moment = local(f"{day} 15:00")
    await chat.jump(f"{day} 15:00")
    (look,) = [seen for seen in looks(chat) if float(seen.ts) >= moment.timestamp()]
    await answers(chat, look, **said)
    friday = moment.date().fromordinal(moment.date().toordinal() + 1)
    await chat.jump(f"{friday} 12:00")
    return look


__all__ = ["agreed", "answers", "looks", "results", "running", "says", "thread", "week"]
