"""How a person reads which figures they follow, and lets go of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Erase, Mine, Own
from rituals.kpi import hearing, messages
from rituals.words import _
from storage import kpi as store
from storage.kpi import Kpi


async def followed(turn: Turn, person: str) -> Sequence[Own]:
    return [_own(row, person) for row in await store.naming(turn.session, person)]


def _own(row: Kpi, person: str) -> Own:
    if row.owner == person:
        return Own(_("you follow {kpi}", kpi=messages.name(row)), {"kind": "follows", "figure": row.name})
    return Own(_("you stand in for {kpi}", kpi=messages.name(row)), {"kind": "stands in", "figure": row.name})


async def erase(turn: Turn, person: str, _how: Erase) -> None:
    for team in sorted({row.team for row in await store.naming(turn.session, person)}):
        await hearing.let_go(turn, person, team)


MINE: Final = {
    "kpi_followed": Mine(_("Figures I follow"), followed, erase, also=_("a colleague can follow them from then on.")),
}
