"""What anybody may read in answer, whichever ritual they asked."""

from __future__ import annotations

from typing import Final

from rituals.contract import Refused
from rituals.words import Sentence, _

ALREADY: Final = _("I already had this one from you. All is well.")
OVER: Final = _("This has been closed already. Nothing was changed.")


def only(who: Sentence) -> Refused:
    return Refused(_("Only {who} can do this. Nothing was changed.", who=who))
