"""What nobody may learn of a look-back, and what its people were promised: each of these once went wrong."""

from __future__ import annotations

import sqlite3
from datetime import date, time

import pytest
from sqlalchemy import delete, update

from bot.stage import local
from rituals import anonymity
from rituals.alsdan import looking
from storage.alsdan import Agreement, AlsdanSettings, Learned, LookAnswer, LookBack, PersonalAnswer
from storage.nudges import BackOff, NudgeMessage
from storage.organisations import Organisation
from tests.chat import NOORD, Chat, chatting
from tests.rituals.alsdan_talk import AID, AT_FIXED, CALLS, DAY, RING_BACK, TIME, agree_alone, own_rows, propose
from tests.rituals.dagstart_talk import rows
from tests.rituals.look_talk import DID, FEW, OLD, SENTENCE, agreed, answers, looks, results, thread
from tests.rituals.test_alsdan_anchoring import past
from tests.rituals.test_alsdan_look import links
from tests.rituals.test_alsdan_relapse import BUSY, ME, OTHER, SHARE, SHARED, WHICH, WHY, WITH_WHOM, relapses

FIVE = ("anna", "bram", "fatima", "joris", "mila")
MINE = "zing ik een lied"
DELETES = "Wat zal ik verwijderen?"
ANSWERED = "Mijn antwoorden in de terugblik van deze week"


# --- the picture ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("k", [5, 7, 8, 20])
def test_one_answer_more_or_less_at_either_end_reads_the_same(k: int) -> None:
    for told in range(7, 41):
        for members in range(told, told + 3):
            all_did, one_did_not = (anonymity.part(did, told, members, k) for did in (told, told - 1))
            none_did, one_did = (anonymity.part(did, told, members, k) for did in (0, 1))
            assert all_did == one_did_not
            assert none_did == one_did
            assert (all_did is None) == (told < k or members <= max(k, 7))


@pytest.mark.parametrize("k", [5, 7, 8, 20])
def test_what_is_shown_never_tells_that_each_member_told_something(k: int) -> None:
    """And it takes seven, more of them for a larger k, and never shows with a larger k what a smaller one hides."""
    for members in range(5, 25):
        shown = {
            (did, told): figure
            for told in range(1, members + 1)
            for did in range(told + 1)
            if (figure := anonymity.part(did, told, members, k)) is not None
        }
        assert all(told >= max(k, 7) for _did, told in shown)
        by_fewer = {figure for (_did, told), figure in shown.items() if told < members}
        assert set(shown.values()) == by_fewer
        assert all(anonymity.part(did, told, members, k - 1) == shown[did, told] for did, told in shown if k > 5)
    with pytest.raises(ValueError, match="between 5 and 20"):
        anonymity.part(7, 7, 9, 4)


def test_of_one_that_is_being_reshaped_nobody_asks_whether_it_goes_by_itself() -> None:
    week_ten = {"activated_on": date(2026, 9, 21), "checks": "on", "early": False}
    asked = [looking._is_checked(Agreement(state=s, **week_ten), date(2026, 11, 26)) for s in ("ACTIVE", "RESTARTING")]
    assert asked == [True, False]


# --- dialogues about the team -----------------------------------------------------------------------------------------
async def change(chat: Chat, **values: object) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Organisation).values(**values))


async def test_what_the_question_promised_holds_whatever_changes(chat: Chat) -> None:
    """The number it counts from, the time until which it is known who answered, and nothing beside the answer."""
    await chat.noord()
    await agreed(chat, "2026-11-23")
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(BackOff(person=chat.mila.id, ritual="alsdan", sent=3))
    await change(chat, k=8)
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert "tel ik pas vanaf 8 mensen" in look.text
    await answers(chat, look, **dict.fromkeys(FIVE, OLD))
    assert await relapses(chat.mila, SHARE, BUSY) == SHARED
    assert [(row.person, row.sent) for row in await rows(chat, BackOff)] == [(chat.mila.id, 3)]
    await change(chat, k=5)
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.changed(looking.OPEN, "1:2026-48")
    await chat.settle()
    assert "tel ik pas vanaf 8 mensen" in looks(chat)[0].text
    await chat.mila.types("/klant mijn", channel=NOORD)
    assert ANSWERED in chat.mila.form.text
    await chat.mila.leaves()
    chat.clock.turn_to(local("2026-11-27 12:00"))  # and the bot is late
    await chat.mila.types("/klant mijn", channel=NOORD)
    assert ANSWERED not in chat.mila.form.text
    await chat.mila.leaves()
    await chat.settle()
    assert thread(look) == [FEW]
    assert [(row.did, row.old, row.members) for row in await results(chat)] == [(None, None, None)]


async def test_of_a_team_whose_channel_is_gone_nothing_counts(chat: Chat) -> None:
    await chat.noord()
    await past(chat, await agreed(chat, "2026-11-09"), [(0, 5, 0)])
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    await answers(chat, look, **dict.fromkeys(FIVE, OLD))
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.jump("2026-11-27 12:00")
    assert (await rows(chat, LookAnswer), [row.closed for row in await rows(chat, LookBack)]) == ([], [True])
    assert [row.week for row in await results(chat)] == [47]
    assert [(row.state, row.silent) for row in await rows(chat, Agreement)] == [("ACTIVE", 0)]


async def test_a_lesson_names_nobody_is_read_once_and_not_asked_for_where_nobody_reads_it(chat: Chat) -> None:
    await chat.noord()
    first = await agreed(chat, "2026-11-23")
    await agreed(chat, "2026-11-23", "we een brief versturen", "leest een collega hem eerst")
    await chat.mila.types("/alsdan terugval", channel=NOORD)
    for named in ("Omar Haddad deed het weer", f"<@{chat.omar.id}> deed het weer", f"‹@{chat.omar.id}› was druk"):
        await chat.mila.fills({WHICH: SENTENCE.partition(",")[0], WHY: named, WITH_WHOM: SHARE})
        await chat.mila.submits()
        assert list(chat.mila.form.errors.values()) == ["Laat namen weg, dan gaat het over het werk."]
    assert await chat.mila.sends({WHY: BUSY}) == SHARED
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Agreement).where(Agreement.id == first).values(state="RETIRED"))
    await chat.jump("2026-11-26 15:00")
    (look,) = looks(chat)
    assert thread(look) == [f"{SENTENCE}\nIemand deelt wat het oude patroon handig maakte: “{BUSY}”"]
    await chat.bram.types("/alsdan terugval", channel=NOORD)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(delete(AlsdanSettings))
        turn.session.add(AlsdanSettings(team=1, looks=False))
    await chat.bram.fills({WHY: BUSY, WITH_WHOM: SHARE})
    await chat.bram.submits()
    assert "Je team kijkt nu niet terug, dus niemand zou het lezen." in chat.bram.form.errors.values()
    await chat.bram.leaves()
    await chat.mila.types("/alsdan terugval", channel=NOORD)
    assert chat.mila.form.options(WITH_WHOM) == [ME, OTHER]
    assert "je team" not in chat.mila.form.text
    assert await rows(chat, Learned) == []


async def test_a_deleted_proposal_is_never_another_one(sqlite_url: str) -> None:
    async with chatting(sqlite_url, allowed=("message_not_found",)) as chat:
        await chat.noord()
        await propose(chat, chat.mila)
        old = next(seen for seen in chat.bram.sees(NOORD) if RING_BACK in seen.text).remembered()
        await chat.mila.types("/klant mijn", channel=NOORD)
        await chat.mila.presses("Verwijder", chat.mila.form)
        what = {DELETES: ["Afspraken die ik voorstelde"], "Wat collega's kunnen zien": "Haal het weg"}
        await chat.mila.sends(what, sure=True)
        await chat.mila.leaves()
        await chat.settle()
        await propose(chat, chat.anna, "de maan schijnt", "zingen we een lied")
        for actor in (chat.bram, chat.joris):
            await actor.presses("Ik doe mee", old)
        await chat.settle()
        assert [(row.state, row.joined) for row in await rows(chat, Agreement)] == [("PROPOSED", 0)]


async def test_who_answered_is_gone_as_soon_as_nobody_reads_the_file(sqlite_url: str) -> None:
    """A copy that is being made keeps the log; the next tick after it empties that."""
    async with chatting(sqlite_url, threads=True) as chat:
        await chat.noord()
        await agreed(chat, "2026-11-23")
        await chat.jump("2026-11-26 15:00")
        (look,) = looks(chat)
        await answers(chat, look, anna=DID, bram=OLD)
        reader = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        reader.execute("begin")
        reader.execute("select count(*) from people").fetchall()
        await chat.jump("2026-11-27 12:00")
        assert (thread(look), await rows(chat, LookAnswer)) == ([FEW], [])
        assert links(chat, chat.anna.id) != (0, 0)
        reader.execute("commit")
        reader.close()
        await chat.jump("2026-11-27 12:01")
        assert links(chat, chat.anna.id) == (0, 0)


# --- dialogues about one's own ----------------------------------------------------------------------------------------
async def test_on_the_day_of_its_look_back_there_is_no_reminder_of_the_same_and_deleted_it_is_gone(
    sqlite_url: str,
) -> None:
    async with chatting(sqlite_url) as chat:
        await chat.noord()
        await agree_alone(chat, chat.mila, CALLS, MINE, **{AID: AT_FIXED, DAY: "Donderdag", TIME: time(9, 0)})
        await chat.jump("2026-11-26 08:30")
        await chat.until("2026-11-26 09:05")
        assert [seen for seen in chat.mila.dm() if MINE in seen.text] == []
        await chat.jump("2026-11-26 15:29")
        await chat.until("2026-11-26 15:35")
        (asked,) = [seen for seen in chat.mila.dm() if MINE in seen.text]
        assert ("Kwam dit deze week voor" in asked.text, "Vandaag misschien" in asked.text) == (True, False)
        old, (before,) = asked.remembered(), await own_rows(chat)
        await chat.mila.types("/klant mijn", channel=NOORD)
        await chat.mila.presses("Verwijder", chat.mila.form)
        await chat.mila.sends({DELETES: ["Afspraken met mezelf"]}, sure=True)
        await chat.mila.leaves()
        await chat.settle()
        assert [seen for seen in chat.mila.dm() if MINE in seen.text] == []
        assert [line for row in await rows(chat, NudgeMessage) for line in row.lines if "alsdan" in line[0]] == []
        await agree_alone(chat, chat.mila, "de maan schijnt", "huil ik als een wolf")
        (after,) = await own_rows(chat)
        assert after.id > before.id
        await chat.jump("2026-11-27 12:00")
        await chat.mila.presses(OLD, old)
        assert await rows(chat, PersonalAnswer) == []
