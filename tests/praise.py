"""A throw-away ritual with a form that takes a text: from behind its command, or out of a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from bot.stage import Actor
from rituals import RITUALS
from rituals.contract import (
    Action,
    Answer,
    Command,
    Event,
    FormSpec,
    Note,
    Opens,
    Ritual,
    Shortcut,
    Sub,
    Turn,
    Who,
    Wins,
)
from rituals.shown import Field, Form, Kind
from rituals.words import Sentence, Typed, _
from sandbox import Seen
from storage.people import Member, Team
from tests.chat import Chat, chatting

TEXT, PEOPLE, ALSO = "Which good deed?", "Done by whom?", "Mentioned before"  # of which there is no Dutch
ENTRY, ENTRY_EN = "Versturen", "Send"  # by a sentence that has a translation
MOST = 60


async def form(turn: Turn, event: Event) -> Form:
    seen = "text_alike" in event.passed
    fields = (
        Field("text", _(TEXT), Kind.LONG, most=MOST, initial=event.text),
        Field("people", _(PEOPLE), Kind.PEOPLE, required=False, most=5),
        *((Field("also", _(ALSO), Kind.CHECK, required=False),) if seen else ()),
    )
    return Form(_("Praise"), fields, _("Seen by your team."))


async def share(turn: Turn, event: Event) -> Answer:
    event.ask(text_alike=_("That looks like one of yesterday's."))
    also = "again" if event.values["also"] else "new"
    return Note(Sentence("{also}: {text}", {"also": Typed(also), "text": Typed(event.values["text"])}))


async def mine(turn: Turn, event: Event) -> Answer:
    return Note(_("Yours."))


async def again(turn: Turn, event: Event) -> Answer:
    return Opens("praise.new", event.about, {"people": (event.person,)})


PRAISE = Ritual(
    "praise",
    commands=(
        Command(
            "pluim",
            "praise",
            (
                Sub("", "", "praise.new", _("Shares praise."), ("[tekst]", "[text]"), free=True),
                Sub("mijn", "me", "praise.mine", _("Yours.")),
                Sub("nog", "again", "praise.again", _("Yours."), ("[hoe]", "[how]")),
            ),
        ),
    ),
    shortcuts=(Shortcut(_("Send"), _("Easy does it."), "praise.new"),),
    forms={"praise.new": FormSpec(form, share, Who.MEMBER, Wins.EACH)},
    actions={
        "praise.again": Action(again, Who.MEMBER, Wins.EACH),
        "praise.mine": Action(mine, Who.MEMBER, Wins.EACH, reads=True),
    },
)


@asynccontextmanager
async def praising(url: str) -> AsyncIterator[Chat]:
    async with chatting(url, rituals=(*RITUALS, PRAISE)) as chat:
        yield chat


async def further_teams(chat: Chat, person: Actor, count: int) -> None:
    """Of which this person is a member as well."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        for n in range(count):
            day = date(2026, 11, 20)
            team = Team(channel=f"CX{n}", name=f"Team {n}", started_on=day)
            turn.session.add(team)
            await turn.session.flush()
            turn.session.add(Member(team=team.id, person=person.id, joined_on=day, seasoned=True))


def newest(actor: Actor, channel: str) -> Seen:
    """What only this person sees, last."""
    return [seen for seen in actor.sees(channel) if seen.ephemeral][-1]
