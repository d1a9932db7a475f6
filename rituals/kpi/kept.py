"""What figures keep of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.kpi import rules
from rituals.words import _
from storage import kpi_own as store


async def forget_values(turn: Turn, before: date) -> None:
    await store.forget_values(turn.session, before)


KEEPS: Final = (
    Kept(
        "kpi_values",
        _("Figures of a day: the number, a remark, whether it was in time for its board, and whether it was changed"),
        _("nobody: who entered it is not kept"),
        _("the team's channel; the remark: the team"),
        {"kpi_values": ("day", "value", "remark", "counts", "edited")},
        _("then it goes"),
        rules.KEPT.days,
        forget_values,
    ),
    Kept(
        "kpi_roles",
        _("Who follows a figure, and who stands in"),
        _("both of them"),
        _("the team; never beside a figure that is missing"),
        {"kpis": ("owner", "deputy")},
        _("until somebody else does, or they leave the team"),
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        "kpi_values.kpi",
        *(f"kpis.{name}" for name in ("name", "unit", "better", "target", "drivers", "days", "decimals", "state")),
        *(f"kpis.{name}" for name in ("created_at", "advised_on", "ownerless_on")),
    }
)
