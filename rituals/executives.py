"""Who the executives are, who prepares for them, and who looks after the relay: the same for all that is about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rituals.contract import Turn
from storage import people, roles


@dataclass(frozen=True, slots=True)
class Executives:
    """Only who is a full member of the organisation now. `preparers`: executive -> who prepares for them."""

    executives: tuple[str, ...] = ()
    ceo: str | None = None
    coordinators: tuple[str, ...] = ()
    preparers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coaches: tuple[str, ...] = ()

    def prepared_by(self, person: str) -> tuple[str, ...]:
        """The executives for whom this person prepares."""
        return tuple(one for one, some in self.preparers.items() if person in some)

    def may_act_for(self, person: str, executive: str) -> bool:
        """Whether it is the executive, or somebody who prepares for them."""
        return person == executive or person in self.preparers.get(executive, ())


async def known(turn: Turn) -> Executives:
    """Two statements."""
    rows = await roles.of_organisation(turn.session)
    found = await people.people(turn.session, {row.person for row in rows} | {row.exec for row in rows if row.exec})
    here = {key for key, row in found.items() if row.active and row.kind == "member"}
    some = [row for row in rows if row.person in here]
    executives = tuple(row.person for row in sorted(some, key=lambda row: row.id) if row.role == "exec")
    prepares: dict[str, tuple[str, ...]] = {}
    for row in some:
        if row.role == "preparer" and row.exec in executives:
            prepares[row.exec] = (*prepares.get(row.exec, ()), row.person)
    return Executives(
        executives,
        next((row.person for row in some if row.role == "ceo"), None),
        tuple(row.person for row in some if row.role == "relay_coordinator"),
        prepares,
        tuple(row.person for row in some if row.role == "coach"),
    )
