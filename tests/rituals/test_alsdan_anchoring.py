"""Dialogues about whether an agreement goes by itself, and the picture of its path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import update

from rituals.alsdan import path
from rituals.contract import Event
from rituals.shown import Items, Small, Text
from rituals.words import Day
from storage.alsdan import Agreement, AgreementVersion, LookAnswer, LookResult
from storage.organisations import Organisation
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import rows
from tests.rituals.look_talk import AID, DID, GOOD, NONE, OLD, SENTENCE, agreed, answers, looks, thread

BY_ITSELF = "Gaat dit inmiddels vanzelf?"
OFFERED = f"Dit lijkt een gewoonte te worden: {SENTENCE}. Verankeren we hem?"
TALK = f"Gaat {SENTENCE} inmiddels vanzelf bij ons? Bespreek het even en kies."
NOT_YET = "Nog niet helemaal vanzelf. We geven het tijd."
ANCHOR = "Verankeren"
Counts = Sequence[tuple[int, int, int]]


async def past(chat: Chat, agreement: int, counts: Counts, until: str = "2026-11-19") -> None:
    """Look-backs of the weeks before, the newest in the week of this day."""
    newest = date.fromisoformat(until)
    async with chat.house.turns.writing(chat.house.org) as turn:
        for ago, (did, old, none) in enumerate(reversed(counts)):
            day = newest - ago * timedelta(weeks=1)
            year, week, _day = day.isocalendar()
            line = "none" if did + old == 0 else "good" if did >= old else "old"
            known = {"year": year, "week": week, "line": line, "did": did, "old": old, "none": none}
            known |= {"members": 8, "k": 5}
            turn.session.add(LookResult(agreement=agreement, on=day + timedelta(days=1), **known))


async def test_ac_als_10_anchoring(chat: Chat) -> None:
    """Its tenth week is that of Monday 23 November."""
    await chat.noord()
    mine = await agreed(chat, "2026-09-21")
    await past(chat, mine, [(5, 0, 0), (5, 0, 0), (4, 1, 0), (0, 0, 5)])
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    six = ("anna", "bram", "fatima", "joris", "mila", "nadia")
    await answers(chat, look, **dict(zip(six, (DID, DID, DID, DID, OLD, NONE), strict=True)))
    for name, step in zip(six, ("1 (nee, bewust)", "3", "4", "4", "5 (ja, vanzelf)", "5 (ja, vanzelf)"), strict=True):
        await chat.people[name].selects(BY_ITSELF, step, look)
    await chat.jump("2026-11-27 12:00")
    assert thread(look) == [GOOD]
    assert [(one.did, one.old, one.none, one.halves) for one in await rows(chat, LookResult)][-1] == (4, 1, 1, 8)
    offered = chat.anna.sees(NOORD)[-1]
    assert (offered.text, offered.buttons) == (OFFERED, [ANCHOR])
    await chat.jump("2026-11-30 09:00")
    assert AID in chat.card().text
    await chat.mila.presses(ANCHOR, offered)
    await chat.settle()
    assert [row.state for row in await rows(chat, Agreement)] == ["ACTIVE"]
    await chat.bram.presses(ANCHOR, offered)
    await chat.settle()
    assert [row.state for row in await rows(chat, Agreement)] == ["ANCHORED"]
    assert AID not in chat.card().text
    await chat.jump("2026-12-03 15:00")
    assert len(looks(chat)) == 1
    await chat.jump("2026-12-07 09:00")
    assert AID not in chat.card().text
    await chat.mila.types("/alsdan", channel=NOORD)
    _rest, _title, here = chat.mila.form.text.partition("Zo doen we dat hier")
    assert SENTENCE in here


async def test_asked_early_and_answered_by_few_it_becomes_a_talk(chat: Chat) -> None:
    await chat.noord()
    mine = await agreed(chat, "2026-10-12")
    await chat.jump("2026-11-26 15:00")
    seen = await chat.mila.types("/alsdan verankeren", channel=NOORD)
    assert seen is not None
    assert seen.text == "Deze afspraak heeft nog wat tijd nodig. Vanaf week acht kan ik het vragen."
    assert looks(chat)[-1].menus == []
    await chat.jump("2026-12-01 10:00")
    seen = await chat.mila.types("/alsdan verankeren", channel=NOORD)
    assert seen is not None
    assert seen.text == "Bij de volgende terugblik vraag ik het team of het vanzelf gaat."
    await past(chat, mine, [(5, 0, 0)] * 4)
    await chat.jump("2026-12-03 15:00")
    look = looks(chat)[-1]
    await answers(chat, look, **dict.fromkeys(("anna", "bram", "fatima", "joris", "mila"), DID))
    await chat.anna.selects(BY_ITSELF, "5 (ja, vanzelf)", look)
    await chat.jump("2026-12-04 12:00")
    talk = chat.anna.sees(NOORD)[-1]
    assert (talk.text, talk.buttons) == (TALK, [ANCHOR])
    assert [(row.checked, row.early) for row in await rows(chat, Agreement)] == [(8, False)]
    await chat.jump("2026-12-10 15:00")
    assert looks(chat)[-1].menus == []


async def test_not_passed_the_team_goes_on_and_in_the_last_week_it_chooses(chat: Chat) -> None:
    """The second began so that the same week is its thirty-sixth."""
    await chat.noord()
    first = await agreed(chat, "2026-09-21")
    last = await agreed(chat, "2026-03-23", "we een brief versturen", "leest een collega hem eerst", checked=34)
    for each in (first, last):
        await past(chat, each, [(3, 2, 0)] * 4)
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert look.menus == [BY_ITSELF, BY_ITSELF]
    for name in ("anna", "bram", "fatima", "joris", "mila"):
        for near in ("belt", "brief"):
            await chat.people[name].presses(DID, look, near=near)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(LookAnswer).values(by_itself=4))
    await chat.jump("2026-11-27 12:00")
    (told,) = thread(look)
    assert told.count(NOT_YET) == 1
    asked = [seen for seen in chat.anna.sees(NOORD) if "Nog even door" in seen.buttons]
    assert [seen.buttons for seen in asked] == [["Nog even door", "Kleiner maken", "Loslaten"]]
    assert [row.checked for row in await rows(chat, Agreement)] == [10, 36]


# --- its path ---------------------------------------------------------------------------------------------------------
async def test_the_path_is_in_words_and_a_picture_only_where_figures_may_be_shown(chat: Chat) -> None:
    await chat.noord()
    mine = await agreed(chat, "2026-10-19")
    await past(chat, mine, [(7, 0, 0), (3, 4, 0), (1, 0, 6), (0, 0, 5)])
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(AgreementVersion(agreement=mine, version=2, x="x", y="y", first=date(2026, 11, 3)))
    seen = Event("e", chat.house.org, chat.mila.id, "alsdan.path", f"1:{mine}")
    async with chat.house.turns.reading(chat.house.org) as turn:
        page = await path.page(turn, seen)
    assert [type(piece) for piece in page.pieces] == [Text, Small, Items]
    (told,) = [piece for piece in page.pieces if isinstance(piece, Items)]
    assert [line.args["day"] for line in told.lines] == [Day(date(2026, 11, day)) for day in (16, 9, 2, 2)] + [
        Day(date(2026, 10, 26))
    ]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Organisation).values(gate="OPEN"))
    await chat.bram.types("/alsdan", channel=NOORD)
    await chat.bram.presses("Hoe het ging", chat.bram.form)
    # There is no figure of the week in which one of seven had something to tell, nor of that in which nobody had.
    rows = ["wk 43 | 0 | – | –", "wk 44 | 0 | 90% of meer | –", "wk 45 | 0 | 40% | 2", "wk 46 | 0 | – | –"]
    table = ["Week | Herinnerd | Gelukt | Versie", *rows, "wk 47 | 0 | – | –"]
    assert chat.bram.form.text.split("\n")[-6:] == table
    await chat.bram.presses("Als plaatje", chat.bram.form)
    assert "Het plaatje staat in ons gesprek." in chat.bram.form.text
    await chat.settle()
    mine_alone = chat.bram.dm()[-1]
    (chart,) = [block["chart"] for block in mine_alone.message.blocks if block["type"] == "data_visualization"]
    assert chart["axis_config"]["categories"] == ["wk 44", "wk 45"]
    assert [[point["value"] for point in line["data"]] for line in chart["series"]] == [[90, 40]]
    assert mine_alone.text.split("\n")[-6:] == table
    assert (SENTENCE in mine_alone.text, SENTENCE in mine_alone.fallback) == (True, False)
    assert [seen for seen in chat.anna.sees(NOORD) if "wk 44" in seen.text] == []
