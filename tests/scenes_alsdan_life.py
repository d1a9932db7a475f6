"""Scenes of a team's agreements: each of the ten has one to propose, join, choose or decide about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from rituals.alsdan.sharing import KIND
from rituals.alsdan.team_settings import CHANGED
from rituals.contract import about
from storage import memberships
from storage.alsdan import Agreement, AgreementProposal, Joiner, Voice
from storage.audit import Audit
from storage.lead_lines import LeadLine
from storage.people import Team
from tests.scenes import Asked, count, scene, ten
from tests.world import MONDAY, ORG, TEN, World

X, Y = "een klant belt", "nemen we snel op"
OTHERS = TEN[::-1]  # nobody is opposite themselves
ASKED = "@20261120T100000"


async def agreements(world: World, n: int = len(TEN), team: int | None = None, **more: Any) -> list[int]:
    """Their ids; a tuple in `more` has a value for each."""
    today = world.clock.now().date()
    base = {"state": "ACTIVE", "x": X, "y": Y, "why": "Antwoord", "aid": "look", "at": world.clock.now()}
    base |= {"since": today, "activated_on": today, "team": team or world.team} | more
    made = [Agreement(**{k: v[i] if isinstance(v, tuple) else v for k, v in base.items()}) for i in range(n)]
    async with world.session() as session:
        session.add_all(made)
    return [row.id for row in made]


async def subjects(world: World, *keys: object, **more: Any) -> list[str]:
    return [about(world.team, each, *keys) for each in await agreements(world, **more)]


async def proposals(world: World, ids: Sequence[int], choice: str, by: Sequence[str]) -> list[str]:
    """One about each of these agreements; their subjects."""
    known: dict[str, Any] = {"choice": choice, "at": world.clock.now(), "state": "open", "x": X, "y": "bellen we terug"}
    made = [AgreementProposal(agreement=key, by=who, **known) for key, who in zip(ids, by, strict=True)]
    async with world.session() as session:
        session.add_all(made)
    return [about(world.team, row.agreement, row.id) for row in made]


# --- proposals --------------------------------------------------------------------------------------------------------
@scene("alsdan.join")
async def joining(world: World, does: str) -> Asked:
    return Asked(ten(does, await subjects(world, state="PROPOSED", proposer=OTHERS)), count(Joiner))


@scene("alsdan.withdraw")
async def withdrawing(world: World, does: str) -> Asked:
    asked = ten(does, await subjects(world, state="PROPOSED", proposer=TEN))
    return Asked(asked, count(Agreement, Agreement.state == "DRAFT"))


@scene("alsdan.reshape")
async def reshaping(world: World, does: str) -> Asked:
    return Asked(ten(does, await subjects(world, state="EXPIRED", proposer=TEN)), None)


@scene("alsdan.adopt", "alsdan.leave")
async def answering(world: World, does: str) -> Asked:
    offered = await proposals(world, await agreements(world, state="PROPOSED", proposer=TEN), "joining", OTHERS)
    state = "agreed" if does.endswith("adopt") else "lapsed"
    return Asked(ten(does, offered), count(AgreementProposal, AgreementProposal.state == state))


# --- what one proposes, and another agrees with -----------------------------------------------------------------------
@scene("alsdan.pause", "alsdan.room", "alsdan.resume", "alsdan.longer")
async def putting(world: World, does: str) -> Asked:
    more: dict[str, Any] = {
        "alsdan.resume": {"state": "PAUSED"},
        "alsdan.longer": {"asked": f"week36{ASKED}"},
    }.get(does, {})
    keys = ("pause",) if does == "alsdan.room" else ()
    return Asked(ten(does, await subjects(world, *keys, **more)), count(AgreementProposal))


@scene("alsdan.words")
async def wording(world: World, does: str) -> Asked:
    values = {"x": X, "y": "noemen we onze naam"}
    return Asked(ten(does, await subjects(world), values=values), count(AgreementProposal))


@scene("alsdan.letgo")
async def letting_go(world: World, does: str) -> Asked:
    return Asked(ten(does, await subjects(world), values={"reason": "over"}), count(AgreementProposal))


@scene("alsdan.confirm")
async def agreeing(world: World, does: str) -> Asked:
    """One pause for all ten, of somebody else."""
    (subject,) = await proposals(world, await agreements(world, 1), "pause", ["U-other"])
    return Asked(ten(does, subject), count(Agreement, Agreement.state == "PAUSED"))


# --- what two members want --------------------------------------------------------------------------------------------
@scene("alsdan.keep", "alsdan.anchor", "alsdan.still", "alsdan.faded")
async def saying(world: World, does: str) -> Asked:
    kind, state = {
        "alsdan.keep": ("restart", "RESTARTING"),
        "alsdan.anchor": ("talk", "ACTIVE"),
        "alsdan.still": ("quarter", "ANCHORED"),
        "alsdan.faded": ("quarter", "ANCHORED"),
    }[does]
    asked = f"{kind}{ASKED}"
    return Asked(ten(does, await subjects(world, asked, state=state, asked=asked)), count(Voice))


# --- leads ------------------------------------------------------------------------------------------------------------
@scene("alsdan.share")
async def sharing(world: World, does: str) -> Asked:
    async with world.session() as session:
        other = Team(channel="C2", name="zuid", started_on=MONDAY)
        session.add(other)
        await session.flush()
        await memberships.join(session, ORG, other.id, TEN[:2], MONDAY, seasoned=True)
    asked = ten(does, await subjects(world, state="ANCHORED"), values={"channel": "C2"})
    return Asked(asked, count(LeadLine, LeadLine.kind == KIND))


@scene("alsdan.post")
async def posting(world: World, does: str) -> Asked:
    """What another team anchored, by ten leads at once."""
    await world.all_lead()
    async with world.session() as session:
        other = Team(channel="C2", name="zuid", started_on=MONDAY)
        session.add(other)
        await session.flush()
    (key,) = await agreements(world, 1, other.id, state="ANCHORED")
    subject = about(world.team, key)
    async with world.session() as session:
        session.add(LeadLine(org=ORG, team=world.team, kind=KIND, about=subject, at=world.clock.now()))
    return Asked(ten(does, subject), count(Agreement, Agreement.state == "PROPOSED"))


@scene("alsdan.settings")
async def setting(world: World, does: str) -> Asked:
    await world.all_lead()
    values = [{"looks": True, "weekday": "2", "clock": time(9, 5 * n)} for n in range(10)]
    return Asked(ten(does, str(world.team), values=values), count(Audit, Audit.what == CHANGED))
