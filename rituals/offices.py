"""What the roles of a team and of the organisation are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rituals.words import Sentence, _

# What a role is stored as -> its name within a sentence.
NAMES: Final[Mapping[str, Sentence]] = {
    "lead": _("team lead"),
    "deputy": _("deputy"),
    "coach": _("culture coach"),
    "exec": _("executive"),
    "ceo": _("CEO"),
    "relay_coordinator": _("relay coordinator"),
    "preparer": _("preparer"),
}
