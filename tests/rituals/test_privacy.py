"""Dialogues about privacy: what is stored, what is one's own, and the figures of an organisation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from rituals.contract import Event, Refused, Wrong
from rituals.gate import measuring
from rituals.shown import Form
from rituals.words import _
from sandbox import Seen
from storage.audit import Audit
from storage.dagstart import DagstartDay, DagstartItem
from storage.organisations import Organisation
from storage.people import Absence, PersonRow
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import POINT, ask_help, improve
from tests.rituals.people_talk import reading, replies, rows

MINE = "/klant mijn"
KINDS = "Wat zal ik verwijderen?"
SEEN = "Wat collega's kunnen zien"
AWAY, KEEP = "Haal het weg", "Laat het staan, van een oud-collega"


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """What differs between databases is played on both: with `database_url`, below."""
    async with chatting(sqlite_url, anew=False) as chat:
        yield chat


async def change(chat: Chat, **values: object) -> None:
    """What an admin had set before."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        org = await turn.session.get(Organisation, chat.house.org)
        for name, value in values.items():
            setattr(org, name, value)


async def organisation(chat: Chat) -> Organisation:
    async with reading(chat) as session:
        found = await session.get(Organisation, chat.house.org)
        assert found is not None
        return found


async def admin(chat: Chat) -> None:
    """Anna is an admin, and the organisation has its channel."""
    await chat.noord()
    channel = chat.slack.channel("iedereen", members=[each.person for each in chat.people.values()])
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(PersonRow).where(PersonRow.key == chat.anna.id).values(admin=True))
    await change(chat, channel=channel)


async def logged(chat: Chat) -> list[str]:
    return [entry.what for entry in await rows(chat, Audit) if entry.what.startswith("privacy.")]


def files(chat: Chat, seen: Seen) -> dict[str, bytes]:
    """Name -> what is in it."""
    contents = chat.slack._site.workspace.contents
    return {file["name"].rsplit(".")[-1]: contents[file["id"]] for file in seen.message.files}


async def opened(chat: Chat) -> Seen:
    """Monday's card is up, and Sanne has shared a point."""
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    await improve(chat.sanne, POINT, **{"Zet mijn naam erbij": True})
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()
    return chat.card()


# --- what is stored ---------------------------------------------------------------------------------------------------
async def test_the_sheet_says_what_is_true_today(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/klant privacy", channel=NOORD)
    told = chat.sanne.form.text
    for sentence in (
        "Ik lees alleen wat je aan mij geeft.",
        "Ik toon cijfers over teams, nooit over personen, en pas vanaf vijf mensen.",
        "Niemand krijgt te zien of jij mijn vragen beantwoordt, terugviel of mij stil zette.",
        "Slack vertelt mij altijd wie klikt.",
        "Complimenten met jouw naam deel ik pas als jij dat goed vindt.",
        "Afwezig? Ik vraag nooit waarom.",
        "Met /klant mijn bekijk, exporteer of verwijder je wat van jou is.",
        "Stand van de cijfers: uit. Vragen? Vraag het de beheerder.",
        "Berichten lezen in kanalen of gesprekken: daar heb ik in Slack geen recht voor.",
        "Kijken wie er online is of wat er in een status staat. Van Slack zou het mogen.",
        "Bijdragen aan een dagstart: wat, wanneer, en of het is aangepast, verborgen of gemeld. "
        "Over wie: de schrijver; alleen zichtbaar waar die dat wil, en altijd bij een hulpvraag. "
        "Te zien voor: het kanaal van het team. Bewaard: 180 dagen; dan gaat de tekst weg",
    ):
        assert sentence in told


async def test_the_sheet_follows_the_settings(chat: Chat) -> None:
    await chat.noord()
    chosen: dict[str, Any] = {"k": 8, "contact": chat.bram.id, "retention": {"contributions": 60}}
    recorded = {"gate": "OPEN", "gate_position": "agreed", "gate_on": date(2026, 11, 12), "gate_reference": "OR-7"}
    await change(chat, **chosen, **recorded)
    await replies(chat, chat.sanne, "/klant taal en")
    await chat.sanne.types("/customer privacy", channel=NOORD)
    told = chat.sanne.form.text
    assert "and only from eight people." in told
    assert "State of the figures: on, works council: consent, Thursday 12 November, OR-7." in told
    assert f"Questions? {chat.bram.name}" in told
    assert "Kept: 60 days; then the text goes" in told


# --- what is one's own ------------------------------------------------------------------------------------------------
async def test_the_page_shows_what_is_mine_and_nobody_elses(chat: Chat) -> None:
    await opened(chat)
    await replies(chat, chat.sanne, "/klant afwezig 24-12 t/m 02-01")
    await improve(chat.bram, "De brief kwam een week te laat aan")
    await chat.sanne.types(MINE, channel=NOORD)
    told = chat.sanne.form.text
    assert f"Maandag 23 november: verbeterpunt: {POINT}" in told
    assert "lid van klantenservice-noord" in told
    assert "afwezig van donderdag 24 december tot en met zaterdag 2 januari" in told
    assert "De brief kwam" not in told
    await chat.bram.types(MINE, channel=NOORD)
    assert POINT not in chat.bram.form.text


async def test_one_thing_is_taken_back_from_the_page(chat: Chat) -> None:
    await opened(chat)
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Weghalen")
    assert POINT not in chat.sanne.form.text
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()
    assert POINT not in chat.card().text


async def test_a_long_list_is_cut_and_whole_in_the_export(chat: Chat) -> None:
    await opened(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        day = date(2026, 11, 23)
        more = {"team": 1, "day": day, "origin": day, "at": turn.now, "block": 2, "author": chat.sanne.id}
        turn.session.add_all(DagstartItem(**more, text=f"Nummer {n} van de lijst") for n in range(60))
    await chat.sanne.types(MINE, channel=NOORD)
    assert len(chat.sanne.form.state.blocks) <= 90
    await chat.sanne.presses("Exporteer")
    assert files(chat, chat.sanne.dm()[-1])["txt"].decode().count("van de lijst") == 60
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Alles bekijken")
    seen = chat.sanne.form.text
    await chat.sanne.presses("Verder")
    assert (seen + chat.sanne.form.text).count("van de lijst") == 60


async def test_an_export_is_put_into_our_conversation(chat: Chat) -> None:
    await opened(chat)
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Exporteer")
    assert chat.sanne.form.text.startswith("Je bestand staat in ons gesprek.")
    message = chat.sanne.dm()[-1]
    assert message.text == "Dit is wat ik van je bewaar, om te lezen en als gegevens."
    found = files(chat, message)
    assert f"- maandag 23 november: verbeterpunt: {POINT}" in found["txt"].decode()
    data = json.loads(found["json"])
    assert data["person"] == chat.sanne.id
    (own,) = data["contributions"]
    assert own == {"on": "2026-11-23", "kind": "improvement point", "text": POINT, "with_name": True}
    assert await logged(chat) == ["privacy.export"]
    assert not [each for each in chat.bram.dm() if each.message.files]


async def test_what_is_deleted_is_withdrawn_for_everybody(chat: Chat) -> None:
    card = await opened(chat)
    await ask_help(chat.sanne, chat.bram, "Wie kent de nieuwe regels?", card)
    await replies(chat, chat.sanne, "/klant afwezig 24-12 t/m 02-01")
    await chat.settle()
    assert "Wie kent" in chat.bram.dm()[-1].text
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Verwijder")
    await chat.sanne.fills({KINDS: ["Wat ik deelde", "Mijn afwezigheid"], SEEN: AWAY})
    await chat.sanne.submits()
    assert "Verwijderd. Niemand krijgt daar bericht van." in chat.sanne.form.text
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()
    assert POINT not in chat.card().text
    assert "Wie kent" not in chat.card().text
    assert [each.text for each in chat.bram.dm()][-1] == "Dit bericht is ingetrokken."
    items = await rows(chat, DagstartItem)
    assert {(item.author, item.text) for item in items} == {(None, None)}
    assert await rows(chat, Absence) == []
    assert await logged(chat) == ["privacy.delete absence contributions"]


async def test_what_is_shared_may_stay_from_a_former_colleague(chat: Chat) -> None:
    await opened(chat)
    assert f"{chat.sanne.name}: {POINT}" in chat.card().text
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Verwijder")
    await chat.sanne.fills({KINDS: ["Wat ik deelde"], SEEN: KEEP})
    await chat.sanne.submits()
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()
    assert f"Een oud-collega: {POINT}" in chat.card().text
    assert {item.author for item in await rows(chat, DagstartItem)} == {None}
    await chat.sanne.leaves()
    await chat.sanne.types(MINE, channel=NOORD)
    assert POINT not in chat.sanne.form.text


async def test_the_totals_follow_what_is_withdrawn(chat: Chat) -> None:
    await opened(chat)
    await improve(chat.bram, "De brief kwam een week te laat aan")
    await chat.until("2026-11-23 12:00")
    await chat.sanne.types(MINE, channel=NOORD)
    await chat.sanne.presses("Verwijder")
    await chat.sanne.fills({KINDS: ["Wat ik deelde"], SEEN: AWAY})
    await chat.sanne.submits()
    (monday,) = [row for row in await rows(chat, DagstartDay) if row.day == date(2026, 11, 23)]
    assert (monday.state, monday.improvements, monday.contributions) == ("CLOSED", 1, 1)


async def test_a_request_for_my_help_leaves_my_conversation(chat: Chat) -> None:
    card = await opened(chat)
    await ask_help(chat.sanne, chat.bram, "Wie kent de nieuwe regels?", card)
    await chat.settle()
    before = len(chat.bram.dm())
    await chat.bram.types(MINE, channel=NOORD)
    assert "een collega vroeg om je hulp" in chat.bram.form.text
    await chat.bram.presses("Verwijder")
    await chat.bram.fills({KINDS: ["Vragen om mijn hulp"]})
    await chat.bram.submits()
    chat.clock.wait(timedelta(seconds=5))
    await chat.settle()
    assert len(chat.bram.dm()) == before - 1
    assert "Wie kent de nieuwe regels?" in chat.card().text


async def test_a_closed_account_leaves_nothing_private(chat: Chat) -> None:
    await opened(chat)
    await replies(chat, chat.sanne, "/klant taal en")
    await replies(chat, chat.sanne, "/klant afwezig 24-12 t/m 02-01")
    await chat.slack.deactivate(chat.sanne.person)
    await chat.settle()
    assert await rows(chat, Absence) == []
    assert chat.sanne.id in {item.author for item in await rows(chat, DagstartItem)}
    await chat.until("2026-11-24 05:00")
    assert chat.sanne.id not in {row.key for row in await rows(chat, PersonRow)}
    await chat.jump("2026-12-22 05:00")
    assert chat.sanne.id in {item.author for item in await rows(chat, DagstartItem)}
    await chat.jump("2026-12-24 05:00")
    assert {item.author for item in await rows(chat, DagstartItem)} == {None}


# --- figures ----------------------------------------------------------------------------------------------------------
GATE = {"Cijfers": "aan", "Standpunt van de OR of PVT": "instemming"}


async def gate(chat: Chat, **fields: object) -> str:
    """Anna opens the form from her settings, and sends it."""
    await chat.anna.types("/klant instellen", channel=NOORD)
    await chat.anna.presses("Cijfers")
    said: str = await chat.anna.sends(fields)
    return said


async def test_figures_go_on_and_off_where_everybody_reads_it(chat: Chat) -> None:
    await admin(chat)
    recorded = {"Datum van dat standpunt": date(2026, 11, 12), "Kenmerk": "brief 7"}
    assert "Bewaard. Het geldt vanaf nu." in await gate(chat, **GATE, **recorded)
    await chat.settle()
    told = "Vanaf vandaag tonen we cijfers per team, nooit per persoon. "
    told += "OR of PVT: instemming, donderdag 12 november, brief 7. Lees meer met /klant privacy."
    assert chat.channel("iedereen") == [told]
    assert measuring(await organisation(chat))
    await gate(chat, Cijfers="uit")
    await chat.settle()
    assert chat.channel("iedereen")[1:] == ["De cijfers staan uit. De rituelen gaan gewoon door."]
    assert not measuring(await organisation(chat))
    assert await logged(chat) == ["privacy.gate open", "privacy.gate closed"]


async def test_figures_need_what_the_works_council_said(chat: Chat) -> None:
    await admin(chat)
    await chat.anna.types("/klant instellen", channel=NOORD)
    await chat.anna.presses("Cijfers")
    await chat.anna.fills({**GATE, "Datum van dat standpunt": date(2026, 11, 21)})
    await chat.anna.submits()
    assert chat.anna.form.errors == {
        "Datum van dat standpunt": "Deze datum moet nog komen.",
        "Kenmerk": "Leg dit vast voordat de cijfers aan gaan.",
    }
    assert not measuring(await organisation(chat))
    await change(chat, channel=None)
    await chat.anna.fills({"Datum van dat standpunt": date(2026, 11, 20), "Kenmerk": "brief 7"})
    await chat.anna.submits()
    assert list(chat.anna.form.errors) == ["Cijfers"]
    assert await logged(chat) == []


async def test_only_an_admin_records_it(chat: Chat) -> None:
    await chat.noord()
    for name in ("privacy.gate", "privacy.retention"):
        with pytest.raises(Refused) as refused:
            await chat.house.dispatcher.open(Event("x", chat.house.org, chat.anna.id, name))
        assert refused.value.note.text.args["who"] == _("the admin")


# --- how long ---------------------------------------------------------------------------------------------------------
async def test_an_admin_shortens_a_period_and_lengthens_it_to_twice(chat: Chat) -> None:
    await admin(chat)
    await chat.anna.types("/klant instellen", channel=NOORD)
    await chat.anna.presses("Hoe lang ik bewaar")
    await chat.anna.fills({"Bijdragen aan een dagstart": 90, "Afwezigheid: twee datums, nooit een reden": 60})
    await chat.anna.submits()
    assert "Bewaard. Het geldt vanaf nu." in chat.anna.form.text
    assert (await organisation(chat)).retention == {"contributions": 90, "absence": 60}
    done = await logged(chat)
    assert done == ["privacy.retention absence 60", "privacy.retention contributions 90"]


async def test_a_period_that_is_too_long_is_refused_at_its_field(chat: Chat) -> None:
    await admin(chat)
    form = await chat.house.dispatcher.open(Event("x", chat.house.org, chat.anna.id, "privacy.retention"))
    assert isinstance(form, Form)
    values = {field.name: field.initial for field in form.fields} | {"contributions": 361}
    event = Event(form.token, chat.house.org, chat.anna.id, "privacy.retention", values=values)
    with pytest.raises(Wrong) as wrong:
        await chat.house.dispatcher.submit(event)
    assert wrong.value.errors.keys() == {"contributions"}
    assert (await organisation(chat)).retention == {}
