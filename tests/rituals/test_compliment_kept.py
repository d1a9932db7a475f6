"""What compliments hold of people, and when it goes: closed accounts, retention, and what deleting leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rituals.compliment import kept, lines, mine, own_data, panel, rules
from rituals.compliment.lines import Given
from rituals.compliment.rules import Choice, State
from rituals.contract import Event, about
from rituals.facts import Deactivated
from rituals.keeping import LONGER, Erase
from rituals.privacy.rules import STANDS
from rituals.shown import Button, Page, Row, Text
from storage import compliment as store
from storage.compliment import Compliment, Preference, Receiver
from storage.house import CardRow
from storage.people import PersonRow
from tests.test_own_data import read
from tests.world import ORG, TEN, World, peopled

LEAD, BRAM, SANNE, OMAR = TEN[:4]
TEXT = ["Gelukkig bleef ", ["Bram", False, BRAM], " rustig, zei ", ["Sanne", False, SANNE]]


async def shared(world: World, choices: dict[str, Choice], **fields: Any) -> int:
    """A colleague compliment from Omar, to these people with these choices; its id."""
    now = world.clock.now()
    row: dict[str, Any] = {
        "kind": "colleague",
        "state": "PUBLISHED",
        "place": "channel",
        "giver": OMAR,
        "text": TEXT,
        "meaning": TEXT,
    }
    async with world.session() as session:
        row |= {"team": world.team, "at": now, "origin": now.date(), "published_at": now, "read_at": now}
        one = Compliment(**{**row, **fields})
        session.add(one)
        await session.flush()
        names = choices.items()
        session.add_all(Receiver(compliment=one.id, person=who, choice=c.value, batch="b") for who, c in names)
        return one.id


async def found(world: World, key: int) -> Given:
    async with world.session() as session:
        (row,) = (await store.many(session, [key])).values()
        return Given(row, (await store.receivers(session, [key]))[key])


async def drawn_again(world: World) -> set[tuple[str, str]]:
    """Cards that are to be drawn anew: (name, subject)."""
    async with world.session() as session:
        cards = await session.scalars(select(CardRow).where(CardRow.due_at.is_not(None)))
        return {(card.name, card.about) for card in cards if card.name.startswith("compliment.")}


async def stands(world: World, *cards: tuple[str, str]) -> None:
    at = world.clock.machine()
    async with world.session() as session:
        rows = [{"name": name, "about": subject, "place": {"channel": "C1"}} for name, subject in cards]
        session.add_all(CardRow(**row, state="shown", drawn_at=at) for row in rows)


async def night(world: World, after: int) -> None:
    """The part of the nightly round that forgets former colleagues, so many days from now."""
    async with world.core.turns.writing(ORG) as turn:
        await kept.forget_former(turn, turn.now.date() + timedelta(days=after) - rules.FORMER)


# --- a closed account -------------------------------------------------------------------------------------------------
async def test_a_receiver_who_leaves_is_read_by_name_no_longer_and_gone_in_thirty_days(database_url: str) -> None:
    async with peopled(database_url) as world:
        key = await shared(world, {BRAM: Choice.NAMED, SANNE: Choice.NAMED})
        await stands(world, ("compliment.post", about(world.team, key)))
        async with world.core.turns.writing(ORG) as turn:
            await turn.tell(Deactivated(BRAM))
        assert ("compliment.post", about(world.team, key)) in await drawn_again(world)
        assert read(lines.line(await found(world, key))).count("Bram") == 0
        await night(world, 30)
        assert BRAM in (await found(world, key)).choices
        await night(world, 31)
        left = await found(world, key)
        assert [(one.person, one.choice, one.former_on) for one in left.receivers] == [
            (None, "unnamed", None),
            (SANNE, "named", None),
        ]
        without = ["Gelukkig bleef ", ["", False], " rustig, zei ", ["Sanne", False, SANNE]]
        assert left.row.text == left.row.meaning == without


async def test_a_giver_who_leaves_is_a_former_colleague_in_thirty_days(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        key = await shared(world, {BRAM: Choice.NAMED})
        await stands(world, ("compliment.post", about(world.team, key)))
        async with world.core.turns.writing(ORG) as turn:
            await turn.tell(Deactivated(OMAR))
        await night(world, 30)
        assert (await found(world, key)).row.giver == OMAR
        await night(world, 31)
        left = await found(world, key)
        assert (left.row.giver, left.row.former_on, left.row.state) == (None, None, "PUBLISHED")
        assert read(lines.line(left)).startswith("💛 Een oud-collega aan Bram: “")
        assert ("compliment.post", about(world.team, key)) in await drawn_again(world)


async def test_a_preference_goes_with_the_account_or_when_somebody_becomes_a_guest(database_url: str) -> None:
    async with peopled(database_url) as world:
        async with world.session() as session:
            for person in (BRAM, SANNE, OMAR):
                await store.prefer(session, ORG, person, "always")
            (guest,) = await session.scalars(select(PersonRow).where(PersonRow.key == SANNE))
            guest.kind = "guest"
        async with world.core.turns.writing(ORG) as turn:
            await turn.tell(Deactivated(BRAM))
        assert await preferring(world) == [SANNE, OMAR]
        await world.until("2026-11-21 05:00")
        assert await preferring(world) == [OMAR]


async def preferring(world: World) -> Sequence[str]:
    async with world.session() as session:
        return list(await session.scalars(select(Preference.person).order_by(Preference.person)))


# --- retention --------------------------------------------------------------------------------------------------------
async def test_after_a_year_a_compliment_goes_with_its_receivers_and_its_message_stays(database_url: str) -> None:
    async with peopled(database_url) as world:
        old = await shared(world, {BRAM: Choice.NAMED}, origin=world.clock.now().date().replace(year=2025))
        young = await shared(world, {SANNE: Choice.NAMED})
        await stands(world, ("compliment.post", about(world.team, old)))
        await world.until("2026-11-21 05:00")
        async with world.session() as session:
            assert list(await session.scalars(select(Compliment.id))) == [young]
            assert list(await session.scalars(select(Receiver.person))) == [SANNE]
        assert ("compliment.post", about(world.team, old)) not in await drawn_again(world)


def test_a_message_can_be_found_as_long_as_a_compliment_may_be_kept() -> None:
    longest = [each.days * LONGER for each in kept.KEEPS if each.days and "text" in str(each.columns)]
    assert longest
    assert max(longest) <= STANDS


# --- deleting ---------------------------------------------------------------------------------------------------------
async def erase(world: World, person: str, how: Erase = Erase.WITHDRAW) -> None:
    async with world.core.turns.writing(ORG) as turn:
        await own_data.erase_received(turn, person, how)


async def test_whoever_deletes_has_decided_and_nothing_comes_out_for_it(database_url: str) -> None:
    """Also once nobody is left of whom something is known."""
    async with peopled(database_url) as world:
        key = await shared(world, {BRAM: Choice.ASKED, SANNE: Choice.ASKED}, state="AWAITING", place="")
        await erase(world, BRAM)
        assert (await found(world, key)).state is State.AWAITING
        await erase(world, SANNE)
        await erase(world, SANNE)
        left = await found(world, key)
        assert (left.state, left.choices, left.row.place) == (State.PRIVATE, {}, "")
        assert left.row.text == ["Gelukkig bleef ", ["", False], " rustig, zei ", ["", False]]


async def test_whoever_had_agreed_leaves_the_others_their_choice(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        key = await shared(world, {BRAM: Choice.NAMED, SANNE: Choice.ASKED}, state="AWAITING", place="")
        await erase(world, BRAM)
        event = Event("x", ORG, SANNE, "compliment.choose", about(world.team, key, "private"))
        await world.core.dispatcher.act(event)
        left = await found(world, key)
        assert left.state is State.PUBLISHED
        assert read(lines.whole(left)).count("collega") >= 3
        assert not left.named


@given(st.sampled_from(Choice))
def test_what_is_left_of_a_choice_holds_no_name(choice: Choice) -> None:
    left = own_data.LEFT.get(choice, choice)
    assert left not in (Choice.NAMED, Choice.ASKED, Choice.CHANGED)
    assert own_data.LEFT.get(left, left) is left


async def test_thanks_taken_up_are_anybodys_again(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        today = world.clock.now().date()
        key = await shared(world, {}, kind="customer", thanks_by=BRAM, thanks_on=today, reminded=True)
        await stands(world, ("compliment.post", about(world.team, key)))
        async with world.core.turns.writing(ORG) as turn:
            (own,) = await own_data.thanks(turn, BRAM)
            assert (read(own.text), own.on) == ("je gaat een klant bedanken", today)
            await own_data.erase_thanks(turn, BRAM, Erase.WITHDRAW)
        row = (await found(world, key)).row
        assert (row.thanks_by, row.thanks_on, row.reminded) == (None, None, False)
        assert ("compliment.post", about(world.team, key)) in await drawn_again(world)


# --- Home, long lists, and guests -------------------------------------------------------------------------------------
async def page(world: World, person: str, part: str = "") -> Page:
    async with world.core.turns.reading(ORG) as turn:
        return await mine.page(turn, Event("x", ORG, person, mine.MINE, part))


def held(shown: Page) -> list[Button]:
    return [button for piece in shown.pieces if isinstance(piece, Text | Row) for button in piece.buttons]


async def test_home_asks_nothing_about_what_was_withdrawn(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await shared(world, {BRAM: Choice.ASKED}, state="AWAITING", place="")
        await shared(world, {SANNE: Choice.ASKED}, state="WITHDRAWN", place="", text=None, meaning=None)
        async with world.core.turns.reading(ORG) as turn:
            assert await panel.panel(turn, BRAM)
            assert await panel.panel(turn, SANNE) == []


async def test_a_long_list_has_pages_given_before_received(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        for n in range(25):
            await shared(world, {BRAM: Choice.NAMED}, text=[f"nummer {n}"], giver=SANNE if n == 24 else OMAR)
        await shared(world, {OMAR: Choice.NAMED}, giver=SANNE)
        first, second, beyond = [await page(world, OMAR, part) for part in ("", ":1", ":99")]
        texts = [[read(p.text) for p in each.pieces if isinstance(p, Text)] for each in (first, second)]
        assert ["nummer 23" in texts[0][0], len(texts[0]), len(texts[1])] == [True, 24, 1]
        assert "zei" in texts[1][0]
        assert [(b.does, b.about) for b in held(first)][-1] == ("compliment.mine", ":1")
        assert [(b.does, b.about) for b in held(second)][-1] == ("compliment.mine", ":0")
        assert beyond == second


async def test_a_guest_who_was_a_colleague_can_decide_and_take_away_and_no_more(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await shared(world, {BRAM: Choice.NAMED})
        await shared(world, {SANNE: Choice.NAMED}, giver=BRAM)
        assert {b.does for b in held(await page(world, BRAM))} >= {"compliment.edit", "compliment.thanks"}
        async with world.session() as session:
            (row,) = await session.scalars(select(PersonRow).where(PersonRow.key == BRAM))
            row.kind = "guest"
        assert {b.does for b in held(await page(world, BRAM))} == {
            "compliment.withdraw",
            "compliment.unname",
            "compliment.thanks",
        }
        assert held(await page(world, LEAD)) != []
        async with world.session() as session:
            (row,) = await session.scalars(select(PersonRow).where(PersonRow.key == LEAD))
            row.kind = "guest"
        assert held(await page(world, LEAD)) == [], "nothing to share, and nothing that asks to"
