"""Agreements with oneself: rules, and dialogues in which nobody else ever reads of them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rituals.alsdan.own_rules import Choice, after, can_answer, day_for, is_checked, looks_on, offered, slipped
from rituals.alsdan.rules import KEPT, State
from rituals.calendar import Calendar, PersonCalendar
from rituals.contract import Event, Refused
from storage.alsdan import PersonalAgreement, PersonalAnswer
from storage.people import PersonRow
from tests.chat import NOORD, Chat
from tests.rituals.alsdan_talk import AID, AT_FIXED, AT_LOOK, CALLS, DAY, LIMIT, TIME, X, Y, agree_alone, own_rows
from tests.rituals.compliment_talk import everything
from tests.rituals.people_talk import rows
from tests.scenes_alsdan import of_their_own
from tests.world import ORG, TEN, World, peopled

MINE = "bel ik zelf terug"
ASK = f"Kwam dit deze week voor: Als {CALLS}, dan {MINE}?"
DID, WON, NONE = "Ja, en het lukte", "Ja, het oude patroon won", "Kwam niet voor"
RESTART = "Het oude patroon won een paar weken. Geen punt, de afspraak staat nog."


# --- rules ------------------------------------------------------------------------------------------------------------
THURSDAYS = [date(2026, 11, 5), date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 26)]


@pytest.mark.parametrize(
    ("answers", "since", "restarts"),
    [
        (["old", "old"], date(2026, 11, 2), True),
        (["old"], date(2026, 11, 2), False),
        (["old", "did"], date(2026, 11, 2), False),
        (["old", "none", "old"], date(2026, 11, 2), True),
        (["old", "did", "old"], date(2026, 11, 2), False),
        (["old", "old", "none"], date(2026, 11, 2), True),
        (["old", "old"], date(2026, 11, 5), False),
        (["old", "old", "old"], date(2026, 11, 5), True),
        ([], date(2026, 11, 2), False),
    ],
)
def test_twice_in_a_row_the_old_pattern(answers: list[str], since: date, restarts: bool) -> None:
    assert slipped(list(zip(THURSDAYS, answers, strict=False)), since) is restarts


@given(st.sampled_from(State), st.sampled_from(Choice), st.integers(1, 60))
def test_what_is_offered_can_be_chosen(state: State, choice: Choice, week: int) -> None:
    into = after(state, choice, week)
    assert into is None or into in {*KEPT, State.RETIRED}
    assert (choice in offered(state, week)) == (into is not None and choice is not Choice.STILL)
    assert (after(state, Choice.LETGO, week) is not None) == (state in KEPT)


def test_a_habit_takes_eight_weeks() -> None:
    assert [after(State.ACTIVE, Choice.ANCHOR, week) for week in (7, 8)] == [None, State.ANCHORED]
    assert [week for week in range(1, 60) if is_checked(week)] == [10, 14, 18, 22, 26, 30, 34]


def test_the_day_is_one_of_ones_own() -> None:
    team = Calendar()
    whole, early, away = (
        PersonCalendar(team),
        PersonCalendar(team, frozenset({1, 2})),
        PersonCalendar(team, absences=((date(2026, 11, 26), date(2026, 11, 27)),)),
    )
    tuesday = date(2026, 11, 24)
    assert [looks_on(each, tuesday) for each in (whole, early, away)] == [
        date(2026, 11, 26),
        tuesday,
        date(2026, 11, 25),
    ]
    assert [day_for(2, each, tuesday) for each in (whole, early)] == [tuesday, tuesday]
    assert day_for(5, away, tuesday) is None
    assert looks_on(whole, date(2026, 12, 30)) == date(2026, 12, 31)
    assert looks_on(whole, date(2027, 1, 1)) == date(2026, 12, 31)
    off = PersonCalendar(Calendar(free=frozenset({date(2026, 11, n) for n in (23, 24, 25)})))
    assert looks_on(off, tuesday) is None


def test_a_week_can_be_answered_until_the_next_is_well_under_way() -> None:
    open_ = [day for day in range(20, 31) if can_answer(2026, 48, date(2026, 11, day))]
    assert open_ == [23, 24, 25, 26, 27, 28, 29, 30]
    assert [can_answer(2026, 48, date(2026, 12, day)) for day in (2, 3)] == [True, False]


async def afternoon(chat: Chat, day: str) -> None:
    """When what can wait is asked."""
    await chat.jump(f"{day} 15:29")
    await chat.until(f"{day} 15:35")


@pytest.mark.parametrize("who", ["lead", "admin", "colleague"])
async def test_nobody_else_can_do_anything_with_it(who: str, sqlite_url: str) -> None:
    """And reads the same as of one that never was."""
    async with peopled(sqlite_url) as world:
        mine = (await of_their_own(world))[1]
        person = {"lead": TEN[0], "admin": TEN[0], "colleague": TEN[2]}[who]
        if who == "admin":
            async with world.session() as session:
                (await session.scalars(select(PersonRow).where(PersonRow.key == person))).one().admin = True
        for does, more in (("own", ":letgo"), ("own_look", ":2026-47:did"), ("own_relapse", ""), ("own_words", "")):
            told = [await refused(world, f"alsdan.{does}", f"{of}{more}", person) for of in (mine, ":999")]
            assert told[0] == told[1]
        async with world.session() as session:
            states = set(await session.scalars(select(PersonalAgreement.state)))
        assert states == {"ACTIVE"}


async def refused(world: World, does: str, about: str, person: str) -> str:
    event = Event(f"{does}{about}", ORG, person, does, about, "click", values={"x": CALLS, "y": MINE, "aid": "look"})
    with pytest.raises(Refused) as no:
        await (world.core.dispatcher.open if does.endswith("words") else world.core.dispatcher.act)(event)
    return no.value.note.text.msgid


# --- dialogues --------------------------------------------------------------------------------------------------------
async def test_ac_als_13_personal(chat: Chat) -> None:
    """Nobody else reads of it, wherever they look; and it goes with the account."""
    await chat.noord()
    assert await agree_alone(chat, chat.nadia, CALLS, MINE) == (
        f"Afgesproken met jezelf: Als {CALLS}, dan {MINE}. Alleen jij ziet dit."
    )
    (row,) = await own_rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(PersonalAnswer(agreement=row.id, year=2026, week=47, answer="old"))
    for typed in ("/alsdan", "/klant mijn", "/klant privacy", "/klant rol"):
        await chat.nadia.types(typed, channel=NOORD)
        assert (typed, CALLS in (chat.nadia.view.text if chat.nadia.view else "")) == (
            typed,
            typed in ("/alsdan", "/klant mijn"),
        )
        await chat.nadia.leaves()
        await chat.anna.types(typed, channel=NOORD)
        assert CALLS not in (chat.anna.view.text if chat.anna.view else "")
        await chat.anna.leaves()
    await afternoon(chat, "2026-11-26")
    for actor in chat.people.values():
        seen = [text for text in everything(actor) if "zelf terug" in text]
        assert bool(seen) == (actor is chat.nadia)
    await chat.slack.deactivate(chat.nadia.person)
    await chat.idle()
    assert (await rows(chat, PersonalAgreement), await rows(chat, PersonalAnswer)) == ([], [])


async def test_a_week_of_ones_own(chat: Chat) -> None:
    """Reminded on the chosen day, asked on Thursday; and twice the old pattern asks what would help."""
    await chat.noord()
    await agree_alone(chat, chat.mila, CALLS, MINE, **{AID: AT_FIXED, DAY: "Dinsdag", TIME: time(9, 0)})
    await chat.jump("2026-11-24 08:44")
    await chat.until("2026-11-24 08:50")
    (reminder,) = [seen for seen in chat.mila.dm() if "Vandaag misschien" in seen.text]
    assert f"Vandaag misschien: als {CALLS}, dan {MINE}." in reminder.text
    assert CALLS not in reminder.fallback
    await chat.mila.presses("Terugval", reminder)
    assert f"dat is al de helft. Volgende keer weer: als {CALLS}, dan {MINE}." in chat.mila.dm()[-1].text
    for thursday in ("2026-11-26", "2026-12-03"):
        await afternoon(chat, thursday)
        asked = [seen for seen in chat.mila.dm() if ASK in seen.text][-1]
        await chat.mila.presses(WON, asked)
        await chat.settle()
    told = chat.mila.dm()[-1]
    assert (RESTART in told.text, told.buttons) == (True, ["Kleiner maken", "Ander moment", "Zo houden"])
    assert not [seen for seen in chat.mila.dm() if ASK in seen.text]
    await chat.mila.presses("Kleiner maken", told)
    assert "Wat is de kleinste stap?" in chat.mila.form.text
    said = await chat.mila.sends({Y: "zet ik een streepje", AID: AT_LOOK})
    assert said == f"Vanaf nu zeg je: Als {CALLS}, dan zet ik een streepje."
    (row,) = await own_rows(chat)
    assert (row.state, row.version, row.weekday) == ("ACTIVE", 2, None)
    await afternoon(chat, "2026-12-10")
    asked = [seen for seen in chat.mila.dm() if "dan zet ik een streepje?" in seen.text][-1]
    await chat.mila.presses(DID, asked)
    assert chat.mila.dm()[-1].text == "Genoteerd. Alleen jij ziet dit."


async def test_the_list_and_what_one_can_do(chat: Chat) -> None:
    await chat.noord()
    await agree_alone(chat, chat.mila, CALLS, MINE)
    await agree_alone(chat, chat.mila, "de telefoon gaat", "noem ik mijn naam")
    await chat.mila.types("/alsdan", channel=NOORD)
    assert "Alleen jij ziet dit." in chat.mila.form.text
    assert "Verankeren" not in chat.mila.form.buttons
    await chat.mila.presses("Pauze", chat.mila.form, near=CALLS)
    assert f"Als {CALLS}, dan {MINE}.\nPauze" in chat.mila.form.text
    await chat.mila.leaves()
    await agree_alone(chat, chat.mila, "een klant klaagt", "bied ik koffie aan")
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses("Verder", chat.mila.form, near=CALLS)
    assert LIMIT in chat.mila.form.text
    await chat.mila.presses("Andere woorden", chat.mila.form, near="koffie")
    await chat.mila.sends({X: "een klant belt", Y: "bied ik thee aan", AID: AT_LOOK})
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses("Loslaten", chat.mila.form, near="thee")
    assert "Losgelaten: Als een klant belt, dan bied ik thee aan." in chat.mila.form.text
    await chat.mila.presses("Verder", chat.mila.form, near=CALLS)
    await chat.mila.leaves()
    assert [row.state for row in await own_rows(chat)] == ["ACTIVE", "ACTIVE", "RETIRED"]


async def test_what_rests_is_asked_about_and_then_let_go(chat: Chat) -> None:
    await chat.noord()
    for words in ((CALLS, MINE), ("de telefoon gaat", "noem ik mijn naam")):
        await agree_alone(chat, chat.mila, *words)
    known = await own_rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        for row, state in zip(known, ("PAUSED", "ANCHORED"), strict=True):
            mine = await turn.session.get(PersonalAgreement, row.id)
            assert mine is not None
            mine.state, mine.until = state, turn.now
            turn.at("alsdan.own", f":{row.id}", turn.now)
    await afternoon(chat, "2026-11-24")
    (told,) = [seen for seen in chat.mila.dm() if "rust al een tijd" in seen.text]
    assert "Doe je dit nog: Als de telefoon gaat, dan noem ik mijn naam?" in told.text
    await chat.mila.presses("Is weggezakt", told)
    await chat.settle()
    await afternoon(chat, "2026-11-25")
    assert len([seen for seen in chat.mila.dm() if "rust al een tijd" in seen.text]) == 1
    await chat.jump("2026-12-01 16:00")
    assert [row.state for row in await own_rows(chat)] == ["RETIRED", "ACTIVE"]
    (told,) = [seen for seen in chat.mila.dm() if "rust al een tijd" in seen.text]
    assert "Verder" not in told.buttons
