"""A canary in every field that a person can fill: once deleted, no byte of it is left with us."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from bot.registry import make
from bot.scheduler import forget
from rituals import RITUALS
from rituals.contract import Event, Where
from rituals.shown import Form, Kind
from storage.action import ImprovementAction
from storage.alsdan import Agreement, AgreementProposal, PersonalAgreement
from storage.base import Base
from storage.dagstart import DagstartSettings
from storage.kpi import Kpi
from storage.people import PersonRow
from storage.roles import OrgRole
from storage.silo import SiloSignal
from tests.chat import NOORD, Chat, chatting
from tests.rituals import relay_canary, silo_talk
from tests.rituals.action_talk import NOTICE, new, on_list
from tests.rituals.alsdan_talk import AID, AT_LOOK, ME, OLD, RING_BACK, WHY, Y, begin, propose
from tests.rituals.compliment_talk import (
    CUSTOMER,
    KIND,
    MEANT,
    NAMED_BTN,
    SENT,
    THANKS,
    asked,
    give,
    press,
)
from tests.rituals.dagstart_talk import TOLD, WHAT
from tests.rituals.flag_talk import CONSIDERED, DECIDED, FLAG, LOOK, TAKE
from tests.rituals.flag_talk import TEXT as WHAT_AFFECTS
from tests.rituals.klantpet_talk import posts
from tests.rituals.people_talk import rows
from tests.rituals.silo_talk import EFFECT, NAMED, OURS, TEAMS, THEIRS, UNKNOWN

CANARY = "kanarievogel"
REGISTRY = make(RITUALS)
FILLED = {
    "action.new",
    "action.edit",
    "action.adjust",
    "action.done",
    "alsdan.new",
    "alsdan.more",
    "alsdan.own_words",
    "alsdan.relapse",
    "alsdan.words",
    "compliment.new",
    "compliment.edit",
    "dagstart.improve",
    "dagstart.today",
    "dagstart.notes",
    "dagstart.edit",
    "klantpet.checkout",
    "klantpet.flag",
    "silo.new",
    *relay_canary.FORMS,
}
# Names, figures and a reference of the team's or the organisation's own: whoever typed them, they say nothing of that
# person.
OF_ALL = {"settings.team", "settings.organisation", "privacy.gate", "kpi.edit", "kpi.fill", "kpi.import"}
OF_ALL |= {"klantpet.meeting"}
OF_ALL |= {"silo.agree", "silo.park"}  # what a coach notes of teams
DUTCH = Reader(language="nl", names={}, links={}, channels={}, catalogs=Catalogs.load())


async def kept(chat: Chat) -> str:
    """Every byte of the SQLite file and its log; of PostgreSQL every row of every table."""
    url = chat.stage.settings.database_url
    if url.startswith("sqlite"):
        files = sorted(Path(url.removeprefix("sqlite:///")).parent.glob("klantritme.db*"))
        return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        tables = [await session.execute(select(table)) for table in Base.metadata.sorted_tables]
        return "\n".join(str(tuple(row)) for table in tables for row in table)


async def fill(chat: Chat) -> None:
    """Anna leads, hosts, and writes wherever one can."""
    card = chat.card()
    await chat.anna.presses("Compliment delen", card)
    praise = {KIND: CUSTOMER, TOLD: f"Een {CANARY} zong aan de balie", MEANT: f"Hij kent nu een {CANARY}"}
    assert await chat.anna.sends(praise) == SENT
    await praises(chat)
    await acts(chat)
    await agrees(chat)
    await caps(chat)
    collides: dict[str, Any] = {
        label: f"De {CANARY} zingt te {how}" for label, how in ((OURS, "hard"), (THEIRS, "zacht"))
    }
    collides |= {EFFECT: f"Zij horen de {CANARY} niet", TEAMS: [UNKNOWN], NAMED: True}
    assert silo_talk.THANKS in await silo_talk.gives(chat, chat.anna, collides)
    await chat.anna.presses("Verbeterpunt", card)
    assert "Bewaard" in await chat.anna.sends({WHAT: f"Een {CANARY} zat in de wacht"})
    for kind, to in (("waar het vandaag om draait", {}), ("hulpvraag", {"Aan wie?": chat.bram})):
        await chat.anna.presses("Vandaag of hulpvraag", card)
        assert "Bewaard" in await chat.anna.sends({"Soort": kind, "Tekst": f"De {CANARY} hoort bij {kind}", **to})
    await chat.anna.presses("Mededeling", card)
    assert "Bewaard" in await chat.anna.sends({"Mededeling": f"De {CANARY} is ziek"})
    await chat.settle()
    chat.house.rate.buckets.clear()  # who types all of this takes some minutes
    for near, field in (("zong aan de balie", TOLD), ("zat in de wacht", WHAT)):
        await chat.anna.presses("Alles bekijken", card)
        await chat.anna.presses("Aanpassen", near=near)
        assert "Bewaard" in await chat.anna.sends({field: f"Nog een {CANARY} zong heel erg luid"}, sure=True)
        await chat.anna.leaves()


async def caps(chat: Chat) -> None:
    """Anna wears the cap, raises a flag with her name, and says what was decided differently."""
    await chat.anna.types("/klantpet nu Overleg", channel=NOORD)
    await chat.settle()
    await press(chat, chat.anna, TAKE, posts(chat)[-1])
    await chat.anna.presses(FLAG, posts(chat)[-1])
    await chat.anna.sends({WHAT_AFFECTS: f"De {CANARY} wacht al een week", "Soort": "anders", NAMED: True})
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(LOOK, chat.anna.form)
    await chat.anna.sends({CONSIDERED: "ja", DECIDED: f"De {CANARY} krijgt eerst antwoord"})
    await chat.anna.leaves()
    await chat.settle()
    assert [CANARY in line.text for line in posts(chat)[-1].thread] == [True, True]


async def acts(chat: Chat) -> None:
    """An action of Anna's, and one that Bram is asked to take up; the first is edited, looked at, adjusted and done."""
    for owner in (chat.anna, chat.bram):
        await new(chat, chat.anna, f"De {CANARY} zelf voeren", owner, effect=f"De {CANARY} zingt door")
    await on_list(chat, chat.anna, "Aanpassen", WHAT_TO_DO=f"De {CANARY} vaker voeren", EVIDENCE=f"De {CANARY} is rond")
    async with chat.house.turns.writing(chat.house.org) as turn:
        looked = update(ImprovementAction).where(ImprovementAction.owner == chat.anna.id)
        await turn.session.execute(looked.values(state="ACT", result="partly"))
    await on_list(chat, chat.anna, "Aanpassen", WHAT_TO_DO=f"De {CANARY} minder voeren")
    await chat.anna.types("/klant actie klaar", channel=NOORD)
    assert "Mooi gedaan" in await chat.anna.sends({NOTICE: f"De {CANARY} slaapt beter"})


async def agrees(chat: Chat) -> None:
    """With her team and with herself; she words a colleague's anew, and notices a relapse for herself."""
    bird = f"de {CANARY} zingt"
    await propose(chat, chat.bram)
    await propose(chat, chat.anna, bird, f"noemen we de {CANARY}", **{WHY: f"De {CANARY} wordt gehoord"})
    await begin(chat.anna, bird, f"noem ik de {CANARY}", ME, **{OLD: f"Ik vergat de {CANARY}"})
    await chat.anna.sends({WHY: f"De {CANARY} blijft", AID: AT_LOOK})
    await chat.anna.types("/alsdan", channel=NOORD)
    await chat.anna.presses("Andere woorden", chat.anna.form, near=f"noem ik de {CANARY}")
    await chat.anna.sends({Y: f"roep ik de {CANARY} nu"})
    await chat.anna.types("/alsdan", channel=NOORD)
    await chat.anna.presses("Andere woorden", chat.anna.form, near=RING_BACK)
    await chat.anna.sends({Y: f"bellen we de {CANARY} terug"})
    await chat.anna.types("/alsdan terugval", channel=NOORD)
    noticed = await chat.anna.sends({"Wat maakte het oude patroon even handig?": f"De {CANARY} riep"})
    await chat.settle()
    assert "dat is al de helft" in noticed
    texts = [row.y for table in (Agreement, PersonalAgreement, AgreementProposal) for row in await rows(chat, table)]
    assert [CANARY in (text or "") for text in texts] == [False, True, True, True]


async def praises(chat: Chat) -> None:
    """Bram and Omar are named in the text; Bram thanks, and shares it with his name. Omar is still silent."""
    text = f"Bram en Omar hielpen de {CANARY} van een klant"
    await give(chat, chat.anna, text, chat.bram, chat.omar, **{MEANT: f"Zonder Bram was de {CANARY} weg"})
    for label in (NAMED_BTN, THANKS):
        await press(chat, chat.bram, label, asked(chat.bram)[-1])


async def type_everything(chat: Chat) -> None:
    """After every command and subcommand there is, in its Dutch words."""
    for command in REGISTRY.commands:
        for sub in (*command.subs, None):
            words = [f"/{command.nl}", sub.nl if sub else "onzin", CANARY]
            await chat.anna.types(" ".join(word for word in words if word), channel=NOORD)
            await chat.anna.leaves()


async def deliver(chat: Chat) -> None:
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()


async def test_nothing_is_left_of_what_was_deleted(chat: Chat, debug: io.StringIO) -> None:
    await chat.noord()
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(DagstartSettings).values(extras="notes"))
    await chat.until("2026-11-23 09:00")
    await fill(chat)
    await relay_canary.writes(chat, CANARY)
    await type_everything(chat)
    await deliver(chat)
    assert CANARY in await kept(chat)
    assert CANARY in chat.card().text
    assert CANARY in asked(chat.omar)[-1].text
    await chat.anna.types("/klant mijn", channel=NOORD)
    await chat.anna.presses("Exporteer")
    await chat.anna.presses("Verwijder")
    titles = [plain(each.title, DUTCH) for r in RITUALS for each in r.mine.values() if each.erase is not None]
    await chat.anna.fills({"Wat zal ik verwijderen?": titles, "Wat collega's kunnen zien": "Haal het weg"})
    await chat.anna.submits()
    assert "Verwijderd." in chat.anna.form.text
    await deliver(chat)
    below = [line for post in posts(chat) for line in post.thread]
    for read in (chat.card(), *chat.bram.dm(), *chat.omar.dm(), *below):
        assert CANARY not in read.text
    await chat.until("2026-11-24 05:00")
    chat.clock.wait(timedelta(hours=25))
    await forget(chat.house.delivery)
    left = await kept(chat)
    assert CANARY not in left, left[max(0, left.index(CANARY) - 200) : left.index(CANARY) + 100]
    assert CANARY not in debug.getvalue()


def agreement(chat: Chat, state: str) -> Agreement:
    today = date(2026, 11, 20)
    words = {"x": "een klant belt", "y": "nemen we op", "why": "rust", "aid": "look"}
    return Agreement(team=1, state=state, at=chat.clock.now(), since=today, activated_on=today, **words)


async def test_every_form_with_words_is_in_that_test(sqlite_url: str) -> None:
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        async with chat.house.turns.writing(chat.house.org) as turn:
            await turn.session.execute(update(PersonRow).where(PersonRow.key == chat.anna.id).values(admin=True))
            figure = {"name": "Wachttijd", "unit": "minutes", "better": "lower", "days": "12345"}
            step: dict[str, Any] = {"team": 1, "what": "terugbellen", "effect": "rust", "at": turn.now}
            step |= {"proposer": chat.anna.id, "check_on": turn.now.date()}
            turn.session.add_all(ImprovementAction(**step, id=n, state=s) for n, s in ((1, "PROPOSED"), (2, "CHECK")))
            given = {"ours": "snel", "theirs": "goed", "effect": "wachten", "theme": "aims"}
            day = turn.now.date()
            turn.session.add_all(SiloSignal(team=1, id=n, on=day, moved_on=day, **given) for n in (1, 2))
            turn.session.add(OrgRole(person=chat.anna.id, role="coach"))
            turn.session.add(Kpi(team=1, owner=chat.anna.id, created_at=turn.now, **figure))
            turn.session.add_all(agreement(chat, state) for state in ("ACTIVE", "ANCHORED"))
        abouts = {"people.role_form": "1:deputy"}
        abouts |= dict.fromkeys(("silo.agree", "silo.park", "silo.merge"), "1:1")
        abouts |= {"action.another": "1:action:1", "action.busy": "1:action:2"}
        wordy = set()
        only = {"dagstart.park", "silo.invite", *relay_canary.CHOOSE}  # which only choose
        for name in REGISTRY.forms.keys() - FILLED - only:
            where, about = Where("C9", name="zuid", inside=True), abouts.get(name, "1")
            event = Event("x", chat.house.org, chat.anna.id, name, about=about, where=where)
            form = await chat.house.dispatcher.open(event)
            assert isinstance(form, Form)
            wordy |= {name for field in form.fields if field.kind in (Kind.TEXT, Kind.LONG)}
        assert wordy == OF_ALL
