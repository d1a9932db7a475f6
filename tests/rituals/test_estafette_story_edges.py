"""Customer stories where things go otherwise: two who write, what a form takes, and which turn it counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete

from rituals import RITUALS
from rituals.contract import Event, Note, Refused, Ritual, Turn
from rituals.facts import StoryTold
from rituals.shown import Form
from storage.roles import OrgRole
from tests.chat import Chat, chatting
from tests.rituals.estafette_talk import BOARD, legs
from tests.rituals.story_talk import (
    BACK,
    DIFFERENT,
    DROP,
    EDIT,
    HAPPENED,
    KEEP,
    LINK,
    NAMES,
    STRUCK,
    THERE,
    WHAT,
    WHEN,
    draft,
    filled,
    leg,
    on_archive,
    role,
    rows,
    stories,
    tell,
    with_leg,
    write,
)

OTHER = "De monteur kwam drie keer voor niets en legde steeds alles rustig uit."
CLOSED = "Dit is al afgerond. Er is niets veranderd."


# --- two who write ----------------------------------------------------------------------------------------------------
async def test_a_draft_is_not_written_over_unseen(chat: Chat) -> None:
    await with_leg(chat)
    await role(chat, "bram", "preparer", "noor")
    await chat.bram.types("/estafette deel", channel=BOARD)
    await chat.bram.fills(filled(WHAT=OTHER))
    await write(chat, chat.noor)
    await chat.noor.presses(KEEP, chat.noor.form)
    assert chat.noor.form.text == "Bewaard als concept. Je vindt het bij mij op Home, en met /estafette deel."
    await chat.noor.leaves()
    await chat.bram.submits()
    asked = chat.bram.form
    assert "Noor Jansen paste het concept intussen aan: kijk hierboven." in asked.text
    assert HAPPENED in asked.text
    assert asked.values[WHAT] == OTHER
    assert [row.what for row in await rows(chat)] == [[HAPPENED]]
    await chat.bram.submits()
    assert chat.bram.form.text.startswith("Bewaard als concept.")
    assert [(row.what, row.drafted_by) for row in await rows(chat)] == [([OTHER], chat.bram.id)]


async def test_nobody_publishes_what_they_have_not_seen(chat: Chat) -> None:
    await with_leg(chat)
    await role(chat, "bram", "preparer", "noor")
    await write(chat, chat.noor)
    await chat.bram.types("/estafette deel", channel=BOARD)
    await chat.bram.sends({WHAT: OTHER})
    await chat.noor.submits()
    assert chat.noor.form.text.startswith("Het concept is intussen anders.")
    assert stories(chat) == []
    await chat.noor.presses("Voorbeeld", chat.noor.form)
    assert OTHER in chat.noor.form.text
    await chat.noor.submits()
    await chat.settle()
    assert OTHER in stories(chat)[0].text


async def test_back_and_forth_and_thrown_away(chat: Chat) -> None:
    """As often as one likes: the forms take each other's place."""
    await with_leg(chat)
    await write(chat, chat.noor)
    for _n in range(4):
        await chat.noor.presses(BACK, chat.noor.form)
        assert chat.noor.form.values[WHAT] == HAPPENED
        await chat.noor.submits()
    assert chat.noor.form.depth == 1
    await chat.noor.presses(DROP, chat.noor.form)
    assert chat.noor.form.text == "Het concept is weg."
    assert await rows(chat) == []


async def test_who_prepared_until_a_moment_ago_does_no_more(chat: Chat) -> None:
    """Their form was open while their role was taken; what they typed is theirs to copy."""
    await with_leg(chat)
    await role(chat, "bram", "preparer", "noor")
    await chat.bram.types("/estafette deel", channel=BOARD)
    await chat.bram.fills(filled())
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(delete(OrgRole).where(OrgRole.role == "preparer"))
    await chat.bram.submits()
    assert "Dit kan alleen de bestuurder of wie daarvoor voorbereidt." in chat.bram.form.text
    assert HAPPENED in chat.bram.form.text
    assert await rows(chat) == []


async def test_nobody_else_reads_writes_or_throws_away_a_draft(chat: Chat) -> None:
    """Not even another executive, whatever they make up."""
    await with_leg(chat)
    await write(chat, chat.noor)
    (draft,) = await rows(chat)
    (mine,) = await legs(chat)
    for actor in (chat.aisha, chat.bram, chat.petra):
        for does, about in (("share", f":l{mine.id}"), ("share", f":s{draft.id}"), ("preview", f":s{draft.id}")):
            event = Event("open", chat.house.org, actor.id, f"estafette.{does}", about)
            with pytest.raises(Refused):
                await chat.house.dispatcher.open(event)
        event = Event(f"drop{actor.id}", chat.house.org, actor.id, "estafette.drop", f":s{draft.id}", "drop")
        with pytest.raises(Refused):
            await chat.house.dispatcher.act(event)
    assert len(await rows(chat)) == 1


async def test_who_prepares_for_two_chooses(chat: Chat) -> None:
    await with_leg(chat, state="LAPSED", monday="2026-11-16")
    await leg(chat, "daan")
    await role(chat, "bram", "preparer", "noor")
    await role(chat, "bram", "preparer", "daan")
    await chat.bram.types("/estafette deel", channel=BOARD)
    question = next(seen for seen in chat.bram.sees(BOARD) if seen.ephemeral)
    assert question.text.startswith("Voor wie zet je een verhaal klaar?")
    await chat.bram.selects("Voor wie zet je een verhaal klaar?", "Daan Mulder", question)
    assert "Daan Mulder plaatst het zelf." in chat.bram.form.text


# --- what a form takes ------------------------------------------------------------------------------------------------
async def test_what_a_story_has_to_be(chat: Chat) -> None:
    await with_leg(chat)
    day = "Kies een dag in de afgelopen dertig dagen, of vandaag."
    for wrong, said in (
        ({WHEN: date(2026, 11, 27)}, day),
        ({WHEN: date(2026, 10, 26)}, day),
        ({WHAT: HAPPENED[:39]}, "Iets meer woorden helpen je collega's. Minstens 40 tekens."),
        ({STRUCK: "Kort."}, "Iets meer woorden helpen je collega's. Minstens 20 tekens."),
        ({LINK: "http://video.example.org"}, "Plak een link die begint met https://."),
        ({LINK: "https://wa.me/31612345678"}, "Er lijkt iets van een klant in deze link te staan. Kies een andere."),
        ({NAMES: [chat.noor]}, "De verteller staat er al bij. Kies alleen collega's."),
    ):
        await chat.noor.types("/estafette deel", channel=BOARD)
        await chat.noor.fills(filled() | wrong)
        await chat.noor.submits()
        assert list(chat.noor.form.errors.values()) == [said]
        await chat.noor.leaves()
    assert await rows(chat) == []
    guest = chat.stage.person("Gijs Gast", guest=True)
    await chat.noor.types("/estafette deel", channel=BOARD)
    await chat.noor.fills(filled(NAMES=[guest], WHEN=date(2026, 10, 27)))
    await chat.noor.submits()
    assert chat.noor.form.errors == {NAMES: "Gasten, apps en oud-collega's kan ik niet kiezen."}


async def test_a_customer_is_not_to_be_known(chat: Chat) -> None:
    """Blocked, or asked once; also where a story is changed."""
    await with_leg(chat)
    await write(chat, chat.noor, WHAT=f"{HAPPENED} Bel haar op 06-12345678.")
    assert "telefoonnummer" in chat.noor.form.errors[WHAT]
    await chat.noor.fills({WHAT: f"{HAPPENED} Het was mevrouw De Wit."})
    await chat.noor.submits()
    assert "Kan iemand de klant hierin herkennen?" in chat.noor.form.text
    await chat.noor.fills({WHAT: HAPPENED})
    await chat.noor.submits()
    await chat.noor.submits()
    await chat.settle()
    await chat.noor.leaves()
    await on_archive(chat, chat.noor, EDIT)
    await chat.noor.fills({WHAT: f"{HAPPENED} Mail haar: klant@example.org"})
    await chat.noor.submits()
    assert "e-mailadres" in chat.noor.form.errors[WHAT]


async def test_the_preview_speaks_the_language_of_the_channel(chat: Chat) -> None:
    await with_leg(chat)
    await chat.noor.types("/klant taal en", channel=BOARD)
    await chat.noor.types("/relay share", channel=BOARD)
    assert chat.noor.form.title == "Share customer story"
    labels = ("Kind of contact", "When", "What happened?", "What struck you?", "What will you do differently?")
    await chat.noor.fills(dict(zip(labels, ("other", *list(filled().values())[1:]), strict=True)))
    await chat.noor.fills({"Colleagues' names": [chat.bram]})
    await chat.noor.submits()
    read = chat.noor.form
    assert (read.title, read.submit) == ("As the channel reads it", "Publish")
    assert "Klantverhaal van Noor Jansen (anders)." in read.text
    assert f"Wat ik anders doe: {DIFFERENT}" in read.text
    assert "In dit verhaal: een collega." in read.text
    assert "This is still a draft. Only you see it." in read.text


async def test_what_people_type_is_never_markup(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"@channel <!here> *kijk* <@{chat.bram.id}> {HAPPENED}")
    (message,) = stories(chat)
    assert f"@channel <!here> *kijk* <@{chat.bram.id}>" in message.text
    assert not message.rings
    assert chat.bram.notifications == []


async def test_what_is_typed_behind_the_command_stands_in_the_form(chat: Chat) -> None:
    """In the words that people read there, and behind what a draft holds already."""
    await with_leg(chat)
    await chat.noor.types(
        f"/estafette deel Een klant sprak met @{chat.bram.person.handle} over haar rekening.", channel=BOARD
    )
    said = "Een klant sprak met Bram Visser over haar rekening."
    assert chat.noor.form.values[WHAT] == said
    await chat.noor.fills(filled(WHAT=said))
    await chat.noor.submits()
    await chat.noor.leaves()
    await chat.noor.types("/relay share Zij lachte erom.", channel=BOARD)
    assert chat.noor.form.values[WHAT] == f"{said}\nZij lachte erom."


# --- which turn it counts for -----------------------------------------------------------------------------------------
async def test_a_second_story_in_one_turn_is_refused(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor)
    (mine,) = await legs(chat)
    event = Event("open", chat.house.org, chat.noor.id, "estafette.share", f":l{mine.id}")
    with pytest.raises(Refused) as refused:
        await chat.house.dispatcher.open(event)
    assert refused.value.note.text.msgid.startswith("This story has been told already.")
    assert [button.does for button in refused.value.note.buttons] == ["estafette.edit"]


async def test_a_story_of_a_dialogue_counts_where_its_day_lies_in_ones_turn(sqlite_url: str) -> None:
    """Any executive tells one; whoever planned the dialogue hears that it was told."""
    heard: list[StoryTold] = []

    async def hears(_turn: Turn, fact: StoryTold) -> None:
        heard.append(fact)

    ear = Ritual("ear", hears={StoryTold: hears})
    async with chatting(sqlite_url, rituals=(*RITUALS, ear)) as chat:
        await with_leg(chat)
        days = {12: date(2026, 11, 25), 13: date(2026, 11, 18), 14: date(2026, 11, 25)}
        for name, number in (("daan", 12), ("noor", 13), ("noor", 14)):
            actor = chat.people[name]
            share = Event("open", chat.house.org, actor.id, "estafette.share", f":d{number}", f"r{number}")
            form = await chat.house.dispatcher.open(share)
            values = {field.name: field.initial for field in form.fields}
            texts = {"kind": "dialogue", "on": days[number], "what": HAPPENED, "struck": OTHER, "change": OTHER}
            sent = Event(f"f{number}", chat.house.org, actor.id, "estafette.share", f":d{number}", f"s{number}")
            await chat.house.dispatcher.submit(replaced(sent, values | texts, form.kept))
            story = (await rows(chat))[-1]
            shown = await chat.house.dispatcher.open(replaced(sent, {}, {}, "estafette.preview", f":s{story.id}"))
            event = replaced(sent, {}, shown.kept, "estafette.preview", f":s{story.id}", f"p{number}")
            assert isinstance(await chat.house.dispatcher.submit(event), Note)
        await chat.settle()
        daans, earlier, of_turn = await rows(chat)
        assert [(row.leg, row.source) for row in (daans, earlier)] == [(None, "dialogue:12"), (None, "dialogue:13")]
        assert of_turn.leg == next(row.id for row in await legs(chat) if row.state == "SHARED")
        assert [fact.key for fact in heard] == ["dialogue:12", "dialogue:13", "dialogue:14"]
        assert heard[0].person == chat.daan.id
        assert len(stories(chat)) == 3


def replaced(event: Event, values: Any, kept: Any, does: str = "", about: str = "", key: str = "") -> Event:
    return replace(
        event,
        values=values,
        kept=kept,
        does=does or event.does,
        about=about or event.about,
        id=key or event.id,
        request=key or event.request,
    )


async def test_a_pause_holds_no_story_back_and_a_turn_given_back_counts_for_nothing(chat: Chat) -> None:
    await with_leg(chat)
    await write(chat, chat.noor)
    await chat.noor.leaves()
    await chat.petra.types("/estafette pauze", channel=BOARD)
    await chat.settle()
    assert (await tell(chat, chat.noor)).startswith(THERE)
    assert [(row.state, row.ran) for row in await legs(chat)] == [("SHARED", True)]
    assert len(stories(chat)) == 1


async def test_a_draft_outlives_the_turn_it_was_begun_in(chat: Chat) -> None:
    await with_leg(chat)
    await write(chat, chat.noor)
    await chat.noor.leaves()
    await chat.noor.types("/estafette terug", channel=BOARD)
    await chat.settle()
    await chat.noor.types("/estafette deel", channel=BOARD)
    await chat.noor.submits()
    await chat.noor.submits()
    assert chat.noor.form.text.startswith(THERE)
    await chat.settle()
    (row,) = await rows(chat)
    assert (row.state, row.leg) == ("PUBLISHED", None)
    assert [one.state for one in await legs(chat)][:1] == ["HANDED_BACK"]


async def test_a_draft_of_an_earlier_turn_counts_for_the_one_that_its_day_lies_in(chat: Chat) -> None:
    await with_leg(chat, state="LAPSED", monday="2026-11-09", moment="")
    newest = await leg(chat, "noor")
    await chat.jump("2026-11-26 11:00")
    early = (await legs(chat))[0].id
    key = await draft(chat, "noor", leg=early)
    shown = await chat.house.dispatcher.open(Event("o", chat.house.org, chat.noor.id, "estafette.preview", f":s{key}"))
    assert isinstance(shown, Form)
    sent = Event("p", chat.house.org, chat.noor.id, "estafette.preview", f":s{key}", "p", kept=shown.kept)
    assert isinstance(await chat.house.dispatcher.submit(sent), Note)
    await chat.settle()
    assert [row.leg for row in await rows(chat)] == [newest]
    assert [(one.state, one.ran) for one in await legs(chat)][:2] == [("LAPSED", False), ("SHARED", True)]
