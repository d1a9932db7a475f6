"""What an agreement does where several things meet: words beside words, places that are taken, forms that are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n import Reader, plain
from bot.stage import local
from rituals.alsdan import anchoring, ending, forms, hearing, life, messages, proposing
from rituals.alsdan.holding import hold, moved
from rituals.alsdan.sentences import tidied
from rituals.alsdan.subjects import More, Words, reminder, sentence
from rituals.contract import Due, Event, Note, Refused, Turn
from rituals.facts import MemberLeft
from rituals.words import Part
from storage import alsdan as store
from storage import memberships
from storage.alsdan import Agreement, Joiner
from tests.chat import NOORD, Chat
from tests.rituals.alsdan_talk import (
    AID,
    AT_LOOK,
    BACK,
    CALLS,
    OFTEN,
    OK,
    PROPOSE,
    RING_BACK,
    SENTENCE,
    WHY,
    X,
    Y,
    begin,
    propose,
    rows,
)
from tests.rituals.compliment_world import CATALOGS
from tests.rituals.look_talk import agreed, looks
from tests.rituals.test_alsdan_deciding import AGREE, DECIDED, PUT, begun, put, thread
from tests.rituals.test_alsdan_life import JOIN, JOINED, PROPOSED, WITHDRAW, WORDS, message, says, states
from tests.scenes_alsdan_life import agreements
from tests.world import ORG, TEN, World, peopled

LAPSED = "Dit voorstel is verlopen."
WAITS = "Er doen genoeg collega's mee. Het begint zodra er een plek vrij is."
MAILS = "een klant twee keer mailt"
TODAY = "bellen we vandaag terug"


# --- words beside words -----------------------------------------------------------------------------------------------
async def test_words_that_are_agreed_on_overtake_the_others_and_each_line_keeps_its_own(chat: Chat) -> None:
    """And what a team is asked ends with its question, also where it was proposed on the last day."""
    await chat.noord()
    await begun(chat)
    for actor, said in ((chat.anna, {X: MAILS}), (chat.fatima, {Y: TODAY})):
        await actor.presses(WORDS, message(chat, "Afgesproken"))
        assert await actor.sends(said) == PUT
        await chat.settle()
    await put(chat, chat.nadia, "/alsdan pauze")
    first, second, _rest = (line.remembered() for line in thread(chat))
    assert await says(chat, chat.bram, AGREE, first) == DECIDED
    assert await says(chat, chat.bram, AGREE, second) == "Dit is al afgerond. Er is niets veranderd."
    assert [(row.x, row.y, row.version) for row in await rows(chat)] == [(MAILS, RING_BACK, 2)]
    about_old, about_new = f"Voorstel bij {SENTENCE[:-1]}:", f"Voorstel bij Als {MAILS}, dan {RING_BACK}: even pauze."
    lines = [line.text for line in thread(chat)]
    assert lines[0].startswith(f"{about_old} andere woorden: Als {MAILS}, dan {RING_BACK}.")
    assert lines[1].startswith(f"{about_old} andere woorden: Als {CALLS}, dan {TODAY}.")
    assert [lines[1].splitlines()[-1], lines[2].startswith(about_new)] == [LAPSED, True]
    mine = await rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.relapsed(turn, mine)
    await chat.jump("2026-12-03 16:00")
    await chat.mila.presses("Kleiner maken", message(chat, "We vallen"))
    await chat.mila.sends({Y: "sturen we één regel"})
    await chat.settle()
    assert message(chat, "We vallen").thread[-1].text.endswith("dan vervalt dit op vrijdag 4 december.")
    await chat.jump("2026-12-04 10:00")
    assert (await states(chat), message(chat, "We vallen").thread[-1].text.splitlines()[-1]) == (["PAUSED"], LAPSED)


async def test_the_same_again_is_told_so_and_what_is_begun_anew_with_keeps_all(chat: Chat) -> None:
    await chat.noord()
    await propose(chat, chat.mila, **{OFTEN: "elke dag"})
    await begin(chat.sanne)
    assert (f"Lijkt op: {SENTENCE}" in chat.sanne.form.text, chat.sanne.form.submit) == (True, OK)
    await chat.sanne.submits()
    await chat.sanne.fills({WHY: "Eén gesprek", AID: AT_LOOK})
    await chat.sanne.presses(BACK, chat.sanne.form)
    await chat.sanne.submits()
    assert chat.sanne.form.submit == PROPOSE
    assert "Dit voorstel staat al in het kanaal." in await chat.sanne.sends({})
    await chat.sanne.leaves()
    assert await states(chat) == ["PROPOSED"]
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses(WITHDRAW, chat.mila.form)
    await chat.settle()
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses("Opnieuw voorstellen", chat.mila.form)
    await chat.mila.submits()
    known = {name: chat.mila.form.values[name] for name in (WHY, OFTEN, AID)}
    assert known == {WHY: "Eén gesprek is genoeg", OFTEN: "elke dag", AID: "bij de dagstart"}
    assert PROPOSED in await chat.mila.sends({})
    await chat.settle()
    assert [(row.state, row.proposer) for row in await rows(chat)] == [("DRAFT", None), ("PROPOSED", chat.mila.id)]
    await chat.mila.types("/alsdan", channel=NOORD)
    assert ("Opnieuw voorstellen" in chat.mila.form.buttons, WITHDRAW in chat.mila.form.buttons) == (False, True)


# --- places -----------------------------------------------------------------------------------------------------------
async def test_what_enough_joined_waits_for_a_place_and_a_form_stays_about_its_own(chat: Chat) -> None:
    await chat.noord()
    for x in ("we mailen", "we een klacht krijgen"):
        await agreed(chat, "2026-11-16", x, RING_BACK)
    await propose(chat, chat.mila)
    await propose(chat, chat.anna, "een klant bedankt voor iets", "delen we dat dezelfde dag")
    first, second = (seen.remembered() for seen in chat.anna.sees(NOORD) if seen.text.startswith("Voorstel voor"))
    await chat.sanne.types("/alsdan loslaten", channel=NOORD)
    for actor in (chat.bram, chat.joris):
        assert await says(chat, actor, JOIN, first) == JOINED
        assert (await says(chat, actor, JOIN, second) == JOINED) is (actor is chat.bram)
    assert WAITS in message(chat, "Voorstel voor").text
    await chat.jump("2026-11-25 10:00")
    assert await states(chat) == ["ACTIVE", "ACTIVE", "ACTIVE", "PROPOSED"]
    card = message(chat, "Voorstel voor")
    assert (WAITS in card.text, card.buttons) == (True, [JOIN, WORDS])
    told = await chat.sanne.sends({"Welke afspraak?": "Als we mailen", "Waarom?": "Geldt niet meer"})
    assert told == PUT
    await chat.settle()
    assert await says(chat, chat.bram, AGREE, thread(chat)[-1]) == DECIDED
    assert await states(chat) == ["RETIRED", "ACTIVE", "ACTIVE", "ACTIVE"]
    assert [text for text in chat.channel() if text.startswith("Afgesproken: Als een klant bedankt")]


async def test_a_form_about_one_is_never_about_another(chat: Chat) -> None:
    """While it was open a second one began, and the first was let go."""
    await chat.noord()
    await agreed(chat, "2026-11-16", CALLS, RING_BACK)
    await chat.sanne.types("/alsdan loslaten", channel=NOORD)
    assert SENTENCE in chat.sanne.form.text
    await agreed(chat, "2026-11-16", "we mailen", RING_BACK)
    assert await chat.sanne.sends({"Waarom?": "Geldt niet meer"}) == PUT
    await chat.settle()
    assert SENTENCE[:-1] in thread(chat)[-1].text
    await chat.bram.presses("Loslaten", await opened(chat), near=CALLS)
    await says(chat, chat.mila, AGREE, thread(chat)[-1])
    await chat.bram.sends({"Waarom?": "Geldt niet meer"})
    await chat.settle()
    assert (await states(chat), len(thread(chat))) == (["RETIRED", "ACTIVE"], 1)


async def opened(chat: Chat) -> object:
    await chat.bram.types("/alsdan", channel=NOORD)
    return chat.bram.form


# --- a channel that was gone ------------------------------------------------------------------------------------------
async def test_what_is_asked_is_there_when_the_channel_is_back(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-02", CALLS, RING_BACK)
    await chat.jump("2026-11-26 15:00")
    assert looks(chat)[-1].buttons
    await chat.slack.archive(NOORD)
    await chat.settle()
    mine = await rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.relapsed(turn, mine)
    await chat.jump("2026-11-30 10:00")
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    asked = [seen for seen in chat.anna.dm() if seen.buttons][-1]
    await chat.anna.presses(asked.buttons[0], asked)
    await chat.settle()
    assert message(chat, "We vallen").buttons == ["Kleiner maken", "Ander moment", "Zo houden"]
    assert looks(chat)[-1].buttons == []


# --- without a conversation -------------------------------------------------------------------------------------------
async def one(turn: Turn, key: int) -> Agreement:
    return (await store.get(turn.session, [key]))[key]


async def test_twelve_weeks_without_a_place_end_kindly_and_it_may_come_again(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        now = world.clock.now()
        await agreements(world, 3)
        at = (now - timedelta(days=3), now - timedelta(weeks=12))
        known = {"state": "PROPOSED", "proposer": TEN[0], "joined": 2, "until": now}
        new, old = await agreements(world, 2, None, **known, at=at, x=("een", "twee"))
        async with world.core.turns.writing(ORG) as turn:
            await ending.due(turn, [due(world, key) for key in (new, old)])
            first, second = await one(turn, new), await one(turn, old)
            assert (first.state, first.until) == ("PROPOSED", local("2027-02-09 10:00"))
            assert (second.state, second.reason) == ("EXPIRED", "no room")
            drawn = messages.proposal(second, waits=False)
            assert read(drawn.pieces[0]).startswith("Er kwam geen plek vrij")
            held = await hold(turn, [row.id for row in await life.running(turn, world.team)])
            for row in held.rows.values():
                life.pause(turn, held, row)
            await moved(turn, held, list(held.rows.values()))
            again = await proposing.propose(turn, world.team, TEN[1], Words("twee", second.y), "Rust", More())
            assert isinstance(again, Note)
            assert {row.state for row in held.rows.values()} == {"PAUSED"}


def due(world: World, key: int) -> Due:
    return Due(f"{world.team}:{key}", world.clock.now())


async def test_fewer_colleagues_take_fewer_joiners_and_a_silent_week_leaves_a_talk_alone(sqlite_url: str) -> None:
    """A question after a rest comes in working hours, and nothing is promised that no look-back asks."""
    async with peopled(sqlite_url) as world:
        (key,) = await agreements(world, 1, state="PROPOSED", proposer=TEN[0], joined=1, until=world.clock.now())
        began = world.clock.now().date() - timedelta(weeks=38)
        talk, done = await agreements(
            world, 2, activated_on=began, asked=("talk@1", ""), silent=4, checks=("on", "off"), checked=(None, 36)
        )
        async with world.core.turns.writing(ORG) as turn:
            turn.session.add(Joiner(agreement=key, person=TEN[1], at=turn.now))
            await memberships.leave(turn.session, world.team, TEN[3:])
            await hearing.member_left(turn, MemberLeft(world.team, TEN[3]))
            assert (await one(turn, key)).state == "ACTIVE"
            await life.silent(turn, [await one(turn, talk)])
            assert ((await one(turn, talk)).asked, (await one(turn, talk)).hushed) == ("talk@1", False)
            assert await early(turn, world, done) == anchoring.NO_MORE
            settings = await store.hold_settings(turn.session, ORG, [world.team])
            settings[world.team].looks = False
            assert await early(turn, world, done) == anchoring.NO_LOOKS
            night = replace(turn, now=local("2026-11-28 23:40"))
            held = await hold(night, [done])
            life.pause(night, held, held.rows[done])
            assert held.rows[done].until == local("2027-02-22 10:00")


async def early(turn: Turn, world: World, key: int) -> object:
    with pytest.raises(Refused) as refused:
        await anchoring.early(turn, Event("e", ORG, TEN[0], "alsdan.check", f"{world.team}:{key}"))
    return refused.value.note.text


def test_a_sentence_has_one_mark_at_its_end() -> None:
    quoted = tidied("Als een klant vraagt: “waar blijft het?”", "Dan zeggen we: “ik zoek het uit!”")
    assert read(sentence(quoted)) == "Als een klant vraagt: “waar blijft het?”, dan zeggen we: “ik zoek het uit!”"
    asked = tidied("een klant ons bedankt!", "delen we dat meteen, toch?")
    assert read(sentence(asked)) == "Als een klant ons bedankt, dan delen we dat meteen, toch?"
    assert read(reminder(asked)) == "Vandaag misschien: als een klant ons bedankt, dan delen we dat meteen, toch?"
    assert read(messages.bare(asked)) == "Als een klant ons bedankt, dan delen we dat meteen, toch"
    words = {"x": quoted.x, "y": quoted.y, "why": "Hij weet: “ik word gehoord.”"}
    row = Agreement(id=2, team=1, state="PROPOSED", joined=0, **words)
    assert read(messages.proposal(row, waits=False).pieces[0]).endswith("gehoord.” Doe je mee?")


def read(part: object) -> str:
    text = getattr(part, "text", None)
    shown: Part = part if text is None else text  # type: ignore[assignment]
    return plain(shown, Reader("nl", {}, {}, {}, CATALOGS))


def test_a_form_that_asked_which_goes_on_asking() -> None:
    rows_ = [Agreement(id=n, team=1, x=CALLS, y=RING_BACK) for n in (1, 2)]
    several, single = forms.shown(form_of(), rows_), forms.shown(form_of(), rows_[:1])
    assert [len(each.which) for each in (several, single)] == [1, 0]
    assert len(forms.shown(form_of(several.kept), rows_[1:]).which) == 1
    assert forms.shown(form_of(single.kept), rows_).which == ()
    assert forms.chosen(form_of(single.kept), rows_[::-1]).id == 1
    for event, some in ((form_of(single.kept), rows_[1:]), (form_of(several.kept), rows_[1:]), (form_of(), rows_)):
        with pytest.raises(Refused):
            forms.chosen(event, some)


def form_of(kept: Mapping[str, object] | None = None) -> Event:
    return Event("e", ORG, TEN[0], "alsdan.letgo", "1", values={}, kept=kept or {})
