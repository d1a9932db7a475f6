"""Scenes of compliments. Each person has one of their own where only one can win; else all ten are about the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from rituals.compliment.team_settings import CHANGED
from rituals.contract import about
from storage.audit import Audit
from storage.compliment import Compliment, Preference, Receiver
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.world import MONDAY, TEN, World

OTHERS = TEN[::-1]  # nobody is opposite themselves
BATCH = "1-0"  # the message in which somebody was asked


async def compliments(world: World, givers: Sequence[str] = TEN, **more: Any) -> list[int]:
    """One of each giver, from a customer and on Monday's board; a tuple in `more` has one for each. Their ids."""
    await world.opened()
    base = {"team": world.team, "kind": "customer", "state": "PUBLISHED", "place": "board", "origin": MONDAY}
    base |= {"day": MONDAY, "at": world.clock.now(), "published_at": world.clock.now()}
    base |= {"read_at": world.clock.now()} | more
    made = [
        Compliment(giver=giver, text=[text], **{k: v[n] if isinstance(v, tuple) else v for k, v in base.items()})
        for n, (giver, text) in enumerate(zip(givers, TEXTS[: len(givers)], strict=True))
    ]
    async with world.session() as session:
        session.add_all(made)
    return [row.id for row in made]


async def received(world: World, pairs: Sequence[tuple[int, str]], choice: str, *more: object) -> list[str]:
    """Each compliment has this receiver too, who decided so; the subjects."""
    async with world.session() as session:
        session.add_all(Receiver(compliment=key, person=person, choice=choice, batch=BATCH) for key, person in pairs)
    return [about(world.team, key, *more) for key, _person in pairs]


# --- giving -----------------------------------------------------------------------------------------------------------
@scene("compliment.new")
async def giving(world: World, does: str) -> Asked:
    """One for the team, the next for a colleague; who stands opposite is giving as well."""
    await world.opened()
    whom: list[dict[str, Any]] = [{"to": (OTHERS[n],)} if n % 2 else {"team": True} for n in range(10)]
    values = [{"kind": "colleague", "text": text, "named": True} | to for text, to in zip(TEXTS, whom, strict=True)]
    return Asked(ten(does, world.card, values=values), count(Compliment, Compliment.text.is_not(None)))


@scene("compliment.edit")
async def editing(world: World, does: str) -> Asked:
    """Whoever had agreed is asked again."""
    pairs = list(zip(await compliments(world), OTHERS, strict=True))
    values = [{"text": f"{text}, en nog een keer", "named": True} for text in TEXTS]
    asked = ten(does, await received(world, pairs, "named"), values=values)
    return Asked(asked, count(Receiver, Receiver.choice == "changed"))


@scene("compliment.withdraw")
async def withdrawing(world: World, does: str) -> Asked:
    subjects = [about(world.team, key) for key in await compliments(world)]
    return Asked(ten(does, subjects), count(Compliment, Compliment.state == "WITHDRAWN", Compliment.text.is_(None)))


# --- deciding ---------------------------------------------------------------------------------------------------------
async def together(world: World, state: str, choice: str, *more: object) -> list[str]:
    """One compliment for all ten."""
    nowhere: dict[str, Any] = {"place": "", "day": None, "published_at": None, "read_at": None}
    (key,) = await compliments(world, ["U-giver"], state=state, **(nowhere if state == "AWAITING" else {}))
    return await received(world, [(key, person) for person in TEN], choice, *more)


@scene("compliment.choose")
async def choosing(world: World, does: str) -> Asked:
    """The last of them brings it out."""
    asked = ten(does, await together(world, "AWAITING", "asked", "named"))
    return Asked(asked, count(Receiver, Receiver.choice == "named"))


@scene("compliment.agree", "compliment.unname")
async def deciding_again(world: World, does: str) -> Asked:
    agrees = does.endswith("agree")
    was, becomes, more = ("changed", "named", (BATCH,)) if agrees else ("named", "unnamed", ())
    return Asked(ten(does, await together(world, "PUBLISHED", was, *more)), count(Receiver, Receiver.choice == becomes))


@scene("compliment.share")
async def sharing(world: World, does: str) -> Asked:
    ids = await compliments(world, OTHERS, kind="colleague", state="PRIVATE", place="", day=None, published_at=None)
    subjects = await received(world, list(zip(ids, TEN, strict=True)), "private")
    return Asked(ten(does, subjects), count(Compliment, Compliment.state == "PUBLISHED", Compliment.place == "board"))


@scene("compliment.thanks")
async def thanking(world: World, does: str) -> Asked:
    return Asked(ten(does, await together(world, "PUBLISHED", "named")), count(Receiver, Receiver.thanked))


# --- the others -------------------------------------------------------------------------------------------------------
@scene("compliment.report")
async def reporting(world: World, does: str) -> Asked:
    subjects = [about(world.team, key) for key in await compliments(world, OTHERS)]
    return Asked(ten(does, subjects), count(Compliment, Compliment.reported))


@scene("compliment.hide")
async def hiding(world: World, does: str) -> Asked:
    subjects = [about(world.team, key) for key in await compliments(world)]
    await world.all_lead()
    return Asked(ten(does, subjects), count(Compliment, Compliment.state == "HIDDEN"))


@scene("compliment.thank_customer")
async def offering(world: World, does: str) -> Asked:
    (key,) = await compliments(world, ["U-giver"])
    return Asked(ten(does, about(world.team, key)), count(Compliment, Compliment.thanks_by.is_not(None)))


@scene("compliment.customer_thanked", "compliment.give_back")
async def keeping_a_word(world: World, does: str) -> Asked:
    ids = await compliments(world, thanks_by=TEN, thanks_on=MONDAY)

    async def let_go(session: AsyncSession) -> int:
        return len(TEN) - await count(Compliment, Compliment.thanks_by.is_not(None))(session)

    done = count(Compliment, Compliment.thanked) if does.endswith("customer_thanked") else let_go
    return Asked(ten(does, [about(world.team, key) for key in ids]), done)


# --- choices that last ------------------------------------------------------------------------------------------------
@scene("compliment.preference")
async def preferring(world: World, does: str) -> Asked:
    return Asked(ten(does, values={"preference": "always"}), count(Preference, Preference.preference == "always"))


@scene("compliment.settings")
async def setting(world: World, does: str) -> Asked:
    await world.all_lead()
    values = [{"prompts": True, "weekday": "2", "clock": time(9, 5 * n)} for n in range(10)]
    return Asked(ten(does, str(world.team), values=values), count(Audit, Audit.what == CHANGED))
