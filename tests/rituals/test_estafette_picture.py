"""The relay as a picture: what is counted, the same in words, and who may read it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.stage import Actor
from rituals.estafette import kinds
from rituals.estafette.picture import KINDS, WEEKS, counted
from sandbox import Seen
from tests.chat import Chat
from tests.rituals.estafette_stage import THIS, WEEK, under_way
from tests.rituals.estafette_talk import BOARD, posts
from tests.rituals.test_estafette_pages import buttons, page, tells

mondays = st.integers(0, 40).map(lambda n: THIS - n * WEEK)


# --- the picture's rules ----------------------------------------------------------------------------------------------
@given(st.lists(st.tuples(mondays, st.sampled_from(list(kinds.NAMES))), max_size=30), st.sets(mondays))
def test_a_point_for_each_week_that_counts_and_a_name_for_each_between(
    told: list[tuple[date, str]], ran: set[date]
) -> None:
    found = counted(told, ran, THIS)
    shown = [THIS - n * WEEK for n in range(WEEKS)]
    stories = Counter(week for week, _kind in told)
    assert list(found.told) == sorted(found.told)
    assert all(n == stories[week] for week, n in found.told.items())
    assert {week for week in shown if stories[week]} <= found.told.keys() <= set(shown)
    assert all(week in ran and week != THIS for week, n in found.told.items() if n == 0), "no other week is a nought"
    assert not found.told.keys() & set(found.without)
    assert THIS not in found.without, "it isn't over"
    between = [week for week in shown if found.told and min(found.told) < week < THIS]
    assert sorted(found.without) == sorted(set(between) - found.told.keys())
    assert (found.kinds is not None) == (len(told) >= KINDS)


# --- the picture ------------------------------------------------------------------------------------------------------
def chart(seen: Seen) -> dict[str, int]:
    """What is drawn, by the name of its week."""
    (block,) = [each for each in seen.message.blocks if each["type"] == "data_visualization"]
    (line,) = block["chart"]["series"]
    return {point["label"]: point["value"] for point in line["data"]}


async def drawn(actor: Actor) -> Seen:
    answer = await actor.types("/estafette beeld", channel=BOARD)
    assert answer is not None
    return answer


async def test_the_picture_says_the_same_in_words_and_names_only_inside(chat: Chat) -> None:
    """A week in which nobody ran is no nought; kinds are told from five stories on."""
    await under_way(
        chat, ("eva", "PASSED", THIS - 3 * WEEK), ("noor", "LAPSED", THIS - WEEK), ("daan", "ACCEPTED", THIS)
    )
    assert "Er is nog geen verhaal" in (await drawn(chat.bram)).text
    await tells(chat, "2026-10-26", "2026-10-28", "2026-11-18")
    await tells(chat, "2026-10-29", kind="listened")
    seen = await drawn(chat.bram)
    assert chart(seen) == {"wk 44": 3, "wk 46": 0, "wk 47": 1}
    assert "Per week: week 44: 3, week 46: 0 en week 47: 1." in seen.text
    assert "In week 45 rustte het stokje." in seen.text
    assert "Hoe klanten werden ontmoet" not in seen.text
    assert "Nog aan de beurt" not in seen.text
    assert "Eva" not in seen.text
    await tells(chat, "2026-11-19", kind="listened")
    for actor, inside in ((chat.bram, False), (chat.ruben, True), (chat.petra, True)):
        told = (await drawn(actor)).text
        assert "Klantbezoek: 3" in told
        assert told.index("Klantbezoek: 3") < told.index("Meegeluisterd: 2")
        assert ("Spraken een klant" in told) is inside
        assert ("Eva Hendriks" in told) is inside
    assert posts(chat) == []


async def test_what_stands_in_a_private_channel_is_counted_for_nobody_else(chat: Chat) -> None:
    """Who holds the baton is no secret; what is told there, and how much, is."""
    await under_way(chat, ("daan", "ACCEPTED", THIS), private=True)
    await tells(chat, "2026-11-18")
    said = await page(chat.bram)
    assert "Daan Mulder heeft het stokje" in said
    assert "verhaal" not in said.lower()
    assert BOARD not in said
    assert await buttons(chat.bram) == []
    answer = await drawn(chat.bram)
    assert "Dat kan niet iedereen lezen." in answer.text
    assert "week 47" not in answer.text
    assert "Verhaal 1 " in await page(chat.noor)
    assert "week 47: 1" in (await drawn(chat.petra)).text
